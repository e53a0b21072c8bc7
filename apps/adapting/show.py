"""Cards of adapters as people read them, and all that is shipped or was trained here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import JsonValue

from vademecum.domains import Domain
from vademecum.domains.rails.heads.card import RailHead
from vademecum.evals.results import Metric
from vademecum.evals.selecting.saved import NAME, EvidenceCard, load_evidence
from vademecum.retrieval.adapters import AdapterCard, Figure, read_card
from vademecum.retrieval.encoder import base_encoder

from ..adapters import adapters_of
from ..heads import head_file


def shipped_adapters(domains: Sequence[Domain]) -> Iterator[tuple[str, Path, AdapterCard]]:
    """Yield ("domain/name", folder, card) of every adapter."""
    for domain in domains:
        for name, folder in adapters_of(domain).items():
            yield f"{domain.name}/{name}", folder, read_card(folder)


def adapter_text(card: AdapterCard) -> str:
    """Return a card as lines to read."""
    hours = f"{card.seconds / 60:.0f} min" if card.seconds >= 90 else f"{card.seconds:.0f} s"
    lines = [
        f"{card.domain}/{card.name} ({card.weights_sha256[:12]}): {card.purpose}",
        card.limits,
        f"made by: {card.command}; best after {card.steps} steps, {hours}",
        f"kept apart: {card.held_out}",
        *(f"  {s.name:20} {s.items:6,} questions; {s.licence}" for s in card.trained_on),
        f"nDCG@10 on questions to stop by: {card.dev_metric:.4f}",
    ]
    for key, before in card.before.items():
        after, change = card.after[key], card.difference[key]
        lines.append(
            f"  {key:34} {before.value:.3f} -> {after.value:.3f}  {_signed(change)} of {change.n:,}"
        )
    return "\n".join(lines)


def evidence_heads(domains: Sequence[Domain]) -> Iterator[tuple[str, EvidenceCard]]:
    """Yield ("domain/evidence", card) of every evidence head, shipped or trained here."""
    for domain in domains:
        if (path := head_file(domain)) is not None:
            yield f"{domain.name}/{NAME}", load_evidence(path, base_encoder().sha256)[1]


def evidence_text(card: EvidenceCard) -> str:
    """Return a card as lines to read."""
    lines = [
        f"{card.task} ({card.weights_sha256[:12]}): {card.purpose}",
        card.limits,
        f"made by: {card.command}, seed {card.seed}, {card.dtype}",
        f"kept apart: {card.stopped_by}",
        *(f"  {s.name:20} {s.items:6,} questions; {s.licence}" for s in card.learned_from),
        *(f"  {line}" for line in figure_lines(card)),
    ]
    return "\n".join(lines)


def figure_lines(card: EvidenceCard) -> list[str]:
    """Return the figures of the evidence head as lines to read."""
    return [
        f"{key}: {before.value:.3f} -> {card.after[key].value:.3f}  {_signed(card.difference[key])}"
        for key, before in card.before.items()
    ]


def rail_head_text(name: str, head: RailHead) -> str:
    """Return the card of a head of the rails as lines to read."""
    lines = [f"{name} ({head.sha256[:12]}): {head.purpose}"]
    for key, value in _flat(head.card):
        if isinstance(value, float):
            value = f"{value:.3f}"
        lines.append(f"  {key}: {value}")
    return "\n".join(lines)


def _flat(card: Mapping[str, JsonValue], above: str = "") -> Iterator[tuple[str, JsonValue]]:
    """Yield the fields of a card in its order, nested ones under "outer/inner"."""
    for key, value in card.items():
        if isinstance(value, dict):
            if {"value", "low", "high"} <= value.keys():
                figure = Metric.model_validate(value)
                yield above + key, f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"
            else:
                yield from _flat(value, f"{above}{key}/")
        elif isinstance(value, list):
            yield above + key, ", ".join(map(str, value))
        elif value not in ("", None):
            yield above + key, value


def _signed(figure: Figure | Metric) -> str:
    return f"{figure.value:+.3f} [{figure.low:+.3f}, {figure.high:+.3f}]"
