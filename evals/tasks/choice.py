"""How often a system picks the right option of a multiple-choice question."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from vademecum.retrieval.errors import InvalidInput

from ..intervals import RESAMPLES
from ..items import Item
from ..manifest import RunManifest
from ..results import EvalResult, ItemResult, ItemTexts
from ..side_by_side import paired_result, side_by_side
from .retrieval import nothing

Chooser: TypeAlias = Callable[[str, tuple[str, ...]], int | None]
"""Maps (question, options) to the index of an option, or to None if it abstains."""
CHANCE = "chance"


def evaluate_choice(
    items: Sequence[Item],
    choosers: Mapping[str, Chooser],
    *,
    domain: str,
    manifest: RunManifest,
    by: Sequence[str] = (),
    resamples: int = RESAMPLES,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Measure the first of ``choosers`` and, beside it, the others and chance.

    - ``accuracy``: right among all keyed questions; abstaining is not right;
    - ``answered``: an option was chosen; ``accuracy_when_answered``: right among these.

    A chooser sees question and options and nothing else, the options in an order that depends on
    the item's id and the seed, the same for all: neither a key nor its usual place can be used.
    Items without a key are left out and counted in the notes. Raises InvalidInput without keyed
    items or on an index that is no option's.
    """
    keyed = [item for item in items if item.correct is not None]
    if not keyed:
        raise InvalidInput("no item has options and a key")
    rows: dict[str, list[dict[str, float]]] = {name: [] for name in choosers}
    chosen: list[int | None] = []
    for item in keyed:
        order = shuffled(item, manifest.seed)
        options = tuple(item.options[i] for i in order)
        for place, (name, choose) in enumerate(choosers.items()):
            choice = choose(item.text, options)
            if choice is not None and not 0 <= choice < len(options):
                raise InvalidInput(f"{item.id}: {name} chose option {choice} of {len(options)}")
            original = None if choice is None else order[choice]
            rows[name].append(_values(original, item))
            if place == 0:
                chosen.append(original)
            tick()
    first = next(iter(rows.values()))
    rows[CHANCE] = [{"accuracy": 1 / len(item.options)} for item in keyed]
    figures = side_by_side(
        rows,
        keyed,
        rates={"accuracy", "answered", "accuracy_when_answered"},
        by=by,
        seed=manifest.seed,
        resamples=resamples,
        known={CHANCE},
    )
    notes = (f"{n} items without a key left out",) if (n := len(items) - len(keyed)) else ()
    return paired_result(
        "choice",
        figures,
        (
            _item(item, values, choice)
            for item, values, choice in zip(keyed, first, chosen, strict=True)
        ),
        domain=domain,
        manifest=manifest,
        notes=notes,
    )


def longest_option(question: str, options: tuple[str, ...]) -> int:
    """Choose the longest option: what one can score by knowing how such tests are written."""
    return max(range(len(options)), key=lambda i: (len(options[i]), -i))


def shuffled(item: Item, seed: int) -> list[int]:
    """Return the indices of the options in the order in which they are shown."""
    return sorted(
        range(len(item.options)),
        key=lambda i: hashlib.sha256(f"{seed}/{item.id}/{i}".encode()).digest(),
    )


def _values(choice: int | None, item: Item) -> dict[str, float]:
    is_right = float(choice == item.correct)
    values = {"accuracy": is_right, "answered": float(choice is not None)}
    return values if choice is None else values | {"accuracy_when_answered": is_right}


def _item(item: Item, values: dict[str, float], choice: int | None) -> ItemResult:
    picked = "none" if choice is None else item.options[choice]
    right = "" if item.correct is None else item.options[item.correct]
    asked = "\n".join((item.text, *(f"- {option}" for option in item.options)))
    return ItemResult(
        id=item.id,
        values=values,
        labels={**item.slices, "chosen": picked, "right": right},
        texts=ItemTexts.of(asked, right, picked),
    )
