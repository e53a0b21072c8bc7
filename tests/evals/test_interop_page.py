from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel

PAGE = Path(__file__).parents[2] / "docs" / "evaluation-interop.md"


def test_the_examples_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"_id": "d 1", "text": "red fox"}\n')
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "fox"}\n')
    (tmp_path / "qrels.tsv").write_text("q1\td 1\t1\n")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {
        "folder": tmp_path,
        "system": lambda question, k: [("d 1", 0.5)],
        "model": FakeListChatModel(responses=["I cannot say."]),
    }
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) == 2
    for block in blocks:
        exec(block, names)
    assert names["theirs"] == {"q1": [("d 1", 0.5)]}
    assert names["systems"]["theirs"]("q1", 1) == names["systems"]["ours"]("q1", 1)
    assert names["result"].metrics["unscored"].value == 1.0
