"""Grade many answers with a judge, and report beside the grades what could not be graded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from vademecum.retrieval.errors import InvalidInput

from .agreement import cohen_kappa
from .intervals import RESAMPLES, bootstrap_mean, wilson
from .judge import Ask, Case, Grade, Judgement, Rubric, judge
from .manifest import RunManifest
from .results import EvalResult, ItemResult, ItemTexts, Metric
from .tasks.retrieval import nothing

CREDIT: Final[Mapping[Grade, float]] = {"correct": 1.0, "partly": 0.5, "wrong": 0.0}
BOUNDS: Final[Mapping[str, Grade]] = {"unscored=wrong": "wrong", "unscored=right": "correct"}


class LabelledCase(Case):
    """One line of a file of cases; ``label`` is a person's grade."""

    label: Grade | None = None


def evaluate_judged(
    cases: Sequence[Case],
    ask: Ask,
    *,
    domain: str,
    manifest: RunManifest,
    rubric: Rubric = "correctness",
    labels: Mapping[str, Grade] | None = None,
    resamples: int = RESAMPLES,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Grade every case once; ``labels`` are people's grades by case id, for any of the cases.

    Figures are those of ``judged_figures`` and, with labels, of ``agreement_figures``. Raises
    InvalidInput without cases, on two cases of one id, and on labels of no case.
    """
    ids = [case.id for case in cases]
    if repeated := {i for i in ids if ids.count(i) > 1}:
        raise InvalidInput(f"the id {min(repeated)!r} occurs twice among the cases to grade")
    if strange := set(labels or ()) - set(ids):
        raise InvalidInput(f"{len(strange)} labels are of no case, first {min(strange)!r}")
    found: dict[str, Judgement] = {}
    for case in cases:
        found[case.id] = judge(case, ask, rubric)
        tick()
    figures = judged_figures(list(found.values()), manifest.seed, resamples)
    agreed = {} if labels is None else agreement_figures(found, labels, manifest.seed, resamples)
    notes = [f"graded by a language model, rubric {rubric}"]
    if labels is not None and "kappa" not in agreed:
        notes.append("kappa is not defined: too few labels, or one and the same throughout")
    return EvalResult(
        task="judge",
        domain=domain,
        metrics=figures | agreed,
        manifest=manifest.model_copy(update={"n": len(cases), "notes": (*manifest.notes, *notes)}),
        items=tuple(_item(case, found[case.id], (labels or {}).get(case.id)) for case in cases),
    )


def judged_figures(
    judgements: Sequence[Judgement], seed: int, resamples: int = RESAMPLES
) -> dict[str, Metric]:
    """Return figures over what was scored, the share that was not, and bounds.

    - ``correct``, ``correct_or_partly``: rates over the scored, with Wilson intervals;
    - ``credit``: mean over the scored of 1, 0.5 and 0, with a bootstrap interval;
    - ``unscored``: of all, with a Wilson interval;
    - each figure as ``NAME/unscored=wrong`` and ``NAME/unscored=right``: over all, with every
      unscored case counted so. The figure of a judge that scored all lies between the two.

    Where nothing was scored the first three are left out. Raises InvalidInput on no judgement.
    """
    if not judgements:
        raise InvalidInput("no judgement to count")
    grades = [judgement.grade for judgement in judgements]
    scored = [grade for grade in grades if grade is not None]
    figures = _figures(scored, "", seed, resamples) if scored else {}
    figures["unscored"] = wilson(len(grades) - len(scored), len(grades))
    for suffix, stand_in in BOUNDS.items():
        filled = [grade or stand_in for grade in grades]
        figures |= _figures(filled, f"/{suffix}", seed, resamples)
    return figures


def agreement_figures(
    judgements: Mapping[str, Judgement],
    labels: Mapping[str, Grade],
    seed: int,
    resamples: int = RESAMPLES,
) -> dict[str, Metric]:
    """Return how far a judge and people agree on the cases that both graded.

    ``agreement`` is the share of equal grades (Wilson), ``kappa`` Cohen's, left out where it is not
    defined, ``labelled_unscored`` the share of the labelled cases that the judge left unscored.
    Empty without a labelled case.
    """
    labelled = [(judgements[i].grade, label) for i, label in labels.items() if i in judgements]
    if not labelled:
        return {}
    pairs = [(ours, theirs) for ours, theirs in labelled if ours is not None]
    figures = {"labelled_unscored": wilson(len(labelled) - len(pairs), len(labelled))}
    if not pairs:
        return figures
    ours, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    figures["agreement"] = wilson(sum(a == b for a, b in pairs), len(pairs))
    if len({*ours, *theirs}) > 1:
        figures["kappa"] = cohen_kappa(ours, theirs, seed=seed, resamples=resamples)
    return figures


def _figures(grades: Sequence[Grade], suffix: str, seed: int, resamples: int) -> dict[str, Metric]:
    n, correct = len(grades), grades.count("correct")
    return {
        f"correct{suffix}": wilson(correct, n),
        f"correct_or_partly{suffix}": wilson(correct + grades.count("partly"), n),
        f"credit{suffix}": bootstrap_mean([CREDIT[grade] for grade in grades], seed, resamples),
    }


def _item(case: Case, judgement: Judgement, label: Grade | None) -> ItemResult:
    return ItemResult(
        id=case.id,
        values={} if judgement.grade is None else {"credit": CREDIT[judgement.grade]},
        labels={"grade": judgement.grade or "unscored"}
        | ({"why": judgement.why} if judgement.why else {})
        | ({"label": label} if label else {}),
        texts=ItemTexts.of(case.question, case.reference or "\n".join(case.evidence), case.answer),
    )
