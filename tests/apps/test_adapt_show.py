"""The ladder and the matrix over two tiny sets in the form of public ones, with made adapters."""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import typer

from vademecum.apps.adapting.adapters import loaded_adapters, mixture_of
from vademecum.apps.cli.adapt_show import ladder, matrix, page
from vademecum.evals.adapting.matrix import MatrixResult
from vademecum.evals.adapting.rungs import LadderResult
from vademecum.evals.halves import half_of
from vademecum.retrieval.encoder import base_encoder
from vademecum.retrieval.errors import InvalidInput, UnknownName
from vademecum.retrieval.testing.adapters import write_adapter

TOPICS = {
    "erasure": "A person may ask that data about her be deleted.",
    "access": "A person may ask for a copy of the data about her.",
    "transfer": "Data may be sent to another country only with safeguards.",
    "breach": "A leak of data is told to the authority within three days.",
    "consent": "Agreement may be withdrawn at any time.",
    "children": "Parents agree for a child under sixteen.",
}
NOTES = {
    "yes": "The new treatment helped and pain fell in the group.",
    "no": "The new treatment did not help and pain stayed the same.",
    "maybe": "The study was too small to tell whether pain fell.",
}


def write(path: Path, records: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "data"
    monkeypatch.setenv("VADEMECUM_DATA", str(root))
    write(
        root / "law/gdpr/documents.jsonl.gz",
        ({"doc_id": name, "title": name, "text": text} for name, text in TOPICS.items()),
    )
    write(
        root / "law/gdpr/questions.jsonl.gz",
        (
            {
                "qid": f"{name}-{n}",
                "kind": "concept",
                "question": f"What is said of {name}, case {n}?",
                "paraphrase": text,
                "gold_doc_ids": [name],
                "gold_spans": [],
            }
            for name, text in TOPICS.items()
            for n in range(4)
        ),
    )
    rows = [(f"{label}{n}", label, text) for label, text in NOTES.items() for n in range(6)]
    write(
        root / "healthcare/pubmedqa/corpus.jsonl.gz",
        ({"_id": f"d{i}", "title": "", "text": f"{text} Trial {i}."} for i, _, text in rows),
    )
    write(
        root / "healthcare/pubmedqa/queries.jsonl.gz",
        (
            {
                "_id": i,
                "text": f"Does treatment {i} help against pain?",
                "gold_doc_ids": [f"d{i}"],
                "final_decision": label,
                "split": "test" if int(i[-1]) % 2 else "dev",
            }
            for i, label, _ in rows
        ),
    )
    return root


@pytest.fixture
def adapters(home: Path) -> None:
    for seed, domain in enumerate(("healthcare", "law")):
        write_adapter(
            home / "adapters" / domain / "made",
            base_encoder(),
            seed=seed,
            size=0.1,
            domain=domain,
            steps=1,
            seconds=7.0,
        )


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[str, str]]:
    app = typer.Typer()
    for command in (ladder, matrix, page):
        app.command()(command)

    def done(*words: str | Path) -> tuple[str, str]:
        capsys.readouterr()
        app([str(word) for word in words], standalone_mode=False)
        return tuple(capsys.readouterr())  # type: ignore[return-value]

    return done


