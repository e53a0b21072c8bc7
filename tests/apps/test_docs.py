"""What the documentation says is what the program does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
import typer

from vademecum.apps.cli.main import app
from vademecum.apps.guardrail_page import guardrail_page

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
    assert (ROOT / "docs" / "guardrails.md").read_text(encoding="utf-8") == guardrail_page()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_no_package_index_address_is_written_down() -> None:
    for page in [*PAGES, ROOT / "constraints.txt", ROOT / "pyproject.toml", ROOT / "Makefile"]:
        assert not re.search(r"https?://[^\s)]*(?:/simple|whl)", page.read_text(encoding="utf-8"))
