"""Write docs/evaluation-sets.md from the cards: ``python -m vademecum.evals.sets.page``."""

from __future__ import annotations

import sys
from itertools import groupby

from .cards import SetCard, cards

_HEAD = """# Evaluation sets

This page is made from `evals/sets/cards.toml` by
`python -m vademecum.evals.sets.page > docs/evaluation-sets.md`; a test holds both together.

The public sets are not part of the package. Put them into one folder, below the paths given here,
and name it in `VADEMECUM_DATA`; `vademecum eval list` says what is there. JSON lines may hold more
fields than those named; all offsets are characters, half-open.

- Every item is for tuning or for reports, never both. Tuning code reads through `read_for_tuning`
  (`evals/sets/tuning.py`) alone, which gives out the first kind only; a test walks the sources
  whose names say that they tune. The heads of the rails are the exception: `evals/heads` takes
  harmless questions of both halves as examples of what is no attack
  ([benchmarks.md](benchmarks.md), "Guardrails, both ways").
- What would be tuned on and asks, in the same words, what is reported, is left out: same text and
  options, asked of the same document, contract, article or question. The counts are without it.
- Variants of a set (another wording, another kind of question) are sets of their own. The halves
  of a set without a split go by the sha256 of the id of a question, of a contract, or of the
  question whose other wording it is.
"""
_TITLES = {
    "healthcare": "Healthcare",
    "law": "Law",
    "education": "Education",
    "safety": "Guardrails",
}


def sets_page() -> str:
    """Return the page: a table of sets and a list of their forms and sources per domain."""
    parts = [_HEAD]
    for domain, group in groupby(cards().values(), key=lambda card: card.domain):
        parts.append(_section(_TITLES[domain], tuple(group)))
    return "\n".join(parts)


def _section(title: str, found: tuple[SetCard, ...]) -> str:
    rows = [
        f"## {title}",
        "",
        "| set | tasks | measures | tune / report | split rule | licence |",
        "|---|---|---|---|---|---|",
        *(_row(card) for card in found),
        "",
        "| set | files | fields read | made from | cite |",
        "|---|---|---|---|---|",
        *(_origin(card) for card in found),
        "",
    ]
    return "\n".join(rows)


def _row(card: SetCard) -> str:
    if card.family is None:
        counts = "–"
    elif card.folds:
        counts = f"{card.report:,} in {card.folds} folds"
    else:
        counts = f"{card.tune:,} / {card.report:,}"
    cells = (", ".join(card.tasks), card.measures, counts, card.splits, card.licence)
    return _line(card.name, cells)


def _origin(card: SetCard) -> str:
    files = ", ".join(f"`{file}`" for file in card.files)
    return _line(card.name, (files, card.form, card.source, card.citation))


def _line(name: str, cells: tuple[str, ...]) -> str:
    return f"| `{name}` | " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(sets_page())
