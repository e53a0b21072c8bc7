"""Look authorities up among documents: those that a person may see, or those of a context."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from vademecum.retrieval.reading import fold
from vademecum.retrieval.types import Document

from ..rails.currency import marks_of
from .reader import find_citations
from .statutes import numbers_in, organisations

_WORD = re.compile(r"[^\W_]+")
_NUMBERED = re.compile(r"^(?:(?:[Ss]ection|[Cc]hapter) )?(?P<b>\d{1,2}\.\d{1,2})\b")
_SEVERAL = re.compile(r"(?P<head>.*:)\d+(?:\.\d+)?\w*\Z")
_MORE = re.compile(r"(?:,| and|-|–) ?(?:(?P<a>\d{1,5})[-–])?(?P<b>\d{1,5}(?:\.\d{1,3})?)\b")
_VERSUS = re.compile(r"\bvs?\b|\b(?:In re|Ex parte)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LEAST_TITLE_WORDS = 4


@dataclass(frozen=True)
class Shelf:
    """Documents by what cites them. A document is found by its own citation, read as any other."""

    documents: tuple[Document, ...] = ()
    today: date | None = None
    """The day on which documents must be in force; None: their dates are left to another check."""

    def of_key(self, key: str) -> tuple[Document, ...]:
        """Return the documents that ``key`` names, those in force first."""
        found = self._by_key.get(key, [])
        return tuple(sorted(found, key=lambda d: bool(self.marks(d))))

    def marks(self, document: Document) -> tuple[str, ...]:
        """Say why a document must not be built on today; empty where it is in force."""
        return marks_of(document, self.today, self._titles) if self.today else ()

    def titled(self, text: str) -> list[tuple[int, int, Document]]:
        """Return where ``text`` names a document by its full title or id, in order."""
        found: list[tuple[int, int, Document]] = []
        spans = [(m.group().casefold(), m.start(), m.end()) for m in _WORD.finditer(text)]
        words = [word for word, _, _ in spans]
        at = 0
        while at < len(words):
            for title, document in self._by_title.get(tuple(words[at : at + 3]), ()):
                if tuple(words[at : at + len(title)]) == title:
                    found.append((spans[at][1], spans[at + len(title) - 1][2], document))
                    at += len(title) - 1
                    break
            at += 1
        return found

    @cached_property
    def cases(self) -> tuple[tuple[str, Document], ...]:
        """Return the documents that are about one case, each with the name of the case."""
        named = ((case_name(document), document) for document in self.documents)
        return tuple((name, document) for name, document in named if name)

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {document.id: document.title for document in self.documents}

    @cached_property
    def _by_title(self) -> dict[tuple[str, ...], list[tuple[tuple[str, ...], Document]]]:
        found: dict[tuple[str, ...], list[tuple[tuple[str, ...], Document]]] = {}
        for document in self.documents:
            for name in (document.title, document.id):
                title = tuple(w.casefold() for w in _WORD.findall(name))
                if len(title) >= (_LEAST_TITLE_WORDS if name == document.title else 3):
                    found.setdefault(title[:3], []).append((title, document))
        return {key: sorted(titles, key=lambda t: -len(t[0])) for key, titles in found.items()}

    @cached_property
    def _by_key(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for document in self.documents:
            for key in dict.fromkeys(keys_of(document)):
                found.setdefault(key, []).append(document)
        return found


def case_name(document: Document) -> str | None:
    """Return the name of the case that a document is about, by its own citation."""
    for text in filter(None, (document.citation, document.title)):
        if _VERSUS.search(text) is None:
            continue
        for cited in find_citations(fold(text), {"case"}):
            if cited.name:
                return cited.name
    return None


def keys_of(document: Document) -> Iterable[str]:
    """Yield the keys of what a document is: its citation, its title, its DOI and its PMID."""
    for name in filter(None, (document.citation, document.title)):
        for cited in find_citations(fold(name)):
            yield from numbers_in(cited) if len(cited.keys) == 1 else cited.keys[:1]
            yield from cited.parallel
            yield from _listed(fold(name), cited.end, cited.keys[:1])
    if document.kind in {"guideline", "article", "paper"} or len(document.sources) == 1:
        for cited in (c for source in document.sources for c in find_citations(fold(source))):
            if cited.kind in {"guideline", "doi", "pmid"}:
                yield cited.keys[0]
    if document.kind == "guideline":
        yield from (key for source in document.sources for key in _organisations(source))
    for name in ("doi", "pmid"):
        if value := document.attributes.get(name):
            yield f"{name}:{value.casefold().strip()}"
    for name in filter(None, (document.title, document.attributes.get("section"))):
        if numbered := _NUMBERED.match(name):
            yield f"book:{numbered['b']}"


def _listed(text: str, end: int, keys: tuple[str, ...]) -> Iterable[str]:
    """Yield the keys of numbers that follow a citation: "§§ 337, 339", "ss 9-11, 19-24, 31"."""
    head = _SEVERAL.match(keys[0]) if keys else None
    if head is None:
        return
    first = keys[0].rpartition(":")[2]
    while more := _MORE.match(text, end):
        low = more["a"] or (first if text[end] in "-–" else None)
        if low and low.isdigit() and more["b"].isdigit() and int(more["b"]) - int(low) < 60:
            yield from (f"{head['head']}{n}" for n in range(int(low), int(more["b"]) + 1))
        else:
            yield f"{head['head']}{more['b']}"
        end = more.end()


def _organisations(source: str) -> Iterable[str]:
    """Yield a key for each organisation and year that a source names."""
    folded = fold(source).casefold()
    for phrase, code in organisations().items():
        if phrase in folded:
            yield from (f"org:{code}:{year}" for year in _YEAR.findall(folded))
