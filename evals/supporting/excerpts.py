"""The passage around a gold span, and the sentences of it that claims are made from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from vademecum.retrieval.reading import fold
from vademecum.retrieval.sentences import sentence_spans
from vademecum.retrieval.support import overlap
from vademecum.retrieval.types import Document, Noun

from ..items import Item
from .statements import joined

PASSAGE_CHARACTERS: Final = 800
"""About 200 tokens: a passage is read whole by the encoder."""
LEAST, MOST = 40, 320
"""Characters of a sentence that a claim is made from."""
WHOLE_DOCUMENT: Final = 60_000
_ENUMERATOR: Final = re.compile(r"^(?:\([\w.]{1,5}\)|\d{1,2}\.\d*|[-*•])\s+")
_WHOLE: Final = re.compile(r"[a-z\"')\]] ?[.;]?[\"']?$")


class Excerpt(Noun):
    """A passage, the question that it answers, and sentences that it says."""

    item_id: str
    document_id: str
    title: str
    question: str
    answer: str
    passage: str
    claims: tuple[str, ...]
    inside: tuple[str, ...]
    """Sentences of the passage, for one to be added to a claim."""
    beyond: tuple[str, ...]
    """Sentences of the same document that the passage does not hold."""


def excerpts(items: Sequence[Item], documents: Mapping[str, Document]) -> list[Excerpt]:
    """Return one excerpt an item, and sentences that stand near gold spans, each once."""
    spans: dict[str, list[tuple[int, int]]] = {}
    used: dict[str, set[str]] = defaultdict(set)
    found: list[Excerpt] = []
    for item in items:
        place = _gold(item, documents)
        if place is None:
            continue
        document, start, end = place
        if document.id not in spans:
            spans[document.id] = sentence_spans(document.text)
        chosen = _around(spans[document.id], start, end)
        if not chosen:
            continue
        texts = [fold(document.text[a:b]) for a, b in chosen]
        passage = " ".join(texts)
        gold = next(
            (t for t, (a, b) in zip(texts, chosen, strict=True) if a <= start < b), texts[0]
        )
        answer = fold(item.answers[0]) if item.answers else ""
        inside = _sayable(texts)
        claims = _sayable([gold, *texts])
        others = [s for s in spans[document.id] if s not in set(chosen)]
        beyond = _sayable([fold(_cut(document, s)) for s in _spread(others, len(inside))])
        if answer and len(answer) < LEAST * 2 and (statement := joined(item.text, answer)):
            claims.insert(0, statement)
        fresh = [c for c in dict.fromkeys(claims) if c not in used[document.id]]
        used[document.id] |= set(fresh)
        found.append(
            Excerpt(
                item_id=item.id,
                document_id=document.id,
                title=document.title,
                question=item.text,
                answer=answer,
                passage=passage,
                claims=tuple(fresh),
                inside=tuple(inside),
                beyond=tuple(b for b in beyond if b not in passage),
            )
        )
    return found


def _gold(item: Item, documents: Mapping[str, Document]) -> tuple[Document, int, int] | None:
    """Return where the answer stands; without a gold span, the sentence that has all its words."""
    for span in item.gold:
        if (document := documents.get(span.document_id)) is not None:
            return document, span.start, span.end
    if item.gold or not item.answers or item.slices.get("explicit") == "implicit":
        return None
    for name in item.documents:
        if (document := documents.get(name)) is not None and len(document.text) < WHOLE_DOCUMENT:
            answer, asked = item.answers[0], f"{item.text} {item.answers[0]}"
            ranked = sorted(
                _with(answer, document), key=lambda s: -overlap(asked, _cut(document, s))
            )
            return (document, *ranked[0]) if ranked else None
    return None


def _sayable(sentences: Sequence[str]) -> list[str]:
    """Return whole sentences of a fair length, without the number that leads them in."""
    bare = [_ENUMERATOR.sub("", s) for s in sentences]
    return [s for s in bare if LEAST <= len(s) <= MOST and _WHOLE.search(s)]


def _spread(spans: Sequence[tuple[int, int]], most: int) -> Sequence[tuple[int, int]]:
    """Return up to twice as many spans as ``most``, evenly from the whole document."""
    return spans[:: max(1, len(spans) // (2 * most + 2))]


def _with(answer: str, document: Document) -> Iterator[tuple[int, int]]:
    for span in sentence_spans(document.text):
        if overlap(answer, _cut(document, span)) == 1.0:
            yield span


def _cut(document: Document, span: tuple[int, int]) -> str:
    return document.text[span[0] : span[1]]


def _around(spans: Sequence[tuple[int, int]], start: int, end: int) -> Sequence[tuple[int, int]]:
    """Return the sentences of the span and as many neighbours, by turns, as the window holds."""
    inside = [i for i, (a, b) in enumerate(spans) if a < end and b > start]
    if not inside:
        return ()
    first, last = inside[0], inside[-1]
    while spans[last][1] - spans[first][0] > PASSAGE_CHARACTERS and last > first:
        last -= 1
    if spans[last][1] - spans[first][0] > PASSAGE_CHARACTERS:
        return ()
    grew = True
    while grew:
        grew = False
        for a, b in ((first, last + 1), (first - 1, last)):
            if a >= 0 and b < len(spans) and spans[b][1] - spans[a][0] <= PASSAGE_CHARACTERS:
                first, last, grew = a, b, True
                break
    return spans[first : last + 1]
