"""The Gradio demo: one page per domain, one to compare searches, one about itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by Gradio when it is imported
# Gradio's monitor is off (serve.py), yet after every event its queue would make a table of the last
# 10,000 of them. Read when a queue is made.
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "1"
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)

import gradio as gr
from gradio.themes import Base

from vademecum.domains import Domain

from .about_page import build_about_page
from .assistants import OpenAssistant
from .colour import accent_rules
from .compare_page import build_compare_page
from .domain_page import build_domain_page
from .frame import brand_html, html_block
from .speech import FOLDERS, speaking, tr

_HERE = Path(__file__).parent
_SANS = ("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Helvetica Neue", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")
TITLE = "Vademecum"


class Appearance(TypedDict):
    """The arguments of ``launch`` and ``mount_gradio_app`` that make the pages look as they do."""

    theme: Base
    head: str


def build_demo(open_assistant: OpenAssistant, domains: Sequence[Domain]) -> gr.Blocks:
    """Build the pages; ``open_assistant`` must return the same assistant every time."""
    demo: gr.Blocks = gr.Blocks(title=TITLE, analytics_enabled=False)
    with demo:
        _build_pages(open_assistant, domains)
    for spoken in FOLDERS:
        with demo.route(TITLE, spoken, show_in_navbar=False), speaking(spoken):
            _build_pages(open_assistant, domains)
    return demo


def _build_pages(open_assistant: OpenAssistant, domains: Sequence[Domain]) -> None:
    html_block(brand_html())
    with gr.Tabs(elem_classes="vm-tabs"):
        for domain in domains:
            with gr.Tab(
                tr(domain.manifest.title),
                id=domain.name,
                elem_classes=["vm-page", f"vm-domain-{domain.name}"],
            ):
                build_domain_page(domain, open_assistant)
        with gr.Tab(tr("Watch it adapt"), id="compare", elem_classes="vm-page"):
            build_compare_page(domains, open_assistant)
        with gr.Tab(tr("About"), id="about", elem_classes="vm-page") as about:
            build_about_page(about, domains, open_assistant)


def appearance(domains: Sequence[Domain]) -> Appearance:
    """Return theme, styles and script; all of them are served by this process alone."""
    sheets = [_HERE / "style.css", *sorted(_HERE.glob("*_page.css"))]
    style = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    script = (_HERE / "behaviour.js").read_text(encoding="utf-8")
    accents = "".join(accent_rules(domain.name, domain.ui.accent) for domain in domains)
    return Appearance(
        theme=Base(font=_SANS, font_mono=_MONO, radius_size="md"),
        head=f"<style>{style}\n{accents}</style><script>{script}</script>",
    )
