"""The contracts of the seams as test classes: inherit one, override its fixtures, run pytest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from ..protocols import Encoder, Generator, VectorIndex
from ..types import Access, Context, Query
from .fakes import hit

if TYPE_CHECKING:
    from ..protocols import Floats

_TEXTS = ("A bond is a loan.", "Stroke signs start suddenly.", "Seven times six is 42.")


class EncoderContract:
    """What every encoder keeps. Override ``encoder``."""

    @pytest.fixture
    def encoder(self) -> Encoder:
        """Return the encoder under test."""
        raise NotImplementedError("override the fixture 'encoder'")

    def test_it_satisfies_the_protocol(self, encoder: Encoder) -> None:
        """It has a stamp, which does not change."""
        assert isinstance(encoder, Encoder)
        assert encoder.stamp
        assert encoder.stamp == encoder.stamp

    def test_rows_are_unit_float32_vectors(self, encoder: Encoder) -> None:
        """Every row has length 1."""
        vectors = encoder.encode(_TEXTS)
        assert vectors.dtype == np.float32
        assert vectors.shape[0] == len(_TEXTS)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)

    def test_rows_follow_the_order_of_the_texts(self, encoder: Encoder) -> None:
        """Neither order nor company changes a vector."""
        together = encoder.encode(_TEXTS)
        np.testing.assert_allclose(encoder.encode(_TEXTS[::-1])[::-1], together, atol=1e-3)
        np.testing.assert_allclose(encoder.encode([_TEXTS[1]])[0], together[1], atol=1e-3)

    def test_no_texts_give_no_rows(self, encoder: Encoder) -> None:
        """The shape of nothing is (0, dimension)."""
        assert encoder.encode([]).shape == (0, encoder.encode(["word"]).shape[1])

    def test_an_empty_text_has_a_finite_vector(self, encoder: Encoder) -> None:
        """An empty text neither fails nor gives NaN."""
        assert np.isfinite(encoder.encode(["", " "])).all()


class VectorIndexContract:
    """What every vector index keeps. Override ``build`` and ``load``."""

    @pytest.fixture
    def build(self) -> Callable[[Floats], VectorIndex]:
        """Return a function that builds the index over the rows of a matrix."""
        raise NotImplementedError("override the fixture 'build'")

    @pytest.fixture
    def load(self) -> Callable[[Path], VectorIndex]:
        """Return a function that loads the index which ``save`` wrote into a folder."""
        raise NotImplementedError("override the fixture 'load'")

    @pytest.fixture
    def vectors(self) -> Floats:
        """Return 200 vectors of 32 dimensions and about length 1; the last 20 repeat the first.

        Every number fits into half a float, so that an index may keep float16 and stay exact.
        """
        rows = np.random.default_rng(7).standard_normal((200, 32)).astype(np.float32)
        rows[180:] = rows[:20]
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows.astype(np.float16).astype(np.float32)

    def test_it_satisfies_the_protocol(
        self, build: Callable[[Floats], VectorIndex], vectors: Floats
    ) -> None:
        """It has the three methods."""
        assert isinstance(build(vectors), VectorIndex)

    def test_scores_fall_and_ties_rise_by_row(
        self, build: Callable[[Floats], VectorIndex], vectors: Floats
    ) -> None:
        """The result is the brute-force one, row for row."""
        index = build(vectors)
        for query in vectors[:5]:
            rows, scores = index.search(query, 50, None)
            exact = vectors @ query
            assert (np.diff(scores) <= 0).all()
            np.testing.assert_allclose(scores, exact[rows], atol=1e-5)
            np.testing.assert_allclose(scores, np.sort(exact)[::-1][:50], atol=1e-5)
            equal = np.flatnonzero(np.diff(scores) == 0)
            assert (rows[equal] < rows[equal + 1]).all()

    def test_twins_at_the_cut_keep_the_lower_row(
        self, build: Callable[[Floats], VectorIndex], vectors: Floats
    ) -> None:
        """Of two equal vectors, the lower row is the one that fits."""
        rows, _ = build(vectors).search(vectors[3], 1, None)
        assert rows.tolist() == [3]
        rows, _ = build(vectors).search(vectors[3], 2, None)
        assert rows.tolist() == [3, 183]

    @pytest.mark.parametrize("share", [0.0, 0.01, 0.1, 0.5, 1.0])
    def test_a_mask_neither_leaks_nor_shortens(
        self, build: Callable[[Floats], VectorIndex], vectors: Floats, share: float
    ) -> None:
        """A forbidden row never returns, and the best allowed rows fill its place."""
        allowed = np.random.default_rng(11).random(len(vectors)) < share
        rows, scores = build(vectors).search(vectors[0], 30, allowed)
        assert len(rows) == len(scores) == min(30, int(allowed.sum()))
        assert allowed[rows].all()
        best = np.sort((vectors @ vectors[0])[allowed])[::-1][:30]
        np.testing.assert_allclose(scores, best, atol=1e-5)

    def test_k_beyond_the_rows_gives_every_row(
        self, build: Callable[[Floats], VectorIndex], vectors: Floats
    ) -> None:
        """Each row comes once."""
        rows, scores = build(vectors).search(vectors[0], 1000, None)
        assert sorted(rows.tolist()) == list(range(len(vectors)))
        assert np.isfinite(scores).all()

    def test_scores_are_exact(
        self, build: Callable[[Floats], VectorIndex], vectors: Floats
    ) -> None:
        """Named rows come back in the order that they were named in, repeats included."""
        rows = np.array([5, 199, 0, 5], dtype=np.int64)
        scores = build(vectors).scores(vectors[2], rows)
        np.testing.assert_allclose(scores, vectors[rows] @ vectors[2], atol=1e-5)
        assert len(build(vectors).scores(vectors[2], rows[:0])) == 0

    def test_a_saved_index_finds_the_same(
        self,
        build: Callable[[Floats], VectorIndex],
        load: Callable[[Path], VectorIndex],
        vectors: Floats,
        tmp_path: Path,
    ) -> None:
        """Saving and loading changes no result."""
        index = build(vectors)
        index.save(tmp_path)
        allowed = np.arange(len(vectors)) % 3 != 0
        before = index.search(vectors[9], 20, allowed)
        after = load(tmp_path).search(vectors[9], 20, allowed)
        assert before[0].tolist() == after[0].tolist()
        np.testing.assert_allclose(before[1], after[1], atol=1e-6)


class GeneratorContract:
    """What every generator keeps. Override ``generator``."""

    @pytest.fixture
    def generator(self) -> Generator:
        """Return the generator under test."""
        raise NotImplementedError("override the fixture 'generator'")

    @pytest.fixture
    def query(self) -> Query:
        """Return a question that the context answers."""
        return Query(text="What is a bond?", allow=Access.of("public"))

    @pytest.fixture
    def context(self) -> Context:
        """Return passages that stand in the middle of longer documents."""
        whole = "Preface. A bond is a loan to a company. It pays interest twice a year. The end."
        bond = "A bond is a loan to a company. It pays interest twice a year."
        share = "A share is a part of a company. Its owner may vote."
        return Context(hits=(hit(bond, document_text=whole), hit(share, document_id="d2")))

    def test_it_satisfies_the_protocol(self, generator: Generator) -> None:
        """It generates."""
        assert isinstance(generator, Generator)

    def test_quotes_are_verbatim_at_their_offsets(
        self, generator: Generator, query: Query, context: Context
    ) -> None:
        """A citation of a passage of the context quotes its document, inside that passage."""
        found = {h.passage.id: h for h in context.hits}
        for claim in generator.generate(query, context).claims:
            assert claim.text.strip()
            for citation in claim.citations:
                if citation.passage_id not in found:
                    assert not citation.quote
                    continue
                cited = found[citation.passage_id]
                assert citation.document_id == cited.document.id
                assert cited.passage.start <= citation.start < citation.end <= cited.passage.end
                assert cited.document.text[citation.start : citation.end] == citation.quote

    def test_statuses_are_left_to_grounding(
        self, generator: Generator, query: Query, context: Context
    ) -> None:
        """A generator does not judge itself."""
        claims = generator.generate(query, context).claims
        assert {c.status for claim in claims for c in claim.citations} <= {"not_checked"}

    def test_nothing_cites_an_empty_context(self, generator: Generator, query: Query) -> None:
        """Without passages there is nothing to cite, and no failure."""
        for claim in generator.generate(query, Context(hits=())).claims:
            assert not claim.citations
