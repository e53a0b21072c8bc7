from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch

from vademecum.evals.selecting import sentence_net, span_net
from vademecum.evals.selecting.sentence_net import sentence_scores
from vademecum.evals.selecting.sentence_training import SentenceNet, train_sentences
from vademecum.evals.selecting.sentences import COLUMNS, Choices
from vademecum.evals.selecting.span_net import best_span, edge_scores
from vademecum.evals.selecting.span_training import SpanNet, batch, train_spans
from vademecum.evals.selecting.span_words import KNOWN, LAYERS, MOST_WORDS, read_words

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

SIZE = 8


class LetterReader:
    """Read each part as the letters it begins with."""

    def encode_layers(
        self,
        texts: Sequence[str],
        spans: Sequence[Sequence[tuple[int, int]]],
        layers: Sequence[int],
    ) -> list[Floats]:
        found = []
        for text, own in zip(texts, spans, strict=True):
            rows = np.zeros((len(own), SIZE * len(layers)), dtype=np.float32)
            for row, (start, _) in zip(rows, own, strict=True):
                row[ord(text[start].lower()) % SIZE :: SIZE] = len(layers) ** -0.5
            found.append(rows)
        return found


PAIRS = [
    ("Who went?", f"Then {'slowly ' * n}went Zora {'and Quill ' * (n % 3)}home.") for n in range(12)
]
RANGES = [(n + 2, n + 3) for n in range(12)]


def test_of_a_long_sentence_the_first_words_are_read() -> None:
    (read,) = read_words([("Who?", "word " * 200)], LetterReader())
    assert len(read.words) == MOST_WORDS
    assert read.states.shape == (MOST_WORDS, SIZE * len(LAYERS))
    assert read.known.shape == (MOST_WORDS, KNOWN)
    (empty,) = read_words([("Who?", "")], LetterReader())
    assert empty.known.shape == (0, KNOWN)


def test_the_likeliest_span_never_ends_before_it_starts_nor_is_too_long() -> None:
    scores = np.array([[0.0, 9.0], [6.0, 0.0], [0.0, 1.0], [0.0, 4.0]], dtype=np.float32)
    first, end, chance = best_span(scores)
    assert (first, end) == (1, 4)
    assert np.exp(chance) < 1
    assert best_span(scores, longest=2)[:2] == (0, 1)
    # Three ranges of two words are equally likely.
    assert best_span(np.zeros((2, 2), dtype=np.float32)) == (0, 1, pytest.approx(-np.log(3)))


def test_numpy_and_torch_agree_whatever_stands_beside() -> None:
    torch.manual_seed(0)
    net = SpanNet(SIZE * len(LAYERS)).eval()
    read = read_words(PAIRS[:4], LetterReader())
    with torch.no_grad():
        together = net(*batch(read)).numpy()
    for row, own in zip(together, read, strict=True):
        alone = edge_scores(own, net.weights())
        assert np.allclose(row[: len(own.words)], alone, atol=0.02)
    shapes = {name: part.shape for name, part in net.weights().items()}
    assert shapes == span_net.shapes(SIZE * len(LAYERS))


def test_spans_are_learned_and_the_same_seed_gives_the_same_weights() -> None:
    read = read_words(PAIRS, LetterReader())
    is_stop = [n % 4 == 0 for n in range(len(PAIRS))]
    told: list[float] = []
    weights = train_spans(
        read, RANGES, is_stop, 0, lambda n, of, share: told.append(share), epochs=30
    )
    assert len(told) == 30
    assert max(told) == 1.0
    assert best_span(edge_scores(read[0], weights))[:2] == RANGES[0]
    again = train_spans(read, RANGES, is_stop, 0, epochs=30)
    assert all(np.array_equal(weights[name], again[name]) for name in weights)


def question(n: int, size: int = 32) -> Choices:
    """Return five sentences; the right one shares the direction of the question."""
    rng = np.random.default_rng(n)
    asked = rng.normal(0, 1, (3, size))
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    each = [rng.normal(0, 1, (2 + k, size)) for k in range(5)]
    each[n % 5][0] = asked[0] * 2
    tokens = [own / np.linalg.norm(own, axis=1, keepdims=True) for own in each]
    # The level of the features says nothing.
    rows = np.full((5, COLUMNS), n, dtype=np.float32)
    none = Choices((), rows, rows[:, :7], asked.astype(np.float16), ())
    return none._replace(tokens=tuple(own.astype(np.float16) for own in tokens))


HOLDS = [np.eye(5, dtype=np.float32)[n % 5] for n in range(60)]


def test_sentences_in_numpy_and_in_torch_get_the_same_score_whatever_stands_beside() -> None:
    torch.manual_seed(0)
    several = [question(n) for n in range(3)]
    net = SentenceNet(32, np.ones(COLUMNS, np.float32), np.full(COLUMNS, 2, np.float32)).eval()
    for part in net.w.values():
        part.data += 0.1 * torch.randn(part.shape)
    with torch.no_grad():
        together = net(net.lot(several)).numpy()
    alone = np.concatenate([sentence_scores(own, net.weights()) for own in several])
    assert np.allclose(together, alone, atol=0.05)
    assert np.ptp(alone) > 0.2
    found = {n: part.shape for n, part in net.weights().items()}
    assert found == sentence_net.shapes(32)


def test_sentences_compete_within_their_question() -> None:
    several = [question(n) for n in range(60)]
    is_stop = [n % 6 == 0 for n in range(60)]
    weights = train_sentences(several, HOLDS, is_stop, 0, epochs=40)
    said = [int(sentence_scores(own, weights).argmax()) for own in several]
    assert np.mean([said[n] == n % 5 for n in range(60)]) > 0.8
    again = train_sentences(several, HOLDS, is_stop, 0, epochs=40)
    assert all(np.array_equal(weights[name], again[name]) for name in weights)
