"""A public set of documents, questions and judgements in BEIR form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import beir_corpus, read_beir, read_json_lines
from vademecum.retrieval.types import Document

from .halves import Part, is_in
from .items import Item
from .lines import read_lines

Qrels = dict[str, dict[str, int]]
HEADER = ("query-id", "corpus-id", "score")


def beir_queries(folder: Path) -> Path | None:
    """Return the file of questions of a BEIR folder, gzip or not, or None if it has none."""
    return _existing(folder, "queries.jsonl")


def beir_questions(folder: Path) -> list[str]:
    """Return every question of a BEIR folder; raise InvalidInput where it has none."""
    path, texts, _ = _read_queries(folder)
    if not texts:
        raise InvalidInput(f"{path}: holds no question")
    return list(texts.values())


@dataclass(frozen=True)
class BeirSet:
    """A retrieval set; ``questions`` and ``qrels`` hold the same ids, in the order of the file.

    Documents carry id, title and text only. Scores keep their grades. A question is left out if
    no document is judged relevant to it, since every system gets 0 there.
    """

    folder: Path
    split: str | None
    questions: dict[str, str]
    qrels: Qrels
    files: tuple[Path, ...]

    @classmethod
    def read(cls, folder: Path, split: str | None = None) -> BeirSet:
        """Read a BEIR folder; raise InvalidInput, naming file and line, where it is not one.

        ``split`` names ``qrels/SPLIT.tsv`` or a value of the field ``split`` of the queries.
        Without it ``qrels.tsv`` is read, or the only file in ``qrels/``.
        """
        corpus = beir_corpus(folder)
        if corpus is None:
            raise InvalidInput(f"{folder}: no corpus.jsonl or corpus.jsonl.gz; not a BEIR folder")
        queries, texts, splits = _read_queries(folder)
        path, is_by_field = _choose_qrels(folder, split, set(splits.values()))
        judged = _read_qrels(path)
        questions = {
            query: text
            for query, text in texts.items()
            if any(score > 0 for score in judged.get(query, {}).values())
            and (not is_by_field or splits.get(query) == split)
        }
        if not questions:
            raise InvalidInput(f"{path}: judges no document relevant to any question of {queries}")
        qrels = {query: judged[query] for query in questions}
        return cls(folder, split, questions, qrels, (corpus, queries, path))

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Read the corpus, once."""
        return tuple(read_beir(self.folder))

    def half(self, part: Part) -> BeirSet:
        """Keep the questions of one half by the parity of their id's sha256."""
        return self._keep(lambda query: is_in(query, part))

    def first(self, limit: int | None) -> BeirSet:
        """Keep the first ``limit`` questions of the file, or all of them if None."""
        chosen = set(list(self.questions)[:limit])
        return self._keep(lambda query: query in chosen)

    def strict(self, grade: int = 2) -> BeirSet:
        """Keep the judgements of at least ``grade`` and the questions that still have one."""
        qrels = {
            query: {document: score for document, score in scores.items() if score >= grade}
            for query, scores in self.qrels.items()
        }
        judged = replace(self, qrels=qrels)
        return judged._keep(lambda query: bool(qrels[query]))

    def unknown_documents(self) -> int:
        """Count the relevant documents that no system can find: the corpus does not hold them."""
        known = {document.id for document in self.documents}
        judged = {d for scores in self.qrels.values() for d, score in scores.items() if score > 0}
        return len(judged - known)

    def _keep(self, is_kept: Callable[[str], bool]) -> BeirSet:
        questions = {query: text for query, text in self.questions.items() if is_kept(query)}
        if not questions:
            raise InvalidInput(f"{self.folder}: no question is left of {len(self.questions)}")
        return replace(self, questions=questions, qrels={q: self.qrels[q] for q in questions})


def qrels_of(items: Iterable[Item], *, is_relaxed: bool = False) -> Qrels:
    """Return the judgements of the items that have relevant documents, all of grade 1.

    ``is_relaxed`` takes the documents that are merely acceptable as well.
    """
    return {
        item.id: dict.fromkeys((*item.documents, *(item.acceptable if is_relaxed else ())), 1)
        for item in items
        if item.documents
    }


def _existing(folder: Path, name: str) -> Path | None:
    return next((p for p in (folder / name, folder / f"{name}.gz") if p.is_file()), None)


def _choose_qrels(folder: Path, split: str | None, fields: set[str]) -> tuple[Path, bool]:
    """Return the judgements to read, and whether ``split`` selects by the queries' field."""
    main = _existing(folder, "qrels.tsv")
    by_split = {
        path.name.removesuffix(".gz").removesuffix(".tsv"): path
        for path in sorted((folder / "qrels").glob("*.tsv*"), reverse=True)
        if path.name.endswith((".tsv", ".tsv.gz"))
    }
    names = ", ".join(sorted({*by_split, *fields})) or "none"
    if split is not None:
        if split in by_split:
            return by_split[split], False
        if main is not None and split in fields:
            return main, True
        raise InvalidInput(f"{folder}: no split {split!r}; there is: {names}")
    if main is not None:
        return main, False
    if len(by_split) == 1:
        return next(iter(by_split.values())), False
    if by_split:
        raise InvalidInput(f"{folder}: several splits, choose one: {names}")
    raise InvalidInput(f"{folder}: no qrels.tsv and no qrels/SPLIT.tsv")


def _read_queries(folder: Path) -> tuple[Path, dict[str, str], dict[str, str]]:
    path = beir_queries(folder)
    if path is None:
        raise InvalidInput(f"{folder}: no queries.jsonl or queries.jsonl.gz")
    texts: dict[str, str] = {}
    splits: dict[str, str] = {}
    for number, record in read_json_lines(path):
        identity, text = record.get("_id"), record.get("text")
        if not isinstance(identity, str) or not identity or not isinstance(text, str):
            raise InvalidInput(f"{path}:{number}: needs the text fields _id and text")
        if identity in texts:
            raise InvalidInput(f"{path}:{number}: the _id {identity!r} occurs twice")
        texts[identity] = text
        if isinstance(split := record.get("split"), str):
            splits[identity] = split
    return path, texts, splits


def _read_qrels(path: Path) -> Qrels:
    qrels: Qrels = {}
    for number, line in read_lines(path):
        fields = line.rstrip("\r\n").split("\t")
        if number == 1 and tuple(fields) == HEADER:
            continue
        if len(fields) != 3:
            raise InvalidInput(
                f"{path}:{number}: needs query-id, corpus-id and score, parted by tabs"
            )
        query, document, score = fields
        try:
            grade = int(score)
        except ValueError:
            if number == 1 and not score.strip("-.").isdigit():
                continue  # a header in other words
            raise InvalidInput(f"{path}:{number}: the score {score!r} is not an integer") from None
        if qrels.setdefault(query, {}).setdefault(document, grade) != grade:
            raise InvalidInput(f"{path}:{number}: {query} and {document} were judged differently")
    return qrels
