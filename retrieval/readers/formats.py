"""Tell what a file is, by what it holds before what it is called, and read it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final, Literal

from ..errors import InvalidInput
from .markup import NOT_AN_ARCHIVE
from .parsed import Parsed

Kind = Literal["text", "html", "pdf", "docx", "pptx", "xlsx", "epub", "csv", "eml", "picture"]
SUFFIXES: Final[dict[str, Kind]] = {
    ".md": "text",
    ".markdown": "text",
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".pptx": "pptx",
    ".xlsx": "xlsx",
    ".epub": "epub",
    ".csv": "csv",
    ".tsv": "csv",
    ".eml": "eml",
    ".png": "picture",
    ".jpg": "picture",
    ".jpeg": "picture",
    ".tif": "picture",
    ".tiff": "picture",
    ".webp": "picture",
    ".bmp": "picture",
}
OLD: Final = {
    ".doc": "Word file of before 2007; save it as .docx",
    ".ppt": "PowerPoint file of before 2007; save it as .pptx",
    ".xls": "Excel file of before 2007; save it as .xlsx",
    ".odt": "OpenDocument text; save it as .docx or .pdf",
    ".rtf": "rich text file; save it as .docx or .pdf",
    ".msg": "Outlook message; save it as .eml",
}
_SIGNS: Final[tuple[tuple[bytes, Kind], ...]] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
)
_MEMBERS: Final[tuple[tuple[str, Kind], ...]] = (
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("xl/workbook.xml", "xlsx"),
    ("META-INF/container.xml", "epub"),
)
MAX_DIRECTORY_BYTES: Final = 8_000_000
"""The names of an archive's members, which are read before it is known what it is."""
VERSION: Final = "3"
"""Raised when the same file comes out as another text; what was read before is then read anew."""


def kind_of(path: Path) -> Kind:
    """Return what a file is; raise InvalidInput for what is not read."""
    suffix = path.suffix.lower()
    if suffix in OLD:
        raise InvalidInput(f"{path}: {OLD[suffix]}")
    with path.open("rb") as file:
        head = file.read(1024)
    named = SUFFIXES.get(suffix)
    found = _by_content(path, head)
    if found is None and head.startswith(b"\xd0\xcf\x11\xe0"):
        raise InvalidInput(f"{path}: an Office file of before 2007, or one with a password")
    if named is None and found is None:
        raise InvalidInput(
            f"{path}: cannot read {suffix or 'a file without ending'}; expected one of "
            f"{', '.join(SUFFIXES)} or a BEIR folder"
        )
    return found or named or "text"


def parse(path: Path, kind: Kind) -> Parsed:
    """Read a file of ``kind`` other than "text"; raise InvalidInput, without the path, if not read.

    What is damaged may raise what it likes: strangers' files are read by ``BoundedParser``.
    """
    if kind == "pdf":
        from .pdf import read_pdf

        return read_pdf(path)
    if kind == "docx":
        from .word import read_word

        return read_word(path)
    if kind == "pptx":
        from .slides import read_slides

        return read_slides(path)
    if kind == "xlsx":
        from .sheet import read_workbook

        return read_workbook(path)
    if kind == "epub":
        from .epub import read_epub

        return read_epub(path)
    if kind == "picture":
        from .ocr import read_picture

        return read_picture(path)
    if kind == "html":
        from .html import read_html

        return read_html(path.read_bytes())
    if kind == "eml":
        from .mail import read_mail

        return read_mail(path.read_bytes())
    from .plain import decoded
    from .sheet import read_csv

    text, notes = decoded(path.read_bytes())
    return read_csv(text).model_copy(update={"notes": notes})


def _directory_bytes(path: Path) -> int:
    """Return how long the list of an archive's members says that it is; 0 where there is none."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 66_000))
        _, sign, rest = file.read().rpartition(b"PK\x05\x06")
    return int.from_bytes(rest[8:12], "little") if sign else 0


def _by_content(path: Path, head: bytes) -> Kind | None:
    for sign, kind in _SIGNS:
        if head.lstrip(b"\xef\xbb\xbf\r\n ").startswith(sign):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "picture"
    if head.startswith(b"PK\x03\x04"):
        if _directory_bytes(path) > MAX_DIRECTORY_BYTES:  # left to the reading process
            return None
        try:
            with zipfile.ZipFile(path) as archive:
                names = set(archive.namelist())
        except NOT_AN_ARCHIVE:
            return None
        return next((kind for member, kind in _MEMBERS if member in names), None)
    start = head.lstrip(b"\xef\xbb\xbf\r\n\t ")[:64].lower()
    return "html" if start.startswith((b"<!doctype html", b"<html")) else None
