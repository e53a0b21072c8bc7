from __future__ import annotations

from pathlib import Path

import pytest

from vademecum.evals.beir import BeirSet
from vademecum.evals.intervals import bootstrap_mean
from vademecum.evals.manifest import RunManifest
from vademecum.evals.ranking import METRICS
from vademecum.evals.results import ItemTexts
from vademecum.evals.tasks.retrieval import evaluate_retrieval


@pytest.fixture
def beir(tmp_path: Path) -> BeirSet:
    texts = ["red fox", "blue whale", "green frog", "grey wolf"]
    (tmp_path / "corpus.jsonl").write_text(
        "".join(f'{{"_id": "d{i}", "text": "{text}"}}\n' for i, text in enumerate(texts))
    )
    (tmp_path / "queries.jsonl").write_text(
        "".join(f'{{"_id": "q{i}", "text": "the {text}"}}\n' for i, text in enumerate(texts))
    )
    (tmp_path / "qrels.tsv").write_text("".join(f"q{i}\td{i}\t1\n" for i in range(4)))
    return BeirSet.read(tmp_path)


class Words:
    """Rank documents by shared words; ``shift`` moves the best ones down."""

    def __init__(self, beir: BeirSet, shift: int = 0) -> None:
        self.beir, self.shift, self.asked = beir, shift, 0

    def __call__(self, question: str, k: int) -> list[tuple[str, float]]:
        self.asked += 1
        words = set(question.split())
        scored = [(d.id, float(len(words & set(d.text.split())))) for d in self.beir.documents]
        ranked = sorted(scored, key=lambda pair: (-pair[1], pair[0]))
        return (ranked[self.shift :] + ranked[: self.shift])[:k]


def test_the_first_system_stands_beside_the_others(beir: BeirSet, manifest: RunManifest) -> None:
    good, poor = Words(beir), Words(beir, shift=3)
    ticks: list[int] = []
    result = evaluate_retrieval(
        beir,
        {"ours": good, "shifted": poor},
        domain="law",
        manifest=manifest,
        tick=lambda: ticks.append(1),
    )
    assert tuple(result.metrics) == METRICS
    assert result.metrics["hit@1"].value == 1.0
    assert result.baselines["shifted"]["hit@1"].value == 0.0
    assert result.baselines["shifted"]["RR@10"].value == 0.5  # always in the second place
    assert result.differences["shifted"]["RR@10"].value == 0.5
    assert result.differences["shifted"]["RR@10"].low == 0.5
    assert (good.asked, poor.asked, len(ticks)) == (4, 4, 8)
    assert result.manifest.n == 4
    assert [item.id for item in result.items] == ["q0", "q1", "q2", "q3"]
    assert result.items[1].found[0] == "d1"
    assert result.items[1].values["nDCG@10"] == 1.0


def test_questions_on_one_document_are_drawn_together(beir: BeirSet, manifest: RunManifest) -> None:
    alone = evaluate_retrieval(beir, {"ours": Words(beir)}, domain="law", manifest=manifest)
    assert {item.cluster for item in alone.items} == {None}
    # q0 and q1 are on d0, the better graded; q2 on d2, first of two by id, and so is q3.
    (beir.folder / "qrels.tsv").write_text(
        "q0\td0\t1\nq1\td1\t1\nq1\td0\t2\nq2\td3\t1\nq2\td2\t1\nq3\td2\t1\n"
    )
    data = BeirSet.read(beir.folder)
    result = evaluate_retrieval(
        data,
        {"ours": Words(data), "shifted": Words(data, shift=3)},
        domain="law",
        manifest=manifest,
    )
    assert [item.cluster for item in result.items] == [f"document d{i}" for i in (0, 0, 2, 2)]
    assert "4 questions on 2 documents, drawn together by document" in result.manifest.notes
    hits = [item.values["hit@1"] for item in result.items]
    assert hits == [1.0, 1.0, 1.0, 0.0]
    # With two documents a resample may hold one of them alone.
    figure = result.metrics["hit@1"]
    assert (figure.low, figure.high) == (0.5, 1.0)
    # "shifted" finds q2's second document and q3's: differences 1, 1, 0 and -1.
    difference = result.differences["shifted"]["hit@1"]
    assert (difference.value, difference.low, difference.high) == (0.25, -0.5, 1.0)
    figures = [alone.metrics[m] for m in METRICS]
    columns = [[item.values[m] for item in alone.items] for m in METRICS]
    assert figures == [bootstrap_mean(column, manifest.seed) for column in columns]


def test_items_can_be_read(beir: BeirSet, manifest: RunManifest) -> None:
    (beir.folder / "corpus.jsonl").write_text(
        '{"_id": "d0", "title": "Foxes", "text": "red fox"}\n{"_id": "d1", "text": "whale"}\n'
    )
    (beir.folder / "qrels.tsv").write_text("q0\td1\t1\nq0\td0\t2\nq0\td2\t0\n")
    data = BeirSet.read(beir.folder)
    result = evaluate_retrieval(data, {"ours": Words(data)}, domain="law", manifest=manifest)
    assert result.items[0].texts == ItemTexts(
        question="the red fox", expected="Foxes (d0)\nd1", found="Foxes (d0)\nd1"
    )


def test_documents_that_nobody_can_find_are_noted(beir: BeirSet, manifest: RunManifest) -> None:
    (beir.folder / "qrels.tsv").write_text("q0\td0\t1\nq0\tlost\t1\n")
    data = BeirSet.read(beir.folder)
    result = evaluate_retrieval(data, {"ours": Words(data)}, domain="law", manifest=manifest)
    assert "1 relevant documents are not in the corpus" in result.manifest.notes
    assert result.metrics["recall@10"].value == 0.5


def test_no_system_is_a_programming_error(beir: BeirSet, manifest: RunManifest) -> None:
    with pytest.raises(ValueError, match="at least one system"):
        evaluate_retrieval(beir, {}, domain="law", manifest=manifest)
