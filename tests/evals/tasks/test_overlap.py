from __future__ import annotations

import re

import pytest

from vademecum.evals.intervals import wilson
from vademecum.evals.manifest import RunManifest
from vademecum.evals.tasks.identifiers import Identifier, MarkedText
from vademecum.evals.tasks.overlap import evaluate_overlap


def spans_of(text: str, **patterns: str) -> tuple[Identifier, ...]:
    return tuple(
        Identifier(type=kind, start=m.start(), end=m.end(), text=m.group())
        for kind, pattern in patterns.items()
        for m in re.finditer(pattern, text)
    )


def marked(identity: str, text: str, **patterns: str) -> MarkedText:
    return MarkedText(id=identity, text=text, spans=spans_of(text, **patterns))


def test_every_figure_by_hand(manifest: RunManifest) -> None:
    texts = [
        marked("1", "Ann Lee of Acme, 45", PERSON="Ann Lee", ORG="Acme", AGE="45"),
        marked("2", "ask bob", PERSON="bob"),
        marked("3", "Nothing"),
    ]
    result = evaluate_overlap(
        texts,
        lambda text: spans_of(text, NAME="[A-Z][a-z]+", AGE=r"\d+"),
        domain="law",
        manifest=manifest,
        no_identifiers={"ORG"},
        is_removed=lambda span, text: span.type == "NAME",
        baselines={"digits": lambda text: spans_of(text, AGE=r"\d+")},
    )
    values = {name: figure.value for name, figure in result.metrics.items()}
    assert values.pop("latency_p50_ms") >= 0
    assert values.pop("latency_p95_ms") >= 0
    assert values == pytest.approx(
        {
            "recall": 2 / 3,  # Ann Lee by either word, 45; not bob
            "removed": 1 / 3,
            "precision": 4 / 5,  # Acme counts as right though it need not be found
            "clean_texts": 0.0,
            "recall/PERSON": 1 / 2,
            "recall/AGE": 1.0,
        }
    )
    assert result.baselines["digits"]["recall"].value == pytest.approx(1 / 3)
    assert "Ann" not in result.model_dump_json()


def test_texts_of_one_template_are_drawn_together(manifest: RunManifest) -> None:
    texts = [
        marked(f"{i}", text, PERSON="(?i)ann|bob").model_copy(update={"group": group})
        for i, (text, group) in enumerate([("Ann, Bob", "one")] * 3 + [("ann, bob", "two")] * 3)
    ]
    result = evaluate_overlap(
        texts,
        lambda text: spans_of(text, NAME="[A-Z][a-z]+"),
        domain="law",
        manifest=manifest,
        baselines={"all": lambda text: spans_of(text, NAME="[A-Za-z]+")},
    )
    recall = result.metrics["recall"]
    assert (recall.value, recall.low, recall.high) == (0.5, 0.0, 1.0)
    assert result.baselines["all"]["recall"] == wilson(2, 2)
