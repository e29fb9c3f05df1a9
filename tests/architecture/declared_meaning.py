"""What every declaration means to its readers, as plain text that can be compared.

It asks the forms, filters and layouts that people meet, not the attributes of the declaration, so a
declaration may be written in another way as long as this text stays the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from takar.ledger.books import Book, PrintedLayout
from takar.ledger.filters import filter_class
from takar.ledger.forms import form_class
from takar.organisation.actor import Actor


def meaning(book: type[Book], actor: Actor) -> Iterator[str]:
    yield f"== {book.code}: {book.label} ({book.entry_label}), {book.slug}"
    yield f"{book.group.value}; {book.icon}; {book.purpose}"
    template = book.numbering.template if book.numbering else "{nomor}"
    yield f"numbered {book.numbering is not None} {template!r}, number is called {book.field_label('number')!r}"
    yield (
        f"recordable {book.recordable}, closed {book.closed}, photos {book.photos}, lasting {book.lasting}, "
        f"days {book.span_of('occurred_on')}"
    )
    yield f"kinds {dict(book.kinds)}"
    for spec in book.milestones:
        yield f"milestone {spec.code} {spec.label!r} {spec.verb!r} {spec.tone}"
    for kind in book.kinds if book.by_kind() else [""]:
        yield from _form(book, actor, kind)
    for column in book.columns:
        marks = [word for word in ("numeric", "on_phone") if getattr(column, word)]
        yield _line("list", column.field, column.label or book.field_label(column.field), *marks)
    for column in book.more_facts:
        yield _line("page also", column.field, column.label or book.field_label(column.field))
    yield from _printed("", book.printed)
    for kind in book.kinds:
        if book.layout(kind) is not book.printed:
            yield from _printed(kind, book.layout(kind))
    yield f"printed from {', '.join(book.printed.fetched)}"
    for name, part in filter_class(book, actor).base_filters.items():
        yield _line("filter", name, str(part.label))
    yield f"searched: {', '.join(sorted(book.marked('search')))}"
    yield f"double when same: {', '.join(sorted(book.marked('identity')))}"
    counting, privacy = book.counting, book.privacy
    dimensions = sorted({*counting.by, counting.category} - {""})
    yield f"counted by {dimensions}, category {counting.category!r}, facets {sorted(counting.facets)}, "
    yield f"subject {counting.subject!r}"
    words = {name: said for name in book.fields() if (said := book.field(name).words)}
    yield f"said in words {words}"
    yield f"personal {sorted(book.marked('personal'))}, residents {sorted(book.marked('resident'))}"
    masked = {name: book.field(name).masked for name in book.marked("masked")}
    yield f"masked {masked}, veiled {sorted(book.marked('veiled'))}"
    yield (
        f"read by {privacy.reads.value}, about staff {privacy.about_staff}, "
        f"about a person {privacy.about_person}, private files {privacy.private_files}"
    )
    yield f"{privacy.processing}"
    yield ""


def _form(book: type[Book], actor: Actor, kind: str) -> Iterator[str]:
    """The fields that an entry of the kind has, in the order of the form, and what stands beside them."""
    own = book.fields(kind or None)
    form = form_class(book, actor, kind=kind or None)(data={"kind": kind})
    missing = {name for name, errors in form.errors.as_data().items() if errors[0].code == "required"}
    yield f"form {kind}: {' | '.join(_headings(book, own))}"
    for name in own:
        field = form.fields[name]
        marks = [
            "required" if name in missing else "",
            "not kept as a draft" if "data-no-draft" in field.widget.attrs else "",
            "ahead" if getattr(field, "ahead", False) else "",
        ]
        yield _line("  field", name, str(field.label), type(field).__name__, str(field.help_text), *marks)


def _headings(book: type[Book], own: list[str]) -> Iterator[str]:
    for section in book.sections:
        if names := [column.name for column in section.fields if column.name in own]:
            yield f"{section.label}: {', '.join(names)}"


def _printed(kind: str, layout: PrintedLayout) -> Iterator[str]:
    yield f"print {kind}: {layout.title}"
    for column in layout.columns:
        marks = [word for word in ("numeric", "total") if getattr(column, word)]
        yield _line("  printed", column.field, column.label, str(column.width), column.group, *marks)


def _line(*parts: str) -> str:
    return " | ".join(part for part in parts if part)
