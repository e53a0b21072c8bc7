from __future__ import annotations

from collections.abc import Callable

import pytest

from vademecum.retrieval import PUBLIC, Access
from vademecum.retrieval.choosing import Borne, choose_option, statement
from vademecum.retrieval.search import HybridSearch

from .conftest import document


@pytest.mark.parametrize(
    ("question", "option", "expected"),
    [
        ("The cell is bounded by a ________.", "membrane", "The cell is bounded by a membrane."),
        ("Which of the following is a metal?", "iron", "iron is a metal"),
        ("Who wrote the plan?", "Ada", "Ada wrote the plan"),
        ("Misogyny is:", "hatred of women", "Misogyny is hatred of women"),
    ],
)
def test_an_option_says_what_the_question_leaves_open(
    question: str, option: str, expected: str
) -> None:
    assert statement(question, option) == expected


def test_cosine_and_words_both_weigh() -> None:
    plain = Borne(cosine=0.5, shared=0.1)
    assert Borne(cosine=0.6, shared=0.1).weight > plain.weight
    assert Borne(cosine=0.5, shared=0.2).weight > plain.weight


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which of the following carries oxygen in the blood?", 1),
        ("Which does NOT carry oxygen in the blood?", 0),
        ("Oxygen is carried in the blood by ________.", 1),
    ],
)
def test_the_sentence_that_bears_an_option_out_decides(
    add: Callable[..., object], search: HybridSearch, question: str, expected: int
) -> None:
    add(document("b", "Haemoglobin carries oxygen in the blood. The weather was fine all week."))
    options = ("granite stones", "haemoglobin")
    assert choose_option(question, options, search, Access.of(PUBLIC)) == expected


def test_an_empty_library_chooses_nothing(search: HybridSearch) -> None:
    assert choose_option("Which?", ("a", "b"), search, Access.of(PUBLIC)) is None
