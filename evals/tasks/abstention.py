"""Whether a domain's certainty tells the questions it can answer from those it cannot."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from vademecum.retrieval.errors import InvalidInput

from ..conformal import ALPHA, DELTA
from ..guarantees import ScoredItems, stated_and_reached
from ..intervals import RESAMPLES
from ..items import Item
from ..manifest import RunManifest
from ..readable import accepted
from ..resampling import Statistic, difference, is_shared, resampled
from ..results import EvalResult, ItemResult, ItemTexts, Metric
from ..rivals import Scorer
from ..selective import (
    answer_rates,
    aurc,
    auroc,
    concordance,
    excess_aurc,
    risk_area,
    risk_coverage,
)
from ..side_by_side import clusters_of, drawn_together, slices_of
from .retrieval import nothing

SYSTEM = "certainty"


@dataclass(frozen=True)
class _Part:
    """Some items, with what each scorer says of them and what answering them would cost."""

    items: Sequence[Item]
    scores: Mapping[str, Sequence[float]]
    losses: Sequence[float]
    seed: int
    resamples: int

    @property
    def answerable(self) -> list[bool]:
        return [bool(item.answerable) for item in self.items]

    @property
    def clusters(self) -> list[str]:
        return clusters_of(self.items)

    def labels(self, label: str) -> list[str | None]:
        return [item.slices.get(label) for item in self.items]

    def at(self, places: Sequence[int]) -> _Part:
        return _Part(
            items=[self.items[i] for i in places],
            scores={name: [column[i] for i in places] for name, column in self.scores.items()},
            losses=[self.losses[i] for i in places],
            seed=self.seed,
            resamples=self.resamples,
        )

    def scored(self) -> ScoredItems:
        return ScoredItems(
            scores=tuple(self.scores[SYSTEM]),
            answerable=tuple(self.answerable),
            wrong=tuple(loss > 0 for loss in self.losses),
            clusters=tuple(self.clusters),
        )


def evaluate_abstention(
    items: Sequence[Item],
    certainty: Scorer,
    *,
    domain: str,
    manifest: RunManifest,
    threshold: float | None = None,
    rivals: Mapping[str, Scorer] | None = None,
    is_right: Callable[[Item], bool] | None = None,
    by: Sequence[str] = (),
    within: Sequence[str] = (),
    alpha: float = ALPHA,
    delta: float = DELTA,
    resamples: int = RESAMPLES,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Score every item and measure, over those for reporting, what these names say.

    - ``auroc``: an answerable question scores above an unanswerable one; ``auroc_within/LABEL``:
      over pairs that share that label alone, for which a prior of the label is worth .5;
    - ``aurc``, ``excess_aurc``: mean share of wrong among the answered over all coverages;
      answering an unanswerable question is wrong, and so is an answer that ``is_right`` denies;
    - ``answered_when_answerable``, ``answered_when_unanswerable``: scored ``threshold`` or more;
    - ``conformal_...`` and ``selective_...``: thresholds that the items for tuning set, checked
      on those for reporting (``guarantees.py``). ``certainty`` must not be fitted on either.

    Differences to ``rivals`` are paired. Items on the same document (``clusters_of``) are drawn
    together, in the rates too; not so in the interval of ``conformal_coverage`` (see its note).
    ``by`` names labels whose slices are given apart where they hold both kinds of item. The
    curves are points (coverage, risk). Raises InvalidInput on an item of unknown kind, on a score
    that is not finite, and if the items for reporting are all of one kind.
    """
    scorers = {**(rivals or {}), SYSTEM: certainty}
    if unknown := [item.id for item in items if item.answerable is None]:
        raise InvalidInput(f"{len(unknown)} items do not say if they are answerable: {unknown[0]}")
    reported = [item for item in items if item.use == "report"]
    if len({item.answerable for item in reported}) < 2:
        raise InvalidInput("abstention needs answerable and unanswerable items for reporting")

    def score(some: Sequence[Item], by_name: Mapping[str, Scorer]) -> _Part:
        scores: dict[str, list[float]] = {name: [] for name in by_name}
        losses = []
        for item in some:
            for name, scorer in by_name.items():
                scores[name].append(_finite(scorer(item), item, name))
            is_good = bool(item.answerable) and (is_right is None or is_right(item))
            losses.append(0.0 if is_good else 1.0)
            tick()
        return _Part(some, scores, losses, manifest.seed, resamples)

    whole = score(reported, scorers)
    tuning = score([item for item in items if item.use == "tune"], {SYSTEM: certainty})
    stated, notes = stated_and_reached(tuning.scored(), whole.scored(), alpha, delta, manifest.seed)
    notes += drawn_together([item.id for item in reported], whole.clusters)
    drawn = whole.clusters if is_shared(whole.clusters) else [None] * len(reported)
    figures: dict[str, dict[str, Metric]] = {name: {} for name in scorers}
    differences: dict[str, dict[str, Metric]] = {name: {} for name in scorers if name != SYSTEM}
    for suffix, places in slices_of(reported, by).items():
        part = whole.at(places)
        if len(set(part.answerable)) < 2:
            continue
        kinds = () if suffix else tuple(within)
        for name in scorers:
            figures[name] |= _named(_figures(part, name, kinds), suffix)
        for name in differences:
            differences[name] |= _named(_differences(part, name, kinds), suffix)
        if threshold is not None:
            rates = answer_rates(
                part.scores[SYSTEM],
                part.answerable,
                threshold,
                clusters=part.clusters,
                seed=part.seed,
                resamples=part.resamples,
            )
            figures[SYSTEM] |= _named(rates, suffix)
    return EvalResult(
        task="abstention",
        domain=domain,
        metrics=figures.pop(SYSTEM) | stated,
        baselines=figures,
        differences=differences,
        manifest=manifest.model_copy(
            update={"n": len(reported), "notes": (*manifest.notes, *notes)}
        ),
        items=tuple(
            _item(whole, place, threshold).model_copy(update={"cluster": cluster})
            for place, cluster in enumerate(drawn)
        ),
        curves={
            f"risk_coverage/{name}": risk_coverage(column, whole.losses)
            for name, column in whole.scores.items()
        },
    )


