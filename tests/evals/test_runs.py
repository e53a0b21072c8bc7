from __future__ import annotations

from pathlib import Path

import pytest

from vademecum.evals.beir import BeirSet
from vademecum.evals.manifest import RunManifest
from vademecum.evals.runs import by_id, run_notes, run_of, run_system
from vademecum.evals.tasks.retrieval import evaluate_retrieval
from vademecum.retrieval.errors import InvalidInput


@pytest.fixture
def twins(tmp_path: Path) -> BeirSet:
    """Build a set in which q1 and q2 ask the same and mean different documents."""
    (tmp_path / "corpus.jsonl").write_text(
        "".join(f'{{"_id": "d{i}", "text": "text {i}"}}\n' for i in (1, 2, 3))
    )
    (tmp_path / "queries.jsonl").write_text(
        "".join(
            f'{{"_id": "q{i}", "text": "{text}"}}\n'
            for i, text in ((1, "what is it"), (2, "what is it"), (3, "who"))
        )
    )
    (tmp_path / "qrels.tsv").write_text("".join(f"q{i}\td{i}\t1\n" for i in (1, 2, 3)))
    return BeirSet.read(tmp_path)


RUN = {"q1": [("d1", 2.0), ("d2", 1.0)], "q2": [("d2", 2.0)], "q3": [("d1", 2.0), ("d3", 1.0)]}


def test_a_run_is_asked_by_text(twins: BeirSet) -> None:
    same = RUN | {"q2": RUN["q1"]}
    system = run_system(twins, same)
    assert system("what is it", 1) == [("d1", 2.0)]
    assert system("who", 9) == RUN["q3"]
    assert system("anything else", 9) == ()


def test_a_text_cannot_tell_two_rankings_apart(twins: BeirSet) -> None:
    with pytest.raises(InvalidInput, match="q1 and q2 ask the same and are ranked differently"):
        run_system(twins, RUN)


def test_by_id_it_can_be_measured_beside_a_system(twins: BeirSet, manifest: RunManifest) -> None:
    asked: list[str] = []

    def ours(question: str, k: int) -> list[tuple[str, float]]:
        asked.append(question)
        return [("d1", 1.0)]

    data, systems = by_id(twins, {"run": RUN}, {"ours": ours})
    result = evaluate_retrieval(data, systems, domain="law", manifest=manifest)
    assert asked == ["what is it", "what is it", "who"]
    assert {i.id: i.values["hit@1"] for i in result.items} == {"q1": 1.0, "q2": 1.0, "q3": 0.0}
    assert result.metrics["RR@10"].value == pytest.approx((1 + 1 + 0.5) / 3)
    assert result.baselines["ours"]["RR@10"].value == pytest.approx(1 / 3)


def test_the_run_of_a_system(twins: BeirSet) -> None:
    found = run_of(twins, lambda question, k: [(f"d{i}", -i) for i in range(9)], k=2)
    assert found == {query: [("d0", 0), ("d1", -1)] for query in twins.questions}


def test_where_run_and_set_do_not_fit(twins: BeirSet) -> None:
    assert run_notes(twins, RUN) == ()
    assert run_notes(twins, {"q1": [("d1", 1.0), ("lost", 0.5)], "strange": []}) == (
        "2 questions are not in the run and count 0",
        "1 queries of the run are not among the questions measured",
        "1 documents of the run are not in the corpus",
    )


@pytest.mark.parametrize("run", [{}, {"other": [("d1", 1.0)]}])
def test_the_run_of_another_set_is_refused(
    twins: BeirSet, run: dict[str, list[tuple[str, float]]]
) -> None:
    with pytest.raises(InvalidInput, match="no query of the run"):
        run_system(twins, run)
    with pytest.raises(InvalidInput, match="no query of the run"):
        by_id(twins, {"run": run})


def test_two_of_one_name_are_refused(twins: BeirSet) -> None:
    with pytest.raises(InvalidInput, match="the same name: BM25"):
        by_id(twins, {"BM25": RUN}, {"BM25": lambda question, k: []})
