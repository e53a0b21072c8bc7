from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vademecum.evals.answers_match import holds_answer, normalised
from vademecum.evals.selecting.asking import ASKED, asked
from vademecum.evals.selecting.rules import longest_chunk, same_kind
from vademecum.evals.selecting.words import answer_words, text_of, words_of


@pytest.mark.parametrize(
    ("sentence", "answers", "expected"),
    [
        ("She met a grey wolf, and ran.", ("the grey wolf",), "grey wolf"),
        ("She met a grey wolf, and ran.", ("wolf", "grey wolf"), "grey wolf"),
        ('"A wolf!" she cried.', ("wolf",), "wolf"),
        ("The wolfhound slept.", ("wolf",), None),
        ("The wolf slept.", ("the",), None),
        ("", ("wolf",), None),
    ],
)
def test_an_answer_is_found_as_answers_are_compared(
    sentence: str, answers: tuple[str, ...], expected: str | None
) -> None:
    words = words_of(sentence)
    where = answer_words(words, answers)
    if where is None:
        assert expected is None
    else:
        start, end = text_of(sentence, words, *where)
        assert sentence[start:end] == expected


@given(st.text("ab ,.the\n", max_size=30), st.text("ab the", min_size=1, max_size=6))
def test_words_hold_an_answer_where_the_sentence_does(sentence: str, answer: str) -> None:
    words = words_of(sentence)
    where = answer_words(words, (answer,))
    assert (where is not None) == holds_answer(sentence, (answer,))
    if where is not None:
        start, end = text_of(sentence, words, *where)
        assert normalised(sentence[start:end]) == normalised(answer)


def test_patterns_tell_what_is_asked() -> None:
    one, other = asked("Who came after the rain?"), asked("Why did he weep?")
    assert len(one) == len(other) == len(ASKED)
    assert one != other
    assert one[0] == 1.0
    assert other[0] == 0.0


@pytest.mark.parametrize(
    ("question", "sentence", "chunk", "kind"),
    [
        (
            "Who lived in the old mill?",
            "Long ago a poor miller Hans lived there with three white cats.",
            "poor miller Hans",
            "Hans",
        ),
        ("Who was it?", "It was he.", "It was he.", "It was he."),
        ("What was red?", "The small boat was red.", "small boat", "small boat"),
        ("How many came?", "Then seven swans came.", "seven swans", "seven"),
    ],
)
def test_rules_name_a_chunk_and_a_thing_of_the_kind(
    question: str, sentence: str, chunk: str, kind: str
) -> None:
    assert longest_chunk(question, sentence) == chunk
    assert same_kind(question, sentence) == kind
