"""OpenStax textbooks: a document for each CNXML module, placed by the collection that lists it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

from ...blocks import Blocks, Kind, elements, plain_xml, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS: Final[dict[str, Kind]] = {
    "section": "section",
    "title": "title",
    **dict.fromkeys(("para", "equation", "quote", "code", "rule", "statement", "proof"), "text"),
    "list": "list",
    "item": "item",
    **dict.fromkeys(("note", "example", "figure", "subfigure", "caption", "div"), "through"),
    **dict.fromkeys(("exercise", "injected-exercise", "media", "label", "footnote"), "skip"),
    "table": "table",
}
_BOXES: Final = ("note", "example", "figure", "subfigure", "quote", "statement", "proof")


class Place(NamedTuple):
    """Where a module stands."""

    book: str
    slug: str
    licence: str
    above: tuple[str, ...]


def read(raw: bytes, path: Path) -> Iterator[Document]:
    """Yield the module of one file: text and glossary, without exercises and their solutions."""
    root = plain_xml(raw)
    content, title = root.find("content"), text_of(root.find("title"))
    if root.tag != "document" or content is None:
        raise InvalidInput("not a CNXML module: needs a document with content")
    meta = root.find("metadata")
    name = ("" if meta is None else text_of(meta.find("content-id"))) or path.parent.name
    _name_links(content)
    blocks = Blocks(_KINDS)
    for box in list(elements(content, *_BOXES)):
        if (head := box.find("title")) is not None:
            head.tag = "para"  # it heads no section of the text
    blocks.write(content, 1)
    blocks.heading(2, "Glossary")
    for entry in root.iterfind("glossary/definition"):
        blocks.item(f"{text_of(entry.find('term'))}: {text_of(entry.find('meaning'))}")
    place = _places(path).get(name)
    book = place.book if place else "OpenStax"
    yield Document(
        id=f"{place.slug}/{name}" if place else f"openstax/{name}",
        title=title or name,
        text=blocks.markdown,
        licence=place.licence if place else None,
        sources=(f"OpenStax, {book}" if place else "OpenStax",),
        citation=", ".join(["OpenStax", *([book, *place.above] if place else []), title or name]),
        attributes={"part_of": " > ".join((book, *place.above)) if place else ""},
    )


def _name_links(content: _Element) -> None:
    """Give links without words the name of what they lead to: "(see table)"."""
    kinds = {e.get("id"): e.tag for e in elements(content) if e.get("id")}
    for link in elements(content, "link"):
        if not text_of(link):
            link.text = str(kinds.get(link.get("target-id"), ""))


def _places(module: Path) -> dict[str, Place]:
    """Return the places of modules by their ids, from the collections beside ``modules``."""
    found: dict[str, Place] = {}
    for up in list(module.parents)[1:4]:
        for path in sorted((up / "collections").glob("*.xml"), reverse=True):
            found |= _collection(path, path.stat().st_mtime_ns)
        if found:
            break
    return found


@lru_cache(maxsize=64)
def _collection(path: Path, modified_ns: int) -> dict[str, Place]:
    try:
        root = plain_xml(path.read_bytes())
    except InvalidInput as error:
        raise InvalidInput(f"its collection {path.name} is {error}") from None
    meta = root.find("metadata")
    if meta is None:
        raise InvalidInput(f"its collection {path.name} has no metadata")
    licence = meta.find("license")
    words = "" if licence is None else licence.get("url") or text_of(licence)
    slug = text_of(meta.find("slug")) or path.name.partition(".")[0]
    book = text_of(meta.find("title"))
    return {
        module.get("document", ""): Place(book, slug, words, tuple(_above(module)))
        for module in elements(root, "module")
    }


def _above(module: _Element) -> Iterator[str]:
    for up in reversed(list(module.iterancestors("subcollection"))):
        yield text_of(up.find("title"))
