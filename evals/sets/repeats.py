"""Questions that are asked again: what is reported is never tuned on in the same words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from ..items import Item

WORD: Final = re.compile(r"\w+")


def normalised(text: str) -> str:
    """Return the words of a text, case-folded and without accents' variants or punctuation."""
    return " ".join(WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def asked(item: Item) -> tuple[str, ...]:
    """Return what makes an item the same question as another, of whatever id.

    The words of its text and options, and what they are asked of: the question that a graded text
    replies to, the document searched, the contract, task or article.
    """
    where = (item.context, item.within or "", item.group or "")
    return (normalised(item.with_options), *map(normalised, where))


def without_repeats(items: Iterable[Item]) -> tuple[Item, ...]:
    """Leave out what would be tuned on and asks the same as an item that is reported."""
    known = tuple(items)
    reported = {asked(item) for item in known if item.use == "report"}
    return tuple(item for item in known if item.use == "report" or asked(item) not in reported)
