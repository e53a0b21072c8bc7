"""Take identifiers out of documents before anything of them is stored or encoded."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from vademecum.domains import Domain
from vademecum.domains.rails.identifier_parts import Kind, replacement
from vademecum.domains.rails.identifiers import IdentifierRail, Span, find_identifiers, redact
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.labelled import SPANS, LabelledSpan, labelled_spans, spans_attribute
from vademecum.retrieval.readers.folder import Noted
from vademecum.retrieval.readers.parsed import TITLE
from vademecum.retrieval.types import PAGES, Document

REDACTED = "redacted"
"""The attribute that counts the identifiers taken out of a document."""
_NAME_NOTE = (
    "its name identifies somebody and stays in the library as its id; remove the document, rename "
    "the file and bring it in again"
)


def redacted(
    domain: Domain, documents: Iterable[Document], notes: list[Noted]
) -> Iterator[Document]:
    """Yield the documents without identifiers in text and title.

    The name of a file stays, since it is its id: where it identifies somebody, that is added to
    ``notes``. Raises InvalidInput where the domain knows no identifiers.
    """
    rails = [rail for rail in domain.rails if isinstance(rail, IdentifierRail)]
    if not rails:
        raise InvalidInput(f"{domain.name} has no rail that knows identifiers; leave out --redact")
    for document in documents:
        if _is_name_telling(document, rails[0].kinds):
            notes.append(Noted(path=document.attributes["origin"], note=_NAME_NOTE))
        yield _without(document, rails[0].kinds)


def _without(document: Document, kinds: frozenset[Kind]) -> Document:
    found = redact(document.text, kinds)
    title = _title_without(document.title, found.spans, kinds)
    attributes = dict(document.attributes)
    if TITLE in attributes:
        attributes[TITLE] = _title_without(attributes[TITLE], found.spans, kinds)
    if not found.spans and title == document.title and attributes == document.attributes:
        return document
    attributes[REDACTED] = str(len(found.spans) or 1)
    moved = _moves(found.spans)
    if PAGES in attributes:
        pages = [moved(start)[0] for start in json.loads(attributes[PAGES])]
        attributes[PAGES] = json.dumps(pages, separators=(",", ":"))
    if SPANS in attributes:
        marked = [
            LabelledSpan(label=s.label, start=moved(s.start)[0], end=moved(s.end)[1])
            for s in labelled_spans(document)
        ]
        attributes[SPANS] = spans_attribute(marked)
    new = {"title": title, "text": found.text, "attributes": attributes}
    return document.model_copy(update=new)


def _title_without(title: str, spans: Sequence[Span], kinds: frozenset[Kind]) -> str:
    """Redact a title; what the whole text shows to be an identifier is one here too."""
    for span in sorted(spans, key=lambda s: (-len(s.text), s.text)):
        if span.text in title:
            parts = re.split(rf"(?<!\w){re.escape(span.text)}(?!\w)", title)
            title = replacement(span.type, span.text).join(parts)
    return redact(title, kinds).text


def _is_name_telling(document: Document, kinds: frozenset[Kind]) -> bool:
    """Tell whether the name of the file identifies somebody, its parts read as words."""
    origin = document.attributes.get("origin")
    if origin is None:
        return False
    words = f"{document.id}\n{Path(origin).name}".translate(str.maketrans("_/", " \n"))
    return bool(find_identifiers(f"{words}\n{words.replace('-', ' ')}", kinds))


def _moves(spans: Sequence[Span]) -> Callable[[int], tuple[int, int]]:
    """Return where an offset stands once identifiers are replaced.

    Inside an identifier these are the start and the end of what replaces it.
    """
    ends = [span.end for span in spans]
    new = [len(replacement(span.type, span.text)) for span in spans]
    shifts = [0, *accumulate(n - (s.end - s.start) for n, s in zip(new, spans, strict=True))]

    def moved(offset: int) -> tuple[int, int]:
        before = bisect_right(ends, offset)
        if before < len(spans) and spans[before].start < offset:
            start = spans[before].start + shifts[before]
            return start, start + new[before]
        return offset + shifts[before], offset + shifts[before]

    return moved
