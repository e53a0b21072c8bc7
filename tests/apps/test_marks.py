"""Marks: written only with consent and without identifiers, never lost, turned into items."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vademecum.apps.demo.marks import mark_answer, mark_verdict, take_back
from vademecum.apps.demo.turn_html import Exchange
from vademecum.apps.marking.anonymous import remover
from vademecum.apps.marking.collect import collect, write_items
from vademecum.apps.marking.marks import MARK, MOST_NOTE_CHARS, AnswerMark, VerdictMark
from vademecum.apps.marking.store import (
    MOST_BYTES,
    forget_all,
    forget_marks,
    marks_path,
    read_marks,
    save_mark,
)
from vademecum.domains import load_domain
from vademecum.evals.questions import GoldSpan
from vademecum.retrieval import Answer, Refusal
from vademecum.retrieval.errors import InvalidInput, UserError
from vademecum.retrieval.testing.fakes import cite, hit
from vademecum.retrieval.types import Claim

DAY = date(2026, 11, 30)
LAW = load_domain("law")
CLINIC = load_domain("healthcare")
SPAN = GoldSpan(document_id="d1", quote="Water boils.", start=0, end=12)

OTHER = GoldSpan(document_id="d2", quote="Ice melts.", start=0, end=10)


def verdict(text: str = "Is it safe?", **changes: Any) -> VerdictMark:
    given: dict[str, Any] = {"expected": "allow", "rail": "harm", "action": "refuse", **changes}
    return VerdictMark(on=DAY, domain="law", text=text, **given)


def answer(**changes: Any) -> AnswerMark:
    given: dict[str, Any] = {"says": "good", "outcome": "answered", "cited": (SPAN,), **changes}
    return AnswerMark(on=DAY, domain="law", question="When does water boil?", **given)


def test_without_consent_nothing_is_written(home: Path) -> None:
    with pytest.raises(InvalidInput, match="consent"):
        save_mark(LAW, verdict(), consents=False)
    assert list(home.iterdir()) == []


def test_a_mark_is_written_without_identifiers() -> None:
    mark = VerdictMark(
        on=DAY,
        domain="healthcare",
        text="John Smith, MRN 4482910, born on 03/14/1971: is this urgent?",
        expected="allow",
        action="redirect",
        note="call me at 555-201-3344",
    )
    kept = save_mark(CLINIC, mark, consents=True)
    raw = marks_path("healthcare").read_text()
    assert not any(known in raw for known in ("Smith", "4482910", "03/14", "555-201"))
    assert kept == read_marks("healthcare").marks[0][1]
    assert marks_path("healthcare").stat().st_mode & 0o077 == 0


def test_a_mark_that_cleaning_makes_longer_is_cut_and_stays_readable() -> None:
    note, question = "Bo " * 333 + "B", "Bo " * 3_333 + "B"

    def clean(text: str) -> str:
        return text.replace("Bo", "[NAME]")

    for mark in (verdict(question, note=note), answer(note=note)):
        said = mark.cleaned(clean)
        assert len(said.note) == MOST_NOTE_CHARS
        assert MARK.validate_json(said.model_dump_json()) == said


def test_in_law_clients_are_removed_and_cases_stay() -> None:
    said = remover(LAW)("My client Anna Berger of Berger Foods LLC relies on Roe v. Wade (1973).")
    assert "Anna" not in said
    assert "Roe v. Wade (1973)" in said


def test_a_torn_line_is_reported_and_spoils_no_other(home: Path) -> None:
    save_mark(LAW, verdict("first"), consents=True)
    path = marks_path("law")
    path.write_bytes(path.read_bytes() + b'{"kind": "verdict", "te')
    save_mark(LAW, verdict("second"), consents=True)
    path.write_bytes(path.read_bytes() + b"\xff\xfe\n[]\n")
    kept = read_marks("law")
    texts = [(line, mark.text) for line, mark in kept.marks if isinstance(mark, VerdictMark)]
    assert texts == [(1, "first"), (3, "second")]
    assert [damaged.line for damaged in kept.damaged] == [2, 4, 5]
    assert forget_marks("law", {kept.marks[0][1].id}) == 1
    assert [len(read_marks("law").marks), len(read_marks("law").damaged)] == [1, 3]
    assert forget_all("law") == 4
    assert not path.exists()


def test_a_file_of_marks_does_not_fill_the_disk(home: Path) -> None:
    path = marks_path("law")
    path.parent.mkdir()
    path.write_bytes(b"x" * (MOST_BYTES - 10) + b"\n")
    with pytest.raises(InvalidInput, match="full"):
        save_mark(LAW, verdict(), consents=True)
    assert path.stat().st_size == MOST_BYTES - 9


def test_two_processes_write_whole_lines(home: Path) -> None:
    code = """
