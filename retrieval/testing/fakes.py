"""Small parts that behave: stand-ins for encoder, search, generator, policy and audit in tests."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..sentences import sentence_spans
from ..token_states import TokenStates
from ..trace import Trace
from ..types import (
    Answer,
    Citation,
    Claim,
    Context,
    Document,
    Draft,
    Grounding,
    Hit,
    Passage,
    Query,
    Refusal,
    Verdict,
)

if TYPE_CHECKING:
    from ..protocols import Floats

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class HashEncoder:
    """Encode a text as the bag of its words, hashed into 64 dimensions; equal in every process."""

    dimension: int = 64

    @property
    def stamp(self) -> str:
        """Name the encoder and its size."""
        return f"hash-{self.dimension}"

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return unit vectors; a text without words points along the first axis."""
        return self._rows(texts)

    def _rows(self, texts: Sequence[str]) -> Floats:
        import numpy as np

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in _WORD.findall(text.lower()):
                digest = hashlib.blake2b(word.encode(), digest_size=4).digest()
                vectors[row, int.from_bytes(digest, "big") % self.dimension] += 1
            if not vectors[row].any():
                vectors[row, 0] = 1
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def encode_parts(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Floats, list[Floats]]:
        """Return the vectors of the texts and of their parts, each part read alone."""
        parts = [
            self._rows([text[start:end] for start, end in own])
            for text, own in zip(texts, spans, strict=True)
        ]
        return self.encode(texts), parts


class WordEncoder(HashEncoder):
    """Read each word as a token of its own, between two special ones; for heads on token states."""

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Return an id for each word; the special tokens are 0."""
        return [
            [0, *(int(self.encode([word])[0].argmax()) + 1 for word in text.split()), 0]
            for text in texts
        ]

    def read_all(self, texts: Sequence[str]) -> Iterator[tuple[int, TokenStates]]:
        """Yield the row and the token states of each text, the last text first."""
        for row in reversed(range(len(texts))):
            states: Floats = self.encode(["", *texts[row].split(), ""])
            yield row, TokenStates(self.encode([texts[row]])[0], states, states)


@dataclass(frozen=True)
class ListSearch:
    """Find the given hits, in their order, that the query's access allows."""

    hits: Sequence[Hit]

    def search(self, query: Query) -> tuple[Hit, ...]:
        """Return the first ``query.k`` hits of documents that share a group with the query."""
        allowed = (h for h in self.hits if query.allow.groups.intersection(h.document.groups))
        return tuple(allowed)[: query.k]


@dataclass(frozen=True)
class QuoteGenerator:
    """Quote the first sentence of the first hit."""

    def generate(self, query: Query, context: Context) -> Draft:
        """Return one verbatim claim, or none without hits."""
        if not context.hits:
            return Draft()
        found = context.hits[0]
        start, end = sentence_spans(found.passage.text)[0]
        return Draft(
            claims=(
                Claim(text=found.passage.text[start:end], citations=(cite(found, start, end),)),
            )
        )


@dataclass(frozen=True)
class OpenPolicy:
    """Let every question and every passage through, and every claim whose citations all hold."""

    def check_input(self, query: Query) -> tuple[Query | Refusal, tuple[Verdict, ...]]:
        """Return the query as it is."""
        return query, ()

    def check_context(
        self, query: Query, hits: tuple[Hit, ...]
    ) -> tuple[Context | Refusal, tuple[Verdict, ...]]:
        """Return all hits, or an abstention without any."""
        if not hits:
            return Refusal(outcome="abstained", text="Nothing was found."), ()
        return Context(hits=hits), ()

    def check_output(
        self, query: Query, context: Context, grounding: Grounding
    ) -> tuple[Answer | Refusal, tuple[Verdict, ...]]:
        """Answer with the verified claims, or abstain when none is."""
        kept = tuple(c for c in grounding.claims if Grounding(claims=(c,)).is_verified)
        if not kept:
            refusal = Refusal(outcome="abstained", text="No claim held.", claims=grounding.claims)
            return refusal, ()
        text = " ".join(claim.text for claim in kept)
        return Answer(text=text, claims=kept, hits=context.hits), ()


@dataclass
class MemoryAudit:
    """Keep the traces in a list."""

    traces: list[Trace] = field(default_factory=list)

    def record(self, trace: Trace) -> str:
        """Append ``trace``; return its receipt."""
        self.traces.append(trace)
        return trace.receipt


def hit(
    text: str,
    *,
    document_id: str = "d1",
    passage_id: str | None = None,
    document_text: str | None = None,
    title: str = "A title",
    score: float = 1.0,
    **fields: Any,  # fields of Document, checked there
) -> Hit:
    """Build a hit: the passage ``text`` of a document that is that text, or contains it."""
    whole = text if document_text is None else document_text
    start = whole.index(text)
    document = Document(id=document_id, title=title, text=whole, **fields)
    passage = Passage(
        id=passage_id or f"{document_id}#{start}",
        document_id=document_id,
        start=start,
        end=start + len(text),
        text=text,
    )
    return Hit(passage=passage, document=document, score=score)


def cite(found: Hit, start: int, end: int) -> Citation:
    """Cite ``found.passage.text[start:end]``, unchecked."""
    passage = found.passage
    return Citation(
        passage_id=passage.id,
        document_id=passage.document_id,
        title=found.document.title,
        source=found.document.source,
        start=passage.start + start,
        end=passage.start + end,
        quote=passage.text[start:end],
    )


def text_of(hits: Sequence[Hit]) -> Callable[[str], str | None]:
    """Return the function from document id to text (or None) that an ``Engine`` needs."""
    return {found.document.id: found.document.text for found in hits}.get
