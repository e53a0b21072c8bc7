"""One question of a public set, in the one form that every task reads."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from vademecum.retrieval.types import Noun

from .questions import GoldSpan

Use = Literal["tune", "report"]
"""Whether a tuning command may read an item, or only a report may."""


class Item(Noun):
    """A question with whatever its set knows of the right reply.

    ``gold`` are spans that hold the answer, ``documents`` the ids of the documents that do,
    ``answers`` acceptable short answers, ``options`` the choices of a multiple-choice question and
    ``correct`` the index of the right one. ``within`` restricts the search to one document.
    A text that is to be graded or sorted has a ``label`` or a ``score``, and as ``context`` the
    question that it replies to.
    """

    id: str
    text: str = Field(min_length=1)
    use: Use
    answerable: bool | None = None
    gold: tuple[GoldSpan, ...] = ()
    documents: tuple[str, ...] = ()
    acceptable: tuple[str, ...] = ()
    """Further documents that a relaxed reading accepts: they answer the same question."""
    answers: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    correct: int | None = None
    within: str | None = None
    context: str = ""
    label: str | None = None
    score: float | None = None
    """The grade that people gave, from 0 to 1."""
    group: str | None = None
    """What never falls into two halves or folds: a contract, an article, a graded question."""
    slices: dict[str, str] = Field(default_factory=dict)
    """Labels that figures are also given by: category, kind, chapter ..."""

    @model_validator(mode="after")
    def _the_right_option_exists(self) -> Item:
        if self.correct is not None and not 0 <= self.correct < len(self.options):
            raise ValueError(f"{self.id}: option {self.correct} of {len(self.options)}")
        return self

    @property
    def with_options(self) -> str:
        """Return the text and its options, as one searches: many questions ask nothing alone."""
        return " ".join((self.text, *self.options))
