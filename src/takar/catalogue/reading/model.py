"""What a decree says, as plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from takar.kernel.errors import BadInput

LOOKED_FOR = (
    'Yang dicari: lampiran keputusan camat berupa teks atau Word (.docx), dengan baris "Jabatan : ..." dan '
    "tabel berkepala SASARAN, INDIKATOR, FORMULASI, SUMBER DATA."
)


class NotADecree(BadInput):
    """The file cannot be read as a decree; the sentence says what was looked for."""


@dataclass(frozen=True)
class Doubt:
    """Something a person should look at before the decree is trusted.

    ``line`` counts the lines of a text file; in a Word file it counts paragraphs and table rows.
    0 means the whole file.
    """

    code: str
    message: str
    line: int

    def __str__(self) -> str:
        return f"Baris {self.line}: {self.message}" if self.line else self.message


@dataclass(frozen=True)
class IndicatorText:
    no: int
    """Running number over the whole decree, in document order."""
    name: str
    formula: str
    sources: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True)
class ObjectiveText:
    name: str
    indicators: tuple[IndicatorText, ...]
    line: int = 0


@dataclass(frozen=True)
class PositionText:
    order: int
    title: str
    duties: tuple[str, ...]
    functions: tuple[str, ...]
    objectives: tuple[ObjectiveText, ...]
    printed_title: str = ""
    line: int = 0

    @property
    def indicators(self) -> tuple[IndicatorText, ...]:
        return tuple(indicator for objective in self.objectives for indicator in objective.indicators)


@dataclass(frozen=True)
class DecreeText:
    office: str
    regency: str
    number: str
    """Exactly as printed, empty places included."""
    serial: str | None
    year: int | None
    """The year in the decree's number; never taken from the cover, which may name another year."""
    cover_year: int | None
    positions: tuple[PositionText, ...]
    warnings: tuple[Doubt, ...]

    @property
    def indicators(self) -> tuple[IndicatorText, ...]:
        return tuple(indicator for position in self.positions for indicator in position.indicators)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> DecreeText:
        """From what ``dataclasses.asdict`` made of one, after a way through JSON."""
        return cls(
            **plain
            | {
                "positions": tuple(map(_position, plain["positions"])),
                "warnings": tuple(Doubt(**doubt) for doubt in plain["warnings"]),
            }
        )

    def to_dict(self) -> dict[str, Any]:
        """The shape of ``takar decree read --json``: a contract, add nothing here lightly."""
        return {
            "office": self.office,
            "regency": self.regency,
            "decree": {"number": self.number, "serial": self.serial, "year": self.year},
            "positions": [
                {
                    "title": position.title,
                    "duties": list(position.duties),
                    "functions": list(position.functions),
                    "objectives": [
                        {
                            "name": objective.name,
                            "indicators": [
                                {
                                    "no": indicator.no,
                                    "name": indicator.name,
                                    "formula": indicator.formula,
                                    "sources": list(indicator.sources),
                                }
                                for indicator in objective.indicators
                            ],
                        }
                        for objective in position.objectives
                    ],
                }
                for position in self.positions
            ],
            "warnings": [str(doubt) for doubt in self.warnings],
        }


def _position(plain: dict[str, Any]) -> PositionText:
    lists = {name: tuple(plain[name]) for name in ("duties", "functions")}
    return PositionText(**plain | lists | {"objectives": tuple(map(_objective, plain["objectives"]))})


def _objective(plain: dict[str, Any]) -> ObjectiveText:
    indicators = (IndicatorText(**item | {"sources": tuple(item["sources"])}) for item in plain["indicators"])
    return ObjectiveText(**plain | {"indicators": tuple(indicators)})
