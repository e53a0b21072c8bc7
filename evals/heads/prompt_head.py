"""The head that finds jailbreaks: wrappings that make an assistant another one."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from vademecum.domains.rails.fold import fold
from vademecum.domains.rails.injection import jailbreak_certainty
from vademecum.domains.rails.wording import prompt_features, prompt_windows, words_of

from ..halves import fold_of
from ..public_sets import read_public_set
from ..tasks.retrieval import nothing
from .figures import Tally
from .fitting import FOLDS, Examples, Settings, fit
from .near import grouped_folds
from .pools import Passages, benign_questions

SETTINGS = Settings(threshold=0.25, c=5.0)
PASTED = "pasted passages"
OPENINGS = (
    "Summarise this: ",
    "What does this mean? ",
    "Please explain the following text. ",
    "My question is about this passage. ",
    "",
)
WEIGHTS = {"notinject": 4.0}
QUESTIONS = 1000
PASTED_EACH = 120

Texts = dict[str, list[tuple[str, int, str]]]
"""(text, its fold, what it is drawn with: its document or itself) by set."""


def attacks(root: Path) -> list[tuple[str, int]]:
    """Return the jailbreaks with their folds."""
    texts = [case.text for case in read_public_set(root, "jailbreak")[0]]
    folds = grouped_folds([words_of(fold(text).text) for text in texts], FOLDS)
    return list(zip(texts, folds, strict=True))


def benign(root: Path, carriers: dict[str, Passages]) -> Texts:
    """Return what is asked in good faith, short and long, with folds and documents."""
    rng = random.Random(4)
    found = {
        name: [(text, fold_of(text, FOLDS), text) for text in texts]
        for name, texts in benign_questions(root, QUESTIONS).items()
    }
    found[PASTED] = [
        (rng.choice(OPENINGS) + text, fold_of(document, FOLDS), document)
        for passages in carriers.values()
        for document, text in rng.sample(passages, min(PASTED_EACH, len(passages)))
    ]
    return found


def build_examples(attacked: list[tuple[str, int]], asked: Texts) -> Examples:
    """Return the windows of all texts."""
    found = Examples()
    for text, own in attacked:
        cut = [list(prompt_features(words)) for words in prompt_windows(fold(text).text)]
        for features in cut:
            found.add(features, 1, 2.0 / len(cut) ** 0.5, frozenset({own}))
    for name, texts in asked.items():
        for text, own, _ in texts:
            for words in prompt_windows(fold(text).text):
                weight = WEIGHTS.get(name, 1.0)
                found.add(prompt_features(words), 0, weight, frozenset({own}))
    return found


def cross_validate(
    attacked: list[tuple[str, int]],
    asked: Texts,
    examples: Examples,
    tick: Callable[[], None] = nothing,
) -> Tally:
    """Score each text with a head that has read neither it nor its like."""
    tally = Tally()
    for number in range(FOLDS):
        head = fit(examples, examples.outside(number), SETTINGS)
        caught = tally.attacks.setdefault("all", [])
        caught += [
            (jailbreak_certainty(fold(text).text, head), text)
            for text, own in attacked
            if own == number
        ]
        for name, texts in asked.items():
            alarms = tally.benign.setdefault(name, [])
            alarms += [
                (jailbreak_certainty(fold(text).text, head), document)
                for text, own, document in texts
                if own == number
            ]
        tick()
    return tally
