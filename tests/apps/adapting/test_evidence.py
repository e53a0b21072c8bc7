from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from vademecum.apps.adapting.evidence import SETS, train_evidence
from vademecum.apps.cli.main import main
from vademecum.apps.heads import head_file
from vademecum.domains import load_domain
from vademecum.domains.discovery import installed_domains
from vademecum.evals.selecting.saved import FILE, EvidenceCard, load_evidence
from vademecum.retrieval.encoder import base_encoder
from vademecum.retrieval.errors import UnknownName

MAY_BE_SHIPPED = {"fairytaleqa"}
"""Apache-2.0, MIT, public domain or CC BY; never CC BY-SA, such as QED and XQuAD."""
NAMES = ("Anna", "Boris", "Clara", "Dora", "Emil", "Frida", "Georg", "Hanna")
PLACES = ("mill", "barn", "well", "tower", "cave", "forge", "inn", "ferry")


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Write a set in FairytaleQA's form; return how many questions it has."""
    folder = tmp_path / "data" / "education" / "fairytaleqa"
    folder.mkdir(parents=True)
    monkeypatch.setenv("VADEMECUM_DATA", str(tmp_path / "data"))
    count = 0
    for part, stories in (("train", range(10)), ("val", range(10, 13))):
        documents, questions = [], []
        for n in stories:
            who, where = NAMES[n % 8], PLACES[(n * 3) % 8]
            text = (
                f"It had rained for many days. {who} walked slowly to the old {where}. "
                f"The others stayed at home and slept. Nobody saw the grey goose number {n}."
            )
            documents.append({"doc_id": f"s{n}/1", "story": f"story {n}", "text": text})
            for k, (question, answer) in enumerate(
                (
                    (f"Who walked to the old {where}?", who),
                    (f"Where did {who} walk slowly?", f"the old {where}"),
                )
            ):
                questions.append(
                    {
                        "qid": f"s{n}#{k}",
                        "story": f"story {n}",
                        "question": question,
                        "answers": [answer],
                        "skill": "character" if k == 0 else "setting",
                        "explicit": "explicit",
                        "local_or_summary": "local",
                        "gold_doc_ids": [f"s{n}/1"],
                    }
                )
        count += len(questions)
        for name, records in (("documents", documents), ("questions", questions)):
            path = folder / f"{part}_{name}.jsonl.gz"
            with gzip.open(path, "wt", encoding="utf-8") as file:
                file.writelines(json.dumps(record) + "\n" for record in records)
    return count


def test_a_head_is_trained_measured_beside_the_rule_and_told_when_damaged(
    made: int, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["adapt", "train", "education", "--task", "evidence", "--json"]) == 0
    card = EvidenceCard.model_validate_json(capsys.readouterr().out)
    assert card.before.keys() == card.after.keys() == card.difference.keys()
    assert card.after["first_holds_answer"].value >= card.before["first_holds_answer"].value
    path = head_file(load_domain("education"))
    assert path == home / "adapters" / "education" / FILE
    assert path.stat().st_size < 1_000_000
    assert main(["adapt", "list"]) == 0
    assert f"education/evidence     {card.weights_sha256[:12]}" in capsys.readouterr().out
    assert main(["adapt", "card", "education/evidence"]) == 0
    assert "made by: vademecum adapt train education" in capsys.readouterr().out
    run = ["eval", "run", "evidence", "--domain", "education", "--set", "fairytaleqa", "--given"]
    assert main([*run, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"BM25 sentences", "MiniLM sentences", "evidence head"} == found["baselines"].keys()
    assert "first_holds_answer/skill=setting" in found["differences"]["evidence head"]
    assert found["manifest"]["n"] == 6
    path.write_bytes(path.read_bytes()[:-1])
    assert main(run) == 2
    assert "not those of its card" in capsys.readouterr().err.strip().splitlines()[-1]


def test_a_domain_without_a_set_for_it_is_told() -> None:
    with pytest.raises(UnknownName, match="law has no head 'evidence'; these have: education"):
        train_evidence("law", None, 0)


def test_what_is_shipped_learns_only_from_sets_that_allow_it() -> None:
    assert set(SETS.values()) <= MAY_BE_SHIPPED
    for domain in installed_domains()[0]:
        path = domain.folder / "heads" / FILE
        if path.is_file():
            card = load_evidence(path, base_encoder().sha256)[1]
            assert {source.name for source in card.learned_from} <= MAY_BE_SHIPPED
            assert card.may_be_shipped
            assert card.difference["first_holds_answer"].low > 0
            assert path.stat().st_size < 1_000_000
