from __future__ import annotations

from vademecum.evals.questions import GoldSpan
from vademecum.evals.readable import accepted, documents, gold_spans, passages, quotes
from vademecum.retrieval.types import Citation

SPAN = GoldSpan(document_id="d1", quote="bond", start=2, end=6)


def test_documents_with_their_titles() -> None:
    assert documents(["a", "b"], {"a": "Bonds", "b": ""}) == "Bonds (a)\nb"
    assert documents([], {}) == "(nothing)"
    assert documents("abcdefg", {}).splitlines() == ["a", "b", "c", "d", "e", "and 2 more"]


def test_quotes_and_gold_spans_with_their_documents() -> None:
    citation = Citation(
        passage_id="p", document_id="d1", title="T", source="S", start=2, end=6, quote="bond"
    )
    assert quotes([citation]) == "“bond” — T (d1)"
    assert gold_spans([SPAN]) == "“bond” — d1"


def test_accepted_answers_stand_above_the_spans() -> None:
    assert accepted(("a loan", "loan"), (SPAN,)) == "answer: a loan | loan\n“bond” — d1"
    assert accepted((), (SPAN,)) == "“bond” — d1"
    assert accepted(("a loan",), ()) == "answer: a loan"
    assert accepted((), ()) == ""


def test_passages_are_cut_at_their_beginning() -> None:
    text = "A bond " + 400 * "x"
    long = GoldSpan(document_id="d1", quote=text, start=0, end=len(text))
    cut = passages([SPAN, long], {"d1": text}.get).splitlines()
    assert cut[0] == "“bond” — d1"
    assert cut[1] == f"“{text[:298]} …” — d1"
