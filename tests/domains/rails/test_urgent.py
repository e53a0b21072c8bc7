"""The urgent rails beside their files: languages, slips, places, what the head may hear."""

from __future__ import annotations

import pytest

from vademecum.domains.rails.contacts import CONTACTS, contacts_of
from vademecum.domains.rails.fold import fold
from vademecum.domains.rails.languages import LANGUAGES, language_of
from vademecum.domains.rails.spelling import plain, slips
from vademecum.domains.rails.urgent import CRISIS_RAIL, EMERGENCY
from vademecum.domains.testing import subject_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("my father cannot breathe", "en"),
        ("mi padre no puede respirar", "es"),
        ("quiero morirme", "es"),
        ("", "en"),
        ("metformin 500 mg", "en"),
    ],
)
def test_the_language_of_a_message(text: str, language: str) -> None:
    assert language_of(text) == language


def test_every_language_file_has_the_same_lists() -> None:
    english = LANGUAGES["en"]
    for language in LANGUAGES.values():
        for table in ("frames", "emergency", "crisis", "safeguarding"):
            assert set(getattr(language, table)) == set(getattr(english, table)), language.code


@pytest.mark.parametrize(
    ("said", "meant"),
    [("siezure", "seizure"), ("unconcious", "unconscious"), ("suiside", "suicide")],
)
def test_slips_are_put_right(said: str, meant: str) -> None:
    assert LANGUAGES["en"].read(fold(f"a {said}!")).text == f"a {meant}!"


@pytest.mark.parametrize("word", ["breeding", "spelling", "strike", "overdue", "joking"])
def test_other_words_stay(word: str) -> None:
    assert LANGUAGES["en"].read(fold(word)).text == word


def test_places_are_those_of_the_original() -> None:
    meant = slips(["seizure"], [], {})
    text = "He's having a siezure, isn't he"
    read = plain(fold(text), meant)
    assert read.text == "hes having a seizure, isnt he"
    start = read.text.index("seizure")
    assert text[slice(*read.span(start, start + len("seizure")))] == "siezure"
    start = read.text.index("isnt")
    assert text[slice(*read.span(start, start + len("isnt")))] == "isn't"


def test_the_verdict_points_at_the_words() -> None:
    text = "Hello. My mum's NOT breathing!"
    verdict = EMERGENCY.check(subject_of(text))
    assert verdict is not None
    assert not isinstance(verdict, (list, tuple))
    assert text[verdict.start : verdict.end] == "NOT breathing"


def test_a_long_text_is_read_at_both_ends() -> None:
    words = "word " * 20_000
    for text in (f"I want to kill myself. {words}", f"{words}. I want to die"):
        assert CRISIS_RAIL.check(subject_of(text))


def test_the_head_is_silent_over_another_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    from vademecum.domains.rails import urgent_head
    from vademecum.retrieval import encoder
    from vademecum.retrieval.testing.fakes import HashEncoder

    urgent_head.urgency.cache_clear()
    monkeypatch.setattr(encoder, "base_encoder", HashEncoder)
    assert not urgent_head.speaks_of("my leg is white and icy", "emergency")
    urgent_head.urgency.cache_clear()


def test_numbers_have_a_source_and_a_day() -> None:
    for contacts in CONTACTS.values():
        assert contacts.source
        assert contacts.checked.year >= 2026
    assert contacts_of("US-CA").emergency == "911"
    assert contacts_of("XX") == CONTACTS["anywhere"]
    assert "llame" in contacts_of("US", "es").crisis


@pytest.mark.parametrize(
    "text",
    [
        "A patient complains of wheezing and coughs blood after a run. What could be the cause?",
        "An elderly man develops sudden shortness of breath and a rash. Which differentials fit?",
        "A man has collapsed twice and is short of breath. What is done first in this scenario?",
    ],
)
def test_a_case_told_by_a_clinician_is_no_emergency(text: str) -> None:
    assert EMERGENCY.check(subject_of(text)) is None


def test_a_case_told_by_a_clinician_is_no_crisis() -> None:
    text = "A woman has presented with suicidal thoughts. Which criteria apply for admission?"
    assert CRISIS_RAIL.check(subject_of(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "My mother develops sudden shortness of breath and a rash. Which differentials fit?",
        "I presented with chest pain at work and now my arm is numb",
        "A patient in bay 3 has collapsed and isn't breathing",
        "As a 24-year-old woman, I want to know: my tongue is swelling and I can hardly get air",
        "As a young mother I need help, my baby is not breathing",
        "As a student nurse I found him, he is not breathing and blue",
    ],
)
def test_somebody_of_ones_own_or_a_patient_at_hand_is_an_emergency(text: str) -> None:
    assert EMERGENCY.check(subject_of(text)) is not None
