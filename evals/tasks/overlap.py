"""How many marked spans a redactor touches: the measure that public sets are compared by."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from vademecum.retrieval.errors import InvalidInput

from ..counts import Counts
from ..intervals import bootstrap_percentile
from ..manifest import RunManifest
from ..results import EvalResult, ItemResult
from .identifiers import FoundSpan, Identifier, MarkedText
from .retrieval import nothing

Find = Callable[[str], Iterable[FoundSpan]]


def evaluate_overlap(
    texts: Sequence[MarkedText],
    find: Find,
    *,
    domain: str,
    manifest: RunManifest,
    no_identifiers: Collection[str] = (),
    is_removed: Callable[[FoundSpan, str], bool] = lambda span, text: True,
    baselines: Mapping[str, Find] | None = None,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Measure ``recall`` (a found span overlaps the gold one), ``recall/TYPE``, ``removed`` (such a
    span also changes the text), ``precision`` (a found span overlaps any gold one, of
    ``no_identifiers`` too), ``clean_texts`` (nothing found where nothing is marked) and latency.

    Intervals draw whole texts, and those of one ``group``, such as a template, together.
    ``no_identifiers`` are kinds that need not be found. ``is_removed`` is given a found span and
    the whole text.
    """
    if not texts:
        raise InvalidInput("no marked texts to evaluate")
    ours = Counts()
    others = {name: Counts() for name in baselines or {}}
    latency_ms: list[float] = []
    items: list[ItemResult] = []
    for marked in texts:
        started = time.perf_counter()
        found = tuple(find(marked.text))
        latency_ms.append((time.perf_counter() - started) * 1000)
        values = _count(ours, marked, found, no_identifiers)
        kept = [span for span in found if is_removed(span, marked.text)]
        gold = [span for span in marked.spans if span.type not in no_identifiers]
        ours.add("removed", [_touched(span, kept) for span in gold], marked.unit)
        items.append(ItemResult(id=marked.id, values=values, cluster=marked.group or None))
        for name, other in others.items():
            _count(other, marked, tuple((baselines or {})[name](marked.text)), no_identifiers)
        tick()
    figures = ours.rates(manifest.seed)
    for percent in (50, 95):
        latency = bootstrap_percentile(latency_ms, percent, manifest.seed)
        figures[f"latency_p{percent}_ms"] = latency
    return EvalResult(
        task="identifiers",
        domain=domain,
        metrics=figures,
        baselines={name: other.rates(manifest.seed) for name, other in others.items()},
        manifest=manifest.model_copy(update={"n": len(items)}),
        items=tuple(items),
    )


def _count(
    counts: Counts,
    marked: MarkedText,
    found: Sequence[FoundSpan],
    no_identifiers: Collection[str],
) -> dict[str, float]:
    """Count what one finder did in a text, and return it as the values of an item."""
    gold = [span for span in marked.spans if span.type not in no_identifiers]
    touched = [_touched(span, found) for span in gold]
    right = [any(_overlap(other, span) for span in marked.spans) for other in found]
    counts.add("recall", touched, marked.unit)
    for span, is_found in zip(gold, touched, strict=True):
        counts.add(f"recall/{span.type}", [is_found], marked.unit)
    counts.add("precision", right, marked.unit)
    if not marked.spans:
        counts.add("clean_texts", [not found], marked.unit)
    counted = {
        "gold": len(gold),
        "recalled": sum(touched),
        "found": len(found),
        "right": sum(right),
    }
    return {name: float(count) for name, count in counted.items()}


def _touched(span: Identifier, found: Iterable[FoundSpan]) -> bool:
    return any(_overlap(other, span) for other in found)


def _overlap(found: FoundSpan, span: Identifier) -> bool:
    return found.start < span.end and found.end > span.start
