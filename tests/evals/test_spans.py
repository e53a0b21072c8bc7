from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vademecum.evals.questions import GoldSpan
from vademecum.evals.spans import (
    char_precision,
    char_recall,
    check_spans,
    citation_precision,
    citation_recall,
    covered,
    f1,
    is_claim_verified,
    is_span_found,
    is_supported,
    shared,
    size,
    token_f1,
)
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.testing.fakes import hit
from vademecum.retrieval.types import Citation, Claim

TEXT = "One is odd. Two is even. Three is odd."


def cite(start: int, end: int, quote: str | None = None, document: str = "d1") -> Citation:
    return Citation(
        passage_id="p",
        document_id=document,
        title="T",
        source="S",
        start=start,
        end=end,
        quote=TEXT[start:end] if quote is None else quote,
    )


def gold(start: int, end: int) -> GoldSpan:
    return GoldSpan(document_id="d1", quote=TEXT[start:end], start=start, end=end)


def test_citations_against_spans() -> None:
    cited = [cite(0, 11), cite(12, 24), cite(0, 11, document="d2")]
    right = [gold(0, 5), gold(25, 38)]
    assert citation_precision(cited, right) == pytest.approx(1 / 3)
    assert citation_recall(cited, right) == 0.5
    assert (citation_precision([], right), citation_recall([], right)) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (cite(0, 11), True),
        (cite(0, 11, "One is odd!"), False),
        (cite(0, 0, ""), False),
        (cite(-5, -1, TEXT[-5:-1]), False),
        (cite(0, 11, document="gone"), False),
    ],
)
def test_a_quote_must_stand_at_its_offsets(citation: Citation, expected: bool) -> None:
    texts = {"d1": TEXT}
    assert is_claim_verified(Claim(text="c", citations=(citation,)), texts.get) is expected


def test_a_claim_without_citations_is_not_verified() -> None:
    assert not is_claim_verified(Claim(text="c"), {"d1": TEXT}.get)


def test_a_span_must_be_found_among_the_first() -> None:
    other = [hit("Three is odd.", document_text=TEXT)] * 5
    right = hit("Two is even.", document_text=TEXT)
    assert is_span_found([*other[:4], right], [gold(12, 24)])
    assert not is_span_found([*other, right], [gold(12, 24)])


@pytest.mark.parametrize(
    ("text", "reference", "expected"),
    [
        ("Two is even.", "two IS even", 1.0),
        ("two two", "two", 2 * 1 / 3),
        ("", "two", 0.0),
        ("one", "two", 0.0),
    ],
)
def test_token_f1(text: str, reference: str, expected: float) -> None:
    assert token_f1(text, reference) == pytest.approx(expected)


PLACES = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 20), st.integers(1, 9)))


def spans(places: list[tuple[str, int, int]]) -> list[GoldSpan]:
    return [GoldSpan(document_id=d, quote="", start=s, end=s + n) for d, s, n in places]


def characters(places: list[tuple[str, int, int]]) -> set[tuple[str, int]]:
    return {(d, i) for d, s, n in places for i in range(s, s + n)}


@given(PLACES, PLACES)
def test_characters_in_several_spans_count_once(
    one: list[tuple[str, int, int]], other: list[tuple[str, int, int]]
) -> None:
    assert size(covered(spans(one))) == len(characters(one))
    common = len(characters(one) & characters(other))
    assert shared(covered(spans(one)), covered(spans(other))) == common
    if other:
        assert char_recall(spans(one), spans(other)) == common / len(characters(other))
    expected = common / len(characters(one)) if one else 0.0
    assert char_precision(spans(one), spans(other)) == expected


@pytest.mark.parametrize(
    ("cited", "expected"),
    [
        ([("a", 100, 40)], True),  # a clause inside the long gold span
        ([("a", 0, 400)], True),  # a passage around it
        ([("a", 75, 50)], True),  # half of the clause lies inside
        ([("a", 70, 50)], False),  # it only touches the edge
        ([("b", 100, 40)], False),  # another document
        ([("a", 70, 60), ("a", 170, 160)], True),  # together they cover 60 of 100 characters
        ([("a", 170, 160)], False),
        ([], False),
    ],
)
def test_support_is_half_of_the_shorter(cited: list[tuple[str, int, int]], expected: bool) -> None:
    assert is_supported(spans(cited), spans([("a", 100, 100)])) is expected


def test_the_harmonic_mean_of_zeros_is_zero() -> None:
    assert (f1(0.0, 0.0), f1(1.0, 0.5)) == (0.0, pytest.approx(2 / 3))


def test_spans_that_do_not_stand_are_an_input_error() -> None:
    texts = {"d1": TEXT}
    check_spans([("q", gold(0, 5))], texts.get)
    with pytest.raises(InvalidInput, match=r"1 gold spans do not stand .* first q in d1"):
        check_spans([("q", gold(0, 5).model_copy(update={"end": 6}))], texts.get)
