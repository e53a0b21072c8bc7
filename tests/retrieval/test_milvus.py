from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from vademecum.retrieval import Query
from vademecum.retrieval.errors import OperatorError
from vademecum.retrieval.library import Library
from vademecum.retrieval.milvus import MilvusIndex
from vademecum.retrieval.search import HybridSearch, SearchSettings
from vademecum.retrieval.testing.contracts import VectorIndexContract

from .conftest import PUBLIC, CountingEncoder, document

pytest.importorskip("pymilvus")
pytest.importorskip("milvus_lite")
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.slow]


class TestMilvusLite(VectorIndexContract):
    @pytest.fixture
    def uri(self, tmp_path: Path) -> str:
        return str(tmp_path / "vectors.db")

    @pytest.fixture
    def build(self, uri: str) -> Callable[[np.ndarray], MilvusIndex]:
        names = iter(f"collection_{n}" for n in range(100))
        return lambda vectors: MilvusIndex.build(vectors, uri, next(names))

    @pytest.fixture
    def load(self) -> Callable[[Path], MilvusIndex]:
        return MilvusIndex.load


def found(search: HybridSearch) -> list[str]:
    query = Query(text="fever in infants", allow=PUBLIC)
    return [hit.document.id for hit in search.search(query)]


def test_a_library_finds_the_same_as_over_faiss_also_after_a_removal_and_a_restart(
    library: Library,
    add: Callable[..., object],
    encoder: CountingEncoder,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = ("Fever in infants.", "Contracts and courts.", "Infants and lessons.", "A fever.")
    add(*(document(f"d{n}", text) for n, text in enumerate(texts)))
    expected = found(HybridSearch(library, encoder, SearchSettings()))
    monkeypatch.setenv("VADEMECUM_VECTOR_URI", str(tmp_path / "vectors.db"))
    search = HybridSearch(library, encoder, SearchSettings())
    assert found(search) == expected
    library.remove("d3")
    assert found(search) == [identity for identity in expected if identity != "d3"]
    again = HybridSearch(library, encoder, SearchSettings())
    assert found(again) == found(search)
    assert (tmp_path / "vectors.db").exists()


def test_a_server_that_does_not_answer_is_told_in_one_line(
    library: Library,
    add: Callable[..., object],
    encoder: CountingEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add(document("d", "Fever."))
    monkeypatch.setenv("VADEMECUM_VECTOR_URI", "http://127.0.0.1:9")
    with pytest.raises(OperatorError) as caught:
        HybridSearch(library, encoder, SearchSettings()).search(Query(text="fever", allow=PUBLIC))
    assert "\n" not in str(caught.value)
