from __future__ import annotations

import pytest

from vademecum.evals.intervals import wilson
from vademecum.evals.judge import Case, Judgement, code_of
from vademecum.evals.judging import agreement_figures, evaluate_judged, judged_figures
from vademecum.evals.manifest import RunManifest
from vademecum.retrieval.errors import InvalidInput

CASES = [
    Case(id=i, question="?", answer=answer, reference="38")
    for i, answer in (("a", "38"), ("b", "about 38"), ("c", "40"), ("d", "nobody knows"))
]
GRADES = {"38": "correct", "about 38": "partly", "40": "wrong"}


def by_answer(prompt: str) -> str:
    """Grade as ``GRADES`` says, and give no grade to what does not stand there."""
    case = next(c for c in CASES if code_of(c) in prompt)
    return f"VERDICT {code_of(case)}: {GRADES.get(case.answer, 'I cannot say')}"


def test_figures_are_of_the_scored_and_the_unscored_stand_beside(manifest: RunManifest) -> None:
    ticks: list[None] = []
    result = evaluate_judged(
        CASES, by_answer, domain="law", manifest=manifest, tick=lambda: ticks.append(None)
    )
    assert {name: metric.value for name, metric in result.metrics.items()} == {
        "correct": pytest.approx(1 / 3),
        "correct_or_partly": pytest.approx(2 / 3),
        "credit": 0.5,
        "unscored": 0.25,
        "correct/unscored=wrong": 0.25,
        "correct_or_partly/unscored=wrong": 0.5,
        "credit/unscored=wrong": 0.375,
        "correct/unscored=right": 0.5,
        "correct_or_partly/unscored=right": 0.75,
        "credit/unscored=right": 0.625,
    }
    assert result.metrics["correct"] == wilson(1, 3)
    assert result.metrics["unscored"] == wilson(1, 4)
    assert (result.manifest.n, len(ticks)) == (4, 4)
    assert [item.labels["grade"] for item in result.items] == [
        "correct", "partly", "wrong", "unscored",
    ]  # fmt: skip
    assert result.items[3].values == {}
    assert result.items[3].labels["why"] == "the reply has a verdict that is no grade"


def test_where_nothing_was_scored_there_is_no_figure_but_bounds() -> None:
    figures = judged_figures([Judgement.unscored("no reply")] * 3, seed=0)
    assert "correct" not in figures
    assert "credit" not in figures
    assert figures["unscored"].value == 1.0
    assert figures["correct/unscored=wrong"].value == 0.0
    assert figures["correct/unscored=right"].value == 1.0


def test_agreement_is_over_what_both_graded(manifest: RunManifest) -> None:
    result = evaluate_judged(
        CASES,
        by_answer,
        domain="law",
        manifest=manifest,
        labels={"a": "correct", "b": "wrong", "c": "wrong", "d": "wrong"},
    )
    assert result.metrics["agreement"] == wilson(2, 3)
    assert result.metrics["labelled_unscored"] == wilson(1, 4)
    # observed 2/3, by chance 1/3 * 1/3 + 1/3 * 2/3
    assert result.metrics["kappa"].value == pytest.approx((2 / 3 - 1 / 3) / (1 - 1 / 3))
    assert result.items[1].labels["label"] == "wrong"


def test_agreement_without_anything_to_compare() -> None:
    graded = Judgement(grade="wrong", scored=True, raw="")
    assert agreement_figures({"a": graded}, {}, seed=0) == {}
    none = agreement_figures({"a": Judgement.unscored("no reply")}, {"a": "wrong"}, seed=0)
    assert set(none) == {"labelled_unscored"}
    alike = agreement_figures({"a": graded}, {"a": "wrong"}, seed=0)
    assert set(alike) == {"labelled_unscored", "agreement"}


def test_what_cannot_be_judged_is_refused(manifest: RunManifest) -> None:
    with pytest.raises(InvalidInput, match="no judgement"):
        evaluate_judged([], by_answer, domain="law", manifest=manifest)
    with pytest.raises(InvalidInput, match="'a' occurs twice"):
        evaluate_judged([CASES[0]] * 2, by_answer, domain="law", manifest=manifest)
    with pytest.raises(InvalidInput, match="1 labels are of no case, first 'z'"):
        evaluate_judged(CASES, by_answer, domain="law", manifest=manifest, labels={"z": "wrong"})
