from __future__ import annotations

import re
from pathlib import Path

import pytest

from vademecum.evals.intervals import wilson
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import ItemTexts
from vademecum.evals.tasks.identifiers import (
    Identifier,
    MarkedText,
    evaluate_identifiers,
    read_identifiers,
)
from vademecum.retrieval.errors import InvalidInput


def mark(identity: str, text: str, **spans: str) -> MarkedText:
    found = [
        Identifier(type=kind, start=text.index(s), end=text.index(s) + len(s), text=s)
        for kind, s in spans.items()
    ]
    return MarkedText(id=identity, text=text, spans=tuple(found))


def digits_and_capitals(text: str) -> list[Identifier]:
    """Find runs of digits as PHONE and single capitalised words as NAME."""
    patterns = {"PHONE": r"\d+", "NAME": r"\b[A-Z][a-z]+"}
    return [
        Identifier(type=kind, start=m.start(), end=m.end(), text=m.group())
        for kind, pattern in patterns.items()
        for m in re.finditer(pattern, text)
    ]


def test_every_figure_by_hand(manifest: RunManifest) -> None:
    texts = [
        mark("1", "call Ann at 555", NAME="Ann", PHONE="555"),
        mark("2", "ask Ann Lee", NAME="Ann Lee"),  # two words cover it; the space may stay
        mark("3", "ask ann of Paris", NAME="ann"),  # missed; Paris is a false alarm
        mark("4", "id 77-88", ID="77-88"),  # the hyphen stays visible: a leak
        mark("5", "nothing here"),
        mark("6", "page 12"),
    ]
    result = evaluate_identifiers(texts, digits_and_capitals, domain="law", manifest=manifest)
    values = {name: figure.value for name, figure in result.metrics.items()}
    assert values == pytest.approx(
        {
            "recall": 3 / 5,
            "typed_recall": 3 / 5,
            "precision": 6 / 8,
            "clean_texts": 1 / 2,
            "recall/NAME": 2 / 3,
            "recall/PHONE": 1.0,
            "recall/ID": 0.0,
        }
    )
    assert result.items[0].texts == ItemTexts(
        expected="NAME, characters 5 to 8\nPHONE, characters 12 to 15",
        found="NAME, characters 5 to 8\nPHONE, characters 12 to 15",
    )
    assert result.items[4].texts == ItemTexts(expected="(nothing)", found="(nothing)")
    assert "Ann" not in result.model_dump_json()


def test_wrong_offsets_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "i.jsonl"
    path.write_text(
        '{"id": "a", "text": "Ann", '
        '"spans": [{"type": "NAME", "start": 0, "end": 2, "text": "Ann"}]}'
    )
    with pytest.raises(InvalidInput, match=r"i\.jsonl:1: .*0:2 does not read 'Ann'"):
        read_identifiers(path)


def test_spans_of_one_text_and_texts_of_one_template_are_drawn_together(
    manifest: RunManifest,
) -> None:
    found, lost = "Ann met Bob, Cleo and Dora", "ann met bob, cleo and dora"
    texts = [
        mark(f"{i}", text, a=text[:3], b=text[8:11], c=text[13:17], d=text[22:])
        for i, text in enumerate([found] * 4 + [lost] * 4)
    ]
    by_text = evaluate_identifiers(texts, digits_and_capitals, domain="law", manifest=manifest)
    recall = by_text.metrics["recall"]
    apart = wilson(16, 32)
    assert recall.value == apart.value
    assert recall.high - recall.low > 1.5 * (apart.high - apart.low)
    assert by_text.metrics["precision"] == wilson(4, 4)  # 16 of 16 spans, in four texts
    assert by_text.items[0].cluster is None
    grouped = [
        text.model_copy(update={"group": "one" if i < 4 else "two"}) for i, text in enumerate(texts)
    ]
    by_group = evaluate_identifiers(grouped, digits_and_capitals, domain="law", manifest=manifest)
    assert (by_group.metrics["recall"].low, by_group.metrics["recall"].high) == (0.0, 1.0)
    assert by_group.items[0].cluster == "one"
