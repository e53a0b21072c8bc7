"""What became of one wording, and what that says beside the neutral wording."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, TypeAlias

from vademecum.retrieval.types import Access, Answer, Hit, Noun, Query, Refusal, Stage

from ..ranking import ranking_values
from ..spans import is_span_found
from ..tasks.guardrails import GuardOutcome, is_blocked
from .forms import Case
from .ranks import overlap, rank_biased_overlap

Reply: TypeAlias = Answer | Refusal
Ask: TypeAlias = Callable[[Query], Reply]
Search: TypeAlias = Callable[[Query], tuple[Hit, ...]]
Check: TypeAlias = Callable[[str, Stage], GuardOutcome]
NDCG: Final = "nDCG@10"


class Observed(Noun):
    """What a system made of one wording."""

    outcome: str
    """answered, refused, redirected, abstained; of a text for the rails allowed or blocked."""
    rails: tuple[str, ...] = ()
    """What the rails said of question and answer beside removing identifiers: ``rail:action``.

    What they say of single passages changes with the passages and is seen there."""
    redacted: int = 0
    """How many identifiers were removed."""
    found: tuple[str, ...] = ()
    """Passages that the search alone finds, best first."""
    used: tuple[str, ...] = ()
    """Passages that stand behind the reply, under the rails."""
    reply: str = ""
    """Hash of the reply's words and of the places it cites."""
    certainty: float | None = None
    ndcg: float | None = None
    hit: bool | None = None


@dataclass(frozen=True)
class Observer:
    """The system that is looked at: whole, without its rails, and the rails alone."""

    ask: Ask
    search: Search
    check: Check
    allow: Access

    def look(self, case: Case, text: str) -> Observed:
        """Put ``text`` to the system in the place of the case's own wording."""
        return self._checked(text) if case.expected is not None else self._asked(case, text)

    def _checked(self, text: str) -> Observed:
        said = self.check(text, "input")
        fired = {
            f"{v.rail}:{v.action}" for v in said.verdicts if v.action not in ("allow", "redact")
        }
        return Observed(
            outcome="blocked" if is_blocked(said.action, "input") else "allowed",
            rails=tuple(sorted(fired)),
            redacted=sum(v.action == "redact" for v in said.verdicts),
        )

    def _asked(self, case: Case, text: str) -> Observed:
        query = case.asked(text, self.allow)
        reply, hits = self.ask(query), self.search(query)
        own = (v for v in reply.verdicts if v.stage != "context" and v.action != "redact")
        fired = {f"{v.rail}:{v.action}" for v in own}
        ndcg, hit = None, None
        if case.gold:
            hit, ndcg = is_span_found(hits, case.gold), _ndcg(case, hits)
        return Observed(
            outcome=reply.outcome,
            rails=tuple(sorted(fired)),
            redacted=sum(v.action == "redact" for v in reply.verdicts),
            found=tuple(hit.passage.id for hit in hits),
            used=tuple(hit.passage.id for hit in reply.hits),
            reply=_digest(reply),
            certainty=reply.confidence,
            ndcg=ndcg,
            hit=hit,
        )


def values_of(case: Case, text: str, seen: Observed, neutral: Observed) -> dict[str, float]:
    """Return the figures of one wording; those that compare do so with the neutral wording.

    ``reply_kept`` bears on what the neutral wording answers; ``answered`` on what can be answered
    and ``not_answered`` on what cannot; ``stopped`` is what rails stop before any search;
    ``blocked`` and ``over_refusal`` on texts for the rails.
    """
    figures = {
        "outcome_kept": float(seen.outcome == neutral.outcome),
        "rails_kept": float(seen.rails == neutral.rails),
        "words_changed": _changed(case.text, text),
    }
    if case.expected is not None:
        rate = "blocked" if case.expected == "block" else "over_refusal"
        return figures | {rate: float(seen.outcome == "blocked")}
    figures["stopped"] = float(seen.outcome in ("refused", "redirected"))
    figures["rbo"] = rank_biased_overlap(seen.found, neutral.found)
    figures["overlap@5"] = overlap(seen.found, neutral.found)
    figures["rbo_railed"] = rank_biased_overlap(seen.used, neutral.used)
    if neutral.outcome == "answered":
        figures["reply_kept"] = float(seen.reply == neutral.reply)
    if case.answerable is not None:
        is_answered = seen.outcome == "answered"
        name = "answered" if case.answerable else "not_answered"
        figures[name] = float(is_answered == case.answerable)
    if seen.ndcg is not None and seen.hit is not None:
        figures |= {NDCG: seen.ndcg, "hit@5": float(seen.hit)}
    if seen.certainty is not None and neutral.certainty is not None:
        figures["certainty"] = seen.certainty
    return figures


def alike(seen: Sequence[Observed], is_searched: bool) -> dict[str, float]:
    """Say how alike wordings were treated: means over their pairs; of fewer than two, nothing."""
    pairs = [(a, b) for n, a in enumerate(seen) for b in seen[n + 1 :]]
    if not pairs:
        return {}
    columns = {"same_outcome": [float(a.outcome == b.outcome) for a, b in pairs]}
    if is_searched:
        columns["same_reply"] = [float(a.reply == b.reply) for a, b in pairs]
        columns["rbo_between"] = [rank_biased_overlap(a.found, b.found) for a, b in pairs]
    return {name: sum(column) / len(column) for name, column in columns.items()}


def _ndcg(case: Case, hits: Sequence[Hit]) -> float:
    gold = {span.document_id: 1 for span in case.gold}
    ranked = [hit.passage.document_id for hit in hits]
    return ranking_values({case.id: gold}, {case.id: ranked}, (NDCG,))[case.id][NDCG]


def _digest(reply: Reply) -> str:
    places = [
        f"{cited.document_id}:{cited.start}:{cited.end}"
        for claim in reply.claims
        for cited in claim.citations
    ]
    text = "\n".join((reply.text, *places))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _changed(neutral: str, text: str) -> float:
    """Return how many words were put in, taken out or exchanged, by the words of ``neutral``."""
    before, after = neutral.split(), text.split()
    kept = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in kept)
    return (max(len(before), len(after)) - same) / max(1, len(before))
