from __future__ import annotations

import gzip
from pathlib import Path

import ir_measures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vademecum.evals.ranking import ranking_values
from vademecum.evals.trec import ESCAPED, escaped, read_run, unescaped, write_qrels, write_run
from vademecum.retrieval.errors import InvalidInput

QRELS = {"q1": {"a": 2, "b": 1, "c": 0}, "q2": {"z": 1, "the file.txt": 1}}
RUN = {
    "q1": [("c", 3.0), ("a", 2.0), ("x", 2.0), ("b", 2.0)],  # ties that trec_eval would turn round
    "q2": [("a", 1.0), ("the file.txt", 1.0 - 1e-12), ("z", -5.0)],  # a tie in 32-bit floats
}
THEIRS = {
    "nDCG@10": "nDCG@10",
    "RR@10": "RR@10",
    "Success@1": "hit@1",
    "R@10": "recall@10",
    "R@100": "recall@100",
}


def their_values(qrels: Path, run: Path) -> dict[str, dict[str, float]]:
    """Give what ir_measures says of the two files, read by its own readers."""
    found: dict[str, dict[str, float]] = {}
    for metric in ir_measures.iter_calc(
        [ir_measures.parse_measure(name) for name in THEIRS],
        list(ir_measures.read_trec_qrels(str(qrels))),
        list(ir_measures.read_trec_run(str(run))),
    ):
        values = found.setdefault(unescaped(metric.query_id), {})
        values[THEIRS[str(metric.measure)]] = metric.value
    return found


def test_what_others_measure_is_what_we_measure(tmp_path: Path) -> None:
    write_run(tmp_path / "run.txt", RUN, "ours")
    write_qrels(tmp_path / "qrels.txt", QRELS)
    ours = ranking_values(QRELS, {q: [d for d, _ in docs] for q, docs in RUN.items()})
    assert their_values(tmp_path / "qrels.txt", tmp_path / "run.txt") == {
        query: pytest.approx(values) for query, values in ours.items()
    }


def test_the_forms(tmp_path: Path) -> None:
    write_run(tmp_path / "run", {"q": [("d 1", 0.5), ("e", 0.5), ("e", 0.1)]}, "ours")
    assert (tmp_path / "run").read_text() == (
        "q Q0 percent-encoded:d%201 1 0.5 ours\nq Q0 e 2 0.49999997 ours\n"
    )
    write_qrels(tmp_path / "qrels", {"q": {"d": 2, "e": 0, "f": -1}})
    assert (tmp_path / "qrels").read_text() == "q 0 d 2\nq 0 e 0\nq 0 f -1\n"


def test_compressed_files_are_the_same_bytes_every_time(tmp_path: Path) -> None:
    for name in ("one.gz", "two.gz"):
        write_run(tmp_path / name, RUN, "ours")
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    assert read_run(tmp_path / "one.gz").keys() == RUN.keys()


@settings(deadline=None)  # it writes files
@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=5), st.floats(-1e30, 1e30, width=64)),
        max_size=12,
        unique_by=lambda pair: pair[0],
    ),
    st.text(min_size=1, max_size=5),
)
def test_ids_and_their_order_come_back(
    tmp_path_factory: pytest.TempPathFactory, documents: list[tuple[str, float]], query: str
) -> None:
    path = tmp_path_factory.mktemp("run") / "run"
    documents = [*documents, ("last", -1e38)]
    write_run(path, {query: documents}, "ours")
    [(name, found)] = read_run(path).items()
    assert name == query
    assert [d for d, _ in found] == list(dict.fromkeys(d for d, _ in documents))


@pytest.mark.parametrize(
    ("identity", "word"),
    [
        ("a%20b", "a%20b"),
        ("Größe/1", "Größe/1"),
        ("a b", ESCAPED + "a%20b"),
        ("a\u00a0b%", ESCAPED + "a%C2%A0b%25"),
        ("\ufeffa\n", ESCAPED + "%EF%BB%BFa%0A"),
        (ESCAPED + "a", ESCAPED + "percent-encoded:a"),
    ],
)
def test_only_ids_that_break_columns_are_escaped(identity: str, word: str) -> None:
    assert escaped(identity) == word
    assert unescaped(word) == identity


def test_the_order_is_that_of_trec_eval(tmp_path: Path) -> None:
    path = tmp_path / "run.txt"
    path.write_bytes(
        b"\xef\xbb\xbfq2 Q0 d 1 7 t\n"
        b"\n"
        b"q1\tQ0\tlow\t1\t-2e1\tt\r\n"
        b"q1 Q0 tie-a 9 1.5 t\n"
        b"q1 Q0 tie-b 9 1.5 t\n"
        b"q1 Q0 near 9 1.50000000001 t\n"
        b"q1 Q0 top 3 2 t\n"
    )
    assert read_run(path) == {
        "q2": [("d", 7.0)],
        "q1": [
            ("top", 2.0),
            ("tie-b", 1.5),
            ("tie-a", 1.5),
            ("near", 1.50000000001),  # a tie for trec_eval, and the smallest id
            ("low", -20.0),
        ],
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("q Q0 d 1 0.5", "5 columns; expected query Q0 document rank score tag"),
        ("q Q0 d 1 0.5 my tag", "7 columns"),
        ("q Q0 d 1 high t", "the score 'high' is no finite number"),
        ("q Q0 d 1 nan t", "the score 'nan' is no finite number"),
        ("q Q0 a 2 0.5 t", "q has the document a twice"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "run.txt"
    path.write_text(f"q Q0 a 1 1 t\n\n{line}\n")
    with pytest.raises(InvalidInput, match=f"run.txt:3: {said}"):
        read_run(path)


def test_a_file_that_is_no_run(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b"q Q0 d 1 1 t\n")[:-9])
    for name, said in (
        ("empty", "no line"),
        ("bytes", "not readable"),
        ("cut.gz", "not readable"),
        ("missing", "not readable"),
    ):
        with pytest.raises(InvalidInput, match=f"{name}: {said}"):
            read_run(tmp_path / name)


@pytest.mark.parametrize(
    ("run", "tag", "said"),
    [
        ({"q": [("", 1.0)]}, "ours", "an empty id"),
        ({"q": [("\ud800", 1.0)]}, "ours", "no Unicode text"),
        ({"q": [("d", float("nan"))]}, "ours", "no 32-bit float holds the score nan"),
        ({"q": [("d", 1e300)]}, "ours", "no 32-bit float"),
        ({"q": [("d", 1.0)]}, "my run", "give one word"),
        ({"q": [("d", 1.0)]}, "", "give one word"),
    ],
)
def test_what_cannot_be_written(
    tmp_path: Path, run: dict[str, list[tuple[str, float]]], tag: str, said: str
) -> None:
    with pytest.raises(InvalidInput, match=said):
        write_run(tmp_path / "run", run, tag)
    assert not list(tmp_path.iterdir())
