"""Every citation has one status, and one altered word is enough to lose it."""

# ruff: noqa: E501 - tables read better with one case a line
from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vademecum.retrieval.grounding import ground
from vademecum.retrieval.reading import fold
from vademecum.retrieval.sentences import sentence_spans
from vademecum.retrieval.support import is_supported
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
    (QUOTE, "In short, do not give aspirin to children under 16 years.", True),
    (QUOTE, "Do not give aspirin or ibuprofen to children under 16 years.", False),
    ("Symptoms commence suddenly.", "Symptoms begin suddenly.", True),
    ("The sum is 2/3 + 1/4.", "In short, the sum is 2/3 + 1/4.", True),
    ("The sum is 2/3 + 1/4.", "In short, the sum is 2/3 - 1/4.", False),
    ("The sum is 2/3 + 1/4.", "In short, the sum is 4/3 + 1/2.", False),
    ("The product 5(x - 2) is 5x - 10.", "The product 5(x + 2) is 5x - 10.", False),
    ("The product 5(x - 2) is 5x - 10.", "The product is 5x-10.", True),
    ("The rate is 100 to 120 per minute.", "The rate is 120 to 100 per minute.", False),
    ("The ratio is 2 : 3.", "The ratio is 3 : 3.", False),
    ("Adults take 2 tablets, children take 1 tablet.", "Adults take 2 tablets.", True),
    ("Adults take 2 tablets, children take 1 tablet.", "Adults take 1 tablet.", False),
    ("Adults take 2 tablets, children take 1 tablet.", "Children take 1 tablet.", True),
    ("Adults take 2 tablets, children take 1 tablet.", "Adults take 1 tablet, children take 2 tablets.", False),
    ("Take 6 for adults and 3 for children.", "Take 3 for adults.", False),
    ("A deposit of 100 dollars grows to 105 dollars.", "A deposit of 105 dollars grows to 100 dollars.", False),
    ("The period was shortened from 120 days to 90 days.", "The period was shortened to 90 days.", True),
    ("The period was shortened from 120 days to 90 days.", "The period was shortened to 120 days.", False),
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


def test_a_claim_may_name_its_subject_by_the_title() -> None:
    quotes = ["It is given at 12 months of age, in one dose."]
    claim = "The measles vaccine is given at 12 months of age in one dose."
    assert is_supported(claim, quotes, ["Measles vaccine"])
    assert not is_supported(claim, quotes, ["Mumps"])
    assert not is_supported("The measles vaccine schedule.", quotes, ["Measles vaccine schedule"])


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

    def once_ms() -> float:
        started = time.perf_counter()
        ground(Draft(claims=claims), Context(hits=(HIT,)), text_of([HIT]))
        return (time.perf_counter() - started) * 1000

    per_three_ms = min(once_ms() for _ in range(5)) / 200
    assert per_three_ms < 5  # 0.1 to 0.3 measured; the slack is for busy machines


def _sentences() -> list[str]:
    """Return the sentences of the starter corpora that hold words and a number."""
    found: list[str] = []
    for path in sorted((Path(__file__).parents[2] / "domains").glob("*/corpus/*.md")):
        body = path.read_text(encoding="utf-8").split("+++")[-1]
        spans = sentence_spans(body)
        found += [body[a:b] for a, b in spans if re.search(r"[a-z]{3}.*\d|\d.*[a-z]{3}", body[a:b])]
    return found


def _other_number(sentence: str, chance: random.Random) -> str:
    number = chance.choice(list(re.finditer(r"\d+", sentence)))
    other = int(number.group()) + chance.choice([1, 2, 10])
    return f"{sentence[: number.start()]}{other}{sentence[number.end() :]}"


def _other_polarity(sentence: str, _: random.Random) -> str:
    if said := re.search(r"\b(?:not|never|no) ", sentence):
        return sentence[: said.start()] + sentence[said.end() :]
    return re.sub(r"\b(is|are|must|can|may|does|should|has)\b", r"\1 not", sentence, count=1)


@pytest.mark.parametrize("alter", [_other_number, _other_polarity])
def test_no_altered_sentence_of_the_corpora_passes(
    alter: Callable[[str, random.Random], str],
) -> None:
    chance = random.Random(1)
    sentences = _sentences()
    assert len(sentences) > 500
    altered = [(s, alter(s, chance)) for s in sentences]
    passed = [a for s, a in altered if a != s and is_supported(a, [s])]
    assert len(passed) <= len(sentences) * 0.002, passed


def test_a_sentence_of_the_corpora_passes_with_a_harmless_opening() -> None:
    sentences = [s for s in _sentences() if not s.startswith("|")]
    refused = [s for s in sentences if not is_supported(f"In short: {s}", [s])]
    assert len(refused) <= len(sentences) * 0.01, refused
