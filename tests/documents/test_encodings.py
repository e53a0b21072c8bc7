"""One rule for all text: mark, declaration, UTF-8, and a guess that the report tells of."""

from __future__ import annotations

import codecs
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.folder import Reading
from vademecum.retrieval.readers.html import html_text, read_html
from vademecum.retrieval.readers.mail import read_mail
from vademecum.retrieval.readers.plain import decoded

WESTERN = (
    "Señor Muñoz takes 5 µg at 38.5 °C — “daily”.\n",
    "café\n",
    "Straße\n",
    "Åsa Öberg från Malmö\n",
    "Le médecin a prescrit à l’hôpital un traitement contre la fièvre. Une dose élevée.\n",
    "El médico recetó al niño una dosis mayor según la señora. ¿Cuántas pastillas al día?\n",
    "Plain words without any accent.\n" * 500 + "The façade of Jalapeño & Co. costs £5.\n",
)
OTHERS = {
    "cp1250": "Lekarz przepisał pacjentowi większą dawkę, trzy łyżki dziennie po śniadaniu.\n",
    "cp1251": "Врач назначил пациенту большую дозу лекарства три раза в день после еды.\n",
    "cp1253": "Ο γιατρός συνταγογράφησε μεγαλύτερη δόση τρεις φορές την ημέρα μετά το φαγητό.\n",
    "cp932": "医師は患者により多くの薬を処方しました。一日三回、食後に服用してください。\n",
    "gb18030": "医生给病人开了更大的剂量。每天三次，饭后服用，请遵医嘱。\n",
    "cp949": "의사는 환자에게 더 많은 약을 처방했습니다. 하루 세 번 식후에 복용하십시오.\n",
}
MARKS = {
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
    "utf-8": codecs.BOM_UTF8,
}


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_utf8_is_read_as_utf8(text: str) -> None:
    plain = text.replace("\0", "").removeprefix("\ufeff")
    raw = plain.encode()
    if not any(raw.startswith(mark) for mark in MARKS.values()):
        assert decoded(raw) == (plain.replace("\r\n", "\n").replace("\r", "\n"), ())


@pytest.mark.parametrize("name", MARKS)
def test_a_byte_order_mark_decides(name: str) -> None:
    text = "Żółć, 5 µg\n"
    assert decoded(MARKS[name] + text.encode(name), "cp1252") == (text, ())
    with pytest.raises(InvalidInput, match=r"begins as UTF-.* save it as UTF-8"):
        decoded(MARKS[name] + b"\xff\xff\xff\xff\xff")


@pytest.mark.parametrize("text", WESTERN)
def test_western_texts_are_windows_1252_however_few_their_accents(text: str) -> None:
    read, (note,) = decoded(text.encode("cp1252"))
    assert read == text
    assert note.endswith("read as Windows-1252")


@pytest.mark.parametrize("name", OTHERS)
def test_what_speaks_clearly_for_another_encoding_is_read_as_that(name: str) -> None:
    read, (note,) = decoded(OTHERS[name].encode(name))
    assert read == OTHERS[name]
    assert note.endswith("read as " + name.replace("cp125", "Windows-125"))


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_text_and_other_zeros_are_not(name: str) -> None:
    text = "Dose\r\n5 µg\n"
    read, (note,) = decoded(text.encode(name))
    assert read == "Dose\n5 µg\n"
    assert name.upper() in note
    for raw in (b"a\0b\1\2\0", b"text\0", bytes(range(256)), b"\0\0\0\0", b"\0a\0b" + b"c\0d\0"):
        with pytest.raises(InvalidInput, match="binary data"):
            decoded(raw)


@pytest.mark.parametrize("raw", [b"caf\xe9 \x8d\x01", b"\xff\x81\x01", b"\x1b\x02\xe9"])
def test_what_no_encoding_fits_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidInput, match="not UTF-8 at byte"):
        decoded(raw)


PAGE = '<html><head><meta charset="{0}"></head><body><p>{1}</p></body></html>'
OLDER = (
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset={0}"></head>'
    "<body><p>{1}</p></body></html>"
)
XHTML = (
    '<?xml version="1.0" encoding="{0}"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><body>'
    "<p>{1}</p></body></html>"
)


