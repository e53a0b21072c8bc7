"""Phrase lists in TOML, compiled to patterns over folded text.

In a phrase a space stands for white space, and `` ... `` for a gap of at most eight words.
Everything else is a regular expression. Gaps alternate words and non-words, which cannot match
in two ways, so that matching stays linear in the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

Phrases: TypeAlias = dict[str, re.Pattern[str]]

GAP = r"\W+(?:\w+\W+){0,8}?"
SENTENCE = re.compile(r"[^.!?;\n]+(?:[.!?;](?=\w)[^.!?;\n]+)*[.!?;]*")
NOTHING = re.compile(r"(?!)")


def compile_phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """Compile whole-word alternatives into one pattern; an empty list matches nothing."""
    parts = [p.replace(" ... ", GAP).replace(" ", r"\s+") for p in phrases]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else NOTHING


def read_phrases(path: Path) -> Phrases:
    """Read the lists of a TOML file, each compiled to one pattern, by key."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: compile_phrases(phrases) for key, phrases in table.items()}


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a folded text with their starts."""
    for match in SENTENCE.finditer(text):
        if match.group().strip():
            yield match.start(), match.group()
