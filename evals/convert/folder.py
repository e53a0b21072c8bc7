"""Write a BEIR folder so that it is there whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from ..halves import PARAPHRASE
from ..sets.reworded import wordings

REWORDED: Final = "reworded"


class Judged(Noun):
    """A question, its relevant documents, and the kind of question it is."""

    id: str
    text: str
    gold: tuple[str, ...]
    kind: str
    split: str | None = None


class Origin(Noun):
    """Where a set comes from: what the README of a converted folder must say."""

    name: str
    licence: str
    citation: str
    source: str


def reworded(name: str, questions: Iterable[Judged]) -> list[Judged]:
    """Return those of ``questions`` that the project has in other words, of a kind of their own."""
    texts = wordings(name)
    return [
        question.model_copy(
            update={
                "id": question.id + PARAPHRASE,
                "text": texts[question.id],
                "kind": REWORDED,
            }
        )
        for question in questions
        if question.id in texts
    ]


@contextmanager
def new_folder(dst: Path) -> Iterator[Path]:
    """Yield a temporary folder beside ``dst`` and rename it to ``dst`` when all went well."""
    if dst.exists() and (not dst.is_dir() or any(dst.iterdir())):
        raise InvalidInput(f"{dst}: exists and is not empty; remove it or name another folder")
    dst.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=dst.parent, prefix=f".{dst.name}-") as temporary:
        folder = Path(temporary) / "new"
        folder.mkdir()
        yield folder
        if dst.exists():
            dst.rmdir()
        os.replace(folder, dst)


def write_beir(
    folder: Path,
    corpus: Sequence[tuple[str, str, str]],
    questions: Sequence[Judged],
    main: str,
    origin: Origin,
    more: Mapping[str, Sequence[Judged]] | None = None,
) -> None:
    """Write corpus (id, title, text), queries, judgements by kind and those of the main kind.

    ``more`` judges some of the questions otherwise, or parts of a kind, by the name of the file.
    A question without gold documents stands in the queries and in no judgements. Raises
    InvalidInput if an id occurs twice or a gold document is not in the corpus.
    """
    again = more or {}
    folder.mkdir(exist_ok=True)
    known = _unique("document", [identity for identity, _, _ in corpus], origin)
    _unique("question", [question.id for question in questions], origin)
    for question in chain(questions, *again.values()):
        if lost := [document for document in question.gold if document not in known]:
            raise InvalidInput(f"{origin.name}: {question.id} names no document: {lost[0]!r}")
    _write_lines(folder / "corpus.jsonl", ({"_id": i, "title": t, "text": x} for i, t, x in corpus))
    _write_lines(folder / "queries.jsonl", map(_query, questions))
    kinds = dict.fromkeys(question.kind for question in questions if question.gold)
    if main not in kinds:
        raise InvalidInput(f"{origin.name}: holds no question of the kind {main!r}")
    judged = {kind: [q for q in questions if q.kind == kind and q.gold] for kind in kinds}
    judged |= {name: list(chosen) for name, chosen in again.items()}
    (folder / "qrels").mkdir()
    for name, chosen in judged.items():
        _write_qrels(folder / "qrels" / f"{name}.tsv", chosen)
    _write_qrels(folder / "qrels.tsv", judged[main])
    counts = {name: len(chosen) for name, chosen in judged.items()}
    (folder / "README.md").write_text(_readme(origin, len(corpus), counts, main), encoding="utf-8")


def _unique(what: str, ids: Sequence[str], origin: Origin) -> set[str]:
    seen: set[str] = set()
    for identity in ids:
        if identity in seen:
            raise InvalidInput(f"{origin.name}: the {what} id {identity!r} occurs twice")
        seen.add(identity)
    return seen


def _query(question: Judged) -> dict[str, str]:
    split = {} if question.split is None else {"split": question.split}
    return {"_id": question.id, "text": question.text, **split}


def _write_lines(path: Path, records: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for record in records:
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _write_qrels(path: Path, questions: Iterable[Judged]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("query-id\tcorpus-id\tscore\n")
        for question in questions:
            for document in dict.fromkeys(question.gold):
                file.write(f"{question.id}\t{document}\t1\n")


def _readme(origin: Origin, documents: int, counts: Mapping[str, int], main: str) -> str:
    rows = "\n".join(
        f"- `qrels/{kind}.tsv`: {count} questions{' (also `qrels.tsv`)' if kind == main else ''}"
        for kind, count in counts.items()
    )
    return (
        f"# {origin.name} in BEIR form\n\n"
        f"{documents} documents in `corpus.jsonl`, questions in `queries.jsonl`.\n\n{rows}\n\n"
        f"- Licence: {origin.licence}\n- Citation: {origin.citation}\n"
        f"- Source: {origin.source}\n\n"
        f"Made by `vademecum convert {origin.name.split()[0]}`; texts and gold are unchanged.\n"
    )
