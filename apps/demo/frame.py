"""The frame of every page: heading, notice, an HTML part with no script but one it is given."""

from __future__ import annotations

from typing import Any

import gradio as gr

from .markup import esc
from .speech import language, tr

_ENGLISH = "The starter documents are in English: ask in English for the best results."


def html_block(value: str = "", script: str | None = None, **where: Any) -> gr.HTML:
    """Return an HTML component without Gradio's own styles, padding and click events.

    ``script`` is run when the page is built, with the component's ``element`` and ``trigger``.
    """
    return gr.HTML(
        value, apply_default_css=False, js_on_load=script, padding=False, **where
    )  # where: elem_id, elem_classes


def brand_html() -> str:
    """Return the name of the program and the way to its other language."""
    here = language()
    other, words, address = ("es", "Español", "es") if here == "en" else ("en", "English", ".")
    said = f"<p class='vm-quiet'>{esc(tr(_ENGLISH))}</p>" if here != "en" else ""
    return (
        '<div class="vm-brand"><h1>Vademecum</h1>'
        f"<p>{esc(tr('Answers in the words of their sources'))}</p>"
        f'<a class="vm-language" href="{address}" lang="{other}" hreflang="{other}">{words}</a>'
        f"</div>{said}"
    )


def page_head(title: str, tagline: str, notice: str) -> None:
    """Write the heading of a page and the notice that is always visible."""
    html_block(
        f'<header class="vm-head"><h2>{esc(title)}</h2><p>{esc(tagline)}</p></header>'
        f'<p class="vm-notice" role="note">{esc(notice)}</p>'
    )


def search_row(
    label: str, placeholder: str, verb: str, max_chars: int, elem_id: str
) -> tuple[gr.Textbox, gr.Button]:
    """Lay out a box to type into, of one line, and the button beside it that says ``verb``."""
    with gr.Row(elem_classes="vm-ask"):
        box = gr.Textbox(
            label=label,
            placeholder=placeholder,
            max_length=max_chars,
            scale=5,
            elem_classes="vm-box",
            elem_id=elem_id,
        )
        send = gr.Button(verb, variant="primary", scale=0, min_width=96, elem_classes="vm-send")
    return box, send
