"""What is said about marks: what is kept and for how long, and what was kept, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vademecum.evals.tasks.marked_answers import Says

from ..marking.marks import AnswerMark, VerdictMark
from .markup import esc
from .speech import tr

CONSENT: Final = "Keep this mark as described here"
SAYS: Final[dict[Says, str]] = {
    "good": "This reply is good",
    "wrong": "A sentence is wrong",
    "source_missing": "A source is missing",
    "refuse": "It should not have answered",
    "answer": "It should have answered",
}


def consent_html() -> str:
    """Return in plain words what a mark keeps, where, for how long, and how it is deleted."""
    rows = (
        (
            tr("What"),
            tr(
                "your text without names, numbers and dates of a person, as far as this field's "
                "guardrail finds them; what happened; your choice and your note; today's date. "
                "Nothing about you or your device."
            ),
        ),
        (
            tr("Where"),
            tr(
                "in the folder “marks” on the machine that runs this page. It is not sent "
                "anywhere. The people who run this machine read it to make the guardrails better."
            ),
        ),
        (tr("How long"), tr("until somebody deletes it. Nothing is deleted by itself.")),
        (
            tr("Deleting"),
            tr(
                "with the button “Delete my marks” while this page is open; later, the people who "
                "run this machine, with: vademecum eval collect --forget and the mark's number."
            ),
        ),
    )
    facts = "".join(f"<div><dt>{esc(k)}</dt><dd>{esc(v)}</dd></div>" for k, v in rows)
    return (
        f'<p class="vm-try-label">{esc(tr("If you agree, this is kept"))}</p>'
        f'<dl class="vm-facts vm-consent">{facts}</dl>'
    )


def kept_html(mark: VerdictMark | AnswerMark) -> str:
    """Return what was written, word for word, and the number to delete it by."""
    text = mark.text if isinstance(mark, VerdictMark) else mark.question
    note = f' <span class="vm-quiet">{esc(mark.note)}</span>' if mark.note else ""
    return (
        f'<p class="vm-line">{esc(tr("Thank you. Kept as mark {id}:", id=mark.id))} '
        f"“{esc(text)}”{note}</p>"
    )


def gone_html(count: int) -> str:
    """Return that marks were deleted."""
    said = (
        tr("{n} of your marks deleted.", n=count) if count else tr("There was nothing to delete.")
    )
    return f'<p class="vm-line">{esc(said)}</p>'


def sentences_of(texts: Sequence[str], most_chars: int = 90) -> list[tuple[str, str]]:
    """Return the sentences of a reply as choices: (shortened words, number)."""
    return [
        (f"{n + 1}. {text if len(text) <= most_chars else f'{text[:most_chars]} …'}", str(n))
        for n, text in enumerate(" ".join(text.split()) for text in texts)
    ]
