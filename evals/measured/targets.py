"""What a figure should reach, and whether it does."""

from __future__ import annotations

import tomllib
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Final, Literal, TypeAlias

from pydantic import Field, ValidationError, model_validator

from vademecum.retrieval.errors import InvalidManifest
from vademecum.retrieval.types import Noun

from ..baseline import set_of
from ..results import EvalResult, Metric

FILE: Final = Path(__file__).with_name("targets.toml")
State: TypeAlias = Literal["reached", "missed"]


class Target(Noun):
    """A figure to reach, set before it was measured: ``at_least`` or ``at_most``, not both."""

    task: str
    domains: tuple[str, ...] = ()
    """Whose configuration is meant; empty for all."""
    sets: tuple[str, ...] = Field(min_length=1)
    """Patterns (``fnmatch``) of the set's name as ``set_of`` gives it, in small letters."""
    metric: str
    at_least: float | None = None
    at_most: float | None = None

    @model_validator(mode="after")
    def _is_one_sided(self) -> Target:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a target needs either at_least or at_most")
        return self

    @property
    def value(self) -> float:
        """Return the figure to reach."""
        return self.at_least if self.at_least is not None else self.at_most or 0.0

    @property
    def sign(self) -> str:
        """Return ≥ or ≤."""
        return "≥" if self.at_least is not None else "≤"


@cache
def all_targets() -> tuple[Target, ...]:
    """Return every target of ``targets.toml``; raise InvalidManifest at a bad one."""
    try:
        rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["target"]
        return tuple(Target.model_validate(row) for row in rows)
    except (tomllib.TOMLDecodeError, KeyError, ValidationError) as error:
        raise InvalidManifest(f"{FILE}: {error}") from None


def targets_of(result: EvalResult) -> dict[str, Target]:
    """Return by metric the targets that a result is held against.

    A run of its first items only is held against none.
    """
    run = result.manifest
    if run.configuration.get("limit"):
        return {}
    name = set_of(run).lower()
    return {
        target.metric: target
        for target in all_targets()
        if target.task == result.task
        and (not target.domains or result.domain in target.domains)
        and any(fnmatchcase(name, pattern) for pattern in target.sets)
        and target.metric in result.metrics
    }


def state_of(target: Target, figure: Metric) -> State:
    """Say whether the figure itself reaches the target, whatever its interval."""
    if target.at_least is not None:
        return "reached" if figure.value >= target.at_least else "missed"
    return "reached" if figure.value <= target.value else "missed"
