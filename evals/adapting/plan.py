"""What a domain's retrieval adapter is trained on, stops by and is measured with."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field, ValidationError

from vademecum.retrieval.errors import InvalidManifest, UnknownName
from vademecum.retrieval.types import PUBLIC, Document, Noun

from ..halves import fold_of
from ..items import Item
from ..sets.readers import read_items
from ..sets.tuning import documents_for_tuning, read_for_tuning
from .settings import Course

Use = Literal["train", "stop"]
_COURSE: Final = "course"
_STOP_FOLDS: Final = 10
_PLANS: Final = Path(__file__).with_name("plans.toml")


class PlannedSet(Noun):
    """A public set within a plan; ``plans.toml`` says what the fields mean."""

    set: str
    documents: tuple[str, ...] = ()
    inside: bool = False
    by: str | None = None
    stop: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    share: int = Field(default=0, ge=0)
    hold: bool = False

    @property
    def corpora(self) -> tuple[str, ...]:
        """Return the sets whose documents are searched together."""
        return self.documents or (self.set,)

    def use_of(self, item: Item) -> Use | None:
        """Return what an item for tuning is used for; None if its group is kept for reports."""
        if self.by is None:
            is_stop = fold_of(item.group or item.id, _STOP_FOLDS) == 0
            return "stop" if is_stop else "train"
        group = item.slices.get(self.by, "")
        if group in self.report:
            return None
        return "stop" if group in self.stop else "train"

    def searched(self, item: Item) -> Item:
        """Return an item as it is asked here: of all documents, or ``inside`` of its own."""
        return item if self.inside else item.model_copy(update={"within": None})

    @property
    def held_out(self) -> str:
        """Say in words what is kept apart."""
        if self.by is None:
            return f"{self.set}: its items for reporting"
        named = ", ".join(self.report)
        return f"{self.set}: its items for reporting of {self.by} {named}, none of which is trained"


@cache
def plans() -> dict[str, tuple[PlannedSet, ...]]:
    """Return the plan of every domain that has one."""
    try:
        return {
            domain: tuple(map(PlannedSet.model_validate, sets))
            for domain, sets in _read().items()
            if domain != _COURSE
        }
    except ValidationError as error:
        raise InvalidManifest(f"{_PLANS}: {error}") from None


def course_of(domain: str, seed: int) -> Course:
    """Return how a domain's adapter is trained; the common course where it has none of its own."""
    try:
        return Course.model_validate({**_read()[_COURSE].get(domain, {}), "seed": seed})
    except ValidationError as error:
        raise InvalidManifest(f"{_PLANS}: {error}") from None


@cache
def _read() -> dict[str, Any]:
    try:
        return tomllib.loads(_PLANS.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidManifest(f"{_PLANS}: {error}") from None


def plan_of(domain: str) -> tuple[PlannedSet, ...]:
    """Return the plan of ``domain``; raise UnknownName without one."""
    if domain not in plans():
        known = ", ".join(plans())
        raise UnknownName(f"no plan for {domain}; there is one for {known}: train with --data")
    return plans()[domain]


def items_to_train(root: Path, planned: PlannedSet) -> dict[Use, list[Item]]:
    """Return the items to train on and to stop by, none of them for reporting."""
    found: dict[Use, list[Item]] = {"train": [], "stop": []}
    for item in read_for_tuning(root, planned.set):
        use = planned.use_of(item)
        if use is not None and _has_answer(item):
            found[use].append(planned.searched(item))
    return found


def _has_answer(item: Item) -> bool:
    return bool(item.documents) and item.answerable is not False


def items_to_report(root: Path, planned: PlannedSet) -> list[Item]:
    """Return the items that tell what the adapter gives where nothing was trained.

    What stands on the first page of a contract is left out, as in ``eval run passages``.
    """
    return [
        planned.searched(item)
        for item in read_items(root, planned.set)
        if item.use == "report"
        and _has_answer(item)
        and not (planned.inside and item.slices.get("in_contract") == "no")
        and (planned.by is None or item.slices.get(planned.by) in planned.report)
    ]


def documents_of(root: Path, planned: PlannedSet) -> list[Document]:
    """Return the documents that are searched together.

    Where one is searched alone, each has a group of its own beside the public one.
    """
    found = [d for name in planned.corpora for d in documents_for_tuning(root, name)]
    if not planned.inside:
        return found
    return [d.model_copy(update={"groups": (PUBLIC, d.id)}) for d in found]
