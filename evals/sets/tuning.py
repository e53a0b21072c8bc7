"""The one door through which tuning reads a public set: no item for reporting passes it."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

from ..halves import fold_of
from ..items import Item
from . import readers
from .cards import card
from .repeats import asked


def read_for_tuning(root: Path, name: str, leave_out: int | None = None) -> tuple[Item, ...]:
    """Return the items of a set that may be tuned on.

    A cross-validated set has none of its own: name the fold to ``leave_out``, which is then the
    one to report on. Raises InvalidInput where a set has nothing to tune on.
    """
    found = card(name)
    if leave_out is not None and not 0 <= leave_out < found.folds:
        raise InvalidInput(f"{name}: no fold {leave_out} to leave out; it has {found.folds}")
    items = readers.read_items(root, name)
    if leave_out is not None:
        reported = {asked(i) for i in items if fold_of(i.group or i.id, found.folds) == leave_out}
        return tuple(
            item.model_copy(update={"use": "tune"}) for item in items if asked(item) not in reported
        )
    if chosen := tuple(item for item in items if item.use == "tune"):
        return chosen
    how = f"; leave out one of its {found.folds} folds" if found.folds else ""
    raise InvalidInput(f"{name}: nothing to tune on ({found.splits}){how}")


def documents_for_tuning(root: Path, name: str) -> list[Document]:
    """Return the documents of a set; they carry no question, so tuning may read them all."""
    return readers.documents(root, name)
