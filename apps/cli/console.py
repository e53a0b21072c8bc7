"""What commands share: where output goes, progress, and how a mistake is told."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from pydantic import BaseModel

JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
DomainArgument = Annotated[str, typer.Argument(help="A domain: see `vademecum domains`.")]
UserOption = Annotated[
    str | None, typer.Option(help="Ask as this user of users.toml; without it, public only.")
]


def emit(text: str) -> None:
    """Write a result to standard output."""
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


def emit_json(value: BaseModel | dict[str, Any]) -> None:
    """Write one JSON document to standard output."""
    data = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    emit(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def tell(line: str) -> None:
    """Write a notice to standard error."""
    sys.stderr.write(f"{line}\n")


class Bar:
    """A progress bar whose total may be unknown at first."""

    def __init__(self, progress: Any, task: Any) -> None:
        self._progress = progress
        self._task = task

    def to(self, completed: int, total: int | None = None) -> None:
        """Move the bar to ``completed``."""
        self._progress.update(self._task, completed=completed, total=total)

    def note(self, text: str) -> None:
        """Change the words behind the bar."""
        self._progress.update(self._task, note=text)


@contextmanager
def progress_bar(title: str, total: int | None = None, unit: str = "documents") -> Iterator[Bar]:
    """Show a progress bar on standard error while work goes on; nothing where it is no terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(f"{unit} {{task.fields[note]}}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield Bar(progress, progress.add_task(title, total=total, note=""))
