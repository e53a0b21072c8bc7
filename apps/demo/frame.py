"""The frame of every page: heading, notice, an HTML part with no script but one it is given."""

from __future__ import annotations

from typing import Any

import gradio as gr

from .markup import esc


def html_block(value: str = "", script: str | None = None, **where: Any) -> gr.HTML:
    """Return an HTML component without Gradio's own styles, padding and click events.

    ``script`` is run when the page is built, with the component's ``element`` and ``trigger``.
    """
    return gr.HTML(
        value, apply_default_css=False, js_on_load=script, padding=False, **where
    )  # where: elem_id, elem_classes


def page_head(title: str, tagline: str, notice: str) -> None:
    """Write the heading of a page and the notice that is always visible."""
    html_block(
        f'<header class="vm-head"><h2>{esc(title)}</h2><p>{esc(tagline)}</p></header>'
        f'<p class="vm-notice" role="note">{esc(notice)}</p>'
    )
