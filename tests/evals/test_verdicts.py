from __future__ import annotations

import pytest

from vademecum.evals.results import Metric
from vademecum.evals.verdicts import gain_of, is_lower_better, verdict_of, verdict_text


def metric(value: float, low: float, high: float) -> Metric:
    return Metric(value=value, low=low, high=high)


@pytest.mark.parametrize(
    "name",
    [
        "aurc",
        "excess_aurc/kind=a",
        "answered_when_unanswerable",
        "selective_risk",
        "over_refusal_rate",
        "over_refusal_rate/crisis",
        "leak_rate",
        "false_alarm/statute",
        "latency_p95_ms",
        "memory_peak_mib",
        "energy_per_item_j",
    ],
)
def test_less_is_better(name: str) -> None:
    assert is_lower_better(name)


@pytest.mark.parametrize(
    "name", ["nDCG@10", "auroc", "answered_when_answerable", "throughput_per_s", "accuracy/a=aurc"]
)
def test_more_is_better(name: str) -> None:
    assert not is_lower_better(name)


@pytest.mark.parametrize(
    ("name", "difference", "verdict", "text"),
    [
        (
            "nDCG@10",
            metric(0.012, 0.004, 0.021),
            "helped",
            "nDCG@10: helped by 0.012 [0.004, 0.021]",
        ),
        ("hit@1", metric(-0.02, -0.03, -0.01), "hurt", "hit@1: hurt by 0.020 [0.010, 0.030]"),
        (
            "hit@1",
            metric(0.01, -0.01, 0.03),
            "cannot tell",
            "hit@1: cannot tell, +0.010 [-0.010, +0.030] holds zero",
        ),
        (
            "recall@10",
            metric(0.01, 0.0, 0.02),
            "cannot tell",
            "recall@10: cannot tell, +0.010 [+0.000, +0.020] holds zero",
        ),
        (
            "aurc",
            metric(-0.1, -0.2, -0.05),
            "helped",
            "aurc: helped by 0.100 [0.050, 0.200] (lower is better)",
        ),
        (
            "latency_p50_ms",
            metric(12, 10.5, 14),
            "hurt",
            "latency_p50_ms: hurt by 12.0 [10.5, 14.0] (lower is better)",
        ),
        (
            "RR@10",
            metric(0.0004, 0.0001, 0.0007),
            "helped",
            "RR@10: helped by 0.0004 [0.0001, 0.0007]",
        ),
        (
            "RR@10",
            metric(-0.0, 0.0, 0.0),
            "cannot tell",
            "RR@10: cannot tell, +0.000 [+0.000, +0.000] holds zero",
        ),
    ],
)
def test_a_difference_in_words(name: str, difference: Metric, verdict: str, text: str) -> None:
    assert verdict_of(name, difference) == verdict
    assert verdict_text(name, difference) == text


def test_a_gain_is_the_difference_seen_from_better() -> None:
    assert gain_of("aurc", metric(-0.1, -0.2, -0.05)) == metric(0.1, 0.05, 0.2)
    assert gain_of("auroc", metric(-0.1, -0.2, -0.05)) == metric(-0.1, -0.2, -0.05)
