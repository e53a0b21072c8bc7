"""The loop of every training, down a loss to the step that is best on dev, and its checkpoint."""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor

from .settings import Schedule

_STATE: Final = "state.json"
_TENSORS: Final = "state.safetensors"


@dataclass
class Progress:
    """Where a training stands; what the checkpoint holds beside tensors."""

    step: int = 0
    best: float = -math.inf
    best_step: int = 0
    seconds: float = 0.0
    history: list[dict[str, float]] = field(default_factory=list)


Tell = Callable[[Progress], None]
Judge = Callable[[Progress], tuple[float, dict[str, float]]]
"""Returns what is to rise, and the figures that it was reckoned from."""


def descend(
    parameters: dict[str, Tensor],
    loss: Callable[[int], Tensor],
    judge: Judge,
    course: Schedule,
    checkpoint: tuple[Path, str],
    tell: Tell,
) -> Progress:
    """Train ``parameters`` in place by the ``loss`` of each step; leave them at their best.

    ``checkpoint`` is a folder and what the training is of: data and settings. Stopped at any moment
    and called again with the same, it goes on at the last evaluation and ends where it would have
    ended; what was kept of another training is not gone on with.
    """
    folder, of = checkpoint
    optimizer = torch.optim.AdamW(parameters.values(), lr=course.rate, weight_decay=0.01)
    best = {name: p.detach().clone() for name, p in parameters.items()}
    progress = _resume_state(folder, of, parameters, optimizer, best)
    if not progress.history:
        _note(judge, 0.0, progress, parameters, best)
    tell(progress)
    since = time.perf_counter()
    while progress.step < course.steps and not _is_over(progress, course):
        rise, fall = (progress.step + 1) / course.warmup, 1 - progress.step / course.steps
        for group in optimizer.param_groups:
            group["lr"] = course.rate * min(1.0, rise) * fall
        value = loss(progress.step)
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(list(parameters.values()), 1.0)
        optimizer.step()
        progress.step += 1
        if progress.step % course.every == 0 or progress.step == course.steps:
            progress.seconds += time.perf_counter() - since
            _note(judge, float(value.detach()), progress, parameters, best)
            _keep_state(folder, of, progress, parameters, optimizer, best)
            since = time.perf_counter()
        tell(progress)
    with torch.no_grad():
        for name, parameter in parameters.items():
            parameter.copy_(best[name])
    return progress


def _note(
    judge: Judge,
    loss: float,
    progress: Progress,
    parameters: dict[str, Tensor],
    best: dict[str, Tensor],
) -> None:
    value, found = judge(progress)
    progress.history.append({"step": progress.step, "loss": loss, "dev": value, **found})
    if value > progress.best:
        progress.best, progress.best_step = value, progress.step
        best |= {name: p.detach().clone() for name, p in parameters.items()}


def _is_over(progress: Progress, course: Schedule) -> bool:
    return progress.step - progress.best_step >= course.patience * course.every


def _keep_state(
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


def _resume_state(
    folder: Path,
    of: str,
    parameters: dict[str, Tensor],
    optimizer: torch.optim.Optimizer,
    best: dict[str, Tensor],
) -> Progress:
    """Put back what ``_keep_state`` wrote; a fresh start where it was of something else."""
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
