"""Read HTML: headings, paragraphs, lists, tables; no script runs, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..errors import InvalidInput
from .parsed import MAX_SPAN, Parsed, Writer, one_line, table_rows
from .plain import decoded

if TYPE_CHECKING:
    from lxml.etree import _Element

_SILENT: Final = (
    "script style noscript template svg math head iframe object embed canvas audio video "
    "nav button select input textarea dialog"
)
_BLOCKS: Final = (
    "p div section article main header footer aside blockquote figure figcaption address dl dt dd "
    "ul ol table tr td th tbody thead form fieldset details summary hr body html caption"
)
SILENT: Final = frozenset(_SILENT.split())
BLOCKS: Final = frozenset(_BLOCKS.split())
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
LISTS: Final = ("ul", "ol")
_HEAD: Final = 4096
"""Bytes in which a declaration of the encoding is looked for; browsers look at 1,024."""
_META: Final = re.compile(rb"<meta\b[^>]*\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML: Final = re.compile(rb"\s*<\?xml\b[^>]*\bencoding\s*=\s*[\"']([\w.:-]+)")


def read_html(raw: bytes) -> Parsed:
    """Return the text of an HTML page; raise InvalidInput if it cannot be read."""
    markup, notes = html_text(raw)
    tree = html_tree(markup)
    writer = Writer()
    write_html(tree, writer)
    found = tree.find(".//title")
    title = one_line("".join(found.itertext())) if found is not None else ""
    return writer.parsed(title or None, notes)


def html_text(raw: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the characters of HTML or XHTML, by the encoding that is declared if one is.

    ``declared`` is what stands outside the page and goes before what the page says. With notes on
    how they were read; raises InvalidInput for what is no text.
    """
    head = raw[:_HEAD]
    if declared is None and (match := _META.search(head) or _XML.match(head)):
        declared = match.group(1).decode("ascii")
    return decoded(raw, declared)


def html_tree(markup: str) -> _Element:
    """Parse HTML or XHTML, forgiving; raise InvalidInput where nothing is left."""
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=False, huge_tree=True
    )
    try:  # as bytes, since lxml takes no text that declares an encoding
        tree = lxml_html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise InvalidInput(f"not readable as HTML ({_first_line(error)})") from None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise InvalidInput("nested too deeply to be read")
    return tree


def write_html(root: _Element, writer: Writer) -> None:
    """Write the blocks below ``root``; depth does not matter, since nothing recurses."""
    from lxml.etree import iterwalk

    line = _Line(writer)
    walk = iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi"):
            line.text(element.tail)
        elif event == "start":
            tag = element.tag if isinstance(element.tag, str) else ""
            if tag in SILENT or _is_hidden(element):
                walk.skip_subtree()
                element.set("data-left-out", "")
                continue
            if tag == "table" and _is_data(element):
                line.end()
                write_table(element, writer)
                walk.skip_subtree()
                element.set("data-left-out", "")
                continue
            line.start(tag)
            line.text(element.text)
        else:
            if element.get("data-left-out") is None:
                line.stop(element.tag if isinstance(element.tag, str) else "")
            line.text(element.tail)
    line.end()


class _Line:
    """The words of the block in hand, and what kind of block it is."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.words: list[str] = []
        self.level = 0
        self.lists: list[list[Any]] = []
        self.is_item = False
        self.is_verbatim = False

    def text(self, text: str | None) -> None:
        if text:
            self.words.append(text)

    def start(self, tag: str) -> None:
        if tag in HEADINGS:
            self.end()
            self.level = HEADINGS[tag]
        elif tag in LISTS:
            self.end()
            self.lists.append([tag, 0])
        elif tag == "li":
            self.end()
            self.is_item = True
            if self.lists:
                self.lists[-1][1] += 1
        elif tag == "br":
            self.words.append("\n")
        elif tag == "pre":
            self.end()
            self.is_verbatim = True
        elif tag in BLOCKS:
            self.end(keep_item=tag in ("p", "div"))
        elif tag == "img":
            self.words.append(" ")

    def stop(self, tag: str) -> None:
        if tag in LISTS:
            self.end()
            if self.lists:
                self.lists.pop()
        elif tag in HEADINGS or tag in BLOCKS or tag in ("li", "pre"):
            self.end()
            self.is_item = self.is_item and tag != "li"

    def end(self, keep_item: bool = False) -> None:
        raw = "".join(self.words)
        self.words = []
        if raw.strip():
            if self.level:
                self.writer.heading(self.level, raw)
            elif self.is_item:
                kind, number = self.lists[-1] if self.lists else ("ul", 0)
                mark = f"{number}." if kind == "ol" else "-"
                self.writer.item(raw, max(0, len(self.lists) - 1), mark)
            elif self.is_verbatim:
                self.writer.add("text", raw.strip("\n"))
            else:
                self.writer.add("text", one_line(raw))
            keep_item = False
        self.level = 0
        self.is_verbatim = False
        self.is_item = self.is_item and keep_item


def write_table(table: _Element, writer: Writer) -> None:
    """Write the caption and the rows of a table of ``tr``, ``th`` and ``td``."""
    caption = table.find("caption")
    if caption is not None:
        writer.add("text", one_line("".join(caption.itertext())))
    rows = list(_grid(table))
    first = next(table.iter("tr"), None)
    cells = [] if first is None else [c for c in first if c.tag in ("td", "th")]
    is_named = len(cells) > 1 and (
        all(cell.tag == "th" for cell in cells)
        or (first is not None and (up := first.getparent()) is not None and up.tag == "thead")
    )
    lines, _ = table_rows(rows[1:], rows[0]) if is_named and rows else table_rows(rows)
    writer.rows(lines)


def _grid(table: _Element) -> Iterator[list[str]]:
    """Yield the rows; a cell that spans columns or rows stands in each of them."""
    below: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        cells: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while len(cells) in below:
                cells.append(_from_above(below, len(cells)))
            text = one_line(" ".join(cell.itertext()))
            down = _span(cell, "rowspan")
            for _ in range(_span(cell, "colspan")):
                if down > 1:
                    below[len(cells)] = (down - 1, text)
                cells.append(text)
        while len(cells) in below:
            cells.append(_from_above(below, len(cells)))
        yield cells


def _from_above(below: dict[int, tuple[int, str]], column: int) -> str:
    left, text = below.pop(column)
    if left > 1:
        below[column] = (left - 1, text)
    return text


def _span(cell: _Element, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(int(value), MAX_SPAN) if value.isdecimal() and int(value) > 0 else 1


def _is_data(table: _Element) -> bool:
    """Tell tables of data from those that only lay a page out."""
    if (
        table.get("role") == "presentation"
        or next(table.iterdescendants("table"), None) is not None
    ):
        return False
    return any(len([c for c in row if c.tag in ("td", "th")]) > 1 for row in table.iter("tr"))


def _is_hidden(element: _Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    is_shut = "display:none" in style or "visibility:hidden" in style
    return element.get("hidden") is not None or element.get("aria-hidden") == "true" or is_shut


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__
