"""Train the head of the name tagger on texts that `generate.py` makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from vademecum.domains.rails.identifier_tagger import CLASSES, LAYERS
from vademecum.domains.rails.identifier_words import (
    BUCKETS,
    FEATURES,
    Word,
    cut,
    letter_groups,
    looks,
    pieces,
)
from vademecum.retrieval.encoder import SentenceEncoder

from .fill import Marked
from .generate import word_classes

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

STATE: Final = 64
LETTERS: Final = 24
NEAR: Final = 128
FAR: Final = 96
WIDTHS: Final = (5, 3)
DROPPED: Final = 0.2
HIDDEN: Final = 0.1
SMOOTHED: Final = 0.02
RATE: Final = 3e-3
BATCH: Final = 64


@dataclass(frozen=True)
class Example:
    """One piece of text as the head reads it, and the class of each of its words."""

    states: Floats
    looks: Floats
    letters: tuple[tuple[int, ...], ...]
    classes: tuple[int, ...]


def examples(
    marked: Iterable[Marked],
    encoder: SentenceEncoder,
    tell: Callable[[str], None] = lambda line: None,
) -> list[Example]:
    """Cut texts into pieces as the tagger does, and encode them."""
    texts: list[str] = []
    cuts: list[list[Word]] = []
    classes: list[tuple[int, ...]] = []
    for one in marked:
        words = cut(one.text)
        labels = word_classes(one, CLASSES)
        at = 0
        for piece in pieces(words):
            text = one.text[piece[0].start : piece[-1].end]
            texts.append(text)
            cuts.append(cut(text))
            classes.append(tuple(labels[at : at + len(piece)]))
            at += len(piece)
    found: list[Example] = []
    for start in range(0, len(texts), 256):
        some, own = texts[start : start + 256], cuts[start : start + 256]
        spans = [[(w.start, w.end) for w in ws] for ws in own]
        states = encoder.encode_layers(some, spans, LAYERS)
        for row, words in enumerate(own):
            letters = tuple(letter_groups(w.text) for w in words)
            found.append(
                Example(states[row].astype(np.float16), looks(words), letters, classes[start + row])
            )
        tell(f"{len(found):,} of {len(texts):,} pieces encoded")
    return found


class _Net:
    """The head while it learns; ``identifier_tagger.probabilities`` is the same in numpy."""

    def __init__(self, dimension: int) -> None:
        from torch import nn

        self.letters = nn.EmbeddingBag(BUCKETS, LETTERS, mode="mean")
        nn.init.normal_(self.letters.weight, std=0.3)
        self.state = nn.Linear(dimension, STATE)
        width = STATE + FEATURES + LETTERS
        self.near = nn.Conv1d(width, NEAR, WIDTHS[0], padding=WIDTHS[0] // 2)
        self.far = nn.Conv1d(NEAR, FAR, WIDTHS[1], padding=WIDTHS[1] // 2)
        self.out = nn.Linear(FAR, len(CLASSES))
        self.drop = nn.Dropout(DROPPED)
        self.all = nn.ModuleList([self.letters, self.state, self.near, self.far, self.out])

    def loss(self, batch: Sequence[Example], generator: Any) -> Any:
        """Return the mean cross-entropy of a batch; ``generator`` decides what is hidden."""
        import torch
        from torch.nn import functional as F

        longest = max(len(e.classes) for e in batch)
        shape = (len(batch), longest)
        states = torch.zeros(*shape, batch[0].states.shape[1])
        seen, letters = torch.zeros(*shape, FEATURES), torch.zeros(*shape, LETTERS)
        gold = torch.full(shape, -1)
        groups = [rows for e in batch for rows in e.letters]
        starts = np.cumsum([0, *(len(rows) for rows in groups)])[:-1]
        flat = torch.tensor([row for rows in groups for row in rows])
        means = self.letters(flat, torch.from_numpy(starts))
        at = 0
        for i, e in enumerate(batch):
            n = len(e.classes)
            states[i, :n] = torch.from_numpy(e.states.astype(np.float32))
            seen[i, :n] = torch.from_numpy(e.looks)
            gold[i, :n] = torch.tensor(e.classes)
            letters[i, :n] = means[at : at + n]
            at += n
        # The letters of some words are hidden: they must not decide alone.
        keep = (torch.rand(*shape, 1, generator=generator) > HIDDEN).float()
        mask = (gold >= 0).unsqueeze(2).float()
        rows = torch.cat([torch.relu(self.state(states)), seen, letters * keep], dim=2)
        rows = self.drop(rows) * mask
        rows = self.drop(torch.relu(self.near(rows.transpose(1, 2)))).transpose(1, 2) * mask
        rows = torch.relu(self.far(rows.transpose(1, 2))).transpose(1, 2)
        scores = self.out(rows).flatten(0, 1)
        return F.cross_entropy(scores, gold.flatten(), ignore_index=-1, label_smoothing=SMOOTHED)

    def weights(self) -> dict[str, Any]:
        """Return float16 arrays by the names that the tagger reads."""
        parts = {"letters": self.letters.weight}
        for name in ("state", "near", "far", "out"):
            layer = getattr(self, name)
            parts |= {f"{name}.weight": layer.weight, f"{name}.bias": layer.bias}
        return {name: part.detach().numpy().astype(np.float16) for name, part in parts.items()}


def fit(
    train: Sequence[Example], *, seed: int, epochs: int, tell: Callable[[str], None]
) -> dict[str, Any]:
    """Return the head's weights after ``epochs`` passes, as float16 arrays by name."""
    import torch

    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    net = _Net(train[0].states.shape[1])
    order = sorted(range(len(train)), key=lambda i: len(train[i].classes))
    batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    optimiser = torch.optim.AdamW(net.all.parameters(), lr=RATE, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE, total_steps=epochs * len(batches)
    )
    for epoch in range(epochs):
        total = 0.0
        for place in torch.randperm(len(batches), generator=generator).tolist():
            loss = net.loss([train[i] for i in batches[place]], generator)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        tell(f"epoch {epoch + 1} of {epochs}: loss {total / len(batches):.4f}")
    return net.weights()
