"""Corpora of law. Every file is written here, by us, after the schema of its publisher.

USLM 1.0 (Office of the Law Revision Counsel), the eCFR XML user guide (Government Publishing
Office), the D.C. Law Library's sections, the Official Journal's HTML as EUR-Lex gives it, CUAD v1.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from vademecum.retrieval.labelled import labelled_spans
from vademecum.retrieval.types import Document

USLM = """<?xml version="1.0" encoding="UTF-8"?>
<uscDoc xmlns="http://xml.house.gov/schemas/uslm/1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dcterms="http://purl.org/dc/terms/" xml:lang="en" identifier="/us/usc/t99">
<meta><dc:title>Title 99</dc:title><docPublicationName>Online@118-9</docPublicationName>
<dcterms:created>2023-07-01T10:00:00</dcterms:created></meta>
<main><title identifier="/us/usc/t99"><num value="99">Title 99—</num><heading>TEA</heading>
<toc><layout><tocItem><column>1.</column></tocItem></layout></toc>
<chapter identifier="/us/usc/t99/ch1"><num value="1">CHAPTER 1—</num><heading>LEAVES</heading>
<section id="a" identifier="/us/usc/t99/s101"><num value="101">§ 101.</num>
<heading> Grades of tea<ref class="footnoteRef" idref="f1">1</ref><note type="footnote" id="f1">
<num>1</num> So in original.</note></heading>
<subsection class="indent0" identifier="/us/usc/t99/s101/a"><num value="a">(a)</num>
<heading> <inline class="small-caps">In General</inline>.—</heading>
<chapeau>A leaf is graded if—</chapeau>
<paragraph identifier="/us/usc/t99/s101/a/1"><num value="1">(1)</num>
<content> it is whole; or</content></paragraph>
<paragraph identifier="/us/usc/t99/s101/a/2"><num value="2">(2)</num>
<heading>Broken leaves.—</heading><chapeau>it is broken, and</chapeau>
<subparagraph identifier="/us/usc/t99/s101/a/2/A"><num value="A">(A)</num>
<content>sold as such.</content></subparagraph></paragraph>
<continuation>Grades are printed.</continuation></subsection>
<subsection identifier="/us/usc/t99/s101/b"><num value="b">(b)</num>
<content>Fees follow the table:
<table xmlns="http://www.w3.org/1999/xhtml"><thead><tr><th>Grade</th><th>Fee</th></tr></thead>
<tbody><tr><td><p>whole</p></td><td>$5</td></tr></tbody></table></content></subsection>
<sourceCredit>(<ref href="/us/pl/1/1">Pub. L. 1–1</ref>, <date date="1990-01-01">Jan. 1, 1990</date>
.)</sourceCredit>
<notes type="uscNote"><note topic="amendments"><heading>Amendments</heading><p>1995—Words.</p>
<quotedContent><section identifier="/us/usc/t99/s7"><num>7</num><content>quoted</content></section>
</quotedContent></note></notes></section>
<section identifier="/us/usc/t99/s102" status="repealed"><num value="102">[§ 102.</num>
<heading> Repealed. Pub. L. 2–2]</heading></section>
</chapter></title></main></uscDoc>
"""


def test_uslm_is_a_document_for_each_section_in_force(read: Any) -> None:
    copy = read("uslm", {"usc99.xml": USLM, "usc98.xml": USLM[:1500], "usc97.xml": "<uscDoc/>"})
    (section,) = copy.documents.values()
    assert section.id == "usc/t99/s101"
    assert section.title == "99 U.S.C. § 101: Grades of tea"
    assert section.text == (
        "## (a) In General\n\nA leaf is graded if—\n\n- (1) it is whole; or\n"
        "- (2) Broken leaves.— it is broken, and\n  - (A) sold as such.\n\nGrades are printed.\n\n"
        "- (b) Fees follow the table:\n\n| Grade: whole | Fee: $5 |"
    )
    assert section.citation == "99 U.S.C. § 101"
    assert (section.jurisdiction, section.kind) == ("US", "statute")
    assert section.written == date(2023, 7, 1)
    assert section.sources == ("United States Code, Online@118-9",)
    assert section.attributes["part_of"] == "Title 99— TEA > CHAPTER 1— LEAVES"
    assert section.attributes["history"] == "(Pub. L. 1–1, Jan. 1, 1990 .)"
    assert "not readable as XML" in copy.skipped["usc98.xml"]
    assert "no section of the United States Code" in copy.skipped["usc97.xml"]


ECFR = """<?xml version="1.0" encoding="UTF-8" ?>
<DLPSTEXTCLASS><HEADER/><TEXT><BODY><ECFRBRWS><AMDDATE>Dec. 29, 2022(fm)
</AMDDATE>
<DIV1 N="99" NODE="99:1" TYPE="TITLE"><HEAD>Title 99—Tea--Volume 1</HEAD>
<DIV5 N="5" NODE="99:1.0.1.1.1" TYPE="PART"><HEAD>PART 5—KETTLES</HEAD>
<AUTH><HED>Authority:</HED><PSPACE>99 U.S.C. 101.</PSPACE></AUTH>
<DIV8 N="§ 5.1" NODE="99:1.0.1.1.1.0.1.1" TYPE="SECTION"><HEAD>§ 5.1   Boiling.</HEAD>
<P>As used here—
</P>
<P>(a) <I>Kettle</I> means a vessel of 10<sup>3</sup> ml.
</P>
<P>(b)(1) With a lid.
</P>
<EXTRACT><HD1>Form of notice</HD1><FP>Hot water.</FP></EXTRACT>
<DIV width="100%"><DIV class="gpotbl_div"><TABLE border="1"><THEAD><TR><TH>Kind</TH><TH>Limit</TH>
</TR></THEAD><TBODY><TR><TD>steel</TD><TD>2 l</TD></TR></TBODY></TABLE></DIV></DIV>
<CITA TYPE="N">[37 FR 1, Nov. 4, 1972]
</CITA>
</DIV8>
<DIV8 N="§ 5.2" TYPE="SECTION"><HEAD>§ 5.2   [Reserved]</HEAD></DIV8>
<DIV9 N="Appendix A to Part 5" TYPE="APPENDIX"><HEAD>Appendix A to Part 5—Signs</HEAD>
<P>A sign is red.</P></DIV9>
</DIV5></DIV1></ECFRBRWS></BODY></TEXT></DLPSTEXTCLASS>
"""
PART = """<DIV5 N="6" TYPE="PART"><HEAD>PART 6</HEAD><DIV8 N="6.1" TYPE="SECTION"
 hierarchy_metadata="{&quot;citation&quot;:&quot;98 CFR 6.1&quot;}"><HEAD>§ 6.1 Cups.</HEAD>
