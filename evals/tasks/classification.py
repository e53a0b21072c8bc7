"""How well texts are sorted into the classes that people gave them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from vademecum.retrieval.errors import InvalidInput

from ..confusion import balanced_accuracy, macro_f1, weighted_f1
from ..intervals import RESAMPLES, bootstrap_mean, paired_difference, wilson
from ..items import Item
from ..manifest import RunManifest
from ..resampling import Statistic, difference, resampled, resampled_mean
from ..results import EvalResult, ItemResult, ItemTexts, Metric
from ..side_by_side import SideBySide, groups_of, paired_result, slices_of
from .retrieval import nothing

Classifier: TypeAlias = Callable[[Sequence[Item]], Sequence[str]]
"""Maps items to one label each; it sees no label, score, slice or id."""
BATCH: Final = 256
"""So many items are classified at once."""
STATISTICS: Final[Mapping[str, Callable[[Sequence[str], Sequence[str]], Statistic]]] = {
    "macro_f1": macro_f1,
    "balanced_accuracy": balanced_accuracy,
    "weighted_f1": weighted_f1,
}
MEANS: Final = ("balanced_accuracy", "macro_f1")


@dataclass(frozen=True)
class _Part:
    """Some items and what each classifier says of them."""

    items: Sequence[Item]
    said: Mapping[str, Sequence[str]]
    seed: int
    resamples: int

    @property
    def gold(self) -> list[str]:
        return [str(item.label) for item in self.items]

    def right(self, name: str) -> list[float]:
        return [float(s == g) for s, g in zip(self.said[name], self.gold, strict=True)]

    @property
    def clusters(self) -> list[str] | None:
        """Name what each item is drawn with; None where each is drawn alone.

        Items of one group are not independent. A part that is one group is drawn by item, and
        speaks of that group alone.
        """
        names = groups_of(self.items)
        return names if 1 < len(set(names)) < len(names) else None

    @property
    def strata(self) -> list[str]:
        """Keep the classes' sizes where items are drawn alone; whole groups bring their own."""
        return self.gold if self.clusters is None else [""] * len(self.items)

    def at(self, places: Sequence[int]) -> _Part:
        return _Part(
            items=[self.items[i] for i in places],
            said={name: [column[i] for i in places] for name, column in self.said.items()},
            seed=self.seed,
            resamples=self.resamples,
        )

    def resampled(self, statistic: Statistic) -> Metric:
        return resampled(
            statistic,
            self.strata,
            seed=self.seed,
            clusters=self.clusters,
            resamples=self.resamples,
        )


