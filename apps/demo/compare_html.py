"""The rungs of search side by side as HTML, and the chart of how the ranks move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from textwrap import shorten

from vademecum.retrieval.types import Hit

from .markup import esc
from .speech import tr
from .words import RUNG, Rung

SHOWN = 5
DEPTH = 10
_CAPTION = (
    "The same passages from rung to rung. Each letter is one passage; a line that climbs was "
    "moved up."
)
_LEFT, _APART = 90, 175
_TOP, _STEP = 56, 42


def compare_html(found: Mapping[Rung, Sequence[Hit]]) -> str:
    """Return chart, columns and table of the same question on each rung, in their order."""
    letters = name_passages(found)
    if not letters:
        return f'<p class="vm-line">{tr("None of the searches found a passage.")}</p>'
    columns = "".join(_column(rung, found, letters) for rung in found)
    return (
        f'<figure class="vm-bump">{bump_svg(found, letters)}'
        f"<figcaption>{tr(_CAPTION)}</figcaption></figure>"
        f'<div class="vm-columns vm-columns-{len(found)}">{columns}</div>{_table(found, letters)}'
    )


def name_passages(found: Mapping[Rung, Sequence[Hit]]) -> dict[str, str]:
    """Give a letter to each passage that is among the first of any rung, the last rung's first."""
    ids = dict.fromkeys(
        hit.passage.id for rung in reversed(list(found)) for hit in found[rung][:SHOWN]
    )
    return {passage: chr(ord("A") + place) for place, passage in enumerate(ids)}


def ranks_of(hits: Sequence[Hit]) -> dict[str, int]:
    """Return the 1-based rank of each passage."""
    return {hit.passage.id: rank for rank, hit in enumerate(hits, 1)}


def bump_svg(found: Mapping[Rung, Sequence[Hit]], letters: Mapping[str, str]) -> str:
    """Draw ranks as dots in columns and join the dots of one passage.

    A passage that leaves the first five runs to the row below them.
    """
    ranks = {rung: ranks_of(hits) for rung, hits in found.items()}
    across = {rung: _LEFT + _APART * place for place, rung in enumerate(found)}
    lines: list[str] = []
    dots: list[str] = []
    for passage, letter in letters.items():
        shade = f"vm-shade-{(ord(letter) - ord('A')) % 6}"
        points = [(across[rung], _y(ranks[rung].get(passage))) for rung in found]
        for (x1, y1), (x2, y2) in pairwise(points):
            if min(y1, y2) < _y(None):
                middle = (x1 + x2) / 2
                path = f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}"
                lines.append(f'<path class="{shade}" d="{path}"/>')
        for rung, (x, y) in zip(found, points, strict=True):
            if ranks[rung].get(passage, SHOWN + 1) <= SHOWN:
                dots.append(
                    f'<g class="{shade}"><circle cx="{x}" cy="{y}" r="14"/>'
                    f'<text x="{x}" y="{y + 5}">{letter}</text></g>'
                )
    heads = "".join(
        f'<text class="vm-bump-head" x="{across[rung]}" y="24">{esc(tr(RUNG[rung][0]))}</text>'
        for rung in found
    )
    rows = "".join(
        f'<text class="vm-bump-rank" x="24" y="{_y(rank) + 5}">{rank}</text>'
        for rank in range(1, SHOWN + 1)
    )
    below = f'<text class="vm-bump-rank" x="24" y="{_y(None) + 5}">6+</text>'
    width, height = _LEFT * 2 + _APART * (len(found) - 1), _y(None) + 24
    label = tr("Rank of each passage on each rung; the table below gives the numbers")
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{heads}{rows}{below}'
        f"{''.join(lines)}{''.join(dots)}</svg>"
    )


def _y(rank: int | None) -> int:
    return _TOP + _STEP * (min(rank or SHOWN + 1, SHOWN + 1) - 1)


def _column(rung: Rung, found: Mapping[Rung, Sequence[Hit]], letters: Mapping[str, str]) -> str:
    title, subtitle = RUNG[rung]
    rungs = list(found)
    before = rungs[rungs.index(rung) - 1] if rung != rungs[0] else None
    old = None if before is None else ranks_of(found[before])
    items = "".join(
        f'<li><p class="vm-hit-title"><span class="vm-letter">{letters[hit.passage.id]}</span> '
        f"{esc(hit.document.title or hit.document.id)}</p>"
        f'<p class="vm-where">{esc(" › ".join(hit.passage.section))}</p>'
        f"<p>{esc(shorten(hit.passage.text, 160, placeholder=' …'))}</p>"
        f'<p class="vm-quiet">{tr("score")} {hit.score:.3f}'
        f"{'' if old is None else _movement(rank, old.get(hit.passage.id))}</p></li>"
        for rank, hit in enumerate(found[rung][:SHOWN], 1)
    )
    body = (
        f"<ol>{items}</ol>" if items else f'<p class="vm-quiet">{tr("Nothing found this way.")}</p>'
    )
    return (
        f'<section class="vm-column"><h3>{esc(tr(title))}</h3>'
        f'<p class="vm-quiet">{esc(tr(subtitle))}</p>{body}</section>'
    )


def _movement(rank: int, before: int | None) -> str:
    """Say where the passage stood one rung earlier."""
    if before is None:
        return f" · ▲ {tr('from beyond place {place}', place=DEPTH)}"
    if before == rank:
        return f" · {tr('same place as before')}"
    moved = tr("up from {place}" if rank < before else "down from {place}", place=before)
    return f" · {'▲' if rank < before else '▼'} {moved}"


def _table(found: Mapping[Rung, Sequence[Hit]], letters: Mapping[str, str]) -> str:
    ranks = {rung: ranks_of(hits) for rung, hits in found.items()}
    hits = {hit.passage.id: hit for of_rung in found.values() for hit in of_rung}
    rows = "".join(
        f'<tr><th scope="row"><span class="vm-letter">{letter}</span> '
        f"{esc(hits[passage].document.title)}"
        f'<span class="vm-where"> {esc(" › ".join(hits[passage].passage.section))}</span></th>'
        + "".join(f"<td>{ranks[rung].get(passage, '–')}</td>" for rung in found)
        + "</tr>"
        for passage, letter in letters.items()
    )
    caption = tr("Rank of each passage (– means not in the first {n})", n=DEPTH)
    heads = "".join(f'<th scope="col">{esc(tr(RUNG[rung][0]))}</th>' for rung in found)
    return (
        f'<table class="vm-ranks"><caption>{caption}</caption>'
        f'<thead><tr><th scope="col">{tr("Passage")}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
