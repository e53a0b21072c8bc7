"""Join a question and an answer into a statement, and questions with one another's answers."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from vademecum.retrieval.support import overlap

if TYPE_CHECKING:
    from .excerpts import Excerpt

_BE: Final = "is|are|was|were"
_AUX: Final = f"{_BE}|do|does|did|can|could|will|would|should|has|have|had|may|might"
_NOUN_THAT: Final = re.compile(
    rf"(?:what|which) ((?!{_AUX})[\w-]+(?: (?!{_AUX})[\w-]+){{0,2}}) ({_BE}) (.+)", re.I
)
_WHAT_IS: Final = re.compile(rf"(?:what|who)(?:'s)? ({_BE}) ((?:the|a|an|his|her|their) .+)", re.I)
_WHO_DID: Final = re.compile(
    rf"(?:who|what) ((?!(?:{_AUX})\b)\w+(?:s|ed|ght|ok|ve|nt|ote|ade)\b.*)", re.I
)
_HOW_MANY: Final = re.compile(rf"how many ([\w-]+(?: [\w-]+)?) ((?:{_AUX})\b .+)", re.I)
_STRANDED: Final = re.compile(
    r"\b(?:in|on|at|for|to|of|from|with|by|about|called|made|used|done)$", re.I
)
_DEFINED: Final = re.compile(r"^(\"[^\"]{3,60}\") (means|includes) (.{20,240})$", re.S)


def joined(question: str, answer: str) -> str | None:
    """Return the statement that ``answer`` makes of ``question``, or None where no rule fits."""
    asked = " ".join(question.split()).rstrip(" ?")
    said = answer.strip(" .")
    if (m := _NOUN_THAT.fullmatch(asked)) is not None:
        text = f"the {m[1]} that {m[2]} {m[3]} {m[2]} {said}"
    elif (m := _WHAT_IS.fullmatch(asked)) is not None and not _STRANDED.search(m[2]):
        text = f"{m[2]} {m[1]} {said}"
    elif (m := _HOW_MANY.fullmatch(asked)) is not None:
        text = f"the number of {m[1]} that {m[2]} is {said}"
    elif (m := _WHO_DID.fullmatch(asked)) is not None:
        text = f"{said} {m[1]}"
    else:
        return None
    return text[:1].upper() + text[1:] + "."


def other_answers(
    found: Sequence[Excerpt], frames: Sequence[str], seed: int
) -> Iterator[tuple[Excerpt, str, str]]:
    """Yield (excerpt, its question with its answer, with another that stands in the passage).

    Both answers are to like questions and of like form; of definitions, the term with the body of
    another one. Each answer of two questions about one passage is the false one once if it can be.
    """
    yield from _definitions(found)
    by_document: dict[str, list[Excerpt]] = defaultdict(list)
    for excerpt in found:
        if excerpt.answer and len(excerpt.answer) <= 160:
            by_document[excerpt.document_id].append(excerpt)
    for own in by_document.values():
        for excerpt in own:
            for other in own:
                if other is not excerpt and _is_rival(excerpt, other):
                    chance = random.Random(f"{seed}/{excerpt.item_id}")
                    yield excerpt, *_both(excerpt, other.answer, frames, chance)
                    break


def additions(found: Sequence[Excerpt], seed: int) -> Iterator[tuple[Excerpt, str, str]]:
    """Yield (excerpt, what it says, what stands elsewhere), alone or behind another sentence."""
    for excerpt in found:
        chance = random.Random(f"{seed}/{excerpt.item_id}/addition")
        if len(excerpt.inside) < 2 or not excerpt.beyond:
            continue
        first, second = chance.sample(excerpt.inside, 2)
        other = min(excerpt.beyond, key=lambda s: (abs(len(s) - len(second)), s))
        if overlap(other, excerpt.passage) > 0.7:
            continue
        if chance.random() < 0.3:
            yield excerpt, second, other
        else:
            yield excerpt, f"{first} {second}", f"{first} {other}"


def _both(
    excerpt: Excerpt, other: str, frames: Sequence[str], chance: random.Random
) -> tuple[str, str]:
    frame = chance.choice(frames)

    def stated(answer: str) -> str:
        asked = excerpt.question.strip().rstrip(" ?")
        asked = asked[:1].upper() + asked[1:]
        framed = frame.format(question=asked, answer=answer.strip(" ."))
        return joined(excerpt.question, answer) or f"{framed}."

    return stated(excerpt.answer), stated(other)


def _is_rival(excerpt: Excerpt, other: Excerpt) -> bool:
    own, new = excerpt.answer, other.answer
    return (
        new.casefold() in excerpt.passage.casefold()
        and _asks(excerpt.question) == _asks(other.question)
        and _form(own) == _form(new)
        and 0.4 <= len(own) / len(new) <= 2.5
        and overlap(new, own) < 0.4
        and overlap(own, new) < 0.4
        and overlap(new, excerpt.question) < 0.5
    )


def _asks(question: str) -> str:
    words = re.findall(r"[a-z]+", question.casefold())
    places = (place for place, word in enumerate(words) if word in _WH)
    place = next(places, 0)
    return " ".join(words[place : place + 2])


_WH: Final = frozenset(["what", "who", "whom", "whose", "which", "where", "when", "why", "how"])


def _form(answer: str) -> tuple[bool, bool]:
    return any(c.isdigit() for c in answer), answer[:1].isupper()


def _definitions(found: Sequence[Excerpt]) -> Iterator[tuple[Excerpt, str, str]]:
    for excerpt in found:
        parts = [m for claim in excerpt.claims if (m := _DEFINED.match(claim)) is not None]
        for one, other in pairwise(parts):
            for a, b in ((one, other), (other, one)):
                if a[2] == b[2] and a[3].split()[0] == b[3].split()[0]:
                    yield excerpt, f"{a[1]} {a[2]} {a[3]}", f"{a[1]} {a[2]} {b[3]}"
