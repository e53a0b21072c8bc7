"""What is read as a citation, and where it stands."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vademecum.domains.citations.reader import find_citations

PIECES = (
    "Miranda v. Arizona, 384 U.S. 436, 444 (1966)", "Roe, 410 U.S. at 164", "Id. at 3", "§",
    "17 U.S.C. § 107(1)", "In re Gault, 387 U.S. 1 (1967)", "Article 17(1)(b) GDPR", "See", "v.",
    "Section 5 of the Limitation Act 1980", "doi:10.1000/a(b)c.", "PMID: 123456", "[2015] UKSC 11",
    "NICE guideline NG136", "“quoted words that are long enough”", "(1973)", ";", ".", "\n\n",
    "Ünïcode — “", "410 U.S. 113",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.text(max_size=20))
def test_offsets_hold_and_nothing_overlaps(pieces: list[str], noise: str) -> None:
    text = noise.join(("", *(f" {piece}" for piece in pieces), ""))
    end = 0
    for cited in find_citations(text):
        assert text[cited.start : cited.end] == cited.text
        assert cited.start >= end
        end = cited.end


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for cited in find_citations(text):
        assert text[cited.start : cited.end] == cited.text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("10.1000/xyz123.", "doi:10.1000/xyz123"),
        ("(doi:10.1000/xyz123)", "doi:10.1000/xyz123"),
        ("https://doi.org/10.1000/xyz123, and", "doi:10.1000/xyz123"),
        ("doi: 10.1002/(SICI)1097(199)1:2.", "doi:10.1002/(sici)1097(199)1:2"),
        ("“doi:10.1000/x.y-z_1”", "doi:10.1000/x.y-z_1"),
        ("PMID: 31452104.", "pmid:31452104"),
        ("PMID 7", "pmid:7"),
        ("https://pubmed.ncbi.nlm.nih.gov/31452104/", "pmid:31452104"),
        ("17 USC 107", "usc:17:107"),
        ("17 U. S. C. § 107", "usc:17:107"),
        ("section 107 of title 17, United States Code", "usc:17:107"),
        ("42 U.S.C. § 2000e-2(a)(1)", "usc:42:2000e-2(a)(1)"),
        ("45 CFR 164.514(b)", "cfr:45:164.514(b)"),
        ("D.C. Code § 42-3505.01", "dccode:42-3505.01"),
        ("Rule 12(b)(6) of the Federal Rules of Civil Procedure", "frcp:12(b)(6)"),
        ("Art. 6(1)(f) GDPR", "eu:2016/679:art:6(1)(f)"),
        ("GDPR, Article 6", "eu:2016/679:art:6"),
        ("Article 5 of Regulation (EU) 2024/1689", "eu:2024/1689:art:5"),
        ("s. 20 of the Consumer Rights Act 2015", "act:consumer rights act 2015:s:20"),
        ("U.S. Const. amend. XIV", "usconst:amend:14"),
        ("NICE guideline [NG28]", "nice:ng28"),
        ("Model Rule 1.6(c)", "modelrule:1.6(c)"),
    ],
)
def test_one_form_each(text: str, key: str) -> None:
    (cited,) = find_citations(text)
    assert cited.keys[0] == key


@pytest.mark.parametrize(
    ("text", "name", "slots", "year"),
    [
        (
            "Roe v. Wade, 410 U.S. 113, 93 S. Ct. 705, 35 L. Ed. 2d 147 (1973)",
            "Roe v. Wade", ("410 us 113", "93 sct 705", "35 led2d 147"), 1973,
        ),
        ("In Marbury v. Madison, 5 U.S. (1 Cranch) 137 (1803)", "Marbury v. Madison",
         ("5 us 137",), 1803),
        ("See In re Gault, 387 U.S. 1 (1967)", "In re Gault", ("387 us 1",), 1967),
        ("384 US 436 (Miranda v. Arizona)", "Miranda v. Arizona", ("384 us 436",), None),
        ("Becton v. Ives, Dickinson & Co., 649 F.3d 1276 (Fed. Cir. 2011)",
         "Becton v. Ives, Dickinson & Co.", ("649 f3d 1276",), 2011),
        ("Caparo v Dickman [1990] 2 AC 605", "Caparo v Dickman", ("1990 2 ac 605",), 1990),
        ("It ended. Ada v. Bob, 1 F.4th 2 (1st Cir. 2021)", "Ada v. Bob", ("1 f4th 2",), 2021),
        ("eBay Inc. v. MercExchange, L.L.C., 547 U.S. 388 (2006)",
         "eBay Inc. v. MercExchange, L.L.C.", ("547 us 388",), 2006),
    ],
)  # fmt: skip
def test_cases(text: str, name: str, slots: tuple[str, ...], year: int | None) -> None:
    (cited,) = find_citations(text)
    assert (cited.name, (*cited.keys, *cited.parallel), cited.year) == (name, slots, year)


@pytest.mark.parametrize(
    "text",
    [
        "The parties met on 12 March 2019 and agreed a price of 40 U.S. dollars.",
        "Article 5 of the contract and section 9.2 of the lease say otherwise.",
        "Versions 1.2 v. 1.3 differ; see page 384 of the file.",
        "id. est, the same",
        "",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert not [c for c in find_citations(text, {"case", "statute", "rule", "eu"}) if not c.is_back]


def test_a_claim_is_the_sentence_without_citations_and_quotations() -> None:
    text = (
        "Intro here. Fair use is weighed, see 17 U.S.C. § 107: “no fixed number of words is safe”."
    )
    (cited,) = find_citations(text)
    assert cited.claim == "Fair use is weighed."
    assert cited.quotes == ("no fixed number of words is safe",)


def test_a_sentence_of_citations_alone_speaks_for_the_one_before() -> None:
    text = "The rule is old. “It has been the rule for ages.” See Ada v. Bob, 1 U.S. 2 (1790)."
    (cited,) = find_citations(text)
    assert cited.quotes == ("It has been the rule for ages.",)


@pytest.mark.parametrize(
    "unit", ["1 U.S. 2 ", "A v. B, ", "17 U.S.C. 107 ", "Id. ", "A" * 50 + " v. ", "10.1000/",
             "“a b c d ", "Act 1980 ", "The Act Act Act ", "§ "],
)  # fmt: skip
def test_reading_is_linear(unit: str) -> None:
    """Twice the text takes about twice the time, not four times."""

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        times = []
        for _ in range(2):
            started = process_time()
            find_citations(text)
            times.append(process_time() - started)
        return min(times)

    half, whole = seconds(10_000), seconds(20_000)
    assert whole < 0.1 or whole < 3.2 * half
