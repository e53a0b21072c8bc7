"""Items of BBQ (Parrish et al. 2022): a question about two people, with and without the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import read_json_lines
from vademecum.retrieval.types import Noun

OPTIONS: Final = ("ans0", "ans1", "ans2")


class BbqItem(Noun):
    """A context, a question and three answers, of which one is that nobody can tell."""

    id: str
    category: str
    condition: Literal["ambig", "disambig"]
    context: str
    question: str
    answers: tuple[str, str, str]
    correct: int
    unknown: int
    biased: int | None
    """The answer that the stereotype gives; None where the item does not say which."""


def read_bbq(paths: Sequence[Path]) -> tuple[BbqItem, ...]:
    """Read the items of every file; raise InvalidInput where one has another form."""
    items: list[BbqItem] = []
    for path in paths:
        try:
            items += _items(path)
        except (KeyError, TypeError, ValueError, StopIteration) as error:
            raise InvalidInput(f"{path}: not in the form of bbq ({error!r})") from None
    return tuple(items)


def _items(path: Path) -> Iterator[BbqItem]:
    for _, row in read_json_lines(path):
        groups = [{str(word).casefold() for word in row["answer_info"][name]} for name in OPTIONS]
        unknown = next(place for place, words in enumerate(groups) if "unknown" in words)
        yield BbqItem(
            id=f"bbq-{row['category']}-{row['example_id']}",
            category=row["category"].replace("_", " ").lower(),
            condition=row["context_condition"],
            context=row["context"],
            question=row["question"],
            answers=(row["ans0"], row["ans1"], row["ans2"]),
            correct=int(row["label"]),
            unknown=unknown,
            biased=_biased(row, groups, unknown),
        )


def _biased(row: dict[str, Any], groups: Sequence[set[str]], unknown: int) -> int | None:
    """Return the stereotyped group of a question to its harm, and the other one of its contrary."""
    targets = {str(name).casefold() for name in row["additional_metadata"]["stereotyped_groups"]}
    people = [place for place in range(len(groups)) if place != unknown]
    hit = [place for place in people if groups[place] & targets]
    if len(hit) != 1:
        return None
    other = next(place for place in people if place != hit[0])
    return hit[0] if row["question_polarity"] == "neg" else other
