"""Find citations that have one form each: statutes, rules, EU acts, guidelines, DOIs, PMIDs."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from .nouns import Cited, Kind

_TRIGGER = re.compile(r"\d|\b[IVX]{1,6}\b")
_SUB = re.compile(r"\([^()]*\)\Z")
_EDGE = ".,;:!?'\"”’*_"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_LABEL_AFTER = re.compile(r"\s?\((?P<label>[^()\d]{4,70})\)")
_LABEL_BEFORE = re.compile(r"(?:\bthe |\bThe |^)?(?P<label>[A-Za-z][A-Za-z ,'’-]{3,70}) \(\Z")
MOST_OF_A_RANGE = 60


class _Pattern(NamedTuple):
    kind: Kind
    regex: re.Pattern[str]
    key: str
    needs: tuple[str, ...]


def find_statutes(text: str) -> list[Cited]:
    """Return what the patterns find, in the order of the text; none overlaps another."""
    if not _TRIGGER.search(text):
        return []
    patterns, _ = _read()
    taken = bytearray(len(text))
    found: list[Cited] = []
    for pattern in patterns:
        if not any(word in text for word in pattern.needs):
            continue
        for match in pattern.regex.finditer(text):
            start, end = match.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            found.append(_cited(text, match, pattern))
    return sorted(found, key=lambda c: c.start)


def numbers_in(cited: Cited) -> tuple[str, ...]:
    """Return the keys of every section that a range names: "29 U.S.C. §§ 2611-2612" has two."""
    if not cited.keys:
        return ()
    key = cited.keys[0]
    head, _, last = key.rpartition(":")
    ends = re.fullmatch(r"(\d+)[-–](\d+)", last)
    if head.startswith("usc") and ends:
        first, final = int(ends[1]), int(ends[2])
        if first < final <= first + MOST_OF_A_RANGE:
            return tuple(f"{head}:{n}" for n in range(first, final + 1))
    return cited.keys


def cut_keys(key: str) -> tuple[str, ...]:
    """Return ``key`` and what holds it: "frcp:4(m)(1)" stands in "frcp:4(m)" and in "frcp:4"."""
    keys = [key]
    while _SUB.search(keys[-1]):
        keys.append(_SUB.sub("", keys[-1]))
    last = keys[-1]
    if last.startswith("cfr:") and "." in last:
        keys.append(last.rpartition(".")[0])
    for unit in (":art:", ":recital:", ":s:"):
        if unit in last:
            keys.append(last.partition(unit)[0])
    return tuple(dict.fromkeys(keys))


def _cited(text: str, match: re.Match[str], pattern: _Pattern) -> Cited:
    groups = {name: value or "" for name, value in match.groupdict().items()}
    start, end = match.span()
    if pattern.kind == "doi":
        end -= len(groups["b"]) - len(trimmed := _without_edge(groups["b"]))
        groups["b"] = trimmed
    while text[end - 1] == " ":
        end -= 1
    label = _LABEL_AFTER.match(text, end)
    if label is None and text.startswith(")", end):
        label = _LABEL_BEFORE.search(text, max(0, start - 80), start)
    year = groups.get("y")
    return Cited(
        kind=pattern.kind, start=start, end=end, text=text[start:end],
        keys=cut_keys(_key(pattern, groups)),
        name=groups.get("name") or None, label=label["label"].strip() if label else None,
        year=int(year) if year else None,
    )  # fmt: skip


def _key(pattern: _Pattern, groups: dict[str, str]) -> str:
    aliases = _read()[1]
    filled = {
        k: " ".join(v.casefold().replace("–", "-").replace("’", "'").split())
        for k, v in groups.items()
    }
    for name in ("act", "org"):
        if name in filled:
            filled[name] = aliases.get(filled[name], filled[name])
    filled.setdefault("sub", "")
    filled["sub"] = groups.get("sub") or ""
    if "{roman}" in pattern.key:
        filled["roman"] = str(_arabic(groups["b"]))
    key = pattern.key.format(**filled)
    return re.sub(r":(?:art|s):\Z", "", key) if not filled.get("b") else key


def _arabic(numeral: str) -> int:
    if numeral.isdigit():
        return int(numeral)
    values = [_ROMAN[c] for c in numeral]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def _without_edge(doi: str) -> str:
    """Drop punctuation that belongs to the sentence; a bracket stays if its partner is inside."""
    while doi and (doi[-1] in _EDGE or (doi[-1] in ")]" and not _is_closed(doi))):
        doi = doi[:-1]
    return doi


def _is_closed(doi: str) -> bool:
    opening = {")": "(", "]": "["}[doi[-1]]
    return doi.count(opening) >= doi.count(doi[-1])


def organisations() -> dict[str, str]:
    """Return the short form of each organisation that issues guidelines, by its name, folded."""
    return dict(_data()["organisations"])


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("patterns.toml").read_text(encoding="utf-8"))


@cache
def _read() -> tuple[tuple[_Pattern, ...], dict[str, str]]:
    data = _data()
    patterns = (
        _Pattern(cast(Kind, p["kind"]), re.compile(p["regex"]), p["key"], tuple(p["needs"]))
        for p in data["pattern"]
    )
    return tuple(patterns), data["aliases"]
