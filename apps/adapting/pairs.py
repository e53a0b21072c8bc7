"""Where networks that read pairs are kept between runs, and how their training is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from vademecum.evals.classifiers.pair_training import PairPlace, Step
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.home import home

from ..evaluating.options import Gauge

EVERY: Final = 100
"""Steps between two lines."""


def pair_place(encoder: SentenceEncoder, step: Step) -> PairPlace:
    """Return the place for trainings on the base of ``encoder``, all of them under its home."""
    return PairPlace(encoder.folder, encoder.sha256, home() / "training", step)


def told(gauge: Gauge, notice: Callable[[str], None]) -> Step:
    """Return what moves a bar at each step and writes a line now and then."""

    def step(done: int, steps: int, loss: float) -> None:
        gauge(done, steps)
        if done == 1 or done % EVERY == 0 or done == steps:
            notice(f"training to read pairs: step {done:,} of {steps:,}, loss {loss:.3f}")

    return step
