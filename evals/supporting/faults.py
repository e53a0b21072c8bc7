"""Make a true claim false about the same passage, in a form that true claims have as well."""

from __future__ import annotations

import calendar
import random
import re
from collections.abc import Sequence
from functools import partial
from typing import Final

from vademecum.retrieval.types import Noun

from ..answer_forms import ENGLISH

_NUMBER: Final = re.compile(
    r"(?<![\w§(./\-])\d{1,3}(?:,\d{3})+(?![\w)/\-])|(?<![\w§(./\-,])\d+(?:\.\d+)?(?![\w)/\-]|[.,]\d)"
)
_WORDED: Final = ENGLISH[2:11]
"""From two to ten."""
_NUMBER_WORD: Final = re.compile(rf"\b({'|'.join(_WORDED)})\b", re.I)
_AUX: Final = "is|are|was|were|can|could|will|would|shall|should|may|must"
_NEGATED: Final = re.compile(rf"\b({_AUX})(?: not|not)\b(?! only| necessarily| be limited)", re.I)
_PLAIN: Final = re.compile(rf"\b({_AUX})(?= [a-z]+)(?! not\b| no\b| never\b| only\b|not\b)", re.I)
_NAME: Final = re.compile(r"(?<!^)(?<![.!?:\"'] )(?<!\")\b[A-Z][\w-]*[\w](?: [A-Z][\w-]*[\w])*")
_NO_NAMES: Final = frozenset(
    [
        *calendar.month_name[1:],
        *calendar.day_name,
        "The",
        "This",
        "That",
        "These",
        "In",
        "On",
        "At",
        "It",
        "If",
        "And",
        "Or",
        "But",
        "He",
        "She",
        "They",
        "We",
        "You",
        "As",
        "For",
        "To",
        "By",
        "Mr",
        "Mrs",
        "Dr",
        "Section",
        "Table",
        "Figure",
        "Fig",
    ]
)
_PLAIN_WORD: Final = re.compile(r"(?<![\w'\-])[a-z]{5,}(?![\w'\-])")


class Fault(Noun):
    """A falsified claim; ``turned`` tells which way round of its ``form``."""

    text: str
    form: str = ""
    turned: bool = False


def number_fault(claim: str, passage: str, chance: random.Random) -> Fault | None:
    """Exchange one number for another of its length and roundness, its unit kept."""
    places = list(_NUMBER.finditer(claim)) or list(_NUMBER_WORD.finditer(claim))
    if not places:
        return None
    place = chance.choice(places)
    old = place.group()
    if old.lower() in _WORDED:
        rivals = [w for w in _WORDED if not re.search(rf"\b{w}\b", claim, re.I)]
        new = chance.choice(rivals or ["ten"])
        new = new.capitalize() if old[0].isupper() else new
    else:
        shape = re.sub(r"\d", "9", old)
        said = {m.group() for m in _NUMBER.finditer(claim)}
        near = [
            m.group()
            for m in _NUMBER.finditer(passage)
            if re.sub(r"\d", "9", m.group()) == shape and m.group() not in said
        ]
        new = chance.choice(near) if near and chance.random() < 0.5 else _like(old, said, chance)
    if not new or new == old:
        return None
    return Fault(text=claim[: place.start()] + new + claim[place.end() :])


def _like(number: str, said: set[str], chance: random.Random) -> str:
    """Return another number of the same length and roundness; a year stays near."""
    digits = number.replace(",", "").replace(".", "")
    is_year = re.fullmatch(r"(?:1[5-9]|20)\d\d", number) is not None
    kept = re.search(r"(?:5?0*)$", digits)
    tail = kept.group() if kept and len(kept.group()) < len(digits) else digits[1:]
    for _ in range(20):
        if is_year:
            new = str(int(number) + chance.choice([-9, -7, -4, -3, -2, -1, 1, 2, 3, 4, 7, 9]))
        else:
            head = [chance.choice("123456789") for _ in range(max(1, len(digits) - len(tail)))]
            plain = iter("".join(head) + tail[len(head) + len(tail) - len(digits) :])
            new = "".join(c if c in ",." else next(plain) for c in number)
        if new not in said:
            return new
    return ""


