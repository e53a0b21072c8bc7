"""The page that says what is installed and what is not claimed."""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from vademecum.domains import Domain
from vademecum.retrieval import PUBLIC, Access

from ..doctor import examine
from .about_html import Shelf, about_html
from .assistants import OpenAssistant
from .frame import html_block, page_head
from .problems import PROBLEMS, problem_line
from .speech import in_language, tr


def build_about_page(tab: gr.Tab, domains: Sequence[Domain], open_assistant: OpenAssistant) -> None:
    """Lay the page out; its contents are read when its tab is opened."""
    page_head(
        tr("About this handbook"),
        tr("What is installed here, how it is set up, and what is not claimed."),
        tr("You speak to an automated system. Information only, not reviewed by a professional."),
    )
    body = html_block(f'<p class="vm-quiet">{tr("Looking …")}</p>', elem_id="about-body")
    tab.select(
        in_language(lambda: about_html([_shelf(d, open_assistant) for d in domains], examine())),
        None,
        body,
        show_progress="hidden",
        api_visibility="private",
    )


def _shelf(domain: Domain, open_assistant: OpenAssistant) -> Shelf:
    try:
        counts = open_assistant(domain.name).library.counts(Access.of(PUBLIC))
    except PROBLEMS as error:
        return Shelf(domain, None, None, problem_line(error))
    return Shelf(domain, counts.documents, counts.passages)
