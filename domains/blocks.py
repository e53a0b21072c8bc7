"""Write published XML as a document: headings, paragraphs, lists, numbered provisions, tables.

Every publisher names elements in its own way; a recipe says what each name means (``Kind``), and
what it does not name runs along in the line it stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Literal

from vademecum.retrieval.readers.html import write_table
from vademecum.retrieval.readers.markup import parse_xml
from vademecum.retrieval.readers.parsed import Writer, one_line

if TYPE_CHECKING:
    from lxml.etree import _Element

Kind = Literal[
    "inline", "through", "section", "title", "text", "list", "item", "level", "table", "skip"
]
"""``through`` holds blocks; ``section`` too, one heading deeper; ``level`` is a numbered provision
with its ``num`` and perhaps a ``heading``."""
Put = Callable[[str], None]
_HTML: Final = {"row": "tr", "entry": "td", "ent": "td", "boxhd": "tr", "ched": "th"}
_OF_TABLES: Final = frozenset(
    ("table", "tr", "td", "th", "thead", "tbody", "tfoot", "caption", *_HTML)
)
_ORDERED: Final = ("enumerated", "order", "ordered")
_OF_MATH: Final = {"msup": "^", "msub": "_", "mfrac": "/"}


def plain_xml(raw: bytes) -> _Element:
    """Parse XML and leave the local name of every element; raise InvalidInput if damaged."""
    root = parse_xml(raw)
    for element in elements(root):
        _, _, element.tag = str(element.tag).rpartition("}")
    return root


def elements(root: _Element, *names: str) -> Iterator[_Element]:
    """Yield ``root`` and what stands below it, of these names if some are given."""
    yield from (e for e in root.iter() if isinstance(e.tag, str) and (not names or e.tag in names))


def text_of(element: _Element | None) -> str:
    """Return the words of an element in one line; nothing for None."""
    return "" if element is None else one_line("".join(element.itertext()))


class Blocks:
    """Write elements by what their names mean; a heading without text below it is left out."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds
        self._waiting: list[tuple[int, str]] = []
        self.writer = Writer()

    @property
    def markdown(self) -> str:
        """Return what was written."""
        return self.writer.parsed().text

    def heading(self, level: int, text: str) -> None:
        """Add a heading once something stands below it."""
        self._waiting = [(above, title) for above, title in self._waiting if above < level]
        if one_line(text):
            self._waiting.append((level, text))

    def text(self, text: str) -> None:
        """Add a paragraph."""
        if line := one_line(text):
            self._flush()
            self.writer.add("text", line)

    def item(self, text: str, depth: int = 0, mark: str = "-") -> None:
        """Add an item of a list."""
        self._flush()
        self.writer.item(text, depth, mark)

    def write(
        self, element: _Element, level: int = 2, depth: int = 0, put: Put | None = None
    ) -> None:
        """Write what stands below ``element``; ``put`` takes the words between its blocks."""
        put = put or self.text
        words = [element.text or ""]
        for child in element:
            kind = self._kind(child)
            if kind == "inline":
                words.append(self.words(child))
            elif kind != "skip":
                put("".join(words))
                words = []
                self._block(kind, child, level, depth, put)
            words.append(child.tail or "")
        put("".join(words))

    def _block(self, kind: Kind, element: _Element, level: int, depth: int, put: Put) -> None:
        if kind == "title":
            self.heading(level, self.words(element))
        elif kind == "section":
            self.write(element, level + 1, depth)
        elif kind == "list":
            self._list(element, level, depth, put)
        elif kind == "item":
            self.write(element, level, depth + 1, _Lead(self, "-", depth))
        elif kind == "level":
            self._level(element, level, depth, put)
        elif kind == "table":
            self._table(element)
        else:
            self.write(element, level, depth, put)

    def _list(self, element: _Element, level: int, depth: int, put: Put) -> None:
        number = 0
        is_ordered = element.get("list-type") in _ORDERED
        for child in element:
            if self._kind(child) == "item":
                number += 1
                mark = f"{number}." if is_ordered else "-"
                self.write(child, level, depth + 1, _Lead(self, mark, depth))
            elif self._kind(child) == "title":
                put(self.words(child))

    def _level(self, element: _Element, level: int, depth: int, put: Put) -> None:
        number = text_of(element.find("num"))
        if isinstance(put, _Lead):
            number = put.taken() + number
        heading = self.words(element.find("heading"))
        if heading.strip() and level == 2:
            self.heading(2, f"{number} {heading.strip().rstrip('.—-: ')}")
            self.write(element, 3, depth)
            return
        lead = _Lead(self, f"- {number}", depth, heading)
        self.write(element, 3, depth + 1, lead)
        lead.end()

    def _table(self, table: _Element) -> None:
        self._flush()
        _as_html(table)
        self.text(text_of(table.find("title")))
        for cell in list(elements(table, "td", "th")):
            words = self.words(cell)
            for child in list(cell):
                cell.remove(child)
            cell.text = words
        heads = list(elements(table, "thead"))
        for row in [row for head in heads for row in head]:
            if len(row) == 1 and (group := row.getparent()) is not None and len(group) > 1:
                self.text(text_of(row))  # a title over the whole table, above the names of columns
                group.remove(row)
        write_table(table, self.writer)

    def _kind(self, element: _Element) -> Kind:
        return self._kinds.get(element.tag, "inline") if isinstance(element.tag, str) else "inline"

    def words(self, element: _Element | None) -> str:
        """Return the words of an element without what is left out, white space as it stands."""
        if element is None:
            return ""
        if not isinstance(element.tag, str):
            return " "  # a character that the file names and does not say
        if element.tag == "math":
            return f" {_math(element)} "
        parts = [element.text or ""]
        for child in element:
            if self._kind(child) != "skip":
                gap = "" if self._kind(child) == "inline" else " "
                parts += (gap, self.words(child), gap)
            parts.append(child.tail or "")
        text = "".join(parts)
        if element.tag in ("br", "break", "newline"):
            return f" {text}"
        is_power = element.tag in ("sup", "SU") and text.strip() and len(element) == 0
        return f"^{text}" if is_power else text

    def _flush(self) -> None:
        for level, text in self._waiting:
            self.writer.heading(level, text)
        self._waiting = []


