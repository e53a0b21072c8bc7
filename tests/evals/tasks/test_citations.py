from __future__ import annotations

import pytest

from vademecum.evals.items import Item
from vademecum.evals.manifest import RunManifest
from vademecum.evals.questions import GoldSpan
from vademecum.evals.results import ItemTexts
from vademecum.evals.tasks.citations import evaluate_citations, evaluate_passages
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Citation, Claim

TEXT = "".join(f"{i:02d}." for i in range(100))  # 300 characters
TEXTS = {"c1": TEXT, "c2": TEXT}


def cite(start: int, end: int, document: str = "c1", quote: str | None = None) -> Citation:
    return Citation(
        passage_id="p",
        document_id=document,
        title="T",
        source="S",
        start=start,
        end=end,
        quote=TEXT[start:end] if quote is None else quote,
    )


def item(*places: tuple[int, int], name: str = "q", document: str = "c1") -> Item:
    gold = tuple(GoldSpan(document_id=document, quote=TEXT[s:e], start=s, end=e) for s, e in places)
    return Item(id=name, text="?", use="report", gold=gold, within=document)


def claims(*cited: list[Citation]) -> list[Claim]:
    return [Claim(text="c", citations=tuple(citations)) for citations in cited]


ASKED = item((0, 100), (200, 220))


@pytest.mark.parametrize(
    ("given", "recall", "precision", "spans"),
    [
        (claims([cite(0, 50)]), 1.0, 1.0, 0.5),
        (claims([cite(0, 50), cite(50, 100)]), 1.0, 1.0, 0.5),  # either would do alone
        (claims([cite(0, 50), cite(120, 130)]), 1.0, 0.5, 0.5),  # the second is not needed
        (claims([cite(0, 50)], [cite(120, 130)]), 0.5, 0.5, 0.5),
        (claims([cite(120, 130)]), 0.0, 0.0, 0.0),
        (claims([cite(0, 50, "c2")]), 0.0, 0.0, 0.0),
        (claims([cite(70, 140), cite(160, 300)]), 1.0, 0.5, 1.0),
        (claims([]), 0.0, 0.0, 0.0),
        ([], 0.0, 0.0, 0.0),
    ],
)
def test_alce_with_gold_spans(
    given: list[Claim], recall: float, precision: float, spans: float, manifest: RunManifest
) -> None:
    result = evaluate_citations(
        [ASKED],
        {"ours": lambda asked: given},
        TEXTS.get,
        domain="law",
        manifest=manifest,
        resamples=20,
    )
    found = {name: figure.value for name, figure in result.metrics.items()}
    names = ("alce_recall", "alce_precision", "citation_recall")
    assert tuple(found[name] for name in names) == (recall, precision, spans)
    assert found["answered"] == float(bool(given))


def test_citations_that_support_only_together_are_all_needed(manifest: RunManifest) -> None:
    half, other = cite(60, 130), cite(170, 270)  # 30 and 30 of the 100 gold characters
    long_gold = item((100, 200))
    values = []
    for cited in ([half, other], [half], [other]):
        given = claims(cited)
        result = evaluate_citations(
            [long_gold],
            {"ours": lambda asked, given=given: given},
            TEXTS.get,
            domain="law",
            manifest=manifest,
            resamples=20,
        )
        values.append([result.metrics[f"alce_{name}"].value for name in ("recall", "precision")])
    assert values == [[1.0, 1.0], [0.0, 0.0], [0.0, 0.0]]


def test_characters_and_quotes(manifest: RunManifest) -> None:
    given = claims([cite(50, 150)], [cite(50, 150)], [cite(200, 210, quote="not this")])
    result = evaluate_citations(
        [ASKED],
        {"ours": lambda asked: given, "none": lambda asked: []},
        TEXTS.get,
        domain="law",
        manifest=manifest,
        resamples=20,
    )
    assert result.metrics["char_precision"].value == pytest.approx((50 + 10) / (100 + 10))
    assert result.metrics["char_recall"].value == pytest.approx((50 + 10) / 120)
    assert result.metrics["quotes_verified"].value == 0.0
    assert result.differences["none"]["char_recall"].value == pytest.approx(0.5)
    assert "quotes_verified" not in result.baselines["none"]
    assert result.items[0].found == ("c1",)


def test_items_can_be_read(manifest: RunManifest) -> None:
    asked, given = item((0, 6)), cite(3, 9)
    cited = evaluate_citations(
        [asked],
        {"ours": lambda i: claims([given])},
        TEXTS.get,
        domain="law",
        manifest=manifest,
        resamples=20,
    )
    found = evaluate_passages(
        [asked],
        {"ours": lambda i: [given]},
        TEXTS.get,
        domain="law",
        manifest=manifest,
        resamples=20,
    )
    expected = "“00.01.” — c1"
    assert [result.items[0].texts for result in (cited, found)] == [
        ItemTexts(question="?", expected=expected, found="“01.02.” — T (c1)"),
        ItemTexts(question="?", expected=expected, found="“01.02.” — c1"),
    ]


def test_characters_of_the_first_passages_found(manifest: RunManifest) -> None:
    passages = [cite(0, 60), cite(40, 100), cite(0, 100, "c2"), cite(190, 210), cite(100, 200)]
    result = evaluate_passages(
        [ASKED],
        {"ours": lambda asked: passages, "reversed": lambda asked: passages[::-1]},
        TEXTS.get,
        domain="law",
        manifest=manifest,
        resamples=20,
    )
    found = {name: figure.value for name, figure in result.metrics.items()}
    assert found == pytest.approx(
        {
            "char_recall@1": 60 / 120,
            "char_recall@5": 110 / 120,
            "char_recall@10": 110 / 120,
            "char_precision@1": 1.0,
            "char_precision@5": 110 / (210 + 100),  # 0 to 210 of c1, 100 of c2
            "char_precision@10": 110 / 310,
        }
    )
    assert result.differences["reversed"]["char_recall@1"].value == pytest.approx(60 / 120)
    assert result.task == "passages"


def test_questions_about_one_contract_are_drawn_together(manifest: RunManifest) -> None:
    items = [item((0, 100), name=f"q{i}", document="c1" if i < 10 else "c2") for i in range(20)]
    apart = [i.model_copy(update={"within": None, "group": i.id}) for i in items]
    widths = []
    for asked in (items, apart):
        figure = evaluate_passages(
            asked, {"ours": lambda i: [cite(0, 100)]}, TEXTS.get, domain="law", manifest=manifest
        ).metrics["char_recall@1"]
        assert figure.value == 0.5
        widths.append(figure.high - figure.low)
    assert widths[0] == 1.0
    assert widths[1] < 0.5


def test_what_cannot_be_measured_is_an_input_error(manifest: RunManifest) -> None:
    bare = Item(id="q", text="?", use="report")
    stale = ASKED.model_copy(
        update={"gold": (GoldSpan(document_id="c1", quote="x", start=0, end=1),)}
    )
    for items, message in (([bare], "no item has a gold span"), ([stale], "first q in c1")):
        with pytest.raises(InvalidInput, match=message):
            evaluate_passages(
                items, {"ours": lambda i: []}, TEXTS.get, domain="law", manifest=manifest
            )
