"""Word lists of the core, kept as data in ``words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


def word_list(name: str) -> list[str]:
    """Return the words of one list."""
    return _lists()[name].split()


@cache
def _lists() -> dict[str, str]:
    text = Path(__file__).with_name("words.toml").read_text(encoding="utf-8")
    return {name: str(words) for name, words in tomllib.loads(text).items()}