<P>A cup holds tea.</P></DIV8></DIV5>"""


def test_ecfr_gives_sections_and_appendices(read: Any) -> None:
    files = {"ECFR-title99.xml": ECFR, "part.xml": PART, "bad.xml": ECFR[:700], "no.xml": "<a/>"}
    copy = read("ecfr", files)
    assert sorted(copy.documents) == ["cfr/98/6.1", "cfr/99/5.1", "cfr/99/Appendix-A-to-Part-5"]
    section = copy.documents["cfr/99/5.1"]
    assert section.title == "99 CFR § 5.1 Boiling."
    assert section.text == (
        "As used here—\n\n- (a) Kettle means a vessel of 10^3 ml.\n- (b)(1) With a lid.\n\n"
        "## Form of notice\n\nHot water.\n\n| Kind: steel | Limit: 2 l |"
    )
    assert section.citation == "99 CFR § 5.1"
    assert section.written == date(2022, 12, 29)
    assert section.attributes["part_of"] == "Title 99—Tea--Volume 1 > PART 5—KETTLES"
    assert section.attributes["history"] == "[37 FR 1, Nov. 4, 1972]"
    assert copy.documents["cfr/98/6.1"].citation == "98 CFR § 6.1"
    appendix = copy.documents["cfr/99/Appendix-A-to-Part-5"]
    assert (appendix.citation, appendix.text) == ("99 CFR Appendix A to Part 5", "A sign is red.")
    assert copy.skipped.keys() == {"bad.xml", "no.xml"}


DC = """<?xml version='1.0' encoding='utf-8'?>
<section xmlns="https://code.dccouncil.us/schemas/dc-library"
 xmlns:codified="https://code.dccouncil.us/schemas/codified" containing-doc="D.C. Code">
  <num>99-101.01</num>
  <heading>Tea rooms.</heading>
  <text>For the purposes of this chapter:</text>
  <para><num>(a)</num>
    <para><num>(1)</num>
      <text>A tea room under <cite path="99|1">this chapter</cite> pays:</text>
      <table><tbody><tr><td>Not over $10</td><td>4%</td></tr></tbody></table>
      <para><num>(A)</num><text>Monthly.</text></para>
    </para>
    <para><num>(2)</num><text>Others pay nothing.</text></para>
  </para>
  <para><num>(b)</num><heading>Hours.</heading><text>Rooms close at ten.</text></para>
  <annotations>
    <annotation doc="D.C. Law 1-1" type="History">Jan. 1, 1976, D.C. Law 1-1, § 2</annotation>
    <annotation doc="D.C. Law 22-9" eff="2018-10-30" type="History" path="§5"/>
    <annotation doc="D.C. Law 21-9" eff="2017-05-19" type="History" path="§5"/>
    <annotation doc="D.C. Act 25-1" eff="2024-01-01" type="Emergency Legislation">Temporary.
    </annotation>
  </annotations>
