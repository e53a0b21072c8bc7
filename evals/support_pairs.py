"""Pairs of a claim and a passage, supported or not, made by rule from gold spans of public sets.

Every false claim has a true twin: one sentence, shortened and reworded alike, of which one version
says another number, the opposite, another entity, another group of persons, the answer of another
question about the same passage, what stands elsewhere in the document, an opposite, or a word that
the passage does not have. Documents are split by hash, so that none serves both uses.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from vademecum.retrieval.types import Document, Noun

from .halves import half_of
from .items import Item, Use
from .supporting.excerpts import Excerpt, excerpts
from .supporting.faults import (
    entity_fault,
    exchange_fault,
    negation_fault,
    number_fault,
    word_fault,
)
from .supporting.statements import additions, other_answers
from .supporting.wording import Words, reworded, shortened, words_for

Kind = Literal[
    "number", "negation", "entity", "population", "answer", "addition", "contrast", "word"
]
KINDS: Final[tuple[Kind, ...]] = (
    "number",
    "negation",
    "entity",
    "population",
    "answer",
    "addition",
    "contrast",
    "word",
)
SETS: Final = ("covid_qa", "qed_dev", "fairytaleqa", "dc_code", "cuad")
PER_KIND: Final = {"tune": 45, "report": 30}
"""Twins of a kind from one set, at most."""


class SupportPair(Noun):
    """A claim about a passage; the two of a ``twin`` differ in one fault, of its ``kind``."""

    id: str
    source: str
    kind: Kind
    document_id: str
    title: str
    passage: str
    claim: str
    supported: bool


class _Twin(Noun):
    kind: Kind
    excerpt: Excerpt
    true: str
    false: str
    form: str
    """What the fault could be told by without the passage; each way round is taken as often."""
    turned: bool = False
    seed: str


def support_pairs(
    source: str, items: Sequence[Item], documents: Sequence[Document], use: Use, seed: int = 0
) -> tuple[SupportPair, ...]:
    """Return the pairs of one set, twins next to one another, in a fixed order.

    ``items`` of another use, and documents whose hash is of the other half, are passed over.
    """
    half = "dev" if use == "tune" else "test"
    own = {d.id: d for d in documents if half_of(d.id) == half}
    words = words_for(use)
    found = excerpts([item for item in items if item.use == use], own)
    by_kind: dict[Kind, list[_Twin]] = defaultdict(list)
    for twin in _twins(found, words, seed):
        by_kind[twin.kind].append(twin)
    pairs: list[SupportPair] = []
    for kind in KINDS:
        chosen = _balanced(by_kind[kind], PER_KIND[use], random.Random(f"{seed}/{kind}"))
        for number, twin in enumerate(chosen):
            pairs += _pairs(source, twin, number, words)
    return tuple(pairs)


def _twins(found: Sequence[Excerpt], words: Words, seed: int) -> Iterator[_Twin]:
    for number, excerpt in enumerate(found):
        for place, base in enumerate(excerpt.claims):
            key = f"{seed}/{excerpt.item_id}/{number}/{place}"
            chance = random.Random(key)
            claim = shortened(base, chance)
            for kind, fault in (
                ("number", number_fault(claim, excerpt.passage, chance)),
                ("negation", negation_fault(claim)),
                ("entity", entity_fault(claim, excerpt.passage, words.figures, chance)),
                ("population", exchange_fault(claim, words.populations)),
                ("contrast", exchange_fault(claim, words.contrasts)),
                ("word", word_fault(claim, excerpt.passage, excerpt.beyond, chance)),
            ):
                if fault is not None and fault.text != claim:
                    yield _Twin(
                        kind=kind,
                        excerpt=excerpt,
                        true=claim,
                        false=fault.text,
                        form=fault.form,
                        turned=fault.turned,
                        seed=key,
                    )
    joins: tuple[tuple[Kind, Iterator[tuple[Excerpt, str, str]]], ...] = (
        ("answer", other_answers(found, words.asked, seed)),
        ("addition", additions(found, seed)),
    )
    for kind, made in joins:
        for number, (excerpt, true, false) in enumerate(made):
            key = f"{seed}/{kind}/{number}"
            yield _Twin(kind=kind, excerpt=excerpt, true=true, false=false, form="", seed=key)


def _balanced(twins: Sequence[_Twin], most: int, chance: random.Random) -> list[_Twin]:
    """Choose twins of different excerpts, of each form as many one way round as the other."""
    order = list(twins)
    chance.shuffle(order)
    lots: dict[str, tuple[list[_Twin], list[_Twin]]] = {}
    for twin in order:
        lots.setdefault(twin.form, ([], []))[twin.turned].append(twin)
    if list(lots) != [""]:
        paired = []
        for straight, turned in lots.values():
            least = min(len(straight), len(turned))
            paired += [[a, b] for a, b in zip(straight[:least], turned[:least], strict=True)]
        free = [[twin] for twin in lots.pop("", ([], []))[0]]
        groups = paired + free
        chance.shuffle(groups)
    else:
        groups = [[twin] for twin in order]
    chosen: list[_Twin] = []
    used: set[str] = set()
    for group in groups:
        if len(chosen) + len(group) <= most and not any(t.true in used for t in group):
            chosen += group
            used |= {t.true for t in group}
    return chosen


def _pairs(source: str, twin: _Twin, number: int, words: Words) -> Iterator[SupportPair]:
    for text, supported in ((twin.true, True), (twin.false, False)):
        yield SupportPair(
            id=f"{source}/{twin.kind}/{number}/{'true' if supported else 'false'}",
            source=source,
            kind=twin.kind,
            document_id=twin.excerpt.document_id,
            title=twin.excerpt.title,
            passage=twin.excerpt.passage,
            claim=reworded(text, words, random.Random(twin.seed)),
            supported=supported,
        )
