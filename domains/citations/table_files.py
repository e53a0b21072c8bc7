"""Read tables of authorities from JSON lines or CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from vademecum.retrieval.errors import InvalidInput

from .tables import Authority, Instrument, Row, Series, Tables, joined

_ROW: TypeAdapter[Row] = TypeAdapter(Annotated[Authority | Instrument | Series, Field()])
_MANY = ("at", "keys", "short")
_ENDED = ("ended_how", "ended_by", "ended_year")
MAX_BYTES = 64_000_000


def table_paths(folder: Path) -> tuple[Path, ...]:
    """Return the tables of ``folder`` in the order of their names; none if there is no folder."""
    return tuple(sorted(p for p in folder.glob("*") if p.suffix in {".jsonl", ".csv"}))


def read_tables(paths: Sequence[Path]) -> Tables:
    """Read tables, each once until it changes; the rows of a later one stand first.

    Raises InvalidInput, naming file and line, at a bad row.
    """
    return _read_all(tuple((path, _changed_ns(path)) for path in paths))


def read_table(path: Path) -> Tables:
    """Read one table; raise InvalidInput, naming file and line, at a bad one."""
    return read_tables([path])


def _changed_ns(path: Path) -> int:
    if not path.is_file():
        raise InvalidInput(f"{path}: no such file; a table of authorities is JSON lines or CSV")
    stat = path.stat()
    if stat.st_size > MAX_BYTES:
        raise InvalidInput(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; split the table")
    return stat.st_mtime_ns


@lru_cache(maxsize=16)
def _read_all(stamped: tuple[tuple[Path, int], ...]) -> Tables:
    return joined(_read(path, changed_ns) for path, changed_ns in stamped)


@lru_cache(maxsize=64)
def _read(path: Path, changed_ns: int) -> Tables:
    rows: list[Row] = []
    try:
        for number, record in _records(path):
            try:
                rows.append(_ROW.validate_python({**record, "table": path.stem}))
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(part) for part in first["loc"])
                raise InvalidInput(f"{path}:{number}: {where}: {first['msg']}") from None
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path}: not UTF-8 ({error.reason}); convert it first") from None
    return Tables(tuple(rows))


def _records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, record in enumerate(csv.DictReader(file), 2):
                yield number, _from_csv(record)
        return
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise InvalidInput(f"{path}:{number}: not JSON ({error.msg})") from None
            if not isinstance(record, dict):
                raise InvalidInput(f"{path}:{number}: a row is an object with kind and name")
            yield number, record


def _from_csv(record: dict[str, Any]) -> dict[str, Any]:
    """Turn one CSV row into fields: ";" parts several values, ended_* make ``ended``."""
    row: dict[str, Any] = {k: v.strip() for k, v in record.items() if k and v and v.strip()}
    for name in _MANY:
        if name in row:
            row[name] = [part.strip() for part in row[name].split(";") if part.strip()]
    ended = {name.removeprefix("ended_"): row.pop(name) for name in _ENDED if name in row}
    if ended:
        row["ended"] = ended
    return {"kind": "case", **row}
