"""Labelled spans of a text that is redacted on its way in."""

from __future__ import annotations

import json
from pathlib import Path

from vademecum.apps.ingesting import read_files
from vademecum.domains import load_domain
from vademecum.retrieval.labelled import labelled_spans

TEXT = "SSN 123-45-6789 of Lee. The law of Nevada holds. Pay card 4111 1111 1111 1111 at once."
MARKED = {
    "Number": "123-45-6789",
    "Inside": "45",
    "Party": "SSN 123-45-6789 of Lee",
    "Law": "Nevada",
    "Payment": "card 4111 1111 1111 1111",
    "When": "at once",
}


def test_they_move_with_the_text(tmp_path: Path) -> None:
    asked = [
        {"id": f"C__{label}", "answers": [{"text": words, "answer_start": TEXT.index(words)}]}
        for label, words in MARKED.items()
    ]
    contract = {"title": "C", "paragraphs": [{"context": TEXT, "qas": asked}]}
    path = tmp_path / "CUAD_v1.json"
    path.write_text(json.dumps({"data": [contract]}), encoding="utf-8")
    read = read_files(load_domain("law"), [path], "cuad", None, is_redacted=True)
    (document,) = read.documents
    assert document.text == "SSN [SSN] of Lee. The law of Nevada holds. Pay card [ACCOUNT] at once."
    found = {s.label: document.text[s.start : s.end] for s in labelled_spans(document)}
    assert found == {
        "Number": "[SSN]",
        "Inside": "[SSN]",
        "Party": "SSN [SSN] of Lee",
        "Law": "Nevada",
        "Payment": "card [ACCOUNT]",
        "When": "at once",
    }
