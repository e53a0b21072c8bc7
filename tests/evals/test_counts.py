from __future__ import annotations

from vademecum.evals.counts import Counts
from vademecum.evals.intervals import wilson


def test_what_is_counted_in_one_text_is_drawn_with_it() -> None:
    counts = Counts()
    for number in range(8):
        counts.add("recall", [number < 4] * 5, f"text {number}")
        counts.add("recall/NAME", [True] * 5, f"text {number}")
        counts.add("clean", [number < 4], f"text {number}")
        counts.add("nothing", [], f"text {number}")
    rates = counts.rates(0)
    assert list(rates) == ["clean", "recall", "recall/NAME"]
    assert rates["clean"] == wilson(4, 8)
    assert rates["recall/NAME"] == wilson(8, 8)
    apart, together = wilson(20, 40), rates["recall"]
    assert together.value == 0.5
    # Eight texts, half of them found: about as wide as 4 of 8, twice as wide as 20 of 40.
    assert together.high - together.low > 1.9 * (apart.high - apart.low)
