"""Whether a domain answers its own questions, from the right place, and abstains from others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Access, Answer, Citation, Hit, Query, Refusal

from ..counts import Counts
from ..intervals import bootstrap_mean, wilson
from ..manifest import RunManifest
from ..questions import Question, check_gold
from ..readable import accepted, quotes
from ..results import EvalResult, ItemResult, ItemTexts, Metric
from ..spans import (
    citation_precision,
    citation_recall,
    cited_text,
    is_claim_verified,
    is_span_found,
    token_f1,
)
from .retrieval import nothing

Reply: TypeAlias = Answer | Refusal
TextOf: TypeAlias = Callable[[str], str | None]


@dataclass(frozen=True)
class _Outcome:
    question: Question
    reply: Reply
    hits: Sequence[Hit]
    verified: tuple[bool, ...]

    @property
    def is_answered(self) -> bool:
        return self.reply.outcome == "answered"

    @property
    def citations(self) -> tuple[Citation, ...]:
        if not self.is_answered:
            return ()
        return tuple(c for claim in self.reply.claims for c in claim.citations)


def evaluate_answers(
    questions: Sequence[Question],
    ask: Callable[[Query], Reply],
    search: Callable[[Query], tuple[Hit, ...]],
    text_of: TextOf,
    *,
    allow: Access,
    domain: str,
    manifest: RunManifest,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Ask and search every question; measure as these names say.

    - ``span_hit@5``: of the answerable, one of the first five passages overlaps a gold span;
    - ``answered``: of the answerable, outcome answered; ``not_answered``: of the unanswerable,
      any other outcome; ``abstained``: of the unanswerable, that very outcome;
    - ``claims_verified``: of all claims of answers, every quote stands at its offsets; those of one
      answer are drawn together;
    - ``citation_precision``: mean over the answerable that were answered;
    - ``citation_recall``, ``token_f1`` (quotes against the gold spans): mean over all
      answerable, 0 where there was no answer.

    A figure that no item bears on is left out. Raises InvalidInput on stale gold spans.
    """
    if not questions:
        raise InvalidInput("no questions to evaluate")
    check_gold(questions, text_of)
    outcomes = []
    for question in questions:
        query = question.query(allow)
        reply, hits = ask(query), search(query)
        claims = reply.claims if reply.outcome == "answered" else ()
        verified = tuple(is_claim_verified(claim, text_of) for claim in claims)
        outcomes.append(_Outcome(question, reply, hits, verified))
        tick()
    items = tuple(_item(outcome) for outcome in outcomes)
    counts = Counts()
    for outcome in outcomes:
        counts.add("claims_verified", outcome.verified, outcome.question.id)
    return EvalResult(
        task="answers",
        domain=domain,
        metrics=_figures(items, counts.rates(manifest.seed), manifest.seed),
        manifest=manifest.model_copy(update={"n": len(items)}),
        items=items,
    )


def _item(outcome: _Outcome) -> ItemResult:
    question, cited = outcome.question, outcome.citations
    values = {}
    if question.answerable:
        gold = " ".join(span.quote for span in question.gold)
        values = {
            "span_hit@5": float(is_span_found(outcome.hits, question.gold)),
            "answered": float(outcome.is_answered),
            "citation_recall": citation_recall(cited, question.gold),
            "token_f1": token_f1(cited_text(cited), gold),
        }
        if outcome.is_answered:
            values["citation_precision"] = citation_precision(cited, question.gold)
    else:
        values = {
            "not_answered": float(not outcome.is_answered),
            "abstained": float(outcome.reply.outcome == "abstained"),
        }
    labels = {
        "outcome": outcome.reply.outcome,
        "claims": f"{sum(outcome.verified)}/{len(outcome.verified)} verified",
    }
    if stopped := ",".join(v.rail for v in outcome.reply.verdicts if v.action != "allow"):
        labels["rails"] = stopped
    if outcome.reply.confidence is not None:
        values["confidence"] = outcome.reply.confidence
    found = tuple(dict.fromkeys(hit.passage.document_id for hit in outcome.hits))
    return ItemResult(
        id=question.id, values=values, found=found, labels=labels, texts=_texts(outcome)
    )


def _texts(outcome: _Outcome) -> ItemTexts:
    question, reply = outcome.question, outcome.reply
    expected = "no answer: the library does not hold it"
    if question.answerable:
        expected = accepted((question.answer,) if question.answer else (), question.gold)
    said = quotes(outcome.citations) if outcome.is_answered else reply.text
    return ItemTexts.of(question.question, expected, f"{reply.outcome}\n{said}")


def _figures(
    items: Iterable[ItemResult], verified: dict[str, Metric], seed: int
) -> dict[str, Metric]:
    columns: dict[str, list[float]] = {}
    for item in items:
        for name, value in item.values.items():
            columns.setdefault(name, []).append(value)
    rates = ("span_hit@5", "answered", "not_answered", "abstained")
    figures = {n: wilson(int(sum(columns[n])), len(columns[n])) for n in rates if n in columns}
    figures |= verified
    for name in ("citation_precision", "citation_recall", "token_f1"):
        if name in columns:
            figures[name] = bootstrap_mean(columns[name], seed)
    return figures
