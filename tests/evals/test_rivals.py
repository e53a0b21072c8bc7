from __future__ import annotations

import pytest

from vademecum.evals.items import Item, Use
from vademecum.evals.rivals import lookup_scorer, prior_scorer
from vademecum.retrieval.errors import InvalidInput


def item(answerable: bool, kind: str, use: Use = "tune", text: str = "?") -> Item:
    return Item(id="q", text=text, use=use, answerable=answerable, slices={"kind": kind})


def test_a_prior_is_counted_on_items_for_tuning_alone() -> None:
    tuned = [item(True, "a"), item(True, "a"), item(False, "b"), item(True, "b")]
    unseen = [item(False, "a", "report")] * 100
    prior = prior_scorer([*tuned, *unseen], "kind")
    assert prior(item(False, "a", "report")) == pytest.approx((2 + 0.75) / 3)
    assert prior(item(False, "b", "report")) == pytest.approx((1 + 0.75) / 3)
    assert prior(item(False, "new", "report")) == pytest.approx(0.75)
    with pytest.raises(InvalidInput, match="there are none"):
        prior_scorer(unseen, "kind")


def test_a_look_up_ignores_case_and_line_breaks() -> None:
    found = lookup_scorer(["The Adverse\n  Possession rule", "of law"], lambda i: i.text)
    assert found(item(True, "a", text="adverse possession")) == 1.0
    assert found(item(True, "a", text="rule of")) == 0.0  # not across texts