def negation_fault(claim: str) -> Fault | None:
    """Put one "not" after an auxiliary, or take away the one that stands there."""
    if (found := _NEGATED.search(claim)) is not None:
        aux = found[1].lower()
        return Fault(text=_cut(claim, found, found[1]), form=aux, turned=True)
    if re.search(r"\b(?:no|not|never|nor|neither|none|without)\b|n't", claim, re.I):
        return None
    if (found := _PLAIN.search(claim)) is not None:
        aux = found[1]
        new = f"{aux}not" if aux.lower() == "can" else f"{aux} not"
        return Fault(text=_cut(claim, found, new), form=aux.lower())
    return None


def entity_fault(
    claim: str, passage: str, figures: Sequence[str], chance: random.Random
) -> Fault | None:
    """Exchange two entities of the claim, or one for another of the passage of like form."""
    known = re.compile(rf"\b(?<=the )({'|'.join(figures)})\b")
    for find in (_names, lambda text: [m.group() for m in known.finditer(text)]):
        own = list(dict.fromkeys(find(claim)))
        couples = [
            (a, b)
            for i, a in enumerate(own)
            for b in own[i + 1 :]
            if _alike(a, b) and not _coordinated(claim, a, b)
        ]
        if couples:
            a, b = chance.choice(couples)
            return Fault(text=_swapped(claim, a, b))
        others = [n for n in dict.fromkeys(find(passage)) if n not in claim]
        fits = [(a, b) for a in own for b in others if _alike(a, b)]
        if fits:
            a, b = chance.choice(fits)
            return Fault(text=_articled(re.sub(rf"\b{re.escape(a)}\b", b, claim)))
    return None


def exchange_fault(claim: str, pairs: Sequence[tuple[str, str]]) -> Fault | None:
    """Exchange a word for the other of its pair, if the claim has one of them alone."""
    for one, other in pairs:
        for turned, (a, b) in enumerate(((one, other), (other, one))):
            # "Prince Edward Island" names no prince.
            pattern = re.compile(rf"\b(?i:{a})\b(?! (?-i:[A-Z]))")
            if pattern.search(claim) and not re.search(rf"\b{b}\b", claim, re.I):
                text = pattern.sub(partial(_replaced, b), claim)
                return Fault(text=_articled(text), form=f"{one}/{other}", turned=bool(turned))
    return None


def word_fault(
    claim: str, passage: str, beyond: Sequence[str], chance: random.Random
) -> Fault | None:
    """Exchange a word for one of like form that stands elsewhere in the document."""
    said = set(_PLAIN_WORD.findall(passage))
    fresh = sorted({w for text in beyond for w in _PLAIN_WORD.findall(text)} - said)
    fits = [
        (own, new)
        for own in dict.fromkeys(_PLAIN_WORD.findall(claim))
        for new in fresh
        if _ending(own) == _ending(new)
    ]
    if not fits:
        return None
    own, new = chance.choice(fits)
    return Fault(text=_articled(re.sub(rf"\b{own}\b", new, claim)))


def _ending(word: str) -> str:
    return next(
        (e for e in ("ing", "ed", "ly", "tion", "ble", "ive", "al", "s") if word.endswith(e)), ""
    )


def _coordinated(text: str, one: str, other: str) -> bool:
    """Tell whether nothing but a list stands between two names: there they may be exchanged."""
    between = text[text.index(one) + len(one) : text.rindex(other)]
    return not re.search(r"[a-z]{2}", re.sub(r"\b(?:and|or|the|nor|as well as)\b", "", between))


def _articled(text: str) -> str:
    text = re.sub(r"\b([Aa]) (?=[aeio])", r"\1n ", text)
    return re.sub(r"\b([Aa])n (?=[bcdfgjklmnpqrstvwyz])", r"\1 ", text)


def _names(text: str) -> list[str]:
    found = (m.group() for m in _NAME.finditer(text))
    return [n for n in found if not set(n.split()) & _NO_NAMES and len(n) > 2]


def _alike(one: str, other: str) -> bool:
    if one in other or other in one:
        return False
    shapes = [(n.isupper(), any(c.isdigit() for c in n), n[-1] == "s") for n in (one, other)]
    return shapes[0] == shapes[1] and abs(len(one.split()) - len(other.split())) <= 1


def _swapped(text: str, one: str, other: str) -> str:
    pattern = re.compile(rf"\b(?:{re.escape(one)}|{re.escape(other)})\b")
    return pattern.sub(lambda m: other if m.group() == one else one, text)


def _replaced(word: str, found: re.Match[str]) -> str:
    like = found.group()
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word.capitalize() if like[:1].isupper() else word


def _cut(text: str, found: re.Match[str], new: str) -> str:
    return text[: found.start()] + new + text[found.end() :]
