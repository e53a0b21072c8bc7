"""Persons and places by the tagger, and the names that stay."""

from __future__ import annotations

import pytest

from vademecum.domains.rails.identifier_people import has_candidate
from vademecum.domains.rails.identifiers import KEPT_KINDS, KINDS, find_identifiers, redact

PEOPLE = [
    ("Ngozi Adeyemi-Clarke was seen after the fall.", "Ngozi Adeyemi-Clarke"),
    ("We discussed the plan with Thandiwe Mokoena by phone.", "Thandiwe Mokoena"),
    ("Yesterday Siobhan O'Rourke signed the lease.", "Siobhan O'Rourke"),
    ("The essay of Wanjiru Kamau needs a second draft.", "Wanjiru Kamau"),
    ("my name is jorge villanueva and i live alone", "jorge villanueva"),
    ("PATIENT: QUILLFEATHER, BEATRIZ", "QUILLFEATHER, BEATRIZ"),
]
STAY = [
    "Does Lasix interact with Zoloft in Parkinson's disease?",
    "The Babinski sign was negative; Hashimoto thyroiditis is known.",
    "What did Rosalind Franklin contribute to Watson and Crick's model?",
    "Compare Piaget and Vygotsky on how children learn.",
    "What did Brown v. Board of Education, 347 U.S. 483 (1954) decide?",
    "What does the Sarbanes-Oxley Act require of Microsoft?",
    "Explain Kepler's laws and the Hardy-Weinberg principle.",
    "what are the symptoms of crohn disease",
]


@pytest.mark.parametrize(("text", "name"), PEOPLE)
def test_persons_are_found(text: str, name: str) -> None:
    found = [s for s in find_identifiers(text) if s.type == "NAME"]
    hidden = "".join(text[s.start : s.end] for s in found)
    assert hidden.replace(" ", "") == name.replace(" ", "")


@pytest.mark.parametrize("text", STAY)
def test_terms_figures_and_cases_stay(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Spoke with Ana “Nita” Diaz today.", "Ana “Nita” Diaz"),
        ("Seen by Maria de la Lopez-Hale.", "Maria de la Lopez-Hale"),
        ("LOPEZ,MARIA (MRN 4471920) is here.", "LOPEZ,MARIA"),
        ("Dressing changed, tolerated well. QT", "QT"),
    ],
)
def test_a_name_is_taken_whole(text: str, name: str) -> None:
    assert name in [span.text for span in find_identifiers(text) if span.type == "NAME"]


def test_an_abbreviation_is_nobody() -> None:
    assert find_identifiers("CBC and BMP ordered; FMLA form due. Repeat in am, PRN") == ()


def test_a_name_is_found_wherever_the_text_repeats_it() -> None:
    text = "Maria Lopez fell. Later Lopez slept; Lopez syndrome is another thing."
    assert redact(text).text == "[NAME] fell. Later [NAME] slept; Lopez syndrome is another thing."


def test_an_address_over_several_lines_is_one_place() -> None:
    text = "Please write to Ida Holm\n12 Farrow Lane\nApt. 4\nOstrava\nPoland 31971 today."
    [place] = [s for s in find_identifiers(text) if s.type == "LOCATION"]
    assert place.text == "12 Farrow Lane\nApt. 4\nOstrava\nPoland 31971"


def test_what_safe_harbor_keeps_is_reported_and_stands() -> None:
    text = "She is 45 years old and comes from Kenya."
    assert redact(text).spans == ()
    found = redact(text, KINDS | KEPT_KINDS)
    assert [(s.type, s.text) for s in found.spans] == [("AGE", "45"), ("COUNTRY", "Kenya")]
    assert found.text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What is the treatment?", False),
        ("How do I pay?", False),
        ("Is Zoltan here?", True),
        ("is zoltan here?", True),
        ("1 + 1 = 2", False),
    ],
)
def test_candidates(text: str, expected: bool) -> None:
    assert has_candidate(text) is expected
