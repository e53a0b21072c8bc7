"""HTML put together so that text is escaped unless it is markup already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

VOID: Final = frozenset({"meta", "br"})


class Markup(str):
    """Text that is HTML; every other string is escaped where it enters an element."""

    __slots__ = ()


def element(name: str, /, *parts: str, **attributes: str | int | bool) -> Markup:
    """Return one element.

    ``class_`` is class, ``aria_label`` aria-label; an attribute that is True stands without a
    value, one that is False is left out.
    """
    shown = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Markup(f"<{name}{shown}>")
    return Markup(f"<{name}{shown}>{joined(parts)}</{name}>")


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Return parts one after another, each escaped unless it is markup."""
    return Markup(between.join(as_markup(part) for part in parts))


def as_markup(part: str) -> Markup:
    """Escape ``part`` unless it is markup already."""
    return part if isinstance(part, Markup) else Markup(escape(part, quote=True))


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], class_: str = "figures"
) -> Markup:
    """Return a table in a box that scrolls by itself; the first cell of a row is its head."""
    cells = [element("th", cell, scope="col") for cell in head]
    body = [
        element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in others))
        for first, *others in rows
    ]
    return element(
        "div",
        element(
            "table",
            element("caption", caption),
            element("thead", element("tr", *cells)),
            element("tbody", *body),
            class_=class_,
        ),
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label=str(caption),
    )


def folded(summary: str, *parts: str, class_: str = "") -> Markup:
    """Return a block that opens at a click or a key."""
    return element("details", element("summary", summary), *parts, class_=class_ or False)


def terms(pairs: Iterable[tuple[str, str]]) -> Markup:
    """Return a list of names and what belongs to each; pairs with nothing to say are left out."""
    shown = [
        element("div", element("dt", name), element("dd", value)) for name, value in pairs if value
    ]
    return element("dl", *shown)


def _attribute(key: str, value: str | int | bool) -> str:
    name = key.rstrip("_").replace("_", "-")
    if isinstance(value, bool):
        return f" {name}" if value else ""
    return f' {name}="{escape(str(value), quote=True)}"'
