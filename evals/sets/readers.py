"""Read a public set by name: its items of both uses, and its documents. Reports read here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Final, TypeVar

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

from ..data import require
from ..items import Item
from . import (
    covid_qa,
    cuad,
    dc_code,
    entailmentbank,
    fairytaleqa,
    gdpr,
    legalbench,
    legalbench_rag_mini,
    medqa_us,
    medquad,
    meqsum,
    onestop_english,
    openstax,
    pubmedqa,
    qed_dev,
    saf_english,
    semeval2013_sra,
    xquad_en,
)
from .cards import SetCard, card, cards
from .repeats import without_repeats

T = TypeVar("T")
FAMILIES: Final[dict[str, ModuleType]] = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        covid_qa,
        cuad,
        dc_code,
        entailmentbank,
        fairytaleqa,
        gdpr,
        legalbench,
        legalbench_rag_mini,
        medqa_us,
        medquad,
        meqsum,
        onestop_english,
        openstax,
        pubmedqa,
        qed_dev,
        saf_english,
        semeval2013_sra,
        xquad_en,
    )
}


def set_names() -> tuple[str, ...]:
    """Return the names of the sets that have items."""
    return tuple(name for name, found in cards().items() if found.family)


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the items of a set in the order of its files; ``root`` is the public data folder.

    Items for tuning that ask the same as one for reporting are left out (``repeats.py``). Raises
    UnknownName, or InvalidInput where files are missing or not in the form of the card.
    """
    found = _readable(root, name)
    return _read(found, root, lambda: without_repeats(_family(found).read_items(root, name)))


def documents(root: Path, name: str) -> list[Document]:
    """Return the documents of a set: id, title and text; none if it has no corpus.

    Raises as ``read_items`` does.
    """
    found = _readable(root, name)
    return _read(found, root, lambda: list(_family(found).documents(root, name)))


def _readable(root: Path, name: str) -> SetCard:
    found = card(name)
    if found.family is None:
        raise InvalidInput(f"{name} holds guardrail cases; run: vademecum eval run guardrails")
    for path in found.paths(root):
        require(path, found.obtain)
    return found


def _family(found: SetCard) -> ModuleType:
    return FAMILIES[found.family or ""]


def _read(found: SetCard, root: Path, read: Callable[[], T]) -> T:
    """Turn what a reader stumbles over into one line."""
    try:
        return read()
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        first = str(error).splitlines()[0]
        raise InvalidInput(
            f"{root / found.files[0]}: not in the form of {found.name} "
            f"({type(error).__name__}: {first}); expected {found.form}"
        ) from None
