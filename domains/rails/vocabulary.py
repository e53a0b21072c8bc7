"""Common words, by which a decoded text is told from noise."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
LETTERS = re.compile(r"[^\W\d_]+")
PHRASE_WORD = re.compile(r"(?<![\\a-z])[a-z]{3,}")
PHRASE_FILES = ("harm", "injection", "scope", "spoken/en", "spoken/es")
POOL_FILES = (
    *(f"heads/pools/{name}" for name in ("contrast", "general", "legal", "medical", "school")),
    "urgent_training",
)
GAPPED_LETTERS, GAP_COST, KNOWN_LETTERS = 24, 1.5, 0.8
"""A run of so many letters may hold unknown ones: what each costs, beside 1 for a word, and the
least share of letters in known words."""
SHORT = frozenset(("a", "i"))


@cache
def common_words() -> frozenset[str]:
    """Return the commonest English and Spanish words."""
    table = tomllib.loads((FOLDER / "common.toml").read_text(encoding="utf-8"))
    return frozenset(" ".join(table.values()).split())


@cache
def known_words() -> frozenset[str]:
    """Return the common words and those that the phrase lists of the rails look for."""
    texts = ((FOLDER / f"{name}.toml").read_text(encoding="utf-8") for name in PHRASE_FILES)
    return common_words().union(*(PHRASE_WORD.findall(text) for text in texts))


@cache
def joinable_words() -> frozenset[str]:
    """Return the words that may be found in a run of letters: no rare short ones."""
    table = tomllib.loads((FOLDER / "common.toml").read_text(encoding="utf-8"))
    usual = frozenset(f"{table['function']} {table['english']}".split())
    long = {word for word in known_words() | _pool_words() if len(word) > 4}
    return frozenset(word for word in usual if len(word) > 1) | long | SHORT


def _pool_words() -> frozenset[str]:
    """Return the words of the sentences that we wrote for training."""
    paths = (FOLDER / name for name in POOL_FILES)
    files = (path.with_suffix(".jsonl" if path.parent == FOLDER else ".toml") for path in paths)
    return frozenset().union(
        *(PHRASE_WORD.findall(file.read_text(encoding="utf-8").lower()) for file in files)
    )


def common_share(words: Iterable[str]) -> float:
    """Return the share of letters that stand in common words of two letters or more."""
    return _share(words, common_words())


def known_share(words: Iterable[str]) -> float:
    """Return the same for the words that the rails know."""
    return _share(words, known_words())


def _share(words: Iterable[str], among: frozenset[str]) -> float:
    lengths = [(len(word), word in among and len(word) > 1) for word in words]
    total = sum(length for length, _ in lengths)
    return sum(length for length, is_in in lengths if is_in) / total if total else 0.0


def reads_as_language(text: str, least: float = 0.4) -> bool:
    """Tell whether ``text`` is made of letters, many of them in common words."""
    return common_share(LETTERS.findall(text.lower())) >= least


def cut_into_words(letters: str) -> list[str] | None:
    """Cut a run of lower-case letters into known words, as few as can be; None if it cannot be."""
    joinable = joinable_words()
    best: list[tuple[int, int] | None] = [(0, 0), *([None] * len(letters))]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 16), end):
            before = best[start]
            word = letters[start:end]
            if before is None or word not in joinable:
                continue
            found = best[end]
            if found is None or before[0] + 1 < found[0]:
                best[end] = (before[0] + 1, start)
    words: list[str] = []
    end = len(letters)
    while end > 0:
        step = best[end]
        if step is None:
            return None
        words.append(letters[step[1] : end])
        end = step[1]
    return words[::-1]


def cut_with_gaps(letters: str) -> list[str] | None:
    """Cut a long run of lower-case letters into known words and what lies between them.

    None if too few of the letters stand in known words: then it is one long word.
    """
    if len(letters) < GAPPED_LETTERS:
        return None
    joinable = joinable_words()
    costs = [0.0]
    starts = [0]
    for end in range(1, len(letters) + 1):
        cost, begin = costs[end - 1] + GAP_COST, end - 1
        for start in range(max(0, end - 16), end - 1):
            if costs[start] + 1.0 < cost and letters[start:end] in joinable:
                cost, begin = costs[start] + 1.0, start
        costs.append(cost)
        starts.append(begin)
    words: list[str] = []
    known, end, was_gap = 0, len(letters), False
    while end > 0:
        start = starts[end]
        is_gap = end - start == 1
        if is_gap and was_gap:
            words[-1] = letters[start] + words[-1]
        else:
            words.append(letters[start:end])
        known += 0 if is_gap else end - start
        end, was_gap = start, is_gap
    return words[::-1] if known >= KNOWN_LETTERS * len(letters) else None
