from __future__ import annotations

import pytest

from vademecum.evals.adapting.plan import (
    PlannedSet,
    items_to_report,
    items_to_train,
    plan_of,
    plans,
)
from vademecum.evals.items import Item
from vademecum.evals.sets.cards import card
from vademecum.retrieval.errors import UnknownName

from ...conftest import DATA


def item(identity: str, **slices: str) -> Item:
    return Item(id=identity, text="x", use="tune", documents=("d",), slices=slices)


def test_every_planned_set_is_one_of_its_domain() -> None:
    assert set(plans()) == {"healthcare", "law", "education"}
    for domain, planned in plans().items():
        for one in planned:
            assert card(one.set).domain == domain
            assert all(card(name).domain == domain for name in one.corpora)


def test_groups_for_reports_are_not_trained_on() -> None:
    planned = PlannedSet(set="dc_code", by="title_no", stop=("16",), report=("22",), share=1)
    assert planned.use_of(item("a", title_no="42")) == "train"
    assert planned.use_of(item("a", title_no="16")) == "stop"
    assert planned.use_of(item("a", title_no="22")) is None


def test_without_groups_about_a_tenth_is_for_stopping() -> None:
    planned = PlannedSet(set="gdpr", share=1)
    uses = [planned.use_of(item(str(n))) for n in range(400)]
    assert 20 < uses.count("stop") < 60
    assert uses.count("train") == 400 - uses.count("stop")


def test_only_a_set_that_says_so_is_asked_of_one_document() -> None:
    asked = Item(id="a", text="x", use="tune", documents=("d",), within="d")
    assert PlannedSet(set="qed_dev").searched(asked).within is None
    assert PlannedSet(set="cuad", inside=True).searched(asked) == asked


def test_a_domain_without_a_plan_is_told_what_to_do() -> None:
    with pytest.raises(UnknownName, match="train with --data"):
        plan_of("finance")


@pytest.mark.data
@pytest.mark.parametrize("planned", [p for d in plans().values() for p in d], ids=lambda p: p.set)
def test_no_reported_item_is_trained_on(planned: PlannedSet) -> None:
    reported = {i.id for i in items_to_report(DATA, planned)}
    assert reported
    if planned.share:
        uses = items_to_train(DATA, planned)
        assert uses["train"]
        assert uses["stop"]
        used = [i for found in uses.values() for i in found]
        assert reported.isdisjoint(i.id for i in used)
        if planned.by is not None:
            groups = {i.slices[planned.by] for i in used}
            assert groups.isdisjoint(planned.report)
