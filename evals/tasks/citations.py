"""Whether answers cite, and searches find, the characters that answer a question."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Claim

from ..intervals import RESAMPLES
from ..items import Item
from ..manifest import RunManifest
from ..questions import GoldSpan
from ..readable import accepted, passages, quotes
from ..results import EvalResult, ItemResult, ItemTexts
from ..side_by_side import paired_result, side_by_side
from ..spans import (
    Span,
    char_precision,
    char_recall,
    check_spans,
    citation_recall,
    is_claim_verified,
    is_supported,
)
from .answers import TextOf
from .retrieval import nothing

Citer: TypeAlias = Callable[[Item], Sequence[Claim]]
"""Maps a question to the claims of its answer; none if the system abstains."""
Finder: TypeAlias = Callable[[Item], Sequence[Span]]
"""Maps a question to spans, best first: passages of the document that it is asked of, or of all."""
CUTS: Final = (1, 5, 10)


def evaluate_citations(
    items: Sequence[Item],
    systems: Mapping[str, Citer],
    text_of: TextOf,
    *,
    domain: str,
    manifest: RunManifest,
    by: Sequence[str] = (),
    resamples: int = RESAMPLES,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Measure the first of ``systems`` and, beside it, the others, on what has gold spans.

    In the terms of ALCE (Gao et al. 2023), with gold spans in the place of an entailment model:
    citations support a claim if, together, they and one gold span share half of the shorter's
    characters.

    - ``alce_recall``: of an answer's claims, the share that its citations support;
    - ``alce_precision``: of its citations, the share that is needed: the claim is supported, and
      the citation supports it alone or the others do not without it;
    - ``citation_recall``: of the gold spans, the share that some citation touches;
    - ``char_precision``, ``char_recall``: characters cited and gold, each counted once;
    - ``answered``; ``quotes_verified``: of answers, every quote stands at its offsets.

    Means over questions, in which no answer counts 0. Raises InvalidInput without gold spans or
    if they do not stand in the documents.
    """

    def values(item: Item, claims: Sequence[Claim]) -> dict[str, float]:
        cited = [citation for claim in claims for citation in claim.citations]
        found = {
            "alce_recall": _mean([is_supported(claim.citations, item.gold) for claim in claims]),
            "alce_precision": _mean([n for claim in claims for n in _needed(claim, item.gold)]),
            "citation_recall": citation_recall(cited, item.gold),
            "char_precision": char_precision(cited, item.gold),
            "char_recall": char_recall(cited, item.gold),
            "answered": float(bool(claims)),
        }
        if claims:
            found["quotes_verified"] = float(all(is_claim_verified(c, text_of) for c in claims))
        return found

    asked = _with_gold(items, text_of)
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in systems}
    found: list[list[str]] = []
    read: list[str] = []
    for item in asked:
        for place, (name, citer) in enumerate(systems.items()):
            claims = citer(item)
            rows[name].append(values(item, claims))
            if place == 0:
                cited = [citation for claim in claims for citation in claim.citations]
                found.append([citation.document_id for citation in cited])
                read.append(quotes(cited))
            tick()
    figures = side_by_side(
        rows,
        asked,
        rates={"answered", "quotes_verified"},
        by=by,
        seed=manifest.seed,
        resamples=resamples,
    )
    results = _results(asked, next(iter(rows.values())), found, read)
    return paired_result("citations", figures, results, domain=domain, manifest=manifest)


def evaluate_passages(
    items: Sequence[Item],
    systems: Mapping[str, Finder],
    text_of: TextOf,
    *,
    domain: str,
    manifest: RunManifest,
    cuts: Sequence[int] = CUTS,
    by: Sequence[str] = (),
    resamples: int = RESAMPLES,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Measure ``char_recall@k`` and ``char_precision@k`` of the first k spans found.

    Characters of a document, not passages, are counted, each once: overlapping passages win
    nothing, and sizes of passages compare. Means over the questions with gold spans. Raises
    InvalidInput as ``evaluate_citations`` does.
    """
    asked = _with_gold(items, text_of)
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in systems}
    found: list[list[str]] = []
    read: list[str] = []
    for item in asked:
        for place, (name, finder) in enumerate(systems.items()):
            spans = finder(item)
            rows[name].append(
                {f"char_recall@{k}": char_recall(spans[:k], item.gold) for k in cuts}
                | {f"char_precision@{k}": char_precision(spans[:k], item.gold) for k in cuts}
            )
            if place == 0:
                found.append([span.document_id for span in spans[: max(cuts)]])
                read.append(passages(spans[: max(cuts)], text_of))
            tick()
    figures = side_by_side(rows, asked, by=by, seed=manifest.seed, resamples=resamples)
    results = _results(asked, next(iter(rows.values())), found, read)
    return paired_result("passages", figures, results, domain=domain, manifest=manifest)


def _with_gold(items: Sequence[Item], text_of: TextOf) -> list[Item]:
    asked = [item for item in items if item.gold and item.answerable is not False]
    if not asked:
        raise InvalidInput("no item has a gold span to compare with")
    check_spans(((item.id, span) for item in asked for span in item.gold), text_of)
    return asked


def _needed(claim: Claim, gold: Sequence[GoldSpan]) -> list[bool]:
    """Tell of each citation of a claim whether it is needed, in ALCE's sense."""
    cited = claim.citations
    if not is_supported(cited, gold):
        return [False] * len(cited)
    return [
        is_supported(cited[i : i + 1], gold) or not is_supported(cited[:i] + cited[i + 1 :], gold)
        for i in range(len(cited))
    ]


def _mean(values: Sequence[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _results(
    items: Sequence[Item],
    rows: Sequence[dict[str, float]],
    found: Sequence[Sequence[str]],
    read: Sequence[str],
) -> list[ItemResult]:
    return [
        ItemResult(
            id=item.id,
            values=row,
            found=tuple(dict.fromkeys(ids)),
            labels=dict(item.slices),
            texts=ItemTexts.of(item.text, accepted(item.answers, item.gold), seen),
        )
        for item, row, ids, seen in zip(items, rows, found, read, strict=True)
    ]