@pytest.mark.parametrize("page", [PAGE, OLDER, XHTML])
@pytest.mark.parametrize(
    ("said", "name", "text"),
    [
        ("iso-8859-2", "iso8859_2", "Užívejte třikrát denně"),
        ("iso-8859-1", "cp1252", "naïve – “quoted”"),
        ("Shift_JIS", "cp932", "薬"),
        ("iso-2022-jp", "iso2022_jp", "薬"),
        ("utf-8", "utf-8", "Żółć"),
    ],
)
def test_html_is_what_it_declares(page: str, said: str, name: str, text: str) -> None:
    parsed = read_html(page.format(said, text).encode(name))
    assert (parsed.text, parsed.notes) == (text, ())


def test_html_that_declares_what_it_is_not_is_said_so() -> None:
    stale = read_html(PAGE.format("windows-1252", "Żółć").encode())
    assert stale.text == "Żółć"
    assert stale.notes == ("declares windows-1252 and is UTF-8; read as UTF-8",)
    wrong = read_html(PAGE.format("utf-8", "naïve").encode("cp1252"))
    assert wrong.text == "naïve"
    assert "read as Windows-1252" in wrong.notes[0]
    unknown = read_html(PAGE.format("rot13", "naïve").encode("cp1252"))
    assert unknown.text == "naïve"
    wide = read_html(PAGE.format("utf-16", "dose").encode("utf-16"))
    assert (wide.text, wide.notes) == ("dose", ())
    assert html_text(PAGE.format("utf-16", "dose").encode())[0] == PAGE.format("utf-16", "dose")


def test_mail_is_what_its_header_says() -> None:
    mail = (
        "Subject: Dose\r\nContent-Type: {}; charset={}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}"
    )
    plain = mail.format("text/plain", "koi8-r", "три раза").encode("koi8-r")
    assert "три раза" in read_mail(plain).text
    page = mail.format("text/html", "iso-8859-2", PAGE.format("utf-8", "třikrát"))
    assert "třikrát" in read_mail(page.encode("iso8859_2")).text
    silent = "Subject: Dose\r\n\r\nnaïve".encode("cp1252")
    assert "naïve" in read_mail(silent).text
    assert "read as Windows-1252" in read_mail(silent).notes[0]


def test_text_markdown_csv_and_html_follow_the_same_rule(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a.txt", "a.md", "a.csv", "a.html"):
        (folder / name).write_bytes("Señor,Muñoz\n1,naïve\n".encode("cp1252"))
        (folder / f"wide-{name}").write_bytes("Señor,Muñoz\n1,naïve\n".encode("utf-16"))
        (folder / f"zeros-{name}").write_bytes(b"a,b\n\0\1\2,3\n")
    reading = Reading()
    found = {d.id.removeprefix("in/"): d.text for d in reading.documents([folder])}
    assert found.keys() == {
        f"{w}{n}" for w in ("", "wide-") for n in ("a.txt", "a.md", "a.csv", "a.html")
    }
    assert all("Señor" in text and "naïve" in text for text in found.values())
    noted = {Path(n.path).name: n.note for n in reading.notes}
    assert noted == dict.fromkeys(("a.txt", "a.md", "a.csv", "a.html"), noted["a.txt"])
    assert noted["a.txt"] == "not UTF-8 at byte 2; read as Windows-1252"
    reasons = [s.reason for s in reading.skipped]
    assert len(reasons) == 4
    assert all("binary data" in reason for reason in reasons)


ENGLISH = ("law/cuad/contracts", "education/onestop_english/texts", "education/qed_dev/documents")


@pytest.mark.data
def test_real_english_texts_in_windows_1252_come_back_as_they_were(data: Path) -> None:
    wrong, read = [], 0
    for name in ENGLISH:
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in lines]
        for text in texts:
            raw = text.encode("cp1252", "ignore")
            if not raw.isascii():
                read += 1
                wrong += [name] * (decoded(raw)[0] != raw.decode("cp1252"))
    assert read > 500
    assert wrong == []
