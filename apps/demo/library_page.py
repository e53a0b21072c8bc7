"""The page of the libraries: find documents, read them as they were read, change them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import gradio as gr

from vademecum.domains import Domain

from ..composition import access_of, make_query
from .assistants import OpenAssistant
from .frame import html_block, page_head, search_row
from .library_html import FOUND, PAGE, counts_html, hits_html, listing_html, pages_of
from .library_place import CLICKS, QUIET, SHOW_PASSAGE, SHOW_TOP, Place, build_pager, pager_values
from .library_reading import build_reading_part, read_document
from .library_upload import build_upload_part
from .markup import notice_line
from .problems import PROBLEMS, problem_html
from .speech import in_language, tr

TITLES, PASSAGES = "titles", "passages"


def build_library_page(
    tab: gr.Tab, domains: Sequence[Domain], open_assistant: OpenAssistant, may_edit: bool
) -> None:
    """Lay the page out and connect it; documents can be changed only where ``may_edit``."""
    page_head(
        tr("Library"),
        tr("What answers are drawn from: every document, how it was read, and when it holds."),
        tr("Shown is what everybody may see who can open this page: the public documents."),
    )
    with gr.Row(elem_classes="vm-modes"):
        picked = gr.Radio(
            [(domain.ui.title, domain.name) for domain in domains],
            value=domains[0].name,
            label=tr("Library of"),
            elem_classes="vm-choice",
        )
    status = html_block(elem_id="library-status")
    place, page = gr.State(Place()), gr.State(0)
    with gr.Column(elem_id="library-browse") as browsing:
        counts = html_block(elem_id="library-counts")
        box, send = search_row(
            tr("Find documents"),
            tr("Words of a title, a citation or the text"),
            tr("Find"),
            max_chars=1_000,
            elem_id="library-box",
        )
        with gr.Row(elem_classes="vm-modes"):
            where = gr.Radio(
                [(tr("Titles and citations"), TITLES), (tr("Passages"), PASSAGES)],
                value=TITLES,
                label=tr("Look in"),
                elem_classes="vm-choice",
            )
        found = html_block(
            notice_line(tr("Opening the library …")), elem_id="library-found", script=CLICKS
        )
        pager = build_pager("library-pages")
        upload = build_upload_part(domains, picked, open_assistant) if may_edit else None
        if upload is None:
            html_block(notice_line(_read_only()), elem_id="library-read-only")
    with gr.Column(elem_id="library-reading", visible=False) as reading:
        opened = build_reading_part(picked, place, status, open_assistant, may_edit)

    listing = in_language(partial(list_library, open_assistant))
    reads = in_language(partial(read_document, open_assistant))
    asked, listed = [picked, box, where, page], [page, counts, found, *pager]
    at_list = [status, browsing, reading]
    tab.select(listing, asked, listed, **QUIET)
    gr.on(  # one event with the last word: a slow answer never covers a later one
        [box.submit, send.click, picked.change, where.change],
        in_language(partial(_begun, open_assistant)),
        [picked, box, where],
        [*listed, *at_list],
        **{**QUIET, "show_progress": "minimal"},
        show_progress_on=found,
        trigger_mode="always_last",
    )
    for step, button in ((-1, pager.earlier), (1, pager.later)):
        turn = in_language(partial(list_library, open_assistant, step=step))
        button.click(turn, asked, listed, **QUIET)
    found.click(_opened, None, [place, *at_list], **QUIET).then(
        reads, [picked, place], opened.outputs, **QUIET
    ).then(None, js=SHOW_PASSAGE, **QUIET)
    opened.back.click(lambda: _LIST, None, at_list, **QUIET).then(listing, asked, listed, **QUIET)
    if upload is not None:
        upload.then(lambda: 0, None, page, **QUIET).then(listing, asked, listed, **QUIET)
    if opened.removal is not None:
        opened.removal.then(_left, place, [browsing, reading], **QUIET).then(
            listing, asked, listed, **QUIET
        ).then(None, js=SHOW_TOP, **QUIET)


def list_library(
    open_assistant: OpenAssistant, name: str, words: str, where: str, page: int, step: int = 0
) -> tuple[Any, ...]:
    """Return page, counts, list and pager of the page ``step`` further, or the nearest there is."""
    page = max(0, page + step)
    try:
        assistant = open_assistant(name)
        library, allow = assistant.library, access_of(None)
        counts = counts_html(library.counts(allow), library.licences(allow))
        if where == PASSAGES and words.strip():
            hits = assistant.search.search(make_query(assistant.domain, words, k=FOUND))
            pages = pages_of(len(hits))
            page = min(page, pages - 1)
            found = hits_html(hits, page, words)
        else:
            listing = library.listing(allow, words, page * PAGE, PAGE)
            pages = pages_of(listing.total)
            if page >= pages:
                page = pages - 1
                listing = library.listing(allow, words, page * PAGE, PAGE)
            found = listing_html(listing, page, words, datetime.now(UTC).date())
    except PROBLEMS as error:
        return 0, "", problem_html(error), *pager_values(0, 1)
    return page, counts, found, *pager_values(page, pages)


def _begun(open_assistant: OpenAssistant, name: str, words: str, where: str) -> tuple[Any, ...]:
    return *list_library(open_assistant, name, words, where, 0), *_LIST


def _opened(event: gr.EventData) -> tuple[Any, ...]:
    return Place.of(event), "", _shown(False), _shown(True)


def _left(place: Place) -> tuple[Any, Any]:
    return _shown(not place.document), _shown(bool(place.document))


def _shown(is_shown: bool) -> Any:
    return gr.update(visible=is_shown)


_LIST = ("", _shown(True), _shown(False))
"""No status, the list and not a document."""


def _read_only() -> str:
    return tr(
        "Here documents can be read and not changed: other machines reach this demo, and nobody "
        "signs in. Use vademecum ingest and vademecum library on the machine itself, or start the "
        "demo with --allow-edits."
    )
