"""`vademecum cite` and `ask --ledger`: shapes, exit codes, and who may see what."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("libraries")

ROW = {
    "kind", "start", "end", "text", "status", "reason", "passed", "unchecked", "authority",
    "source", "standing", "is_noted", "quote_at",
}  # fmt: skip
GOOD = "See 17 U.S.C. § 107."
BAD = "Smith v. Jones, 384 U.S. 436 (1966) governs."


def test_a_sound_text(vademecum: Any) -> None:
    done = vademecum("cite", "law", GOOD, "--json")
    assert (done.code, done.err) == (0, "")
    assert set(done.json) == {"rows", "counts", "sound"}
    (row,) = done.json["rows"]
    assert set(row) == ROW
    assert GOOD[row["start"] : row["end"]] == row["text"]
    assert set(done.json["counts"]) == {
        "verified", "mismatch", "unsupported", "not_found", "not_checked",
    }  # fmt: skip


def test_a_wrong_citation_is_exit_1(vademecum: Any) -> None:
    done = vademecum("cite", "law", BAD)
    assert done.code == 1
    assert "≠ mismatch" in done.out
    assert "this is Miranda v. Arizona" in done.out


def test_what_is_overruled_is_exit_1(vademecum: Any) -> None:
    assert vademecum("cite", "law", "Roe v. Wade, 410 U.S. 113 (1973), holds.").code == 1


def test_the_day_decides_what_is_in_force(vademecum: Any) -> None:
    text = "directive-95-46-ec asks for consent."
    assert vademecum("cite", "law", text).code == 1
    assert vademecum("cite", "law", text, "--as-of", "2015-01-01").code == 0


def test_files_and_standard_input(vademecum: Any, tmp_path: Path) -> None:
    draft, lines = tmp_path / "draft.md", tmp_path / "texts.jsonl"
    draft.write_text(f"{GOOD}\n\n{BAD}\n")
    lines.write_text("".join(json.dumps({"text": t}) + "\n" for t in (GOOD, BAD)))
    assert len(vademecum("cite", "law", "--file", draft, "--json").json["rows"]) == 2
    results = vademecum("cite", "law", "--file", lines, "--json").json["results"]
    assert [r["sound"] for r in results] == [True, False]
    assert vademecum("cite", "law", "-", "--json", stdin=GOOD.encode()).json["sound"]


def test_l10_exports_carry_the_table(vademecum: Any) -> None:
    rows = list(csv.DictReader(io.StringIO(vademecum("cite", "law", BAD, "--format", "csv").out)))
    assert [row["status"] for row in rows] == ["mismatch"]
    assert "| mismatch |" in vademecum("cite", "law", BAD, "--format", "markdown").out
    answer = vademecum("ask", "law", "what does GDPR article 17 say?", "--ledger")
    assert "| citation | kind | status |" in answer.out
    reply = vademecum("ask", "law", "what does GDPR article 17 say?", "--ledger", "--json").json
    kinds = {row["kind"] for row in reply["ledger"]["rows"]}
    assert {"passage", "eu"} <= kinds
    for row in reply["ledger"]["rows"]:
        assert row["status"] == "verified"
        assert row["kind"] == "passage" or reply["answer"][row["start"] : row["end"]] == row["text"]


def test_a_table_of_ones_own(vademecum: Any, tmp_path: Path) -> None:
    table = tmp_path / "ours.csv"
    table.write_text("name,at,year\nArdley v. Brewster,12 F.4th 100,2021\n")
    text = "Ardley v. Brewster, 12 F.4th 100 (2021)."
    before = vademecum("cite", "law", text, "--json").json
    after = vademecum("cite", "law", text, "--table", table, "--json").json
    assert [r["status"] for r in (*before["rows"], *after["rows"])] == ["not_checked", "verified"]


def test_a_document_that_one_may_not_see_proves_nothing(
    vademecum: Any, libraries: Path, tmp_path: Path
) -> None:
    path = tmp_path / "secret.md"
    path.write_text("# Memorandum on the Quibley merger terms\n\nThe price is nine million.\n")
    assert vademecum("ingest", "law", path, "--groups", "matter-a").code == 0
    (libraries / "users.toml").write_text('ann = ["public", "matter-a"]\nbob = ["public"]\n')
    text = "See the Memorandum on the Quibley merger terms."
    words = ("cite", "law", text, "--json", "--user")
    assert [r["kind"] for r in vademecum(*words, "ann").json["rows"]] == ["document"]
    assert vademecum(*words, "bob").json["rows"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "give a text, or a file"),
        (("x", "--file", "y"), "one of the two"),
        (("x", "--format", "pdf"), "no form"),
        (("x", "--table", "missing.csv"), "no such file"),
        (("--file", "missing.md"), "no such file"),
        (("x", "--as-of", "soon"), "no day"),
    ],
)
def test_mistakes_are_one_line(vademecum: Any, words: tuple[str, ...], told: str) -> None:
    assert told in vademecum("cite", "law", *words).line
