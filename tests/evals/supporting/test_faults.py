"""Each fault makes another claim of the same form; each rewording says the same."""

from __future__ import annotations

import random
import re

import pytest

from vademecum.evals.supporting.faults import (
    entity_fault,
    exchange_fault,
    negation_fault,
    number_fault,
    word_fault,
)
from vademecum.evals.supporting.statements import joined
from vademecum.evals.supporting.wording import reworded, shortened, words_for

WORDS = words_for("tune").model_copy(update={"synonyms": {"big": "large"}})


def chance(seed: int = 0) -> random.Random:
    return random.Random(seed)


@pytest.mark.parametrize(
    "claim", ["Take 500 mg now.", "It rose by 2.5 percent.", "In 1987 it fell."]
)
def test_a_number_is_exchanged_and_its_unit_kept(claim: str) -> None:
    for seed in range(20):
        fault = number_fault(claim, claim, chance(seed))
        assert fault is not None
        assert fault.text != claim
        assert re.sub(r"\d", "9", fault.text) == re.sub(r"\d", "9", claim)
    assert number_fault("Take 500 mg now.", "x", chance()).text.count("00 mg") == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("claim", ["See COVID-19 there.", "See section (4) there.", "No number."])
def test_what_is_no_number_is_left_alone(claim: str) -> None:
    assert number_fault(claim, claim, chance()) is None


@pytest.mark.parametrize(
    ("claim", "false", "form", "turned"),
    [
        ("The fee is due at once.", "The fee is not due at once.", "is", False),
        ("The fee is not due at once.", "The fee is due at once.", "is", True),
        ("It can harm a child.", "It cannot harm a child.", "can", False),
        ("It cannot harm a child.", "It can harm a child.", "can", True),
    ],
)
def test_a_negation_comes_or_goes(claim: str, false: str, form: str, turned: bool) -> None:
    fault = negation_fault(claim)
    assert fault is not None
    assert (fault.text, fault.form, fault.turned) == (false, form, turned)


def test_a_sentence_that_negates_otherwise_is_left_alone() -> None:
    assert negation_fault("Nobody is never late.") is None
    assert negation_fault("It rains.") is None


def test_entities_exchange_their_places_or_come_from_the_passage() -> None:
    fault = entity_fault("In spring Anna met Clara.", "", (), chance())
    assert fault is not None
    assert fault.text == "In spring Clara met Anna."
    assert entity_fault("In spring Anna and Clara met.", "", (), chance()) is None
    other = entity_fault("Then Anna left.", "Then Anna left. But Clara stayed.", (), chance())
    assert other is not None
    assert other.text == "Then Clara left."
    tale = entity_fault("Then the fox ate the hen.", "", ("fox", "hen"), chance())
    assert tale is not None
    assert tale.text == "Then the hen ate the fox."


def test_a_pair_is_exchanged_both_ways_but_not_where_both_stand() -> None:
    pairs = (("tenant", "owner"),)
    there, back = exchange_fault("A tenant pays.", pairs), exchange_fault("An owner pays.", pairs)
    assert there is not None
    assert back is not None
    assert (there.text, there.turned) == ("An owner pays.", False)
    assert (back.text, back.turned) == ("A tenant pays.", True)
    assert exchange_fault("The tenant pays the owner.", pairs) is None


def test_a_new_word_has_the_form_of_the_old_one() -> None:
    fault = word_fault("Give aspirin.", "Give aspirin.", ["Some ibuprofen helped."], chance())
    assert fault is not None
    assert fault.text == "Give ibuprofen."
    assert word_fault("Give aspirin.", "Give ibuprofen.", ["Some ibuprofen."], chance()) is None


@pytest.mark.parametrize(
    ("question", "answer", "statement"),
    [
        ("What is the fee?", "10 dollars", "The fee is 10 dollars."),
        ("What drug is used in shock?", "saline", "The drug that is used in shock is saline."),
        ("How many people have left?", "5", "The number of people that have left is 5."),
        ("Who discovered radium?", "Curie", "Curie discovered radium."),
        ("Why did he leave?", "he was tired", None),
    ],
)
def test_question_and_answer_make_a_statement(
    question: str, answer: str, statement: str | None
) -> None:
    assert joined(question, answer) == statement


def test_rewording_says_the_same() -> None:
    text = "If it rains, two big dogs bark."
    seen = {reworded(text, WORDS, chance(seed)).lower() for seed in range(40)}
    assert "two big dogs bark if it rains." in seen
    assert "if it rains, 2 large dogs bark." in seen
    assert all("dogs bark" in said and "it rains" in said for said in seen)


def test_twins_are_reworded_alike() -> None:
    for seed in range(20):
        true = reworded("In spring the fee is 10.", WORDS, chance(seed))
        false = reworded("In spring the fee is 90.", WORDS, chance(seed))
        assert false.replace("90", "10") in (true, true.replace("ten", "10"))


def test_shortening_leaves_the_main_clause() -> None:
    text = "However, the old bridge (built in 1900), which was narrow, collapsed in a storm."
    seen = {shortened(text, chance(seed)) for seed in range(40)}
    assert any(len(said) < len(text) - 30 for said in seen)
    assert all("bridge" in said and "collapsed in a storm." in said for said in seen)


def test_the_two_uses_share_no_pair_of_words() -> None:
    tune, report = words_for("tune"), words_for("report")
    for name in ("populations", "contrasts"):
        assert not set(getattr(tune, name)) & set(getattr(report, name))
        assert getattr(tune, name)
        assert getattr(report, name)
    assert not set(tune.synonyms) & set(report.synonyms)
