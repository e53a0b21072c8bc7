"""What an upload, a removal or a successor did to a library, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from vademecum.retrieval.types import Document

from ..changing import PROOF_HITS, Removed
from ..uploading import Progress, Uploaded, short_name
from .markup import day, esc
from .speech import tr

_LISTED = 200


def progress_html(progress: Progress | None, seconds: float, step_seconds: float) -> str:
    """Return how far an upload is; the rate is of the present step."""
    said = [tr("Starting …")]
    rate = 0.0
    if progress is not None and step_seconds > 0:
        amount = progress.done if progress.step == "reading" else progress.passages
        rate = amount / step_seconds
    if progress is not None and progress.step == "reading":
        said = [tr("Reading {done} of {total} files", done=progress.done, total=progress.total)]
        if rate:
            said.append(tr("{rate} files a second", rate=f"{rate:,.1f}"))
    elif progress is not None:
        said = [
            tr(
                "Encoding: {done} of {total} documents, {passages} passages",
                done=progress.done,
                total=progress.total,
                passages=f"{progress.passages:,}",
            )
        ]
        if rate:
            said.append(tr("{rate} passages a second", rate=f"{rate:,.1f}"))
    said.append(tr("{seconds} s so far", seconds=f"{seconds:.0f}"))
    share = ""
    if progress is not None and progress.total:
        share = (
            f'<progress max="{progress.total}" value="{progress.done}" '
            f'aria-label="{esc(tr("Progress of the upload"))}"></progress>'
        )
    return (
        '<div class="vm-lib-progress"><p class="vm-working"><span class="vm-dot" '
        f'aria-hidden="true"></span>{esc(" · ".join(said))}</p>{share}</div>'
    )


def report_html(told: Uploaded) -> str:
    """Return what became of an upload, everything that was left out with its reason."""
    report = told.ingested
    facts = [
        (tr("Added"), report.added),
        (tr("Replaced"), report.replaced),
        (tr("Unchanged"), report.unchanged),
        (tr("Kept out"), len(report.quarantined)),
        (tr("Skipped"), len(told.skipped)),
        (tr("Passages"), report.passages),
        (tr("Encoded"), report.encoded),
    ]
    rows = [(name, f"{number:,}") for name, number in facts]
    rows.append((tr("Seconds"), f"{told.seconds:.1f}"))
    counts = "".join(f"<div><dt>{esc(k)}</dt><dd>{esc(v)}</dd></div>" for k, v in rows)
    kept = [
        tr(
            "{name}, characters {first} to {last}: {reason}: “{quote}”",
            name=short_name(one.document_id),
            first=f"{finding.start:,}",
            last=f"{finding.end:,}",
            reason=tr(finding.reason),
            quote=" ".join(finding.quote.split()),
        )
        for one in report.quarantined
        for finding in one.findings[:1]
    ]
    accept = tr(
        "Kept out: these command the machine that reads them. Read them; what is harmless comes in "
        "with vademecum ingest --accept."
    )
    return (
        f'<section class="vm-lib-report"><h4>{esc(_headline(told))}</h4>'
        f'<dl class="vm-lib-counts">{counts}</dl>'
        + _lines(accept, kept)
        + _lines(tr("Skipped, with the reason:"), [one.reason for one in told.skipped])
        + _lines(tr("Notes on reading:"), [f"{one.path}: {one.note}" for one in told.notes])
        + _lines(tr("The same text more than once:"), [", ".join(d) for d in told.duplicates])
        + "</section>"
    )


def removal_html(document: Document, passages: int, is_starter: bool) -> str:
    """Say what a removal will do, before it is done."""
    said = [
        tr(
            "“{title}” and its {n} passages are deleted from this library and from every index. "
            "Nobody finds or cites it from the next question on. This cannot be undone here: keep "
            "the file if you may need it again.",
            title=document.title or document.id,
            n=f"{passages:,}",
        )
    ]
    if document.supersedes:
        said.append(tr("{id} stays marked as superseded by this document.", id=document.supersedes))
    if is_starter:
        said.append(
            tr(
                "It came with Vademecum. Starting the demo again does not bring it back; a version "
                "with changed starter documents does, and so does a library that is new."
            )
        )
    return "".join(f"<p>{esc(line)}</p>" for line in said)


def removed_html(removed: Removed) -> str:
    """Return the proof of a removal."""
    title = removed.document.title or removed.document.id
    if removed.found_after:
        line = tr("“{title}” was removed, and a search still shows it.", title=title)
        return f'<p class="vm-line vm-line-error" role="alert">{esc(line)}</p>'
    proof = tr(
        "A search for its own words found {before} of its passages among the {shown} best before, "
        "and finds none now.",
        before=removed.found_before,
        shown=PROOF_HITS,
    )
    done = tr("Removed: “{title}”, {n} passages.", title=title, n=f"{removed.passages:,}")
    more = ""
    if removed.successor_of:
        more = tr("{id} stays marked as superseded by it.", id=removed.successor_of)
    return (
        f'<div class="vm-line vm-lib-done" role="status"><p><strong>{esc(done)}</strong></p>'
        f"<p>{esc(proof)} {esc(more)}</p></div>"
    )


def supersession_html(old: Document, new: Document, on: date) -> str:
    """Say what superseding will do, before it is done."""
    line = tr(
        "From {day} on, “{new}” takes the place of “{old}”. Answers for that day and later prefer "
        "the new one and mark the old one as superseded; for earlier days the old one still holds. "
        "Nothing is deleted. This page cannot undo it.",
        day=day(on),
        new=new.title or new.id,
        old=old.title or old.id,
    )
    return f"<p>{esc(line)}</p>"


def superseded_html(old: Document, new: Document, on: date) -> str:
    """Say that a document was superseded."""
    line = tr(
        "Done: “{old}” is superseded by “{new}” from {day}.",
        old=old.title or old.id,
        new=new.title or new.id,
        day=day(on),
    )
    return f'<p class="vm-line vm-lib-done" role="status">{esc(line)}</p>'


def _headline(told: Uploaded) -> str:
    came = told.ingested.added + told.ingested.replaced + told.ingested.unchanged
    left = len(told.skipped) + len(told.ingested.quarantined)
    if came and left:
        return tr("{came} documents are in the library, {left} stayed out", came=came, left=left)
    if came:
        return tr("All {came} documents are in the library", came=came)
    return tr("Nothing came in")


def _lines(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    items = "".join(f"<li>{esc(line)}</li>" for line in lines[:_LISTED])
    if len(lines) > _LISTED:
        items += f"<li>{esc(tr('and {n} more', n=len(lines) - _LISTED))}</li>"
    return f'<p class="vm-subhead">{esc(title)}</p><ul class="vm-lib-lines">{items}</ul>'