class _Lead:
    """Where words go that open an item or a provision; those after them are paragraphs."""

    def __init__(self, blocks: Blocks, mark: str, depth: int, heading: str = "") -> None:
        self._blocks, self._mark, self._depth, self._heading = blocks, mark, depth, heading
        self._is_open = True

    def __call__(self, text: str) -> None:
        if not one_line(text):
            return
        if self._is_open:
            self._blocks.item(f"{self._heading} {text}", self._depth, self._mark)
        else:
            self._blocks.text(text)
        self._is_open = False

    def taken(self) -> str:
        """Return the number if no word has followed it: "(c)" and "(1)" are then "(c)(1)"."""
        if not self._is_open or self._heading.strip():
            self.end()
            return ""
        self._is_open = False
        return self._mark.removeprefix("-").strip()

    def end(self) -> None:
        """Write a heading that no words have followed."""
        if self._is_open and (heading := self._heading.strip()):
            self._heading = ""
            self(heading)


def _as_html(table: _Element) -> None:
    """Name the rows and cells of CALS tables and of the Printing Office's as HTML does."""
    columns = [column.get("colname") for column in elements(table, "colspec")]
    for element in elements(table):
        name = str(element.tag).lower()
        if name in _OF_TABLES:
            element.tag = _HTML.get(name, name)
        first, last = element.get("namest"), element.get("nameend")
        if first in columns and last in columns:
            element.set("colspan", str(columns.index(last) - columns.index(first) + 1))
        if (more := element.get("morerows") or "").isdecimal():
            element.set("rowspan", str(int(more) + 1))
    for head in elements(table, "thead"):
        for cell in elements(head, "td"):
            cell.tag = "th"


def _math(element: _Element) -> str:
    """Return presentation MathML on one line: x^2, a/b, sqrt(x)."""
    if element.tag in ("annotation", "annotation-xml") or not isinstance(element.tag, str):
        return ""
    parts = [text for child in element if (text := _math(child).strip())]
    if not len(element):
        return one_line(element.text or "")
    sign = _OF_MATH.get(element.tag)
    if sign and len(parts) == 2:
        return sign.join(part if part.isalnum() else f"({part})" for part in parts)
    inside = " ".join(parts)
    return f"sqrt({inside})" if element.tag == "msqrt" else inside
