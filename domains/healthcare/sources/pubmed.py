"""PubMed citations with their abstracts, as the National Library of Medicine gives them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

from ...blocks import Blocks, elements, plain_xml, text_of
from .journal import cited, day

if TYPE_CHECKING:
    from lxml.etree import _Element


def read(raw: bytes, path: Path) -> Iterator[Document]:
    """Yield the citations of one file that have an abstract."""
    root = plain_xml(raw)
    found = list(elements(root, "MedlineCitation"))
    if not found:
        raise InvalidInput(f"holds no PubMed citation: its root is {root.tag}")
    for citation in found:
        article, number = citation.find("Article"), text_of(citation.find("PMID"))
        if article is None or not number:
            raise InvalidInput("a citation without PMID or Article")
        yield _document(citation, article, number)


def _document(citation: _Element, article: _Element, number: str) -> Document:
    blocks = Blocks({})
    for part in article.findall("Abstract/AbstractText"):
        if label := part.get("Label"):
            blocks.heading(2, label.capitalize())
        blocks.write(part)
    title = text_of(article.find("ArticleTitle"))
    issue = article.find("Journal/JournalIssue")
    dates = [article.find("ArticleDate"), None if issue is None else issue.find("PubDate")]
    days = [
        day(*(text_of(e.find(n)) for n in ("Year", "Month", "Day"))) for e in dates if e is not None
    ]
    years = [text_of(e.find("Year")) for e in dates if e is not None]
    return Document(
        id=f"pubmed/{number}",
        title=title or number,
        text=blocks.markdown,
        written=next((known for known in days if known), None),
        licence=text_of(article.find("Abstract/CopyrightInformation")) or None,
        sources=(f"PubMed {number}",),
        citation=cited(
            authors=[
                f"{text_of(e.find('LastName'))} {text_of(e.find('Initials'))}".strip()
                for e in elements(article, "Author")
                if e.find("LastName") is not None
            ],
            title=title,
            journal=text_of(article.find("Journal/Title")),
            year=next(filter(None, reversed(years)), ""),
            volume="" if issue is None else text_of(issue.find("Volume")),
            issue="" if issue is None else text_of(issue.find("Issue")),
            pages=text_of(article.find("Pagination/MedlinePgn")),
        ),
        attributes={
            "pmid": number,
            "mesh": "; ".join(map(text_of, elements(citation, "DescriptorName"))),
        },
    )
