"""Put near duplicates into one fold, so that a head is never scored on what it has read."""

from __future__ import annotations

from collections.abc import Sequence

SHINGLE = 4
OVERLAP = 0.3


def grouped_folds(texts: Sequence[Sequence[str]], folds: int) -> list[int]:
    """Return the fold of each text (given as words); like texts share one, folds are balanced.

    Two texts are alike if they share ``OVERLAP`` of the four-word shingles of the shorter one;
    likeness is passed on.
    """
    shingles = [_shingles(words) for words in texts]
    group = list(range(len(texts)))
    for one in range(len(texts)):
        for other in range(one):
            shared = len(shingles[one] & shingles[other])
            if shared > OVERLAP * min(len(shingles[one]), len(shingles[other])):
                first, second = _root(group, one), _root(group, other)
                group[max(first, second)] = min(first, second)
    members: dict[int, list[int]] = {}
    for number in range(len(texts)):
        members.setdefault(_root(group, number), []).append(number)
    found, load = [0] * len(texts), [0] * folds
    for numbers in sorted(members.values(), key=lambda m: (-len(m), m[0])):
        fold = min(range(folds), key=lambda f: load[f])
        load[fold] += len(numbers)
        for number in numbers:
            found[number] = fold
    return found


def _shingles(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1)))


def _root(group: Sequence[int], number: int) -> int:
    while group[number] != number:
        number = group[number]
    return number
