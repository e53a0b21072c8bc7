"""The part of the library page that shows one document as it was read."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import gradio as gr

from ..changing import visible_document, visible_title
from ..composition import access_of
from .assistants import OpenAssistant
from .frame import html_block
from .library_change import build_change_part
from .library_place import CLICKS, QUIET, SHOW_PASSAGE, SHOW_TOP, Place, build_pager, pager_values
from .problems import PROBLEMS, problem_html
from .reading_html import PART, head_html, outline_html, passages_html
from .speech import in_language, tr


class Opened(NamedTuple):
    """What the rest of the page connects."""

    back: gr.Button
    outputs: list[Any]
    """What ``read_document`` fills."""
    removal: Any | None
    """The event after which a document may be gone, if documents may be changed."""


def build_reading_part(
    picked: gr.Radio,
    place: gr.State,
    status: gr.HTML,
    open_assistant: OpenAssistant,
    may_edit: bool,
) -> Opened:
    """Lay the part out and connect it, but for how it is opened and left."""
    back = gr.Button(
        tr("← Back to the list"), size="sm", elem_classes="vm-fresh", elem_id="library-back"
    )
    head = html_block(elem_id="library-head")
    with gr.Row(elem_classes="vm-panes"):
        with gr.Column(scale=3, elem_classes="vm-side"):
            outline = html_block(elem_id="library-outline", script=CLICKS)
        with gr.Column(scale=8, elem_classes="vm-main"):
            text = html_block(elem_id="library-text")
            pager = build_pager("library-parts")
    outputs = [place, status, head, outline, text, *pager]
    reads = in_language(partial(read_document, open_assistant))
    for step, button in ((-1, pager.earlier), (1, pager.later)):
        turn = in_language(partial(read_document, open_assistant, step=step))
        button.click(turn, [picked, place], outputs, **QUIET).then(None, js=SHOW_PASSAGE, **QUIET)
    outline.click(Place.of, None, place, **QUIET).then(
        reads, [picked, place], outputs, **QUIET
    ).then(None, js=SHOW_PASSAGE, **QUIET)
    removal = None
    if may_edit:
        removal, ended = build_change_part(picked, place, status, open_assistant)
        ended.then(reads, [picked, place], outputs, **QUIET).then(None, js=SHOW_TOP, **QUIET)
    return Opened(back, outputs, removal)


def read_document(
    open_assistant: OpenAssistant, name: str, place: Place, step: int = 0
) -> tuple[Any, ...]:
    """Return place, status, head, outline, text and pager of a document, ``step`` parts further."""
    place = place.turned(step) if step else place
    try:
        assistant = open_assistant(name)
        library = assistant.library
        allow = access_of(None)
        document = visible_document(assistant.domain, library, place.document, allow)
        passages = library.passages_of(document)
    except PROBLEMS as error:
        return place, problem_html(error), "", "", "", *pager_values(0, 1)
    parts = max(1, -(-len(passages) // PART))
    part = min(place.part, parts - 1)
    return (
        Place(place.document, part, place.mark),
        gr.skip(),
        head_html(document, lambda name: visible_title(library, name, allow)),
        outline_html(document, passages),
        passages_html(document, passages, part, place.mark),
        *pager_values(part, parts),
    )
