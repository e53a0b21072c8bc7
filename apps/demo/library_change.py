"""The part of the library page that removes a document or names its successor, each asked twice."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import gradio as gr

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

from ..changing import supersede_from, take_out_proving, visible_document
from ..composition import Assistant, access_of
from ..intake import superseded
from .assistants import OpenAssistant
from .changes_html import removal_html, removed_html, superseded_html, supersession_html
from .frame import html_block
from .library_place import QUIET, Place
from .markup import esc, notice_line
from .problems import PROBLEMS, problem_html
from .speech import in_language, tr

CANDIDATES = 10


def build_change_part(
    picked: gr.Radio,
    place: gr.State,
    status: gr.HTML,
    open_assistant: OpenAssistant,
) -> tuple[Any, Any]:
    """Lay the part out; return the events after which a document may be gone, or superseded."""
    html_block(f'<h3 class="vm-part">{esc(tr("Change this document"))}</h3>')
    with gr.Row(elem_classes="vm-lib-acts"):
        replace = gr.Button(
            tr("Another takes its place …"), elem_classes="vm-lib-act", elem_id="library-supersede"
        )
        remove = gr.Button(tr("Remove it …"), elem_classes="vm-lib-act", elem_id="library-remove")
    told = html_block(elem_id="library-change-status")
    asking: dict[str, Any] = {"visible": False, "elem_classes": "vm-lib-ask"}
    with gr.Column(**asking, elem_id="library-removing") as removing:
        removal = html_block()
        with gr.Row(elem_classes="vm-lib-acts"):
            yes = gr.Button(
                tr("Yes, remove it"), elem_classes="vm-lib-harm", elem_id="library-remove-yes"
            )
            no = gr.Button(tr("Keep it"), elem_classes="vm-lib-act")
    with gr.Column(**asking, elem_id="library-replacing") as panel:
        words = gr.Textbox(
            label=tr("Which document takes its place? Words of its title, then Enter"),
            max_length=300,
            elem_id="library-successor-words",
        )
        new = gr.Radio([], label=tr("Takes its place"), visible=False, elem_id="library-successor")
        on = gr.Textbox(
            label=tr("From which day on (year-month-day)"),
            placeholder="2027-01-01",
            max_length=10,
            elem_classes="vm-date",
            elem_id="library-successor-day",
        )
        with gr.Row(elem_classes="vm-lib-acts"):
            check = gr.Button(
                tr("What will happen?"), elem_classes="vm-lib-act", elem_id="library-successor-ask"
            )
            drop = gr.Button(tr("Leave it as it is"), elem_classes="vm-lib-act")
        asked = html_block(elem_id="library-successor-status")
        sure = gr.Button(
            tr("Yes, mark it as superseded"),
            visible=False,
            elem_classes="vm-lib-harm",
            elem_id="library-successor-yes",
        )

    def handler(work: Any) -> Any:
        return in_language(partial(work, open_assistant))

    panels = [told, removing, panel]
    hide = ("", gr.update(visible=False), gr.update(visible=False))
    remove.click(handler(ask_removal), [picked, place], [*panels, removal], **QUIET)
    for button in (no, drop):
        button.click(lambda: hide, None, panels, **QUIET)
    replace.click(
        lambda: ("", _shown(False), _shown(True), "", _shown(False), "", _shown(False)),
        None,
        [*panels, words, new, asked, sure],
        **QUIET,
    )
    words.submit(handler(candidates), [picked, place, words], [new, asked, sure], **QUIET)
    for changed in (new.change, on.change):
        changed(lambda: ("", _shown(False)), None, [asked, sure], **QUIET)
    check.click(handler(ask_supersession), [picked, place, new, on], [asked, sure], **QUIET)
    gone = yes.click(handler(remove_document), [picked, place], [place, status, *panels], **QUIET)
    ended = sure.click(
        handler(supersede_document), [picked, place, new, on], [status, *panels], **QUIET
    )
    return gone, ended


def ask_removal(open_assistant: OpenAssistant, name: str, place: Place) -> tuple[Any, ...]:
    """Say what a removal would do."""
    try:
        assistant = open_assistant(name)
        document = _document(assistant, place.document)
        passages = len(assistant.library.passages_of(document))
    except PROBLEMS as error:
        return problem_html(error), _shown(False), _shown(False), ""
    is_starter = any(one.id == document.id for one in assistant.domain.starter_documents())
    return "", _shown(True), _shown(False), removal_html(document, passages, is_starter)


def remove_document(open_assistant: OpenAssistant, name: str, place: Place) -> tuple[Any, ...]:
    """Remove the document and prove it; the place is the list, if it is gone."""
    try:
        assistant = open_assistant(name)
        removed = take_out_proving(
            assistant.domain, assistant.library, assistant.search, place.document, access_of(None)
        )
    except PROBLEMS as error:
        return place, "", problem_html(error), _shown(False), _shown(False)
    return Place(), removed_html(removed), "", _shown(False), _shown(False)


def candidates(
    open_assistant: OpenAssistant, name: str, place: Place, words: str
) -> tuple[Any, ...]:
    """Offer the documents whose titles hold the words."""
    try:
        library = open_assistant(name).library
        listing = library.listing(access_of(None), words, 0, CANDIDATES + 1)
    except PROBLEMS as error:
        return _shown(False), problem_html(error), _shown(False)
    found = [e.document for e in listing.entries if e.document.id != place.document][:CANDIDATES]
    if not found:
        line = tr("No other document has these words in its title; upload it first.")
        return _shown(False), notice_line(line), _shown(False)
    more = tr("More than these fit: add words.") if listing.total > len(found) + 1 else ""
    choices = [(_choice(document), document.id) for document in found]
    offered = gr.update(choices=choices, value=None, visible=True)
    return offered, notice_line(more) if more else "", _shown(False)


def ask_supersession(
    open_assistant: OpenAssistant, name: str, place: Place, new: str | None, on: str
) -> tuple[Any, ...]:
    """Say what superseding would do, if it can be done."""
    try:
        old, begun, day = _checked(open_assistant(name), place, new, on)
    except PROBLEMS as error:
        return problem_html(error), _shown(False)
    return supersession_html(old, begun, day), _shown(True)


def supersede_document(
    open_assistant: OpenAssistant, name: str, place: Place, new: str | None, on: str
) -> tuple[Any, ...]:
    """Mark the document as superseded; searches know of it when this returns."""
    try:
        assistant = open_assistant(name)
        old, begun, day = _checked(assistant, place, new, on)
        supersede_from(assistant.domain, assistant.library, old.id, begun.id, day)
        _ = assistant.search.indexes
    except PROBLEMS as error:
        return "", problem_html(error), _shown(False), _shown(False)
    return superseded_html(old, begun, day), "", _shown(False), _shown(False)


def _checked(
    assistant: Assistant, place: Place, new: str | None, on: str
) -> tuple[Document, Document, date]:
    if not new:
        raise InvalidInput(tr("Choose first which document takes its place."))
    try:
        day = date.fromisoformat(on.strip())
    except ValueError:
        raise InvalidInput(
            tr("“{day}” is not a date; write it like 2027-01-01.", day=on.strip())
        ) from None
    old, begun = _document(assistant, place.document), _document(assistant, new)
    superseded(old, begun, day)
    return old, begun, day


def _document(assistant: Assistant, name: str) -> Document:
    return visible_document(assistant.domain, assistant.library, name, access_of(None))


def _choice(document: Document) -> str:
    title = document.title or document.id
    return f"{title} ({document.citation})" if document.citation else title


def _shown(is_shown: bool) -> Any:
    return gr.update(visible=is_shown)
