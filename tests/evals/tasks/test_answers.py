from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pytest

from vademecum.evals.intervals import wilson
from vademecum.evals.manifest import RunManifest
from vademecum.evals.questions import GoldSpan, Question
from vademecum.evals.results import ItemTexts
from vademecum.evals.tasks.answers import evaluate_answers
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.testing.fakes import ListSearch, hit
from vademecum.retrieval.types import Access, Answer, Citation, Claim, Hit, Query, Refusal

TEXT = "A bond is a loan. A share is a part of a company. Rates move prices."
ALLOW = Access.of("public")


def span(quote: str) -> GoldSpan:
    start = TEXT.index(quote)
    return GoldSpan(document_id="d1", quote=quote, start=start, end=start + len(quote))


BOND = Question(id="a", question="bond?", answerable=True, gold=(span("A bond is a loan."),))
SHARE = Question(
    id="b",
    question="share?",
    answerable=True,
    gold=(span("A share is a part of a company."), span("Rates move prices.")),
)
MOON = Question(id="c", question="moon?", answerable=False)
STARS = Question(id="d", question="stars?", answerable=False)


@dataclass(frozen=True)
class Reader:
    """Answer from the sentence that holds the question's word; treat the rest as ``otherwise``."""

    otherwise: Literal["abstained", "redirected"] = "abstained"
    shift: int = 0

    def ask(self, query: Query) -> Answer | Refusal:
        word = query.text.rstrip("?")
        for sentence in ("A bond is a loan.", "A share is a part of a company."):
            if word in sentence:
                start = TEXT.index(sentence)
                citation = Citation(
                    passage_id="p",
                    document_id="d1",
                    title="T",
                    source="S",
                    start=start + self.shift,
                    end=start + len(sentence) + self.shift,
                    quote=sentence,
                    status="verified",
                )
                claim = Claim(text=sentence, citations=(citation,))
                return Answer(text=sentence, claims=(claim,), confidence=0.9)
        return Refusal(outcome=self.otherwise, text="Not here.")


def search(*passages: str) -> Callable[[Query], tuple[Hit, ...]]:
    return ListSearch([hit(text, document_text=TEXT) for text in passages]).search


def text_of(document_id: str) -> str | None:
    return TEXT if document_id == "d1" else None


def test_items_can_be_read(manifest: RunManifest) -> None:
    result = evaluate_answers(
        [BOND, MOON],
        Reader().ask,
        search("A bond is a loan."),
        text_of,
        allow=ALLOW,
        domain="law",
        manifest=manifest,
    )
    assert [item.texts for item in result.items] == [
        ItemTexts(
            question="bond?",
            expected="“A bond is a loan.” — d1",
            found="answered\n“A bond is a loan.” — T (d1)",
        ),
        ItemTexts(
            question="moon?",
            expected="no answer: the library does not hold it",
            found="abstained\nNot here.",
        ),
    ]


def test_every_figure_by_hand(manifest: RunManifest) -> None:
    result = evaluate_answers(
        [BOND, SHARE, MOON, STARS],
        Reader().ask,
        search("A bond is a loan."),
        text_of,
        allow=ALLOW,
        domain="law",
        manifest=manifest,
    )
    values = {name: figure.value for name, figure in result.metrics.items()}
    quote = (
        8 * 2 / (8 + 11)
    )  # "a share is a part of a company" against that and "rates move prices"
    assert values == pytest.approx(
        {
            "span_hit@5": 0.5,
            "answered": 1.0,
            "not_answered": 1.0,
            "abstained": 1.0,
            "claims_verified": 1.0,
            "citation_precision": 1.0,
            "citation_recall": (1 + 0.5) / 2,
            "token_f1": (1 + quote) / 2,
        }
    )
    assert result.items[0].labels == {"outcome": "answered", "claims": "1/1 verified"}
    assert result.items[0].values["confidence"] == 0.9


def test_the_claims_of_one_answer_are_drawn_together(manifest: RunManifest) -> None:
    def ask(query: Query) -> Answer | Refusal:
        said = Reader(shift=int(query.text.startswith("share"))).ask(query)
        assert isinstance(said, Answer)
        return said.model_copy(update={"claims": said.claims * 5})

    questions = [
        one.model_copy(update={"id": f"{one.id}{i}"}) for one in (BOND, SHARE) for i in range(2)
    ]
    result = evaluate_answers(
        questions,
        ask,
        search("A bond is a loan."),
        text_of,
        allow=ALLOW,
        domain="law",
        manifest=manifest,
    )
    verified = result.metrics["claims_verified"]
    assert wilson(10, 20).low > 0.25
    assert (verified.value, verified.low, verified.high) == (0.5, 0.0, 1.0)


def test_a_redirect_does_not_answer_and_does_not_abstain(manifest: RunManifest) -> None:
    result = evaluate_answers(
        [MOON],
        Reader("redirected").ask,
        search(),
        text_of,
        allow=ALLOW,
        domain="law",
        manifest=manifest,
    )
    assert result.metrics["not_answered"].value == 1.0
    assert result.metrics["abstained"].value == 0.0
    assert set(result.metrics) == {"not_answered", "abstained"}


def test_a_quote_at_wrong_offsets_is_not_verified_whatever_its_status_says(
    manifest: RunManifest,
) -> None:
    result = evaluate_answers(
        [BOND],
        Reader(shift=1).ask,
        search(),
        text_of,
        allow=ALLOW,
        domain="law",
        manifest=manifest,
    )
    assert result.metrics["claims_verified"].value == 0.0


def test_stale_gold_is_an_input_error(manifest: RunManifest) -> None:
    stale = BOND.model_copy(
        update={"gold": (GoldSpan(document_id="d1", quote="x", start=0, end=1),)}
    )
    with pytest.raises(InvalidInput, match=r"1 gold spans do not stand .* first a in d1"):
        evaluate_answers(
            [stale],
            Reader().ask,
            search(),
            text_of,
            allow=ALLOW,
            domain="law",
            manifest=manifest,
        )


def test_the_query_carries_what_the_question_says() -> None:
    question = Question.model_validate(
        {"id": "a", "question": "Now?", "answerable": False, "as_of": "2024-03-01", "gold": []}
        | {"jurisdiction": "US", "audience": "clinician"}
    )
    query = question.query(ALLOW)
    assert (query.text, query.jurisdiction, query.audience) == ("Now?", "US", "clinician")
    assert query.as_of is not None
    assert query.as_of.isoformat() == "2024-03-01"
    assert query.allow == ALLOW
