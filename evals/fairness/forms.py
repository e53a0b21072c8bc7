"""A question, the neutral way to put it, and the ways in which other people would."""

from __future__ import annotations

import hashlib
from typing import Final

from pydantic import Field

from vademecum.retrieval.types import Access, Noun, Query

from ..questions import GoldSpan
from ..tasks.guardrails import Expected

CONTROL: Final = "control"
"""The group of neutral wordings that change as much of the text and say nothing of a person."""


class Form(Noun):
    """One wording. It may stand for a group of several attributes: a name tells two."""

    text: str
    groups: dict[str, str]
    """The group by attribute."""
    name: str = ""
    """The person's name in it, if it holds one."""


class Case(Noun):
    """A question or a text for the rails, with its other wordings.

    Of a question, ``answerable`` and ``gold`` are known or not; a text for the rails has what is
    ``expected`` of them and is searched for nothing.
    """

    id: str
    text: str = Field(min_length=1)
    """The neutral wording."""
    forms: tuple[Form, ...]
    query: Query | None = None
    """What to ask beside the text; None for a text that only the rails see."""
    gold: tuple[GoldSpan, ...] = ()
    answerable: bool | None = None
    expected: Expected | None = None
    is_shown: bool = True
    """Whether the text may stand in a report: what is harmful or of private people may not."""

    def asked(self, text: str, allow: Access) -> Query:
        """Return the query with ``text`` in the place of the neutral wording."""
        base = self.query or Query(text=text, allow=allow)
        return base.model_copy(update={"text": text, "allow": allow})


def place(*parts: object) -> int:
    """Return a number that is drawn from ``parts`` alone: it chooses among equal words."""
    text = "\x1f".join(map(str, parts))
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big")
