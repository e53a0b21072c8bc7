"""The rules that rails rest on and the behaviours that serve them, from ``regulations.toml``."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from vademecum.retrieval.types import Noun

from .rail import Ground

Review = Literal["primary", "check the primary text"]


class Regulation(Noun):
    """One rule: what it says, where it stands, where and since when it holds."""

    rule: str
    source: str
    jurisdiction: str = "international"
    in_force: date | None = None
    review: Review = "check the primary text"


class Behaviour(Noun):
    """One line of the list of expectations; its tests are named ``test_<id>_...``."""

    text: str
    rules: tuple[str, ...] = Field(min_length=1)
    controls: tuple[str, ...] = Field(min_length=1)


class Regulations(Noun):
    """The contents of ``regulations.toml``."""

    rules: dict[str, Regulation]
    behaviours: dict[str, Behaviour]


@cache
def regulations() -> Regulations:
    """Read the file, once."""
    path = Path(__file__).parent / "regulations.toml"
    return Regulations.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


def ground(key: str) -> Ground:
    """Return the rule ``key`` as the ground of a rail; raise KeyError where there is none."""
    rule = regulations().rules[key]
    return Ground(
        rule=rule.rule,
        source=rule.source,
        jurisdiction=rule.jurisdiction,
        in_force=rule.in_force,
    )
