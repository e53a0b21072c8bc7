"""One turn of a conversation as HTML, and the pane beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vademecum.domains import Domain
from vademecum.retrieval import Answer, Refusal

from .answer_html import answer_html, card_html, copy_text, meter_html
from .guard_html import guard_html
from .markup import esc
from .source_html import TitleOf, sources_html
from .speech import tr

SHOWN_CHARS = 600
"""Of a question, above its reply."""
KEPT_TURNS = 12
"""How many turns a page shows; older ones leave the page and the history."""


@dataclass(frozen=True)
class Exchange:
    """A question, what it was asked with, and the reply; ``key`` starts every id of its parts."""

    key: str
    question: str
    outcome: Answer | Refusal
    as_of: date | None = None
    audience: str | None = None
    jurisdiction: str | None = None


def exchange_html(exchange: Exchange, domain: Domain, shown: int | None = None) -> str:
    """Return question and reply; ``shown`` limits how many claims are visible yet."""
    outcome = exchange.outcome
    if isinstance(outcome, Answer):
        body = answer_html(outcome, exchange.key, shown)
    else:
        body = card_html(outcome, is_urgent(outcome, domain))
    is_whole = shown is None or shown >= len(outcome.claims)
    foot = _foot(exchange, domain) if is_whole else ""
    return f'<article class="vm-turn">{question_html(exchange.question)}{body}{foot}</article>'


def question_html(question: str) -> str:
    """Return the question as it was asked; of a very long one, how it begins."""
    shown = question if len(question) <= SHOWN_CHARS else f"{question[:SHOWN_CHARS]} …"
    return f'<h3 class="vm-question">{esc(shown)}</h3>'


def earlier_html(exchanges: Sequence[Exchange], domain: Domain) -> str:
    """Return the earlier turns, newest first."""
    if not exchanges:
        return ""
    turns = "".join(exchange_html(exchange, domain) for exchange in reversed(exchanges))
    return f'<h3 class="vm-subhead">{tr("Earlier in this conversation")}</h3>{turns}'


def side_html(exchanges: Sequence[Exchange], domain: Domain, title_of: TitleOf) -> str:
    """Return sources and guardrails of the last turn; those of earlier turns wait hidden."""
    last = len(exchanges) - 1
    return "".join(
        f'<div class="vm-side-turn"{"" if place == last else " hidden"}>'
        f'<h3 class="vm-pane-title">{tr("Sources")}</h3>{sources_html(e.outcome, e.key, title_of)}'
        f'<h3 class="vm-pane-title">{tr("What the guardrails did")}</h3>'
        f"{guard_html(e.outcome, len(domain.rails))}</div>"
        for place, e in enumerate(exchanges)
    )


def is_urgent(refusal: Refusal, domain: Domain) -> bool:
    """Tell whether an emergency or a crisis stopped the question."""
    stopping = {v.rail for v in refusal.verdicts if v.action == "redirect"}
    return refusal.outcome == "redirected" and bool(stopping & {"emergency", "crisis"})


def _foot(exchange: Exchange, domain: Domain) -> str:
    outcome = exchange.outcome
    meter = meter_html(outcome.confidence, domain.manifest.evidence.threshold)
    label = tr("Copy with citations" if outcome.claims else "Copy")
    copied = esc(copy_text(outcome, tr(domain.ui.notice)))
    return (
        f'<div class="vm-foot">{meter}<button type="button" class="vm-copy" '
        f'data-copy="{copied}" data-done="{tr("Copied")}">{label}</button></div>'
    )
