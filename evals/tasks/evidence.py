"""Whether the sentences that an answer quotes hold the answer and are the evidence for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.sentences import sentence_spans
from vademecum.retrieval.types import Citation, Claim, Noun

from ..answers_match import answer_f1, exact_match, holds_answer
from ..intervals import RESAMPLES
from ..items import Item
from ..manifest import RunManifest
from ..readable import accepted, quotes
from ..results import EvalResult, ItemResult, ItemTexts
from ..side_by_side import clusters_of, paired_result, side_by_side
from ..spans import (
    Span,
    char_precision,
    char_recall,
    check_spans,
    f1,
    is_claim_verified,
    is_supported,
)
from .answers import TextOf
from .retrieval import nothing


class Evidence(Noun):
    """What a system quotes for a question, and the short answer if it gives one."""

    quotes: tuple[Citation, ...] = ()
    """The most trusted first; none if the system abstains."""
    answer: str | None = None


Quoter: TypeAlias = Callable[[Item], Evidence]
Split: TypeAlias = Callable[[str], Sequence[tuple[int, int]]]
RATES: Final = frozenset(
    {"answered", "quotes_verified", "first_holds_answer", "first_supports", "exact_match"}
)


def evaluate_evidence(
    items: Sequence[Item],
    systems: Mapping[str, Quoter],
    text_of: TextOf,
    *,
    domain: str,
    manifest: RunManifest,
    sentences: Split = sentence_spans,
    by: Sequence[str] = (),
    group: str = "",
    resamples: int = RESAMPLES,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Measure the first of ``systems`` and, beside it, the others, on what has an answer.

    - ``first_holds_answer``: the first quote is of a gold document and holds an accepted answer
      word for word (SQuAD's normalisation); without gold documents, of any document;
    - ``first_supports``: the first quote and a gold span share half of the shorter's characters;
    - ``evidence_precision``, ``evidence_recall``, ``evidence_f1``: sentences quoted against the
      sentences of the gold spans; ``evidence_f1@1``: of the first quote alone;
    - ``span_precision``, ``span_recall``, ``span_f1``: the same in characters;
    - ``exact_match``, ``answer_f1``: the short answer, else the first quote, against the best of
      the accepted answers;
    - ``answered``: anything was quoted; ``quotes_verified``: of these, every quote stands at its
      offsets.

    A figure that needs spans or answers is of the items that have them; whoever quotes nothing
    gets 0. Items that share the slice ``group`` are drawn together. To measure with the gold
    document given and found, run twice with other systems. Raises InvalidInput
    on gold spans that do not stand in the documents, and without items.
    """
    asked = [i for i in items if i.answerable is not False and (i.gold or i.answers)]
    if not asked:
        raise InvalidInput("no item has a gold span or an accepted answer to compare with")
    check_spans(((item.id, span) for item in asked for span in item.gold), text_of)
    splits: dict[str, Sequence[tuple[int, int]]] = {}

    def split(document_id: str) -> Sequence[tuple[int, int]]:
        if document_id not in splits:
            splits[document_id] = sentences(text_of(document_id) or "")
        return splits[document_id]

    rows: dict[str, list[dict[str, float]]] = {name: [] for name in systems}
    found: list[Evidence] = []
    for item in asked:
        for place, (name, quoter) in enumerate(systems.items()):
            evidence = quoter(item)
            rows[name].append(_values(item, evidence, text_of, split))
            if place == 0:
                found.append(evidence)
            tick()
    clusters = clusters_of(asked, group)
    figures = side_by_side(
        rows,
        asked,
        rates=RATES,
        by=by,
        seed=manifest.seed,
        resamples=resamples,
        clusters=clusters,
    )
    first = next(iter(rows.values()))
    left_out = len(items) - len(asked)
    notes = (f"{left_out} items without an answer left out",) if left_out else ()
    return paired_result(
        "evidence",
        figures,
        (
            _item(item, values, evidence)
            for item, values, evidence in zip(asked, first, found, strict=True)
        ),
        domain=domain,
        manifest=manifest,
        notes=notes,
        drawn_by=group if any(group in item.slices for item in asked) else "document",
    )


def _item(item: Item, values: dict[str, float], evidence: Evidence) -> ItemResult:
    found = quotes(evidence.quotes)
    if evidence.answer:
        found = f"answer: {evidence.answer}\n{found}"
    return ItemResult(
        id=item.id,
        values=values,
        found=tuple(dict.fromkeys(quote.document_id for quote in evidence.quotes)),
        labels=dict(item.slices),
        texts=ItemTexts.of(item.text, accepted(item.answers, item.gold), found),
    )


def _values(item: Item, evidence: Evidence, text_of: TextOf, split: Split) -> dict[str, float]:
    quotes = evidence.quotes
    first = quotes[:1]
    values = {"answered": float(bool(quotes))}
    if quotes:
        claim = Claim(text="", citations=quotes)
        values["quotes_verified"] = float(is_claim_verified(claim, text_of))
    if item.answers:
        short = evidence.answer or (first[0].quote if first else "")
        is_there = bool(first) and (first[0].document_id in _gold_documents(item, first[0]))
        values |= {
            "first_holds_answer": float(is_there and holds_answer(first[0].quote, item.answers)),
            "exact_match": exact_match(short, item.answers) if short else 0.0,
            "answer_f1": answer_f1(short, item.answers) if short else 0.0,
        }
    if item.gold:
        wanted = _touched(item.gold, split)
        values["first_supports"] = float(is_supported(first, item.gold))
        values |= _scores("evidence", *_shares(_touched(quotes, split), wanted))
        values["evidence_f1@1"] = f1(*_shares(_touched(first, split), wanted))
        recall, precision = char_recall(quotes, item.gold), char_precision(quotes, item.gold)
        values |= _scores("span", precision, recall)
    return values


def _gold_documents(item: Item, first: Citation) -> set[str]:
    return {*item.documents, *(span.document_id for span in item.gold)} or {first.document_id}


def _touched(spans: Sequence[Span], split: Split) -> set[tuple[str, int]]:
    """Return the sentences that share half of the shorter's characters with one of ``spans``."""
    return {
        (span.document_id, start)
        for span in spans
        for start, end in split(span.document_id)
        if (common := min(end, span.end) - max(start, span.start)) > 0
        and 2 * common >= min(end - start, span.end - span.start)
    }


def _shares(given: set[tuple[str, int]], wanted: set[tuple[str, int]]) -> tuple[float, float]:
    right = len(given & wanted)
    return right / len(given) if given else 0.0, right / len(wanted) if wanted else 0.0


def _scores(name: str, precision: float, recall: float) -> dict[str, float]:
    return {
        f"{name}_precision": precision,
        f"{name}_recall": recall,
        f"{name}_f1": f1(precision, recall),
    }
