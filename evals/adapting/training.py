"""Train a LoRA on questions, over collections that stay as they are: the loop, and its checkpoint.

The loss is the cross-entropy of the right units among all of a collection, by the score that
search itself computes, BM25 included: the adapter learns what the words alone do not give. An
anchor holds questions near where the base has them, for the sake of sets that are not trained on.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from vademecum.retrieval.asking import Asked
from vademecum.retrieval.errors import InvalidInput

from .frozen import FrozenCollection
from .query_side import QuerySide
from .settings import Course

CUT: Final = 10
"""Ranks that nDCG looks at."""
_STATE: Final = "state.json"
_TENSORS: Final = "state.safetensors"


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


@dataclass
class Progress:
    """Where a training stands; what the checkpoint holds beside tensors."""

    step: int = 0
    best: float = -1.0
    best_step: int = 0
    seconds: float = 0.0
    history: list[dict[str, float]] = field(default_factory=list)


Tell = Callable[[Progress], None]


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
    lost: an adapter must not spoil the neighbours of what it was trained on.


    Stopped at any moment and called again with the same ``checkpoint`` folder, it goes on at the
    last evaluation and ends where it would have ended; ``of`` names the data and the settings, and
    what was kept of others is not gone on with. Raises InvalidInput without questions.
    """
    turns = [s for s in sets if s.train for _ in range(s.share)]
    if not turns or not any(s.dev for s in sets):
        raise InvalidInput("nothing to train on, or no question left to stop by")
    parameters = model.parameters
    optimizer = torch.optim.AdamW(parameters.values(), lr=course.rate, weight_decay=0.01)
    best = {name: p.detach().clone() for name, p in parameters.items()}
    progress = resume_state(checkpoint, of, parameters, optimizer, best)
    if not progress.history:
        _evaluate(model, sets, progress, best)
        tell(progress)
    since = time.perf_counter()
    while progress.step < course.steps and not _is_over(progress, course):
        loss = _step(model, turns[progress.step % len(turns)], course, progress.step, optimizer)
        progress.step += 1
        if progress.step % course.every == 0 or progress.step == course.steps:
            progress.seconds += time.perf_counter() - since
            _evaluate(model, sets, progress, best, loss)
            keep_state(checkpoint, of, progress, parameters, optimizer, best)
            since = time.perf_counter()
        tell(progress)
    with torch.no_grad():
        for name, parameter in parameters.items():
            parameter.copy_(best[name])
    return progress


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


def _step(
    model: QuerySide,
    one: TrainingSet,
    course: Course,
    step: int,
    optimizer: torch.optim.Optimizer,
) -> float:
    rate = course.rate * min(1.0, (step + 1) / course.warmup) * (1 - step / course.steps)
    for group in optimizer.param_groups:
        group["lr"] = rate
    draw = np.random.default_rng((course.seed, step))
    batch = min(course.batch, len(one.train))
    chosen = [one.train[int(i)] for i in draw.choice(len(one.train), batch, replace=False)]
    if one.hold:
        vectors, base = model.vectors([asking.asked for asking in chosen])
        return _descend(course.hold * _drift(vectors, base), model, optimizer)
    scored, drift = _scored(model, one, chosen)
    losses = []
    for scores, asking in scored:
        logits = course.sharpness * scores
        if asking.fine:
            fine = torch.tensor(sorted(asking.fine), device=logits.device)
            logits = logits.index_fill(0, fine, -torch.inf)
        right = logits[torch.tensor(sorted(asking.right), device=logits.device)]
        losses.append(torch.logsumexp(logits, 0) - torch.logsumexp(right, 0))
    return _descend(torch.stack(losses).mean() + course.anchor * drift, model, optimizer)


def _descend(loss: Tensor, model: QuerySide, optimizer: torch.optim.Optimizer) -> float:
    optimizer.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(list(model.parameters.values()), 1.0)
    optimizer.step()
    return float(loss.detach())


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


def _evaluate(
    model: QuerySide,
    sets: Sequence[TrainingSet],
    progress: Progress,
    best: dict[str, Tensor],
    loss: float = 0.0,
) -> None:
    found = dev_metrics(model, sets)
    start = progress.history[0] if progress.history else found
    falls = sum(max(0.0, start[name] - value) for name, value in found.items())
    value = float(np.mean(list(found.values()))) - falls
    progress.history.append({"step": progress.step, "loss": loss, "dev": value, **found})
    if value > progress.best:
        progress.best, progress.best_step = value, progress.step
        for name, parameter in model.parameters.items():
            best[name] = parameter.detach().clone()


def _is_over(progress: Progress, course: Course) -> bool:
    return progress.step - progress.best_step >= course.patience * course.every


def _lots(found: Sequence[Asking], size: int) -> list[Sequence[Asking]]:
    return [found[start : start + size] for start in range(0, len(found), size)]


def keep_state(
    folder: Path,
    of: str,
    progress: Progress,
    parameters: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
    best: dict[str, Tensor],
) -> None:
    """Write everything that going on needs: tensors first, then, renamed into place, the rest."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    tensors: dict[str, Tensor] = {}
    for name, parameter in parameters.items():
        state = optimizer.state[parameter]
        tensors[f"now/{name}"] = parameter.detach().contiguous()
        tensors[f"best/{name}"] = best[name].contiguous()
        tensors[f"mean/{name}"] = state["exp_avg"].contiguous()
        tensors[f"square/{name}"] = state["exp_avg_sq"].contiguous()
    name = f"{progress.step}-{_TENSORS}"
    save_file(tensors, folder / name)
    beside = folder / f"{_STATE}.tmp"
    beside.write_text(
        json.dumps({**progress.__dict__, "of": of, "tensors": name}), encoding="utf-8"
    )
    os.replace(beside, folder / _STATE)
    for other in folder.glob(f"*-{_TENSORS}"):
        if other.name != name:
            other.unlink()


def resume_state(
    folder: Path,
    of: str,
    parameters: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
    best: dict[str, Tensor],
) -> Progress:
    """Put what ``keep_state`` wrote back in place; a fresh start where it was of something else."""
    from safetensors.torch import load_file

    path = folder / _STATE
    if not path.is_file():
        return Progress()
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if kept.pop("of") != of:
        return Progress()
    tensors = load_file(folder / str(kept.pop("tensors")))
    progress = Progress(**kept)
    with torch.no_grad():
        for name, parameter in parameters.items():
            parameter.copy_(tensors[f"now/{name}"])
            best[name] = tensors[f"best/{name}"].to(parameter.device)
            optimizer.state[parameter] = {
                "step": torch.tensor(float(progress.step)),
                "exp_avg": tensors[f"mean/{name}"].to(parameter.device),
                "exp_avg_sq": tensors[f"square/{name}"].to(parameter.device),
            }
    return progress
