"""The documents of the public sets, with what a library keeps of them: source, licence, spans.

Ids, titles and texts are those that the evaluations use; ``corpora.toml`` says which field of a
record becomes what.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import Field

from vademecum.retrieval.errors import InvalidInput, UnknownName
from vademecum.retrieval.labelled import SPANS, LabelledSpan, spans_attribute
from vademecum.retrieval.readers.beir import read_json_lines
from vademecum.retrieval.types import Document, Noun

from ..data import VARIABLE, require
from .cards import cards

FACTS: Final = Path(__file__).with_name("corpora.toml")
SET: Final = "set"
"""The attribute with the name of the set that a document came in with."""


class Corpus(Noun):
    """A set of ``corpora.toml``: how its records become documents, or what it holds instead."""

    name: str
    domain: str
    files: tuple[str, ...] = ()
    """Relative to the public data folder."""
    documents: int = 0
    counted: tuple[str, ...] = ()
    """How the README of the data folder counts its documents."""
    holds: str = ""
    """What it holds if it has no documents."""
    id: str = ""
    title: str = ""
    origin: str = ""
    cited: str = ""
    kind: str = "document"
    jurisdiction: str | None = None
    attributes: dict[str, str] = Field(default_factory=dict)
    spans: str | None = None
    """A file of questions whose gold spans are marked in the documents, by ``category``."""
    licence: str = ""
    citation: str = ""
    """How the set as a whole is cited."""
    source: str = ""

    @property
    def command(self) -> str:
        """Return the command that brings the documents in."""
        return f"vademecum ingest {self.domain} --set {self.name}"


@cache
def corpora() -> dict[str, Corpus]:
    """Return every set of the three domains by name, with documents or without."""
    table: dict[str, dict[str, Any]] = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    known = cards()
    found = {}
    for name, own in table.items():
        shared = ("licence", "citation", "source") if name in known else ()
        said = {field: getattr(known[name], field) for field in shared}
        found[name] = Corpus.model_validate({"name": name, **said, **own})
    return found


def corpus_of(domain: str, name: str) -> Corpus:
    """Return a set of a domain that has documents; raise UnknownName, listing those there are."""
    found = corpora().get(name)
    if found is not None and found.domain == domain and found.files:
        return found
    there = ", ".join(c.name for c in corpora().values() if c.domain == domain and c.files)
    if found is None:
        raise UnknownName(f"no public set {name!r}; of {domain} there is: {there or 'none'}")
    if found.domain != domain:
        raise UnknownName(
            f"{name} is a set of {found.domain}; of {domain} there is: {there or 'none'}"
        )
    raise UnknownName(f"{name} holds no documents but {found.holds}; there is: {there}")


def corpus_documents(root: Path, corpus: Corpus) -> Iterator[Document]:
    """Yield the documents of a set; ``root`` is the public data folder.

    An id that a set uses again gets a suffix, as in the evaluations. Raises InvalidInput, naming
    file and line, where a record is not in the form of the set.
    """
    how = f"put the files of {corpus.name} there (docs/evaluation-sets.md), or set {VARIABLE}"
    spans = _spans(require(root / corpus.spans, how)) if corpus.spans else {}
    seen: Counter[str] = Counter()
    for file in corpus.files:
        path = require(root / file, how)
        for number, record in read_json_lines(path):
            try:
                document = _document(corpus, record)
            except (KeyError, TypeError, ValueError) as error:
                said = f"{type(error).__name__}: {str(error).splitlines()[0]}"
                raise InvalidInput(
                    f"{path}:{number}: not in the form of {corpus.name} ({said})"
                ) from None
            seen[document.id] += 1
            more: dict[str, Any] = {}
            if marked := spans_attribute(spans.get(document.id, ())):
                more["attributes"] = {**document.attributes, SPANS: marked}
            if (count := seen[document.id]) > 1:
                more["id"] = f"{document.id}#{count}"
            yield document.model_copy(update=more)


def _document(corpus: Corpus, record: Mapping[str, Any]) -> Document:
    words = {
        key: "; ".join(map(str, value)) if isinstance(value, list) else value or ""
        for key, value in record.items()
        if key != "text"
    }
    attributes = {key: form.format_map(words) for key, form in corpus.attributes.items()}
    return Document(
        id=corpus.id.format_map(words),
        title=corpus.title.format_map(words),
        text=record["text"],
        kind=corpus.kind,
        sources=(corpus.origin.format_map(words),),
        citation=corpus.cited.format_map(words) or None,
        licence=corpus.licence,
        jurisdiction=corpus.jurisdiction,
        attributes={k: v for k, v in attributes.items() if v} | {SET: corpus.name},
    )


def _spans(path: Path) -> dict[str, list[LabelledSpan]]:
    """Return the gold spans of the questions of a file by document."""
    found: dict[str, list[LabelledSpan]] = defaultdict(list)
    for number, record in read_json_lines(path):
        try:
            found[record["doc_id"]] += [
                LabelledSpan(label=record["category"], start=span["start"], end=span["end"])
                for span in record["gold_spans"]
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidInput(f"{path}:{number}: no spans can be read ({error!r})") from None
    return found