</section>
"""


def test_dc_code_numbers_its_provisions_and_dates_them(read: Any) -> None:
    index = (
        '<container xmlns="https://code.dccouncil.us/schemas/dc-library"><num>99</num></container>'
    )
    files = {
        "titles/99/sections/99-101.01.xml": DC,
        "titles/99/sections/99-102.xml": DC[:400],
        "titles/99/sections/99-103.xml": "<section><heading>No number</heading></section>",
        "titles/99/index.xml": index,
    }
    copy = read("dc_code", files)
    (section,) = copy.documents.values()
    assert section.id == "dc/99-101.01"
    assert section.title == "D.C. Code § 99-101.01: Tea rooms"
    assert section.text == (
        "For the purposes of this chapter:\n\n- (a)(1) A tea room under this chapter pays:\n\n"
        "| Not over $10 | 4% |\n\n- (A) Monthly.\n  - (2) Others pay nothing.\n\n"
        "## (b) Hours\n\nRooms close at ten."
    )
    assert section.citation == "D.C. Code § 99-101.01"
    assert section.jurisdiction == "US-DC"
    assert section.effective_from == date(2018, 10, 30)
    assert section.attributes["history"] == "Jan. 1, 1976, D.C. Law 1-1, § 2"
    assert len(copy.skipped) == 2
    assert copy.notes == ("1 of 4 files hold no text of their own",)


def point(number: str, text: str, oj: str) -> str:
    cells = "".join(
        f'<td valign="top"><p class="{oj}normal">{part}</p></td>' for part in (number, text)
    )
    return f"<table><col/><tbody><tr>{cells}</tr></tbody></table>"


def official_journal(oj: str) -> str:
    """Return a made regulation with the classes of the Official Journal before and since 2019."""
    note = '<a id="n1" href="#f1"> (<span class="super">1</span>)</a>'
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>L_2099001EN.xml</title></head><body>
<p class="{oj}doc-ti" id="d1">REGULATION (EU) 2099/7 OF THE EUROPEAN PARLIAMENT</p>
<p class="{oj}doc-ti">of 27 April 2099</p><p class="{oj}doc-ti">on tea</p>
<p class="{oj}normal">Having regard to the Treaty,</p><p class="{oj}normal">Whereas:</p>
{point("(1)", f"Tea is drunk{note}. It is hot.", oj)}
{point("(2)", "Cups break.", oj)}
<p class="{oj}normal">HAVE ADOPTED THIS REGULATION:</p>
<p class="{oj}ti-section-1"><span>CHAPTER I</span></p>
<p class="{oj}ti-section-2"><span>General provisions</span></p>
<p class="{oj}ti-art">Article 1</p><p class="{oj}sti-art">Scope</p>
<p class="{oj}normal">1.   This Regulation covers:</p>
{point("(a)", "black tea;", oj)}{point("(b)", "green tea.", oj)}
<p class="{oj}normal">2.   Coffee is not covered.</p>
<p class="{oj}ti-section-1">CHAPTER II</p><p class="{oj}ti-section-2">Final provisions</p>
<p class="{oj}ti-section-1">Section 1</p><p class="{oj}ti-section-2">Dates</p>
<p class="{oj}ti-art">Article 2</p><p class="{oj}sti-art">Application</p>
<p class="{oj}normal">It shall apply from 25 May 2101.</p>
<p class="{oj}normal">This Regulation shall be binding in its entirety.</p>
<p class="{oj}normal">Done at Brussels, 27 April 2099.</p>
<p class="{oj}signatory">The President</p><hr/>
<p class="{oj}note"><a id="f1" href="#n1">(<span>1</span>)</a> OJ C 1.</p></body></html>"""


@pytest.mark.parametrize("oj", ["", "oj-"])
def test_gdpr_gives_recitals_and_articles_with_their_dates(read: Any, oj: str) -> None:
    text = official_journal(oj)
    copy = read("gdpr", {"act.html": text, "half.html": text[:900], "empty.html": ""})
    assert {name: d.text for name, d in copy.documents.items()} == {
        "eu/2099/7/recital-1": "Tea is drunk. It is hot.",
        "eu/2099/7/recital-2": "Cups break.",
        "eu/2099/7/article-1": (
            "1. This Regulation covers:\n\n- (a) black tea;\n- (b) green tea.\n\n"
            "2. Coffee is not covered."
        ),
        "eu/2099/7/article-2": "It shall apply from 25 May 2101.",
    }
    last = copy.documents["eu/2099/7/article-2"]
    assert last.title == "Regulation (EU) 2099/7, Article 2: Application"
    assert last.citation == "Regulation (EU) 2099/7, Article 2"
    assert (last.written, last.effective_from) == (date(2099, 4, 27), date(2101, 5, 25))
    assert last.jurisdiction == "EU"
    part = "CHAPTER II Final provisions > Section 1 Dates"
    assert last.attributes["part_of"] == part
    assert copy.documents["eu/2099/7/recital-1"].attributes.get("part_of") is None
    assert copy.skipped.keys() == {"half.html", "empty.html"}


