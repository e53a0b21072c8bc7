"""Terms that bear a name are known where nothing tells that it is a person's."""

import pytest

from vademecum.domains.rails.identifier_terms import is_within_terms, known_terms


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Murphy's sign negative", "Murphy's"),
        ("no Kernig or Brudzinski sign", "Brudzinski"),
        ("Gleason 7, no mets", "Gleason"),
        ("bence jones protein found", "bence jones"),
        ("h/o Guillain-Barre in 2011", "Guillain-Barre"),
        ("started apixaban", "apixaban"),
        ("Unobtainol 25 mg nightly", "Unobtainol"),
        ("WBC 11.2", "WBC 11.2"),
        ("compare Emily Dickinson", "Emily Dickinson"),
        ("the holding of Marbury v. Madison", "Marbury v. Madison"),
        ("chapter 3 of To Kill a Mockingbird", "To Kill a Mockingbird"),
    ],
)
def test_a_term_is_known(text: str, term: str) -> None:
    start = text.index(term)
    covered = [(s, e) for s, e in known_terms(text) if s <= start and e > start]
    assert covered
    assert is_within_terms(text, start, start + len(term))


@pytest.mark.parametrize(
    "text",
    ["Mr. Murphy's test was late", "Dr. Foley called", "Ms. Gleason, 7 days", "Thomas came home"],
)
def test_a_person_is_no_term(text: str) -> None:
    assert known_terms(text) == ()
