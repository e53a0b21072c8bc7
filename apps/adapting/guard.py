"""Train the guard heads that a domain uses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from vademecum.domains.rails.heads.card import SHIPPED, Card, Source
from vademecum.domains.rails.heads.head import (
    BUDGETS,
    Head,
    digest,
    load_head,
    save_head,
)
from vademecum.domains.rails.heads.training import (
    ALWAYS,
    FOLDS,
    NEVER,
    Labels,
    features_of,
    fit_versions,
    thresholds_for,
)
from vademecum.evals.data import data_home
from vademecum.evals.guard_training import (
    QUESTION_SETS,
    WRITTEN,
    TrainingText,
    data_sha256,
    training_texts,
)
from vademecum.evals.intervals import wilson
from vademecum.evals.sets.cards import card as set_card
from vademecum.retrieval.adapters import Figure
from vademecum.retrieval.encoder import SentenceEncoder

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats, Mask

LIMITS: Final = (
    "English; short questions. Trained on requests that ask openly: what hides its purpose, splits "
    "it over turns or writes it in code may pass. A score is no judgement of a person."
)
FOLDED: Final = (
    f"{FOLDS} folds by sha256 of the id; texts of public sets whose words overlap by 0.6 or more "
    "(Jaccard) stand in one fold. Version k + 1 did not learn from fold k, nor from written "
    "sentences that are that near to a text of it, and its thresholds were set without fold k."
)


HEAD: Final = "harm"
OUTPUTS: Final[dict[str, tuple[str, ...]]] = {"harm": (), "medical": ("medical",)}
"""What the head tells, by output: the fields of written sentences whose wrong acts it looks for;
without any, every wrong text, those of the public sets included. Benign texts are benign to all."""
PURPOSE: Final = "requests for help with harm (harm); breaches of medical ethics (medical)"


@dataclass(frozen=True)
class Ticks:
    """What is told while a head is trained."""

    start: Callable[[int], None] = lambda total: None
    step: Callable[[], None] = lambda: None
    notice: Callable[[str], None] = lambda line: None


def train_guard(domain: str, out: Path | None, seed: int = 0, ticks: Ticks = Ticks()) -> Card:
    """Train the head that guards ``domain`` into ``out``; without it, where heads are shipped.

    All three domains share one head, and each uses the outputs that its guardrails name.
    """
    encoder = SentenceEncoder()
    texts = training_texts(data_home(), seed)
    ticks.start(len(texts))
    own = [t.text for t in texts if t.source == WRITTEN and t.fold != NEVER]
    features = features_of([t.text for t in texts], own, encoder, ticks.step)
    labels = _labels(texts)
    versions, scores = fit_versions(features, labels, seed, ticks.notice)
    thresholds = thresholds_for(scores, labels.folds, _pools(texts))
    head = Head(
        card=Card(
            name=HEAD,
            outputs=tuple(OUTPUTS),
            purpose=PURPOSE,
            base_sha256=encoder.sha256,
            sources=_sources(texts),
            data_sha256=data_sha256(texts),
            folds=FOLDED,
            command=f"vademecum adapt train {domain} --task guard",
            seed=seed,
            dtype=encoder.dtype,
            measured=_measured(texts, scores, thresholds),
            limits=LIMITS,
        ),
        sha256="",
        matrix=features.matrix,
        offset=features.offset,
        versions=versions,
        thresholds=thresholds,
        folds={digest(t.text): t.fold for t in texts if t.source != WRITTEN},
    )
    path = (out or SHIPPED) / f"{HEAD}.safetensors"
    save_head(head, path)
    return load_head(path).card


def _labels(texts: Sequence[TrainingText]) -> Labels:
    targets = np.zeros((len(texts), len(OUTPUTS)), dtype=np.float32)
    weights = np.ones_like(targets)
    for row, text in enumerate(texts):
        for column, fields in enumerate(OUTPUTS.values()):
            is_meant = not fields or (text.source == WRITTEN and text.group.startswith(fields))
            targets[row, column] = float(text.is_wrong and is_meant)
            weights[row, column] = float(is_meant or not text.is_wrong)
    return Labels(targets, weights, np.array([t.fold for t in texts]), [t.near for t in texts])


def _pools(texts: Sequence[TrainingText]) -> dict[str, Mask]:
    """Return the benign rows by set; the questions of the fields count as one set."""

    def pool(text: TrainingText) -> str:
        return "questions" if text.source in QUESTION_SETS else text.source

    names = [pool(t) for t in texts]
    benign = np.array([not t.is_wrong and t.fold >= 0 for t in texts])
    known = sorted({n for n, b in zip(names, benign, strict=True) if b})
    return {name: benign & np.array([n == name for n in names]) for name in known}


def _sources(texts: Sequence[TrainingText]) -> tuple[Source, ...]:
    found = []
    for name in dict.fromkeys(t.source for t in texts):
        own = [t for t in texts if t.source == name and t.fold != NEVER]
        licence = "Apache-2.0, this project" if name == WRITTEN else set_card(name).licence
        wrong = sum(t.is_wrong for t in own)
        found.append(Source(name=name, licence=licence, texts=len(own), wrong=wrong))
    return tuple(found)


def _measured(
    texts: Sequence[TrainingText], scores: Floats, thresholds: Floats
) -> dict[str, Figure]:
    """Return the shares of sets above thresholds, each text by a version that is new to it."""
    figures: dict[str, Figure] = {}
    sources, wrong = np.array([t.source for t in texts]), np.array([t.is_wrong for t in texts])
    versions = np.array([max(t.fold, ALWAYS) + 1 for t in texts])
    for column, output in enumerate(OUTPUTS):
        known = ~np.isnan(scores[:, column])
        for budget in (0.02, 0.05):
            limits = thresholds[versions, column, BUDGETS.index(budget)]
            above = known & (scores[:, column] > limits)
            for name in dict.fromkeys(sources[known].tolist()):
                for label, kind in ((True, "wrong"), (False, "benign")):
                    rows = known & (sources == name) & (wrong == label)
                    if n := int(rows.sum()):
                        m = wilson(int((above & rows).sum()), n)
                        key = f"{output} at {budget}: {name}, {kind}"
                        figures[key] = Figure(value=m.value, low=m.low, high=m.high, n=n)
    return figures
