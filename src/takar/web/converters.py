"""What numbers in an address may be: others lead to no page, before any query."""

from __future__ import annotations

from django.urls.converters import IntConverter, get_converters, register_converter

from takar.kernel.spans import is_year

MOST = 2**63 - 1
"""The largest key a database gives."""


class RowConverter(IntConverter):
    """The key of a row."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = super().to_python(value)
        if number > MOST:
            raise ValueError
        return number


class YearConverter(IntConverter):
    """A year of which an office can have books."""

    regex = "[0-9]{1,4}"

    def to_python(self, value: str) -> int:
        year = super().to_python(value)
        if not is_year(year):
            raise ValueError
        return year


class BookYearConverter(IntConverter):
    """The year of an entry's number: also one that was stored before years had limits, or its entry
    could not be opened to be cancelled."""

    regex = "[0-9]{1,4}"

    def to_python(self, value: str) -> int:
        year = super().to_python(value)
        if not 1 <= year <= 9998:
            raise ValueError
        return year


def register_converters() -> None:
    """Called where addresses are written; a second time it does nothing."""
    for name, converter in (("row", RowConverter), ("year", YearConverter), ("book_year", BookYearConverter)):
        if name not in get_converters():
            register_converter(converter, name)
