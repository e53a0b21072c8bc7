from __future__ import annotations

import pytest

from vademecum.evals.items import Item
from vademecum.evals.manifest import RunManifest
from vademecum.evals.questions import GoldSpan
from vademecum.evals.results import ItemTexts
from vademecum.evals.tasks.evidence import Evidence, Quoter, evaluate_evidence
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Citation

TEXTS = {
    "d1": "The bond pays five percent. It was sold in 1999. Nobody bought shares.",
    "d2": "In 1999 it rained.",
}
SENTENCES = ("The bond pays five percent.", "It was sold in 1999.", "Nobody bought shares.")


def cite(quote: str, document: str = "d1", shift: int = 0) -> Citation:
    start = TEXTS[document].index(quote) + shift
    return Citation(
        passage_id="p",
        document_id=document,
        title="T",
        source="S",
        start=start,
        end=start + len(quote),
        quote=quote,
    )


def gold(quote: str) -> GoldSpan:
    start = TEXTS["d1"].index(quote)
    return GoldSpan(document_id="d1", quote=quote, start=start, end=start + len(quote))


WHEN = Item(
    id="when",
    text="When was it sold?",
    use="report",
    gold=(gold("1999"),),
    documents=("d1",),
    answers=("1999",),
)
WHAT = Item(
    id="what",
    text="What is said of bond and sale?",
    use="report",
    gold=(gold(SENTENCES[0] + " "), gold(SENTENCES[1])),
    documents=("d1",),
)
NEITHER = Item(id="neither", text="Why?", use="report", answerable=False)


def quoting(*quotes: Citation, answer: str | None = None) -> Quoter:
    return lambda item: Evidence(quotes=quotes, answer=answer)


def values(quoter: Quoter, item: Item, manifest: RunManifest) -> dict[str, float]:
    result = evaluate_evidence(
        [item], {"ours": quoter}, TEXTS.get, domain="law", manifest=manifest, resamples=50
    )
    return {name: figure.value for name, figure in result.metrics.items()}


def test_a_short_answer_in_the_first_quote(manifest: RunManifest) -> None:
    found = values(quoting(cite(SENTENCES[1]), cite(SENTENCES[2])), WHEN, manifest)
    assert found == pytest.approx(
        {
            "answered": 1.0,
            "quotes_verified": 1.0,
            "first_holds_answer": 1.0,
            "first_supports": 1.0,
            "exact_match": 0.0,
            "answer_f1": 2 * 1 / (5 + 1),  # "it was sold in 1999" against "1999"
            "evidence_precision": 0.5,
            "evidence_recall": 1.0,
            "evidence_f1": 2 / 3,
            "evidence_f1@1": 1.0,
            "span_precision": 4 / (20 + 21),
            "span_recall": 1.0,
            "span_f1": 2 * 4 / (4 + 41),
        }
    )


def test_items_can_be_read(manifest: RunManifest) -> None:
    result = evaluate_evidence(
        [WHEN],
        {"ours": quoting(cite(SENTENCES[1]), answer="in 1999")},
        TEXTS.get,
        domain="law",
        manifest=manifest,
        resamples=20,
    )
    assert result.items[0].texts == ItemTexts(
        question="When was it sold?",
        expected="answer: 1999\n“1999” — d1",
        found="answer: in 1999\n“It was sold in 1999.” — T (d1)",
    )


def test_the_right_words_in_another_document_do_not_hold_the_answer(
    manifest: RunManifest,
) -> None:
    found = values(quoting(cite("In 1999 it rained.", "d2")), WHEN, manifest)
    assert (found["first_holds_answer"], found["first_supports"]) == (0.0, 0.0)
    open_item = WHEN.model_copy(update={"documents": (), "gold": ()})
    assert values(quoting(cite("In 1999 it rained.", "d2")), open_item, manifest) == {
        "answered": 1.0,
        "quotes_verified": 1.0,
        "first_holds_answer": 1.0,
        "exact_match": 0.0,
        "answer_f1": pytest.approx(2 * 1 / (4 + 1)),
    }


def test_several_sentences_of_evidence(manifest: RunManifest) -> None:
    found = values(quoting(cite(SENTENCES[0])), WHAT, manifest)
    assert (found["evidence_precision"], found["evidence_recall"]) == (1.0, 0.5)
    assert found["evidence_f1"] == pytest.approx(2 / 3)
    assert "answer_f1" not in found  # no accepted answers to compare with


def test_the_short_answer_goes_before_the_quote(manifest: RunManifest) -> None:
    found = values(quoting(cite(SENTENCES[1]), answer="the 1999"), WHEN, manifest)
    assert (found["exact_match"], found["answer_f1"]) == (1.0, 1.0)


def test_nothing_quoted_is_nothing_found(manifest: RunManifest) -> None:
    found = values(quoting(), WHEN, manifest)
    assert set(found.values()) == {0.0}
    assert "quotes_verified" not in found


def test_a_quote_at_wrong_offsets_is_not_verified(manifest: RunManifest) -> None:
    assert values(quoting(cite(SENTENCES[1], shift=1)), WHEN, manifest)["quotes_verified"] == 0.0


def test_rivals_stand_beside_and_the_unanswerable_is_left_out(manifest: RunManifest) -> None:
    result = evaluate_evidence(
        [WHEN, WHAT, NEITHER],
        {"ours": quoting(cite(SENTENCES[1])), "last": quoting(cite(SENTENCES[2]))},
        TEXTS.get,
        domain="law",
        manifest=manifest,
        resamples=50,
    )
    assert result.baselines["last"]["first_supports"].value == 0.0
    assert result.differences["last"]["first_supports"].value == 1.0
    assert result.manifest.n == 2
    assert result.manifest.notes == ("1 items without an answer left out",)
    assert result.items[0].found == ("d1",)


def test_what_cannot_be_measured_is_an_input_error(manifest: RunManifest) -> None:
    stale = WHEN.model_copy(update={"gold": (gold("1999").model_copy(update={"start": 0}),)})
    for items, message in (([stale], "do not stand"), ([NEITHER], "no item has a gold span")):
        with pytest.raises(InvalidInput, match=message):
            evaluate_evidence(
                items, {"ours": quoting()}, TEXTS.get, domain="law", manifest=manifest
            )
