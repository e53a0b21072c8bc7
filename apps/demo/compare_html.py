"""Three searches side by side as HTML, and the chart of how the ranks move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from textwrap import shorten

from vademecum.retrieval.types import Hit, SearchMode

from .markup import esc
from .words import MODE

SHOWN = 5
DEPTH = 10
_ORDER: tuple[SearchMode, ...] = ("lexical", "hybrid", "dense")
_X = {"lexical": 90, "hybrid": 320, "dense": 550}
_TOP, _STEP = 56, 42


def compare_html(found: Mapping[SearchMode, Sequence[Hit]]) -> str:
    """Return chart, columns and table of the same question searched in three ways."""
    letters = name_passages(found)
    if not letters:
        return '<p class="vm-line">None of the searches found a passage.</p>'
    columns = "".join(_column(mode, found[mode], letters, found) for mode in _ORDER)
    return (
        f'<figure class="vm-bump">{bump_svg(found, letters)}'
        "<figcaption>The same passages, ranked by words, by both, and by meaning. "
        "Each letter is one passage.</figcaption></figure>"
        f'<div class="vm-columns">{columns}</div>{_table(found, letters)}'
    )


def name_passages(found: Mapping[SearchMode, Sequence[Hit]]) -> dict[str, str]:
    """Give a letter to each passage that is among the first of any search, hybrid ones first."""
    order: tuple[SearchMode, ...] = ("hybrid", "lexical", "dense")
    ids = dict.fromkeys(hit.passage.id for mode in order for hit in found[mode][:SHOWN])
    return {passage: chr(ord("A") + place) for place, passage in enumerate(ids)}


def ranks_of(hits: Sequence[Hit]) -> dict[str, int]:
    """Return the 1-based rank of each passage."""
    return {hit.passage.id: rank for rank, hit in enumerate(hits, 1)}


def bump_svg(found: Mapping[SearchMode, Sequence[Hit]], letters: Mapping[str, str]) -> str:
    """Draw ranks as dots in three columns and join the dots of one passage.

    A passage that leaves the first five runs to the row below them.
    """
    ranks = {mode: ranks_of(found[mode]) for mode in _ORDER}
    lines: list[str] = []
    dots: list[str] = []
    for passage, letter in letters.items():
        shade = f"vm-shade-{(ord(letter) - ord('A')) % 6}"
        points = [(_X[mode], _y(ranks[mode].get(passage))) for mode in _ORDER]
        for (x1, y1), (x2, y2) in pairwise(points):
            if min(y1, y2) < _y(None):
                middle = (x1 + x2) / 2
                path = f"M{x1} {y1} C{middle} {y1} {middle} {y2} {x2} {y2}"
                lines.append(f'<path class="{shade}" d="{path}"/>')
        for mode, (x, y) in zip(_ORDER, points, strict=True):
            if ranks[mode].get(passage, SHOWN + 1) <= SHOWN:
                dots.append(
                    f'<g class="{shade}"><circle cx="{x}" cy="{y}" r="14"/>'
                    f'<text x="{x}" y="{y + 5}">{letter}</text></g>'
                )
    heads = "".join(
        f'<text class="vm-bump-head" x="{_X[mode]}" y="24">{esc(MODE[mode][0])}</text>'
        for mode in _ORDER
    )
    rows = "".join(
        f'<text class="vm-bump-rank" x="24" y="{_y(rank) + 5}">{rank}</text>'
        for rank in range(1, SHOWN + 1)
    )
    below = f'<text class="vm-bump-rank" x="24" y="{_y(None) + 5}">6+</text>'
    height = _y(None) + 24
    return (
        f'<svg viewBox="0 0 640 {height}" role="img" aria-label="Rank of each passage in three '
        f'searches; the table below gives the numbers">{heads}{rows}{below}'
        f"{''.join(lines)}{''.join(dots)}</svg>"
    )


def _y(rank: int | None) -> int:
    return _TOP + _STEP * (min(rank or SHOWN + 1, SHOWN + 1) - 1)


def _column(
    mode: SearchMode,
    hits: Sequence[Hit],
    letters: Mapping[str, str],
    found: Mapping[SearchMode, Sequence[Hit]],
) -> str:
    title, subtitle = MODE[mode]
    hybrid = ranks_of(found["hybrid"])
    items = "".join(
        f'<li><p class="vm-hit-title"><span class="vm-letter">{letters[hit.passage.id]}</span> '
        f"{esc(hit.document.title or hit.document.id)}</p>"
        f'<p class="vm-where">{esc(" › ".join(hit.passage.section))}</p>'
        f"<p>{esc(shorten(hit.passage.text, 160, placeholder=' …'))}</p>"
        f'<p class="vm-quiet">score {hit.score:.3f}'
        f"{_movement(mode, rank, hybrid.get(hit.passage.id))}</p></li>"
        for rank, hit in enumerate(hits[:SHOWN], 1)
    )
    body = f"<ol>{items}</ol>" if items else '<p class="vm-quiet">Nothing found this way.</p>'
    return (
        f'<section class="vm-column"><h3>{esc(title)}</h3>'
        f'<p class="vm-quiet">{esc(subtitle)}</p>{body}</section>'
    )


def _movement(mode: SearchMode, rank: int, hybrid: int | None) -> str:
    """Say where the passage stands when both searches are joined."""
    if mode == "hybrid":
        return ""
    if hybrid is None:
        return f" · beyond place {DEPTH} together"
    if hybrid == rank:
        return " · same place together"
    return f" · {'▲ up' if hybrid < rank else '▼ down'} to {hybrid} together"


def _table(found: Mapping[SearchMode, Sequence[Hit]], letters: Mapping[str, str]) -> str:
    ranks = {mode: ranks_of(found[mode]) for mode in _ORDER}
    hits = {hit.passage.id: hit for mode in _ORDER for hit in found[mode]}
    rows = "".join(
        f'<tr><th scope="row"><span class="vm-letter">{letter}</span> '
        f"{esc(hits[passage].document.title)}"
        f'<span class="vm-where"> {esc(" › ".join(hits[passage].passage.section))}</span></th>'
        + "".join(f"<td>{ranks[mode].get(passage, '–')}</td>" for mode in _ORDER)
        + "</tr>"
        for passage, letter in letters.items()
    )
    heads = "".join(f'<th scope="col">{esc(MODE[mode][0])}</th>' for mode in _ORDER)
    return (
        f'<table class="vm-ranks"><caption>Rank of each passage (– means not in the first '
        f'{DEPTH})</caption><thead><tr><th scope="col">Passage</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
