"""A visit as a Markdown file: questions, replies, sources, and the table of what was checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from vademecum.domains import Domain
from vademecum.domains.citations.export import ledger_markdown

from ..citing import outcome_ledger
from .answer_html import copy_text
from .speech import tr
from .turn_html import Exchange
from .words import OUTCOME


def visit_markdown(exchanges: Sequence[Exchange], domain: Domain, today: date) -> str:
    """Return the turns in the order in which they were asked, each with its verification table."""
    notice = tr(domain.ui.notice)
    parts = [f"# {tr(domain.ui.title)}, {today.isoformat()}", notice]
    for exchange in exchanges:
        parts += _turn(exchange, domain, today)
    return "\n\n".join(parts) + "\n"


def _turn(exchange: Exchange, domain: Domain, today: date) -> list[str]:
    outcome = exchange.outcome
    asked = " ".join(exchange.question.split())
    parts = [f"## {asked}", f"*{tr(OUTCOME[outcome.outcome])}*"]
    if exchange.as_of:
        parts.append(tr("As of {day}", day=exchange.as_of.isoformat()))
    parts.append(copy_text(outcome, ""))
    ledger = outcome_ledger(domain, outcome, exchange.as_of or today)
    if ledger.rows:
        parts += [f"### {tr('What was checked')}", ledger_markdown(ledger)]
    verdicts = dict.fromkeys(f"- {v.rail}: {v.reason} ({v.basis})" for v in outcome.verdicts)
    if verdicts:
        parts += [f"### {tr('What the guardrails did')}", "\n".join(verdicts)]
    if outcome.receipt:
        parts.append(f"{tr('Receipt of the audit chain')}: `{outcome.receipt}`")
    return parts
