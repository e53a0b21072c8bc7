"""Everything that the rails did with one attempt, as HTML."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from vademecum.domains import Domain
from vademecum.domains.rails.actions import STOPPING, strongest
from vademecum.domains.rails.identifier_parts import replacement
from vademecum.domains.rails.identifiers import IdentifierRail, find_identifiers
from vademecum.domains.rails.rail import HeadScore
from vademecum.retrieval import Answer
from vademecum.retrieval.types import Verdict

from ..trying.attempt import RailReport, StageReport, Tried
from .answer_html import answer_html, card_html
from .break_words import CUT, CUTS, STAGES, STATES, WOULD, rail_words
from .markup import day, definitions, esc
from .source_html import TitleOf, sources_html
from .speech import tr
from .turn_html import is_urgent
from .words import ACTION, OUTCOME

SHOWN_CHARS = 1_500
"""How much of a text the page repeats."""
KEY = "try-1"


def tried_html(tried: Tried, domain: Domain, title_of: TitleOf) -> str:
    """Return the outcome, the texts as they were read, and every rail by stage."""
    stages = "".join(_stage(stage, tried) for stage in tried.stages)
    return (
        f'<div class="vm-try">{_outcome(tried, domain, title_of)}{_texts(tried, domain)}'
        f'<h3 class="vm-part">{esc(tr("What every guardrail did"))}</h3>{_counts(tried)}'
        f"{stages}{_switched_off(tried)}</div>"
    )


def _outcome(tried: Tried, domain: Domain, title_of: TitleOf) -> str:
    outcome = tried.outcome
    if isinstance(outcome, Answer):
        body = (
            f"{answer_html(outcome, KEY)}"
            f'<details class="vm-more"><summary>{esc(tr("Sources of this answer"))}</summary>'
            f'<div><div class="vm-side-turn">{sources_html(outcome, KEY, title_of)}</div></div>'
            "</details>"
        )
    else:
        body = card_html(outcome, is_urgent(outcome, domain))
    return (
        f'<section class="vm-try-outcome" aria-label="{esc(tr("Outcome"))}">'
        f'<h3 class="vm-part">{esc(tr("What the assistant would have done"))}: '
        f"<em>{esc(tr(OUTCOME[outcome.outcome]))}</em></h3>{body}</section>"
    )


def _texts(tried: Tried, domain: Domain) -> str:
    parts = [_message(tried, domain)]
    if tried.plain is not None:
        parts.append(_block(tr("Read in plain words as"), esc(_cut(tried.plain))))
    if tried.attempt.passage:
        verdicts = tried.given["context"]
        stopped = any(verdict.action == "refuse" for verdict in verdicts)
        label = tr("Your passage, left out whole") if stopped else tr("Your passage")
        spans = [(v.start, v.end) for v in verdicts if v.start is not None and v.end is not None]
        body = _marked(
            tried.attempt.passage,
            spans,
            lambda text: (
                f'<del class="vm-cut">{esc(text)}</del>'
                f'<span class="vm-unseen"> ({esc(tr("cut out"))})</span>'
            ),
        )
        parts.append(_block(label, body))
    return "".join(parts)


def _message(tried: Tried, domain: Domain) -> str:
    """Return the message, with what identifies a person replaced or underlined."""
    said = [v for v in tried.given["input"] if v.rail == "identifiers"]
    rails = [rail for rail in domain.rails if isinstance(rail, IdentifierRail)]
    text = tried.attempt.text
    if not said or not rails:
        return _block(tr("Your message"), esc(_cut(text)))
    found = {(s.start, s.end): s for s in find_identifiers(text, rails[0].kinds)}
    is_removed = any(verdict.action == "redact" for verdict in said)

    def shown(start: int, end: int) -> str:
        if not is_removed:
            return f'<mark class="vm-needless">{esc(text[start:end])}</mark>'
        span = found[start, end]
        kind = tr("removed: {kind}", kind=span.type.lower().replace("_", " "))
        return (
            f'<mark class="vm-removed" title="{esc(kind)}">{esc(replacement(span.type, span.text))}'
            f'<span class="vm-unseen"> ({esc(kind)})</span></mark>'
        )

    parts: list[str] = []
    done = 0
    for start, end in sorted(found):
        parts += [esc(text[done:start]), shown(start, end)]
        done = end
    label = (
        tr("Your message, as it is read after the guardrail on identifiers")
        if is_removed
        else tr("Your message; what the question does not need is underlined")
    )
    return _block(label, "".join([*parts, esc(_cut(text[done:]))]))


def _marked(text: str, spans: Sequence[tuple[int, int]], mark: Callable[[str], str]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if start >= done:
            parts += [esc(text[done:start]), mark(text[start:end])]
            done = end
    return "".join([*parts, esc(text[done:])])


def _block(label: str, body: str) -> str:
    return (
        f'<p class="vm-try-label">{esc(label)}</p><blockquote class="vm-try-text" tabindex="0" '
        f'role="region" aria-label="{esc(label)}">{body}</blockquote>'
    )


def _counts(tried: Tried) -> str:
    states = Counter(report.state for report in tried.reports)
    return '<p class="vm-quiet">' + (
        esc(
            tr(
                "{all} guardrails: {fired} fired, {silent} looked and stayed silent, {rest} did "
                "not run.",
                all=len(tried.reports),
                fired=states["fired"],
                silent=states["silent"],
                rest=states["not_run"],
            )
        )
        + "</p>"
    )


def _stage(stage: StageReport, tried: Tried) -> str:
    title, what = STAGES[stage.stage]
    rows = "".join(_rail(report, tried.attempt.given(stage.stage)) for report in stage.rails)
    further = "".join(f"<li>{_said(verdict, '')}</li>" for verdict in dict.fromkeys(stage.further))
    if further:
        heading = esc(tr("Further checks of this stage"))
        further = f'<p class="vm-try-label">{heading}</p><ul class="vm-try-further">{further}</ul>'
    why = "" if any(report.looks for report in stage.rails) else _why_not(tried)
    return (
        f'<section class="vm-try-stage"><h4>{esc(tr(title))}</h4>'
        f'<p class="vm-quiet">{esc(tr(what))} {esc(why)}</p>'
        f'<ul class="vm-try-rails">{rows}</ul>{further}</section>'
    )


def _why_not(tried: Tried) -> str:
    if tried.outcome.outcome in ("refused", "redirected"):
        return tr("Not reached: the message was stopped before.")
    return tr("Not reached: there was nothing for these to look at.")


def _rail(report: RailReport, given: str) -> str:
    rail = report.rail
    sign = {"fired": ACTION[rail.action][0], "silent": "○", "not_run": "–"}[report.state]
    if verdict := strongest(report.verdicts):
        sign = ACTION[verdict.action][0]
    is_mild = not any(v.action in STOPPING for v in report.verdicts)
    mild = " vm-try-mild" if report.verdicts and is_mild else ""
    took = f"{report.ms:.1f} ms" if report.looks else ""
    verdicts = "".join(
        f"{_said(verdict, given)}{_often(times)}"
        for verdict, times in Counter(_shown_once(report.verdicts)).items()
    )
    ground = rail.ground
    facts = definitions(
        [
            (tr("When it fires"), tr(WOULD[rail.action] if rail.stage != "context" else CUTS)),
            (tr("Rule"), ground.rule),
            (tr("Source"), ground.source),
            (tr("Jurisdiction"), ground.jurisdiction),
            (tr("In force since"), day(ground.in_force) if ground.in_force else tr("no date")),
            (tr("Id"), rail.id),
        ]
    )
    return (
        f'<li class="vm-try-rail vm-try-{report.state}{mild}"><details{_open(report)}><summary>'
        f'<span class="vm-sign" aria-hidden="true">{sign}</span>'
        f'<span class="vm-try-name">{esc(tr(rail_words(rail.id)))}</span>'
        f'<span class="vm-try-state">{esc(tr(STATES[report.state]))}</span>'
        f'{score_html(report.score)}<span class="vm-try-ms">{took}</span></summary>'
        f'<div class="vm-try-body">{verdicts}{facts}</div></details></li>'
    )


def _open(report: RailReport) -> str:
    return " open" if report.state == "fired" else ""


def _shown_once(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts without places where a rail says the same of many."""
    if len(verdicts) <= 3:
        return list(verdicts)
    return [verdict.model_copy(update={"start": None, "end": None}) for verdict in verdicts]


