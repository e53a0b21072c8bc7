"""The rows of EXPECTATIONS that the ledger serves, by their names."""

from __future__ import annotations

import pytest

from vademecum.domains.citations.export import (
    COLUMNS,
    ledger_csv,
    ledger_markdown,
    ledger_text,
    ledger_view,
)
from vademecum.domains.citations.ledger import check_citations
from vademecum.domains.citations.nouns import STATUSES
from vademecum.domains.citations.shelf import Shelf
from vademecum.domains.citations.tables import Tables

MIXED = (
    "Miranda v. Arizona, 384 U.S. 436 (1966). Smith v. Jones, 384 U.S. 436 (1966). Article 120 "
    "GDPR. 12 U.S.C. § 1841. An employee is eligible for FMLA leave after at least 6 months of "
    "employment with the employer, 29 U.S.C. 2611(2). doi:10.1000/x1."
)


def test_l1_every_citation_has_one_of_five_statuses(check) -> None:
    found = check(MIXED)
    statuses = [row.status for row in found.rows]
    assert statuses == [
        "verified", "mismatch", "not_found", "not_checked", "unsupported", "not_checked",
    ]  # fmt: skip
    assert set(statuses) == set(STATUSES)
    assert sum(found.counts.values()) == len(found.rows)
    assert all(row.reason for row in found.rows)


def test_l1_without_a_table_nothing_is_called_wrong_or_right() -> None:
    found = check_citations(MIXED, Tables(), Shelf())
    assert {row.status for row in found.rows} == {"not_checked"}
    assert len(found.rows) == 6


def test_l1_a_partial_check_says_what_was_left_out(only) -> None:
    row = only(
        "Warnings were first required by Miranda v. Arizona, 384 U.S. 436 (1966) in Phoenix."
    )
    assert (row.status, row.passed) == ("verified", ("resolve", "name"))
    assert row.unchecked == ("support",)


@pytest.mark.parametrize(
    "text",
    [
        "Smith v. Jones, 384 U.S. 436 (1966)",
        "Miranda v. California, 384 U.S. 436 (1966)",
        "Ex parte Hollins, 347 U.S. 483 (1954)",
        "Farrow v Glenister [1932] AC 562",
    ],
)
def test_l2_real_slot_under_another_name_is_a_mismatch(only, text: str) -> None:
    row = only(f"The rule is that of {text}.")
    assert row.status == "mismatch"
    assert row.authority in row.reason


@pytest.mark.parametrize(
    "text",
    [
        "Brown v. Bd. of Educ., 347 U.S. 483 (1954)",
        "BROWN v. BOARD OF EDUCATION, 347 U. S. 483 (1954)",
        "Chevron U.S.A. Inc. v. NRDC, 467 U.S. 837 (1984)",
        "Dobbs v. Jackson Women's Health Org., 597 U.S. 215 (2022)",
        "Palsgraf v. Long Island R.R. Co., 248 N.Y. 339 (1928)",
    ],
)
def test_l2_a_shortened_name_is_the_same_name(only, text: str) -> None:
    assert only(text).status == "verified"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Miranda v. Arizona, 384 U.S. 436 (1976)", "1966"),
        ("Miranda v. Arizona, 348 U.S. 436 (1966)", "384 U.S. 436"),
        ("Miranda v. Arizona, 384 U.S. 436, 400 (1966)", "before its first page"),
        ("Miranda v. Arizona, 384 U.S. 436 (9th Cir. 1966)", "Supreme Court"),
        ("Miranda v. Arizona, 384 U.S. 436, 87 S. Ct. 1602 (1966)", "87 sct 1602"),
        ("Gorman v. Plum, 400 U.S. 12 (1999)", "1970-1971"),
        ("Article 16 GDPR (right to erasure)", "Right to erasure"),
    ],
)
def test_l2_a_wrong_year_slot_page_or_court_is_a_mismatch(only, text: str, why: str) -> None:
    row = only(f"See {text}.")
    assert row.status == "mismatch"
    assert why in row.reason


OLD_4M = "ran from the filing of the complaint, not from the issue of the summons"
QUOTED = "A waiver of the Miranda rights must be voluntary, knowing and intelligent."


