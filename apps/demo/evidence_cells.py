"""Names of sets, targets and rivals as the evidence page writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from vademecum.evals.html.cells import ABSENT
from vademecum.evals.html.figure import toned
from vademecum.evals.html.headlines import best_baseline, set_name
from vademecum.evals.html.markup import Markup, joined
from vademecum.evals.measured import MeasuredRun, state_of, targets_of
from vademecum.evals.results import EvalResult

from .measured_html import origin
from .speech import tr

Runs: TypeAlias = Sequence[tuple[MeasuredRun, EvalResult]]
"""Runs with their results, of one domain."""
OWN: Final = {
    "guardrails": "sentences",
    "identifiers": "notes",
    "pressure": "exercises",
    "evalsets": "questions and sentences",
}
"""What our own sets hold, where the name of the file does not say it."""
ABLATION: Final = "no "
"""How the names of systems begin that lack an ingredient of ours: they are no rivals."""


def set_words(run: MeasuredRun, result: EvalResult) -> str:
    """Name a set as people do: our own by what it holds, a public one by its name."""
    manifest = result.manifest
    here = "" if run.is_shipped else f", {origin(run)}"
    if not manifest.data.endswith(".jsonl") and manifest.data not in OWN:
        return set_name(result).removeprefix("safety ") + here
    name = manifest.data.removesuffix(".jsonl")
    half = f", {tr('test half')}" if manifest.half == "test" else ""
    return tr("our own {name}", name=tr(OWN.get(name, name))) + half + here


def target_cell(result: EvalResult, metric: str) -> Markup:
    """Return the target of a metric and whether it is reached; a dash without one."""
    target = targets_of(result).get(metric)
    if target is None:
        return ABSENT
    is_reached = state_of(target, result.metrics[metric]) == "reached"
    word = toned("better", tr("reached")) if is_reached else toned("worse", tr("missed"))
    return joined((f"{target.sign} {target.value:g}", word), " ")


def rival_of(result: EvalResult, metric: str) -> str | None:
    """Return the baseline with the best value of ``metric``; None without one."""
    rivals = {n: of for n, of in result.baselines.items() if not n.startswith(ABLATION)}
    return best_baseline(result.model_copy(update={"baselines": rivals}), metric)
