"""Identifiers: the classes of Safe Harbor, and what only looks like them."""

from __future__ import annotations

import pytest

from vademecum.domains.rails.identifiers import STUDENT_KINDS, find_identifiers, redact

FOUND = [
    ("Mrs. Okafor called", "NAME", "Okafor"),
    ("Patient: Li Wei Zhang", "NAME", "Li Wei Zhang"),
    ("seen on 2024-03-14", "DATE", "2024-03-14"),
    ("born 4 July 1961", "DATE", "4 July 1961"),
    ("a 97-year-old woman", "AGE_OVER_89", "97"),
    ("ZIP code 62704", "ZIP", "62704"),
    ("12 Elm Street, Apt 4", "LOCATION", "12 Elm Street, Apt 4"),
    ("Fax: 555-201-3345", "FAX", "555-201-3345"),
    ("SSN 219-09-9999", "SSN", "219-09-9999"),
    ("Member ID: XJ4471920", "HEALTH_PLAN", "XJ4471920"),
    ("card 4111 1111 1111 1111", "ACCOUNT", "4111 1111 1111 1111"),
    ("driver's license D1234567", "LICENSE", "D1234567"),
    ("VIN 1HGCM82633A004352", "VEHICLE", "1HGCM82633A004352"),
    ("serial no. PM-88213", "DEVICE", "PM-88213"),
    ("see https://example.org/p/7", "URL", "https://example.org/p/7"),
    ("from 192.168.10.4", "IP", "192.168.10.4"),
    ("fingerprint ID FP-2231", "BIOMETRIC", "FP-2231"),
    ("face_2231.jpg", "PHOTO", "face_2231.jpg"),
    ("implant S/N 4471-20A in place", "DEVICE", "S/N 4471-20A"),
    ("It began 3/14 and went on", "DATE", "3/14"),
    ("call (020) 7946 0018 after six", "PHONE", "(020) 7946 0018"),
    ("in Docket No. 24-1187 we wait", "CASE_NUMBER", "Docket No. 24-1187"),
    ("Our matter 10482.003 is open", "CASE_NUMBER", "10482.003"),
    ("F/93, walks alone", "AGE_OVER_89", "93"),
    ("pupil 480213 is late", "STUDENT_ID", "480213"),
    ("her login is falconreader.", "USERNAME", "falconreader"),
    ("Ingreso: 12-octubre-2015", "DATE", "12-octubre-2015"),
    ("se repitió en febrero y abril de 2014", "DATE", "febrero y abril de 2014"),
    ("NºCol: 28 28 35489", "LICENSE", "28 28 35489"),
    ("Teléfono 91 586 81 15", "PHONE", "91 586 81 15"),
    ("Tlf. 34-91 336 8000", "PHONE", "34-91 336 8000"),
]


@pytest.mark.parametrize(("text", "kind", "found"), FOUND)
def test_each_class_is_found(text: str, kind: str, found: str) -> None:
    assert [(s.type, s.text) for s in find_identifiers(text)] == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "Parkinson disease and Crohn's disease",
        "An Apgar score of 9",
        "Newton's third law",
        "Miranda v. Arizona, 384 U.S. 436 (1966)",
        "Take 500 mg twice a day for 10 days",
        "blood pressure 120/80, pulse 72",
        "pages 1200-1500",
        "the sugar C6H12O6 burns",
        "in 1999, 45-year-old adults",
        "60 kg en marzo, 150 cm",
        "Glasgow Coma Scale",
        "BP 132/84 P 102, T 98.6",
        "pain 7/10, strength 4/5",
        "pages 1200-1500 of the record",
        "100000 people live there",
    ],
)
def test_what_only_looks_like_one(text: str) -> None:
    assert find_identifiers(text) == ()


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        ("aged 92", "aged 90+"),
        ("aged 89", "aged 89"),
        ("ZIP 03601", "ZIP 000"),
        ("ZIP 62704-1234", "ZIP 627"),
        ("on 14 March 2024", "on 2024"),
        ("on 3/14/24", "on [DATE]"),
    ],
)
def test_replacements(text: str, redacted: str) -> None:
    assert redact(text).text == redacted


def test_lessons_keep_dates_and_authors() -> None:
    text = "Isaac Newton was born on 4 January 1643; George Washington on 22 February 1732"
    assert "Isaac Newton" in redact(text, STUDENT_KINDS).text
    assert "George Washington on 22 February 1732" in redact(text, STUDENT_KINDS).text
