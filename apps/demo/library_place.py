"""Where a person is in a document, and how a press inside its HTML reaches the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import gradio as gr

from .frame import html_block
from .reading_html import PART
from .speech import tr

CLICKS: Final = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-id]');
  if (button) trigger('click', { id: button.dataset.id, at: Number(button.dataset.at ?? -1) });
});
"""
"""Tells the server which button in a piece of HTML was pressed, and which passage it names."""
SHOW_PASSAGE: Final = """() => {
  const chosen = document.querySelector('#library-text .vm-lib-chosen');
  const back = document.querySelector('#library-back');
  if (chosen) { chosen.scrollIntoView({ block: 'center' }); chosen.focus({ preventScroll: true }); }
  else if (back) { back.scrollIntoView({ block: 'nearest' }); back.focus(); }
}"""
"""Brings what was opened into view, and the keyboard with it."""
SHOW_TOP: Final = "() => document.querySelector('#library-status').scrollIntoView()"
"""Brings what was done into view."""
QUIET: Final[dict[str, Any]] = {  # keyword arguments of Gradio's event listeners
    "show_progress": "hidden",
    "api_visibility": "private",
    "concurrency_limit": 4,
}


@dataclass(frozen=True)
class Place:
    """A part of a document; ``mark`` is the number of the passage that was asked for, or -1."""

    document: str = ""
    part: int = 0
    mark: int = -1

    def turned(self, step: int) -> Place:
        """Return the place some parts further."""
        return Place(self.document, max(0, self.part + step))

    @classmethod
    def of(cls, event: gr.EventData) -> Place:
        """Return the place that a pressed button names."""
        passage = int(event.at)
        return cls(str(event.id), max(0, passage) // PART, passage)


class Pager(NamedTuple):
    """Two buttons and the words between them."""

    earlier: gr.Button
    label: gr.HTML
    later: gr.Button


def build_pager(name: str) -> Pager:
    """Lay a pager out; it is not seen while there is one page."""
    with gr.Row(elem_classes="vm-lib-pager"):
        earlier = gr.Button(tr("← Earlier"), size="sm", visible=False, elem_id=f"{name}-earlier")
        label = html_block(elem_id=f"{name}-label")
        later = gr.Button(tr("Further →"), size="sm", visible=False, elem_id=f"{name}-later")
    return Pager(earlier, label, later)


def pager_values(page: int, pages: int) -> tuple[Any, str, Any]:
    """Return the new values of a pager."""
    is_seen = pages > 1
    words = tr("Page {page} of {pages}", page=page + 1, pages=f"{pages:,}") if is_seen else ""
    return (
        gr.update(visible=is_seen, interactive=page > 0),
        f'<p class="vm-quiet">{words}</p>',
        gr.update(visible=is_seen, interactive=page + 1 < pages),
    )
