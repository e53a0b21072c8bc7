"""The ladder of a classifier: every rung sorts the same items, each beside the first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

from vademecum.retrieval.errors import InvalidInput

from ..energy import EnergyMeter
from ..intervals import RESAMPLES
from ..items import Item
from ..manifest import RunManifest
from ..tasks.classification import BATCH, Classifier, evaluate_classification, unlabelled
from ..verdicts import verdict_of
from .inheritance import Inheritance, inheritance
from .ladder import Approach, cost_of
from .recorded import RECORDED, RecordedSystem, labels_of
from .rungs import Kind, LadderItem, LadderResult, Rung

FAILURE: Final = "the label is not the one that people gave"


@dataclass(frozen=True)
class Sorting:
    """Items for reporting with the labels that people gave, and how they are measured.

    ``mean_over`` is that of ``evaluate_classification``; ``labels`` holds by item the labels that
    it may get, among which a recorded output is read.
    """

    name: str
    domain: str
    items: Sequence[Item]
    manifest: RunManifest
    mean_over: str | None = None
    labels: Mapping[str, Collection[str]] | None = None
    resamples: int = RESAMPLES

    @property
    def metric(self) -> str:
        """Name the metric by which rungs are compared."""
        if self.mean_over is None:
            return "macro_f1"
        return f"balanced_accuracy_mean/{self.mean_over}"


def classification_ladder(
    sorting: Sorting,
    approaches: Sequence[Approach[Classifier]],
    *,
    adapter: str,
    recorded: Sequence[RecordedSystem] = (),
    meter: EnergyMeter | None = None,
    tick: Callable[[], None] = lambda: None,
) -> LadderResult:
    """Measure ``approaches`` on the same items; the first is what all are compared with.

    ``tick`` is called once for each item of each approach and of each of its other draws. Raises
    InvalidInput without labelled items or approaches.
    """
    labelled = [item for item in sorting.items if item.label is not None]
    if not labelled or not approaches:
        raise InvalidInput("a ladder needs labelled items and at least one approach")
    sorting = replace(sorting, items=labelled)
    asked = unlabelled(labelled)
    first = approaches[0].name
    said: dict[str, dict[str, str]] = {}
    rungs: list[Rung] = []
    for approach in approaches:
        started_s = perf_counter()
        approach.work(_one_of_each_group(asked))
        taken_s = approach.prepare_s + perf_counter() - started_s
        cost = cost_of(
            replace(approach, prepare_s=taken_s),
            asked,
            _alone(approach.work),
            sorting.manifest,
            meter,
        )
        said[approach.name] = _said(labelled, asked, approach.work, tick)
        draws = tuple(
            _value(sorting, _said(labelled, asked, other, tick)) for other in approach.others
        )
        rung = _rung(sorting, approach.name, approach.kind, said, approach.before)
        rungs.append(rung.model_copy(update={**approach.told, "cost": cost, "draws": draws}))
    for system in recorded:
        named = labels_of(system, sorting.labels or {})
        read = {item: label for item, label in named.items() if label is not None}
        name = RECORDED.format(system.name)
        rung = _rung(sorting, name, "recorded", {first: said[first], name: read})
        counts = {
            "unscored": len(named) - len(read),
            "missing": len(labelled) - len(named),
            "unknown": system.unknown,
        }
        rungs.append(rung.model_copy(update=counts))
    return LadderResult(
        task="classification",
        domain=sorting.domain,
        set=sorting.name,
        metric=sorting.metric,
        adapter=adapter,
        items=tuple(
            LadderItem(id=item.id, text=item.text, expected=str(item.label)) for item in labelled
        ),
        rungs=tuple(rungs),
        inheritance=_fates(labelled, approaches, said),
        manifest=sorting.manifest.model_copy(update={"n": len(labelled)}),
    )


def _rung(
    sorting: Sorting,
    name: str,
    kind: Kind,
    said: Mapping[str, Mapping[str, str]],
    before: str | None = None,
) -> Rung:
    """Measure the labels of the items that ``said[name]`` holds beside the first and ``before``."""
    own, first = said[name], next(iter(said))
    some = [item for item in sorting.items if item.id in own]
    values = tuple(float(own[i.id] == i.label) if i.id in own else None for i in sorting.items)
    shown = tuple(own.get(item.id, "") for item in sorting.items)
    if not some:
        return Rung(name=name, kind=kind, metrics={}, n=0, values=values, said=shown)
    found = evaluate_classification(
        some,
        {
            system: _saying(some, said[system])
            for system in dict.fromkeys(filter(None, (name, first, before)))
        },
        domain=sorting.domain,
        manifest=sorting.manifest,
        mean_over=sorting.mean_over,
        resamples=sorting.resamples,
    )
    differences = found.differences.get(first, {})
    return Rung(
        name=name,
        kind=kind,
        metrics=found.metrics,
        difference=differences,
        verdicts={metric: verdict_of(metric, of) for metric, of in differences.items()},
        step=found.differences.get(before or "", {}),
        n=len(some),
        values=values,
        said=shown,
    )


def _value(sorting: Sorting, said: Mapping[str, str]) -> float:
    """Return the main metric alone."""
    found = evaluate_classification(
        sorting.items,
        {"": _saying(sorting.items, said)},
        domain=sorting.domain,
        manifest=sorting.manifest,
        mean_over=sorting.mean_over,
        resamples=1,
    )
    return found.metrics[sorting.metric].value


def _said(
    items: Sequence[Item],
    asked: Sequence[Item],
    classify: Classifier,
    tick: Callable[[], None],
) -> dict[str, str]:
    labels: list[str] = []
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        labels += classify(batch)
        for _ in batch:
            tick()
    return {item.id: label for item, label in zip(items, labels, strict=True)}


def _saying(items: Sequence[Item], said: Mapping[str, str]) -> Classifier:
    """Return the classifier that says again what was said of ``items``."""
    labels = [said[item.id] for item in items]
    return lambda asked: [labels[int(item.id)] for item in asked]


def _alone(classify: Classifier) -> Callable[[Item], object]:
    return lambda item: classify([item])


def _one_of_each_group(asked: Sequence[Item]) -> list[Item]:
    """Return an item of each group, so that what is fitted for a group is fitted by then."""
    return list({item.group: item for item in reversed(asked)}.values())


def _fates(
    items: Sequence[Item],
    approaches: Sequence[Approach[Classifier]],
    said: Mapping[str, Mapping[str, str]],
) -> tuple[Inheritance, ...]:
    failed = {
        name: {item.id: labels[item.id] != item.label for item in items}
        for name, labels in said.items()
    }
    return tuple(
        inheritance(one.before, one.name, failed[one.before], failed[one.name], FAILURE)
        for one in approaches
        if one.before is not None
    )
