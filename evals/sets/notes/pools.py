"""The data files: pools of names and formats, and the frames and paragraphs of a domain."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from vademecum.retrieval.types import Noun

_DATA: Final = Path(__file__).parent / "data"


class Culture(Noun):
    """Names that go together; ``family_first`` where the family name is written first."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    family_first: bool = False


class Sources(Noun):
    """What the notes of one domain are built from.

    ``undecided`` names the slots whose values are no identifiers in this domain, nor to be kept.
    """

    roles: tuple[str, ...]
    undecided: tuple[str, ...] = ()
    pools: Mapping[str, tuple[str, ...]]
    frames: Mapping[str, str]


@cache
def cultures() -> tuple[Culture, ...]:
    """Return the cultures that names are drawn from."""
    return tuple(Culture.model_validate(table) for table in _load("names")["culture"])


@cache
def words(file: str, key: str) -> tuple[str, ...]:
    """Return one list of a data file."""
    return tuple(_load(file)[key])


@cache
def sources(domain: str) -> Sources:
    """Return the frames and pools of a domain, with the pools that all domains share."""
    table = _load(domain)
    table["pools"] = _load("common")["pools"] | table["pools"]
    return Sources.model_validate(table)


@cache
def _tables(file: str) -> str:
    return (_DATA / f"{file}.toml").read_text(encoding="utf-8")


def _load(file: str) -> dict[str, Any]:  # Any: TOML is not typed; the nouns above validate it
    return tomllib.loads(_tables(file))
