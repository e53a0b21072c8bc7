"""Keep conversations between two calls of the command line, as JSON lines.

A conversation belongs to one domain and one user: nobody reads another's answers through a
shared id, and what was said in one field is not carried into another.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from vademecum.retrieval import Turn
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.home import home

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAX_TURNS = 40


@dataclass(frozen=True)
class Conversation:
    """The turns of one user with one domain under an id of the user's own choice."""

    domain: str
    user: str | None
    name: str

    def __post_init__(self) -> None:
        """Raise InvalidInput unless the id can be the name of a file."""
        if not _NAME.fullmatch(self.name):
            raise InvalidInput(
                f"{self.name!r} is no conversation id; use up to 64 letters, digits, - and _"
            )

    @property
    def path(self) -> Path:
        """Return the file of the turns; a user's name is hashed, since it may hold anything."""
        return folder_of(self.domain, self.user) / f"{self.name}.jsonl"

    def read(self) -> tuple[Turn, ...]:
        """Return the last turns; none if the conversation is new."""
        if not self.path.is_file():
            return ()
        try:
            lines = self.path.read_text(encoding="utf-8").split("\n")[:-1]
            return tuple(Turn.model_validate_json(line) for line in lines[-MAX_TURNS:])
        except (ValidationError, UnicodeDecodeError):
            raise InvalidInput(
                f"{self.path}: not a conversation; delete it or choose another id"
            ) from None

    def keep(self, turns: int | None) -> None:
        """Forget all but the last ``turns`` turns; None keeps everything."""
        if turns is None or not self.path.is_file():
            return
        lines = self.path.read_text(encoding="utf-8").splitlines(keepends=True)
        self.path.write_text("".join(lines[-turns:]), encoding="utf-8")

    def append(self, *turns: Turn) -> None:
        """Add turns."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write("".join(f"{turn.model_dump_json()}\n" for turn in turns))


def folder_of(domain: str, user: str | None) -> Path:
    """Return where the conversations of a user with a domain lie."""
    who = "public" if user is None else hashlib.sha256(user.encode()).hexdigest()[:16]
    return home() / "conversations" / domain / who
