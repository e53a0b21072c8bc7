from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from vademecum.domains.domain import Domain
from vademecum.evals.data import data_home, require
from vademecum.evals.registry import TASKS, list_tasks
from vademecum.retrieval.errors import InvalidInput


@dataclass(frozen=True)
class Folder:
    """A domain as far as the registry looks at it."""

    folder: Path
    name: str = "law"

    def evalset(self, name: str) -> Path:
        return self.folder / f"{name}.jsonl"


def test_it_says_what_is_present_and_how_to_obtain_the_rest(tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text("")
    (tmp_path / "law" / "gdpr").mkdir(parents=True)
    for name in ("documents", "questions"):
        (tmp_path / "law" / "gdpr" / f"{name}.jsonl.gz").write_bytes(b"")
    (tmp_path / "law" / "dc_code").mkdir()
    rows = {
        (row.task, row.data): row for row in list_tasks(tmp_path, [cast(Domain, Folder(tmp_path))])
    }
    assert rows["answers", "law (own)"].present
    assert not rows["guardrails", "law (own)"].present
    assert rows["retrieval", "gdpr"].present
    assert "vademecum convert gdpr" in rows["retrieval", "gdpr"].obtain
    assert not rows["retrieval", "dc_code"].present, "an empty folder is no set"
    assert "vademecum convert healthcare_merged" in rows["retrieval", "medquad"].obtain
    assert "abachaa/MedQuAD" in rows["retrieval", "medquad"].obtain
    assert not rows["guardrails", "xstest"].present
    assert "VADEMECUM_DATA" in rows["guardrails", "xstest"].obtain


def test_every_set_says_licence_and_splits(tmp_path: Path) -> None:
    rows = list_tasks(tmp_path, [cast(Domain, Folder(tmp_path))])
    assert all(row.domain and row.licence and row.splits and row.obtain for row in rows)
    assert {row.task for row in rows} == set(TASKS)
    chosen = {(row.task, row.data): row for row in rows}
    choice = chosen["choice", "medqa_us"]
    assert (choice.tune, choice.report, choice.run) == (0, 1273, "--set medqa_us")
    assert chosen["retrieval", "gdpr_paraphrase"].run == "--data DST --split paraphrase"


@pytest.mark.data
def test_every_public_set_is_here(data: Path) -> None:
    assert [row.data for row in list_tasks(data, []) if not row.present] == []


def test_the_variable_names_the_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VADEMECUM_DATA", str(tmp_path))
    assert data_home() == tmp_path
    monkeypatch.delenv("VADEMECUM_DATA")
    assert data_home().parts[-2:] == ("shared", "data")


def test_missing_data_says_how_to_obtain_it(tmp_path: Path) -> None:
    assert require(tmp_path) == tmp_path
    with pytest.raises(InvalidInput, match="missing; ask"):
        require(tmp_path / "x", "ask the librarian")


def test_importing_evals_loads_nothing_heavy() -> None:
    code = (
        "import sys, vademecum.evals, vademecum.evals.registry, vademecum.evals.calibration, "
        "vademecum.evals.tasks.answers; "
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'faiss', 'ir_measures', "
        "'gradio', 'langchain_core'}; sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")
