"""The nouns of the straight line: what goes in, what is found, what comes out.

All offsets are characters, half-open, into ``Document.text``. Two equations hold everywhere:
``Document.text[passage.start:passage.end] == passage.text`` and
``Document.text[citation.start:citation.end] == citation.quote``.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Action = Literal["allow", "redact", "warn", "redirect", "refuse"]
Stage = Literal["input", "context", "output"]
CitationStatus = Literal["verified", "mismatch", "not_found", "not_checked"]
SearchMode = Literal["hybrid", "dense", "lexical"]

PAGES = "pages"
"""The attribute with the offsets at which a document's pages begin, as a JSON array."""
PUBLIC = "public"
"""The group of documents that every user of a library may read."""


class Noun(BaseModel):
    """A frozen value that accepts no unknown field."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Access(Noun):
    """The groups a person belongs to; a document is visible when it shares one of them."""

    groups: frozenset[str]

    @classmethod
    def of(cls, *groups: str) -> Access:
        """Build the access of a person who belongs to exactly ``groups``."""
        return cls(groups=frozenset(groups))


class Document(Noun):
    """One source text with everything that decides where and when it may be used."""

    id: str = Field(min_length=1)
    title: str
    text: str
    kind: str = "document"
    sources: tuple[str, ...] = ()
    citation: str | None = None
    licence: str | None = None
    language: str = "en"
    written: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    superseded_by: str | None = None
    supersedes: str | None = None
    jurisdiction: str | None = None
    audience: tuple[str, ...] = ()
    review: str | None = None
    groups: tuple[str, ...] = (PUBLIC,)
    attributes: dict[str, str] = Field(default_factory=dict)

    @property
    def source(self) -> str:
        """Name where the text comes from, in one line."""
        return self.citation or (self.sources[0] if self.sources else self.id)

    def page_at(self, offset: int) -> int | None:
        """Return the number, from 1, of the page that a character stands on; None without pages."""
        pages = self.attributes.get(PAGES)
        if pages is None:
            return None
        starts: list[int] = json.loads(pages)
        return max(1, sum(start <= offset for start in starts))

    def source_at(self, offset: int) -> str:
        """Name where a character of the text comes from: the source, and the page if there is."""
        page = self.page_at(offset)
        return self.source if page is None else f"{self.source}, p. {page}"

    def is_visible_to(self, allow: Access) -> bool:
        """Tell whether a person of the groups ``allow`` may read the document."""
        return not allow.groups.isdisjoint(self.groups)

    def is_in_force(self, on: date) -> bool:
        """Tell whether the document is effective on the day ``on``."""
        started = self.effective_from is None or self.effective_from <= on
        ended = self.effective_to is not None and self.effective_to < on
        return started and not ended


class Passage(Noun):
    """A contiguous part of a document that fits the encoder's window."""

    id: str
    document_id: str
    start: int
    end: int
    text: str
    section: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _offsets_measure_text(self) -> Passage:
        if self.end - self.start != len(self.text):
            raise ValueError(
                f"passage {self.id}: {self.start}:{self.end} does not measure its text"
            )
        return self


class Turn(Noun):
    """One utterance of the conversation so far."""

    role: Literal["user", "assistant"]
    text: str


class Query(Noun):
    """A question and everything that decides who may see what in answer to it."""

    text: str
    allow: Access
    history: tuple[Turn, ...] = ()
    audience: str | None = None
    jurisdiction: str | None = None
    region: str | None = None
    as_of: date | None = None
    user: str | None = None
    mode: SearchMode = "hybrid"
    k: int = Field(default=10, ge=1, le=1000)


class Ranks(Noun):
    """The 1-based position of a passage in each of the two searches."""

    dense: int | None = None
    lexical: int | None = None


class Hit(Noun):
    """A passage that was found, with the document it stands in and the reasons for its rank."""

    passage: Passage
    document: Document = Field(repr=False)
    score: float
    cosine: float | None = None
    coverage: float = 0.0
    """Share of the question's term weight (idf) that occurs in the passage or its title."""
    missing: float = 0.0
    """Largest term weight (idf) among the question's terms that do not occur there."""
    sentences: tuple[float, ...] = ()
    """Cosines of the question with the passage's sentences, in the order of ``sentence_spans``."""
    ranks: Ranks = Ranks()
    marks: tuple[str, ...] = ()
    """What a reader must know about the passage: superseded, repealed, other jurisdiction."""


class Context(Noun):
    """The passages that the generator may use."""

    hits: tuple[Hit, ...]
    confidence: float | None = None


class Citation(Noun):
    """A pointer into a document, with the exact words that it points at."""

    passage_id: str
    document_id: str
    title: str
    source: str
    start: int
    end: int
    quote: str
    status: CitationStatus = "not_checked"


class Claim(Noun):
    """One statement of an answer and what it rests on."""

    text: str
    citations: tuple[Citation, ...] = ()


class Draft(Noun):
    """What a generator proposes, before anything was checked."""

    claims: tuple[Claim, ...] = ()


class Grounding(Noun):
    """The claims of a draft with the status of every citation settled."""

    claims: tuple[Claim, ...] = ()

    @property
    def is_verified(self) -> bool:
        """Tell whether every claim has citations and all of them are verified."""
        return all(
            claim.citations and all(c.status == "verified" for c in claim.citations)
            for claim in self.claims
        )


class Verdict(Noun):
    """What one rail said about one text, and on what ground."""

    rail: str
    stage: Stage
    action: Action
    reason: str
    basis: str
    start: int | None = None
    end: int | None = None


class Answer(Noun):
    """An answer whose claims all passed grounding and the output rails."""

    outcome: Literal["answered"] = "answered"
    text: str
    claims: tuple[Claim, ...]
    verdicts: tuple[Verdict, ...] = ()
    hits: tuple[Hit, ...] = ()
    confidence: float | None = None
    timings_ms: dict[str, float] = Field(default_factory=dict)
    receipt: str = ""


class Refusal(Noun):
    """A reply that does not answer: a refusal, a redirect to other help, or an abstention."""

    outcome: Literal["refused", "redirected", "abstained"]
    text: str
    claims: tuple[Claim, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    hits: tuple[Hit, ...] = ()
    confidence: float | None = None
    timings_ms: dict[str, float] = Field(default_factory=dict)
    receipt: str = ""
