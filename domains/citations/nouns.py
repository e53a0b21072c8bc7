"""The nouns of the citation ledger: what a text cites, and what was found out about it."""

from __future__ import annotations

from collections import Counter
from typing import Final, Literal

from pydantic import Field

from vademecum.retrieval.types import Noun

Kind = Literal[
    "case", "statute", "rule", "constitution", "eu", "guideline", "doi", "pmid", "textbook",
    "document", "passage",
]  # fmt: skip
Status = Literal["verified", "mismatch", "unsupported", "not_found", "not_checked"]
Step = Literal["resolve", "name", "quote", "support"]

STATUSES: Final[tuple[Status, ...]] = (
    "verified", "mismatch", "unsupported", "not_found", "not_checked",
)  # fmt: skip
FAILED: Final[frozenset[Status]] = frozenset({"mismatch", "unsupported", "not_found"})
STEPS: Final[tuple[Step, ...]] = ("resolve", "name", "quote", "support")


class Cited(Noun):
    """One citation as it stands in a text; ``start`` and ``end`` are offsets into that text."""

    kind: Kind
    start: int
    end: int
    text: str
    keys: tuple[str, ...]
    """What it points at: the most precise key first, then what holds it (a part, an act)."""
    parallel: tuple[str, ...] = ()
    """Further reporter slots that are said to hold the same case."""
    name: str | None = None
    year: int | None = None
    court: str | None = None
    pin: int | None = None
    """The page that a case is cited at."""
    is_back: bool = False
    """It points at an earlier citation: id., supra or a short form."""
    label: str | None = None
    """The words in brackets behind it, or those whose brackets it stands in: a title perhaps."""
    claim: str = ""
    """The sentence that rests on it, without its citations and quotations."""
    sentence: str = ""
    quotes: tuple[str, ...] = ()


class Entry(Noun):
    """One row of the ledger. ``status`` is settled by the first step that fails."""

    kind: Kind
    start: int
    end: int
    text: str
    status: Status
    reason: str
    passed: tuple[Step, ...] = ()
    unchecked: tuple[Step, ...] = ()
    """Steps that the citation calls for and that nothing here could take."""
    authority: str | None = None
    source: str | None = None
    """What it was checked against: ``table:NAME`` or ``document:ID``."""
    standing: str | None = None
    """Why it must not be built on: overruled, repealed, superseded; with by whom and when."""
    is_noted: bool = False
    """The text itself says so."""
    quote_at: tuple[int, int] | None = None
    """Where the (first) quotation stands in the document that ``source`` names."""

    @property
    def is_failed(self) -> bool:
        """Tell whether a step failed: mismatch, unsupported or not_found."""
        return self.status in FAILED

    @property
    def is_over(self) -> bool:
        """Tell whether it must not be built on and the text does not say so."""
        return self.standing is not None and not self.is_noted

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing failed and nothing that is over is built on."""
        return not self.is_failed and not self.is_over


class Ledger(Noun):
    """Every citation of one text, in its order, each with exactly one status."""

    rows: tuple[Entry, ...] = Field(default=())

    @property
    def counts(self) -> dict[Status, int]:
        """Return how many rows have each of the five statuses, zeros included."""
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in STATUSES}

    @property
    def is_sound(self) -> bool:
        """Tell whether every row is."""
        return all(row.is_sound for row in self.rows)
