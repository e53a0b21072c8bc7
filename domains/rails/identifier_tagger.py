"""Tag persons and places with a small head on the shared encoder's word states.

The head is two convolutions over (state, looks, letters) of each word; it was trained on text that
this project makes (evals/names). Its weights and their card stand beside this file. Nothing is
loaded before the first text with a candidate is tagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

import numpy as np

from vademecum.retrieval.encoder import SentenceEncoder, base_encoder
from vademecum.retrieval.errors import InvalidModel

from .identifier_words import FEATURES, Word, could_be_name, cut, letter_groups, looks, pieces

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

Label: TypeAlias = Literal["PER", "LOC", "ORG", "TERM"]
"""A person, a place that places one, an institution, and what bears a name but names nobody."""
LABELS: Final[tuple[Label, ...]] = ("PER", "LOC", "ORG", "TERM")
CLASSES: Final = ("O", *(f"{place}-{label}" for label in LABELS for place in "BI"))
PERSONS: Final = [place for place, name in enumerate(CLASSES) if name.endswith("PER")]
PERSON_WEIGHT: Final = 5.0
"""How many times dearer a missed person is than a false one. At 6 instead of 3, on other seeds
of generated notes, 0.006 more identifiers are covered and 0.006 fewer terms kept."""
PLACES: Final = [place for place, name in enumerate(CLASSES) if name.endswith("LOC")]
PLACE_WEIGHT: Final = 2.0
"""The same for places, chosen on the even half of presidio_synth_v2 (recall 0.961 to 0.967)."""
HEAD: Final = Path(__file__).with_name("names.safetensors")


LAYERS: Final = (2, 4)
"""Layers of the encoder that the head reads; the last, made for whole sentences, blurs words."""


class Tag(NamedTuple):
    """Half-open characters, their label, and how sure the head is of their words, on average."""

    start: int
    end: int
    label: Label
    certainty: float


@dataclass(frozen=True, eq=False)
class NameTagger:
    """The head's weights, by name, in float32, and the encoder that reads the words."""

    weights: Mapping[str, Floats]
    encoder: SentenceEncoder

    def tag(self, text: str) -> tuple[Tag, ...]:
        """Return what the head finds in ``text``, in order, without overlaps."""
        found: list[Tag] = []
        for piece in pieces(cut(text)):
            start = piece[0].start
            tags = _tags_of_piece(self, text[start : piece[-1].end])
            found += [Tag(t.start + start, t.end + start, t.label, t.certainty) for t in tags]
        return tuple(found)


@lru_cache(maxsize=1024)
def _tags_of_piece(tagger: NameTagger, text: str) -> tuple[Tag, ...]:
    words = cut(text)
    states = word_states(tagger.encoder, text, words)
    scores = probabilities(tagger.weights, states, looks(words), words)
    could_name = [index for index, word in enumerate(words) if could_be_name(word.text)]
    scores[np.ix_(could_name, PERSONS)] *= PERSON_WEIGHT
    scores[:, PLACES] *= PLACE_WEIGHT
    scores /= scores.sum(axis=1, keepdims=True)
    return tuple(decode(words, scores))


def word_states(encoder: SentenceEncoder, text: str, words: Sequence[Word]) -> Floats:
    """Return the encoder's states of each word of one piece, LAYERS side by side."""
    (states,) = encoder.encode_layers([text], [[(w.start, w.end) for w in words]], LAYERS)
    return states


def probabilities(
    weights: Mapping[str, Floats], states: Floats, seen: Floats, words: Sequence[Word]
) -> Floats:
    """Return the head's probabilities, shape (len(words), len(CLASSES))."""
    table = weights["letters"]
    letters = np.stack([table[list(letter_groups(w.text))].mean(axis=0) for w in words])
    state = np.maximum(states @ weights["state.weight"].T + weights["state.bias"], 0)
    hidden = np.concatenate([state, seen, letters], axis=1)
    hidden = _convolve(hidden, weights["near.weight"], weights["near.bias"])
    hidden = _convolve(hidden, weights["far.weight"], weights["far.bias"])
    scores = hidden @ weights["out.weight"].T + weights["out.bias"]
    scores = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = scores / scores.sum(axis=1, keepdims=True)
    return found


def _convolve(rows: Floats, weight: Floats, bias: Floats) -> Floats:
    """Apply a one-dimensional convolution of odd width, padded with zeros, and ReLU.

    ``weight`` has torch's shape (outputs, inputs, width).
    """
    width = weight.shape[2]
    padded = np.pad(rows, ((width // 2, width // 2), (0, 0)))
    total = bias + sum(padded[i : i + len(rows)] @ weight[:, :, i].T for i in range(width))
    found: Floats = np.maximum(total, 0)
    return found


def decode(words: Sequence[Word], scores: Floats) -> Iterator[Tag]:
    """Turn each word's most likely class into runs of words of one label."""
    run: list[Word] = []
    label: Label | None = None
    certainties: list[float] = []
    classes, sure = scores.argmax(axis=1).tolist(), scores.max(axis=1).tolist()
    for word, best, certainty in zip(words, classes, sure, strict=True):
        is_begin = best % 2 == 1
        own = LABELS[(best - 1) // 2] if best else None
        if run and label and (own != label or is_begin):
            yield Tag(run[0].start, run[-1].end, label, fmean(certainties))
            run, certainties = [], []
        if own is not None:
            run.append(word)
            certainties.append(certainty)
        label = own
    if run and label:
        yield Tag(run[0].start, run[-1].end, label, fmean(certainties))


def read_head(path: Path) -> dict[str, Floats]:
    """Return the weights of a head; raise InvalidModel where the file does not fit this code."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        weights = {name: rows.astype(np.float32) for name, rows in load_file(path).items()}
    except (OSError, SafetensorError) as error:
        raise InvalidModel(f"{path}: no readable head of the name tagger ({error})") from None
    try:
        width = len(weights["state.bias"]) + FEATURES + weights["letters"].shape[1]
        fits = weights["near.weight"].shape[1] == width
        fits = fits and weights["out.bias"].shape == (len(CLASSES),)
    except KeyError:
        fits = False
    if not fits:
        raise InvalidModel(f"{path}: not a head for this version; train it again")
    return weights


def name_tagger() -> NameTagger:
    """Return the tagger on the one base encoder of this process."""
    return _tagger_on(base_encoder())


@cache
def _tagger_on(encoder: SentenceEncoder) -> NameTagger:
    return NameTagger(read_head(HEAD), encoder)
