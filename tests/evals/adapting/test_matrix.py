from __future__ import annotations

import pytest

from vademecum.evals.adapting.matrix import AdapterInfo, MatrixSet, transfer_matrix
from vademecum.evals.adapting.question_set import Find, QuestionSet
from vademecum.evals.items import Item
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import Metric
from vademecum.retrieval.errors import InvalidInput


def a_set(name: str, domain: str, n: int) -> QuestionSet:
    items = [
        Item(id=f"{name}{k}", text=f"{k}", use="report", documents=(f"d{k}",)) for k in range(n)
    ]
    return QuestionSet(name, domain, items, {i.id: frozenset(i.documents) for i in items})


def right_below(limit: int) -> Find:
    return lambda item: [f"d{item.text}"] if int(item.text) < limit else ["wrong"]


def matrix(manifest: RunManifest, ticks: list[int] | None = None):  # type: ignore[no-untyped-def]
    law = MatrixSet(
        a_set("gdpr", "law", 20),
        right_below(10),
        {"law adapter": right_below(20), "mixture": right_below(10)},
    )
    health = MatrixSet(
        a_set("pubmedqa", "healthcare", 40),
        right_below(30),
        {"law adapter": right_below(10), "mixture": right_below(30)},
        unit="passages of one document",
    )
    return transfer_matrix(
        [lambda: law, lambda: health],
        [
            AdapterInfo(name="law adapter", domain="law", stored_bytes=1),
            AdapterInfo(name="mixture", domain="all", stored_bytes=2),
        ],
        manifest=manifest,
        resamples=200,
        tick=lambda: ticks.append(1) if ticks is not None else None,
    )


def test_gain_at_home_and_loss_abroad(manifest: RunManifest) -> None:
    ticks: list[int] = []
    found = matrix(manifest, ticks)
    assert len(ticks) == 60 * 3
    cells = {(row.set, cell.adapter): cell for row in found.rows for cell in row.cells}
    home, abroad = cells["gdpr", "law adapter"], cells["pubmedqa", "law adapter"]
    assert (home.is_home, home.verdict) == (True, "helped")
    assert home.difference.value == pytest.approx(0.5)
    assert (abroad.is_home, abroad.verdict) == (False, "hurt")
    assert abroad.inheritance.count("introduced") == 20
    assert cells["gdpr", "mixture"].verdict == "cannot tell"
    assert found.rows[1].unit == "passages of one document"
    assert found.manifest.n == 60


def test_means_count_every_set_alike(manifest: RunManifest) -> None:
    law, mixture = matrix(manifest).transfers
    assert law.home is not None
    assert law.abroad is not None
    assert law.home.value == pytest.approx(0.5)
    assert law.abroad.value == pytest.approx(-0.5)
    assert law.abroad.high < 0 < law.home.low
    assert (law.worst_set, law.worst) == ("pubmedqa", pytest.approx(-0.5))
    assert mixture.home is None
    assert mixture.abroad is not None
    assert mixture.abroad.value == 0


def test_means_over_sets_draw_the_questions_on_one_document_together(
    manifest: RunManifest,
) -> None:
    def mean_at_home(documents: int) -> Metric:
        items = [
            Item(id=f"q{k}", text=f"{k}", use="report", documents=(f"d{k % documents}",))
            for k in range(20)
        ]
        right = {i.id: frozenset(i.documents) for i in items}

        def find(limit: int) -> Find:
            return lambda item: item.documents if int(item.documents[0][1:]) < limit else ["no"]

        law = MatrixSet(
            QuestionSet("gdpr", "law", items, right), find(0), {"a": find(documents // 2)}
        )
        adapter = AdapterInfo(name="a", domain="law", stored_bytes=1)
        found = transfer_matrix([lambda: law], [adapter], manifest=manifest, resamples=400)
        (moved,) = found.transfers
        assert moved.home is not None
        note = f"gdpr: 20 questions on {documents} documents, drawn together by document"
        assert (note in found.manifest.notes) == (documents < 20)
        return moved.home

    apart, together = mean_at_home(20), mean_at_home(2)
    assert apart.value == together.value == 0.5
    assert 0.2 < apart.low < apart.high < 0.8
    assert (together.low, together.high) == (0.0, 1.0)


def test_a_matrix_needs_sets_and_adapters(manifest: RunManifest) -> None:
    with pytest.raises(InvalidInput, match="one set and one adapter"):
        transfer_matrix([], [], manifest=manifest)
