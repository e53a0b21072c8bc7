"""The answer as HTML: sentences with numbered citations, cards for replies that do not answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vademecum.retrieval import Answer, Refusal
from vademecum.retrieval.types import Citation, Claim

from .markup import esc
from .speech import tr
from .words import EMERGENCY, OUTCOME, STATUS

_NUMBERS = re.compile(r"^(?: \[\d+\])+")


@dataclass(frozen=True)
class Piece:
    """A stretch of an answer's text: one claim, or words between claims."""

    text: str
    claim: Claim | None = None


def number_sources(claims: Sequence[Claim]) -> dict[str, int]:
    """Number the cited passages in order of first use, as the answer's text does."""
    numbers: dict[str, int] = {}
    for claim in claims:
        for citation in claim.citations:
            numbers.setdefault(citation.passage_id, len(numbers) + 1)
    return numbers


def blocks_of(text: str, claims: Sequence[Claim]) -> list[list[Piece]]:
    """Cut an answer's text into paragraphs of pieces; the claims are found in it in order."""
    blocks: list[list[Piece]] = [[]]
    at = 0
    for claim in claims:
        found = text.find(claim.text, at)
        if found < 0:
            return [[Piece(c.text, c)] for c in claims]
        _add_plain(blocks, text[at:found])
        blocks[-1].append(Piece(claim.text, claim))
        at = found + len(claim.text)
        if numbers := _NUMBERS.match(text[at:]):
            at += numbers.end()
    _add_plain(blocks, text[at:])
    return [block for block in blocks if block]


def answer_html(answer: Answer, key: str, shown: int | None = None) -> str:
    """Return the answer; ``key`` starts the ids of its sources, ``shown`` limits the claims."""
    numbers = number_sources(answer.claims)
    paragraphs: list[str] = []
    written = 0
    for block in blocks_of(answer.text, answer.claims):
        sentences: list[str] = []
        has_claim = False
        for piece in block:
            if piece.claim is None:
                sentences.append(_plain(piece.text))
                continue
            has_claim = True
            if shown is not None and written >= shown:
                break
            written += 1
            sentences.append(_claim(piece.claim, numbers, key))
        if not has_claim and shown is not None and shown < len(answer.claims):
            break
        paragraphs.append(
            f'<p class="{"vm-para" if has_claim else "vm-note"}">{"".join(sentences)}</p>'
        )
        if shown is not None and written >= shown and shown < len(answer.claims):
            break
    return f'<div class="vm-answer">{"".join(paragraphs)}</div>'


def card_html(refusal: Refusal, is_urgent: bool) -> str:
    """Return the card of a reply that does not answer."""
    kind = "emergency" if is_urgent else refusal.outcome
    title = tr(EMERGENCY if is_urgent else OUTCOME[refusal.outcome])
    sign = {"emergency": "!", "redirected": "➜", "refused": "✕"}.get(kind, "○")
    role = "alert" if is_urgent else "note"
    return (
        f'<div class="vm-card vm-card-{kind}" role="{role}">'
        f'<p class="vm-card-title"><span aria-hidden="true">{sign}</span> {esc(title)}</p>'
        f'<p class="vm-card-text">{esc(refusal.text)}</p></div>'
    )


def meter_html(confidence: float | None, threshold: float) -> str:
    """Return the small meter of the evidence, with its number and the number answers need."""
    if confidence is None:
        return ""
    share = min(max(confidence, 0.0), 1.0)
    needed = tr("answers from {threshold}", threshold=f"{threshold:.2f}")
    words = tr(
        "{share} of 1; answers from {threshold}", share=f"{share:.2f}", threshold=f"{threshold:.2f}"
    )
    return (
        f'<div class="vm-meter"><span>{tr("Evidence")}</span>'
        f'<span class="vm-meter-bar" role="meter" aria-label="{tr("Evidence")}" aria-valuemin="0" '
        f'aria-valuemax="1" aria-valuenow="{share:.2f}" aria-valuetext="{esc(words)}">'
        f'<span class="vm-meter-fill" style="width:{share * 100:.0f}%"></span>'
        f'<span class="vm-meter-mark" style="left:{threshold * 100:.0f}%"></span></span>'
        f"<strong>{share:.2f}</strong>"
        f'<span class="vm-quiet">{needed}</span></div>'
    )


def copy_text(outcome: Answer | Refusal, notice: str) -> str:
    """Return the reply with its sources and the notice, as plain text for the clipboard."""
    lines = [outcome.text]
    numbers = number_sources(outcome.claims)
    listed: set[str] = set()
    for claim in outcome.claims:
        for c in claim.citations:
            if c.passage_id in listed:
                continue
            listed.add(c.passage_id)
            lines += ["", tr("Sources")] if len(listed) == 1 else []
            number = numbers[c.passage_id]
            lines.append(f"[{number}] {c.title}. {c.source}. ({tr(STATUS[c.status][1])})")
    return "\n".join([*lines, "", notice]).rstrip()


def _add_plain(blocks: list[list[Piece]], text: str) -> None:
    for place, part in enumerate(text.split("\n\n")):
        if place and blocks[-1]:
            blocks.append([])
        if part:
            blocks[-1].append(Piece(part))


def _plain(text: str) -> str:
    if label := re.fullmatch(r"(.+:) ", text):
        return f'<strong class="vm-label">{esc(label[1])}</strong> '
    return esc(text)


def _claim(claim: Claim, numbers: dict[str, int], key: str) -> str:
    buttons = "".join(_cite(c, numbers[c.passage_id], key) for c in claim.citations)
    return f'<span class="vm-claim">{_claim_text(claim.text)}</span>&nbsp;{buttons}'


def _cite(citation: Citation, number: int, key: str) -> str:
    sign, status = STATUS[citation.status]
    opens = tr(
        "Open source {number}: {title}, {status}",
        number=number,
        title=citation.title,
        status=tr(status),
    )
    return (
        f'<button type="button" class="vm-cite vm-cite-{citation.status}" '
        f'data-source="{esc(key)}-s{number}" data-mark="{citation.start}-{citation.end}" '
        f'aria-label="{esc(opens)}">[{number}]<span class="vm-cite-sign" aria-hidden="true">'
        f"{sign}</span></button>"
    )


def _claim_text(text: str) -> str:
    """Show a list item or a table row as such; the words stay as they are."""
    if text.startswith("- ") and "\n" not in text:
        return f'<span aria-hidden="true">• </span>{esc(text[2:])}'
    if text.startswith("|") and text.endswith("|") and "\n" not in text:
        cells = [f'<span class="vm-cell">{esc(c.strip())}</span>' for c in text[1:-1].split("|")]
        return '<span class="vm-cell-gap"> · </span>'.join(cells)
    return esc(text)
