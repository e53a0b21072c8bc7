from __future__ import annotations

import random

import pytest

from vademecum.domains.rails.identifier_tagger import CLASSES
from vademecum.evals.names.fill import TEMPLATES, Filler, Mark, Marked
from vademecum.evals.names.generate import SHARES, Recipe, make_texts, word_classes
from vademecum.evals.names.stock import Stock

STOCKS = (
    Stock("en_US", ("Ann", "Tom"), ("Lee", "Reed"), ("Leeds",), ("High Street",), ("1 Elm St",)),
    Stock("ja_JP", ("Yosuke",), ("Sato",), (), (), ()),
)


@pytest.mark.parametrize("group", TEMPLATES)
def test_every_template_can_be_filled(group: str) -> None:
    filler = Filler(random.Random(1), STOCKS)
    for template in TEMPLATES[group]:
        made = filler.fill(template)
        assert not set("{}") & set(made.text), template
        assert "[" not in made.text, template
        for mark in made.marks:
            assert made.text[mark.start : mark.end].strip(), template


def test_groups_are_those_of_the_file() -> None:
    assert set(SHARES) == set(TEMPLATES)


def test_the_same_seed_makes_the_same_texts() -> None:
    first, second = (list(make_texts(30, 7, STOCKS, Recipe.of(None))) for _ in range(2))
    assert first == second
    assert first != list(make_texts(30, 8, STOCKS, Recipe.of(None)))


def test_held_out_templates_are_in_neither() -> None:
    kept, left = Recipe.of(6), Recipe.of(6, is_test=True)
    for group, rows in TEMPLATES.items():
        assert sorted(kept.templates[group] + left.templates[group]) == sorted(rows)


def test_negatives_hold_no_person() -> None:
    filler = Filler(random.Random(2), STOCKS)
    labels = {m.label for t in TEMPLATES["negative"] for m in filler.fill(t).marks}
    assert not labels & {"PER", "LOC"}


def test_classes_of_words() -> None:
    marked = Marked("Ann Lee left Leeds", (Mark(0, 7, "PER"), Mark(13, 18, "LOC")))
    assert [CLASSES[c] for c in word_classes(marked, CLASSES)] == ["B-PER", "I-PER", "O", "B-LOC"]
