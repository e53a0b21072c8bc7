from __future__ import annotations

import pytest

from vademecum.evals.intervals import wilson
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import comparable
from vademecum.evals.support_pairs import Kind, SupportPair
from vademecum.evals.tasks.support import LEARNED, evaluate_support
from vademecum.retrieval.errors import InvalidInput


def pair(name: str, supported: bool, claim: str, kind: Kind = "number") -> SupportPair:
    return SupportPair(
        id=name,
        source="leases",
        kind=kind,
        document_id=name[:1],
        title="",
        passage="The fee is 10 dollars. It is due.",
        claim=claim,
        supported=supported,
    )


PAIRS = [
    pair("a1", True, "The fee is 10 dollars."),
    pair("a2", False, "The fee is 90 dollars."),
    pair("b1", True, "Ten dollars are the fee.", "entity"),
    pair("b2", False, "Ten fees are the dollar.", "entity"),
]


def test_figures_by_kind_and_form_beside_rivals(manifest: RunManifest) -> None:
    result = evaluate_support(
        PAIRS,
        {LEARNED: lambda pairs: [2.0, -1.0, 0.5, 0.7], "none": lambda pairs: [0.0] * 4},
        domain="law",
        manifest=manifest,
        threshold=0.6,
        resamples=100,
    )
    figures = {name: figure.value for name, figure in result.metrics.items()}
    assert figures["auroc"] == 0.75
    assert figures["auroc/kind=number"] == 1.0
    assert figures["auroc/kind=entity"] == 0.0
    assert figures["auroc/form=reworded"] == 0.5
    assert "auroc/form=verbatim" not in figures
    assert figures["false_alarms"] == 0.5
    assert figures["false_passes/kind=entity"] == 1.0
    assert result.baselines["none"]["auroc"].value == 0.5
    assert result.differences["none"]["auroc"].value == 0.25
    assert [item.labels["form"] for item in result.items] == ["verbatim", *["reworded"] * 3]
    assert comparable(result) == comparable(result)


def test_false_alarms_draw_documents_whole(manifest: RunManifest) -> None:
    # Two supported claims and one that is not of each of four documents; all of two pass.
    pairs = [pair(f"{d}{i}", i < 2, f"claim {i}") for d in "abcd" for i in range(3)]
    result = evaluate_support(
        pairs,
        {LEARNED: lambda some: [float(one.document_id in "ab") for one in some]},
        domain="law",
        manifest=manifest,
        threshold=0.6,
    )
    alarms = result.metrics["false_alarms"]
    assert (alarms.value, alarms.low, alarms.high) == (0.5, 0.0, 1.0)
    assert result.metrics["false_passes"] == wilson(2, 4)  # one of each document: as ever
    assert [item.cluster for item in result.items][:4] == ["a", "a", "a", "b"]


def test_one_label_alone_is_no_evaluation(manifest: RunManifest) -> None:
    with pytest.raises(InvalidInput, match="supported"):
        evaluate_support(
            PAIRS[:1],
            {LEARNED: lambda pairs: [1.0]},
            domain="law",
            manifest=manifest,
        )
