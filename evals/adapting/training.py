"""Train a LoRA on questions, over collections that stay as they are.

The loss is the cross-entropy of the right units among all of a collection, by the score that
search itself computes, BM25 included: the adapter learns what the words alone do not give. An
anchor holds questions near where the base has them, for the sake of sets that are not trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch import Tensor

from vademecum.retrieval.asking import Asked
from vademecum.retrieval.errors import InvalidInput

from .frozen import FrozenCollection
from .loop import Progress, Tell, descend
from .query_side import QuerySide
from .settings import Course

CUT: Final = 10
"""Ranks that nDCG looks at."""


@dataclass(frozen=True)
class Asking:
    """A question to train on or to stop by; ``right`` and ``fine`` are units of its scope."""

    id: str
    asked: Asked
    within: str | None
    right: frozenset[int]
    fine: frozenset[int] = frozenset()


@dataclass(frozen=True)
class TrainingSet:
    """Questions over one collection; ``share`` counts its steps in each round over the sets.

    Where they are only to ``hold``, nothing is learned from them but to stay where the base is.
    """

    name: str
    collection: FrozenCollection
    train: Sequence[Asking]
    dev: Sequence[Asking]
    share: int = 1
    hold: bool = False
    lexical: dict[str, Tensor] = field(default_factory=dict, compare=False)

    def words(self, asking: Asking) -> Tensor:
        """Return the lexical part of the scores, computed once for each question."""
        if asking.id not in self.lexical:
            scores = self.collection.lexical(asking.asked.text, asking.within)
            self.lexical[asking.id] = torch.from_numpy(scores).half()
        return self.lexical[asking.id].float()


def train(
    model: QuerySide,
    sets: Sequence[TrainingSet],
    course: Course,
    checkpoint: Path,
    of: str,
    tell: Tell = lambda progress: None,
) -> Progress:
    """Train ``model`` in place and leave it at its best step.

    Steps are judged by the mean nDCG@10 of the dev questions of the sets, less whatever a set has
    lost: an adapter must not spoil the neighbours of what it was trained on. For ``checkpoint``
    and ``of`` see ``loop.descend``. Raises InvalidInput without questions.
    """
    turns = [s for s in sets if s.train for _ in range(s.share)]
    if not turns or not any(s.dev for s in sets):
        raise InvalidInput("nothing to train on, or no question left to stop by")

    def judge(progress: Progress) -> tuple[float, dict[str, float]]:
        found = dev_metrics(model, sets)
        start = progress.history[0] if progress.history else found
        falls = sum(max(0.0, start[name] - value) for name, value in found.items())
        return float(np.mean(list(found.values()))) - falls, found

    return descend(
        model.parameters,
        lambda step: _loss(model, turns[step % len(turns)], course, step),
        judge,
        course,
        (checkpoint, of),
        tell,
    )


@torch.no_grad()
def dev_metrics(model: QuerySide, sets: Sequence[TrainingSet]) -> dict[str, float]:
    """Return the mean nDCG@10 on the dev questions of each set."""
    found = {}
    for one in sets:
        values: list[float] = []
        for lot in _lots(one.dev, 64):
            for scores, asking in _scored(model, one, lot)[0]:
                values.append(_ndcg(scores, asking))
        if values:
            found[one.name] = float(np.mean(values))
    return found


def _loss(model: QuerySide, one: TrainingSet, course: Course, step: int) -> Tensor:
    draw = np.random.default_rng((course.seed, step))
    batch = min(course.batch, len(one.train))
    chosen = [one.train[int(i)] for i in draw.choice(len(one.train), batch, replace=False)]
    if one.hold:
        vectors, base = model.vectors([asking.asked for asking in chosen])
        return course.hold * _drift(vectors, base)
    scored, drift = _scored(model, one, chosen)
    losses = []
    for scores, asking in scored:
        logits = course.sharpness * scores
        if asking.fine:
            fine = torch.tensor(sorted(asking.fine), device=logits.device)
            logits = logits.index_fill(0, fine, -torch.inf)
        right = logits[torch.tensor(sorted(asking.right), device=logits.device)]
        losses.append(torch.logsumexp(logits, 0) - torch.logsumexp(right, 0))
    return torch.stack(losses).mean() + course.anchor * drift


def _scored(
    model: QuerySide, one: TrainingSet, lot: Sequence[Asking]
) -> tuple[list[tuple[Tensor, Asking]], Tensor]:
    """Return the scores of each question, and how far the questions lie from the base's."""
    vectors, base = model.vectors([asking.asked for asking in lot])
    found: list[tuple[Tensor, Asking]] = []
    for within in dict.fromkeys(asking.within for asking in lot):
        rows = [row for row, asking in enumerate(lot) if asking.within == within]
        words = torch.stack([one.words(lot[row]) for row in rows]).to(vectors.device)
        scores = one.collection.scores(vectors[rows], words, one.collection.scope(within))
        found += [(scores[place], lot[row]) for place, row in enumerate(rows)]
    return found, _drift(vectors, base)


def _drift(vectors: Tensor, base: Tensor) -> Tensor:
    return (1 - (vectors * base).sum(dim=1)).mean()


def _ndcg(scores: Tensor, asking: Asking) -> float:
    best = scores.topk(min(CUT, len(scores))).indices.tolist()
    gained = sum(1 / np.log2(place + 2) for place, u in enumerate(best) if u in asking.right)
    return float(gained / sum(1 / np.log2(i + 2) for i in range(min(CUT, len(asking.right)))))


def _lots(found: Sequence[Asking], size: int) -> list[Sequence[Asking]]:
    return [found[start : start + size] for start in range(0, len(found), size)]
