"""Writes the table of contracts in docs/reference/layers.md from the contracts themselves.

`make layers-page` runs it after a contract changed; a test compares what stands there.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/reference/layers.md"
_PLACE = re.compile(
    r"(?<=<!-- contracts: made by make layers-page -->\n).*(?=<!-- end of contracts -->)", re.DOTALL
)


def contracts() -> list[dict[str, Any]]:
    result = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found: list[dict[str, Any]] = result["tool"]["importlinter"]["contracts"]
    return found


def page() -> str:
    """The whole page as it should stand."""
    return _PLACE.sub(lambda _: "\n" + _table() + "\n", PAGE.read_text())


def _table() -> str:
    rows = [f"| {contract['name']} | {_words(contract)} |" for contract in contracts()]
    return "\n".join(["| contract | says, highest first |", "|---|---|", *rows]) + "\n"


def _words(contract: dict[str, Any]) -> str:
    match contract["type"]:
        case "layers":
            floors = "; ".join(_floor(layer) for layer in contract["layers"])
            every = " Every module must be listed." if contract.get("exhaustive") else ""
            words = f"in {_names(contract['containers'])}: {floors}.{every}"
        case "forbidden":
            words = (
                f"{_names(contract['source_modules'])} never import {_names(contract['forbidden_modules'])}."
            )
        case "independence":
            words = f"none of {_names(contract['modules'])} imports another."
        case "acyclic_siblings":
            words = f"no import circle among the modules of {_names(contract['ancestors'])}."
        case other:
            raise ValueError(f"unknown type of contract: {other}")
    if ignored := contract.get("ignore_imports"):
        words += f" Allowed: {', '.join(f'`{one}`' for one in ignored)}."
    return words


def _floor(layer: str) -> str:
    names = [part.strip() for part in layer.split("|")]
    if len(names) == 1:
        return f"`{names[0]}`"
    return "(" + ", ".join(f"`{name}`" for name in names) + ")"


def _names(modules: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in modules)


if __name__ == "__main__":
    PAGE.write_text(page())