@pytest.mark.parametrize(
    "quote",
    [
        QUOTED,
        "A waiver of the Miranda rights must be voluntary , knowing  and\nintelligent",
        "[a] waiver of the Miranda rights must be voluntary; knowing—and intelligent",
        "A waiver … must be voluntary, knowing and intelligent.",
        "A waiver of the Miranda rights . . . must be voluntary",
    ],
)
def test_l3_a_quotation_is_found_whatever_its_space_and_punctuation(check, quote: str) -> None:
    text = f"It is said that “{quote}” Miranda v. Arizona, 384 U.S. 436 (1966)."
    (row,) = check(text).rows
    assert row.status == "verified"
    assert "quote" in row.passed


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        ("voluntary", "involuntary", "“voluntary” where “involuntary”"),
        ("must", "may", "“must” where “may”"),
        ("knowing", "known", "“knowing” where “known”"),
        ("waiver", "waivers", "“waiver” where “waivers”"),
        (" and intelligent", " or intelligent", "“and” where “or”"),
        ("must be", "must not be", "“nothing” where “not”"),
    ],
)
def test_l3_one_altered_word_is_unverified(only, one: str, other: str, told: str) -> None:
    quote = QUOTED.replace(one, other)
    assert quote != QUOTED
    row = only(f"It is said that “{quote}” Miranda v. Arizona, 384 U.S. 436 (1966).")
    assert row.status == "mismatch"
    assert told in row.reason


def test_l3_a_quotation_that_nothing_here_holds_is_not_checked(only) -> None:
    row = only(
        "“Separate educational facilities are inherently unequal.” Brown v. Board of Education, "
        "347 U.S. 483 (1954)."
    )
    assert (row.status, row.unchecked) == ("not_checked", ("quote",))


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Roe v. Wade, 410 U.S. 113 (1973), protects the decision.", "Dobbs"),
        ("Separate carriages are lawful (Plessy v. Ferguson, 163 U.S. 537 (1896)).", "Brown"),
        ("Agencies get deference under Chevron U.S.A. Inc. v. NRDC.", "Loper Bright"),
        ("Article 7 of Directive 95/46/EC asks for consent.", "2016/679"),
        ("The Data Protection Act 1998 asks for it.", "Data Protection Act 2018"),
        ("U.S. Const. amend. XVIII forbids liquor.", "amend. XXI"),
    ],
)
def test_l7_what_is_overruled_or_repealed_is_said_to_be(check, text: str, by: str) -> None:
    (row,) = check(text).rows
    assert row.standing is not None
    assert by in row.standing
    assert row.is_over
    assert not check(text).is_sound


def test_l7_a_text_that_says_so_itself_is_sound(check) -> None:
    assert check("Plessy v. Ferguson, 163 U.S. 537 (1896), was overruled.").is_sound
    assert check("Directive 95/46/EC was repealed by the GDPR.").is_sound


def test_l7_words_of_the_former_version_are_those_of_the_former_version(check) -> None:
    text = "Fed. R. Civ. P. 4(m) gives 90 days."
    assert check(text).rows[0].standing is None
    found = check(f"It is said that “{OLD_4M}” Fed. R. Civ. P. 4(m).").rows[0]
    assert found.source == "document:frcp-4m-before-2015"
    assert found.is_over
    named = check("See directive-95-46-ec on transfers.").rows[0]
    assert (named.kind, named.is_over) == ("document", True)


def test_l10_every_export_carries_its_verification_table(check) -> None:
    found = check(f"{MIXED} Roe v. Wade, 410 U.S. 113 (1973) | governs.")
    view = ledger_view(found)
    assert [row["status"] for row in view["rows"]] == [row.status for row in found.rows]
    assert view["counts"]["mismatch"] == 1
    assert view["sound"] is False
    lines = ledger_csv(found).splitlines()
    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) == len(found.rows) + 1
    table = [line for line in ledger_markdown(found).splitlines() if line.startswith("|")]
    assert len(table) == len(found.rows) + 2
    assert "overruled by Dobbs" in ledger_markdown(found)
    for row in found.rows:
        assert row.text in ledger_text(found)


def test_l10_a_cell_is_never_a_formula() -> None:
    row = check_citations("Ada v. Bob", Tables()).rows[0].model_copy(update={"text": "=1+1"})
    assert ledger_csv(check_citations("", Tables()).model_copy(update={"rows": (row,)})).count(
        "'=1"
    )
