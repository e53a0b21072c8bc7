"""The page of adaptation in a real Chromium, at the width of a phone and of a desk."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from playwright.sync_api import Page

from vademecum.evals.adapting.ladder import Approach, retrieval_ladder
from vademecum.evals.adapting.matrix import AdapterInfo, MatrixSet, transfer_matrix
from vademecum.evals.adapting.question_set import QuestionSet
from vademecum.evals.adapting.weaknesses import failed_probes, weakness_report
from vademecum.evals.html import adapting_page
from vademecum.evals.items import Item
from vademecum.evals.manifest import RunManifest
from vademecum.retrieval.testing.fakes import HashEncoder

pytestmark = pytest.mark.browser
Opened = Callable[..., AbstractContextManager[Page]]
MANIFEST = RunManifest(data="set", code="0", python="3.11", cpus=2, date=date(2026, 11, 24))
LONG = "a search with a long name and an adapter"


def made_page() -> str:
    items = [
        Item(id=f"{'i' * 60}{n}", text="w" * 300, use="report", documents=(f"d{n}",))
        for n in range(12)
    ]
    asked = QuestionSet("set", "law", items, {i.id: frozenset(i.documents) for i in items})
    ladder = retrieval_ladder(
        asked,
        [
            Approach("base", "zero-shot", lambda i: ["d1"], origin="base"),
            Approach("4", "in-context", lambda i: ["d2"], k=4, series="examples"),
            Approach(LONG, "adapted", lambda i: list(i.documents), before="base", origin="base"),
        ],
        adapter="retrieval",
        manifest=MANIFEST,
        resamples=20,
    )
    failed = failed_probes(HashEncoder().encode, HashEncoder().encode)
    report = weakness_report({"base": failed, LONG: failed})
    names = ("law", "healthcare", "education", "mixture")
    matrix = transfer_matrix(
        [lambda: MatrixSet(asked, lambda i: ["d1"], dict.fromkeys(names, lambda i: ["d3"]))],
        [AdapterInfo(name=name, domain=name, stored_bytes=1) for name in names],
        manifest=MANIFEST,
        resamples=20,
    )
    return adapting_page([ladder.model_copy(update={"weaknesses": report})], matrix)


@pytest.mark.parametrize(("width", "scheme"), [(375, "dark"), (1280, "light")])
def test_the_page_fits_and_asks_for_nothing(written: Opened, width: int, scheme: str) -> None:
    with written(made_page(), width, scheme) as page:
        cell = page.evaluate(
            "getComputedStyle(document.querySelector('.matrix td.home')).outlineStyle"
        )
        assert cell == "solid"
