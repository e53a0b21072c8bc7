"""A user of matter A learns nothing of matter B: not by asking, searching, listing or guessing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

SECRET = "Kestrel"
TEXT_A = f"""# {SECRET} settlement terms

The {SECRET} settlement pays four million pounds to the claimant Oberon Shipping before June.
The {SECRET} settlement is confidential between Oberon Shipping and the harbour authority.
"""
TEXT_B = """# Lindqvist lease

The Lindqvist lease of the warehouse in Bergen ends after seven years and may be renewed once.
"""
QUESTION = f"How much does the {SECRET} settlement pay to Oberon Shipping?"


@pytest.fixture
def walled(libraries: Path, vademecum: Any, tmp_path: Path) -> Path:
    """Two matters behind a wall, and a user on either side."""
    users = 'anna = ["public", "matter-a"]\nben = ["public", "matter-b"]\nnobody = []\n'
    (libraries / "users.toml").write_text(users, encoding="utf-8")
    for name, text in (("a", TEXT_A), ("b", TEXT_B)):
        path = tmp_path / f"matter-{name}.md"
        path.write_text(text, encoding="utf-8")
        done = vademecum("ingest", "law", path, "--groups", f"matter-{name}")
        assert done.code == 0, done.err
    return libraries


OUTSIDERS = [("--user", "ben"), ("--user", "nobody"), ()]


def test_the_user_of_the_matter_is_answered(walled: Path, vademecum: Any) -> None:
    reply = vademecum("ask", "law", QUESTION, "--user", "anna", "--json").json
    assert reply["outcome"] == "answered"
    assert "four million pounds" in reply["answer"]
    assert {h["document_id"] for h in reply["hits"]} >= {"matter-a.md"}


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_is_answered_or_shown_it(walled: Path, vademecum: Any, who: Any) -> None:
    reply = vademecum("ask", "law", QUESTION, *who, "--json")
    assert reply.json["outcome"] == "abstained"
    for mode in ("hybrid", "dense", "lexical"):
        words = ("search", "law", QUESTION, "-k", "1000", "--mode", mode)
        found = vademecum(*words, *who, "--json")
        assert "matter-a.md" not in {h["document_id"] for h in found.json["hits"]}
        assert "four million" not in found.out + vademecum(*words, *who).out
    assert "four million" not in reply.out
    assert "matter-a.md" not in reply.out


def test_lists_and_counts_are_each_users_own(walled: Path, vademecum: Any) -> None:
    def listed(*who: str) -> tuple[set[str], int, int]:
        reply = vademecum("library", "list", "law", *who, "--json").json
        counts = reply["counts"]
        assert counts["documents"] == len(reply["documents"])
        return {d["id"] for d in reply["documents"]}, counts["documents"], counts["passages"]

    public, documents, passages = listed()
    assert not public & {"matter-a.md", "matter-b.md"}
    assert listed("--user", "anna") == (public | {"matter-a.md"}, documents + 1, passages + 1)
    assert listed("--user", "ben") == (public | {"matter-b.md"}, documents + 1, passages + 1)
    assert listed("--user", "nobody") == (set(), 0, 0)
    rows = {d["name"]: d for d in vademecum("domains", "--json").json["domains"]}
    assert rows["law"]["documents"] == documents
    assert rows["law"]["passages"] == passages


@pytest.mark.parametrize("who", OUTSIDERS)
def test_a_hidden_document_and_none_at_all_give_the_same_message(
    walled: Path, vademecum: Any, who: Any
) -> None:
    hidden = vademecum("library", "show", "law", "matter-a.md", *who).line
    absent = vademecum("library", "show", "law", "matter-z.md", *who).line
    assert hidden.replace("matter-a.md", "matter-z.md") == absent
    assert vademecum("library", "show", "law", "matter-a.md", "--user", "anna").code == 0


def test_a_shared_conversation_id_carries_nothing_over(walled: Path, vademecum: Any) -> None:
    talk = ("--conversation", "shared", "--json")
    vademecum("ask", "law", QUESTION, "--user", "anna", *talk)
    reply = vademecum("ask", "law", "and when does it pay them?", "--user", "ben", *talk)
    assert "million" not in reply.out
    (mine,) = [
        p for p in (walled / "conversations").rglob("*.jsonl") if "million" not in p.read_text()
    ]
    assert SECRET not in mine.read_text(encoding="utf-8")


def test_taking_a_group_away_takes_effect_at_once(
    walled: Path, vademecum: Any, tmp_path: Path
) -> None:
    path = tmp_path / "matter-a.md"
    assert vademecum("ingest", "law", path, "--groups", "matter-b").code == 0
    reply = vademecum("ask", "law", QUESTION, "--user", "anna", "--json")
    assert reply.json["outcome"] == "abstained"
    assert "four million" not in reply.out


def test_an_unknown_user_is_a_mistake(walled: Path, vademecum: Any) -> None:
    assert "'carl'" in vademecum("ask", "law", QUESTION, "--user", "carl").line


@pytest.mark.parametrize("text", ["x = [", 'ben = "public"\n', "ben = 3\n"])
def test_a_broken_list_of_users_lets_nobody_in(walled: Path, vademecum: Any, text: str) -> None:
    (walled / "users.toml").write_text(text, encoding="utf-8")
    assert "users.toml" in vademecum("ask", "law", QUESTION, "--user", "ben").line