TEXT = (
    "SUPPLY AGREEMENT\r\n\r\nThis Agreement binds Leaf Inc. and\r\n  Cup LLC. It is governed by "
    "the law of Nevada, save for\r\nits rules of conflict, and of no other State.\r\n"
)
CLAUSES = (
    "Filename,Document Name,Document Name-Answer,Parties,Parties-Answer,Agreement Date-Answer,"
    "Effective Date-Answer,Expiration Date,Expiration Date-Answer,Governing Law,"
    "Governing Law-Answer,Audit Rights\n"
    "LEAF_2014_EX-10.1_Supply Agreement.pdf,\"['SUPPLY AGREEMENT']\",Supply Agreement,"
    "\"['Leaf Inc.', 'Leaf Inc. and Cup LLC']\","
    "\"Leaf Inc.; Cup LLC\",5/8/14,6/1/2014,['words of another text'],perpetual,"
    "\"['governed by the law of Nevada,<omitted>of no other State.']\",Nevada,[]\n"
)


def marked(document: Document) -> list[tuple[str, str]]:
    spans = labelled_spans(document)
    return [(span.label, document.text[span.start : span.end]) for span in spans]


def test_cuad_texts_stand_as_they_are_beside_what_people_answered(read: Any) -> None:
    copy = read(
        "cuad",
        {
            "full_contract_txt/LEAF_2014_EX-10.1_Supply Agreement.txt": TEXT,
            "full_contract_txt/OTHER_2015.txt": "OTHER AGREEMENT",
            "full_contract_txt/bad.txt": b"\xff\xfe\x00",
            "master_clauses.csv": CLAUSES,
            "CUAD_v1_README.txt": "About the set.",
        },
    )
    name = "LEAF_2014_EX-10.1_Supply Agreement"
    contract = copy.documents[f"cuad/{name}"]
    assert contract.title == "Supply Agreement (Leaf Inc.; Cup LLC)"
    assert contract.text == TEXT.replace("\r\n", "\n")
    assert (contract.written, contract.effective_from) == (date(2014, 5, 8), date(2014, 6, 1))
    assert contract.citation == f"Supply Agreement, CUAD v1: {name}"
    assert contract.attributes["governing_law"] == "Nevada"
    assert contract.attributes["expiration"] == "perpetual"
    assert contract.effective_to is None
    assert marked(contract) == [
        ("Document Name", "SUPPLY AGREEMENT"),
        ("Parties", "Leaf Inc."),
        ("Parties", "Leaf Inc. and\n  Cup LLC"),
        ("Governing Law", "governed by the law of Nevada,"),
        ("Governing Law", "of no other State."),
    ]
    assert contract.attributes["clauses_not_found"] == "1"
    assert marked(copy.documents["cuad/OTHER_2015"]) == []
    assert copy.documents["cuad/OTHER_2015"].title == "OTHER 2015"
    assert "not UTF-8" in copy.skipped["full_contract_txt/bad.txt"]


def test_cuad_as_json_keeps_its_offsets_and_its_clauses(read: Any) -> None:
    context = "  1. Term. Two years.\n\n2. Law. Nevada."

    def asked(category: str, *answers: tuple[str, int]) -> dict[str, Any]:
        listed = [{"text": text, "answer_start": start} for text, start in answers]
        return {"id": f"LEAF_2014__{category}", "answers": listed, "is_impossible": not answers}

    law = ("Nevada", context.index("Nevada"))
    first = {
        "context": context,
        "qas": [
            asked("Governing Law", law),
            asked("Governing Law_0", law),
            asked("Audit Rights"),
            asked("Insurance", ("Nevada", 3)),
        ],
    }
    second = {"context": "3. Cups break.", "qas": [asked("Cap On Liability", ("break", 8))]}
    data = {"version": "aok_v1.0", "data": [{"title": "LEAF_2014", "paragraphs": [first, second]}]}
    copy = read("cuad", {"CUAD_v1.json": json.dumps(data), "test.json": '{"data": 3}'})
    contract = copy.documents["cuad/LEAF_2014"]
    assert contract.text == f"{context}\n3. Cups break."
    assert marked(contract) == [("Governing Law", "Nevada"), ("Cap On Liability", "break")]
    assert contract.attributes["clauses_not_found"] == "1"
    assert "SQuAD" in copy.skipped["test.json"]
