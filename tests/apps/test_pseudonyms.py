from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from vademecum.apps.pseudonym_key import PseudonymKey, make_key, read_key
from vademecum.apps.pseudonym_names import NamesFile
from vademecum.domains.rails.identifier_pseudonyms import pseudonymise
from vademecum.retrieval.errors import InvalidInput

KEY = PseudonymKey(bytes(range(32)))
OTHER = PseudonymKey(bytes(32))
TEXT = "Patient Maria Lopez, MRN 4482910, came on 3 May 2024. Mrs. Lopez is 93 years old."


def test_only_the_key_opens_and_nothing_may_change() -> None:
    plain = "Maria Löpez".encode() * 20
    sealed = KEY.seal(plain)
    assert KEY.open(sealed) == plain
    assert b"Maria" not in sealed
    assert KEY.seal(plain) != sealed
    for wrong in (sealed[:-1], _flipped(sealed, 60), b"", _flipped(sealed, 0)):
        with pytest.raises(InvalidInput, match="not sealed with this key, or was changed"):
            KEY.open(wrong)
    with pytest.raises(InvalidInput):
        OTHER.open(sealed)


def _flipped(sealed: bytes, at: int) -> bytes:
    return sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]


def test_codes_are_of_the_key() -> None:
    assert KEY.code("NAME", "Maria Lopez") == KEY.code("NAME", "LOPEZ, MARIA")
    assert KEY.code("NAME", "Maria Lopez") != OTHER.code("NAME", "Maria Lopez")
    assert KEY.code("NAME", "Maria Lopez") != KEY.code("NAME", "Mario Lopez")


def test_a_key_file_is_its_owners_and_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key"
    assert make_key(path) == read_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(InvalidInput, match="cannot write a new key"):
        make_key(path)
    path.write_text("abcd")
    with pytest.raises(InvalidInput, match="a key of 2 bytes; expected 32"):
        read_key(path)
    path.write_text("no key")
    with pytest.raises(InvalidInput, match="64 hexadecimal digits"):
        read_key(path)


def test_there_and_back(vademecum: Any, home: Path, tmp_path: Path) -> None:
    key = str(tmp_path / "key")
    made = vademecum("redact", "healthcare", TEXT, "--pseudonyms", "--key", key, "--json").json
    assert "Lopez" not in made["text"]
    assert "4482910" not in made["text"]
    marks = [word.strip(",.") for word in made["text"].split() if word.startswith("[NAME-")]
    assert len(marks) == 2
    assert len(set(marks)) == 1
    kept = b"".join(p.read_bytes() for p in home.rglob("*.names"))
    assert kept
    assert b"Lopez" not in kept
    again = vademecum("redact", "healthcare", "Call Maria Lopez.", "--pseudonyms", "--key", key)
    assert marks[0] in again.out
    back = vademecum("redact", "healthcare", made["text"], "--restore", "--key", key)
    assert back.out.strip() == TEXT
    answer = vademecum("redact", "healthcare", f"I saw {marks[0]}.", "--restore", "--key", key)
    assert answer.out.strip() == "I saw Maria Lopez."
    unknown = vademecum("redact", "healthcare", "I saw [NAME-AAAA].", "--restore", "--key", key)
    assert unknown.code == 2


def test_a_text_that_different_originals_became_is_not_put_back_wrongly(tmp_path: Path) -> None:
    names = NamesFile(KEY, tmp_path)
    first, second = "Seen on 3 May 2021.", "Seen on 7 June 2021."
    made = pseudonymise(first, KEY.code)
    for _ in range(2):
        names.add([made])
    assert names.restore(made.redaction.text) == first
    names.add([pseudonymise(second, KEY.code)])
    names.add([made])
    with pytest.raises(InvalidInput, match="different originals became this text"):
        names.restore(made.redaction.text)
    forms = [pseudonymise(f"Call {name}.", KEY.code) for name in ("Maria Lopez", "LOPEZ, MARIA")]
    assert forms[0].redaction == forms[1].redaction.model_copy(
        update={"spans": forms[0].redaction.spans}
    )
    names.add(forms)
    assert "LOPEZ" in names.restore(forms[0].redaction.text).upper()


@pytest.mark.parametrize("options", [["--restore"], ["--key", "k"], ["--restore", "--pseudonyms"]])
def test_options_that_do_not_fit(vademecum: Any, options: list[str]) -> None:
    assert vademecum("redact", "law", "x", *options).code == 2
