from __future__ import annotations

import pytest

from vademecum.evals.manifest import RunManifest
from vademecum.evals.results import EvalResult, ItemResult, ItemTexts, Metric


def metric(value: float, spread: float = 0.05) -> Metric:
    return Metric(value=value, low=value - spread, high=value + spread)


@pytest.fixture
def retrieval(manifest: RunManifest) -> EvalResult:
    """A run with two baselines, slices and items that fail by different degrees."""
    metrics = {
        "nDCG@10": metric(0.612),
        "hit@1": metric(0.431),
        "nDCG@10/kind=long": metric(0.701),
        "nDCG@10/kind=short": metric(0.523),
    }
    values = {"a": (0.5, 0.0), "b": (0.0, 0.0), "c": (1.0, 1.0), "d": (0.5, 1.0), "e": (0.0, 0.0)}
    return EvalResult(
        task="retrieval",
        domain="law",
        metrics=metrics,
        baselines={
            "bm25": {"nDCG@10": metric(0.5), "hit@1": metric(0.45)},
            "dense": {"nDCG@10": metric(0.6)},
        },
        differences={
            "bm25": {"nDCG@10": metric(0.112), "hit@1": metric(-0.119)},
            "dense": {"nDCG@10": metric(0.012)},
        },
        manifest=manifest.model_copy(
            update={"n": 5, "files": {"corpus.jsonl": "ab" * 32}, "notes": ("a note",)}
        ),
        items=tuple(
            ItemResult(
                id=name,
                values={"nDCG@10": gain, "hit@1": hit},
                found=("d1",),
                labels={"kind": "long"},
                texts=ItemTexts(question=f"Why {name}?", expected="Title one (d1)", found="d2"),
            )
            for name, (gain, hit) in values.items()
        ),
    )


@pytest.fixture
def abstention(manifest: RunManifest) -> EvalResult:
    """A run with curves, and with metrics of which less is better."""
    scores = {"y1": (0.9, 0.0), "y2": (0.3, 0.0), "n1": (0.8, 1.0), "n2": (0.1, 1.0)}
    return EvalResult(
        task="abstention",
        domain="education",
        metrics={"auroc": metric(0.75), "aurc": metric(0.25)},
        baselines={"cosine": {"auroc": metric(0.7), "aurc": metric(0.4)}},
        differences={"cosine": {"auroc": metric(0.05), "aurc": metric(-0.15)}},
        manifest=manifest.model_copy(update={"n": 4}),
        items=tuple(
            ItemResult(id=name, values={"certainty": score, "loss": loss, "answerable": 1 - loss})
            for name, (score, loss) in scores.items()
        ),
        curves={
            "risk_coverage/certainty": ((0.25, 0.0), (0.5, 0.5), (1.0, 0.5)),
            "risk_coverage/cosine": ((0.5, 0.25), (1.0, 0.5)),
        },
    )
