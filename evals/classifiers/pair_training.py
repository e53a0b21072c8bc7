"""Train the network that reads pairs, once for each data and settings: what was trained is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import torch
from torch.nn import functional as F

from vademecum.retrieval.types import Noun

from .pair_encoder import PairEncoder
from .pairs import ANSWER_TOKENS, QUESTION_TOKENS, REFERENCE_TOKENS, Pair, PairShape, PairWeights

VERSION: Final = 1
"""Raised when the same data and settings would give other weights."""
MIXED: Final = 16
"""Batches are cut from so many batches at once, sorted by length."""


class PairCourse(Noun):
    """How long and how fast is trained."""

    epochs: int = 3
    batch: int = 16
    rate: float = 7e-4
    """Of the factors; it falls to a fiftieth."""
    end_rate: float = 1e-3
    warmup: float = 1 / 12
    """Share of the steps."""
    smoothing: float = 0.05
    seed: int = 0
    most_steps: int | None = None


Step = Callable[[int, int, float], None]
"""Told the step, the number of steps, and the loss."""


@dataclass(frozen=True)
class PairPlace:
    """The base that is adapted, where trained weights are kept, and who is told of steps."""

    base: Path
    base_sha256: str
    kept: Path
    step: Step = lambda step, steps, loss: None
    shape: PairShape = field(default_factory=PairShape)
    course: PairCourse = field(default_factory=PairCourse)


def trained_pairs(
    place: PairPlace, pairs: Sequence[Pair], labels: Sequence[str], seed: int
) -> PairWeights:
    """Return the weights for these pairs: those that are kept, or newly trained.

    Two runs at once train once: the second waits. A file that cannot be read is made anew.
    """
    from filelock import FileLock

    course = place.course.model_copy(update={"seed": seed})
    path = place.kept / f"pairs-{_key(place, course, pairs, labels)[:16]}.safetensors"
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        known = _read(path, tuple(sorted(set(labels))), place.shape)
        if known is None:
            known = train_pairs(place.base, place.shape, course, pairs, labels, place.step)
            _write(path, known)
    return known


def train_pairs(
    base: Path,
    shape: PairShape,
    course: PairCourse,
    pairs: Sequence[Pair],
    labels: Sequence[str],
    tell: Step = lambda step, steps, loss: None,
) -> PairWeights:
    """Train on pairs and their labels; on one machine the same twice."""
    names = sorted(set(labels))
    given = torch.tensor([names.index(label) for label in labels])
    rng = np.random.default_rng(course.seed)
    steps = course.epochs * -(-len(pairs) // course.batch)
    steps = min(steps, course.most_steps or steps)
    warm = max(1, round(steps * course.warmup))
    with torch.random.fork_rng(devices=[]):
        model = PairEncoder(base, shape, names, course.seed)
        end = [*model.inner.parameters(), *model.outer.parameters()]
        rest = [p for p in model.trained.values() if not any(p is own for own in end)]
        groups = [{"params": rest, "lr": course.rate}, {"params": end, "lr": course.end_rate}]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer,
            lambda t: min((t + 1) / warm, max(0.02, (steps - t) / max(steps - warm, 1))),
        )
        states = model.lower(pairs)
        model.train()
        for step, lot in zip(range(steps), _batches(pairs, course.batch, rng), strict=False):
            logits = model([pairs[row] for row in lot], [states[row] for row in lot])
            loss = F.cross_entropy(logits, given[lot], label_smoothing=course.smoothing)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([*rest, *end], 1.0)
            optimizer.step()
            schedule.step()
            tell(step + 1, steps, float(loss.detach()))
    return model.weights()


def _batches(pairs: Sequence[Pair], size: int, rng: np.random.Generator) -> Iterator[list[int]]:
    """Yield places for ever: each epoch drawn anew, those of like lengths together."""
    while True:
        order = rng.permutation(len(pairs)).tolist()
        found: list[list[int]] = []
        for start in range(0, len(order), size * MIXED):
            own = sorted(order[start : start + size * MIXED], key=lambda row: len(pairs[row].ids))
            found += [own[first : first + size] for first in range(0, len(own), size)]
        yield from (found[place] for place in rng.permutation(len(found)).tolist())


def _key(place: PairPlace, course: PairCourse, pairs: Sequence[Pair], labels: Sequence[str]) -> str:
    """Name what the weights come of: base, settings, constants, and the pairs with their labels."""
    what = [
        VERSION,
        MIXED,
        (QUESTION_TOKENS, REFERENCE_TOKENS, ANSWER_TOKENS),
        place.base_sha256,
        place.shape.model_dump_json(),
        course.model_dump_json(),
        [(pair.ids, pair.parts, label) for pair, label in zip(pairs, labels, strict=True)],
    ]
    return hashlib.sha256(json.dumps(what).encode()).hexdigest()


def _read(path: Path, labels: tuple[str, ...], shape: PairShape) -> PairWeights | None:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        return PairWeights(labels, shape, load(path.read_bytes()))
    except (FileNotFoundError, SafetensorError):
        return None


def _write(path: Path, weights: PairWeights) -> None:
    from safetensors.numpy import save

    beside = path.with_suffix(".tmp")
    beside.write_bytes(save(dict(weights.tensors)))
    beside.replace(path)
