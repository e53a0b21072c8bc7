"""Mask who is meant before a model on another machine reads it, and unmask what it wrote.

ABA Formal Opinion 512 (2024) on Model Rule 1.6. Names and numbers become [NAME_1], [PHONE_1] ...,
the same one for the same person in question, conversation and passages. Names of reported cases
stay, since the question is about them. Citations of the draft are mapped back to the places in the
documents, so that grounding sees the original words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from vademecum.retrieval.protocols import Generator
from vademecum.retrieval.types import Citation, Claim, Context, Draft, Hit, Passage, Query

from .rails.identifiers import CLIENT_KINDS, find_identifiers

CASE = re.compile(
    r"\b[A-Z][\w.&'’-]*(?: (?:[A-Z&][\w.&'’-]*|of|the|and|for|ex rel\.|de|la)){0,6} v\.? "
    r"[A-Z][\w.&'’-]*(?: (?:[A-Z&][\w.&'’-]*|of|the|and|for|de|la)){0,6},? ?"
    r"(?:\(\d{4}\)|\d{1,4} [A-Z])"
)
"""A case name with the year or the reporter that it is cited by."""

Found = tuple[int, int, str]
"""Start, end and kind of an identifier."""


def identifiers_in(text: str) -> tuple[Found, ...]:
    """Return the places of names, companies, numbers and whatever else tells who is meant."""
    return tuple((s.start, s.end, s.type) for s in find_identifiers(text, CLIENT_KINDS))


@dataclass
class _Masks:
    """The masks given out in one question, by what they stand for."""

    find: Callable[[str], Sequence[Found]]
    given: dict[str, str] = field(default_factory=dict)

    def mask(self, text: str) -> tuple[str, tuple[tuple[int, int, int, int], ...]]:
        """Return the masked text and (start, end, masked start, masked end) of each change."""
        public = [match.span() for match in CASE.finditer(text)]
        parts: list[str] = []
        changes: list[tuple[int, int, int, int]] = []
        done = length = 0
        for start, end, kind in self.find(text):
            if any(a <= start and end <= b for a, b in public):
                continue
            mask = self._mask_for(text[start:end], kind)
            parts += (text[done:start], mask)
            length += start - done
            changes.append((start, end, length, length + len(mask)))
            length += len(mask)
            done = end
        return "".join([*parts, text[done:]]), tuple(changes)

    def unmask(self, text: str) -> str:
        for said, mask in self.given.items():
            text = text.replace(mask, said)
        return text

    def _mask_for(self, said: str, kind: str) -> str:
        if said not in self.given:
            number = sum(m.startswith(f"[{kind}_") for m in self.given.values()) + 1
            self.given[said] = f"[{kind}_{number}]"
        return self.given[said]


@dataclass(frozen=True)
class MaskingGenerator:
    """Let ``inner`` see masked texts only."""

    inner: Generator
    find: Callable[[str], Sequence[Found]]

    def generate(self, query: Query, context: Context) -> Draft:
        """Mask question, conversation and passages; unmask the claims and their citations."""
        masks = _Masks(self.find)
        turns = (t.model_copy(update={"text": masks.mask(t.text)[0]}) for t in query.history)
        asked = {"text": masks.mask(query.text)[0], "history": tuple(turns), "user": None}
        changes: dict[str, tuple[tuple[int, int, int, int], ...]] = {}
        hits = []
        for hit in context.hits:
            text, changes[hit.passage.id] = masks.mask(hit.passage.text)
            hits.append(_with_text(hit, text, masks.mask(hit.document.title)[0]))
        seen = context.model_copy(update={"hits": tuple(hits)})
        draft = self.inner.generate(query.model_copy(update=asked), seen)
        by_id = {hit.passage.id: hit for hit in context.hits}
        return Draft(claims=tuple(_unmasked(c, masks, changes, by_id) for c in draft.claims))


def _with_text(hit: Hit, text: str, title: str) -> Hit:
    own = hit.passage
    passage = Passage(
        id=own.id,
        document_id=own.document_id,
        start=own.start,
        end=own.start + len(text),
        text=text,
        section=own.section,
    )
    document = hit.document.model_copy(update={"title": title, "text": ""})
    return hit.model_copy(update={"passage": passage, "document": document})


def _unmasked(
    claim: Claim,
    masks: _Masks,
    changes: dict[str, tuple[tuple[int, int, int, int], ...]],
    hits: dict[str, Hit],
) -> Claim:
    citations = [
        _restored(c, changes[c.passage_id], hits[c.passage_id]) if c.passage_id in hits else c
        for c in claim.citations
    ]
    return Claim(text=masks.unmask(claim.text), citations=tuple(citations))


def _restored(
    citation: Citation, changes: Sequence[tuple[int, int, int, int]], hit: Hit
) -> Citation:
    at = hit.passage.start
    start = _before(citation.start - at, changes, is_end=False)
    end = _before(citation.end - at, changes, is_end=True)
    update = {
        "title": hit.document.title,
        "source": hit.document.source,
        "start": at + start,
        "end": at + end,
        "quote": hit.passage.text[start:end],
    }
    return citation.model_copy(update=update)


def _before(place: int, changes: Sequence[tuple[int, int, int, int]], *, is_end: bool) -> int:
    """Return the place in the original; one inside a mask goes to that end of what it hides."""
    shift = 0
    for start, end, masked_start, masked_end in changes:
        if place <= masked_start:
            break
        if place < masked_end:
            return end if is_end else start
        shift = end - masked_end
    return place + shift
