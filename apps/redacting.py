"""What `vademecum redact` does with texts: remove, replace by pseudonyms, or put back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from vademecum.domains.rails.identifier_pseudonyms import (
    Pseudonymised,
    counting_code,
    pseudonymise,
)
from vademecum.domains.rails.identifier_records import redact_record
from vademecum.domains.rails.identifiers import KEPT_KINDS, KINDS, Redaction, redact
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.home import home
from vademecum.retrieval.readers.beir import read_json_lines

from .pseudonym_key import PseudonymKey, make_key, read_key
from .pseudonym_names import NamesFile

View: TypeAlias = dict[str, Any]
Redactor: TypeAlias = Callable[[Sequence[str]], list[View]]
REPORTED = KINDS | KEPT_KINDS


def redactor(
    *, pseudonyms: bool, restore: bool, key: Path | None, notice: Callable[[str], None]
) -> Redactor:
    """Return what to do with texts; raise InvalidInput where the options do not fit together."""
    if restore and key is None:
        raise InvalidInput("--restore needs the --key that the pseudonyms were made with")
    if restore and pseudonyms:
        raise InvalidInput("give either --pseudonyms or --restore, not both")
    if key is not None and not (restore or pseudonyms):
        raise InvalidInput("--key goes with --pseudonyms or --restore")
    if key is None:
        return _numbered if pseudonyms else _removed
    if restore:
        names = _names(read_key(key))
        return lambda texts: [{"text": names.restore(text), "spans": []} for text in texts]
    if not key.exists():
        made = make_key(key)
        notice(f"new key: {key}; keep it apart from the redacted texts")
        return lambda texts: _keyed(texts, _names(made))
    known = read_key(key)
    return lambda texts: _keyed(texts, _names(known))


def redacted_records(path: Path) -> list[View]:
    """Redact whole records: fields within fields, whose names say what they hold."""
    found = [redact_record(record) for _, record in read_json_lines(path)]
    return [
        {"record": record, "text": json.dumps(record, ensure_ascii=False), "kinds": kinds}
        for record, kinds in found
    ]


def _removed(texts: Sequence[str]) -> list[View]:
    return [_view(redact(text, REPORTED)) for text in texts]


def _numbered(texts: Sequence[str]) -> list[View]:
    code = counting_code()
    return [_view(pseudonymise(text, code, REPORTED).redaction) for text in texts]


def _keyed(texts: Sequence[str], names: NamesFile) -> list[View]:
    made: list[Pseudonymised] = [pseudonymise(t, names.key.code, REPORTED) for t in texts]
    names.add(made)
    return [_view(one.redaction) for one in made]


def _names(key: PseudonymKey) -> NamesFile:
    return NamesFile(key, home() / "pseudonyms")


def _view(found: Redaction) -> View:
    spans = [{"type": s.type, "start": s.start, "end": s.end, "text": s.text} for s in found.spans]
    return {"text": found.text, "spans": spans}
