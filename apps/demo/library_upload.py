"""The part of the library page that takes files in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import gradio as gr

from vademecum.domains import Domain, load_domain
from vademecum.retrieval.readers.folder import MAX_FILE_BYTES

from ..uploading import (
    MAX_FILES,
    MAX_TOTAL_BYTES,
    Given,
    Progress,
    Uploaded,
    bring_uploads,
    can_redact,
)
from .assistants import OpenAssistant
from .changes_html import progress_html, report_html
from .frame import html_block
from .library_place import QUIET
from .markup import esc, notice_line
from .problems import PROBLEMS, problem_html
from .speech import in_language, tr
from .working import Done, work_telling


def build_upload_part(
    domains: Sequence[Domain], picked: gr.Radio, open_assistant: OpenAssistant
) -> Any:
    """Lay the part out; return the event that ends an upload."""
    html_block(
        f'<h3 class="vm-part">{esc(tr("Add your own documents"))}</h3>'
        f'<p class="vm-quiet">{esc(_limits())}</p>'
    )
    files = gr.File(
        label=tr("Files to add"),
        file_count="multiple",
        type="filepath",
        height=160,
        elem_id="library-files",
    )
    redact = gr.Checkbox(
        label=tr("Take out what identifies people (names, numbers, dates) before it is stored"),
        **_redact_state(domains[0].name),
        elem_id="library-redact",
    )
    add = gr.Button(tr("Add to the library"), elem_classes="vm-lib-act", elem_id="library-add")
    status = html_block(elem_id="library-upload-status")
    picked.change(lambda name: gr.update(**_redact_state(name)), picked, redact, **QUIET)
    return add.click(
        in_language(partial(upload, open_assistant)),
        [picked, files, redact],
        [status, files],
        **QUIET,
    )


def upload(
    open_assistant: OpenAssistant, name: str, files: Sequence[str] | None, is_redacted: bool
) -> Iterator[tuple[Any, ...]]:
    """Yield how far the upload is, then its report; the files leave the page with it."""
    if not files:
        yield notice_line(tr("Choose files first.")), gr.skip()
        return
    given = [Given(Path(file), Path(file).name) for file in files]

    def work(tell: Callable[[Progress], None]) -> Uploaded:
        return bring_uploads(open_assistant(name), given, is_redacted, tell)

    started = since = perf_counter()
    at: Progress | None = None
    try:
        yield progress_html(None, 0, 0), gr.skip()
        for news in work_telling(work):
            now = perf_counter()
            if isinstance(news, Done):
                yield report_html(news.result), None
                return
            if news is not None:
                since = now if at is None or news.step != at.step else since
                at = news
            yield progress_html(at, now - started, now - since), gr.skip()
    except PROBLEMS as error:
        again = notice_line(tr("Look in the list what came in, and choose the other files again."))
        yield f"{problem_html(error)}{again}", None


def _redact_state(name: str) -> dict[str, Any]:
    domain = load_domain(name)
    always = domain.manifest.redact_documents
    return {"value": always, "interactive": not always, "visible": can_redact(domain)}


def _limits() -> str:
    return tr(
        "PDF, Word, PowerPoint, Excel, CSV, HTML, EPUB, e-mail, Markdown, text, pictures. At most "
        "{files} files and {total} MB at once, {each} MB a file. Everybody who can open this page, "
        "and every user of this library, can find and read them. Their text is kept on this "
        "machine, the files are not. A file of the same name takes the place of the earlier one.",
        files=MAX_FILES,
        total=MAX_TOTAL_BYTES // 1_000_000,
        each=MAX_FILE_BYTES // 1_000_000,
    )
