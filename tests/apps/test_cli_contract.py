"""The command line as a contract: shapes of ``--json``, exit codes, what goes to which stream."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vademecum.evals.registry import TASKS

pytestmark = pytest.mark.usefixtures("libraries")

OUTCOME = {
    "outcome",
    "answer",
    "claims",
    "verdicts",
    "hits",
    "confidence",
    "timings_ms",
    "receipt",
}
CITATION = {"document_id", "title", "source", "start", "end", "quote", "status"}
VERDICT = {"rail", "stage", "action", "reason", "basis", "start", "end"}
HIT = {"document_id", "passage_id", "score", "title", "start", "end", "text", "ranks"}
GROUPS = ("library", "eval", "adapt", "audit", "bench", "records")


def require_metric(metric: Any) -> None:
    assert set(metric) == {"value", "low", "high"}
    assert metric["low"] <= metric["value"] <= metric["high"]


def require_hit(hit: Any) -> None:
    assert set(hit) >= HIT
    assert set(hit["ranks"]) == {"dense", "lexical"}
    assert hit["end"] - hit["start"] == len(hit["text"])


def test_ask(vademecum: Any) -> None:
    done = vademecum("ask", "law", "what does GDPR article 17 say?", "--json")
    assert (done.code, done.err) == (0, "")
    reply = done.json
    assert set(reply) == OUTCOME
    assert reply["outcome"] == "answered"
    for claim in reply["claims"]:
        assert set(claim) == {"text", "citations"}
        assert all(set(cited) == CITATION for cited in claim["citations"])
    for hit in reply["hits"]:
        require_hit(hit)
    assert 0 <= reply["confidence"] <= 1
    assert set(reply["timings_ms"]) >= {"check_input", "search", "generate", "ground"}
    assert vademecum("audit", "show", "law", reply["receipt"], "--json").json["records"]


def test_ask_that_is_stopped(vademecum: Any) -> None:
    reply = vademecum("ask", "law", "Should I plead guilty?", "--json").json
    assert set(reply) == OUTCOME
    assert reply["verdicts"]
    assert all(set(verdict) == VERDICT for verdict in reply["verdicts"])


def test_ask_that_the_library_cannot_answer(vademecum: Any) -> None:
    done = vademecum("ask", "law", "How long do zebras sleep in Antarctica?", "--json")
    assert done.code == 0
    assert done.json["outcome"] in ("abstained", "refused", "redirected")
    assert set(done.json) == OUTCOME


def test_ask_reads_the_question_from_standard_input(vademecum: Any) -> None:
    done = vademecum("ask", "law", "-", "--json", stdin=b"what does GDPR article 17 say?\n")
    assert done.json["outcome"] == "answered"


def test_ask_as_text_names_every_source_once(vademecum: Any) -> None:
    done = vademecum("ask", "law", "what does GDPR article 17 say?")
    assert done.out.count("Regulation (EU) 2016/679, art. 17") == 1
    assert "✓ verified  gdpr-article-17 [" in done.out
    assert done.out.rstrip().splitlines()[-1].startswith("answered  confidence 0.")


def test_as_of_another_day_is_another_question(vademecum: Any) -> None:
    words = ("ask", "law", "what does GDPR article 17 say?", "--json", "--as-of")
    assert vademecum(*words, "2024-01-01").json["outcome"] == "answered"
    before = vademecum(*words, "2010-01-01").json
    assert before["outcome"] != "answered" or before["verdicts"]


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_search(vademecum: Any, mode: str) -> None:
    done = vademecum("search", "law", "right to erasure", "-k", "3", "--mode", mode, "--json")
    assert (done.code, done.err) == (0, "")
    assert set(done.json) == {"hits", "timings_ms"}
    assert len(done.json["hits"]) == 3
    for hit in done.json["hits"]:
        require_hit(hit)
    scores = [hit["score"] for hit in done.json["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_ingest(vademecum: Any, tmp_path: Path) -> None:
    folder = tmp_path / "ward"
    folder.mkdir()
    (folder / "visits.md").write_text("# Visits\n\nVisitors may stay until eight.\n")
    (folder / "hands.txt").write_text("Wash your hands for twenty seconds.\n")
    tried = vademecum("ingest", "healthcare", folder, "--dry-run", "--json")
    assert (tried.code, tried.json["read"], tried.json["added"]) == (0, 2, 0)
    done = vademecum("ingest", "healthcare", folder, "--json")
    assert (done.code, done.err) == (0, "")
    counts = {k: done.json[k] for k in ("added", "replaced", "unchanged", "read", "skipped")}
    assert counts == {"added": 2, "replaced": 0, "unchanged": 0, "read": 2, "skipped": []}
    again = vademecum("ingest", "healthcare", folder, "--json").json
    assert (again["unchanged"], again["encoded"]) == (2, 0)
    (folder / "scan.pdf").write_bytes(b"%PDF")
    part = vademecum("ingest", "healthcare", folder, "--json")
    assert part.code == 1
    assert [s["path"] for s in part.json["skipped"]] == [str(folder / "scan.pdf")]
    told = vademecum("ingest", "healthcare", folder)
    assert "skipped: " in told.err
    assert "2 unchanged, 1 file skipped" in told.out


def test_library(vademecum: Any, tmp_path: Path) -> None:
    for name in ("old", "new"):
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\nThe {name} rule on parking bicycles.\n")
    paths = (tmp_path / "old.md", tmp_path / "new.md")
    assert vademecum("ingest", "law", *paths, "--json").json["added"] == 2
    listed = vademecum("library", "list", "law", "--json").json
    assert set(listed) == {"documents", "counts"}
    assert {"old.md", "new.md"} <= {d["id"] for d in listed["documents"]}
    words = ("library", "supersede", "law", "old.md", "new.md", "--on", "2026-02-01", "--json")
    assert vademecum(*words).json == {"superseded": "old.md", "by": "new.md", "on": "2026-02-01"}
    shown = vademecum("library", "show", "law", "old.md", "--json").json
    assert (shown["superseded_by"], shown["effective_to"]) == ("new.md", "2026-01-31")
    assert vademecum("library", "verify", "law", "--json").json == {"ok": True, "problems": []}
    assert vademecum("library", "rebuild", "law", "--json").json == {"rebuilt": "law"}
    removed = vademecum("library", "remove", "law", "new.md", "--json")
    assert removed.json == {"removed": "new.md"}
    assert "old.md stays marked as superseded by new.md" in removed.err
    hits = vademecum("search", "law", "parking bicycles", "-k", "100", "--json").json["hits"]
    assert "new.md" not in {hit["document_id"] for hit in hits}
    assert vademecum("library", "show", "law", "new.md").code == 2


def test_guard(vademecum: Any, tmp_path: Path) -> None:
    one = vademecum("guard", "law", "Should I sue my landlord?", "--json").json
    assert set(one) == {"results", "summary"}
    assert one["results"][0]["action"] == "redirect"
    assert all(set(v) == VERDICT for v in one["results"][0]["verdicts"])
    file = tmp_path / "cases.jsonl"
    cases = [("Should I sue my landlord?", "block"), ("What is a tort?", "allow")]
    file.write_text("".join(json.dumps({"text": t, "expected": e}) + "\n" for t, e in cases))
    report = vademecum("guard", "law", "--file", file, "--json").json
    assert [row["action"] for row in report["results"]] == ["redirect", "allow"]
    assert report["summary"].pop("n") == 2
    names = {"block_rate", "over_refusal_rate", "latency_p50_ms", "latency_p95_ms"}
    assert names <= set(report["summary"])
    for metric in report["summary"].values():
        require_metric(metric)


def test_redact(vademecum: Any, tmp_path: Path) -> None:
    text = "Mr John Smith, phone 617-555-0101"
    reply = vademecum("redact", "healthcare", text, "--json").json
    assert set(reply) == {"text", "spans"}
    for span in reply["spans"]:
        assert set(span) == {"type", "start", "end", "text"}
        assert text[span["start"] : span["end"]] == span["text"]
    assert "Smith" not in reply["text"]
    assert "617" not in reply["text"]
    file = tmp_path / "texts.jsonl"
    file.write_text(json.dumps({"text": text}) + "\n" + json.dumps({"text": "Nothing."}) + "\n")
    results = vademecum("redact", "healthcare", "--file", file, "--json").json["results"]
    assert results == [reply, {"text": "Nothing.", "spans": []}]


def test_domains(vademecum: Any) -> None:
    reply = vademecum("domains", "--json").json
    assert [d["name"] for d in reply["domains"]] == ["education", "healthcare", "law"]
    assert all(d["documents"] >= 24 and d["problem"] is None for d in reply["domains"])
    assert reply["broken"] == []


def test_doctor(vademecum: Any) -> None:
    done = vademecum("doctor", "--json")
    assert done.code == (0 if done.json["ok"] else 1)
    assert {f["subject"] for f in done.json["findings"]} >= {"encoder", "faiss", "home", "law"}
    for finding in done.json["findings"]:
        assert set(finding) == {"subject", "level", "message", "mend"}


def test_audit(vademecum: Any) -> None:
    receipt = vademecum("ask", "law", "Should I plead guilty?", "--json").json["receipt"]
    assert vademecum("audit", "verify", "law", "--json").json == {"ok": True, "first_broken": None}
    (record,) = vademecum("audit", "show", "law", receipt[:8], "--json").json["records"]
    assert (record["receipt"], record["outcome"]) == (receipt, "redirected")
    assert vademecum("audit", "export", "law", "--json").json["records"] == [record]
    lines = vademecum("audit", "export", "law").out.splitlines()
    assert [json.loads(line) for line in lines] == [record]


def test_eval_list(vademecum: Any) -> None:
    rows = vademecum("eval", "list", "--json").json["tasks"]
    assert {row["task"] for row in rows} == set(TASKS)
    for row in rows:
        assert set(row) >= {"task", "data", "measures", "present", "obtain", "licence", "splits"}


def test_eval_run_on_the_domains_own_sentences(vademecum: Any, home: Path) -> None:
    words = ("eval", "run", "guardrails", "--domain", "law", "--limit", "10", "--json")
    done = vademecum(*words)
    assert done.code == 0
    assert set(done.json) >= {"metrics", "baselines", "manifest"}
    for metric in done.json["metrics"].values():
        require_metric(metric)
    (path,) = (home / "runs").iterdir()
    assert done.err == f"written: {path}\n"
    assert vademecum("eval", "report", path, "--json").json["results"] == [done.json]


def test_eval_run_retrieval_on_a_beir_folder(vademecum: Any, tmp_path: Path) -> None:
    texts = {"a": "Bicycles are parked behind the hall.", "b": "The library opens at nine."}
    rows = [{"_id": i, "title": "", "text": t} for i, t in texts.items()]
    (tmp_path / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    question = {"_id": "q", "text": "When does the library open?"}
    (tmp_path / "queries.jsonl").write_text(json.dumps(question) + "\n")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq\tb\t1\n")
    words = ("eval", "run", "retrieval", "--domain", "law", "--data", tmp_path, "--json")
    reply = vademecum(*words).json
    assert set(reply["metrics"]) >= {"nDCG@10", "recall@10", "recall@100", "RR@10"}
    assert reply["metrics"]["nDCG@10"]["value"] == 1.0
    assert reply["baselines"]


def test_a_damaged_index_is_rebuilt_with_one_notice(vademecum: Any, home: Path) -> None:
    words = ("search", "law", "right to erasure", "--json")
    before = vademecum(*words).json["hits"]
    (index,) = (home / "libraries" / "law" / "index").iterdir()
    (index / "dense.faiss").write_bytes(b"garbage")
    mended = vademecum(*words)
    assert mended.code == 0
    assert mended.json["hits"] == before
    (notice,) = mended.err.splitlines()
    assert "damaged" in notice
    assert "rebuilding" in notice
    assert vademecum(*words).err == ""


def test_without_a_command_it_shows_help(vademecum: Any) -> None:
    done = vademecum()
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage: vademecum")


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_without_a_command_is_a_mistake(vademecum: Any, group: str) -> None:
    assert vademecum(group).line == f"Missing command (see: vademecum {group} --help)"


def test_every_command_says_in_one_line_what_it_does(vademecum: Any) -> None:
    for words in ((), *((group,) for group in GROUPS)):
        text = vademecum(*words, "--help").out
        commands = text.split("Commands:\n")[1].splitlines()
        assert commands
        assert not [line for line in commands if line.endswith("...")]
        for line in commands:
            own = vademecum(*words, line.split()[0], "--help")
            assert own.code == 0
            assert "  --json" in own.out or line.split()[0] in ("demo", *GROUPS)


def test_control_characters_of_a_document_are_not_obeyed(vademecum: Any, tmp_path: Path) -> None:
    path = tmp_path / "escape.txt"
    path.write_text("Red \x1b[31malarm\x07 and a tab\there.\n")
    assert vademecum("ingest", "law", path).code == 0
    shown = vademecum("library", "show", "law", "escape.txt").out
    assert "\x1b" not in shown
    assert "a tab\there" in shown
    kept = vademecum("library", "show", "law", "escape.txt", "--json").json["text"]
    assert "\x1b[31m" in kept
