"""Inspect finds our tasks by name, and those with a search show what it finds."""

from __future__ import annotations

import gc
import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

inspect_ai = pytest.importorskip("inspect_ai")

from inspect_ai.model import ModelOutput, ModelUsage, get_model  # noqa: E402

from vademecum.apps import inspect_tasks  # noqa: E402
from vademecum.evals.halves import half_of  # noqa: E402
from vademecum.retrieval.errors import InvalidInput  # noqa: E402

# Inspect 0.3.285 calls tenacity by the old name of a parameter and leaves streams to the collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore:The 'initial' parameter is:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:Unclosed <MemoryObject:ResourceWarning"),
]
TEXTS = {
    "rain": "Rain falls from clouds. The wettest place is Mawsynram.",
    "gold": "Gold is a metal. It melts at 1064 degrees Celsius.",
    "bees": "Bees dance. A hive has one queen.",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Build the public data folder with three paragraphs of QED and a question on one of them."""
    monkeypatch.setenv("VADEMECUM_DATA", str(tmp_path))
    asked = {
        "qid": next(f"qed-{n}" for n in range(99) if half_of(f"qed-{n}") == "test"),
        "question": "at what temperature does gold melt",
        "explanation_type": "single_sentence",
        "answerable_from_passage": True,
        "answers": ["1064 degrees Celsius"],
        "gold_doc_ids": ["gold"],
        "gold_spans": [],
    }
    files: dict[str, list[dict[str, Any]]] = {
        "documents": [{"doc_id": i, "title": i, "text": text} for i, text in TEXTS.items()],
        "questions": [asked],
    }
    for name, records in files.items():
        path = tmp_path / "education" / "qed_dev" / f"{name}.jsonl.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress("".join(json.dumps(r) + "\n" for r in records).encode()))
    return tmp_path


def test_inspect_finds_every_task_by_its_name(tmp_path: Path) -> None:
    """Outside the checkout: beside its egg-info, Inspect takes the tasks for a script's own."""
    code = (
        "import json, inspect_ai._util.entrypoints as e, inspect_ai._util.registry as r\n"
        "e.ensure_entry_points('vademecum')\n"
        "print(json.dumps([i for i in r._registry if i.startswith('task:vademecum/')]))"
    )
    found = subprocess.run(
        [sys.executable, "-I", "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    names = {name.removeprefix("task:vademecum/") for name in json.loads(found.stdout)}
    assert names == set(inspect_tasks.__all__)


@pytest.mark.slow
def test_a_task_with_a_search_shows_the_best_passages(folder: Path) -> None:
    shown: list[str] = []

    def reply(asked: Any, *rest: Any) -> ModelOutput:
        shown.append(asked[-1].text)
        output = ModelOutput.from_content("mockllm", "ANSWER: 1064 degrees Celsius")
        # Without a usage the mock model counts tokens, with a vocabulary from the network.
        return output.model_copy(update={"usage": ModelUsage()})

    [log] = inspect_ai.eval(
        inspect_tasks.qed_dev(context="retrieved", k=1),
        model=get_model("mockllm/model", custom_outputs=reply, memoize=False),
        log_dir=str(folder / "logs"),
        display="none",
    )
    gc.collect()  # so that no later test collects the streams
    assert log.status == "success", log.error
    assert TEXTS["gold"] in shown[0]
    assert TEXTS["bees"] not in shown[0]
    by_name = {score.name: score.metrics["mean"].value for score in log.results.scores}
    assert by_name == {"exact_match": 1.0, "f1": 1.0, "answered": 1.0}


@pytest.mark.slow
def test_own_questions_are_shown_what_the_search_finds() -> None:
    task = inspect_tasks.own_questions("law", k=2)
    assert {len(sample.metadata["hits"]) for sample in task.dataset} == {2}
    with pytest.raises(InvalidInput, match="no context 'web'"):
        inspect_tasks.own_questions("law", context="web")
    with pytest.raises(InvalidInput, match="not 'closed'"):
        inspect_tasks.own_questions("law", context="closed")


def test_without_inspect_one_line_says_how_to_get_it() -> None:
    code = (
        "import sys; sys.modules['inspect_ai'] = None\n"
        "from vademecum.retrieval.errors import MissingExtra\n"
        "try: import vademecum.evals.inspect_tasks\n"
        "except MissingExtra as error: print(error)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "inspect_ai is not installed; run: pip install 'vademecum[inspect]'\n"
