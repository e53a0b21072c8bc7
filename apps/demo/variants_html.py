"""A message in many disguises and which of them get through, as a table."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from ..trying.variants import Variant
from .break_words import rail_words
from .markup import esc
from .speech import tr

SHOWN_CHARS = 110


def variants_html(variants: Sequence[Variant], total: int) -> str:
    """Return the plain message and its disguises, first those with another result than it.

    The first of ``variants`` is the plain message; ``total`` disguises are awaited.
    """
    if not variants:
        return ""
    plain, *disguised = variants
    through = [variant for variant in disguised if variant.is_through]
    others = [variant for variant in disguised if variant.is_stopped]
    ordered = [plain, *(others + through if plain.is_through else through + others)]
    rows = "".join(_row(v, v.is_through and plain.is_stopped) for v in ordered)
    return (
        f'<p class="vm-try-sum">{esc(_summary(plain, disguised, through, total))}</p>'
        f'<div class="vm-scroll vm-variants" tabindex="0" role="region" '
        f'aria-label="{esc(tr("Disguises and what became of them"))}">'
        f'<table class="vm-ranks"><caption class="vm-unseen">'
        f"{esc(tr('Disguises and what became of them'))}</caption><thead><tr>"
        f'<th scope="col">{esc(tr("Disguise"))}</th><th scope="col">{esc(tr("Result"))}</th>'
        f'<th scope="col">{esc(tr("Stopped by"))}</th><th scope="col">{esc(tr("As it was sent"))}'
        f'</th><th scope="col">{esc(tr("Time"))}</th></tr></thead><tbody>{rows}</tbody>'
        "</table></div>"
    )


def _summary(
    plain: Variant, disguised: Sequence[Variant], through: Sequence[Variant], total: int
) -> str:
    if len(disguised) < total:
        return tr("{done} of {total} disguises tried …", done=len(disguised), total=total)
    if plain.is_through:
        return tr(
            "The message is let through as it stands, so there is nothing to get past. "
            "{n} of {total} disguises are stopped for their own sake.",
            n=total - len(through),
            total=total,
        )
    if not through:
        return tr("None of the {total} disguises gets through.", total=total)
    return tr("{n} of {total} disguises get through.", n=len(through), total=total)


def _row(variant: Variant, evades: bool) -> str:
    sign, words = ("→", tr("gets through")) if variant.is_through else ("✕", tr("stopped"))
    state = "evades" if evades else "stopped" if variant.is_stopped else "through"
    rails = ", ".join(tr(rail_words(rail)) for rail in variant.rails) or "–"
    sent = shorten(variant.text, SHOWN_CHARS, placeholder=" …")
    if len(sent) < 5:  # one long word: shorten leaves nothing of it
        sent = f"{variant.text[:SHOWN_CHARS]} …"
    return (
        f'<tr class="vm-variant-{state}"><th scope="row">{esc(tr(variant.name))}'
        f'<span class="vm-where">{esc(tr(variant.kind))}</span></th>'
        f'<td class="vm-variant-result"><span aria-hidden="true">{sign}</span> {esc(words)}</td>'
        f'<td>{esc(rails)}</td><td class="vm-variant-text">{esc(sent)}</td>'
        f"<td>{variant.latency_ms:.0f} ms</td></tr>"
    )
