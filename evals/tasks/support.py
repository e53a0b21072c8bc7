"""Whether a score tells claims that a passage supports from claims that it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from vademecum.retrieval.errors import InvalidInput

from ..intervals import RESAMPLES
from ..manifest import RunManifest
from ..resampling import clustered_rate, difference, resampled
from ..results import EvalResult, ItemResult, ItemTexts, Metric
from ..selective import auroc, concordance
from ..support_pairs import SupportPair

Scorer: TypeAlias = Callable[[Sequence[SupportPair]], list[float]]
LEARNED: Final = "learned"
FORMS: Final = ("reworded", "verbatim")


def evaluate_support(
    pairs: Sequence[SupportPair],
    scorers: Mapping[str, Scorer],
    *,
    domain: str,
    manifest: RunManifest,
    threshold: float | None = None,
    resamples: int = RESAMPLES,
) -> EvalResult:
    """Measure the first of ``scorers`` and, beside it, the others.

    - ``auroc``: a supported claim scores above an unsupported one; ``auroc/kind=...`` over the
      twins of one kind of fault, ``auroc/source=...`` over one set, ``auroc/form=reworded`` over
      claims that do not stand in their passage word for word (hardly a false one does);
    - with ``threshold``: ``false_alarms``, supported claims below it, and ``false_passes``, others
      that reach it.

    Documents are resampled whole, differences are paired. Raises InvalidInput if all pairs are of
    one label.
    """
    if len({pair.supported for pair in pairs}) < 2:
        raise InvalidInput("support needs claims that are supported and claims that are not")
    scores = {name: scorer(pairs) for name, scorer in scorers.items()}
    first = next(iter(scorers))
    figures: dict[str, dict[str, Metric]] = {name: {} for name in scorers}
    differences: dict[str, dict[str, Metric]] = {name: {} for name in scorers if name != first}
    for suffix, places in _slices(pairs).items():
        own = [pairs[i] for i in places]
        labels = [pair.supported for pair in own]
        if len(set(labels)) < 2:
            continue
        clusters = [pair.document_id for pair in own]
        columns = {name: [column[i] for i in places] for name, column in scores.items()}
        for name, column in columns.items():
            figures[name][f"auroc{suffix}"] = auroc(
                column, labels, seed=manifest.seed, clusters=clusters, resamples=resamples
            )
        for name in differences:
            ours = concordance(columns[first], labels)
            differences[name][f"auroc{suffix}"] = resampled(
                difference(ours, concordance(columns[name], labels)),
                labels,
                seed=manifest.seed,
                clusters=clusters,
                resamples=resamples,
            )
        if threshold is not None:
            is_passed = [score >= threshold for score in columns[first]]
            rates = _rates(is_passed, labels, clusters, manifest.seed, resamples)
            figures[first] |= {f"{name}{suffix}": rate for name, rate in rates.items()}
    return EvalResult(
        task="support",
        domain=domain,
        metrics=figures.pop(first),
        baselines=figures,
        differences=differences,
        manifest=manifest.model_copy(update={"n": len(pairs)}),
        items=tuple(
            _item(pair, {name: column[i] for name, column in scores.items()})
            for i, pair in enumerate(pairs)
        ),
    )


def form_of(pair: SupportPair) -> str:
    """Tell whether a claim stands in its passage word for word."""
    return FORMS[1] if pair.claim in pair.passage else FORMS[0]


def _slices(pairs: Sequence[SupportPair]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {"": list(range(len(pairs)))}
    for i, pair in enumerate(pairs):
        labels = {"kind": pair.kind, "source": pair.source, "form": form_of(pair)}
        for name, label in labels.items():
            found.setdefault(f"/{name}={label}", []).append(i)
    return found


def _rates(
    is_passed: Sequence[bool],
    labels: Sequence[bool],
    clusters: Sequence[str],
    seed: int,
    resamples: int,
) -> dict[str, Metric]:
    """Return the share of wrong verdicts on the supported claims and on the others."""
    rates = {}
    for name, label in (("false_alarms", True), ("false_passes", False)):
        places = [i for i, own in enumerate(labels) if own == label]
        wrong, drawn = [is_passed[i] != label for i in places], [clusters[i] for i in places]
        rates[name] = clustered_rate(wrong, drawn, seed, resamples)
    return rates


def _item(pair: SupportPair, values: dict[str, float]) -> ItemResult:
    said = "supported" if pair.supported else "not supported"
    return ItemResult(
        id=pair.id,
        values={**values, "supported": float(pair.supported)},
        found=(pair.document_id,),
        cluster=pair.document_id,
        labels={"kind": pair.kind, "source": pair.source, "form": form_of(pair)},
        texts=ItemTexts.of(pair.claim, said, pair.passage),
    )
