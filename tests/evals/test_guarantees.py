from __future__ import annotations

from vademecum.evals.guarantees import ScoredItems, stated_and_reached
from vademecum.evals.intervals import wilson


def scored(good: list[float], bad: list[float]) -> ScoredItems:
    return ScoredItems(
        scores=(*good, *bad),
        answerable=(True,) * len(good) + (False,) * len(bad),
        wrong=(False,) * len(good) + (True,) * len(bad),
    )


TUNING = scored([0.9] * 300, [i / 100 for i in range(50)])
OTHERS = scored([0.9] * 30 + [0.1] * 10, [i / 20 for i in range(10)])


def test_both_guarantees_with_what_was_reached() -> None:
    figures, notes = stated_and_reached(TUNING, OTHERS)
    assert {name: figure.value for name, figure in figures.items()} == {
        "conformal_coverage_stated": 0.9,
        "conformal_coverage": 1.0,  # the 46th of 50 is .45, and the ten reach it
        "conformal_coverage_of_this_threshold": 1.0,
        "conformal_answered_when_answerable": 0.75,
        "selective_risk_stated": 0.1,
        "selective_risk": 3 / 33,  # 18 wrong of 318 are the most with a tail below .05 / 10
        "selective_coverage": 33 / 50,
    }
    assert "conformal coverage, 50 items, threshold 0.45; stated: at least 0.9" in notes[0]
    assert "selective risk, 350 items, threshold 0.32; stated: at most 0.1" in notes[1]


def test_what_is_missing_is_noted() -> None:
    figures, notes = stated_and_reached(scored([], []), OTHERS)
    assert figures == {}
    assert "unanswerable items for tuning and for reporting are needed" in notes[0]
    assert "items for tuning are needed" in notes[1]
    figures, notes = stated_and_reached(scored([12.0], [3.0]), OTHERS)
    assert "selective_risk_stated" not in figures
    assert "certainties from 0 to 1" in notes[1]


def test_a_risk_that_is_not_proven_answers_nothing() -> None:
    figures, notes = stated_and_reached(scored([0.9] * 5, [0.8] * 5), OTHERS)
    assert figures["selective_coverage"].value == 0.0
    assert "selective_risk" not in figures
    assert "proven at no threshold" in notes[1]


def test_intervals_of_what_was_reached_draw_documents_whole() -> None:
    # Ten contracts of five questions each, of which all five or none are answered.
    contracts = tuple(f"c{i // 5}" for i in range(50))
    together = OTHERS.model_copy(update={"clusters": contracts})
    apart, apart_notes = stated_and_reached(TUNING, OTHERS)
    drawn, notes = stated_and_reached(TUNING, together)
    assert {name: m.value for name, m in drawn.items()} == {n: m.value for n, m in apart.items()}
    for name in ("selective_coverage", "conformal_answered_when_answerable"):
        assert drawn[name].high - drawn[name].low > apart[name].high - apart[name].low
    # All ten unanswerable questions of two contracts were kept: Wilson's of two.
    assert drawn["conformal_coverage_of_this_threshold"] == wilson(2, 2)
    assert drawn["conformal_coverage"] == apart["conformal_coverage"]
    assert "count 10 questions on 2 documents as independent" in notes[0]
    assert "independent" not in apart_notes[0]
