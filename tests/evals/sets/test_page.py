from __future__ import annotations

from pathlib import Path

from vademecum.evals.convert import CONVERTERS, MERGED
from vademecum.evals.marked_sets import MARKED_SETS
from vademecum.evals.public_sets import PUBLIC_SETS
from vademecum.evals.registry import TASKS
from vademecum.evals.sets.cards import cards
from vademecum.evals.sets.page import sets_page

PAGE = Path(__file__).parents[3] / "docs" / "evaluation-sets.md"


def test_the_page_is_that_of_the_cards() -> None:
    assert PAGE.read_text(encoding="utf-8") == sets_page()


def test_cards_agree_with_what_reads_the_sets() -> None:
    safety = {"guardrails", "identifiers"}
    chosen = {name: card for name, card in cards().items() if safety & set(card.tasks)}
    assert {name: card.files for name, card in chosen.items()} == {
        name: read.files for name, read in PUBLIC_SETS.items()
    } | {name: (read.file,) for name, read in MARKED_SETS.items()}
    assert {task for card in cards().values() for task in card.tasks} <= set(TASKS)
    assert set(CONVERTERS) <= {card.family for card in cards().values()} | set(MERGED.values())
    assert all(card.beir or "retrieval" not in card.tasks for card in cards().values())