@pytest.mark.usefixtures("adapters")
def test_a_search_climbs_to_its_own_and_to_foreign_adapters(
    run: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    outputs = tmp_path / "recorded"
    outputs.mkdir()
    known = [f"{name}-{n}" for name in TOPICS for n in range(4)]
    asked = [name for name in known if half_of(name) == "test"]
    lines = [{"item": asked[0], "system": "llm", "output": [asked[0].rpartition("-")[0]]}]
    lines += [{"item": "stranger", "system": "llm", "output": "x"}]
    text = "\n".join(map(json.dumps, lines))
    (outputs / "llm.jsonl").write_text(text, encoding="utf-8")
    words = ("ladder", "law", "--set", "gdpr", "--adapter", "made", "--recorded", outputs, "--json")
    out, err = run(*words, "--out", tmp_path / "ladder.json")
    found = LadderResult.model_validate_json(out)
    assert found.task == "retrieval"
    assert [item.id for item in found.items] == asked
    kinds = {rung.name: rung.kind for rung in found.rungs}
    assert next(iter(kinds)) == "MiniLM"
    assert {"BM25", "LSA", "word embeddings", "moved by 4 examples", "search"} <= set(kinds)
    assert kinds["search + law"] == kinds["MiniLM + law"] == "adapted"
    assert kinds["search + healthcare"] == "foreign"
    llm = found.rung("llm (recorded)")
    assert (llm.n, llm.missing, llm.unknown) == (1, len(asked) - 1, 1)
    assert llm.metrics["hit@1"].value == 1.0
    own = found.rung("search + law")
    assert own.cost is not None
    assert own.cost.train_s == 7.0
    assert own.cost.stored_bytes
    assert {f.after for f in found.inheritance} == {
        f"{before} + {domain}"
        for before in ("MiniLM", "search")
        for domain in ("law", "healthcare")
    }
    assert found.lens is not None
    assert {pair.shares for pair in found.lens.pairs} == {"base", "embedding", "nothing"}
    assert found.weaknesses is not None
    assert {row.system for row in found.weaknesses.rows} == {
        "MiniLM",
        "MiniLM + law",
        "MiniLM + healthcare",
    }
    assert f"written: {tmp_path / 'ladder.json'}" in err
    shown, _ = run("page", tmp_path / "ladder.json", "--html", tmp_path / "page.html", "--json")
    assert json.loads(shown)["ladders"] == 1
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.usefixtures("adapters")
def test_a_classifier_climbs_from_label_words_to_what_is_found(
    run: Callable[..., tuple[str, str]],
) -> None:
    words = ("ladder", "healthcare", "--set", "pubmedqa", "--task", "classification", "--json")
    out, _ = run(*words, "--adapter", "made")
    found = LadderResult.model_validate_json(out)
    assert (found.task, found.metric, len(found.items)) == ("classification", "macro_f1", 9)
    names = [rung.name for rung in found.rungs]
    assert names[:3] == ["label words", "majority", "TF-IDF"]
    assert {
        "nearest example, 4",
        "linear probe, 8",
        "linear probe, all",
        "probe, question alone",
        "probe, with what is found",
        "linear probe + healthcare",
    } <= set(names)
    assert not any("+ law" in name for name in names)
    probe = found.rung("linear probe, all")
    assert probe.metrics["accuracy"].value == 1.0
    assert probe.k == 9
    assert len(found.rung("nearest example, 4").draws) == 4
    assert all(rung.cost is not None for rung in found.rungs)


@pytest.mark.usefixtures("adapters")
def test_every_adapter_meets_every_set(run: Callable[..., tuple[str, str]], home: Path) -> None:
    out, err = run(
        *("matrix", "law", "--adapter", "made", "--json"),
        *("--set", "gdpr", "--set", "gdpr_paraphrase"),
    )
    found = MatrixResult.model_validate_json(out)
    assert [(row.set, row.domain) for row in found.rows] == [
        ("gdpr", "law"),
        ("gdpr_paraphrase", "law"),
    ]
    assert [one.name for one in found.adapters] == ["healthcare", "law", "mixture"]
    assert [c.is_home for c in found.rows[0].cells] == [False, True, False]
    assert "law: gdpr" in err
    assert len(list((home / "adapters" / "mixtures").iterdir())) == 1
    text, _ = run("matrix", "law", "--set", "gdpr", "--adapter", "made", "--no-mixture")
    assert "mixture" not in text


@pytest.mark.usefixtures("adapters")
def test_a_mixture_encodes_between_its_parts() -> None:
    adapters = loaded_adapters("made")
    mixed = mixture_of(adapters)
    text = ["Does the treatment help?"]
    base = base_encoder().encode(text)[0]
    own = [one.encoder.encode(text)[0] for one in adapters]
    found = mixed.encoder.encode(text)[0]
    apart = [1 - float(vector @ base) for vector in own]
    assert 0 < 1 - float(found @ base) < max(apart)
    assert min(float(found @ vector) for vector in own) > float(own[0] @ own[1])
    assert mixed.title == "mixture"


def test_mistakes_are_told(run: Callable[..., tuple[str, str]], tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no domain has an adapter 'made'"):
        run("matrix", "law", "--adapter", "made")
    with pytest.raises(UnknownName, match="no planned set is named 'nope'"):
        run("matrix", "law", "--set", "nope")
    with pytest.raises(UnknownName, match="no ladder is named 'sorting'"):
        run("ladder", "law", "--task", "sorting")
    with pytest.raises(UnknownName, match="law has no adapter 'mine'"):
        run("ladder", "law", "--set", "gdpr", "--adapter", "mine")
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InvalidInput, match="neither a ladder nor a matrix"):
        run("page", tmp_path / "x.json", "--html", tmp_path / "x.html")


def test_a_ladder_without_adapters_ends_below_them(run: Callable[..., tuple[str, str]]) -> None:
    out, _ = run("ladder", "law", "--set", "gdpr", "--limit", "2", "--adapter", "none")
    assert "MiniLM" in out
    assert "+ law" not in out


def test_the_commands_load_nothing_heavy() -> None:
    import subprocess

    code = (
        "import sys, vademecum.apps.cli.adapt_show; "
        "sys.exit(any(m in sys.modules for m in ('torch', 'sklearn', 'matplotlib')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.usefixtures("adapters")
def test_inside_a_contract_its_own_passages_are_ranked(
    data_folder: Path, run: Callable[..., tuple[str, str]]
) -> None:
    clauses = {
        "Rent": "The rent of the rooms is paid on the first day of every month. ",
        "Notice": "Either party may end this agreement with ninety days of notice. ",
        "Law": "This agreement is governed by the law of the northern province. ",
    }
    names = [f"contract {n}" for n in range(8)]
    text = "".join(clause * 12 for clause in clauses.values())
    write(
        data_folder / "law/cuad/contracts.jsonl.gz",
        ({"doc_id": name, "title": name, "text": f"{name}. {text}"} for name in names),
    )
    write(
        data_folder / "law/cuad/questions.jsonl.gz",
        (
            {
                "qid": f"{name} {kind}",
                "doc_id": name,
                "category": kind,
                "question": f"What does it say of {kind.lower()}? {clause}",
                "answer": None,
                "answerable": True,
                "gold_spans": [{"start": at, "end": at + len(clause), "text": clause}],
            }
            for name in names
            for kind, clause in clauses.items()
            for at in (f"{name}. {text}".index(clause),)
        ),
    )
    out, _ = run(*("matrix", "law", "--set", "cuad", "--adapter", "made", "--no-mixture", "--json"))
    (row,) = MatrixResult.model_validate_json(out).rows
    assert row.unit == "passages of one document"
    assert row.n == 3 * sum(half_of(name) == "test" for name in names)
    assert 0.3 < row.base.value <= 1
    out, _ = run("ladder", "law", "--set", "cuad", "--adapter", "none", "--limit", "6", "--json")
    found = LadderResult.model_validate_json(out)
    named = [rung.name for rung in found.rungs]
    assert named[:2] == ["MiniLM", "BM25"]
    assert "LSA" not in named
    assert found.rung("moved by 4 examples").k == 4
    assert {said.partition("#")[0] for said in found.rungs[0].said} <= set(names)
