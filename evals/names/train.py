"""Train the head of the name tagger, measure it on templates it has not seen, write it and its card."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from vademecum.domains.rails.identifier_tagger import CLASSES, word_states
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
from vademecum.retrieval.types import Noun

from .generate import Marked, Recipe, corpus_texts, make_texts, word_classes
from .stock import read_stocks

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

STATE: Final = 64
LETTERS: Final = 24
NEAR: Final = 128
FAR: Final = 96
WIDTHS: Final = (5, 3)


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
    tick: Callable[[], None] = lambda: None,
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
        _, states = encoder.encode_parts(some, [[(w.start, w.end) for w in ws] for ws in own])
        for row, words in enumerate(own):
            letters = tuple(letter_groups(w.text) for w in words)
            found.append(
                Example(states[row].astype(np.float16), looks(words), letters, classes[start + row])
            )
        tick()
    return found


def fit(train: Sequence[Example], *, seed: int, epochs: int, tell: Callable[[str], None]) -> dict[str, Any]:
    """Return the head's weights after ``epochs`` passes, as float16 arrays by name."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    width = STATE + FEATURES + LETTERS
    table = nn.EmbeddingBag(BUCKETS, LETTERS, mode="mean")
    nn.init.normal_(table.weight, std=0.3)
    state = nn.Linear(train[0].states.shape[1], STATE)
    near = nn.Conv1d(width, NEAR, WIDTHS[0], padding=WIDTHS[0] // 2)
    far = nn.Conv1d(NEAR, FAR, WIDTHS[1], padding=WIDTHS[1] // 2)
    out = nn.Linear(FAR, len(CLASSES))
    drop = nn.Dropout(0.2)
    modules = nn.ModuleList([table, state, near, far, out])
    steps = epochs * (len(train) // 64 + 1)
    optimiser = torch.optim.AdamW(modules.parameters(), lr=3e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps)
    loss_of = nn.CrossEntropyLoss(ignore_index=-1, label_smoothing=0.02)
    order = sorted(range(len(train)), key=lambda i: len(train[i].classes))
    batches = [order[i : i + 64] for i in range(0, len(order), 64)]
    for epoch in range(epochs):
        total = 0.0
        for place in torch.randperm(len(batches), generator=generator).tolist():
            batch = [train[i] for i in batches[place]]
            longest = max(len(e.classes) for e in batch)
            states = torch.zeros(len(batch), longest, train[0].states.shape[1])
            seen = torch.zeros(len(batch), longest, FEATURES)
            gold = torch.full((len(batch), longest), -1)
            letters = torch.zeros(len(batch), longest, LETTERS)
            flat = [g for e in batch for groups in e.letters for g in groups]
            counts = [len(groups) for e in batch for groups in e.letters]
            offsets = torch.tensor([0, *np.cumsum(counts)[:-1]])
            rows = table(torch.tensor(flat), offsets)
            at = 0
            for i, e in enumerate(batch):
                n = len(e.classes)
                states[i, :n] = torch.from_numpy(e.states.astype(np.float32))
                seen[i, :n] = torch.from_numpy(e.looks)
                gold[i, :n] = torch.tensor(e.classes)
                letters[i, :n] = rows[at : at + n]
                at += n
            # Words whose letters, or whose state, are hidden: neither may decide alone.
            keep = (torch.rand(len(batch), longest, 1, generator=generator) > 0.1).float()
            hidden = torch.cat([torch.relu(state(states)), seen, letters * keep], dim=2)
            mask = (gold >= 0).unsqueeze(2).float()
            hidden = drop(hidden) * mask
            hidden = drop(torch.relu(near(hidden.transpose(1, 2)))).transpose(1, 2) * mask
            hidden = torch.relu(far(hidden.transpose(1, 2))).transpose(1, 2)
            loss = loss_of(out(hidden).flatten(0, 1), gold.flatten())
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        tell(f"epoch {epoch + 1} of {epochs}: loss {total / len(batches):.4f}")
    parts = {
        "letters": table.weight, "state.weight": state.weight, "state.bias": state.bias,
        "near.weight": near.weight, "near.bias": near.bias, "far.weight": far.weight,
        "far.bias": far.bias, "out.weight": out.weight, "out.bias": out.bias,
    }  # fmt: skip
    return {name: part.detach().numpy().astype(np.float16) for name, part in parts.items()}
