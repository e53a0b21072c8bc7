"""A document as it was read, as HTML: outline, passages where they begin and end, tables, pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from vademecum.retrieval.passages import sections
from vademecum.retrieval.types import PAGES, Document, Passage

from .markup import definitions, esc
from .source_html import TitleOf, facts_of
from .speech import tr

PART: Final = 20
"""Passages that are shown at once."""
MAX_OUTLINE: Final = 200
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
_ROW = re.compile(r"^\|.*\|$")
_RULE = re.compile(r"^\|[\s:|-]+\|$")
_ITEM = re.compile(r"^[ \t]*(?:[-*•]|\d+[.)])[ \t]+")


def head_html(document: Document, title_of: TitleOf) -> str:
    """Return title, licence, dates and source of a document."""
    known = document.attributes
    facts = [
        *facts_of(document, title_of),
        (tr("Seen by"), ", ".join(document.groups)),
        (tr("Read as"), known.get("format", "")),
        (tr("Identifiers taken out"), known.get("redacted", "")),
        (tr("Id"), document.id),
    ]
    return (
        f'<h3 class="vm-lib-title" tabindex="-1">{esc(document.title or document.id)}</h3>'
        f"{definitions(facts)}"
    )


def outline_html(document: Document, passages: Sequence[Passage]) -> str:
    """Return how much was read, and the headings as buttons that lead to their passages."""
    top = (
        f'<h3 class="vm-pane-title">{esc(tr("How it was read"))}</h3>'
        f'<p class="vm-quiet">{esc(_amount(document, passages))}</p>'
    )
    starts = [passage.start for passage in passages]
    entries: list[str] = []
    number = 0
    before: tuple[str, ...] = ()
    for path, start, end in sections(document.text):
        shared = sum(1 for _ in _alike(before, path))
        words = document.text[start:end]
        at = end - len(words.lstrip())
        place = max(0, bisect_right(starts, at) - 1)
        for depth in range(shared, len(path)):
            number += 1
            if number <= MAX_OUTLINE:
                entries.append(
                    f'<li class="vm-lib-depth-{min(depth, 4)}"><button type="button" data-id='
                    f'"{esc(document.id)}" data-at="{place}">{esc(path[depth])}</button></li>'
                )
        before = path
    if not entries:
        return f'{top}<p class="vm-quiet">{esc(tr("This document has no headings."))}</p>'
    more = ""
    if number > MAX_OUTLINE:
        left_out = tr("{number} more headings are not shown.", number=number - MAX_OUTLINE)
        more = f'<p class="vm-quiet">{esc(left_out)}</p>'
    return f'{top}<ul class="vm-lib-outline">{"".join(entries)}</ul>{more}'


def passages_html(document: Document, passages: Sequence[Passage], part: int, mark: int) -> str:
    """Return the text of one part of a document, passage by passage; ``mark`` is one to show."""
    if not passages:
        return f'<p class="vm-line">{esc(tr("No passage was made of this document."))}</p>'
    first = part * PART
    shown = passages[first : first + PART]
    at = passages[first - 1].end if first else 0
    pieces: list[str] = []
    for number, passage in enumerate(shown, first):
        pieces.append(_between(document.text[at : passage.start]))
        pieces.append(_passage(document, passage, number, number == mark))
        at = max(at, passage.end)
    if first + PART >= len(passages):
        pieces.append(_between(document.text[at:]))
    return (
        f'<div class="vm-lib-text" tabindex="0" role="region" '
        f'aria-label="{esc(tr("Text of {title}", title=document.title or document.id))}">'
        f"{''.join(pieces)}</div>"
    )


def text_html(text: str) -> str:
    """Return text in the Markdown of the readers as headings, lists, tables and paragraphs."""
    blocks: list[str] = []
    for kind, lines in groupby(text.split("\n"), key=_kind):
        group = list(lines)
        if kind == "heading":
            blocks += [f'<p class="vm-lib-heading">{esc(_words(line))}</p>' for line in group]
        elif kind == "row":
            blocks.append(table_html(group))
        elif kind == "item":
            items = "".join(f"<li>{esc(_ITEM.sub('', line))}</li>" for line in group)
            blocks.append(f"<ul>{items}</ul>")
        elif kind == "text":
            blocks.append(f"<p>{'<br>'.join(map(esc, group))}</p>")
    return "".join(blocks)


def table_html(lines: Sequence[str]) -> str:
    """Return the rows of a table as one; see ``retrieval.readers.parsed`` for how they stand."""
    if len(lines) > 1 and _RULE.match(lines[1]):
        heads, rows = _cells(lines[0]), [_cells(line) for line in lines[2:]]
    else:
        heads, rows = _columns([_cells(line) for line in lines])
    head = "".join(f'<th scope="col">{esc(name)}</th>' for name in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{esc(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        f'<div class="vm-scroll" tabindex="0" role="region" aria-label="{esc(tr("Table"))}">'
        f'<table class="vm-lib-table">{f"<thead><tr>{head}</tr></thead>" if head else ""}'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"\s\|\s", line.strip().strip("|"))]


def _columns(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Take the names of the columns out of cells like ``Drug: amoxicillin``, if all have one."""
    named = [[cell.partition(": ") for cell in row] for row in rows]
    names = list(dict.fromkeys(name for row in named for name, _, _ in row))
    is_named = all(colon for row in named for _, colon, _ in row)
    if not is_named or len(names) > 2 * max(map(len, rows)):
        return [], rows
    values = [{name: value for name, _, value in row} for row in named]
    return names, [[row.get(name, "") for name in names] for row in values]


