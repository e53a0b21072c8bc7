"""What a person may choose about a training: where the factors stand, how long, how fast."""

from __future__ import annotations

from pydantic import Field

from vademecum.retrieval.types import Noun


class LoraShape(Noun):
    """Where the factors stand: ``layers`` upper layers, all their projections."""

    rank: int = 16
    alpha: int = 32
    layers: int = 3


class Schedule(Noun):
    """How long and how fast is trained."""

    steps: int = Field(ge=1)
    batch: int = Field(ge=1)
    rate: float
    """The highest; it is reached after ``warmup`` steps and falls to nothing."""
    warmup: int = Field(ge=1)
    every: int = Field(ge=1)
    """Steps from one look at the dev part to the next."""
    patience: int
    """Looks without a gain after which training ends."""
    seed: int = 0


class Course(Schedule):
    """The training of a retrieval adapter."""

    steps: int = Field(default=100, ge=1)
    batch: int = Field(default=48, ge=1)
    rate: float = 3e-4
    warmup: int = Field(default=20, ge=1)
    every: int = Field(default=25, ge=1)
    patience: int = 5
    sharpness: float = 20.0
    """What the fused score, from 0 to 1, is multiplied by before the softmax."""
    anchor: float = 0.3
    """What the distance from the base's vectors counts in the loss, for all questions."""
    hold: float = 30.0
    """The same for questions that are only to hold."""
