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