def _amount(document: Document, passages: Sequence[Passage]) -> str:
    facts = [tr("{n} characters", n=f"{len(document.text):,}")]
    if PAGES in document.attributes:
        last = document.page_at(len(document.text))
        facts.append(tr("{n} pages", n=last))
    count = len(passages)
    facts.append(tr("1 passage") if count == 1 else tr("{n} passages", n=f"{count:,}"))
    return " · ".join(facts)


def _passage(document: Document, passage: Passage, number: int, is_marked: bool) -> str:
    facts = [
        tr("Passage {n}", n=number + 1),
        " › ".join(passage.section),
        _pages(document, passage),
        tr("characters {first} to {last}", first=f"{passage.start:,}", last=f"{passage.end:,}"),
    ]
    chosen = " vm-lib-chosen" if is_marked else ""
    return (
        f'<section class="vm-lib-passage{chosen}" id="lib-passage-{number}" tabindex="-1">'
        f'<p class="vm-lib-place">{esc(" · ".join(fact for fact in facts if fact))}</p>'
        f"{text_html(passage.text)}</section>"
    )


def _pages(document: Document, passage: Passage) -> str:
    first = document.page_at(passage.start)
    last = document.page_at(max(passage.start, passage.end - 1))
    if first is None:
        return ""
    if first == last:
        return tr("page {page}", page=first)
    return tr("pages {first} to {last}", first=first, last=last)


def _between(text: str) -> str:
    """Return what stands between two passages: headings, which every passage carries with it."""
    return f'<div class="vm-lib-between">{text_html(text)}</div>' if text.strip() else ""


def _kind(line: str) -> str:
    if not line.strip():
        return "none"
    if _HEADING.match(line):
        return "heading"
    if _ROW.match(line.strip()):
        return "row"
    return "item" if _ITEM.match(line) else "text"


def _words(line: str) -> str:
    found = _HEADING.match(line)
    return found.group(2) if found else line


def _alike(one: Sequence[str], other: Sequence[str]) -> Iterator[str]:
    """Yield the beginning that two paths share."""
    for a, b in zip(one, other, strict=False):
        if a != b:
            return
        yield a
