"""The word lists of ``case_words.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class CaseWords:
    """Words inside, before and behind the names of cases, case folded."""

    joining: frozenset[str]
    abbreviated: frozenset[str]
    signals: frozenset[str]
    ending: frozenset[str]
    last: frozenset[str]
    tail: frozenset[str]
    empty: frozenset[str]
    short: dict[str, str]


@cache
def case_words() -> CaseWords:
    """Read the lists once."""
    path = Path(__file__).with_name("case_words.toml")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    short: dict[str, str] = dict(data.pop("short"))
    return CaseWords(short=short, **{name: frozenset(text.split()) for name, text in data.items()})
