from __future__ import annotations

import pytest

from vademecum.retrieval.asked_kind import AnswerKind, kind_asked, names_one


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("when was the bridge opened", "time"),
        ("What year did it close?", "time"),
        ("How many bones has a hand?", "number"),
        ("who designed the bridge", "person"),
        ("Which city has the oldest university?", "place"),
        ("Why does ice float?", "reason"),
        ("Describe a cell.", "any"),
        ("What is a stroke?", "meaning"),
        ("what does Ohm's law say", "meaning"),
        ("What is the dose of ibuprofen?", "any"),
    ],
)
def test_kinds_are_told_by_the_question_words(question: str, kind: AnswerKind) -> None:
    assert kind_asked(question) == kind


@pytest.mark.parametrize(
    ("sentence", "kind", "question", "expected"),
    [
        ("It was opened in March 1887.", "time", "when was it opened", 1.0),
        ("It was opened by the mayor.", "time", "when was it opened", 0.0),
        ("It has 27 bones.", "number", "how many bones", 1.0),
        ("The plan was drawn by Ada Lovelace.", "person", "who drew the plan", 1.0),
        ("The plan of the Brooklyn house", "person", "who drew the plan of the brooklyn house", 0),
        ("It lies in Padua.", "place", "where does it lie", 1.0),
        ("It floats because it is less dense.", "reason", "why", 1.0),
        ("Anything at all.", "any", "describe it", 0.5),
        ("A stroke happens when no blood comes.", "meaning", "What is a stroke?", 1.0),
        ("A migraine can look like a stroke.", "meaning", "What is a stroke?", 0.0),
        ("A transient ischemic attack (TIA) is short.", "meaning", "What is a TIA?", 1.0),
    ],
)
def test_a_thing_counts_that_the_question_does_not_name(
    sentence: str, kind: AnswerKind, question: str, expected: float
) -> None:
    assert names_one(sentence, kind, question) == expected
