"""What the plots of adaptation are called, and how a domain expert reads them."""

from __future__ import annotations

from typing import Final

from ..adapting.inheritance import FATES, Fate
from ..adapting.rungs import Kind, Rung
from ..verdicts import Verdict
from .cells import TONES
from .plots import Tone

LADDER: Final = (
    "Each row is one way to answer the same {n} {items}; the dot is its {metric}, the bar its "
    "95 % interval: how far it may move with other items of the same kind. A row is called better "
    "or worse than the base model as it is ({first}) only where the interval of the difference, "
    "item by item, holds no zero. Worse rows are adaptations or examples that hurt."
)
STEPS: Final = (
    "What an adaptation adds to exactly what it adapts, item by item: right of zero it helps, left "
    "of zero it hurts, across zero one cannot tell. The difference to the base as it is stands in "
    "the table above; it also holds what the rung below already gave."
)
CURVE: Final = (
    "How {metric} changes as the base model is shown more examples, drawn from items that are "
    "not measured. No weight is changed. Where the curve falls, examples hurt. The thin bars are "
    "95 % intervals over items; how much hangs on which examples were drawn stands in the table."
)
MATRIX: Final = (
    "Each row is a set of questions, each column an adapter. The number is what the adapter "
    "changes in {metric} beside the same search without it, with its 95 % interval. Framed cells "
    "are the adapter's own domain: gain at home. The others tell what it costs abroad. The "
    "mixture is the average of all adapters and has no home."
)
INHERITANCE: Final = (
    "Every item falls into one of four parts: right before and after; repaired; introduced, a "
    "new mistake of the adaptation; inherited, a mistake of the base that the adaptation kept. A "
    "failure here means: {failure}."
)
LENS: Final = (
    "Do systems fail on the same items? If failures were independent, two systems would fail "
    "together as often as the product of their failure rates; the ratio says how many times as "
    "often they do. It grows by itself when failures are rare, so read it beside phi (0: no "
    "connection, 1: always together) and the conditional share (of what the first system fails, "
    "the share that the second fails too). A failure here means: {failure}."
)
WEAKNESSES: Final = (
    "Small made-up probes: a question, a sentence that answers it, and one that looks alike and "
    "does not. A probe fails if the wrong sentence is closer. The base model's weaknesses are "
    "inherited by what is built on it, unless an adapter repairs them. They show what can go "
    "wrong, not how often it does in practice."
)
COSTS: Final = (
    "Time and energy of one item, done alone on the machine named below; what is stored beside "
    "the base model and the library. Energy is {energy}. Training is paid once and is told "
    "apart from use."
)
RECORDED: Final = (
    "Rungs marked “recorded” were not run here: they are answers of language models, read from "
    "files. What could not be read as an answer is left out and counted, never graded."
)
NAMES: Final[dict[Kind, str]] = {
    "zero-shot": "base model, no example",
    "baseline": "without the base model",
    "in-context": "with examples, no training",
    "retrieval-augmented": "with what a search finds",
    "configured": "domain's configuration",
    "adapted": "adapted to this domain",
    "foreign": "adapted to another domain",
    "recorded": "recorded answers",
}
WORDS: Final[dict[Tone, str]] = {
    "whole": "the base as it is",
    "better": "better than the base",
    "worse": "worse than the base",
    "unclear": "cannot tell",
    "other": "recorded, too few answers",
}
FATE_TONES: Final[dict[Fate, Tone]] = {
    "kept": "other",
    "repaired": "better",
    "introduced": "worse",
    "inherited": "whole",
}
FATE_WORDS: Final[dict[Tone, str]] = {
    FATE_TONES[fate]: f"{fate}: {meaning}" for fate, meaning in FATES.items()
}


def tone_of_rung(rung: Rung, metric: str) -> Tone:
    """Return how a rung stands beside the first."""
    if not rung.difference:
        return "whole"
    verdict: Verdict = rung.verdicts.get(metric, "cannot tell")
    return TONES[verdict][0]
