from __future__ import annotations

import math

import pytest

from vademecum.evals.ranking import METRICS, ranking_values

QRELS = {"q": {"a": 2, "b": 1, "c": 0}}


def test_the_second_grade_in_the_first_place_and_the_first_in_the_third() -> None:
    values = ranking_values(QRELS, {"q": ["a", "c", "b"]})["q"]
    ideal = 2 + 1 / math.log2(3)
    assert values["nDCG@10"] == pytest.approx((2 + 1 / math.log2(4)) / ideal)
    assert values["recall@10"] == 1.0
    assert values["RR@10"] == 1.0
    assert values["hit@1"] == 1.0


def test_the_first_relevant_document_in_the_second_place() -> None:
    values = ranking_values(QRELS, {"q": ["x", "b"]})["q"]
    assert values["RR@10"] == 0.5
    assert values["hit@1"] == 0.0
    assert values["recall@10"] == 0.5


def test_depth_ten_and_depth_hundred_differ() -> None:
    ranked = [f"x{i}" for i in range(10)] + ["a"]
    values = ranking_values(QRELS, {"q": ranked})["q"]
    assert (values["recall@10"], values["recall@100"], values["nDCG@10"]) == (0.0, 0.5, 0.0)


def test_the_order_given_is_the_order_measured() -> None:
    """trec_eval orders ties by falling id; a system's own order must survive."""
    assert ranking_values({"q": {"a": 1}}, {"q": ["a", "z"]})["q"]["hit@1"] == 1.0
    assert ranking_values({"q": {"a": 1}}, {"q": ["z", "a"]})["q"]["hit@1"] == 0.0


def test_a_repeated_document_counts_once_at_its_first_place() -> None:
    values = ranking_values({"q": {"b": 1}}, {"q": ["a", "a", "b"]})["q"]
    assert values["RR@10"] == 0.5


def test_a_question_without_a_ranking_gets_nothing() -> None:
    assert ranking_values(QRELS, {})["q"] == dict.fromkeys(METRICS, 0.0)
