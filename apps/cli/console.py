"""What commands share: where output goes, progress, and how a mistake is told."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from vademecum.retrieval.errors import InvalidInput

JsonFlag = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
DomainArgument = Annotated[
    str, typer.Argument(metavar="DOMAIN", help="A domain: see `vademecum domains`.")
]
UserOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="As this user of users.toml; without it, public only."),
]
_MAX_WIDTH = 100
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), "�")
_CONTROLS.pop(ord("\n"))
_CONTROLS.pop(ord("\t"))


def prepare_output() -> None:
    """Let a terminal that lacks a character show a replacement instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="replace")


def finish_output() -> None:
    """Write out what is buffered, so that a full disk or a closed pipe is noticed here."""
    if sys.stdout is not None:
        sys.stdout.flush()


def silence_output() -> None:
    """Send what is still buffered nowhere: its reader has left or the disk is full."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
        return
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def line_width() -> int | None:
    """Return the width to fold prose at, or None where no person reads it in a terminal."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return min(shutil.get_terminal_size().columns, _MAX_WIDTH)


def counted(number: int, noun: str) -> str:
    """Return "1 document" or "2 documents"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def emit(text: str) -> None:
    """Write a result to standard output; control characters of a document are not obeyed."""
    _write(text.translate(_CONTROLS))


def emit_json(value: BaseModel | dict[str, Any]) -> None:
    """Write one JSON document to standard output."""
    data = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    is_utf8 = (getattr(sys.stdout, "encoding", None) or "utf-8").lower() in ("utf-8", "utf8")
    _write(json.dumps(data, ensure_ascii=not is_utf8, indent=2, default=str))


def tell(line: str) -> None:
    """Write a notice to standard error."""
    if sys.stderr is not None:
        with suppress(BrokenPipeError):
            sys.stderr.write(f"{line.translate(_CONTROLS)}\n")


def _write(text: str) -> None:
    if sys.stdout is None:
        raise InvalidInput("standard output is closed; open it or send it to a file")
    sys.stdout.write(text if text.endswith("\n") else f"{text}\n")


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
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        yield Bar(progress, progress.add_task(title, total=total, note=""))
