from __future__ import annotations

import pytest

from vademecum.evals.answers_match import answer_f1, exact_match, holds_answer, normalised


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("The  Panthers'", "panthers"),
        ("an A-bomb, the theory", "abomb theory"),
        ("a the an", ""),
        ("Theodore", "theodore"),
    ],
)
def test_normalisation(answer: str, expected: str) -> None:
    assert normalised(answer) == expected


@pytest.mark.parametrize(
    ("answer", "accepted", "match", "f1"),
    [
        ("The 308.", ["308"], 1.0, 1.0),
        ("in 1901", ["1901", "the year 1901"], 0.0, 2 / 3),
        ("nothing here", ["308"], 0.0, 0.0),
        ("red red fox", ["red fox"], 0.0, 2 * 2 / 5),
        ("308", [], 0.0, 0.0),
    ],
)
def test_the_best_of_the_accepted_answers_counts(
    answer: str, accepted: list[str], match: float, f1: float
) -> None:
    assert exact_match(answer, accepted) == match
    assert answer_f1(answer, accepted) == pytest.approx(f1)


@pytest.mark.parametrize(
    ("text", "accepted", "expected"),
    [
        ("They gave up just 308 points.", ["308"], True),
        ("They gave up just 3080 points.", ["308"], False),
        ("Wilhelm Conrad Röntgen, of Germany, won.", ["Wilhelm Conrad Röntgen , of Germany"], True),
        ("of Germany: Röntgen", ["Röntgen of Germany"], False),
        ("Anything.", ["the", "?"], False),
        ("Two of them.", ["three", "two"], True),
    ],
)
def test_an_answer_is_held_by_whole_words_in_a_row(
    text: str, accepted: list[str], expected: bool
) -> None:
    assert holds_answer(text, accepted) is expected
