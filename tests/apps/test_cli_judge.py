"""`vademecum eval judge`: a model behind a server grades; what it does not say has no grade."""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location(
    "openai_stub", Path(__file__).parents[1] / "servers" / "openai_stub.py"
)
stub = importlib.util.module_from_spec(_SPEC)
sys.modules[_SPEC.name] = stub
_SPEC.loader.exec_module(stub)

Run = Callable[..., object]
CASES = [
    {"id": "a", "question": "Q?", "answer": "yes", "reference": "yes", "label": "correct"},
    {"id": "b", "question": "Q?", "answer": "no", "reference": "yes", "label": "wrong"},
    {"id": "c", "question": "Q?", "answer": "mumbling", "reference": "yes"},
]


def grade(prompt: str) -> str:
    """Grade as the texts of the prompt say, and say nothing readable of a mumbled answer."""
    code = re.search(r"VERDICT (\w+): GRADE", prompt)[1]
    answer = re.search(rf"<answer-{code}>\n(.*?)\n</answer-{code}>", prompt, re.DOTALL)[1]
    if answer == "mumbling":
        return "Hard to tell."
    return f"VERDICT {code}: {'correct' if answer == 'yes' else 'wrong'}"


def write(path: Path, records: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def test_graded_compared_with_people_and_left_unscored(tmp_path: Path, vademecum: Run) -> None:
    file, out = write(tmp_path / "cases.jsonl", CASES), tmp_path / "run.json"
    with stub.serve() as server:
        server.reply = grade
        model = f"openai:any@{server.url}"
        done = vademecum("eval", "judge", "law", file, "--generator", model, "--out", out, "--json")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    assert found["metrics"]["correct"]["value"] == 0.5
    assert found["metrics"]["unscored"]["value"] == pytest.approx(1 / 3)
    assert found["metrics"]["agreement"]["value"] == 1.0
    assert json.loads(out.read_text())["task"] == "judge"


def test_a_bad_case_is_named(tmp_path: Path, vademecum: Run) -> None:
    file = write(tmp_path / "cases.jsonl", [{"id": "a", "question": "Q?"}])
    done = vademecum("eval", "judge", "law", file, "--generator", "openai:x@http://127.0.0.1:9/v1")
    assert done.code == 2
    assert "cases.jsonl:1: answer" in done.err
