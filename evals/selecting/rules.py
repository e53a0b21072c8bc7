"""Which words of a sentence answer, by rule: what a trained head has to beat."""

from __future__ import annotations

from functools import cache
from itertools import groupby

from vademecum.retrieval.asked_kind import kind_asked, named
from vademecum.retrieval.words import word_list

from ..classifiers.relations import stems_of
from .words import answer_words, text_of, words_of


def longest_chunk(question: str, sentence: str) -> str:
    """Return the longest run of words that could name something: no function word, none asked.

    A stand-in for noun phrases where nothing parses; of equally long ones the first. The sentence
    itself where no run is left.
    """
    words, wanted, stop = words_of(sentence), stems_of(question), _stop()
    fits = [bool(w.plain) and w.plain not in stop and not stems_of(w.plain) & wanted for w in words]
    # A comma or a full stop ends a run.
    breaks = [0, *(int(sentence[w.end - 1] in ",;:.!?\"'”’") for w in words)]
    part = [sum(breaks[: n + 1]) for n in range(len(words))]
    runs = [
        [place for place, _ in own]
        for (fit, _), own in groupby(enumerate(fits), key=lambda pair: (pair[1], part[pair[0]]))
        if fit
    ]
    if not runs:
        return sentence
    best = max(runs, key=len)
    start, end = text_of(sentence, words, best[0], best[-1] + 1)
    return sentence[start:end]


def same_kind(question: str, sentence: str) -> str:
    """Return the first thing of the kind asked for that the question does not name.

    The longest chunk where the question asks for no kind, or the sentence has none of it.
    """
    for start, end in named(sentence, kind_asked(question)):
        said = sentence[start:end]
        if answer_words(words_of(question), (said,)) is None:
            return said
    return longest_chunk(question, sentence)


@cache
def _stop() -> frozenset[str]:
    return frozenset(word_list("stop"))
