"""The items of a run that failed worst, to be read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..results import EvalResult, ItemResult, ItemTexts
from .headlines import headline
from .markup import Markup, element, folded, joined, table, terms
from .worst import worst_items

SUMMARY_CHARS: Final = 110
LABEL_CHARS: Final = 160


def failures(result: EvalResult) -> Markup:
    """Return the worst items, each as a block that opens."""
    items = worst_items(result)
    if not result.items:
        return element("p", "This run keeps no items.")
    if not items:
        return element("p", "No item falls short of anything.")
    front = headline(result) or ""
    intro = f"The worst {len(items)} of {result.manifest.n} items, worst first."
    return joined((element("p", intro), *(_item(item, front) for item in items)))


def _item(item: ItemResult, front: str) -> Markup:
    texts = item.texts or ItemTexts(found="\n".join(item.found))
    question = _in_short(texts)
    figure = f"{front} {_number(item.values[front])}" if front in item.values else ""
    summary = joined(
        (
            element("span", item.id, class_="id"),
            *([element("span", question, class_="asked")] if question else []),
            *([element("span", figure, class_="score")] if figure else []),
        ),
        " ",
    )
    pairs = (("question", texts.question), ("expected", texts.expected), ("found", texts.found))
    said = "\n".join(text for _, text in pairs)
    return folded(
        summary,
        terms((name, element("div", text, class_="text") if text else "") for name, text in pairs),
        _labels(item, said),
        _figures(item.values.items()),
        class_="item",
    )


def _in_short(texts: ItemTexts) -> str:
    """Return the first line of the question; without one, what was expected and found."""
    first = [text.partition("\n")[0] for text in (texts.question, texts.expected, texts.found)]
    line = first[0] or (f"expected {first[1]}, found {first[2]}" if first[1] else "")
    return line if len(line) <= SUMMARY_CHARS else f"{line[: SUMMARY_CHARS - 2]} …"


def _labels(item: ItemResult, said: str) -> Markup:
    """Return the labels that the texts do not say already."""
    shown = [
        element("span", f"{name}: {value[:LABEL_CHARS]}")
        for name, value in item.labels.items()
        if value and not (len(value) > 3 and value in said)
    ]
    return element("p", *shown, class_="labels") if shown else Markup()


def _figures(values: Iterable[tuple[str, float]]) -> Markup:
    rows = [(name, _number(value)) for name, value in values]
    return table("Figures of this item", ("figure", "value"), rows) if rows else Markup()


def _number(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3f}"
