"""What the guardrails did, in plain words, as HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from vademecum.retrieval import Answer, Refusal
from vademecum.retrieval.types import Verdict

from .markup import esc
from .speech import tr
from .words import ACTION, STAGE, STEP, spoken


def guard_html(outcome: Answer | Refusal, rails: int) -> str:
    """Return every verdict with its ground, stage and action, and the time of each step."""
    counted = Counter(outcome.verdicts)
    if counted:
        items = "".join(_verdict(verdict, times) for verdict, times in counted.items())
        said = f'<ul class="vm-verdicts">{items}</ul>'
    else:
        said = (
            '<p class="vm-quiet">'
            f"{tr('{rails} rails looked; none had anything to object to.', rails=rails)}</p>"
        )
    return f"{said}{timings_html(outcome.timings_ms)}{_receipt(outcome.receipt)}"


def timings_html(timings_ms: Mapping[str, float]) -> str:
    """Return the steps that ran, each with its milliseconds and its share of the whole."""
    total = sum(timings_ms.values())
    if not total:
        return ""
    rows = "".join(
        f"<tr><th scope='row'>{esc(tr(STEP[step]) if step in STEP else spoken(step))}</th>"
        f'<td class="vm-share"><span style="width:{100 * ms / total:.0f}%"></span></td>'
        f"<td>{ms:.1f} ms</td></tr>"
        for step, ms in timings_ms.items()
    )
    heads = "".join(f"<th>{tr(head)}</th>" for head in ("Step", "Share", "Time"))
    return (
        f'<table class="vm-timings"><caption>{tr("Time taken")}</caption>'
        f"<thead class='vm-unseen'><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody><tfoot><tr><th scope='row'>{tr('Together')}</th><td></td>"
        f"<td>{total:.1f} ms</td></tr></tfoot></table>"
    )


def _verdict(verdict: Verdict, times: int) -> str:
    sign, words = ACTION[verdict.action]
    often = f" ({tr('{times} times', times=times)})" if times > 1 else ""
    return (
        f'<li class="vm-verdict vm-verdict-{verdict.action}">'
        f'<p class="vm-verdict-head"><span class="vm-sign" aria-hidden="true">{sign}</span>'
        f"<strong>{tr(words)}</strong> {tr(STAGE[verdict.stage])}{often}"
        f'<span class="vm-rail">{esc(spoken(verdict.rail))}</span></p>'
        f"<p>{esc(verdict.reason)}</p>"
        f'<p class="vm-ground"><span>{tr("Ground")}:</span> {esc(verdict.basis)}</p></li>'
    )


def _receipt(receipt: str) -> str:
    if not receipt:
        return ""
    return (
        f'<p class="vm-quiet">{tr("Recorded in the audit chain; receipt")} '
        f"<code>{esc(receipt[:12])}</code></p>"
    )
