"""The synthetic notes: labels that hold, every class, variety, the same for the same seed."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vademecum.evals.manifest import RunManifest
from vademecum.evals.sets.notes import (
    DOMAINS,
    SyntheticNote,
    checksums,
    decided,
    generate_notes,
    read_notes,
    values,
    wrongly_hidden,
)
from vademecum.evals.sets.notes.note import Piece, assemble
from vademecum.evals.sets.notes.pools import cultures, sources, words
from vademecum.evals.sets.notes.template import expand, tokens
from vademecum.evals.tasks.identifiers import Identifier, evaluate_identifiers
from vademecum.retrieval.errors import InvalidInput

ADDRESS = {"street", "city", "zip"}
REACH = {"name", "date", "phone", "fax", "email"}
CLASSES = {
    # 45 CFR 164.514(b)(2)(i)(A) to (R)
    "healthcare": ADDRESS
    | REACH
    | {"county", "age", "ssn", "mrn", "health_plan", "account", "licence", "vehicle", "device"}
    | {"url", "ip", "biometric", "photo", "code"},
    "law": ADDRESS
    | REACH
    | {"company", "ssn", "ein", "account", "matter", "docket", "claim", "passport", "licence"},
    "education": ADDRESS | REACH | {"student_id", "username", "ssn", "photo"},
}
HOMOGRAPHS = {name.casefold() for name in words("names", "homographs")}


@cache
def written(domain: str) -> tuple[SyntheticNote, ...]:
    return read_notes(domain)


def spans_of(note: SyntheticNote) -> list[Identifier]:
    return sorted((*note.spans, *note.keep, *note.undecided), key=lambda span: span.start)


@pytest.mark.parametrize("domain", DOMAINS)
class TestNotes:
    def test_a_seed_gives_the_same_notes_however_many(self, domain: str) -> None:
        assert generate_notes(domain, 30, 5) == generate_notes(domain, 60, 5)[:30]
        assert generate_notes(domain, 30, 5) != generate_notes(domain, 30, 6)
        assert read_notes(domain, n=3) == generate_notes(domain, 3, 20261125)

    def test_spans_read_what_the_text_says_and_are_apart(self, domain: str) -> None:
        for note in written(domain):
            end = 0
            for span in spans_of(note):
                assert end <= span.start < span.end
                assert note.text[span.start : span.end] == span.text == span.text.strip()
                end = span.end

    def test_every_class_occurs_often_enough_to_measure(self, domain: str) -> None:
        counts = Counter(span.type for note in written(domain) for span in note.spans)
        assert {kind for kind in CLASSES[domain] if counts[kind] < 10} == set()

    def test_notes_differ_in_text_and_in_kind(self, domain: str) -> None:
        notes = written(domain)
        assert len(notes) == 300
        assert len({re.sub(r"\d", "0", note.text.casefold()) for note in notes}) == 300
        assert len({note.frame for note in notes}) >= 40
        assert len({note.id for note in notes}) == 300
        names = {s.text.casefold() for note in notes for s in note.spans if s.type == "name"}
        assert len(names) >= 500

    def test_some_notes_hold_nothing_to_find_and_most_hold_much(self, domain: str) -> None:
        notes = written(domain)
        assert sum(not note.spans for note in notes) >= 4
        assert sum(len(note.spans) for note in notes) >= 2000
        assert sum(len(note.keep) for note in notes) >= 500

    def test_nothing_of_the_templates_is_left(self, domain: str) -> None:
        for note in written(domain):
            assert not re.search(r"[{}«»]|<[a-z_]+[*+>]", note.text), note.frame

    def test_no_name_stands_unlabelled(self, domain: str) -> None:
        for note in written(domain):
            rest = list(note.text)
            for span in spans_of(note):
                rest[span.start : span.end] = " " * (span.end - span.start)
            known = {
                word.casefold()
                for span in note.spans
                if span.type == "name"
                for word in re.findall(r"[^\W\d_]{5,}", span.text)
            }
            plain = set(re.findall(r"[^\W\d_]{5,}", "".join(rest).casefold()))
            assert known & plain <= HOMOGRAPHS, note.id

    def test_the_undecided_are_slots_and_never_labelled(self, domain: str) -> None:
        kinds = {s.type for note in written(domain) for s in note.undecided}
        assert "facility" in kinds or "firm" in kinds or "school" in kinds
        if domain != "healthcare":
            assert "date" in kinds

    def test_every_frame_can_be_written(self, domain: str) -> None:
        count = len(sources(domain).frames)
        assert len({note.frame for note in generate_notes(domain, count, 11)}) == count

    def test_the_task_of_identifiers_reads_them(self, domain: str, manifest: RunManifest) -> None:
        notes = read_notes(domain, n=20)
        by_text = {note.text: note for note in notes}
        found = evaluate_identifiers(
            notes, lambda text: by_text[text].spans, domain=domain, manifest=manifest
        )
        assert found.metrics["recall"].value == found.metrics["precision"].value == 1.0


def test_an_old_age_identifies_and_a_younger_one_is_kept() -> None:
    notes = written("healthcare")
    ages = {s.text for note in notes for s in note.spans if s.type == "age"}
    old = {int(text) for text in ages if text.isdigit()}
    assert all(text.isdigit() or text.lower().startswith("ninety") for text in ages)
    young = {int(s.text) for note in notes for s in note.keep if s.type == "age"}
    assert min(old) >= 90
    assert max(young) == 89


def test_a_year_is_outside_the_labelled_part_of_a_date() -> None:
    for note in written("healthcare"):
        for span in note.spans:
            assert span.type != "date" or not re.search(r"(19|20)\d\d(?!\d)", span.text)


def test_telephones_hosts_and_networks_are_those_kept_for_fiction() -> None:
    for domain in DOMAINS:
        for note in written(domain):
            for span in note.spans:
                digits = re.sub(r"\D", "", span.text)
                if span.type in {"phone", "fax"}:
                    assert re.search(r"55501\d\d$|79460\d|7700900|1632960|61491570", digits)
                if span.type == "email":
                    assert re.search(r"(example|test)\b", span.text.lower().replace(" dot ", "."))
                if span.type == "ssn" and len(digits) == 9:
                    assert 773 <= int(digits[:3]) <= 899 or digits.startswith("98765432")


@pytest.mark.parametrize("number", ["4000001234567899", "79927398713"])
def test_luhn(number: str) -> None:
    total = sum(
        sum(divmod(int(char) * (1 + place % 2), 10)) for place, char in enumerate(number[::-1])
    )
    assert (checksums.luhn_digit(number[:-1]) == number[-1]) is (total % 10 == 0)


def test_published_examples_of_check_digits() -> None:
    assert checksums.luhn_digit("7992739871") == "3"
    assert checksums.luhn_digit("80840123456789") == "3"  # NPI 1234567893
    assert checksums.iban("GB", "WEST12345698765432") == "GB82WEST12345698765432"
    assert checksums.iban("DE", "370400440532013000") == "DE89370400440532013000"
    assert checksums.vin_digit("1M8GDM9AXKP042788") == "X"
    assert checksums.dea_digit("123456") == "3"


@given(st.integers(0, 2000))
def test_drawn_numbers_pass_their_checks(seed: int) -> None:
    rng = Random(seed)
    assert len(checksums.npi(rng)) == 10
    routing = [int(char) for char in checksums.routing_number(rng)]
    weights = (3, 7, 1, 3, 7, 1, 3, 7, 1)
    assert sum(w * d for w, d in zip(weights, routing, strict=True)) % 10 == 0
    number = values.bank_iban(rng).replace(" ", "")
    assert int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1
    assert len(number) == {"GB": 22, "DE": 22, "FR": 27, "IE": 22, "NL": 18}[number[:2]]


def test_names_come_from_many_places() -> None:
    given_names = {name for culture in cultures() for name in (*culture.women, *culture.men)}
    families = {name for culture in cultures() for name in culture.families}
    assert len(cultures()) >= 15
    assert len(given_names) >= 400
    assert len(families) >= 350


def test_a_template_draws_pools_choices_and_marks_what_is_kept() -> None:
    pools = {"greeting": ("hello <who>",), "who": ("you", "there")}
    assert expand("<greeting>, «x|x».", pools, Random(1)) in {"hello you, x.", "hello there, x."}
    assert set(expand("<who+9>", pools, Random(3)).split("\n")) <= {"you", "there"}
    assert [tuple(token) for token in tokens("a {age} ~b {int:1-2}~")] == [
        ("a ", "", "", False),
        ("", "age", "", False),
        (" ", "", "", False),
        ("b ", "", "", True),
        ("", "int", "1-2", True),
    ]


def test_a_draw_from_nothing_names_the_pool() -> None:
    with pytest.raises(InvalidInput, match="nowhere"):
        expand("<nowhere>", {}, Random(0))


def test_unknown_domains_and_counts_are_refused() -> None:
    with pytest.raises(InvalidInput, match="healthcare, law, education"):
        generate_notes("cooking", 1, 0)
    with pytest.raises(InvalidInput, match="-1"):
        generate_notes("law", -1, 0)


def test_a_note_refuses_spans_that_overlap_or_do_not_read() -> None:
    name = Identifier(type="name", start=0, end=3, text="Ann")
    with pytest.raises(ValueError, match="overlap"):
        SyntheticNote(id="1", frame="f", text="Ann", spans=(name,), keep=(name,))
    with pytest.raises(ValueError, match="does not read"):
        SyntheticNote(id="1", frame="f", text="Bob", keep=(name,))


def test_undecided_spans_count_neither_way_and_hidden_terms_are_told() -> None:
    note = assemble(
        "1",
        "f",
        "Ann, Mercy Clinic, Crohn's, today",
        (
            Piece(text="Ann", fate="identifier", kind="name"),
            Piece(text=", "),
            Piece(text="Mercy Clinic", fate="undecided", kind="facility"),
            Piece(text=", "),
            Piece(text="Crohn's", fate="keep", kind="term"),
            Piece(text=", today"),
        ),
    )
    ann, clinic, crohn = (*note.spans, *note.undecided, *note.keep)
    today = Identifier(type="date", start=28, end=33, text="today")
    assert decided(note, (ann, clinic, crohn, today)) == (ann, crohn, today)
    assert wrongly_hidden(note, (ann, clinic)) == ()
    assert wrongly_hidden(note, (Identifier(type="name", start=19, end=24, text="Crohn"),)) == (
        crohn,
    )