def _often(times: int) -> str:
    return f'<p class="vm-quiet">{esc(tr("{n} times", n=times))}</p>' if times > 1 else ""


def _said(verdict: Verdict, given: str) -> str:
    """Return what a verdict says and, where it points at less than the whole text, at what."""
    words, said = "", ACTION[verdict.action][1]
    done = CUT if (verdict.stage, verdict.action) == ("context", "redact") else said
    if verdict.rail != "identifiers" and verdict.start is not None and verdict.end is not None:
        quote = given[verdict.start : verdict.end].strip()
        if quote and quote != given.strip():
            words = f'<p class="vm-quiet">{esc(tr("At the words"))}: “{esc(_cut(quote, 200))}”</p>'
    return (
        f'<p class="vm-try-said"><strong>{esc(tr(done))}.</strong> {esc(verdict.reason)}</p>{words}'
    )


def score_html(score: HeadScore | None) -> str:
    """Return a meter of what a learned head read, with the threshold marked on it."""
    if score is None:
        return '<span class="vm-try-score"></span>'
    if score.scale == "probability":
        share, mark = min(max(score.value, 0.0), 1.0), score.threshold
        words = tr(
            "learned head: {value}, fires from {threshold}",
            value=f"{score.value:.2f}",
            threshold=f"{score.threshold:.2f}",
        )
    else:
        above = score.value - score.threshold
        share, mark = 1 / (1 + math.exp(-max(-30.0, min(30.0, above)))), 0.5
        side = tr("above") if above > 0 else tr("below")
        words = tr(
            "learned head: {value} {side} threshold (log-odds)",
            value=f"{abs(above):.1f}",
            side=side,
        )
    return (
        f'<span class="vm-try-score"><span class="vm-meter-bar" role="meter" '
        f'aria-label="{esc(tr("Score of the learned head"))}" aria-valuemin="0" aria-valuemax="1" '
        f'aria-valuenow="{share:.2f}" aria-valuetext="{esc(words)}">'
        f'<span class="vm-meter-fill" style="width:{share * 100:.0f}%"></span>'
        f'<span class="vm-meter-mark" style="left:{mark * 100:.0f}%"></span></span>'
        f'<span class="vm-try-number">{esc(words)}</span></span>'
    )


def _switched_off(tried: Tried) -> str:
    rows = "".join(
        f"<li>{esc(tr(rail_words(s.rail)))}: {esc(day(s.since))}. {esc(s.reason)}</li>"
        for s in tried.switched_off
    )
    return f"<h4>{esc(tr('Switched off here'))}</h4><ul>{rows}</ul>" if rows else ""


def _cut(text: str, most: int = SHOWN_CHARS) -> str:
    return text if len(text) <= most else f"{text[:most]} …"
