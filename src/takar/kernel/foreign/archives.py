"""Zip files (XLSX, DOCX, ODS): what they claim is looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any, Final
from xml.parsers import expat

from takar.kernel.errors import BadInput

MOST_MEMBERS: Final = 5_000
LARGEST_UNPACKED: Final = 256 * 1024 * 1024
LARGEST_MEMBER: Final = 96 * 1024 * 1024
DEEPEST: Final = 200
"""Levels of nested XML elements; office files have a dozen."""
_CHUNK: Final = 256 * 1024
_ENTRY: Final = b"PK\x01\x02"

TOO_LARGE: Final = (
    "Berkas ini terlalu besar setelah dibuka. Hapus gambar dan sheet yang tidak perlu, simpan ulang, "
    "lalu coba lagi."
)
BROKEN: Final = "Berkas ini rusak: isinya tidak dapat dibuka. Simpan ulang dari aplikasi asalnya."

_MACRO_FILES: Final = ("vbaproject.bin", "vbadata.xml")
_MACRO_TYPES: Final = ("macroenabled", "vbaproject", "macrosheet")


class Broken(BadInput):
    """The file is damaged, or no office file at all."""

    def __init__(self) -> None:
        super().__init__(BROKEN)


class TooLarge(BadInput):
    """Unpacked it would be more than can be read."""

    def __init__(self) -> None:
        super().__init__(TOO_LARGE)


class Archive:
    """An opened zip whose sizes were judged. Member names are compared without case and backslashes."""

    def __init__(self, content: bytes) -> None:
        # zipfile lists every entry in memory before it can be asked how many there are.
        if content.count(_ENTRY) > MOST_MEMBERS * 2:
            raise TooLarge()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError, EOFError) as error:
            raise Broken() from error
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > LARGEST_UNPACKED:
            raise TooLarge()
        self._members = {one.filename.replace("\\", "/").lstrip("/").casefold(): one for one in members}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._members

    @property
    def names(self) -> list[str]:
        """All member names in small letters with forward slashes."""
        return list(self._members)

    def parse(
        self,
        name: str,
        *,
        start: Callable[[str, dict[str, str]], Any] | None = None,
        end: Callable[[str], Any] | None = None,
        text: Callable[[str], Any] | None = None,
    ) -> None:
        """Stream an XML member through the handlers; a handler ends it early by raising.

        Names come without their name space. A document type is refused: office files have none, and
        entities are how a few bytes of XML become gigabytes.
        """
        member = self._members.get(name.casefold())
        if member is None:
            raise Broken()
        if member.file_size > LARGEST_MEMBER:
            raise TooLarge()
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        level = 0

        def opened(tag: str, attributes: dict[str, str]) -> None:
            nonlocal level
            level += 1
            if level > DEEPEST:
                raise Broken()
            if start is not None:
                start(_local(tag), {_local(key): value for key, value in attributes.items()})

        def closed(tag: str) -> None:
            nonlocal level
            level -= 1
            if end is not None:
                end(_local(tag))

        def refuse_entities(*_: Any) -> None:
            raise Broken()

        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.StartDoctypeDeclHandler = refuse_entities
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            with self._zip.open(member) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk)
                parser.Parse(b"", True)
        except (expat.ExpatError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
            raise Broken() from error
        except (RuntimeError, ValueError) as error:  # encrypted members, broken compressed streams
            raise Broken() from error

    def has_macros(self) -> bool:
        """Whether Word or Excel would find a program inside, whatever the file is called."""
        if any(name.rsplit("/", 1)[-1] in _MACRO_FILES or "/macrosheets/" in name for name in self._members):
            return True
        found = False

        def look(_tag: str, attributes: dict[str, str]) -> None:
            nonlocal found
            kind = attributes.get("ContentType", "").casefold()
            found = found or any(word in kind for word in _MACRO_TYPES)

        self.parse("[content_types].xml", start=look)
        return found


def _local(name: str) -> str:
    return name.rsplit(" ", 1)[-1]
