"""An act of the European Union as EUR-Lex gives it in HTML: its articles and its recitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.html import html_text, html_tree
from vademecum.retrieval.readers.parsed import one_line
from vademecum.retrieval.types import Document

from ...blocks import Blocks

if TYPE_CHECKING:
    from lxml.etree import _Element

_POINT: Final = re.compile(r"\([0-9a-z]{1,5}\)|—|–")
_NOTE: Final = re.compile(r"\s?\(\s*\d+\s*\)")
_ACT: Final = re.compile(
    r"(REGULATION|DIRECTIVE|DECISION)\W+(\(\w+\) )?(?:No )?(\d+/\d+(?:/E[UC])?)"
)
_DAY: Final = r"(\d{1,2} [A-Z][a-z]+ \d{4})"
_APPLIES: Final = re.compile(rf"shall apply from {_DAY}")
_END: Final = (
    "HAVE ADOPTED",
    "HAS ADOPTED",
    "This Regulation shall be binding",
    "This Directive is addressed",
    "Done at",
)


class Unit(NamedTuple):
    """A recital or an article, with the chapter and section above it."""

    kind: str
    number: str
    heading: str
    above: tuple[str, ...]
    text: str


def read(raw: bytes, path: Path) -> Iterator[Document]:
    """Yield the recitals and articles of one act, with chapter and section above them."""
    lines = list(_lines(html_tree(html_text(raw)[0])))
    title = " ".join(text for kind, text in lines if kind == "doc-ti")
    act = _ACT.search(title)
    units = list(_units(lines))
    if act is None or not any(unit.kind == "Article" for unit in units):
        raise InvalidInput("not an act of the Official Journal: no title or no article")
    name = f"{act.group(1).capitalize()} {act.group(2) or ''}{act.group(3)}"
    applies = _APPLIES.search(" ".join(text for _, text in lines))
    for kind, number, heading, above, words in units:
        yield Document(
            id=f"eu/{act.group(3)}/{kind.lower()}-{number}",
            title=f"{name}, {kind} {number}" + (f": {heading}" if heading else ""),
            text=words,
            written=_day(re.search(rf"of {_DAY}", title)),
            effective_from=_day(applies),
            sources=(one_line(title)[:300],),
            citation=f"{name}, {kind} {number}",
            attributes={"part_of": " > ".join(above)},
        )


def _lines(root: _Element) -> Iterator[tuple[str, str]]:
    """Yield (class, words) of every paragraph; a table lays out the number of a point before it."""
    number = ""
    for line in root.iter("p"):
        for mark in line.iter("a"):
            if _NOTE.fullmatch(text := "".join(mark.itertext())) and text:
                mark.clear(keep_tail=True)
        kind = (line.get("class") or "").removeprefix("oj-")
        text = one_line("".join(line.itertext()))
        in_cell = (up := line.getparent()) is not None and up.tag == "td"
        if in_cell and _POINT.fullmatch(text):
            number = text
        elif text:
            yield (f"point {number}" if number else kind), text
            number = ""


def _units(lines: list[tuple[str, str]]) -> Iterator[Unit]:
    """Yield recitals, then articles; what stands before, between and after them is left out."""
    above: dict[str, str] = {}
    open_unit: tuple[str, str] | None = None
    heading, place, blocks = "", "", Blocks({})
    is_preamble = True
    for kind, text in [*lines, ("ti-art", "")]:
        point = kind.removeprefix("point ") if kind.startswith("point ") else ""
        is_recital = is_preamble and point.strip("()").isdecimal()
        is_preamble = is_preamble and kind not in ("ti-art", "ti-section-1")
        if is_recital or kind in ("ti-art", "ti-section-1") or text.startswith(_END):
            if open_unit is not None:
                yield Unit(*open_unit, heading, tuple(above.values()), blocks.markdown)
            open_unit, heading, blocks = None, "", Blocks({})
        if kind == "ti-art":
            open_unit = ("Article", text.removeprefix("Article").strip())
        elif kind == "ti-section-1":
            place = "section" if text.lower().startswith("section") else "chapter"
            above = {k: v for k, v in above.items() if k == "chapter" != place} | {place: text}
        elif kind == "ti-section-2":
            above[place] = f"{above.get(place, '')} {text}".strip()
        elif kind == "sti-art":
            heading = text
        elif is_recital:
            open_unit = ("Recital", point.strip("()"))
            blocks.text(text)
        elif open_unit is not None and kind != "note":
            if point:
                blocks.item(text, mark=f"- {point}" if point.startswith("(") else "-")
            else:
                blocks.text(text)


def _day(match: re.Match[str] | None) -> date | None:
    try:
        return datetime.strptime(match.group(1), "%d %B %Y").date() if match else None
    except ValueError:
        return None
