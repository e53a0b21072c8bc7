from __future__ import annotations

import pytest

from vademecum.evals.html import worst_items
from vademecum.evals.results import EvalResult, ItemResult


def ids(result: EvalResult, count: int = 20) -> list[str]:
    return [item.id for item in worst_items(result, count)]


def having(result: EvalResult, task: str, items: dict[str, dict[str, float]]) -> EvalResult:
    made = tuple(ItemResult(id=name, values=values) for name, values in items.items())
    return result.model_copy(update={"task": task, "items": made})


def test_retrieval_by_gain_then_by_the_first_place_then_by_id(retrieval: EvalResult) -> None:
    assert ids(retrieval) == ["b", "e", "a", "d"]  # "c" falls short of nothing
    assert ids(retrieval, 2) == ["b", "e"]
    backwards = retrieval.model_copy(update={"items": retrieval.items[::-1]})
    assert ids(backwards) == ids(retrieval)


def test_abstention_by_places_among_all_certainties(abstention: EvalResult) -> None:
    # order of certainty: n2 .1, y2 .3, n1 .8, y1 .9; n1 and y2 stand on the wrong sides
    assert ids(abstention) == ["n1", "y2"]


@pytest.mark.parametrize(
    ("task", "items", "order"),
    [
        (
            "evidence",
            {
                "held": {"first_holds_answer": 1, "evidence_f1": 0.5},
                "lost": {"first_holds_answer": 0, "evidence_f1": 0.9},
                "spans only": {"first_supports": 0, "evidence_f1": 0.2},
            },
            ["spans only", "lost", "held"],
        ),
        (
            "choice",
            {
                "silent": {"accuracy": 0, "answered": 0},
                "wrong": {"accuracy": 0, "answered": 1, "accuracy_when_answered": 0},
                "right": {"accuracy": 1, "answered": 1, "accuracy_when_answered": 1},
            },
            ["wrong", "silent"],
        ),
        (
            "answers",
            {
                "partly": {"answered": 1, "citation_recall": 0.5},
                "invented": {"not_answered": 0, "abstained": 0},
                "refused": {"answered": 0, "citation_recall": 0},
                "redirected": {"not_answered": 1, "abstained": 0},
                "abstained": {"not_answered": 1, "abstained": 1},
            },
            ["invented", "refused", "redirected", "partly"],
        ),
        (
            "identifiers",
            {
                "alarm": {"gold": 1, "recalled": 1, "found": 3, "right": 1},
                "leak": {"gold": 3, "recalled": 1, "found": 1, "right": 1},
                "fine": {"gold": 1, "recalled": 1, "found": 1, "right": 1},
            },
            ["leak", "alarm"],
        ),
        ("guardrails", {"b": {"right": 0}, "a": {"right": 0}, "c": {"right": 1}}, ["a", "b"]),
        (
            "ledger",
            {
                "wrong": {"citations": 2, "right": 0, "extra": 0},
                "fine": {"citations": 2, "right": 2, "extra": 0},
                "more": {"citations": 2, "right": 2, "extra": 1},
            },
            ["wrong", "more"],
        ),
        (
            "tutoring",
            {"leaks": {"leak_rate": 1.0}, "stops": {"lesson_stopped": 0.5}, "fine": {}},
            ["leaks", "stops"],
        ),
        ("cost", {"fast": {"latency_ms": 1}, "slow": {"latency_ms": 9}}, ["slow", "fast"]),
        ("another", {"x": {"nDCG@10": 0.5}, "y": {"nDCG@10": 0.1}}, ["y", "x"]),
    ],
)
def test_each_task_has_its_own_order(
    task: str, items: dict[str, dict[str, float]], order: list[str], retrieval: EvalResult
) -> None:
    assert ids(having(retrieval, task, items)) == order
