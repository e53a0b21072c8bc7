from __future__ import annotations

import pytest

from vademecum.evals.items import Item
from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import ItemTexts
from vademecum.evals.tasks.messages import evaluate_messages, pool
from vademecum.evals.tasks.retrieval import System
from vademecum.retrieval.errors import InvalidInput

DOCUMENTS = {"asthma": "asthma", "gout": "gout", "flu": "flu", "cost": "cost of pills"}


def by_words(question: str, k: int) -> list[tuple[str, float]]:
    """Rank the documents by how often their first word stands in the question."""
    words = question.lower().split()
    scored = [(name, float(words.count(text.split()[0]))) for name, text in DOCUMENTS.items()]
    return sorted((s for s in scored if s[1]), key=lambda pair: (-pair[1], pair[0]))[:k]


def pair(name: str, message: str, *summary: str) -> Item:
    return Item(id=name, text=message, use="report", answers=summary)


PAIRS = [
    pair("a", "Hello the cost the cost is high . asthma", "treat asthma"),
    pair("b", "gout hurts", "treat gout"),
    pair("c", "My gout", "what about rain"),  # no judge finds anything
]


def evaluate(pairs: list[Item], manifest: RunManifest, judges: dict[str, System] | None = None):
    return evaluate_messages(
        pairs,
        by_words,
        judges or {"one": by_words, "two": by_words},
        domain="healthcare",
        manifest=manifest,
        resamples=50,
    )


def test_a_message_is_compared_with_what_its_summary_finds(manifest: RunManifest) -> None:
    result = evaluate(PAIRS, manifest)
    assert result.metrics["RR@10"].value == (1 / 2 + 1) / 2
    assert result.baselines["summary"]["nDCG@10"].value == 1.0
    assert result.differences["summary"]["RR@10"].value == -0.25
    assert result.metrics["agreement@10"].value == 1.0
    assert result.manifest.n == 2
    assert result.manifest.notes == (
        "relevant: pooled from the summary by one and two",
        "1 pairs left out, no document shared",
    )
    assert result.items[0].labels == {"summary": "treat asthma"}
    assert result.items[0].texts == ItemTexts(
        question=PAIRS[0].text, expected="treat asthma\nasthma", found="cost\nasthma"
    )


def test_relevant_is_what_every_judge_finds() -> None:
    one = ["a", "b", "c", "d", "e"]
    assert pool([one, ["a", "c", "b", "x", "y", "e"]]) == {"a": 3, "b": 2, "c": 2, "e": 1}
    assert pool([one, []]) == {}
    many = [f"d{i}" for i in range(12)]
    assert set(pool([many, many])) == set(many[:10])


def test_what_cannot_be_measured_is_an_input_error(manifest: RunManifest) -> None:
    with pytest.raises(InvalidInput, match="at least two judges"):
        evaluate(PAIRS, manifest, {"one": by_words})
    with pytest.raises(InvalidInput, match="1 items have no summary among their answers: d"):
        evaluate([*PAIRS, pair("d", "text")], manifest)
    with pytest.raises(InvalidInput, match="agree on no document"):
        evaluate(PAIRS[2:], manifest)
