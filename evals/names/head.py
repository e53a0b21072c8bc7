"""Make the head of the name tagger and its card: `train_names`, called from Python.

One head serves the three domains: what names a person is the same in each.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from vademecum.domains.rails.identifier_people import Place, persons
from vademecum.domains.rails.identifier_tagger import NameTagger, read_head
from vademecum.domains.rails.names import find_names
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.types import Noun

from ..counts import Counts
from ..results import Metric
from .fill import Marked
from .generate import Recipe, corpus_texts, make_texts
from .stock import read_stocks
from .train import examples, fit

HELD_OUT: Final = 12
"""Every twelfth template is kept for measuring."""
FILE: Final = "names.safetensors"
CARD: Final = "names.card.json"


class NamesCard(Noun):
    """What a head was made from, and what it does on templates that it has not seen."""

    task: str = "names"
    data: str
    licence: str
    data_sha256: str
    base_sha256: str
    head_sha256: str
    command: str
    seed: int
    texts: int
    epochs: int
    before: dict[str, Metric]
    """The rules alone: a person's name touched, and what was touched wrongly."""
    after: dict[str, Metric]


def train_names(
    folder: Path,
    encoder: SentenceEncoder,
    *,
    seed: int = 0,
    texts: int = 18_000,
    epochs: int = 7,
    command: str = "vademecum.evals.names.head.train_names, called from Python",
    tell: Callable[[str], None] = lambda line: None,
) -> NamesCard:
    """Write ``names.safetensors`` and ``names.card.json`` into ``folder``; return the card.

    The same seed and the same version of Faker give the same texts. Raises InvalidInput where
    Faker is not installed.
    """
    from safetensors.numpy import save_file

    stocks = read_stocks(seed)
    made = [*make_texts(texts, seed + 1, stocks, Recipe.of(HELD_OUT)), *corpus_texts(seed)]
    tell(f"{len(made):,} texts made")
    weights = fit(examples(made, encoder, tell), seed=seed, epochs=epochs, tell=tell)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    save_file(weights, path)
    tagger = NameTagger(read_head(path), encoder)
    unseen = tuple(make_texts(500, seed + 2, stocks, Recipe.of(HELD_OUT, is_test=True)))
    card = NamesCard(
        data="templates and words of evals/names; names of people and places from Faker; "
        "sentences of the domains' starter corpora as text without names",
        licence="templates, words and corpora: Apache-2.0 (this project); Faker: MIT",
        data_sha256=_sha256_of_texts(made),
        base_sha256=encoder.sha256,
        head_sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        command=command,
        seed=seed,
        texts=texts,
        epochs=epochs,
        before=measure(unseen, find_names),
        after=measure(unseen, lambda text: persons(text, tagger.tag(text))),
    )
    shown = json.dumps(card.model_dump(mode="json"), indent=2)
    (folder / CARD).write_text(shown + "\n", encoding="utf-8")
    return card


def measure(texts: Iterable[Marked], find: Callable[[str], Iterable[Place]]) -> dict[str, Metric]:
    """Return the share of persons touched, and of found spans that touch a person.

    Those of one text are drawn together.
    """
    counts = Counts()
    for number, one in enumerate(texts):
        found = list(find(one.text))
        gold = [(m.start, m.end) for m in one.marks if m.label == "PER"]
        touched = [any(_meet(span, other) for other in found) for span in gold]
        right = [any(_meet(span, other) for other in gold) for span in found]
        counts.add("recall", touched, number)
        counts.add("precision", right, number)
    return counts.rates(seed=0)


def _meet(one: Place, other: Place) -> bool:
    return one[0] < other[1] and one[1] > other[0]


def _sha256_of_texts(made: Iterable[Marked]) -> str:
    digest = hashlib.sha256()
    for one in made:
        digest.update(f"{one.text}\0{one.marks}\n".encode())
    return digest.hexdigest()
