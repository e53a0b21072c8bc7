from __future__ import annotations

from dataclasses import dataclass

import pytest

from vademecum.domains.citations.nouns import Status
from vademecum.domains.law import LAW
from vademecum.evals.intervals import wilson
from vademecum.evals.manifest import RunManifest
from vademecum.evals.tasks.ledger import (
    CitedText,
    GoldCitation,
    evaluate_ledger,
    read_cited_texts,
)
from vademecum.retrieval.errors import InvalidInput


@dataclass(frozen=True)
class Row:
    start: int
    end: int
    status: Status
    is_over: bool = False


def gold(text: str, status: Status, start: int, over: bool = False) -> GoldCitation:
    return GoldCitation(text=text, start=start, status=status, over=over)


TEXTS = (
    CitedText(id="a", category="true", text="one two", citations=(gold("one", "verified", 0),)),
    CitedText(id="b", category="wrong", text="one two", citations=(gold("two", "mismatch", 4),)),
    CitedText(id="c", category="over", text="one", citations=(gold("one", "verified", 0, True),)),
    CitedText(id="d", category="none", text="zero"),
)
ROWS: dict[str, tuple[Row, ...]] = {
    "one two": (Row(0, 3, "verified"), Row(4, 7, "verified")),
    "one": (Row(0, 3, "mismatch", is_over=True),),
    "zero": (),
}


def test_figures(manifest: RunManifest) -> None:
    result = evaluate_ledger(TEXTS, lambda text: ROWS[text], domain="law", manifest=manifest)
    figures = {name: metric.value for name, metric in result.metrics.items()}
    assert figures["accuracy"] == pytest.approx(1 / 3)
    assert figures["found"] == 1.0
    assert figures["caught"] == 0.0
    assert figures["false_alarm"] == 0.5
    assert (figures["over"], figures["over_false"]) == (1.0, 0.0)
    assert figures["extra"] == pytest.approx(2 / 5)
    assert figures["recall/verified"] == 0.5
    assert figures["precision/verified"] == pytest.approx(1 / 4)
    assert figures["precision/mismatch"] == 0.0
    assert [item.labels["statuses"] for item in result.items] == [
        "verified",
        "verified",
        "mismatch",
        "",
    ]
    assert result.manifest.n == 4


def test_citations_of_one_text_are_drawn_together(manifest: RunManifest) -> None:
    texts = [
        CitedText(
            id=f"{i}",
            category="true",
            text=text,
            citations=(gold(text[:3], "verified", 0), gold(text[4:], "verified", 4)),
        )
        for i, text in enumerate(["one two"] * 2 + ["One Two"] * 2)
    ]
    rows = {"one two": ROWS["one two"], "One Two": (Row(0, 3, "mismatch"), Row(4, 7, "mismatch"))}
    result = evaluate_ledger(texts, lambda text: rows[text], domain="law", manifest=manifest)
    accuracy, apart = result.metrics["accuracy"], wilson(4, 8)
    assert (accuracy.value, accuracy.low, accuracy.high) == (0.5, 0.0, 1.0)
    assert accuracy.low < apart.low
    assert result.metrics["found"] == wilson(4, 4)  # not 8 of 8


def test_nothing_to_evaluate(manifest: RunManifest) -> None:
    with pytest.raises(InvalidInput):
        evaluate_ledger((), lambda text: (), domain="law", manifest=manifest)


def test_a_citation_must_stand_where_it_says() -> None:
    with pytest.raises(ValueError, match="does not stand at 1"):
        CitedText(id="x", category="c", text="one", citations=(gold("one", "verified", 1),))


def test_our_own_set_has_every_status_and_fault() -> None:
    texts = read_cited_texts(LAW.evalset("citations"))
    assert len(texts) >= 80
    assert {c.status for t in texts for c in t.citations} == {
        "verified", "mismatch", "unsupported", "not_found", "not_checked",
    }  # fmt: skip
    assert {t.category for t in texts} >= {
        "true", "invented", "wrong_name", "wrong_year", "altered_quote", "unsupported", "overruled",
    }  # fmt: skip
