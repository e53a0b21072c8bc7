"""Milvus Lite files stand for the server: the same client, the same calls, one local process."""

from __future__ import annotations

import fcntl
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest

from vademecum.retrieval import Access, Query
from vademecum.retrieval.derived import IndexSettings, build_indexes, open_indexes
from vademecum.retrieval.errors import MissingExtra, OperatorError
from vademecum.retrieval.library import Library
from vademecum.retrieval.milvus import MilvusIndex, _filter
from vademecum.retrieval.search import HybridSearch, SearchSettings
from vademecum.retrieval.testing.contracts import VectorIndexContract

from .conftest import PUBLIC, CountingEncoder, document

pytestmark = pytest.mark.skipif(
    find_spec("milvus_lite") is None,
    reason="Milvus Lite is not installed (it needs faiss-cpu: extra milvus-lite)",
)
Add = Callable[..., object]


@pytest.fixture
def file(tmp_path: Path) -> Iterator[str]:
    path = str(tmp_path / "milvus.db")
    yield path
    stop(path)


@pytest.fixture
def milvus(file: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("VADEMECUM_VECTOR_URI", file)
    return file


def stop(path: str) -> None:
    """End the file's server, as the end of its process does; the next client starts a new one."""
    from milvus_lite.server_manager import server_manager_instance

    server_manager_instance.release_server(path)


def collections(path: str) -> list[str]:
    from pymilvus import MilvusClient

    return sorted(MilvusClient(path).list_collections())


class TestMilvusLite(VectorIndexContract):
    @pytest.fixture
    def build(self, file: str) -> Callable[[np.ndarray], MilvusIndex]:
        built: list[MilvusIndex] = []

        def run(vectors: np.ndarray) -> MilvusIndex:
            built.append(MilvusIndex.build(vectors, file, f"library_{len(built)}"))
            return built[-1]

        return run

    @pytest.fixture
    def load(self) -> Callable[[Path], MilvusIndex]:
        return MilvusIndex.load

    @pytest.fixture
    def vectors(self) -> np.ndarray:
        # Sums that are exact in any order: twins have equal scores wherever they are stored.
        rows = np.random.default_rng(7).integers(-4, 5, (200, 32)).astype(np.float32) / 8
        rows[180:] = rows[:20]
        return rows


def random_vectors(count: int) -> np.ndarray:
    return np.random.default_rng(3).standard_normal((count, 16)).astype(np.float32)


@pytest.mark.parametrize("forbidden", [0, 1, 7, 1_200, 2_392, 2_399])
def test_filters_in_both_directions_neither_leak_nor_shorten(file: str, forbidden: int) -> None:
    from pymilvus import MilvusClient

    vectors = random_vectors(2_400)  # three lots
    best_first = np.argsort(-(vectors @ vectors[0]))
    allowed = np.ones(len(vectors), dtype=bool)
    allowed[best_first[:forbidden]] = False  # forbid exactly what would be found
    index = MilvusIndex.build(vectors, file, "c")
    rows, scores = index.search(vectors[0], 50, allowed)
    assert rows.tolist() == best_first[forbidden : forbidden + 50].tolist()
    np.testing.assert_allclose(scores, (vectors @ vectors[0])[rows], atol=1e-5)
    # The filter alone is enough: the exact scores of every row are not what filled the result.
    (hits,) = MilvusClient(file).search("c", [vectors[0]], filter=_filter(allowed), limit=50)
    assert [hit["row"] for hit in hits] == rows.tolist()


def test_a_k_beyond_the_limit_of_the_server_is_answered_in_full(file: str) -> None:
    vectors = random_vectors(300)
    index = MilvusIndex.build(vectors, file, "c")
    allowed = np.arange(300) % 2 == 0
    expected = index.search(vectors[1], 120, allowed)
    index.max_limit = 40
    found = index.search(vectors[1], 120, allowed)
    assert found[0].tolist() == expected[0].tolist()
    np.testing.assert_allclose(found[1], expected[1], atol=1e-5)


def test_rows_that_the_server_lost_are_told(file: str) -> None:
    from pymilvus import MilvusClient

    index = MilvusIndex.build(random_vectors(10), file, "c")
    MilvusClient(file).delete("c", ids=[4])
    with pytest.raises(OperatorError, match="lacks rows"):
        index.scores(random_vectors(10)[0], np.array([4], dtype=np.int64))


WORDS = ["fever", "contract", "lesson", "dose", "court", "infant", "school", "appeal"]


def fill(add: Add) -> None:
    for n in range(40):
        words = [WORDS[n % 8], WORDS[(3 * n + n // 8) % 8], WORDS[(5 * n) % 8]]
        groups = ("public",) if n % 4 else ("staff",)
        add(document(f"d{n:02}", f"About {' and '.join(words)}, part {n}.", groups=groups))


def answers(library: Library, encoder: CountingEncoder, *notices: list[str]) -> list[object]:
    tell = notices[0].append if notices else lambda line: None
    search = HybridSearch(library, encoder, SearchSettings(candidates=20), tell)
    return [
        (hit.document.id, hit.ranks, round(hit.score, 4), round(hit.cosine or 0.0, 4))
        for groups in ("public", "staff")
        for mode in ("hybrid", "dense", "lexical")
        for text in ("fever in an infant", "court of appeal", "a lesson at school")
        for hit in search.search(Query(text=text, allow=Access.of(groups), mode=mode, k=12))
    ]


def test_a_library_over_milvus_finds_what_it_finds_over_faiss(
    library: Library,
    add: Add,
    encoder: CountingEncoder,
    file: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fill(add)
    over_faiss = answers(library, encoder)
    monkeypatch.setenv("VADEMECUM_VECTOR_URI", file)
    assert answers(library, encoder) == over_faiss
    assert len(over_faiss) > 100
    assert isinstance(open_indexes(library, encoder, IndexSettings()).dense, MilvusIndex)
    monkeypatch.delenv("VADEMECUM_VECTOR_URI")
    notices: list[str] = []
    assert answers(library, encoder, notices) == over_faiss
    assert notices == []


def test_a_restarted_server_and_a_new_client_find_the_same(
    library: Library, add: Add, encoder: CountingEncoder, milvus: str
) -> None:
    fill(add)
    before = answers(library, encoder)
    held = collections(milvus)
    stop(milvus)
    notices: list[str] = []
    assert answers(library, encoder, notices) == before
    assert notices == []
    assert collections(milvus) == held


def test_a_removed_document_is_gone_with_its_collection(
    library: Library, add: Add, encoder: CountingEncoder, milvus: str
) -> None:
    add(document("d", "Fever in infants."), document("e", "Fever in adults."))
    search = HybridSearch(library, encoder, SearchSettings())
    query = Query(text="fever in infants", allow=PUBLIC, mode="dense")
    assert [h.document.id for h in search.search(query)] == ["d", "e"]
    (older,) = collections(milvus)
    library.remove("d")
    assert [h.document.id for h in search.search(query)] == ["e"]
    (newer,) = collections(milvus)
    assert newer != older
    library.remove("e")
    assert search.search(query) == ()


def test_another_library_and_a_strangers_collection_are_left_alone(
    library: Library, add: Add, encoder: CountingEncoder, milvus: str, tmp_path: Path
) -> None:
    MilvusIndex.build(random_vectors(3), milvus, "vademecum_1_notes")
    other = Library(tmp_path / "other")
    open_indexes(other, encoder, IndexSettings())
    held = set(collections(milvus))
    for n in range(3):
        add(document(f"d{n}", "Text."))
        open_indexes(library, encoder, IndexSettings())
    assert held < set(collections(milvus))
    assert len(collections(milvus)) == len(held) + 1
    other.close()


def test_nothing_is_dropped_while_a_writer_may_keep_others_on_it(
    library: Library, add: Add, encoder: CountingEncoder, milvus: str
) -> None:
    add(document("d", "Fever."))
    serving = HybridSearch(library, encoder, SearchSettings())
    query = Query(text="fever", allow=PUBLIC)
    assert len(serving.search(query)) == 1
    add(document("e", "Fever again."))
    with library.writing():
        open_indexes(library, encoder, IndexSettings())  # another process starts meanwhile
        assert len(serving.search(query)) == 1
        assert len(collections(milvus)) == 2
    assert len(serving.search(query)) == 2
    add(document("f", "Fever once more."))
    assert len(serving.search(query)) == 3
    assert len(collections(milvus)) == 1


def test_who_builds_later_takes_the_collection_that_is_there(
    library: Library, add: Add, encoder: CountingEncoder, milvus: str
) -> None:
    fill(add)
    faster = build_indexes(library, encoder, IndexSettings())
    held = collections(milvus)
    slower = build_indexes(library, encoder, IndexSettings())
    assert collections(milvus) == held
    query = encoder.encode(["fever"])[0]
    found = [indexes.dense.search(query, 9, None)[0].tolist() for indexes in (faster, slower)]
    assert found[0] == found[1]


def test_a_lost_collection_is_rebuilt_with_one_notice(
    library: Library, add: Add, encoder: CountingEncoder, milvus: str
) -> None:
    from pymilvus import MilvusClient

    fill(add)
    before = answers(library, encoder)
    MilvusClient(milvus).drop_collection(collections(milvus)[0])
    notices: list[str] = []
    assert answers(library, encoder, notices) == before
    assert len(notices) == 1
    assert "rebuilding it from the library" in notices[0]


@pytest.mark.parametrize("user", ["", "root:se@cr@t@"])
def test_an_unreachable_server_is_told_in_one_line(
    user: str,
    library: Library,
    add: Add,
    encoder: CountingEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("VADEMECUM_VECTOR_URI", f"http://{user}127.0.0.1:{port}")
    add(document("d", "Text."))
    started = perf_counter()
    with pytest.raises(OperatorError) as told:
        open_indexes(library, encoder, IndexSettings())
    assert perf_counter() - started < 20
    assert f"127.0.0.1:{port}" in str(told.value)
    assert "VADEMECUM_VECTOR_URI" in str(told.value)
    assert "\n" not in str(told.value)
    assert "cr@t" not in str(told.value)
    assert not (library.folder / "index").exists()


def test_a_password_is_written_nowhere(file: str, tmp_path: Path) -> None:
    from vademecum.retrieval.milvus import milvus_stamp

    index = MilvusIndex.build(random_vectors(2), file, "c")
    index._uri = "https://root:secret@milvus.example:19530/law"
    index.save(tmp_path)
    assert "https://milvus.example:19530/law" in (tmp_path / "milvus.json").read_text()
    assert "secret" not in (tmp_path / "milvus.json").read_text() + milvus_stamp(index._uri)


_SEARCH = """
import sys
import numpy as np
from vademecum.retrieval.errors import OperatorError
from vademecum.retrieval.milvus import MilvusIndex
try:
    MilvusIndex(sys.argv[1], "missing", 3).search(np.ones(16, dtype=np.float32), 2, None)
except OperatorError as error:
    print(error)
"""


@pytest.mark.parametrize("is_held", [True, False])
def test_a_process_that_fails_says_one_line_and_logs_none(file: str, is_held: bool) -> None:
    Path(file).mkdir()
    with (Path(file) / "LOCK").open("w") as lock:
        if is_held:
            fcntl.flock(lock, fcntl.LOCK_EX)
        run = subprocess.run(
            [sys.executable, "-c", _SEARCH, file], capture_output=True, text=True, check=True
        )
    assert run.stderr == ""
    assert len(run.stdout.splitlines()) == 1
    expected = "one process at a time" if is_held else "collection 'missing' does not exist"
    assert expected in run.stdout


@pytest.mark.parametrize(
    ("uri", "kind", "message"),
    [
        ("nonsense", "FLAT", "nonsense is illegal"),
        ("http://root:se/cr@t@host", "FLAT", "no address: http://host; expected"),
        ("/no/such/folder/x.db", "FLAT", "not exists"),
        ("http://127.0.0.1:1", "HNSW", "expected FLAT or GPU_CAGRA"),
        ("x.db", "GPU_CAGRA", "has only FLAT"),
    ],
)
def test_a_setting_that_cannot_be_met_is_told(
    uri: str,
    kind: str,
    message: str,
    library: Library,
    encoder: CountingEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VADEMECUM_VECTOR_URI", uri)
    monkeypatch.setenv("VADEMECUM_MILVUS_INDEX", kind)
    with pytest.raises(OperatorError, match=message):
        open_indexes(library, encoder, IndexSettings())


def test_a_missing_client_names_the_extra(
    library: Library, encoder: CountingEncoder, milvus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(MissingExtra, match=r"vademecum\[cluster\]"):
        open_indexes(library, encoder, IndexSettings())


def test_the_client_is_loaded_only_where_it_is_used() -> None:
    code = "import vademecum.retrieval.search, sys; print('pymilvus' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
