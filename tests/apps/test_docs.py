"""What the documentation says is what the program does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
import typer

from vademecum.apps.cli.main import app
from vademecum.apps.guardrail_page import Outcome, Record, guardrail_page, read_record

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def commands() -> list[str]:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    found = re.findall(r"^(?:\.venv/bin/)?(vademecum .+)$", text, re.M)
    return sorted({*found, *re.findall(r"`(vademecum [a-z]+(?: [a-z]+)?)", text)})


@pytest.mark.parametrize("line", commands())
def test_documented_commands_exist(line: str) -> None:
    command: click.Command = typer.main.get_command(app)
    for word in shlex.split(line)[1:]:
        if not hasattr(command, "commands"):
            break
        assert word in command.commands, line  # type: ignore[attr-defined]
        command = command.commands[word]  # type: ignore[attr-defined]


def test_every_command_is_documented() -> None:
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    command = typer.main.get_command(app)
    for name in command.commands:  # type: ignore[attr-defined]
        assert re.search(rf"\bvademecum {name}\b|`{name}`", text), name


def test_the_guardrail_page_is_that_of_the_rails() -> None:
    record = read_record(ROOT / "docs" / "behaviours.json")
    page = (ROOT / "docs" / "guardrails.md").read_text(encoding="utf-8")
    assert page == guardrail_page(record), "run: make guardrails"


def test_the_record_of_behaviours_is_that_of_the_tests() -> None:
    record = read_record(ROOT / "docs" / "behaviours.json")
    written = {
        name: path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_(?:[hle]\d+|all)_\w+)", path.read_text("utf-8"), re.M)
    }
    assert {name: test.file for name, test in record.tests.items()} == written


def test_a_failing_test_turns_its_row_red() -> None:
    failed = Outcome(file="tests/x.py", outcome="failed", cases=2)
    passed = Outcome(file="tests/x.py", outcome="passed", cases=3)
    tests = {"test_h3_a": failed, "test_h3_b": passed, "test_h4_a": passed}
    rows = {
        row.split(" | ")[0].strip("| "): row
        for row in guardrail_page(Record(recorded="2026-11-25", tests=tests)).splitlines()
    }
    assert "🔴 failed: `test_h3_a`" in rows["H3"]
    assert "🟢 passed (3 cases)" in rows["H4"]
    assert "🔴 no test" in rows["H10"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_no_package_index_address_is_written_down() -> None:
    for page in [*PAGES, ROOT / "constraints.txt", ROOT / "pyproject.toml", ROOT / "Makefile"]:
        assert not re.search(r"https?://[^\s)]*(?:/simple|whl)", page.read_text(encoding="utf-8"))
