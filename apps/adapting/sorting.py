"""The rungs of a classifier: no model, label words, k examples, what a search finds, heads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from vademecum.evals.adapting.examples import SHOTS, label_words, reread, shots
from vademecum.evals.adapting.ladder import Approach
from vademecum.evals.items import Item
from vademecum.evals.probes import (
    Encode,
    Fit,
    Vectors,
    fitted_by_part,
    linear_probe,
    majority,
    nearest_neighbour,
    tfidf,
)
from vademecum.evals.tasks.classification import Classifier

from ..evaluating.classification import Tuned, whole_texts
from .adapters import Loaded

LABEL_WORDS: Final = "label words"
PROBE: Final = "linear probe, all"
ABOUT: Final = {
    "nearest example": "the label of the example whose text lies closest",
    "linear probe": "logistic regression on frozen vectors of the base",
}
OTHER_DRAWS: Final = 4
"""How many further draws of k examples are told beside the one that is measured."""


@dataclass(frozen=True)
class TrainedHead:
    """A classifier trained as one piece: how it is fitted, and what it stores."""

    name: str
    fit: Fit
    stored_bytes: int | None = None
    train_s: float | None = None
    about: str = "a head trained for this task"


@dataclass(frozen=True)
class Sorted:
    """What rungs are built of: items to fit on by part, and the encoder of whole texts."""

    tuned: Tuned
    examples: int
    encode: Encode
    dimension: int
    labels: int
    seed: int
    heads: Sequence[TrainedHead] = ()
    adapters: Mapping[str, Loaded] = field(default_factory=dict)
    found: Callable[[Item], str] | None = None
    """Returns what a search finds for an item, where its set has documents."""

    def classifier(self, fit: Fit) -> Classifier:
        """Return what is fitted by part, on no item for reporting."""
        return fitted_by_part(fit, self.tuned.of, self.tuned.part_of)


def class_approaches(of: Sorted, is_read_with_context: bool) -> list[Approach[Classifier]]:
    """Return every rung of a classifier, the base's zero-shot answer first."""
    probe_bytes = _probe_bytes(of, 4 if is_read_with_context else 1)
    found = [
        Approach(
            LABEL_WORDS,
            "zero-shot",
            of.classifier(label_words(Vectors(of.encode))),
            stored_bytes=of.labels * of.dimension * 4,
            about="the label whose words lie closest to the text",
        ),
        Approach(
            "majority",
            "baseline",
            of.classifier(majority),
            about="always the most frequent label",
        ),
        Approach(
            "TF-IDF",
            "baseline",
            of.classifier(tfidf(of.seed)),
            stored_bytes=None,
            about="logistic regression on weighted words, all examples",
        ),
        *_in_context(of, probe_bytes),
    ]
    if of.found is not None:
        alone, helped = (
            reread(linear_probe(Vectors(of.encode), of.seed), context)
            for context in (lambda item: "", of.found)
        )
        name = "probe, question alone"
        found += [
            Approach(
                name,
                "in-context",
                of.classifier(alone),
                stored_bytes=_probe_bytes(of, 1),
                about="linear probe without the document that the set gives along",
            ),
            Approach(
                "probe, with what is found",
                "retrieval-augmented",
                of.classifier(helped),
                stored_bytes=_probe_bytes(of, 4),
                before=name,
                about="linear probe; its document is the first that the search finds",
            ),
        ]
    for title, one in of.adapters.items():
        vectors = Vectors(whole_texts(one.encoder.encode, one.encoder.token_offsets))
        found.append(
            Approach(
                f"linear probe + {title}",
                "adapted",
                of.classifier(linear_probe(vectors, of.seed)),
                stored_bytes=one.stored_bytes + (probe_bytes or 0),
                train_s=one.train_s,
                before=PROBE,
                about=f"{PROBE}, on vectors of the encoder with the adapter of {title}",
            )
        )
    for head in of.heads:
        found.append(
            Approach(
                head.name,
                "adapted",
                of.classifier(head.fit),
                stored_bytes=head.stored_bytes,
                train_s=head.train_s,
                before=PROBE,
                about=head.about,
            )
        )
    return found


def _in_context(of: Sorted, probe_bytes: int) -> Iterator[Approach[Classifier]]:
    """Yield nearest example and linear probe over k examples, the most last."""
    ways: dict[str, Callable[[], Fit]] = {
        "nearest example": lambda: nearest_neighbour(Vectors(of.encode)),
        "linear probe": lambda: linear_probe(Vectors(of.encode), of.seed),
    }
    for way, fit in ways.items():
        for k in (*(k for k in SHOTS if k < of.examples), None):
            stored = probe_bytes if way == "linear probe" else (k or of.examples) * of.dimension * 4
            others = range(of.seed + 1, of.seed + 1 + OTHER_DRAWS) if k else ()
            yield Approach(
                f"{way}, {k or 'all'}",
                "in-context",
                of.classifier(shots(fit(), k, of.seed)),
                k=k or of.examples,
                series=way,
                about=ABOUT[way],
                others=tuple(of.classifier(shots(fit(), k, other)) for other in others),
                stored_bytes=stored,
            )


def _probe_bytes(of: Sorted, sides: int) -> int:
    """Return the size of a linear probe: mean and scale of each feature, weights by label."""
    features = of.dimension * sides
    return 4 * (2 * features + of.labels * (features + 1))
