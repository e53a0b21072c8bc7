"""How many marked spans a redactor touches: the measure that public sets are compared by."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from vademecum.retrieval.errors import InvalidInput

from ..intervals import bootstrap_percentile, wilson
from ..manifest import RunManifest
from ..results import EvalResult, ItemResult, Metric
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

    ``no_identifiers`` are kinds that need not be found. ``is_removed`` is given a found span and
    the whole text.
    """
    if not texts:
        raise InvalidInput("no marked texts to evaluate")
    ours = _Counts()
    others = {name: _Counts() for name in baselines or {}}
    items: list[ItemResult] = []
    for marked in texts:
        started = time.perf_counter()
        found = tuple(find(marked.text))
        ours.latency_ms.append((time.perf_counter() - started) * 1000)
        values = ours.add(marked, found, no_identifiers)
        kept = [span for span in found if is_removed(span, marked.text)]
        gold = [span for span in marked.spans if span.type not in no_identifiers]
        ours.flags.setdefault("removed", []).extend(_touched(span, kept) for span in gold)
        items.append(ItemResult(id=marked.id, values=values))
        for name, other in others.items():
            other.add(marked, tuple((baselines or {})[name](marked.text)), no_identifiers)
        tick()
    figures = ours.figures()
    for percent in (50, 95):
        latency = bootstrap_percentile(ours.latency_ms, percent, manifest.seed)
        figures[f"latency_p{percent}_ms"] = latency
    return EvalResult(
        task="identifiers",
        domain=domain,
        metrics=figures,
        baselines={name: other.figures() for name, other in others.items()},
        manifest=manifest.model_copy(update={"n": len(items)}),
        items=tuple(items),
    )


class _Counts:
    """What one finder did, flag by flag."""

    def __init__(self) -> None:
        self.flags: dict[str, list[bool]] = {}
        self.latency_ms: list[float] = []

    def add(
        self, marked: MarkedText, found: Sequence[FoundSpan], no_identifiers: Collection[str]
    ) -> dict[str, float]:
        gold = [span for span in marked.spans if span.type not in no_identifiers]
        for span in gold:
            is_found = _touched(span, found)
            self.flags.setdefault("recall", []).append(is_found)
            self.flags.setdefault(f"recall/{span.type}", []).append(is_found)
        right = [any(_overlap(other, span) for span in marked.spans) for other in found]
        self.flags.setdefault("precision", []).extend(right)
        if not marked.spans:
            self.flags.setdefault("clean_texts", []).append(not found)
        recalled = sum(_touched(span, found) for span in gold)
        counted = {
            "gold": len(gold),
            "recalled": recalled,
            "found": len(found),
            "right": sum(right),
        }
        return {name: float(count) for name, count in counted.items()}

    def figures(self) -> dict[str, Metric]:
        order = sorted(self.flags, key=lambda name: ("/" in name, name))
        return {n: wilson(sum(self.flags[n]), len(self.flags[n])) for n in order if self.flags[n]}


def _touched(span: Identifier, found: Iterable[FoundSpan]) -> bool:
    return any(_overlap(other, span) for other in found)


def _overlap(found: FoundSpan, span: Identifier) -> bool:
    return found.start < span.end and found.end > span.start
