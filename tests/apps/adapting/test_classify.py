from __future__ import annotations

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


@pytest.mark.data
@pytest.mark.slow
def test_a_head_is_trained_and_loaded_again(tmp_path: Path) -> None:
    seen: list[int] = []
    trained = train_head("healthcare", "yes_no_maybe", tmp_path, 0, seen.append)
    assert seen == [1000]
    assert trained.labels["pubmedqa"] == ("maybe", "no", "yes")
    accuracy = "pubmedqa: accuracy"
    assert trained.after[accuracy].value > trained.before[accuracy].value
    path = tmp_path / "yes_no_maybe.safetensors"
    assert path.stat().st_size < 1_000_000
    assert load_heads(path, SentenceEncoder().sha256).card == trained
