"""Rankings and judgements in the text forms of TREC, which trec_eval and ir_measures read.

A line of a run is ``query Q0 document rank score tag``, a line of judgements
``query 0 document grade``; columns are parted by white space. An id that holds white space or
unprintable characters, or that begins with ``ESCAPED``, is written percent-encoded behind
``ESCAPED`` and comes back unchanged; every other id is written as it is.
"""

from __future__ import annotations

import gzip
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import quote, unquote

import numpy as np

from vademecum.retrieval.errors import InvalidInput

from .lines import read_lines

Ranked: TypeAlias = Sequence[tuple[str, float]]
"""(document id, score), best first."""
Run: TypeAlias = Mapping[str, Ranked]
"""By query id."""
ESCAPED: Final = "percent-encoded:"
FORM: Final = "query Q0 document rank score tag"
_KEPT: Final = "!\"#$&'()*+,-./:;<=>?@[\\]^_`{|}~"


def write_run(path: Path, ranked: Run, tag: str) -> None:
    """Write a run, compressed if ``path`` ends in ``.gz``, so that the order given is measured.

    trec_eval passes over ranks, sorts by score in 32-bit floats and breaks ties by falling document
    id. A score that does not fall below the one before it is therefore lowered to the next smaller
    32-bit float. A document that stands twice is written at its first place. Raises InvalidInput on
    an empty id, on a tag of several words and on a score that no 32-bit float holds.
    """
    if tag.split() != [tag]:
        raise InvalidInput(f"{tag!r} is no tag of a run; give one word")
    _write(
        path,
        (
            f"{escaped(query)} Q0 {escaped(document)} {rank} {score:.9g} {tag}"
            for query, documents in ranked.items()
            for rank, (document, score) in enumerate(_falling(query, documents), start=1)
        ),
    )


def write_qrels(path: Path, qrels: Mapping[str, Mapping[str, int]]) -> None:
    """Write judgements, compressed if ``path`` ends in ``.gz``."""
    _write(
        path,
        (
            f"{escaped(query)} 0 {escaped(document)} {grade}"
            for query, grades in qrels.items()
            for document, grade in grades.items()
        ),
    )


def read_run(path: Path) -> dict[str, list[tuple[str, float]]]:
    """Read a run, ``.gz`` or not, of any system; queries come in the order of the file.

    Documents come in the order in which trec_eval counts them, whatever their ranks and lines: by
    falling score in 32-bit floats, ties by falling document id. Blank lines are passed over.
    Raises InvalidInput, naming file and line, at a line of another form, a score that is no finite
    number, and a document that a query has twice.
    """
    run: dict[str, dict[str, float]] = {}
    for number, line in read_lines(path):
        fields = line.split()
        if len(fields) != 6:
            raise InvalidInput(f"{path}:{number}: {len(fields)} columns; expected {FORM}")
        query, document, score = unescaped(fields[0]), unescaped(fields[2]), _number(fields[4])
        if not math.isfinite(score):
            raise InvalidInput(
                f"{path}:{number}: the score {fields[4]!r} is no finite number; expected {FORM}"
            )
        documents = run.setdefault(query, {})
        if document in documents:
            raise InvalidInput(f"{path}:{number}: {query} has the document {document} twice")
        documents[document] = score
    if not run:
        raise InvalidInput(f"{path}: no line; expected lines of the form {FORM}")
    return {query: _counted(documents) for query, documents in run.items()}


def escaped(identity: str) -> str:
    """Return an id as one word; raise InvalidInput if it is empty or no Unicode text."""
    if not identity:
        raise InvalidInput("an empty id cannot stand in a TREC file; give every text an id")
    if " " not in identity and identity.isprintable() and not identity.startswith(ESCAPED):
        return identity
    try:
        return ESCAPED + quote(identity, safe=_KEPT)
    except UnicodeEncodeError:
        raise InvalidInput(f"the id {identity!r} is no Unicode text; give it another") from None


def unescaped(word: str) -> str:
    """Return the id that ``escaped`` made ``word`` of."""
    return unquote(word[len(ESCAPED) :]) if word.startswith(ESCAPED) else word


def _falling(query: str, documents: Ranked) -> Iterator[tuple[str, float]]:
    before, seen = np.float32(np.inf), set[str]()
    for document, score in documents:
        if document in seen:
            continue
        seen.add(document)
        with np.errstate(over="ignore"):
            rounded = np.float32(score)
        if np.isfinite(rounded) and rounded >= before:
            rounded = np.nextafter(before, np.float32(-np.inf))
        if not np.isfinite(rounded):
            raise InvalidInput(f"{query}: {document}: no 32-bit float holds the score {score}")
        before = rounded
        yield document, float(rounded)


def _counted(documents: Mapping[str, float]) -> list[tuple[str, float]]:
    with np.errstate(over="ignore"):
        rounded = {document: float(np.float32(score)) for document, score in documents.items()}
    order = sorted(documents, key=lambda document: (rounded[document], document), reverse=True)
    return [(document, documents[document]) for document in order]


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _write(path: Path, lines: Iterable[str]) -> None:
    """Write beside, then rename into place; equal lines give equal bytes."""
    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    beside.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    beside.replace(path)
