"""The learned score prefers what the passage says; grounding passes what rule and score pass."""

# ruff: noqa: E501 - tables read better with one case a line
from __future__ import annotations

import pytest

from vademecum.retrieval.claim_support import (
    ClaimSupport,
    Judged,
    WordsAndScore,
    claim_support,
    fitting_support,
    support_scores,
)
from vademecum.retrieval.claim_words import words_of
from vademecum.retrieval.encoder import SentenceEncoder, base_encoder
from vademecum.retrieval.grounding import by_words, ground
from vademecum.retrieval.testing.fakes import cite, hit, text_of
from vademecum.retrieval.types import Claim, Context, Draft

PASSAGE = (
    "The tenant must give notice 30 days before the end of the lease. "
    "The landlord in Oslo returns the deposit to Anna within two weeks. "
    "The deposit is not returned while rent is owed."
)


def head() -> ClaimSupport:
    found = claim_support()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return base_encoder()


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("The tenant must give notice 30 days before.", "The tenant must give notice 60 days before."),
        ("While rent is owed, the deposit is not returned.", "While rent is owed, the deposit is returned."),
        ("The deposit is returned within 2 weeks.", "The deposit is returned within 9 weeks."),
        ("The tenant gives notice 30 days before.", "The landlord gives notice 30 days before."),
        ("In Oslo the landlord returns the deposit to Anna.", "In Anna the landlord returns the deposit to Oslo."),
        ("The deposit is returned to Anna.", "The deposit is sold to a museum."),
    ],
)  # fmt: skip
def test_the_true_twin_scores_higher(encoder: SentenceEncoder, true: str, false: str) -> None:
    judged = [Judged(true, PASSAGE, "Lease"), Judged(false, PASSAGE, "Lease")]
    good, bad = support_scores(judged, encoder, head())
    assert good > bad


def test_a_claim_without_words_is_scored_without_failing(encoder: SentenceEncoder) -> None:
    assert len(support_scores([Judged("It is so.", PASSAGE)], encoder, head())) == 1
    assert len(support_scores([Judged("A deposit.", "...")], encoder, head())) == 1


def test_words_know_what_is_negated() -> None:
    said = {w.term: w for w in words_of("It is not safe, but it is Cheap for twelve people.")}
    assert said["safe"].is_negated
    assert not said["cheap"].is_negated
    assert said["cheap"].is_name
    assert said["12"].is_number
    assert not said["it"].is_content


def settled(claim: str, supports: WordsAndScore) -> str:
    found = hit(PASSAGE)
    start = PASSAGE.index("The landlord")
    citation = cite(found, start, PASSAGE.index(" The deposit is not"))
    draft = Draft(claims=(Claim(text=claim, citations=(citation,)),))
    result = ground(draft, Context(hits=(found,)), text_of([found]), supports)
    return result.claims[0].citations[0].status


def test_grounding_asks_rule_and_score(encoder: SentenceEncoder) -> None:
    both = WordsAndScore(encoder, head())
    claim = "The landlord returns the deposit to Anna within two weeks."
    assert settled(claim, both) == "verified"
    assert settled("The landlord returns the deposit to a museum.", both) == "mismatch"
    never = WordsAndScore(encoder, head().model_copy(update={"threshold": 99.0}))
    assert settled(claim, never) == "mismatch"
    quote = "The landlord in Oslo returns the deposit to Anna within two weeks."
    assert settled(quote, never) == "verified"


def test_another_encoder_leaves_the_rule_alone() -> None:
    class Other:
        sha256 = "0" * 64

    assert fitting_support(Other()) is by_words  # type: ignore[arg-type]
