"""What a ladder says: rungs measured on the same items, each beside the first."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from pydantic import Field, model_validator

from vademecum.retrieval.types import Noun

from ..manifest import RunManifest
from ..results import Metric
from ..verdicts import Verdict, verdict_of
from .inheritance import Inheritance
from .shared_failure import Lens
from .weaknesses import WeaknessReport

Kind: TypeAlias = Literal[
    "zero-shot",
    "baseline",
    "in-context",
    "retrieval-augmented",
    "configured",
    "adapted",
    "foreign",
    "recorded",
]
KINDS: Final[dict[Kind, str]] = {
    "zero-shot": "the base model as it is, without an example",
    "baseline": "no model: word statistics, or always the same answer",
    "in-context": "the base model beside k examples; no weight is changed",
    "retrieval-augmented": "the base model and what a search finds in the library",
    "configured": "the base model and word statistics, joined as the domain joins them",
    "adapted": "an adaptation trained for this domain: LoRA or a head",
    "foreign": "an adaptation trained for another domain",
    "recorded": "answers that a language model gave elsewhere, read from files",
}


class Cost(Noun):
    """What one item costs, and what stands behind it."""

    latency_ms: Metric
    """Median wall-clock time of one item, alone."""
    energy_j: float
    """For one item."""
    energy: Literal["codecarbon", "estimated"]
    prepare_s: float = 0.0
    """To fit or to load what the rung needs, once; not the training of an adapter."""
    train_s: float | None = None
    """What an adapter's card says of its training."""
    stored_bytes: int | None = None
    """Beside the base model and the library; None where it was not counted."""


class LadderItem(Noun):
    """An item of the ladder, to be read."""

    id: str
    text: str
    expected: str


class Rung(Noun):
    """One way to answer, measured."""

    name: str
    kind: Kind
    about: str = ""
    """What it does, in words."""
    k: int | None = None
    """How many examples it was given; None where it takes none or all."""
    series: str | None = None
    """The way in which examples are used, where there is a curve over k."""
    metrics: dict[str, Metric]
    difference: dict[str, Metric] = Field(default_factory=dict)
    """Minus the first rung on the items that both answer, paired; empty for the first."""
    verdicts: dict[str, Verdict] = Field(default_factory=dict)
    """By metric, whether it is better or worse than the first rung, as far as one can tell."""
    before: str | None = None
    """The rung that it adapts."""
    step: dict[str, Metric] = Field(default_factory=dict)
    """Minus the rung that it adapts, paired."""
    n: int
    unscored: int = 0
    """Recorded outputs that could not be read as an answer: never counted as right or wrong."""
    missing: int = 0
    """Items without a recorded output."""
    unknown: int = 0
    """Recorded outputs for items that are not measured here."""
    draws: tuple[float, ...] = ()
    """The main metric with other examples, drawn with the seeds that follow."""
    cost: Cost | None = None
    """None where it was not run here."""
    values: tuple[float | None, ...]
    """The figure of each item, in the order of the ladder; None where there is none."""
    more: dict[str, tuple[float | None, ...]] = Field(default_factory=dict)
    """The same of further metrics, where items have them."""
    said: tuple[str, ...]
    """What it answered: a label, or the first document found."""

    @property
    def hurt(self) -> tuple[str, ...]:
        """Return the metrics by which it is worse than the first rung."""
        return tuple(name for name, verdict in self.verdicts.items() if verdict == "hurt")

    @property
    def stepped_down(self) -> tuple[str, ...]:
        """Return the metrics by which it is worse than the rung that it adapts."""
        return tuple(n for n, found in self.step.items() if verdict_of(n, found) == "hurt")


class LadderResult(Noun):
    """Every rung on the same items with the same metrics; the first is the base as it is."""

    task: Literal["retrieval", "classification"]
    domain: str
    set: str
    metric: str
    """The main metric, by which rungs are called better or worse."""
    adapter: str
    items: tuple[LadderItem, ...]
    rungs: tuple[Rung, ...]
    inheritance: tuple[Inheritance, ...] = ()
    lens: Lens | None = None
    weaknesses: WeaknessReport | None = None
    manifest: RunManifest

    @model_validator(mode="after")
    def _every_rung_answers_every_item(self) -> LadderResult:
        for rung in self.rungs:
            if {len(rung.values), len(rung.said)} != {len(self.items)}:
                raise ValueError(f"{rung.name} has other items than the ladder")
        return self

    def rung(self, name: str) -> Rung:
        """Return a rung by name; raise KeyError without one."""
        return {rung.name: rung for rung in self.rungs}[name]
