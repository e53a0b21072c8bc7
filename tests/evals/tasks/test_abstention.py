from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from vademecum.evals.intervals import wilson
from vademecum.evals.items import Item, Use
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import ItemTexts, read_result, write_result
from vademecum.evals.rivals import prior_scorer
from vademecum.evals.tasks.abstention import evaluate_abstention
from vademecum.retrieval.errors import InvalidInput


def item(name: str, answerable: bool | None, use: Use = "report", kind: str = "a") -> Item:
    return Item(id=name, text=name, use=use, answerable=answerable, slices={"kind": kind})


FOUR = [item("y1", True), item("y2", True), item("n1", False), item("n2", False)]
SCORES = {"y1": 0.9, "y2": 0.4, "n1": 0.6, "n2": 0.1}


def certainty(asked: Item) -> float:
    return SCORES[asked.id]


def drawn(n: int, shift: float = 0.0) -> tuple[list[Item], dict[str, float]]:
    """Make items of two kinds; "common" is mostly answerable, the scores know no kind."""
    rng = np.random.default_rng(5)
    made, scores = [], {}
    for i in range(n):
        is_common = bool(rng.random() < 0.5)
        answerable = bool(rng.random() < (0.8 if is_common else 0.2))
        use: Use = "tune" if i % 2 else "report"
        name = f"q{i}"
        made.append(item(name, answerable, use, "common" if is_common else "rare"))
        moved = shift if use == "report" and not answerable else 0.0
        scores[name] = float(1 / (1 + math.exp(-rng.normal(1.5 * (2 * answerable - 1) + moved, 1))))
    return made, scores


def test_every_figure_by_hand(manifest: RunManifest) -> None:
    result = evaluate_abstention(
        FOUR, certainty, domain="law", manifest=manifest, threshold=0.5, resamples=200
    )
    values = {name: figure.value for name, figure in result.metrics.items()}
    area = (0 / 1 + 1 / 2 + 1 / 3 + 2 / 4) / 4
    assert values == pytest.approx(
        {
            "auroc": 3 / 4,
            "aurc": area,
            "excess_aurc": area - (0 + 0 + 1 / 3 + 1 / 2) / 4,
            "answered_when_answerable": 0.5,
            "answered_when_unanswerable": 0.5,
        }
    )
    assert result.curves["risk_coverage/certainty"] == (
        (0.25, 0.0),
        (0.5, 0.5),
        (0.75, pytest.approx(1 / 3)),
        (1.0, 0.5),
    )
    assert "conformal coverage: unanswerable items for tuning" in result.manifest.notes[-2]
    assert result.items[0].values == {"certainty": 0.9, "answerable": 1.0, "loss": 0.0}
    assert [i.texts for i in result.items[1:3]] == [
        ItemTexts(
            question="y2", expected="an answer", found="certainty 0.4, not answered (threshold 0.5)"
        ),
        ItemTexts(
            question="n1",
            expected="no answer: it is not answerable",
            found="certainty 0.6, answered (threshold 0.5)",
        ),
    ]


def test_a_wrong_answer_costs_as_much_as_an_answer_to_the_unanswerable(
    manifest: RunManifest,
) -> None:
    result = evaluate_abstention(
        FOUR,
        certainty,
        domain="law",
        manifest=manifest,
        is_right=lambda i: i.id != "y1",
        resamples=200,
    )
    assert result.metrics["auroc"].value == 0.75
    assert result.curves["risk_coverage/certainty"][0] == (0.25, 1.0)


def test_a_prior_beats_chance_over_all_and_not_within_its_kinds(manifest: RunManifest) -> None:
    items, scores = drawn(1000)
    result = evaluate_abstention(
        items,
        lambda i: scores[i.id],
        domain="law",
        manifest=manifest,
        rivals={"prior": prior_scorer(items, "kind")},
        by=("kind",),
        within=("kind",),
        resamples=300,
    )
    prior, lead = result.baselines["prior"], result.differences["prior"]
    assert prior["auroc"].value > 0.7
    assert prior["auroc_within/kind"].value == 0.5
    assert result.metrics["auroc_within/kind"].value > 0.9
    assert 0 < lead["auroc"].value < lead["auroc_within/kind"].low
    assert lead["aurc"].high < 0  # less risk
    assert "auroc/kind=rare" in result.metrics
    assert result.manifest.n == 500


def test_the_stated_coverage_is_reached_and_a_shift_is_seen(manifest: RunManifest) -> None:
    reached = {}
    for shift in (0.0, 1.5):
        items, scores = drawn(2000, shift)
        result = evaluate_abstention(
            items, lambda i, s=scores: s[i.id], domain="law", manifest=manifest, resamples=50
        )
        reached[shift] = result.metrics["conformal_coverage"]
        assert result.metrics["conformal_coverage_stated"].value == 0.9
    assert reached[0.0].low <= 0.9 <= reached[0.0].high
    assert reached[1.5].high < 0.9
    assert result.metrics["selective_risk_stated"].value == 0.1
    assert result.metrics["selective_risk"].value > 0.1  # shifted, so that the statement is broken


def test_slices_of_one_kind_are_left_out(manifest: RunManifest, tmp_path: Path) -> None:
    items = [*FOUR, item("z", True, kind="b")]
    result = evaluate_abstention(
        items,
        lambda i: SCORES.get(i.id, 0.7),
        domain="law",
        manifest=manifest,
        by=("kind",),
        resamples=100,
    )
    assert "auroc/kind=a" in result.metrics
    assert "auroc/kind=b" not in result.metrics
    write_result(result, tmp_path / "run.json")
    assert read_result(tmp_path / "run.json") == result


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([*FOUR, item("u", None)], "1 items do not say if they are answerable: u"),
        (FOUR[:2], "answerable and unanswerable items for reporting"),
        ([], "answerable and unanswerable items for reporting"),
        ([*FOUR, item("x", True)], "x: certainty gives nan"),
    ],
)
def test_what_cannot_be_measured_is_an_input_error(
    items: list[Item], message: str, manifest: RunManifest
) -> None:
    with pytest.raises(InvalidInput, match=message):
        evaluate_abstention(
            items, lambda i: SCORES.get(i.id, math.nan), domain="law", manifest=manifest
        )


def test_the_questions_on_one_contract_are_drawn_together(manifest: RunManifest) -> None:
    asked = [item(f"q{i}", i % 2 == 0) for i in range(40)]
    on_contracts = [one.model_copy(update={"within": f"c{i // 10}"}) for i, one in enumerate(asked)]
    scores = {one.id: float(i < 20) / 2 + 0.1 + i / 1000 for i, one in enumerate(asked)}
    apart, together = (
        evaluate_abstention(
            some, lambda one: scores[one.id], domain="law", manifest=manifest, threshold=0.5
        )
        for some in (asked, on_contracts)
    )
    for name in ("answered_when_answerable", "answered_when_unanswerable"):
        assert apart.metrics[name] == wilson(10, 20)
        drawn = together.metrics[name]
        assert (drawn.value, drawn.low, drawn.high) == (0.5, 0.0, 1.0)
    note = "40 questions on 4 documents, drawn together by document"
    assert note in together.manifest.notes
    assert together.items[10].cluster == "within c1"
    assert note not in apart.manifest.notes
    assert apart.items[10].cluster is None