def evaluate_classification(
    items: Sequence[Item],
    classifiers: Mapping[str, Classifier],
    *,
    domain: str,
    manifest: RunManifest,
    by: Sequence[str] = (),
    mean_over: str | None = None,
    resamples: int = RESAMPLES,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Measure the first of ``classifiers`` and, beside it, the others.

    - ``accuracy``: right among all labelled items;
    - ``macro_f1``, ``balanced_accuracy``: F1 and recall, means over the classes that occur;
    - ``weighted_f1``: F1, mean over the classes by their number of items.

    ``mean_over`` names a slice label that tells tasks with classes of their own apart: then F1 and
    recall are of each task with two classes or more, and ``balanced_accuracy_mean/LABEL`` and
    ``macro_f1_mean/LABEL`` are means over tasks, with intervals over tasks.

    Intervals are Wilson's for accuracy and bootstrapped for the rest, classes keeping their size;
    where items share a ``group``, all are bootstrapped by group. Differences are paired. Slices of
    the item labels ``by`` are named ``metric/label=value``. The labels of the items hold ``gold``
    and ``predicted``. Items without a label are left out and counted in the notes.

    Raises InvalidInput without labelled items, on an item for tuning (classifiers are fitted on
    those), and on a classifier that does not give each item one label.
    """
    labelled = [item for item in items if item.label is not None]
    if not labelled:
        raise InvalidInput("no item has a label")
    if tuned := [item.id for item in labelled if item.use != "report"]:
        raise InvalidInput(
            f"{len(tuned)} items are for tuning ({tuned[0]}), and classifiers are fitted on them; "
            "measure the items for reporting: --half test"
        )
    said = {name: _said(labelled, name, of, tick) for name, of in classifiers.items()}
    whole = _Part(labelled, said, manifest.seed, resamples)
    first, *others = classifiers
    figures: dict[str, dict[str, Metric]] = {name: {} for name in classifiers}
    differences: dict[str, dict[str, Metric]] = {name: {} for name in others}
    for suffix, places in slices_of(labelled, by).items():
        part = whole.at(places)
        tasks = None if mean_over is None else _tasks(part, mean_over)
        for name in classifiers:
            figures[name] |= _named(_figures(part, name, tasks, mean_over), suffix)
        for name in others:
            differences[name] |= _named(_differences(part, first, name, tasks, mean_over), suffix)
    notes = (f"{n} items without a label left out",) if (n := len(items) - len(labelled)) else ()
    return paired_result(
        "classification",
        SideBySide(
            metrics=figures.pop(first),
            baselines=figures,
            differences=differences,
            clusters=tuple(whole.clusters or ()),
        ),
        (_item(item, label) for item, label in zip(labelled, said[first], strict=True)),
        domain=domain,
        manifest=manifest,
        notes=notes,
        drawn_by="group",
    )


def unlabelled(items: Sequence[Item]) -> list[Item]:
    """Return the items without whatever gives their label away: slices and ids may name it."""
    return [
        item.model_copy(update={"id": str(place), "label": None, "score": None, "slices": {}})
        for place, item in enumerate(items)
    ]


def _said(
    items: Sequence[Item], name: str, classify: Classifier, tick: Callable[[], None]
) -> list[str]:
    asked = unlabelled(items)
    said: list[str] = []
    for start in range(0, len(asked), BATCH):
        batch = asked[start : start + BATCH]
        found = list(classify(batch))
        if len(found) != len(batch):
            raise InvalidInput(f"{name} gives {len(found)} labels for {len(batch)} items")
        said += found
        for _ in batch:
            tick()
    return said


def _figures(
    part: _Part, name: str, tasks: Sequence[_Part] | None, mean_over: str | None
) -> dict[str, Metric]:
    right = part.right(name)
    found = {
        "accuracy": wilson(round(sum(right)), len(right))
        if part.clusters is None
        else resampled_mean(right, part.clusters, part.seed, part.resamples)
    }
    if tasks is None:
        for metric, of in STATISTICS.items():
            found[metric] = part.resampled(of(part.gold, part.said[name]))
    elif tasks:
        for metric in MEANS:
            column = _each(tasks, metric, name)
            found[f"{metric}_mean/{mean_over}"] = bootstrap_mean(column, part.seed, part.resamples)
    return found


def _differences(
    part: _Part, first: str, rival: str, tasks: Sequence[_Part] | None, mean_over: str | None
) -> dict[str, Metric]:
    seed, resamples = part.seed, part.resamples
    pairs = [a - b for a, b in zip(part.right(first), part.right(rival), strict=True)]
    found = {
        "accuracy": bootstrap_mean(pairs, seed, resamples)
        if part.clusters is None
        else resampled_mean(pairs, part.clusters, seed, resamples)
    }
    if tasks is None:
        for metric, of in STATISTICS.items():
            ours, theirs = (of(part.gold, part.said[name]) for name in (first, rival))
            found[metric] = part.resampled(difference(ours, theirs))
    elif tasks:
        for metric in MEANS:
            ours_each, theirs_each = (_each(tasks, metric, name) for name in (first, rival))
            found[f"{metric}_mean/{mean_over}"] = paired_difference(
                ours_each, theirs_each, seed, resamples
            )
    return found


def _tasks(part: _Part, label: str) -> list[_Part]:
    """Return the tasks of at least two gold labels: one alone tells nothing of a classifier."""
    suffixes = slices_of(part.items, (label,))
    tasks = [part.at(places) for suffix, places in suffixes.items() if suffix]
    return [task for task in tasks if len(set(task.gold)) > 1]


def _each(tasks: Sequence[_Part], metric: str, name: str) -> list[float]:
    """Return one figure a task."""
    of = STATISTICS[metric]
    return [
        float(of(task.gold, task.said[name])(np.ones((1, len(task.items))))[0]) for task in tasks
    ]


def _named(figures: Mapping[str, Metric], suffix: str) -> dict[str, Metric]:
    return {name + suffix: figure for name, figure in figures.items()}


def _item(item: Item, predicted: str) -> ItemResult:
    gold = str(item.label)
    return ItemResult(
        id=item.id,
        values={"accuracy": float(predicted == gold)},
        labels={**item.slices, "gold": gold, "predicted": predicted},
        texts=ItemTexts.of("\n".join(filter(None, (item.context, item.text))), gold, predicted),
    )
