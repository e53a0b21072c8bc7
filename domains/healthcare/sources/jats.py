"""Articles in JATS, the Journal Article Tag Suite, in which PubMed Central publishes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

from ...blocks import Blocks, Kind, elements, plain_xml, text_of
from .journal import cited, day

if TYPE_CHECKING:
    from lxml.etree import _Element

_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(("sec", "boxed-text", "app"), "section"),
    **dict.fromkeys(("title",), "title"),
    **dict.fromkeys(("p", "disp-formula", "disp-quote", "speech", "verse-group"), "text"),
    **dict.fromkeys(("list", "def-list"), "list"),
    **dict.fromkeys(("list-item", "def-item"), "item"),
    **dict.fromkeys(("fig", "fig-group", "table-wrap", "caption", "statement"), "through"),
    **dict.fromkeys(("table-wrap-foot", "fn", "alternatives"), "through"),
    **dict.fromkeys(("graphic", "inline-graphic", "media", "tex-math", "object-id"), "skip"),
    **dict.fromkeys(("supplementary-material", "permissions", "label", "alt-text"), "skip"),
    "table": "table",
}
_NAMES: Final = (("pmc", "PMC"), ("pmcid", "PMC"), ("pmid", ""), ("doi", ""))
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


def read(raw: bytes, path: Path) -> Iterator[Document]:
    """Yield the articles of one file: abstract and body, without references."""
    root = plain_xml(raw)
    articles = [root] if root.tag == "article" else [e for e in root if e.tag == "article"]
    if not articles:
        raise InvalidInput(f"not a JATS article: its root is {root.tag}")
    for article in articles:
        yield _document(article, path.name.partition(".")[0])


def _document(article: _Element, name: str) -> Document:
    meta = article.find("front/article-meta")
    if meta is None:
        raise InvalidInput("an article without front/article-meta")
    numbers = {e.get("pub-id-type") or "": text_of(e) for e in meta.findall("article-id")}
    for box in elements(article, "caption", "statement"):
        if (head := box.find("title")) is not None:
            head.tag = "p"  # it heads no section of the text
    blocks = Blocks(_KINDS)
    for abstract in meta.findall("abstract"):
        if abstract.get("abstract-type") in (None, "summary", "plain-language-summary"):
            blocks.heading(2, text_of(abstract.find("title")) or "Abstract")
            for child in abstract.findall("title"):
                abstract.remove(child)
            blocks.write(abstract, 2)
    if (body := article.find("body")) is not None:
        blocks.write(body, 1)
    title = text_of(meta.find("title-group/article-title"))
    return Document(
        id=_identity(numbers) or name,
        title=title or name,
        text=blocks.markdown,
        language=(article.get(_LANG) or "en").lower()[:2],
        written=_written(meta),
        licence=_licence(meta),
        sources=tuple(f"{kind.upper()} {number}" for kind, number in numbers.items() if number),
        citation=cited(
            authors=[
                f"{text_of(e.find('surname'))} {text_of(e.find('given-names'))}".strip()
                for e in elements(meta, "name")
                if (up := e.getparent()) is not None and up.get("contrib-type") == "author"
            ],
            title=title,
            journal=text_of(article.find("front/journal-meta//journal-title")),
            year=text_of(meta.find("pub-date/year")),
            volume=text_of(meta.find("volume")),
            issue=text_of(meta.find("issue")),
            pages="-".join(filter(None, (text_of(meta.find(n)) for n in ("fpage", "lpage"))))
            or text_of(meta.find("elocation-id")),
            doi=numbers.get("doi", ""),
        ),
        attributes={
            "doi": numbers.get("doi", ""),
            "pmid": numbers.get("pmid", ""),
            "keywords": "; ".join(map(text_of, elements(meta, "kwd"))),
        },
    )


def _identity(numbers: dict[str, str]) -> str | None:
    for kind, prefix in _NAMES:
        if number := numbers.get(kind):
            return (
                f"{'pubmed' if kind == 'pmid' else kind[:3]}/{prefix}{number.removeprefix(prefix)}"
            )
    return None


def _written(meta: _Element) -> date | None:
    found = (
        day(*(text_of(e.find(n)) for n in ("year", "month", "day")))
        for e in meta.findall("pub-date")
    )
    return min((known for known in found if known), default=None)


def _licence(meta: _Element) -> str | None:
    licence = meta.find("permissions/license")
    if licence is None:
        return text_of(meta.find("permissions/copyright-statement")) or None
    links = (e.get(_HREF) or text_of(e) * (e.tag == "license_ref") for e in elements(licence))
    address = next((link for link in links if link and "/" in link), "")
    return address or text_of(licence)[:200] or None
