"""What the evidence head gives beside the rules, on the same questions, stories drawn whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from vademecum.retrieval.quotes import WEIGHTS

from ..answers_match import answer_f1, exact_match
from ..resampling import resampled_mean
from ..results import Metric
from .examples import Example
from .head import EvidenceHead, answer_in
from .rules import longest_chunk, same_kind
from .sentence_net import sentence_scores
from .span_words import LayerReader

HOLDS: Final = "first_holds_answer"
STANDS: Final = f"{HOLDS}, where a sentence does"
"""Of the questions of which an answer stands in one of the sentences word for word."""
SPANS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "the whole sentence": lambda question, sentence: sentence,
    "its longest chunk": longest_chunk,
    "its first thing of the kind asked for": same_kind,
}
"""What the words of a sentence that holds the answer are compared with."""


class Figures(NamedTuple):
    """Without the head, with it, and the difference, by name."""

    before: dict[str, Metric]
    after: dict[str, Metric]
    difference: dict[str, Metric]


def rule_choice(example: Example) -> int:
    """Return the sentence that the rule quotes first."""
    return int((example.choices.rule @ np.array(WEIGHTS, dtype=np.float32)).argmax())


def head_choice(example: Example, head: EvidenceHead) -> int:
    """Return the sentence that the head puts first."""
    return int(sentence_scores(example.choices, head.sentence).argmax())


def figures_of(
    examples: Sequence[Example], head: EvidenceHead, encoder: LayerReader, seed: int
) -> Figures:
    """Return the figures of sentences, of answers from beginning to end, and of spans alone."""
    found = Figures({}, {}, {})
    groups = [example.group for example in examples]
    rule = [rule_choice(example) for example in examples]
    ours = [head_choice(example, head) for example in examples]
    holds = [[float(e.holds[p]) for e, p in zip(examples, by, strict=True)] for by in (rule, ours)]
    _add(found, HOLDS, holds, groups, seed)
    stands = [n for n, example in enumerate(examples) if example.holds.any()]
    _add(
        found, STANDS, [[of[n] for n in stands] for of in holds], [groups[n] for n in stands], seed
    )

    def said(example: Example, place: int) -> str:
        sentence = example.text(place)
        start, end = answer_in(example.item.text, sentence, encoder, head)
        return sentence[start:end]

    whole = [e.text(p) for e, p in zip(examples, rule, strict=True)]
    short = [said(e, p) for e, p in zip(examples, ours, strict=True)]
    right = [examples[n] for n in stands]
    places = [int(example.holds.argmax()) for example in right]
    spans = [said(e, p) for e, p in zip(right, places, strict=True)]
    for name, score in (("exact_match", exact_match), ("answer_f1", answer_f1)):

        def scored(own: Sequence[Example], texts: Sequence[str]) -> list[float]:
            pairs = zip(own, texts, strict=True)
            return [score(text, example.item.answers) for example, text in pairs]  # noqa: B023

        _add(found, name, [scored(examples, whole), scored(examples, short)], groups, seed)
        for about, rule_of in SPANS.items():
            plain = [rule_of(e.item.text, e.text(p)) for e, p in zip(right, places, strict=True)]
            _add(
                found,
                f"{name} in a sentence that holds it, beside {about}",
                [scored(right, plain), scored(right, spans)],
                [groups[n] for n in stands],
                seed,
            )
    return found


def _add(
    found: Figures, name: str, both: Sequence[Sequence[float]], groups: Sequence[str], seed: int
) -> None:
    before, after = both
    found.before[name] = resampled_mean(before, groups, seed)
    found.after[name] = resampled_mean(after, groups, seed)
    gains = [a - b for a, b in zip(after, before, strict=True)]
    found.difference[name] = resampled_mean(gains, groups, seed)
