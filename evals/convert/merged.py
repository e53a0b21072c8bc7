"""MedQuAD, PubMedQA and COVID-QA as one collection, so that each is found among the others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ..items import Item
from ..sets.readers import documents, read_items
from .folder import Judged, Origin, new_folder, reworded, write_beir
from .origins import origin

NAME: Final = "healthcare_merged"
PARTS: Final = ("medquad", "pubmedqa", "covid_qa")
MERGED: Final = {"medquad": NAME, "pubmedqa": NAME}
"""Sets whose questions stand in the collection, and the converter that makes it."""
TUNE_SAMPLE: Final = 1000


def convert_merged(src: Path, dst: Path) -> None:
    """Write the three corpora and questions of the first two sets; ``src`` is their folder.

    Judgements: ``dev1000`` (strict: the own answer and documents of the same text) and
    ``dev1000_relaxed`` (any answer to the same question), ``tune`` and ``tune_relaxed`` (1,000 of
    the other questions of MedQuAD, lowest sha256 of the id first), ``pubmedqa`` and its parts
    ``pubmedqa_dev`` and ``pubmedqa_test``; ``reworded`` and ``reworded_relaxed`` are 100 of the
    first in the project's own words.
    """
    whole = src.resolve()
    root = whole.parent if whole.name == "healthcare" else whole
    corpus = [(d.id, d.title, d.text) for name in PARTS for d in documents(root, name)]
    medquad, pubmedqa = read_items(root, "medquad"), read_items(root, "pubmedqa")
    asked = {
        "dev1000": [item for item in medquad if item.use == "report"],
        "tune": _sample(item for item in medquad if item.use == "tune"),
        "pubmedqa": list(pubmedqa),
    }
    questions = [_judged(item, kind) for kind, items in asked.items() for item in items]
    strict = reworded("medquad", questions[: len(asked["dev1000"])])
    relaxed = reworded("medquad", map(_relaxed, asked["dev1000"]))
    more = {
        "reworded_relaxed": relaxed,
        "dev1000_relaxed": [_relaxed(item) for item in asked["dev1000"]],
        "tune_relaxed": [_relaxed(item) for item in asked["tune"]],
        "pubmedqa_dev": [_judged(item, "pubmedqa") for item in pubmedqa if item.use == "tune"],
        "pubmedqa_test": [_judged(item, "pubmedqa") for item in pubmedqa if item.use == "report"],
    }
    with new_folder(dst) as folder:
        write_beir(folder, corpus, questions + strict, "dev1000", _origin(), more)


def _sample(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: hashlib.sha256(item.id.encode()).digest())[:TUNE_SAMPLE]


def _judged(item: Item, kind: str) -> Judged:
    return Judged(id=item.id, text=item.text, gold=item.documents, kind=kind)


def _relaxed(item: Item) -> Judged:
    gold = (*item.documents, *item.acceptable)
    return Judged(id=item.id, text=item.text, gold=gold, kind="relaxed")


def _origin() -> Origin:
    parts = [origin(name) for name in PARTS]

    def joined(field: str) -> str:
        return "; ".join(f"{part.name}: {getattr(part, field)}" for part in parts)

    return Origin(
        name=NAME,
        licence=joined("licence"),
        citation=joined("citation"),
        source=joined("source"),
    )
