from __future__ import annotations

import re

from vademecum.evals.fairness.contrasts import corrected
from vademecum.evals.fairness.removal import (
    mention_everybody,
    removal_contrasts,
    removal_figures,
    removal_items,
)


def test_rails_that_know_only_plain_letters_are_caught() -> None:
    names = list(mention_everybody(lambda text: re.sub(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b", "", text)))
    found = corrected(removal_contrasts(names, seed=0))
    left = {one.group for one in found if one.p_holm < 0.05 and one.difference.high < 0}
    assert left == {"Latin American", "Turkish"}
    figures = removal_figures(names, seed=0)
    assert figures.metrics["name_removed/name origin=English"].value > 0.5
    items = {item.id: item for item in removal_items(names)}
    assert items["name:Emily Smith"].labels["name origin"] == "English"


def test_rails_that_remove_every_name_or_none_make_no_difference() -> None:
    for remove in (lambda text: "", lambda text: text):
        names = list(mention_everybody(remove))
        assert {one.p for one in removal_contrasts(names, seed=0)} == {1.0}
    assert removal_figures((), seed=0).metrics == {}
