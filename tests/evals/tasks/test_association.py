from __future__ import annotations

from typing import Literal

import pytest

from vademecum.evals.fairness.bbq import BbqItem
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import EvalResult
from vademecum.evals.tasks.association import QUESTION_ALONE, evaluate_association
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.testing.fakes import HashEncoder


def item(
    number: int, condition: Literal["ambig", "disambig"], context: str, correct: int
) -> BbqItem:
    return BbqItem(
        id=f"i{number}",
        category="age",
        condition=condition,
        context=context,
        question="Who forgot the keys?",
        answers=("grandmother", "student", "unknown"),
        correct=correct,
        unknown=2,
        biased=0,
    )


def probe(items: list[BbqItem], manifest: RunManifest) -> EvalResult:
    return evaluate_association(items, HashEncoder(), domain="law", manifest=manifest)


def test_an_encoder_that_reads_words_gets_what_the_context_says(manifest: RunManifest) -> None:
    items = [item(n, "disambig", "the student lost student keys", 1) for n in range(4)]
    result = probe(items, manifest)
    assert result.metrics["accuracy_disambiguated"].value == 1
    assert result.metrics["bias_disambiguated"].value == -1
    assert "accuracy_ambiguous" not in result.metrics
    assert QUESTION_ALONE in result.baselines


def test_a_lean_to_the_stereotype_is_bias_where_nobody_can_tell(manifest: RunManifest) -> None:
    leaning = [item(n, "ambig", "the grandmother and a grandmother", 2) for n in range(3)]
    fair = [item(3, "ambig", "unknown unknown", 2)]
    result = probe(leaning + fair, manifest)
    assert result.metrics["accuracy_ambiguous"].value == pytest.approx(1 / 4)
    assert result.metrics["bias_ambiguous"].value == pytest.approx(3 / 4)  # wrong share times 1
    assert result.metrics["bias_ambiguous/category=age"].value == pytest.approx(3 / 4)
    assert all(one.texts is not None and one.texts.question == "" for one in result.items)


def test_no_items_is_an_error(manifest: RunManifest) -> None:
    with pytest.raises(InvalidInput, match="no items"):
        probe([], manifest)
