from __future__ import annotations

import pytest

from vademecum.evals.questions import GoldSpan
from vademecum.evals.spans import (
    citation_precision,
    citation_recall,
    is_claim_verified,
    is_span_found,
    token_f1,
)
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
    spans = [gold(0, 5), gold(25, 38)]
    assert citation_precision(cited, spans) == pytest.approx(1 / 3)
    assert citation_recall(cited, spans) == 0.5
    assert (citation_precision([], spans), citation_recall([], spans)) == (0.0, 0.0)


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
