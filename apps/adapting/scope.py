"""Train the head that tells whether a question belongs to a field."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from vademecum.domains.rails.heads.card import Card, Source
from vademecum.domains.rails.heads.field import (
    WEIGHTS,
    FieldHead,
    load_field_head,
    save_field_head,
)
from vademecum.evals.data import data_home
from vademecum.evals.guard_training import QUESTION_SETS, WRITTEN, training_texts
from vademecum.evals.halves import fold_of, is_in
from vademecum.evals.intervals import wilson
from vademecum.evals.public_sets import read_public_set
from vademecum.evals.sets.cards import card as set_card
from vademecum.retrieval.adapters import Figure
from vademecum.retrieval.encoder import SentenceEncoder

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats, Mask

OUTPUTS: Final = ("healthcare", "law")
"""Education has none: what other fields ask is taught at school."""
WRITTEN_FIELDS: Final = {
    "medical": "healthcare", "legal": "law", "school": "education", "general": "other",
}  # fmt: skip
EXPERTS: Final = "expertqa"
FOLDS: Final = 5
INVERSE_PENALTY: Final = 10.0
EXPERT_WEIGHT: Final = 3.0
SLACK: Final = 0.5
"""How far under the lowest score of a question of the field the threshold stands."""


class Asked(NamedTuple):
    """A question, the field it belongs to, and where it comes from."""

    source: str
    id: str
    text: str
    field: str


def train_scope(domain: str, out: Path | None, tick: Callable[[int], None]) -> Card:
    """Train on the even half of ExpertQA and questions for tuning; report on its odd half."""
    encoder, root = SentenceEncoder(), data_home()
    learned = _questions(root)
    reported = [
        Asked(EXPERTS, c.id, c.text, c.field)
        for c in read_public_set(root, EXPERTS)[0]
        if is_in(c.id, "test")
    ]
    vectors = encoder.encode([q.text for q in learned], tick)
    weights = np.array([EXPERT_WEIGHT if q.source == EXPERTS else 1.0 for q in learned])
    folds = np.array([fold_of(f"{q.source}{q.id}", FOLDS) for q in learned])
    found = []
    for name in OUTPUTS:
        own = np.array([q.field == name for q in learned])
        scores = np.zeros(len(learned))
        for fold in range(FOLDS):
            at, rest = folds == fold, folds != fold
            w, b = _fit(vectors[rest], own[rest], weights[rest])
            scores[at] = vectors[at] @ w + b
        asked = own & np.array([q.source == EXPERTS for q in learned])
        found.append((*_fit(vectors, own, weights), float(scores[asked].min()) - SLACK))
    head = FieldHead(
        card=_card(domain, learned, encoder),
        sha256="",
        weights=np.stack([w for w, _, _ in found]),
        bias=np.array([b for _, b, _ in found], dtype=np.float32),
        thresholds=np.array([t for _, _, t in found], dtype=np.float32),
    )
    measured = _measured(head, reported, encoder.encode([q.text for q in reported]))
    card = head.card.model_copy(update={"measured": measured})
    path = (out / WEIGHTS.name) if out else WEIGHTS
    save_field_head(FieldHead(card, "", head.weights, head.bias, head.thresholds), path)
    return load_field_head(path).card


def _questions(root: Path) -> list[Asked]:
    found = [
        Asked(EXPERTS, c.id, c.text, c.field)
        for c in read_public_set(root, EXPERTS)[0]
        if is_in(c.id, "dev")
    ]
    for number, text in enumerate(training_texts(root)):
        if text.source in QUESTION_SETS:
            found.append(Asked(text.source, str(number), text.text, set_card(text.source).domain))
        elif text.source == WRITTEN:
            kind, _, part = text.group.partition("-")
            if kind in WRITTEN_FIELDS and part.startswith(("acts", "deeds")):
                found.append(Asked(WRITTEN, text.group, text.text, WRITTEN_FIELDS[kind]))
    return found


def _fit(vectors: Floats, own: Mask, weights: Floats) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000)
    model.fit(vectors, own, sample_weight=weights)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _card(domain: str, learned: Sequence[Asked], encoder: SentenceEncoder) -> Card:
    names = list(dict.fromkeys(q.source for q in learned))
    return Card(
        name="scope",
        outputs=OUTPUTS,
        purpose="questions that belong to another field",
        base_sha256=encoder.sha256,
        sources=tuple(
            Source(
                name=name,
                licence="Apache-2.0, this project" if name == WRITTEN else set_card(name).licence,
                texts=sum(q.source == name for q in learned),
                wrong=0,
            )
            for name in names
        ),
        data_sha256=hashlib.sha256(json.dumps(learned).encode()).hexdigest(),
        folds="ExpertQA: even sha256 of the id is learned from, odd is reported",
        command=f"vademecum adapt train {domain} --task scope",
        seed=0,
        dtype=encoder.dtype,
        measured={},
        limits="English; set to stop few questions of the field, so that most foreign ones pass.",
    )


def _measured(head: FieldHead, asked: Sequence[Asked], vectors: Floats) -> dict[str, Figure]:
    figures = {}
    for name in OUTPUTS:
        out = [head.margin(vector, name) > 0 for vector in vectors]
        for key, rows in (
            (
                f"{name}: own questions stopped",
                [o for o, q in zip(out, asked, strict=True) if q.field == name],
            ),
            (
                f"{name}: recall of foreign questions",
                [o for o, q in zip(out, asked, strict=True) if q.field != name],
            ),
            (f"{name}: precision", [q.field != name for o, q in zip(out, asked, strict=True) if o]),
        ):
            if rows:
                m = wilson(sum(rows), len(rows))
                figures[key] = Figure(value=m.value, low=m.low, high=m.high, n=len(rows))
    return figures
