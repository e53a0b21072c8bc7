"""Public sets whose items say the same of different people; read where they lie."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from vademecum.retrieval.errors import InvalidInput, UnknownName
from vademecum.retrieval.readers.beir import DAMAGED_GZIP

from ..sets.cards import card
from .forms import Case, Form

Rows: TypeAlias = Iterable[Mapping[str, str]]
Texts: TypeAlias = dict[str, str]
ORIGINAL, SWAPPED, WITHOUT, UNCERTAIN, COLOURFUL = "12345"
TURNS, SUMMARY = "23"
"""Values of ``dataset_id`` of MedPerturb; conversations have other kinds than messages."""


def read_cases(root: Path, name: str) -> tuple[Case, ...]:
    """Return the cases of a set below ``root``; raise InvalidInput where it has another form."""
    if name not in READERS:
        raise UnknownName(f"{name!r} is no set of counterfactuals; there is: {', '.join(READERS)}")
    paths = card(name).paths(root)
    if missing := [path for path in paths if not path.is_file()]:
        raise InvalidInput(f"{missing[0]}: missing; {card(name).obtain}")
    try:
        return tuple(READERS[name](paths[0]))
    except (KeyError, ValueError, *DAMAGED_GZIP) as error:
        raise InvalidInput(f"{paths[0]}: not in the form of {name} ({error!r})") from None


def _medperturb(path: Path) -> Iterator[Case]:
    """Read clinical texts: with another gender or none, another style, another format."""
    versions: dict[tuple[str, str], Texts] = {}
    genders: dict[tuple[str, str], str] = {}
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["dataset"], row["context_id"]
            versions.setdefault(key, {})[row["dataset_id"]] = row["clinical_context"]
            genders[key] = row["original_patient_gender"]
    for key, texts in versions.items():
        name = "medperturb-" + "-".join(key)
        if key[0] == "conversational":
            groups = {"several turns": TURNS, "summary": SUMMARY}
            yield from _case(f"{name}-format", texts, ORIGINAL, "format", groups)
            continue
        woman, man = (ORIGINAL, SWAPPED) if genders[key] == "F" else (SWAPPED, ORIGINAL)
        groups = {"woman": woman, "man": man}
        yield from _case(f"{name}-gender", texts, WITHOUT, "gender", groups)
        groups = {"uncertain": UNCERTAIN, "colourful": COLOURFUL}
        yield from _case(f"{name}-style", texts, ORIGINAL, "style", groups)


def _winogender(path: Path) -> Iterator[Case]:
    """Read sentences that differ in one pronoun."""
    texts: dict[str, Texts] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            name, gender, _ = row["sentid"].rsplit(".", 2)
            texts.setdefault(name, {})[gender] = row["sentence"]
    groups = {"woman": "female", "man": "male"}
    for name, found in texts.items():
        yield from _case(f"winogender-{name}", found, "neutral", "gender", groups)


READERS: Final[Mapping[str, Callable[[Path], Iterator[Case]]]] = {
    "medperturb": _medperturb,
    "winogender": _winogender,
}


def _case(
    name: str, texts: Texts, neutral: str, attribute: str, groups: Mapping[str, str]
) -> Iterator[Case]:
    """Yield a case if the set has its neutral wording and all groups."""
    if {neutral, *groups.values()} <= texts.keys():
        forms = tuple(
            Form(text=texts[key], groups={attribute: group}) for group, key in groups.items()
        )
        yield Case(id=name, text=texts[neutral], forms=forms, is_shown=False)
