"""Every citation has one status, and one altered word is enough to lose it."""

# ruff: noqa: E501 - tables read better with one case a line
from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vademecum.retrieval.grounding import ground
from vademecum.retrieval.support import fold, is_supported
from vademecum.retrieval.testing.fakes import cite, hit, text_of
from vademecum.retrieval.types import Citation, Claim, Context, Draft, Grounding

TEXT = (
    "Stroke signs start suddenly. Do not give aspirin to children under 16 years. Call 911 at once."
)
HIT = hit("Do not give aspirin to children under 16 years.", document_text=TEXT)
QUOTE = HIT.passage.text
WHOLE = cite(HIT, 0, len(QUOTE))


def settle(claim: str, *citations: Citation) -> list[str]:
    draft = Draft(claims=(Claim(text=claim, citations=citations),))
    settled = ground(draft, Context(hits=(HIT,)), text_of([HIT]))
    return [c.status for c in settled.claims[0].citations]


def changed(**fields: object) -> Citation:
    return WHOLE.model_copy(update=fields)


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (WHOLE, "verified"),
        (changed(document_id="d9"), "not_found"),
        (changed(passage_id="d1#9"), "not_found"),
        (changed(passage_id="[7]", document_id="[7]", quote="", start=0, end=0), "not_found"),
        (changed(quote=QUOTE.replace("children", "adults")), "mismatch"),
        (changed(quote=QUOTE.replace("not ", "")), "mismatch"),
        (changed(quote=QUOTE.replace("16", "18")), "mismatch"),
        (changed(quote=QUOTE[:-1]), "mismatch"),
        (changed(quote=QUOTE.replace(" ", "\n ")), "verified"),
        (changed(quote=QUOTE.replace("Do not", "Do\u00a0not")), "verified"),
        (changed(start=WHOLE.start + 1, end=WHOLE.end + 1), "mismatch"),
        (changed(start=0, end=28, quote=TEXT[:28]), "mismatch"),  # stands outside the passage
        (changed(quote=""), "mismatch"),
        (changed(start=5, end=5, quote=""), "mismatch"),
        (changed(start=-20, end=-3), "mismatch"),
        (changed(end=10_000), "mismatch"),
    ],
)
def test_a_citation_has_the_status_of_its_worst_part(citation: Citation, expected: str) -> None:
    assert settle(QUOTE, citation) == [expected]


def test_an_unknown_document_is_not_found() -> None:
    draft = Draft(claims=(Claim(text=QUOTE, citations=(WHOLE,)),))
    settled = ground(draft, Context(hits=(HIT,)), lambda _: None)
    assert settled.claims[0].citations[0].status == "not_found"


def test_a_document_that_changed_since_the_search_is_a_mismatch() -> None:
    draft = Draft(claims=(Claim(text=QUOTE, citations=(WHOLE,)),))
    settled = ground(draft, Context(hits=(HIT,)), lambda _: TEXT.replace("aspirin", "ibuprofen"))
    assert settled.claims[0].citations[0].status == "mismatch"


def test_a_claim_without_citations_stays_without() -> None:
    assert settle("Anything at all.") == []
    assert not Grounding(claims=(Claim(text="Anything at all."),)).is_verified


def test_a_lost_citation_does_not_spoil_the_one_that_holds() -> None:
    assert settle(QUOTE, WHOLE, changed(passage_id="[7]")) == ["verified", "not_found"]


def test_a_quote_that_adds_nothing_is_a_mismatch() -> None:
    other = hit("A bond is a loan.", document_id="d2")
    draft = Draft(claims=(Claim(text=QUOTE, citations=(WHOLE, cite(other, 0, 17))),))
    settled = ground(draft, Context(hits=(HIT, other)), text_of([HIT, other]))
    assert [c.status for c in settled.claims[0].citations] == ["verified", "mismatch"]


@given(st.data())
def test_altering_one_word_of_a_quote_never_verifies(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.text("abcdefgh0123456789", min_size=1), min_size=1, max_size=12))
    text = " ".join(words)
    found = hit(text)
    place = data.draw(st.integers(0, len(words) - 1))
    action = data.draw(st.sampled_from(["replace", "drop", "double"]))
    if action == "replace":
        word = data.draw(st.text(min_size=1).filter(lambda w: fold(w) != words[place]))
        altered = [*words[:place], word, *words[place + 1 :]]
    elif action == "drop":
        altered = [*words[:place], *words[place + 1 :]]
    else:
        altered = [*words[:place], words[place], *words[place:]]
    quote = cite(found, 0, len(text)).model_copy(update={"quote": " ".join(altered)})
    draft = Draft(claims=(Claim(text=text, citations=(quote,)),))
    settled = ground(draft, Context(hits=(found,)), text_of([found]))
    assert settled.claims[0].citations[0].status == "mismatch"


