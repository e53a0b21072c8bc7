"""The card of a head: what it is, what it was trained on, and how it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vademecum.domains.rails.hashed import BITS

from .figures import HeadFigures
from .fitting import FOLDS, Settings
from .pools import ASKED, CARRIERS

COMMAND = "vademecum eval heads {name} --write"
WRITTEN = "orders.toml, advice.toml, instructions_*.toml (half of the passages only measure)"
DATA: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "injected_sentence": {
        "positives": ("bipia", "coconot", "notinject", "advbench", "xstest", "expertqa (other)"),
        "negatives": (*CARRIERS, "starter corpora"),
    },
    "jailbreak": {
        "positives": ("jailbreak",),
        "negatives": ("notinject", "coconot", "xstest", "expertqa", *ASKED, "pasted passages"),
    },
}


def card(name: str, figures: HeadFigures, settings: Settings, examples: int) -> dict[str, Any]:
    """Return the card of the head ``name``; licences stand on the cards of the sets."""
    return {
        "name": name,
        "form": f"logistic over {1 << BITS} hashed features, half floats; no encoder",
        "data": {use: list(sets) for use, sets in DATA[name].items()},
        "licences": "MIT, Apache-2.0, CC BY, public domain: see evals/sets/cards.toml",
        "written": WRITTEN if name == "injected_sentence" else "",
        "command": COMMAND.format(name=name),
        "settings": {"C": settings.c, "folds": FOLDS, "examples": examples},
        "scored": "five-fold; kinds of attack, near duplicates and documents never cross folds; "
        "the threshold was chosen on the same folds",
        "figures": figures.model_dump(mode="json"),
    }
