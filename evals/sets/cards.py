"""What is known of every public set: licence, origin, split rule, what it measures."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from vademecum.retrieval.errors import InvalidManifest, UnknownName
from vademecum.retrieval.types import Noun

from ..data import VARIABLE

CARDS: Final = Path(__file__).with_name("cards.toml")


class SetCard(Noun):
    """A set of ``cards.toml``; a variant of a set is a set of its own."""

    name: str
    domain: str
    licence: str
    citation: str
    source: str
    """Repositories and commits that the files were made from."""
    files: tuple[str, ...]
    """Relative to the public data folder; all of them are needed."""
    form: str
    """The fields that are read."""
    splits: str
    """What may be tuned on and what is for reports, and why."""
    measures: str
    tasks: tuple[str, ...]
    family: str | None = None
    """Module that reads it into items; None for the guardrail sets, which hold cases."""
    tune: int = 0
    report: int = 0
    """Number of items for each use."""
    folds: int = 0
    """Reported by cross-validation over so many folds, if not 0."""
    beir: str | None = None
    """Options of `eval run retrieval` for the converted folder, if it can be converted."""

    @property
    def obtain(self) -> str:
        """Say how to get the files."""
        return (
            f"public set: put {', '.join(self.files)} into the folder named by {VARIABLE}, made "
            f"from {self.source}; form: docs/evaluation-sets.md"
        )

    def paths(self, root: Path) -> tuple[Path, ...]:
        """Return its files below the public data folder ``root``."""
        return tuple(root / file for file in self.files)

    def is_present(self, root: Path) -> bool:
        """Tell whether all of its files are below ``root``."""
        return all(path.is_file() for path in self.paths(root))


@cache
def cards() -> dict[str, SetCard]:
    """Return every card by name, in the order of the file; raise InvalidManifest at a bad one."""
    table: dict[str, dict[str, Any]] = tomllib.loads(CARDS.read_text(encoding="utf-8"))
    found: dict[str, SetCard] = {}
    for name, own in table.items():
        fields = {k: v for k, v in own.items() if k != "like"}
        if like := own.get("like"):
            fields = table[like] | {"tune": 0, "report": 0} | fields
        try:
            found[name] = SetCard.model_validate({"name": name, **fields})
        except ValidationError as error:
            raise InvalidManifest(f"{CARDS}: {name}: {error.errors()[0]['msg']}") from None
    return found


def card(name: str) -> SetCard:
    """Return the card of a set; raise UnknownName, listing the sets that have items."""
    if name not in cards():
        known = ", ".join(name for name, found in cards().items() if found.family)
        raise UnknownName(f"no public set {name!r}; there is: {known}")
    return cards()[name]
