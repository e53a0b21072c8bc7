from __future__ import annotations

import pytest

from vademecum.retrieval.analysis import Analyzer
from vademecum.retrieval.quotes import WEIGHTS, Features, features, ranked_quotes
from vademecum.retrieval.testing.fakes import hit

TERMS = Analyzer().terms
TEXT = (
    "The old bridge stands near the market. It was opened by the mayor in March 1887. "
    "Many people of the town walk over the bridge each day."
)


def weight(term: str) -> float:
    return 2.0


def found(question: str, *texts: str) -> dict[str, Features]:
    hits = [hit(text, document_id=f"d{n}") for n, text in enumerate(texts)]
    return {s.text: own for s, own in features(question, hits, TERMS, weight)}


def test_the_kind_asked_for_decides_between_sentences_of_like_words() -> None:
    (best, *_) = ranked_quotes("when was the bridge opened", [hit(TEXT)], TERMS, weight)
    assert best.text == "It was opened by the mayor in March 1887."
    assert best.hit.document.text[best.start : best.end] == best.text


def test_scores_are_chances_in_falling_order() -> None:
    quotes = ranked_quotes("where is the bridge", [hit(TEXT)], TERMS, weight)
    scores = [quote.score for quote in quotes]
    assert sum(scores) == pytest.approx(1)
    assert scores == sorted(scores, reverse=True)


def test_words_of_every_sentence_count_less_than_words_of_one() -> None:
    own = found(
        "bridge opened",
        "The bridge is long and old. The bridge was opened then. The bridge is here today.",
    )
    everywhere = own["The bridge is long and old."].local
    once = own["The bridge was opened then."].local - everywhere
    assert once > everywhere


def test_what_stands_above_a_sentence_is_known() -> None:
    own = found("bridge opened", TEXT)
    assert own["It was opened by the mayor in March 1887."].above == 0.5


def test_a_sentence_of_two_passages_is_quoted_once() -> None:
    again = hit(TEXT)
    assert len(ranked_quotes("bridge", [again, again], TERMS, weight)) == 3


def test_headings_and_scraps_are_never_quoted() -> None:
    text = "# The bridge of the old town\n\nToo short. The bridge stands near the market."
    assert [q.text for q in ranked_quotes("bridge", [hit(text)], TERMS, weight)] == [
        "The bridge stands near the market."
    ]


def test_nothing_comes_of_nothing() -> None:
    assert ranked_quotes("bridge", [], TERMS, weight) == []
    assert len(WEIGHTS) == len(Features._fields)
