<<<<<<< HEAD
"""Questions for several things are answered by a whole list, table or series."""

from __future__ import annotations

import pytest

from vademecum.retrieval.analysis import Analyzer
from vademecum.retrieval.listing import asked_things, listed
from vademecum.retrieval.testing.fakes import hit

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
=======
"""A library listed page by page: order, words, groups."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vademecum.retrieval import Access
from vademecum.retrieval.library import Library
from vademecum.retrieval.types import Document

PUBLIC, STAFF = Access.of("public"), Access.of("staff")


@pytest.fixture
def shelf(library: Library, add: Callable[..., object]) -> Library:
    fields = [
        {"id": "b", "title": "banana", "text": "One. Two.", "licence": "CC0-1.0"},
        {"id": "a", "title": "Apple", "text": "One.", "citation": "12 U.S. 7"},
        {"id": "c", "title": "Ápple", "text": "# H\nOne.", "sources": ["the ÉTUDE"]},
        {"id": "s", "title": "secret", "text": "One.", "groups": ["staff"]},
    ]
    add(*(Document.model_validate(one) for one in fields))
    return library


def ids(library: Library, words: str = "", first: int = 0, count: int = 20) -> list[str]:
    listing = library.listing(PUBLIC, words, first, count)
    return [entry.document.id for entry in listing.entries]


def test_pages_follow_the_titles_and_hold_no_text(shelf: Library) -> None:
    assert ids(shelf) == ["a", "b", "c"]
    assert [*ids(shelf, count=2), *ids(shelf, first=2, count=2)] == ["a", "b", "c"]
    assert ids(shelf, first=9) == []
    listing = shelf.listing(PUBLIC, count=1)
    assert listing.total == 3
    (entry,) = listing.entries
    assert (entry.document.text, entry.document.citation, entry.passages) == ("", "12 U.S. 7", 1)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("APPLE", ["a"]),
        ("u.s. apple", ["a"]),
        ("étude", ["c"]),
        ("apple banana", []),
        ("%", []),
        ("secret", []),
    ],
)
def test_every_word_must_stand_in_title_citation_sources_or_id(
    shelf: Library, words: str, found: list[str]
) -> None:
    assert ids(shelf, words) == found
    assert shelf.listing(PUBLIC, words).total == len(found)


def test_licences_are_those_of_what_a_person_sees(shelf: Library) -> None:
    assert shelf.licences(PUBLIC) == [(None, 2), ("CC0-1.0", 1)]
    assert shelf.licences(STAFF) == [(None, 1)]


def test_passages_of_a_document_are_those_that_search_finds(shelf: Library) -> None:
    document = shelf.document("c")
    assert document is not None
    passages = shelf.passages_of(document)
    stored = shelf.passages(shelf.passage_keys()).values()
    assert list(passages) == [one for one in stored if one.document_id == "c"]
    assert all(document.text[one.start : one.end] == one.text for one in passages)
>>>>>>> 70f8cf6248a2e3e783795528ae01091f322f76ec
