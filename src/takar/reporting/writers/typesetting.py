"""PDF through Typst: a layout file of ours plus data, never text pasted into markup.

The data travels as one JSON string in ``sys.inputs``. A layout reads it with ``json(bytes(...))``,
so what an office typed is a string to Typst and can never become a command, whatever it contains.
"""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from queue import Empty, LifoQueue
from threading import BoundedSemaphore, Lock
from typing import Literal

import typst

from takar.reporting.writers.stamp import Stamp

Standard = Literal["a-2b", "a-3b"]

LAYOUTS = Path(__file__).resolve().parent.parent / "layouts"

# Drawn in place of a character that none of the fonts inside the typst wheel has. PDF/A forbids
# a missing glyph, and one emoji in a letter's subject must not keep the agreement from printing.
UNPRINTABLE = "□"

_LAYOUT_NAME = re.compile(r"[a-z][a-z_]*")
_UNCOVERED = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
# Everything the embedded serif certainly draws; anything else is worth a check.
_UNUSUAL = re.compile(r"[^\x00-\u024f\u2010-\u2044€]")
_ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
# Direction overrides can make a signed name or number read backwards; office text never needs them.
_DIRECTION_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class LayoutError(RuntimeError):
    """A layout of ours did not compile: a fault in the program, not in the office's data."""


def render_pdf(
    layout: str,
    data: Mapping[str, object],
    *,
    standard: Standard | None = None,
    dated: date | None = None,
    stamp: Stamp | None = None,
) -> bytes:
    """Compile ``layouts/<layout>.typ`` with ``data``; the same arguments give the same bytes.

    ``dated`` becomes the creation date inside the file. PDF/A demands one (ISO 19005-2, 6.6), so a
    document without a date is written as plain PDF even when ``standard`` asks for more: a made-up
    date would be worse. ``stamp`` stands in the foot of every page.
    """
    source = _layout_path(layout)
    stamped = {**data, "stamp": stamp.as_data() if stamp else None}
    inputs = json.dumps(_clean(stamped), ensure_ascii=False)
    profile = standard if dated is not None else None
    try:
        if profile is None and _UNUSUAL.search(inputs):
            # Plain PDF draws a missing glyph without a word, and copying it gives nothing; only the
            # archival profile reports what is missing. This file itself is thrown away.
            _compile(source, inputs, "a-2b", date(2000, 1, 1))
        return _compile(source, inputs, profile, dated)
    except typst.TypstError as error:
        uncovered = _uncovered_characters(error)
        if not uncovered:
            raise LayoutError(f"{layout}: {error.diagnostic}") from error
    # Typst names every uncovered character at once, so one repetition is enough.
    try:
        printable = inputs.translate({ord(character): UNPRINTABLE for character in uncovered})
        return _compile(source, printable, profile, dated)
    except typst.TypstError as error:
        raise LayoutError(f"{layout}: {error.diagnostic}") from error


def warm_up() -> None:
    """Load the embedded fonts and one compiler, so that the first reader does not wait for it."""
    with _compiler() as compiler:
        compiler.compile(b"", format="pdf")


@cache
def _layout_path(layout: str) -> Path:
    path = LAYOUTS / f"{layout}.typ"
    if not _LAYOUT_NAME.fullmatch(layout) or not path.is_file():
        raise LayoutError(f"no layout named {layout!r} in {LAYOUTS.name}/")
    return path


def _compile(source: Path, data: str, standard: Standard | None, dated: date | None) -> bytes:
    inputs = {"data": data, "dated": dated.isoformat() if dated else ""}
    moment = datetime.combine(dated, time(), UTC) if dated else None
    with _compiler() as compiler:
        written = compiler.compile(
            source,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=standard or [],
            timestamp=moment,
        )
        if _sweeping_due(len(data)):
            for _ in range(_GENERATIONS):
                compiler.compile(b"", format="pdf")
    assert isinstance(written, bytes)
    return written


# A typst.Compiler that two threads enter at once raises "Already borrowed"; one kept compiler is
# about seventy times faster than a new one. So finished compilers wait in a stack (the warmest on
# top) and the semaphore keeps a burst of requests from building one per thread. Compiling releases
# the interpreter lock, hence as many as there are processors.
_idle: LifoQueue[typst.Compiler] = LifoQueue()
_places = BoundedSemaphore(max(2, os.cpu_count() or 2))


# Typst remembers parts of its last ten compilations, process-wide: half a gigabyte for a book of
# 3,000 entries, ten times that after ten of them. Ten empty compilations (about 50 ms) make it
# forget, which is done whenever this many characters of data were set since the last time.
_GENERATIONS = 10
_SWEEP_AFTER = 50_000
_set_since_sweep = 0
_sweep_lock = Lock()


def _sweeping_due(characters: int) -> bool:
    global _set_since_sweep
    with _sweep_lock:
        _set_since_sweep += characters
        if _set_since_sweep < _SWEEP_AFTER:
            return False
        _set_since_sweep = 0
        return True


@contextmanager
def _compiler() -> Iterator[typst.Compiler]:
    with _places:
        try:
            compiler = _idle.get_nowait()
        except Empty:
            compiler = typst.Compiler(root=LAYOUTS, font_paths=_fonts())
        try:
            yield compiler
        finally:
            _idle.put(compiler)


@cache
def _fonts() -> typst.Fonts:
    """Only the fonts inside the wheel: an office's server and its test machine print alike."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _clean(value: object) -> object:
    """Make every string safe to typeset, and the whole thing plain JSON."""
    if isinstance(value, str):
        return _clean_text(value)
    if isinstance(value, Mapping):
        return {str(key): _clean(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [_clean(item) for item in value]
    return value


def _clean_text(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if text.isascii() and text.isprintable():
        return text
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        category = unicodedata.category(character)
        if category == "Cs":  # half a character: broken input that JSON cannot carry
            kept.append(UNPRINTABLE)
        elif character == "\n" or (category != "Cc" and character not in _DIRECTION_OVERRIDES):
            kept.append(character)
    return "".join(kept)


def _uncovered_characters(error: typst.TypstError) -> frozenset[str]:
    named = (_ESCAPED.sub(_unescape, text) for text in _UNCOVERED.findall(error.diagnostic))
    return frozenset(character for text in named for character in text)


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))
