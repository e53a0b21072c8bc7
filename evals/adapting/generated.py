"""Questions made from documents that nobody asked about yet: titles, headings, terms explained."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from vademecum.retrieval.passages import sections
from vademecum.retrieval.types import Document

from ..items import Item

TITLE_FORMS: Final = (
    "What is {0}?",
    "What does the text about {0} say?",
    "Where can I read about {0}?",
)
SECTION_FORMS: Final = ("{1}: {0}?", "What should I know about {1} in {0}?")
TERM_FORMS: Final = ("What does {0} mean?", "How is {0} explained?")
_EXPLAINED: Final = re.compile(
    r"(?:^|(?<=[.!?]\s))(?:An?\s|The\s)?([A-Z]?[\w-]+(?:\s[\w-]+){0,3})\s(?:is|are|means|refers to)"
    r"\s(?:an?|the|any|a kind of)\s",
    re.MULTILINE,
)
_FORBIDDEN: Final = re.compile(r"^(?:it|this|that|there|he|she|they|we|you|which|what)\b", re.I)


def questions_of(documents: Iterable[Document], per_document: int = 6) -> list[Item]:
    """Return up to ``per_document`` questions a document, each answered by it alone.

    A term that several documents explain is asked of none of them.
    """
    made = [(d.id, list(dict.fromkeys(_forms(d)))[:per_document]) for d in documents]
    owners: dict[str, int] = {}
    for _, texts in made:
        for text in texts:
            owners[text.casefold()] = owners.get(text.casefold(), 0) + 1
    return [
        Item(id=_identity(name, text), text=text, use="tune", documents=(name,))
        for name, texts in made
        for text in texts
        if owners[text.casefold()] == 1
    ]


def _forms(document: Document) -> Iterator[str]:
    """Yield the forms in turns, so that a short allowance holds some of each kind."""
    title = document.title.strip()
    columns: list[Sequence[str]] = [
        [form.format(title) for form in TITLE_FORMS] if title else [],
        [form.format(term) for term in _terms(document.text) for form in TERM_FORMS],
        [
            form.format(title or "this text", heading)
            for heading in _headings(document)
            for form in SECTION_FORMS
        ],
    ]
    for place in range(max(map(len, columns))):
        for column in columns:
            if place < len(column):
                yield column[place]


def _terms(text: str) -> list[str]:
    found = (match.group(1).strip() for match in _EXPLAINED.finditer(text))
    return [t for t in dict.fromkeys(found) if len(t) > 2 and not _FORBIDDEN.match(t)]


def _headings(document: Document) -> list[str]:
    paths = (path for path, _, _ in sections(document.text) if path)
    return [path[-1] for path in paths if len(path[-1].split()) > 1]


def _identity(document: str, text: str) -> str:
    return f"{document}/{hashlib.sha256(text.encode()).hexdigest()[:12]}"
