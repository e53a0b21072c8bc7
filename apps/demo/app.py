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
from .adaptation_page import build_adaptation_page
from .assistants import OpenAssistant
from .break_page import build_break_page
from .colour import accent_rules
from .compare_page import build_compare_page
from .domain_page import build_domain_page
from .evidence_page import build_evidence_page
from .frame import brand_html, html_block
from .library_page import build_library_page
from .speech import FOLDERS, speaking, tr

_HERE = Path(__file__).parent
_SANS = ("ui-sans-serif", "system-ui", "-apple-system", "Segoe UI", "Helvetica Neue", "sans-serif")
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")
TITLE = "Vademecum"
_UPLOADS_KEPT_S = (3600, 3600)
"""How often what was uploaded and never read is looked for, and how old it must be to go."""


class Appearance(TypedDict):
    """The arguments of ``launch`` and ``mount_gradio_app`` that make the pages look as they do."""

    theme: Base
    head: str


def build_demo(
    open_assistant: OpenAssistant, domains: Sequence[Domain], may_edit: bool = False
) -> gr.Blocks:
    """Build the pages; ``open_assistant`` must return the same assistant every time.

    Whoever reaches them can change the libraries where ``may_edit``.
    """
    demo: gr.Blocks = gr.Blocks(title=TITLE, analytics_enabled=False, delete_cache=_UPLOADS_KEPT_S)
    with demo:
        _build_pages(open_assistant, domains, may_edit)
    for spoken in FOLDERS:
        with demo.route(TITLE, spoken, show_in_navbar=False), speaking(spoken):
            _build_pages(open_assistant, domains, may_edit)
    return demo


def _build_pages(open_assistant: OpenAssistant, domains: Sequence[Domain], may_edit: bool) -> None:
    html_block(brand_html())
    with gr.Tabs(elem_classes="vm-tabs"):
        for domain in domains:
            with gr.Tab(
                tr(domain.manifest.title),
                id=domain.name,
                elem_classes=["vm-page", f"vm-domain-{domain.name}"],
            ):
                build_domain_page(domain, open_assistant)
        with gr.Tab(tr("Library"), id="library", elem_classes="vm-page") as library:
            build_library_page(library, domains, open_assistant, may_edit)
        with gr.Tab(tr("Watch it adapt"), id="compare", elem_classes="vm-page"):
            build_compare_page(domains, open_assistant)
        with gr.Tab(
            tr("What adaptation gives"), id="adaptation", elem_classes="vm-page"
        ) as adaptation:
            build_adaptation_page(adaptation, domains)
        with gr.Tab(tr("Evidence"), id="evidence", elem_classes="vm-page") as evidence:
            build_evidence_page(evidence, domains)
        with gr.Tab(tr("Try to break it"), id="break", elem_classes="vm-page vm-break"):
            build_break_page(domains, open_assistant)
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
