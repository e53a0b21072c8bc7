"""What a person may choose about a training: where the factors stand, how long, how fast."""

from __future__ import annotations

from vademecum.retrieval.types import Noun


class LoraShape(Noun):
    """Where the factors stand: ``layers`` upper layers, all their projections."""

    rank: int = 16
    alpha: int = 32
    layers: int = 3


class Course(Noun):
    """How long and how fast is trained."""

    steps: int = 100
    batch: int = 48
    rate: float = 3e-4
    warmup: int = 20
    sharpness: float = 20.0
    """What the fused score, from 0 to 1, is multiplied by before the softmax."""
    anchor: float = 0.3
    """What the distance from the base's vectors counts in the loss, for all questions."""
    hold: float = 30.0
    """The same for questions that are only to hold."""
    every: int = 25
    patience: int = 5
    seed: int = 0
