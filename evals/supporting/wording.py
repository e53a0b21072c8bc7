"""Shorten and reword a sentence so that it still says no more than it did."""

from __future__ import annotations

import hashlib
import random
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from vademecum.retrieval.types import Noun

from ..answer_forms import ENGLISH
from ..items import Use

_PATH: Final = Path(__file__).with_name("words.toml")
_PARENTHESIS: Final = re.compile(r"\s*\((?!s\))[^()]{2,120}\)(?!\w)")
_RELATIVE: Final = re.compile(r",\s(?:which|who|whose|where|including|such as)\s[^,;]+(?=,|\.$)")
_LEADING: Final = re.compile(
    r"^(?:however|moreover|therefore|furthermore|then|so|thus|finally|(?:in|on|at|during|for|by) "
    r"[^,;]{3,60}),\s+(?=\w{2})", re.I
)  # fmt: skip
_TAIL: Final = re.compile(r",?\s(?:because|so that|and so|and then|, but|; )\b[^;]{8,160}\.$")
_FRONT: Final = re.compile(
    r"^((?:in|on|at|during|after|before|when|if|because|although|under|for) [^,;]{3,90}), "
    r"((?!and\b|or\b|but\b)[^;]{15,})\.$", re.I
)  # fmt: skip
_BACK: Final = re.compile(
    r"^([^,;]{15,140}) ((?:when|if|because|after|before|during|while|unless|until) [^,;]{6,90})\.$"
)
_COUPLE: Final = re.compile(r"\b([A-Z][\w-]{2,}) (and|or) ([A-Z][\w-]{2,})(?=[,.;]| [a-z])")
_SMALL: Final = ENGLISH[2:13]
"""From two to twelve."""
_DIGITS: Final = re.compile(r"(?<![\w§(.,/\-$])(\d{1,2})(?=\s[a-z])")
_WORDED: Final = re.compile(rf"\b({'|'.join(_SMALL)})\b(?! ?\()")


class Words(Noun):
    """The word lists of one use."""

    synonyms: dict[str, str]
    populations: tuple[tuple[str, str], ...]
    contrasts: tuple[tuple[str, str], ...]
    figures: tuple[str, ...]
    frames: tuple[str, ...]
    asked: tuple[str, ...]


@cache
def words_for(use: Use) -> Words:
    """Return the words of one use: of word pairs the half that the other does not see."""
    data = _data()
    synonyms = [line for line in data["synonyms"] if _use_of(line[0]) == use]
    pairs = {
        name: tuple(tuple(line) for line in data[name] if _use_of(min(line).rstrip("s")) == use)
        for name in ("populations", "contrasts")
    }
    return Words(
        synonyms=dict(synonyms),
        populations=pairs["populations"],
        contrasts=pairs["contrasts"],
        figures=tuple(data["figures"].split()),
        frames=tuple(data["frames"]),
        asked=tuple(data["asked"]),
    )


@cache
def things() -> tuple[str, ...]:
    """Return plain words for things."""
    return tuple(_data()["things"].split())


def shortened(sentence: str, chance: random.Random) -> str:
    """Leave out what the rest does not hang on: a parenthesis, a relative clause, a reason."""
    text = sentence.strip()
    for pattern, often in ((_PARENTHESIS, 0.7), (_RELATIVE, 0.5), (_TAIL, 0.4)):
        if chance.random() < often:
            cut = pattern.sub("." if pattern is _TAIL else "", text)
            text = cut if len(cut) >= 30 else text
    if chance.random() < 0.4 and len(cut := _LEADING.sub("", text)) >= 30:
        text = cut[:1].upper() + cut[1:]
    return text


def reworded(sentence: str, words: Words, chance: random.Random) -> str:
    """Exchange words for others of the same sense, move a clause, put a frame around it.

    The draws do not depend on the words: two sentences of one form are changed alike.
    """
    moved, coupled, spelled, replaced, framed = (chance.random() for _ in range(5))
    text = sentence
    if moved < 0.5:
        text = _moved(text)
    if coupled < 0.6:
        text = _COUPLE.sub(r"\3 \2 \1", text)
    if spelled < 0.5:
        text = _WORDED.sub(lambda m: str(_SMALL.index(m[1]) + 2), text)
    else:
        text = _DIGITS.sub(lambda m: _SMALL[n - 2] if 2 <= (n := int(m[1])) <= 12 else m[1], text)
    if replaced < 0.75:
        known = _pattern(tuple(words.synonyms))
        text = known.sub(lambda m: words.synonyms[m[1]], text) if known else text
    if framed < 0.3 and not text.startswith(('"', "The answer", "Asked")):
        text = words.frames[int(framed / 0.3 * len(words.frames))].format(_lowered(text))
    return text


def _moved(text: str) -> str:
    if '"' in text:
        return text
    if (m := _FRONT.match(text)) is not None:
        rest = m[2][:1].upper() + m[2][1:]
        return f"{rest} {_lowered(m[1])}."
    if (m := _BACK.match(text)) is not None:
        return f"{m[2][:1].upper()}{m[2][1:]}, {_lowered(m[1])}."
    return text


def _lowered(text: str) -> str:
    """Write the first word small where it is a common one."""
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first.lower() in _OPENERS else text


_OPENERS: Final = frozenset(
    {"the", "a", "an", "this", "that", "these", "those", "in", "on", "at", "during", "after"}
    | {"before", "when", "if", "because", "although", "under", "for", "it", "they", "he", "she"}
    | {"we", "there", "his", "her", "their", "its", "by", "one", "each", "any", "all", "some"}
)


def _use_of(word: str) -> Use:
    return "report" if hashlib.sha256(word.encode()).digest()[-1] % 2 else "tune"


@cache
def _data() -> dict[str, Any]:  # Any: TOML
    return tomllib.loads(_PATH.read_text(encoding="utf-8"))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, ordered))})\b") if ordered else None
