"""Questions for several things are answered by a whole list, table or series."""

from __future__ import annotations

import pytest

from vademecum.retrieval.analysis import Analyzer
from vademecum.retrieval.testing.fakes import hit
from vademecum.retrieval.whole_lists import asked_things, listed

TERMS = Analyzer().terms
SIGNS = (
    "A sprain hurts. These are the signs of a broken arm.\n\n- The arm is swollen.\n"
    "- The arm looks bent.\n- The arm hurts when it is moved.\n\nA doctor takes a picture of it."
)
TABLE = (
    "The table shows the sizes of paper.\n\n| Size | Width |\n| --- | --- |\n| A3 | 297 mm |\n"
    "| A4 | 210 mm |\n| A5 | 148 mm |"
)
SERIES = (
    "The first rule of the club says come early. Members like it. The second rule of the club "
    "says bring bread. The third rule of the club says go home."
)


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("What are the warning signs of a stroke?", "warning signs"),
        ("Which four factors decide fair use?", "four factors"),
        ("what vaccines do adults need", "vaccines"),
        ("List the phases of the Moon.", "phases"),
        ("What are they?", "they"),
        ("What causes the seasons?", None),
        ("Who is eligible for leave?", None),
        ("Which court is this?", None),
        ("How long is the period?", None),
    ],
)
def test_what_is_asked_for(question: str, things: str | None) -> None:
    assert asked_things(question) == things


def quoted(question: str, text: str) -> list[str]:
    found = listed(question, [hit("Nothing of the kind."), hit(text)], TERMS)
    return [] if found is None else [found.hit.document.text[a:b] for a, b in found.spans]


def test_a_list_comes_whole_with_the_sentence_that_leads_to_it() -> None:
    assert quoted("What are the signs of a broken arm?", SIGNS) == [
        "These are the signs of a broken arm.",
        "- The arm is swollen.",
        "- The arm looks bent.",
        "- The arm hurts when it is moved.",
    ]


def test_a_table_comes_without_its_rule() -> None:
    rows = quoted("Which sizes of paper are there?", TABLE)
    assert rows[:2] == ["The table shows the sizes of paper.", "| Size | Width |"]
    assert rows[-1] == "| A5 | 148 mm |"
    assert len(rows) == 5


def test_a_series_of_sentences_is_a_list() -> None:
    rules = quoted("What are the rules of the club?", SERIES)
    assert [rule.split()[1] for rule in rules] == ["first", "second", "third"]


@pytest.mark.parametrize(
    "question",
    [
        "What are the signs of a heart attack in older women?",  # another list
        "What are the causes of a broken arm?",  # another thing
        "Is the arm broken?",
    ],
)
def test_another_question_gets_no_list(question: str) -> None:
    assert quoted(question, SIGNS) == []


def test_two_items_are_no_list() -> None:
    assert (
        quoted("What are the signs?", "The signs are these.\n\n- One is red.\n- One is hot.") == []
    )
