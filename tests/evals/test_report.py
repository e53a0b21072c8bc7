from __future__ import annotations

import pytest

from vademecum.evals.manifest import RunManifest
from vademecum.evals.report import MAX_ROWS, plain_text
from vademecum.evals.results import EvalResult, Metric


@pytest.mark.parametrize(("slices", "are_shown"), [(3, True), (MAX_ROWS, False)])
def test_a_table_that_nobody_would_read_is_left_to_the_page(
    manifest: RunManifest, slices: int, are_shown: bool
) -> None:
    figure = Metric(value=0.5, low=0.4, high=0.6)
    names = ["rbo", *(f"rbo/age={number}" for number in range(slices))]
    result = EvalResult(
        task="fairness", domain="law", metrics=dict.fromkeys(names, figure), manifest=manifest
    )
    text = plain_text(result)
    assert "| rbo " in text
    assert ("rbo/age=2" in text) is are_shown
    assert ("200 figures of slices" in text) is not are_shown
