"""The sources of an answer as HTML: the passage inside its document, the quotation marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from vademecum.retrieval import Answer, Refusal
from vademecum.retrieval.passages import section_at
from vademecum.retrieval.types import Citation, CitationStatus, Document, Hit

from .answer_html import number_sources
from .markup import day, definitions, esc
from .speech import tr
from .words import STATUS

AROUND_CHARS = 3_000
"""How much of the document is shown before and after the passage."""
_HEADING = re.compile(r"^#{1,6} +(.*)$\n*", re.MULTILINE)
TitleOf = Callable[[str], str]


def sources_html(outcome: Answer | Refusal, key: str, title_of: TitleOf) -> str:
    """Return the cited sources, numbered, then what else was found."""
    numbers = number_sources(outcome.claims)
    by_passage = {hit.passage.id: hit for hit in outcome.hits}
    cited: dict[str, list[Citation]] = {}
    for claim in outcome.claims:
        for citation in claim.citations:
            cited.setdefault(citation.passage_id, []).append(citation)
    parts = [
        _source(by_passage.get(passage), cited[passage], f"{key}-s{number}", number, title_of)
        for passage, number in numbers.items()
    ]
    others = [hit for hit in outcome.hits if hit.passage.id not in numbers][:3]
    if others:
        rest = "".join(
            _source(hit, [], f"{key}-o{place}", None, title_of) for place, hit in enumerate(others)
        )
        heading = tr("Also found, not quoted" if parts else "The closest passages found")
        parts.append(
            f'<details class="vm-more"{"" if parts else " open"}><summary>{heading} '
            f"({len(others)})</summary>{rest}</details>"
        )
    return "".join(parts) or (
        f'<p class="vm-quiet">{tr("No source was opened for this reply.")}</p>'
    )


def document_html(document: Document, start: int, end: int, quotes: Sequence[Citation]) -> str:
    """Return the document around ``start:end``, that passage framed and its quotes marked."""
    spans = _apart(sorted({(q.start, q.end) for q in quotes}))
    if spans:
        start, end = min(start, spans[0][0]), max(end, spans[-1][1])
    text = document.text
    first, last = max(0, start - AROUND_CHARS), min(len(text), end + AROUND_CHARS)
    inside: list[str] = []
    at = start
    for low, high in spans:
        inside.append(_prose(text[at:low]))
        inside.append(f'<mark data-span="{low}-{high}">{esc(text[low:high])}</mark>')
        at = high
    inside.append(_prose(text[at:end]))
    before = f"{_left_out('… earlier text not shown …')}\n" if first else ""
    after = f"\n{_left_out('… later text not shown …')}" if last < len(text) else ""
    return (
        f'<div class="vm-document" tabindex="0" role="region" '
        f'aria-label="{esc(tr("Text of {title}", title=document.title))}">{before}'
        f"{_prose(text[first:start].rstrip())}"
        f'<span class="vm-passage">{"".join(inside)}</span>'
        f"{_prose(text[end:last].lstrip())}{after}</div>"
    )


def _source(
    hit: Hit | None, quotes: Sequence[Citation], anchor: str, number: int | None, title_of: TitleOf
) -> str:
    if hit is None:
        title, where, body = quotes[0].title or quotes[0].document_id, "", _absent(quotes[0])
    else:
        document, passage = hit.document, hit.passage
        title = document.title or document.id
        spoken = [section_at(document.text, quote.start) for quote in quotes] or [passage.section]
        pages = [document.page_at(at) for at in [q.start for q in quotes] or [passage.start]]
        places = [" › ".join(path) for path in spoken if path]
        places += [tr("page {number}", number=page) for page in pages if page]
        where = " · ".join(dict.fromkeys(places))
        body = (
            _chips(hit.marks)
            + definitions(facts_of(document, title_of))
            + document_html(document, passage.start, passage.end, quotes)
        )
    tag = f'<span class="vm-number">[{number}]</span> ' if number is not None else ""
    place = f'<span class="vm-where">{esc(where)}</span>' if where else ""
    return (
        f'<details class="vm-source" id="{esc(anchor)}"><summary>{tag}'
        f'<span class="vm-source-title">{esc(title)}</span>{place}{_statuses(quotes)}</summary>'
        f'<div class="vm-source-body">{body}{_back(number)}</div></details>'
    )


def _statuses(quotes: Sequence[Citation]) -> str:
    found: dict[CitationStatus, None] = dict.fromkeys(quote.status for quote in quotes)
    return "".join(
        f'<span class="vm-status vm-status-{status}"><span aria-hidden="true">{STATUS[status][0]}'
        f"</span> {tr(STATUS[status][1])}</span>"
        for status in found
    )


def facts_of(document: Document, title_of: TitleOf) -> list[tuple[str, str]]:
    """Return what is known of a document, as names and values; empty where it is not."""
    ended = ""
    if document.effective_to:
        ended = tr("until {date}", date=day(document.effective_to))
    if document.superseded_by:
        by = tr("superseded by {title}", title=title_of(document.superseded_by))
        ended = f"{ended}; {by}".lstrip("; ")
    sources = document.sources or (document.source,)
    return [
        ("Citation", document.citation or ""),
        ("Facts from", "; ".join(sources)),
        ("In force from", day(document.effective_from) if document.effective_from else ""),
        ("Ended", ended),
        ("Replaces", title_of(document.supersedes) if document.supersedes else ""),
        ("Written", day(document.written) if document.written else ""),
        ("Jurisdiction", document.jurisdiction or ""),
        ("Written for", ", ".join(document.audience)),
        ("Licence", document.licence or tr("not stated")),
        ("Review", tr(document.review or "review not stated")),
    ]


def _chips(marks: Sequence[str]) -> str:
    chips = "".join(f'<span class="vm-chip">{esc(tr(mark))}</span>' for mark in marks)
    return f'<p class="vm-chips">{chips}</p>' if chips else ""


def _absent(citation: Citation) -> str:
    said = tr(
        "This citation points to {document}, which is not among the passages found. "
        "The quotation given is:",
        document=citation.document_id,
    )
    return f"<p>{esc(said)}</p><blockquote>{esc(citation.quote)}</blockquote>"


def _back(number: int | None) -> str:
    if number is None:
        return ""
    return f'<button type="button" class="vm-back">↑ {tr("Back to the answer")}</button>'


def _left_out(words: str) -> str:
    return f'<span class="vm-quiet">{tr(words)}</span>'


def _prose(text: str) -> str:
    return _HEADING.sub(r'<strong class="vm-heading">\1</strong>', esc(text))


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that overlap, so that marks never nest."""
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
