"""Train the head of the urgent rails: ``python -m vademecum.evals.urgent_head``.

On sentences of this project alone: ``domains/rails/urgent_training.jsonl``, and the halves that are
for tuning of the domains' own sets. The threshold is the least at which at most 1.5 % of the calm
sentences, many of which sound urgent, are taken for it by models that did not see them (five folds
by hash).
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from vademecum.domains import load_domain
from vademecum.domains.rails import urgent_head
from vademecum.domains.rails.urgent_head import NONE, base_of

from .halves import fold_of, is_in

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

KINDS: Final = (NONE, "emergency", "crisis", "safeguarding")
FOLDS: Final = 5
STEPS: Final = 4000
RATE: Final = 8.0
DECAY: Final = 1e-4
MOST_WRONG: Final = 0.015
TRAINING: Final = Path(urgent_head.__file__).with_name("urgent_training.jsonl")


def examples() -> list[tuple[str, str]]:
    """Return (text, kind), each text once."""
    found = {row["text"]: row["label"] for row in _rows(TRAINING)}
    for name in ("healthcare", "law", "education"):
        domain = load_domain(name)
        for set_name in ("urgent", "urgent_es", "guardrails"):
            for row in _rows(domain.evalset(set_name)):
                own = row["pair"] if set_name != "guardrails" else row["id"]
                if row["stage"] == "input" and is_in(own, "dev"):
                    is_urgent = row["expected"] == "block" and row["rail"] in KINDS
                    found.setdefault(row["text"], row["rail"] if is_urgent else NONE)
        for row in _rows(domain.evalset("questions")):
            if is_in(row["id"], "dev"):
                found.setdefault(row["question"], NONE)
    return sorted(found.items())


def fit(vectors: Floats, kinds: Sequence[str]) -> tuple[Floats, Floats]:
    """Return weights (kinds, dimension) and bias of a logistic model, each kind weighing alike."""
    target = np.array([[kind == k for k in KINDS] for kind in kinds], dtype=float)
    share = target / (target.sum(axis=0, keepdims=True) * len(KINDS))
    weight = share.sum(axis=1, keepdims=True)
    rows, bias = np.zeros((len(KINDS), vectors.shape[1])), np.zeros(len(KINDS))
    for _ in range(STEPS):
        gap = weight * (_softmax(vectors @ rows.T + bias) - target)
        rows -= RATE * (gap.T @ vectors + DECAY * rows)
        bias -= RATE * gap.sum(axis=0)
    return rows, bias


def odds(scores: Floats) -> Floats:
    """Return the log-odds of "urgent" for rows of scores in the order of ``KINDS``."""
    top = scores[:, 1:].max(axis=1)
    total: Floats = top + np.log(np.exp(scores[:, 1:] - top[:, None]).sum(axis=1))
    return total - scores[:, 0]


def threshold_of(texts: Sequence[str], vectors: Floats, kinds: Sequence[str]) -> float:
    """Return the threshold at which out-of-fold calm texts are rarely taken for urgent."""
    folds = np.array([fold_of(text, FOLDS) for text in texts])
    calm: list[float] = []
    for fold in range(FOLDS):
        rest, held = folds != fold, folds == fold
        rows, bias = fit(vectors[rest], [k for k, keep in zip(kinds, rest, strict=True) if keep])
        found = odds(vectors[held] @ rows.T + bias)
        own = [k for k, keep in zip(kinds, held, strict=True) if keep]
        calm += [float(o) for o, kind in zip(found, own, strict=True) if kind == NONE]
    return float(np.quantile(calm, 1 - MOST_WRONG))


def train() -> urgent_head.UrgentHead:
    """Train on everything and return the head with its card."""
    from vademecum.retrieval.encoder import SentenceEncoder

    encoder = SentenceEncoder()
    data = examples()
    texts, kinds = [text for text, _ in data], [kind for _, kind in data]
    vectors = np.asarray(encoder.encode(texts), dtype=float)
    rows, bias = fit(vectors, kinds)
    digest = hashlib.sha256(json.dumps(data, ensure_ascii=False).encode()).hexdigest()
    return urgent_head.UrgentHead(
        base=base_of(encoder.stamp),
        threshold=round(threshold_of(texts, vectors, kinds), 3),
        weights={k: tuple(round(float(x), 4) for x in rows[i]) for i, k in enumerate(KINDS)},
        bias={k: round(float(bias[i]), 4) for i, k in enumerate(KINDS)},
        card={
            "purpose": "somebody needs help now: emergency, crisis or safeguarding",
            "data": f"{len(texts)} sentences written for this project (Apache-2.0)",
            "data_sha256": digest,
            "command": "python -m vademecum.evals.urgent_head",
            "seed": "none: full-batch gradient descent from zero",
            "limits": "English, a little Spanish; short texts; not reviewed by a professional",
        },
    )


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return found


if __name__ == "__main__":
    made = train()
    urgent_head.PATH.write_text(made.model_dump_json() + "\n", encoding="utf-8")
    sys.stderr.write(f"threshold {made.threshold}, {made.card['data']}\n")
