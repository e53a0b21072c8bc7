"""What a library holds, as HTML: counts, a page of documents, passages that were found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from vademecum.retrieval.library import Counts
from vademecum.retrieval.listing import Entry, Listing
from vademecum.retrieval.types import Document, Hit

from .markup import day, esc
from .speech import tr

PAGE = 20
"""Entries on one page of a list."""
FOUND = 100
"""Passages that one search brings."""
_LICENCES = 6


def counts_html(counts: Counts, licences: Sequence[tuple[str | None, int]]) -> str:
    """Return how much there is, and under which licences."""
    named = [
        f"{licence or tr('not stated')} ({number:,})" for licence, number in licences[:_LICENCES]
    ]
    if len(licences) > _LICENCES:
        named.append(tr("{number} others", number=len(licences) - _LICENCES))
    facts = [
        (tr("Documents"), f"{counts.documents:,}"),
        (tr("Passages"), f"{counts.passages:,}"),
        (tr("Licences"), " · ".join(named)),
    ]
    return (
        '<dl class="vm-lib-counts">'
        + "".join(f"<div><dt>{esc(k)}</dt><dd>{esc(v)}</dd></div>" for k, v in facts if v)
        + "</dl>"
    )


def listing_html(listing: Listing, page: int, words: str, today: date) -> str:
    """Return one page of documents; each opens with a button."""
    if not listing.total:
        return nothing_html(words)
    first = page * PAGE
    items = "".join(_entry(entry, today) for entry in listing.entries)
    last = first + len(listing.entries)
    return (
        f'<p class="vm-quiet">{esc(_range(first, last, listing.total))}</p>'
        f'<ol class="vm-lib-list" start="{first + 1}">{items}</ol>'
    )


def hits_html(hits: Sequence[Hit], page: int, words: str) -> str:
    """Return one page of passages; each opens its document there."""
    if not hits:
        return nothing_html(words)
    first = page * PAGE
    shown = hits[first : first + PAGE]
    note = tr("Passages by closeness to the words, the first {number} at most.", number=FOUND)
    items = "".join(_hit(hit) for hit in shown)
    return (
        f'<p class="vm-quiet">{esc(_range(first, first + len(shown), len(hits)))} {esc(note)}</p>'
        f'<ol class="vm-lib-list" start="{first + 1}">{items}</ol>'
    )


def nothing_html(words: str) -> str:
    """Say that a list is empty, and what to do about it."""
    if words.strip():
        line = tr(
            "Nothing found for “{words}”. Try fewer or other words, or look among the passages.",
            words=shorten(words, 80, placeholder=" …"),
        )
    else:
        line = tr(
            "There is no document here yet. Upload some below, or use: vademecum ingest DOMAIN PATH"
        )
    return f'<p class="vm-line">{esc(line)}</p>'


def pages_of(total: int) -> int:
    """Return how many pages a list of ``total`` entries has."""
    return max(1, -(-total // PAGE))


def marks_of(document: Document, today: date) -> list[str]:
    """Return in words what a reader must know of a document's validity."""
    marks = []
    if document.superseded_by:
        marks.append(tr("superseded"))
    elif not document.is_in_force(today):
        begun = document.effective_from is None or document.effective_from <= today
        marks.append(tr("no longer in force") if begun else tr("not yet in force"))
    return marks


def dates_of(document: Document) -> str:
    """Return the dates of a document in one line."""
    said = [
        (tr("written {day}"), document.written),
        (tr("in force from {day}"), document.effective_from),
        (tr("until {day}"), document.effective_to),
    ]
    return " · ".join(words.format(day=day(on)) for words, on in said if on is not None)


def _range(first: int, last: int, total: int) -> str:
    return tr("{first} to {last} of {total}.", first=first + 1, last=last, total=f"{total:,}")


def _entry(entry: Entry, today: date) -> str:
    document = entry.document
    chips = "".join(
        f'<span class="vm-chip">{esc(mark)}</span>' for mark in marks_of(document, today)
    )
    facts = [
        document.citation or "",
        dates_of(document),
        document.licence or tr("licence not stated"),
        tr("1 passage") if entry.passages == 1 else tr("{n} passages", n=f"{entry.passages:,}"),
    ]
    return (
        f'<li><button type="button" class="vm-lib-open" '
        f'data-id="{esc(document.id)}">{esc(document.title or document.id)}</button> {chips}'
        f'<p class="vm-quiet">{esc(" · ".join(fact for fact in facts if fact))}</p></li>'
    )


def _hit(hit: Hit) -> str:
    document, passage = hit.document, hit.passage
    where = " › ".join(passage.section)
    page = document.page_at(passage.start)
    places = [where, "" if page is None else tr("page {page}", page=page)]
    return (
        f'<li><button type="button" class="vm-lib-open" '
        f'data-id="{esc(document.id)}" data-at="{passage.id.rpartition("#")[2]}">'
        f"{esc(document.title or document.id)}</button>"
        f'<p class="vm-quiet">{esc(" · ".join(place for place in places if place))}</p>'
        f"<p>{esc(shorten(passage.text, 240, placeholder=' …'))}</p></li>"
    )
