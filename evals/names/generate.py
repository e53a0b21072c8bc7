"""Make the texts that the name tagger learns from and is first measured on."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vademecum.domains import installed_domains
from vademecum.domains.rails.identifier_words import WORD
from vademecum.retrieval.sentences import sentence_spans

from .fill import TEMPLATES, WORDS, Filler, Mark, Marked
from .stock import Stock, pick, without_accents

SHARES: Final = {
    "healthcare": 4,
    "law": 3,
    "education": 3,
    "everyday": 6,
    "spanish": 1,
    "negative": 6,
}
"""How often each group of templates is drawn."""


@dataclass(frozen=True)
class Recipe:
    """Which templates may be used: those of even or odd places, or all."""

    templates: dict[str, list[str]]

    @classmethod
    def of(cls, held_out: int | None, *, is_test: bool = False) -> Recipe:
        """Leave out every ``held_out``-th template, or take only those."""
        return cls(
            {
                group: [
                    t
                    for n, t in enumerate(rows)
                    if held_out is None or (n % held_out == held_out - 1) == is_test
                ]
                for group, rows in TEMPLATES.items()
            }
        )


def make_texts(count: int, seed: int, stocks: Sequence[Stock], recipe: Recipe) -> Iterator[Marked]:
    """Yield ``count`` texts of one to four sentences each."""
    rng = random.Random(seed)
    filler = Filler(rng, stocks)
    groups = list(SHARES)
    weights = list(SHARES.values())
    for _ in range(count):
        main = rng.choices(groups, weights)[0]
        whole = Marked("", ())
        for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 4])):
            group = main if rng.random() < 0.7 else rng.choices(groups, weights)[0]
            part = filler.fill(pick(rng, recipe.templates[group]))
            whole = _joined(whole, part, pick(rng, [" ", " ", "\n", "  ", "\n\n"]))
        yield _worn(whole, rng)


def corpus_texts(seed: int) -> Iterator[Marked]:
    """Yield sentences of the domains' starter corpora, which name no private person."""
    rng = random.Random(seed)
    for domain in installed_domains()[0]:
        for document in domain.starter_documents():
            for start, end in sentence_spans(document.text, 0, len(document.text)):
                if 20 < end - start < 400:
                    text = document.text[start:end]
                    yield Marked(_in_title_case(text) if rng.random() < 0.25 else text, ())


def _joined(first: Marked, second: Marked, between: str) -> Marked:
    if not first.text:
        return second
    shift = len(first.text) + len(between)
    moved = tuple(Mark(m.start + shift, m.end + shift, m.label) for m in second.marks)
    return Marked(first.text + between + second.text, (*first.marks, *moved))


def _worn(marked: Marked, rng: random.Random) -> Marked:
    """Write a text as people do: sometimes without capitals or accents, in capitals, with dirt."""
    draw = rng.random()
    if draw < 0.12:
        return _same_length(marked, marked.text.lower())
    if draw < 0.16:
        return _same_length(marked, marked.text.upper())
    if draw < 0.19:
        return _same_length(marked, _in_title_case(marked.text))
    if draw < 0.23:
        return _same_length(marked, "".join(without_accents(c) or c for c in marked.text))
    if draw < 0.27:
        return _dirtied(marked, rng)
    if draw < 0.37:
        return _mistyped(marked, rng)
    return marked


def _mistyped(marked: Marked, rng: random.Random) -> Marked:
    """Swap two letters of some words, write a word or two with another case."""
    text = marked.text
    for word in list(re.finditer(r"[^\W\d_]{4,}", text)):
        draw, own = rng.random(), word.group()
        if draw < 0.06:
            at = rng.randrange(1, len(own) - 2)
            own = own[:at] + own[at + 1] + own[at] + own[at + 2 :]
        elif draw < 0.12:
            own = own.lower()
        elif draw < 0.15:
            own = own.upper()
        if len(own) == len(word.group()):
            text = text[: word.start()] + own + text[word.end() :]
    return _same_length(marked, text)


def _in_title_case(text: str) -> str:
    """Write the words of a heading with capitals; other letters stay as they are."""
    return re.sub(r"(?<![\w'’])[a-z](?=\w{3})", lambda letter: letter.group().upper(), text)


def _dirtied(marked: Marked, rng: random.Random) -> Marked:
    """Put what a wrong character set leaves between two words that bear no label."""
    gaps = [
        i
        for i, c in enumerate(marked.text)
        if c == " " and not any(m.start <= i < m.end for m in marked.marks)
    ]
    if not gaps:
        return marked
    at = gaps[rng.randrange(len(gaps))]
    dirt = " " + pick(rng, WORDS["noise"])
    moved = tuple(
        Mark(m.start + len(dirt), m.end + len(dirt), m.label) if m.start >= at else m
        for m in marked.marks
    )
    return Marked(marked.text[:at] + dirt + marked.text[at:], moved)


def _same_length(marked: Marked, text: str) -> Marked:
    return Marked(text, marked.marks) if len(text) == len(marked.text) else marked


def word_classes(marked: Marked, classes: Sequence[str]) -> list[int]:
    """Return the class of each word: O, or begin and inside of a label."""
    found = []
    for word in WORD.finditer(marked.text):
        mark = next((m for m in marked.marks if m.start <= word.start() < m.end), None)
        if mark is None:
            found.append(0)
            continue
        is_first = not WORD.search(marked.text, mark.start, word.start())
        found.append(classes.index(f"{'B' if is_first else 'I'}-{mark.label}"))
    return found
