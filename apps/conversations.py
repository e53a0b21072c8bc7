"""Keep conversations between two calls of the command line, as JSON lines."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import ValidationError

from vademecum.retrieval import Turn
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.home import home

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAX_TURNS = 40


def read_conversation(name: str) -> tuple[Turn, ...]:
    """Return the last turns of a conversation; none if it is new."""
    path = _path(name)
    if not path.is_file():
        return ()
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return tuple(Turn.model_validate_json(line) for line in lines[-MAX_TURNS:])
    except (ValidationError, UnicodeDecodeError):
        raise InvalidInput(f"{path}: not a conversation; delete it or choose another id") from None


def append_turns(name: str, turns: tuple[Turn, ...]) -> None:
    """Add turns to a conversation."""
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"{turn.model_dump_json()}\n" for turn in turns)


def _path(name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise InvalidInput(f"{name!r} is no conversation id; use letters, digits, - and _")
    return home() / "conversations" / f"{name}.jsonl"