@given(st.lists(st.text("abc-'\".", min_size=1), min_size=1), st.data())
def test_space_quotes_and_dashes_fold(words: list[str], data: st.DataObject) -> None:
    variants = {
        " ": " \u00a0\n\t\u2009",
        "'": "'\u2018\u2019",
        '"': '"\u201c\u201d',
        "-": "-\u2013\u2014\u2011",
    }
    text = " ".join(words)
    other = "".join(data.draw(st.sampled_from(variants.get(c, c))) for c in text)
    assert fold(other) == fold(text)
    assert fold(fold(other)) == fold(other)


SUPPORT = [
    # quote, claim, supported
    (QUOTE, "Aspirin should not be given to children under 16 years.", True),
    (QUOTE, "Aspirin should be given to children under 16 years.", False),
    (QUOTE, "Give aspirin to children under 16 years.", False),
    (QUOTE, "Do not give aspirin to children under 18 years.", False),
    (QUOTE, "Do not give aspirin to children under eighteen years.", False),
    (QUOTE, "Do not give aspirin to children under sixteen years.", True),
    (QUOTE, "Do not give aspirin to children under 16 months.", False),
    (QUOTE, "Do not give aspirin to adults under 16 years.", False),
    (QUOTE, "Do not give ibuprofen to children under 16 years.", False),
    ("Take 500 mg every 6 hours.", "Take 500 milligrams every six hours.", True),
    ("Take 500 mg every 6 hours.", "Take 500 mcg every 6 hours.", False),
    ("Take 500 mg every 6 hours.", "Take 5000 mg every 6 hours.", False),
    ("Take 500 mg every 6 hours.", "Take 6 mg every 500 hours.", False),
    ("Take 0.5 mg before meals.", "Take 5 mg before meals.", False),
    ("Take 0.5 mg before meals.", "Take 0.50 mg before meals.", True),
    ("Take 0.5 mg before meals.", "Take 0.5 mg after meals.", False),
    ("It costs $1,000 a year.", "It costs $1000 a year.", True),
    ("It costs 1.000 a year.", "It costs 1000 a year.", False),
    ("The sum is -3.", "The sum is 3.", False),
    ("The sum is \u22123.", "The sum is -3.", True),
    ("There are 10\u00b3 bytes.", "There are 10\u2074 bytes.", False),
    ("The limit is twenty-one days.", "The limit is 21 days.", True),
    ("The limit is twenty-one days.", "The limit is twenty-five days.", False),
    ("Pay one half of the fee.", "Pay one third of the fee.", False),
    ("The plaintiff must notify the defendant within 30 days.", "Within 30 days the plaintiff must notify the defendant.", True),
    ("The plaintiff must notify the defendant within 30 days.", "The defendant must notify the plaintiff within 30 days.", False),
    ("The plaintiff must notify the defendant within 30 days.", "The plaintiff may notify the defendant within 30 days.", False),
    ("The rule took effect on 1 December 2015.", "The rule took effect on 1 December 2015.", True),
    ("The rule took effect on 1 December 2015.", "The new rule took effect on 1 November 2015.", False),
    ("Smith owed the sum to the bank of the city.", "The sum that was owed to the bank of the city was owed by Jones.", False),
    ("The contract is enforceable.", "The contract is unenforceable.", False),
    ("It is not safe without a helmet.", "It is safe with a helmet.", False),
    ("Ice floats, but lead does not float.", "Lead floats.", False),
    ("Ice floats, but lead does not float.", "Ice floats.", True),
    ("Interest rates fell in June.", "Interest rates rose in June.", False),
    ("Stroke signs start suddenly.", "Stroke signs start slowly.", False),
    ("Stroke signs start suddenly.", "\u201cStroke signs start suddenly\u201d", True),
    ("Stroke signs start suddenly.", "", False),
    ("Stroke signs start suddenly.", "It is so.", False),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "claim", "expected"), SUPPORT)
def test_support(quote: str, claim: str, expected: bool) -> None:
    assert is_supported(claim, [quote]) is expected


def test_two_quotes_support_together_what_neither_does_alone() -> None:
    quotes = ["A bond is a loan to a company.", "A bond pays interest twice a year."]
    claim = "A bond is a loan to a company and pays interest twice a year."
    assert is_supported(claim, quotes)
    assert not any(is_supported(claim, [quote]) for quote in quotes)


@given(st.text(max_size=80))
def test_a_text_with_words_supports_itself(text: str) -> None:
    assert is_supported(text, [text]) is bool(fold(text).casefold().strip(" .;:!?\"'"))


def test_checking_is_a_matter_of_a_millisecond() -> None:
    claims = tuple(
        Claim(
            text=f"Aspirin {n} should not be given to children under 16 years.", citations=(WHOLE,)
        )
        for n in range(600)
    )
    started = time.perf_counter()
    ground(Draft(claims=claims), Context(hits=(HIT,)), text_of([HIT]))
    per_three_ms = (time.perf_counter() - started) * 1000 / 200
    assert per_three_ms < 5  # 0.1 to 0.3 measured; the slack is for busy machines
