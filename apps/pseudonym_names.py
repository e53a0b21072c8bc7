"""The names behind pseudonyms, kept in one sealed file for each key."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from filelock import FileLock

from vademecum.domains.rails.identifier_pseudonyms import MARK, Pseudonymised
from vademecum.retrieval.errors import InvalidInput

from .pseudonym_key import PseudonymKey, to_json

Replaced: TypeAlias = list[tuple[int, int, str]]


@dataclass
class KnownNames:
    """What marks stand for, and where each kept text differs from its original."""

    full: dict[str, str] = field(default_factory=dict)
    """By mark, without brackets."""
    texts: dict[str, Replaced | None] = field(default_factory=dict)
    """By keyed hash of the new text: its characters, and what stood there.

    None where different originals became the same text.
    """


@dataclass(frozen=True)
class NamesFile:
    """The sealed file of one key, below the home folder."""

    key: PseudonymKey
    folder: Path

    @property
    def path(self) -> Path:
        """Return where the file lies; its name tells the key apart and reveals nothing of it."""
        return self.folder / f"{self.key.name}.names"

    def read(self) -> KnownNames:
        """Return what is kept; nothing where there is no file yet."""
        if not self.path.is_file():
            return KnownNames()
        kept: dict[str, Any] = json.loads(self.key.open(self.path.read_bytes()))
        texts = {
            d: None if rows is None else [(s, e, t) for s, e, t in rows]
            for d, rows in kept["texts"].items()
        }
        return KnownNames(full=kept["full"], texts=texts)

    def add(self, made: list[Pseudonymised]) -> None:
        """Keep what was just replaced; two processes may do so at once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self.path}.lock"):
            known = self.read()
            for one in made:
                for bearer in one.bearers:
                    known.full.setdefault(bearer.mark, bearer.full)
                text, rows = one.redaction.text, list(one.replaced)
                digest = self.key.digest(text)
                earlier = known.texts.get(digest, rows)
                is_same = earlier is not None and _made_general(text, earlier) == _made_general(
                    text, rows
                )
                known.texts[digest] = rows if is_same else None
            sealed = self.key.seal(to_json({"full": known.full, "texts": known.texts}))
            beside = self.path.with_suffix(".new")
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)

    def restore(self, text: str) -> str:
        """Put names back: word for word in a text that was kept, in full form in any other.

        Raises InvalidInput at a mark that this key does not know, and for a text that different
        originals became, as dates become years.
        """
        known = self.read()
        rows = known.texts.get(self.key.digest(text), [])
        if rows is None:
            raise InvalidInput(
                "different originals became this text, and nobody can tell which one is meant; "
                "restore it within a longer text"
            )
        if rows:
            for start, end, original in reversed(rows):
                text = text[:start] + original + text[end:]
            return text
        unknown = [m.group(1) for m in MARK.finditer(text) if m.group(1) not in known.full]
        if unknown:
            raise InvalidInput(f"[{unknown[0]}]: no name is kept for this mark under this key")
        return MARK.sub(lambda match: known.full[match.group(1)], text)


def _made_general(text: str, rows: Replaced) -> Replaced:
    """Return what stands in ``text`` without a mark: nothing else tells which original it was."""
    return [(s, e, original) for s, e, original in rows if not MARK.fullmatch(text[s:e])]
