"""What a school brings: protocol, alerts, children, and a student's records (E6, E7, E9)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vademecum.apps.composition import audit_log
from vademecum.apps.conversations import folder_of
from vademecum.apps.records import find_traces, remove_student, student_records
from vademecum.domains import load_domain
from vademecum.domains.education.school import MINOR_TURNS, pseudonym

SCHOOL = """
protocol = "Go to Ms Okoro, room 12, or call {emergency_number}."
under_13 = ["ben"]
[[consents]]
student = "cleo"
given_by = "her father, on paper"
on = 2026-09-01
remote_models = true
"""
USERS = 'ana = ["public"]\nben = ["public"]\ncleo = ["public"]\n'


@pytest.fixture
def school(libraries: Path) -> Path:
    (libraries / "school.toml").write_text(SCHOOL, encoding="utf-8")
    (libraries / "users.toml").write_text(USERS, encoding="utf-8")
    return libraries


def ask(vademecum: Callable[..., Any], user: str, question: str, talk: str = "c1") -> Any:
    words = ("ask", "education", question, "--user", user, "--conversation", talk, "--json")
    return vademecum(*words).json


def test_e9_a_disclosure_gets_the_schools_protocol_and_an_alert(
    school: Path, vademecum: Callable[..., Any]
) -> None:
    said = ask(vademecum, "ana", "My stepdad hits me when he is drunk")
    assert said["answer"] == "Go to Ms Okoro, room 12, or call 911."
    (line,) = (school / "alerts" / "education.jsonl").read_text(encoding="utf-8").splitlines()
    alert = json.loads(line)
    assert (alert["user"], alert["rail"]) == ("ana", "safeguarding")
    assert alert["receipt"] == said["receipt"]
    assert "stepdad" not in line


def test_e9_no_alert_for_a_question(school: Path, vademecum: Callable[..., Any]) -> None:
    ask(vademecum, "ana", "How should schools respond to bullying?")
    assert not (school / "alerts").exists()


def test_e6_nothing_names_a_child(school: Path, vademecum: Callable[..., Any]) -> None:
    ask(vademecum, "ben", "My name is Ben Kowalski, mail ben.k@example.org: what is a food web?")
    assert not list(find_traces(school, ["Kowalski", "ben.k@example.org", '"ben"']))
    users = [json.loads(e.body)["user"] for e in audit_log(load_domain("education")).entries()]
    assert users == [pseudonym("ben")]


def test_e6_little_is_kept_of_a_childs_conversation(
    school: Path, vademecum: Callable[..., Any]
) -> None:
    for user in ("ana", "ben"):
        for number in range(MINOR_TURNS):
            ask(vademecum, user, f"Solve {number + 2}x + 1 = 30")
    kept = {u: student_records(load_domain("education"), u).conversations for u in ("ana", "ben")}
    assert len(kept["ben"][0].turns) == MINOR_TURNS
    assert len(kept["ana"][0].turns) == 2 * MINOR_TURNS


def test_e6_no_remote_model_for_a_child_without_a_recorded_consent(
    school: Path, vademecum: Callable[..., Any]
) -> None:
    words = (
        "ask",
        "education",
        "What is a food web?",
        "--generator",
        "openai:m@http://127.0.0.1:9",
    )
    assert "no recorded consent" in vademecum(*words, "--user", "ben").line


def test_e7_a_students_records_can_be_exported(school: Path, vademecum: Callable[..., Any]) -> None:
    ask(vademecum, "ana", "What is a food web and who eats whom in it?")
    ask(vademecum, "cleo", "What causes the seasons of the year?")
    found = vademecum("records", "export", "education", "ana").json
    assert [c["id"] for c in found["conversations"]] == ["c1"]
    assert found["conversations"][0]["turns"][0]["text"].startswith("What is a food web")
    assert [a["user"] for a in found["audit"]] == ["ana"]


def test_e7_a_students_records_are_removed_and_a_search_proves_it(
    school: Path, vademecum: Callable[..., Any]
) -> None:
    domain = load_domain("education")
    work = school / "work.md"
    work.write_text(
        '+++\nid = "work"\n+++\n# My text\n\nThe zebrafish of our class swims in circles.\n'
    )
    question = "What is a food web and who eats whom in it?"
    ask(vademecum, "ana", question)
    ask(vademecum, "cleo", "What causes the seasons of the year?")
    done = vademecum("ingest", "education", work, "--groups", "student:ana")
    assert done.code == 0, done.err
    work.unlink()
    assert len(student_records(domain, "ana").documents) == 1
    needles = [question, "zebrafish", '"user": "ana"', "student:ana"]
    assert len(list(find_traces(school, needles))) >= 3

    done = vademecum("records", "remove", "education", "ana", "--json")
    assert (done.code, done.json["traces"]) == (0, [])
    assert done.json["conversations"] == done.json["audit"] == done.json["documents"] == 1
    assert not list(find_traces(school, needles))
    assert not folder_of("education", "ana").exists()
    assert audit_log(domain).first_broken() is None
    assert "seasons" in next(e.body for e in audit_log(domain).entries() if '"cleo"' in e.body)
    hits = vademecum("search", "education", "zebrafish swims in circles", "--json").json["hits"]
    assert all("zebrafish" not in hit["text"] for hit in hits)


def test_e7_removing_nobody_removes_nothing(school: Path, vademecum: Callable[..., Any]) -> None:
    ask(vademecum, "cleo", "What causes the seasons of the year?")
    removal = remove_student(load_domain("education"), "ana")
    assert (removal.conversations, removal.audit, removal.traces) == (0, 0, ())
    assert len(student_records(load_domain("education"), "cleo").audit) == 1


def test_the_teachers_view_shows_attempts_levels_and_misconceptions(
    school: Path, vademecum: Callable[..., Any]
) -> None:
    for said in ("Solve 3x + 5 = 20", "My teacher allows it", "3x = 25", "3x = 15", "x = 5"):
        ask(vademecum, "ana", said)
    seen = vademecum("records", "view", "education", "ana", "--json").json["conversations"]["c1"]
    assert (seen["attempts"], seen["pressure"], seen["highest_level"]) == (3, 1, 2)
    assert seen["solved"] == ["3x + 5 = 20"]
    assert seen["misconceptions"] == {"the inverse operation goes the wrong way": 1}
    text = vademecum("records", "view", "education", "ana").out
    assert "[attempt wrong, level 1] 3x = 25" in text