def _figures(part: _Part, name: str, within: Sequence[str]) -> dict[str, Metric]:
    scores, good, losses = part.scores[name], part.answerable, part.losses
    seed, clusters, n = part.seed, part.clusters, part.resamples
    found = {"auroc": auroc(scores, good, seed=seed, clusters=clusters, resamples=n)}
    for label in within:
        found[f"auroc_within/{label}"] = auroc(
            scores, good, within=part.labels(label), seed=seed, clusters=clusters, resamples=n
        )
    found["aurc"] = aurc(scores, losses, seed=seed, clusters=clusters, resamples=n)
    found["excess_aurc"] = excess_aurc(scores, losses, seed=seed, clusters=clusters, resamples=n)
    return found


def _differences(part: _Part, rival: str, within: Sequence[str]) -> dict[str, Metric]:
    def paired(of: Callable[[Sequence[float]], Statistic], strata: Sequence[object]) -> Metric:
        return resampled(
            difference(of(part.scores[SYSTEM]), of(part.scores[rival])),
            strata,
            seed=part.seed,
            clusters=part.clusters,
            resamples=part.resamples,
        )

    good = part.answerable
    found = {"auroc": paired(lambda scores: concordance(scores, good), good)}
    for label in within:
        of = partial(concordance, positive=good, within=part.labels(label))
        found[f"auroc_within/{label}"] = paired(of, good)
    found["aurc"] = paired(lambda scores: risk_area(scores, part.losses), [None] * len(good))
    return found


def _named(figures: Mapping[str, Metric], suffix: str) -> dict[str, Metric]:
    return {name + suffix: figure for name, figure in figures.items()}


def _finite(score: float, item: Item, name: str) -> float:
    if not math.isfinite(score):
        raise InvalidInput(f"{item.id}: {name} gives {score}; a score must be finite")
    return float(score)


def _item(part: _Part, place: int, threshold: float | None) -> ItemResult:
    item = part.items[place]
    values = {name: column[place] for name, column in part.scores.items()}
    values |= {"answerable": float(bool(item.answerable)), "loss": part.losses[place]}
    expected = "no answer: it is not answerable"
    if item.answerable:
        expected = f"an answer\n{accepted(item.answers, item.gold)}".rstrip()
    found = f"{SYSTEM} {values[SYSTEM]:.4g}"
    if threshold is not None:
        said = "answered" if values[SYSTEM] >= threshold else "not answered"
        found += f", {said} (threshold {threshold:.4g})"
    if item.answerable and part.losses[place]:
        found += ", its answer is wrong"
    return ItemResult(
        id=item.id,
        values=values,
        labels=dict(item.slices),
        texts=ItemTexts.of(item.text, expected, found),
    )
