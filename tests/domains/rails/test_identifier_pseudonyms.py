from __future__ import annotations

from vademecum.domains.rails.identifier_pseudonyms import (
    canonical,
    counting_code,
    full_names,
    pseudonymise,
)


def test_one_person_bears_one_mark() -> None:
    text = (
        "Patient Maria Lopez called. Mrs. Lopez, 93 years old, and Dr. Tom Reed agreed; Maria left."
    )
    made = pseudonymise(text, counting_code())
    assert made.redaction.text == (
        "Patient [NAME-1] called. Mrs. [NAME-1], 90+ years old, and Dr. [NAME-2] agreed; "
        "[NAME-1] left."
    )
    assert [(b.mark, b.full) for b in made.bearers] == [
        ("NAME-1", "Maria Lopez"),
        ("NAME-2", "Tom Reed"),
    ]


def test_what_was_replaced_stands_where_it_says() -> None:
    made = pseudonymise("Call Maria Lopez at 202-555-0143.", counting_code())
    assert [(made.redaction.text[s:e], t) for s, e, t in made.replaced] == [
        ("[NAME-1]", "Maria Lopez"),
        ("[PHONE-1]", "202-555-0143"),
    ]


def test_two_families_share_no_short_name() -> None:
    names = ["Maria Lopez", "Ana Lopez", "Lopez", "LOPEZ, MARIA"]
    assert full_names(names) == {
        "Maria Lopez": "Maria Lopez",
        "Ana Lopez": "Ana Lopez",
        "Lopez": "Lopez",
        "LOPEZ, MARIA": "Maria Lopez",
    }


def test_forms_of_one_name_and_of_one_number() -> None:
    assert canonical("LOPEZ, Maria") == canonical("Maria Lopez")
    assert canonical("202-555-0143") == canonical("(202) 555 0143")
    assert canonical("Maria Lopez") != canonical("Mario Lopez")
