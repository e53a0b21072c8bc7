"""What an adapter gives and spoils, from its card: a chart to look at and a table to check it."""

from __future__ import annotations

from vademecum.retrieval.adapters import AdapterCard, Figure

from .markup import esc
from .speech import tr

_HEADS = ("Measure", "Base", "Adapted", "Change, 95 % interval", "Questions")
_CAPTION = (
    "Measured on questions that training never saw. Hollow: the base model. Filled: with the "
    "adapter. Grey where the 95 % interval of the change holds zero: nothing is shown to have "
    "changed there."
)
_LABEL, _AXIS, _RIGHT = 210, 320, 110
_TOP, _STEP = 40, 34


def adapter_html(card: AdapterCard) -> str:
    """Return a figure, a table and where the adapter comes from."""
    learned = ", ".join(f"{source.name} ({source.items:,})" for source in card.trained_on)
    trained = tr(
        "Adapter {name}, file {file}, trained on {sets} in {minutes} minutes.",
        name=f"{card.domain}/{card.name}",
        file=card.weights_sha256[:12],
        sets=learned,
        minutes=f"{card.seconds / 60:.0f}",
    )
    return (
        f'<figure class="vm-gains" tabindex="0" aria-label="{tr("Without and with the adapter")}">'
        f"{gains_svg(card)}<figcaption>{tr(_CAPTION)}"
        f"</figcaption></figure>{_table(card)}"
        f'<p class="vm-quiet">{esc(trained)} {esc(tr(card.limits))}</p>'
    )


def gains_svg(card: AdapterCard) -> str:
    """Draw before and after of every measure on one axis from 0 to 1, and the change beside it."""
    rows = "".join(
        _row(place, key, before, card.after[key], card.difference[key])
        for place, (key, before) in enumerate(card.before.items())
    )
    ticks = "".join(
        f'<line class="vm-gains-grid" x1="{_x(t)}" x2="{_x(t)}" y1="{_TOP - 14}" '
        f'y2="{_TOP + _STEP * len(card.before) - 14}"/>'
        f'<text class="vm-gains-tick" x="{_x(t)}" y="{_TOP - 20}">{t:.1f}</text>'
        for t in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    )
    width, height = _LABEL + _AXIS + _RIGHT, _TOP + _STEP * len(card.before)
    label = tr("Each measure without and with the adapter; the table below gives the numbers")
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{ticks}{rows}</svg>'
    )


def _row(place: int, key: str, before: Figure, after: Figure, change: Figure) -> str:
    y = _TOP + _STEP * place
    kind = "up" if change.low > 0 else "down" if change.high < 0 else "same"
    return (
        f'<g class="vm-gain-{kind}">'
        f'<text class="vm-gains-label" x="0" y="{y + 5}">{esc(key)}</text>'
        f'<line class="vm-gains-move" x1="{_x(before.value)}" x2="{_x(after.value)}" '
        f'y1="{y}" y2="{y}"/>'
        f'<circle class="vm-gains-old" cx="{_x(before.value)}" cy="{y}" r="6"/>'
        f'<circle class="vm-gains-new" cx="{_x(after.value)}" cy="{y}" r="6"/>'
        f'<text class="vm-gains-change" x="{_LABEL + _AXIS + 16}" y="{y + 5}">'
        f"{change.value:+.3f}</text></g>"
    )


def _x(value: float) -> float:
    return round(_LABEL + _AXIS * min(max(value, 0.0), 1.0), 1)


def _table(card: AdapterCard) -> str:
    rows = "".join(
        f'<tr><th scope="row">{esc(key)}</th><td>{before.value:.3f}</td>'
        f"<td>{card.after[key].value:.3f}</td><td>{_change(card.difference[key])}</td>"
        f"<td>{before.n:,}</td></tr>"
        for key, before in card.before.items()
    )
    heads = "".join(f'<th scope="col">{tr(head)}</th>' for head in _HEADS)
    return (
        f'<table class="vm-ranks"><caption>{tr("Without and with the adapter")}</caption>'
        f"<thead><tr>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _change(figure: Figure) -> str:
    words = "gain" if figure.low > 0 else "loss" if figure.high < 0 else "not shown to differ"
    return f"{figure.value:+.3f} [{figure.low:+.3f}, {figure.high:+.3f}] · {tr(words)}"
