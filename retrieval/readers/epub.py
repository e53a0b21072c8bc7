"""Read EPUB: its chapters in reading order."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ..errors import InvalidInput
from .html import html_text, html_tree, write_html
from .markup import member_of, open_archive, parse_xml
from .parsed import Parsed, Writer, one_line

if TYPE_CHECKING:
    from lxml.etree import _Element


def read_epub(path: Path) -> Parsed:
    """Return the text of a book; raise InvalidInput if it is damaged or protected."""
    with open_archive(path) as archive:
        if "META-INF/encryption.xml" in archive.namelist():
            names = {
                _local(e) for e in parse_xml(member_of(archive, "META-INF/encryption.xml")).iter()
            }
            if "EncryptedData" in names:
                raise InvalidInput("protected against copying; it cannot be read")
        container = parse_xml(member_of(archive, "META-INF/container.xml"))
        package_name = next((r.get("full-path") for r in _named(container, "rootfile")), None)
        if not package_name:
            raise InvalidInput("incomplete: its container names no package")
        package = parse_xml(member_of(archive, package_name))
        files = {item.get("id"): item.get("href") or "" for item in _named(package, "item")}
        writer, notes = Writer(), []
        for reference in _named(package, "itemref"):
            href = unquote(files.get(reference.get("idref"), "").partition("#")[0])
            name = posixpath.normpath(posixpath.join(posixpath.dirname(package_name), href))
            if name not in archive.NameToInfo:
                notes.append(f"chapter {href[:80]!r} is missing")
                continue
            write_html(html_tree(html_text(member_of(archive, name))[0]), writer)
        title = next((one_line("".join(t.itertext())) for t in _named(package, "title")), "")
        language = next((one_line(t.text or "") for t in _named(package, "language")), "")
    parsed = writer.parsed(title or None, notes)
    return parsed.model_copy(update={"language": language[:2].lower() or None})


def _named(root: _Element, name: str) -> list[_Element]:
    return [element for element in root.iter() if _local(element) == name]


def _local(element: _Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