import sys
from datetime import date
from vademecum.apps.marking.marks import VerdictMark
from vademecum.apps.marking.store import save_mark
from vademecum.domains import load_domain
law = load_domain("law")
for n in range(8):
    mark = VerdictMark(on=date(2026, 11, 30), domain="law", text=f"{sys.argv[1]} {n} " + "x" * 200,
                       expected="allow", action="refuse")
    save_mark(law, mark, consents=True)
"""
    both = [subprocess.Popen([sys.executable, "-c", code, name]) for name in ("one", "two")]
    assert [process.wait(timeout=300) for process in both] == [0, 0]
    kept = read_marks("law")
    assert (len(kept.marks), kept.damaged) == (16, ())


def test_marks_become_items_once() -> None:
    for mark in (
        verdict("Is it safe?"),
        verdict("Is it safe?", note="again"),
        verdict("Do it", expected="block", rail=None, action="allow"),
        verdict("Both"),
        verdict("Both", expected="block"),
        answer(),
        answer(says="wrong", wrong=(OTHER,), sentence="Ice melts."),
        answer(says="answer", outcome="abstained", cited=(), earlier_turns=2),
    ):
        save_mark(LAW, mark, consents=True)
    found = collect([read_marks("law")])
    rows = [json.loads(line) for line in found.lines().splitlines()]
    assert [(row["task"], row.get("text", row.get("question"))) for row in rows] == [
        ("guardrails", "Is it safe?"),
        ("guardrails", "Do it"),
        ("answers", "When does water boil?"),
        ("answers", "When does water boil?"),
    ]
    assert [(one.line, one.kind) for one in found.left_out] == [
        (2, "duplicate"),
        (4, "contradiction"),
        (5, "contradiction"),
        (8, "follow-up"),
    ]
    first = rows[0]
    assert (first["expected"], first["rail"], first["stage"]) == ("allow", "harm", "input")
    assert first["provenance"] == {
        "marked": "2026-11-30",
        "by": "a person, in the demo",
        "review": "not reviewed",
        "happened": "refuse",
        "note": "",
    }
    assert [row["gold"] for row in rows[2:]] == [[SPAN.model_dump()], []]


@pytest.mark.parametrize(
    "other",
    [
        {"says": "wrong", "wrong": (SPAN,)},
        {"says": "refuse"},
        {"says": "good", "outcome": "abstained", "cited": ()},
    ],
)
def test_replies_marked_good_and_bad_give_no_item(other: dict[str, Any]) -> None:
    save_mark(LAW, answer(), consents=True)
    save_mark(LAW, answer(**other), consents=True)
    found = collect([read_marks("law")])
    assert found.items == ()
    assert [one.kind for one in found.left_out] == ["contradiction", "contradiction"]
    assert not found.is_whole


def test_an_existing_file_is_not_written_over(tmp_path: Path) -> None:
    save_mark(LAW, verdict(), consents=True)
    found = collect([read_marks("law")])
    path = tmp_path / "items.jsonl"
    path.write_text("mine")
    with pytest.raises(InvalidInput, match="--replace"):
        write_items(found, path)
    assert path.read_text() == "mine"
    write_items(found, path, replaces=True)
    assert path.read_text() == found.lines()


def held(outcome: Answer | Refusal) -> tuple[Exchange, ...]:
    return (Exchange("law-1", "When does water boil?", outcome),)


def test_an_answer_is_marked_with_what_it_cited() -> None:
    found = hit("Water boils at 100 degrees.", document_id="d1")
    claim = Claim(text=found.passage.text, citations=(cite(found, 0, len(found.passage.text)),))
    reply = Answer(text=claim.text, claims=(claim,))
    past = (Exchange("law-1", "When does water boil?", reply, DAY, "lawyer", "UK"),)
    kept = mark_answer(LAW, past, "wrong", 0, " it depends ", True, DAY)
    assert isinstance(kept, AnswerMark)
    assert (kept.as_of, kept.audience, kept.jurisdiction) == (DAY, "lawyer", "UK")
    assert (kept.wrong, kept.note) == (kept.cited, "it depends")
    assert kept.wrong[0].quote == claim.text
    assert take_back((("law", kept.id),)) == 1
    assert read_marks("law").marks == ()


@pytest.mark.parametrize(
    ("says", "sentence", "words"),
    [(None, None, "choose what"), ("wrong", None, "sentence"), ("answer", None, "does not fit")],
)
def test_a_mark_that_says_nothing_is_not_kept(
    home: Path, says: Any, sentence: int | None, words: str
) -> None:
    past = held(Answer(text="", claims=()))
    with pytest.raises(UserError, match=words):
        mark_answer(LAW, past, says, sentence, "", True, DAY)
    with pytest.raises(UserError, match="first"):
        mark_verdict(LAW, None, "allow", "input", None, "", True, DAY)
    assert list(home.iterdir()) == []
