"""No file from outside is parsed in the process that serves the pages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src/takar"

PARSERS = {
    "PIL", "bs4", "bz2", "calamine", "csv", "docx", "gzip", "html.parser", "html5lib", "lxml", "lzma",
    "odf", "openpyxl", "pypdf", "pypdfium2", "python_calamine", "tablib", "tarfile", "xlrd", "xml", "zipfile", "zlib",
}  # fmt: skip
"""Libraries that take files apart."""

INSIDE = ("kernel/foreign/", "catalogue/reading/", "registers/survey/calculation/answer_table.py")
"""What runs in the quarantine."""
CALLERS = {"catalogue/reading/__init__.py", "catalogue/reading/files.py"}
"""Stand in a folder of the quarantine and are imported by everybody, so they take nothing apart either."""
OWN_FILES = {
    "config/safekeeping/bundle.py": {"zipfile", "zlib"},
    "demo/villages.py": {"PIL"},
    "kernel/tables.py": {"csv"},
    "measurement/numbers/manifest.py": {"zlib"},
    "reporting/writers/spreadsheet.py": {"csv"},
}
"""These read data that comes with Takar, write files, or open a backup that the office's operator made."""

FILES = sorted(SOURCE.rglob("*.py"))


def imports_of(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def parsers_in(source: str) -> set[str]:
    return {
        parser
        for name in imports_of(source)
        for parser in PARSERS
        if name == parser or name.startswith(f"{parser}.")
    }


def is_inside(path: str) -> bool:
    return path.startswith(INSIDE) and path not in CALLERS


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_files_are_taken_apart_only_inside_the_quarantine(path: Path) -> None:
    name = path.relative_to(SOURCE).as_posix()
    if not is_inside(name):
        assert parsers_in(path.read_text(encoding="utf-8")) == OWN_FILES.get(name, set())


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_readers_are_named_to_the_quarantine_and_called_by_nobody(path: Path) -> None:
    """An import would run them here. Plain data and words about it are no readers."""
    name = path.relative_to(SOURCE).as_posix()
    readers = {
        found
        for found in imports_of(path.read_text(encoding="utf-8"))
        if is_inside(f"{found.removeprefix('takar.').replace('.', '/')}.py") and found.startswith("takar.")
    }
    harmless = ("takar.catalogue.reading.model", "takar.catalogue.reading.narration")
    assert is_inside(name) or {
        one for one in readers if (SOURCE / f"{one[6:].replace('.', '/')}.py").exists()
    } <= {*harmless}


@pytest.mark.parametrize("path", [p for p in FILES if is_inside(p.relative_to(SOURCE).as_posix())], ids=str)
def test_inside_the_quarantine_nobody_knows_django(path: Path) -> None:
    """The fork server has no settings and no database, and must start quickly."""
    assert not any(name.split(".")[0] == "django" for name in imports_of(path.read_text(encoding="utf-8")))


def test_the_search_for_parsers_finds_them() -> None:
    assert parsers_in("import zipfile\nfrom xml.parsers import expat\nfrom PIL import Image") == {
        "zipfile", "xml", "PIL",
    }  # fmt: skip
    assert parsers_in("from takar.kernel import csvs\nimport html") == set()
