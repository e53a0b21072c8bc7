from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from vademecum.apps.adapting.classify import TASKS, train_head
from vademecum.evals.classifiers.fits import KINDS
from vademecum.evals.classifiers.saved import load_heads
from vademecum.evals.sets.cards import card
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.errors import UnknownName


def test_every_task_is_of_sets_of_its_kind_in_its_domain() -> None:
    for task, about in TASKS.items():
        assert {KINDS[name] for name in about.sets} == {task}
        assert {card(name).domain for name in about.sets} == {about.domain}


def test_only_the_tasks_of_a_domain_are_trained() -> None:
    with pytest.raises(UnknownName, match=r"law has no head 'grading'; it has: clauses"):
        train_head("law", "grading", None, 0, lambda done: None)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Write a set in PubMedQA's form that a head can learn; return how many items it has."""
    folder = tmp_path / "data" / "healthcare" / "pubmedqa"
    folder.mkdir(parents=True)
    monkeypatch.setenv("VADEMECUM_DATA", str(tmp_path / "data"))
    said = {
        "yes": "Pain fell significantly in the treated group.",
        "no": "There was no difference and pain did not fall.",
        "maybe": "The study was too small, and further trials may tell.",
    }
    rows = [(f"{label}{n}", label, text) for label, text in said.items() for n in range(12)]
    corpus = [{"_id": f"d{i}", "title": "", "text": f"{text} Trial {i}."} for i, _, text in rows]
    queries = [
        {
            "_id": i,
            "text": f"Does treatment {i} help against pain?",
            "gold_doc_ids": [f"d{i}"],
            "final_decision": label,
            "split": "test" if int(i[-1]) % 2 else "dev",
        }
        for i, label, _ in rows
    ]
    for name, records in (("corpus", corpus), ("queries", queries)):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(record) + "\n" for record in records)
    return len(rows)


def test_a_head_is_trained_and_loaded_again(small: int, tmp_path: Path) -> None:
    seen: list[int] = []
    trained = train_head("healthcare", "yes_no_maybe", tmp_path, 0, seen.append)
    assert seen == [small]
    assert trained.labels["pubmedqa"] == ("maybe", "no", "yes")
    accuracy = "pubmedqa: accuracy"
    assert trained.after[accuracy].value > trained.before[accuracy].value
    path = tmp_path / "yes_no_maybe.safetensors"
    assert path.stat().st_size < 1_000_000
    assert load_heads(path, SentenceEncoder().sha256).card == trained
