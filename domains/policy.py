"""The policy of a domain: what may come in, what may be used, what may go out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

from vademecum.retrieval.types import (
    Answer,
    Claim,
    Context,
    Grounding,
    Hit,
    Query,
    Refusal,
    Stage,
    Verdict,
)

from .composition import group_claims, write_answer
from .cutting import without_spans
from .evidence import confidence, what_is_missing
from .notes import answer_notes, question_notes, warnings
from .rails.actions import stopping
from .rails.audience import prefer_audience
from .rails.cleaning import cleaner
from .rails.contacts import fill_contacts
from .rails.currency import order_by_currency
from .rails.identifier_parts import Kind
from .rails.identifiers import IdentifierRail, redact
from .rails.jurisdiction import select_jurisdiction
from .rails.languages import language_of
from .rails.places import place_verdict, uncovered_place
from .rails.rail import Subject, run_rails
from .rails.regulations import ground
from .reading_level import prefer_level

if TYPE_CHECKING:
    from .domain import Domain

EVIDENCE: Final = str(ground("evidence"))
GROUNDED: Final = str(ground("grounded"))
NO_TEXT: Final = "This question cannot be answered here. {reason}"


@lru_cache(maxsize=512)
def _without_identifiers(turn: str, kinds: frozenset[Kind]) -> str:
    """Redact an earlier turn once: a conversation comes along with each of its questions."""
    return redact(turn, kinds).text


@dataclass(frozen=True)
class RailPolicy:
    """Run a domain's rails at the three gates of the straight line."""

    domain: Domain
    today: Callable[[], date] = date.today

    def check_input(self, query: Query) -> tuple[Query | Refusal, tuple[Verdict, ...]]:
        """Stop the question, or let it through, without identifiers where the domain says so."""
        subject = Subject(query=query, text=query.text, clean=cleaner(self.domain))
        verdicts = self._run("input", subject)
        if stop := stopping(verdicts):
            return self._stop(query, stop), verdicts
        if self.domain.manifest.redact_before_encoding:
            query = self._redacted(query)
        return query, verdicts

    def check_context(
        self, query: Query, hits: tuple[Hit, ...]
    ) -> tuple[Context | Refusal, tuple[Verdict, ...]]:
        """Drop and mark passages, put those in force first, and weigh the evidence."""
        clean, injected = self._without_injections(query, hits)
        placed, elsewhere = select_jurisdiction(clean, query.jurisdiction)
        audience = query.audience or self.domain.manifest.default_audience
        preferred = prefer_level(prefer_audience(placed, audience), audience)
        ordered, dated = order_by_currency(query.text, preferred, query.as_of, self.today())
        verdicts = (*injected, *elsewhere, *dated)
        model = self.domain.manifest.evidence
        certainty = confidence(query.text, ordered, model)
        place = uncovered_place(query, ordered) if ordered else None
        if ordered and place is None and certainty >= model.threshold:
            return Context(hits=ordered, confidence=certainty), verdicts
        missing = what_is_missing(query.text, ordered)
        if place is not None:
            missing = f"The library has no source on this for {place}. {missing}"
            verdicts = (*verdicts, place_verdict(place))
        said = _verdict("evidence", "context", "refuse", missing, EVIDENCE)
        refusal = self._refusal("abstained", query, said)
        notes = question_notes(self.domain, query, ordered, self.today())
        found = {
            "hits": ordered,
            "confidence": certainty if ordered else 0.0,
            "text": "\n\n".join([refusal.text, *notes]),
        }
        return refusal.model_copy(update=found), (*verdicts, said)

    def check_output(
        self, query: Query, context: Context, grounding: Grounding
    ) -> tuple[Answer | Refusal, tuple[Verdict, ...]]:
        """Keep the claims that are verified and pass the output rails; write the answer."""
        kept: list[Claim] = []
        verdicts: list[Verdict] = []
        for claim in grounding.claims:
            said = self._check_claim(query, context, claim)
            verdicts.extend(verdict for verdict in said if verdict not in verdicts)
            if not stopping(said) and not any(verdict.rail == "grounding" for verdict in said):
                kept.append(claim)
        if not kept:
            reason = "No statement could be tied word for word to a passage of the library."
            last = stopping(verdicts) or _verdict("grounding", "output", "warn", reason, GROUNDED)
            refusal = self._refusal("abstained", query, last)
            update = {"hits": context.hits, "confidence": context.confidence}
            return refusal.model_copy(update=update), tuple(verdicts or [last])
        texts = self.domain.ui.texts
        groups = group_claims(kept, context.hits, texts)
        day = self.today()
        notes = question_notes(self.domain, query, context.hits, day) + warnings(verdicts)
        notes += answer_notes(self.domain, query, kept, context.hits, day)
        answer = Answer(
            text=write_answer(groups, notes),
            claims=tuple(claim for _, claims in groups for claim in claims),
            hits=context.hits,
            confidence=context.confidence,
        )
        return answer, tuple(verdicts)

    def _run(self, stage: Stage, subject: Subject) -> tuple[Verdict, ...]:
        return run_rails(self.domain.rails, stage, subject)

    def _redacted(self, query: Query) -> Query:
        rails = [rail for rail in self.domain.rails if isinstance(rail, IdentifierRail)]
        if not rails:
            return query
        kinds = rails[0].kinds
        turns = (
            turn.model_copy(update={"text": _without_identifiers(turn.text, kinds)})
            for turn in query.history
        )
        text = redact(query.text, kinds).text
        return query.model_copy(update={"text": text, "history": tuple(turns)})

    def _without_injections(
        self, query: Query, hits: Sequence[Hit]
    ) -> tuple[tuple[Hit, ...], tuple[Verdict, ...]]:
        kept: list[Hit] = []
        verdicts: tuple[Verdict, ...] = ()
        for hit in hits:
            said = self._run("context", Subject(query=query, text=hit.passage.text, hit=hit))
            verdicts += said
            if not stopping(said):
                cut = [verdict for verdict in said if verdict.action == "redact"]
                kept.append(without_spans(hit, cut) if cut else hit)
        return tuple(kept), verdicts

    def _check_claim(self, query: Query, context: Context, claim: Claim) -> tuple[Verdict, ...]:
        own = Grounding(claims=(claim,))
        if not own.is_verified:
            wrong = sorted({c.status for c in claim.citations if c.status != "verified"})
            reason = f"left out a statement: {', '.join(wrong) or 'no citation'}"
            return (_verdict("grounding", "output", "warn", reason, GROUNDED),)
        return self._run("output", Subject(query, claim.text, context=context, grounding=own))

    def _stop(self, query: Query, verdict: Verdict) -> Refusal:
        return self._refusal(
            "redirected" if verdict.action == "redirect" else "refused", query, verdict
        )

    def _refusal(
        self,
        outcome: Literal["refused", "redirected", "abstained"],
        query: Query,
        verdict: Verdict,
    ) -> Refusal:
        texts = self.domain.ui.texts
        region = query.region or self.domain.manifest.default_region
        language = language_of(query.text)
        keys = (f"{verdict.rail}.{region}", f"{verdict.rail}.{language}", verdict.rail)
        template = next((texts[key] for key in keys if key in texts), NO_TEXT)
        text = fill_contacts(template, region, language).replace("{reason}", verdict.reason)
        return Refusal(outcome=outcome, text=text, verdicts=(verdict,))


def _verdict(
    rail: str, stage: Stage, action: Literal["warn", "refuse"], reason: str, basis: str
) -> Verdict:
    return Verdict(rail=rail, stage=stage, action=action, reason=reason, basis=basis)
