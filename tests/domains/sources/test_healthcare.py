"""Corpora of medicine. Every file is written here, by us, after the schema of its publisher.

MedQuAD: the layout of its repository; PubMedQA: ori_pqal.json; JATS: ANSI/NISO Z39.96, journal
archiving; PubMed: the PubmedArticleSet DTD.
"""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import Any

MEDQUAD = """<?xml version="1.0" encoding="UTF-8"?>
<Document id="0000007" source="NIDDK" url="https://example.org/gallstones">
<Focus>Gallstones</Focus>
<FocusAnnotations>
  <UMLS><CUIs><CUI>C0008350</CUI></CUIs><SemanticGroup>Disorders</SemanticGroup></UMLS>
  <Synonyms><Synonym>Cholelithiasis</Synonym><Synonym>Biliary calculi</Synonym></Synonyms>
</FocusAnnotations>
<QAPairs>
  <QAPair pid="1">
    <Question qid="0000007-1" qtype="symptoms">What are the symptoms of Gallstones ?</Question>
    <Answer>Stones may cause pain. Look for:          - Pain under the ribs.    -  Fever.
        Most stones stay silent.</Answer>
  </QAPair>
  <QAPair pid="2">
    <Question qid="0000007-2" qtype="causes">What causes Gallstones? ?</Question>
    <Answer></Answer>
  </QAPair>
</QAPairs>
</Document>
"""


def test_medquad_is_a_page_with_its_questions_as_headings(read: Any) -> None:
    withheld = '<Document id="2" source="ADAM"><Focus>X</Focus><QAPairs/></Document>'
    copy = read(
        "medquad",
        {
            "5_NIDDK_QA/0000007.xml": MEDQUAD,
            "10_MPlus_ADAM_QA/0000002.xml": withheld,
            "5_NIDDK_QA/damaged.xml": MEDQUAD[:300],
            "5_NIDDK_QA/other.xml": "<article/>",
            "readme.txt": "not a file of the corpus",
        },
    )
    (page,) = copy.documents.values()
    assert page.id == "medquad/5_NIDDK_QA/0000007"
    assert page.title == "Gallstones"
    assert page.text == (
        "## What are the symptoms of Gallstones?\n\n"
        "Stones may cause pain. Look for:\n\n"
        "- Pain under the ribs.\n- Fever.\n\n"
        "Most stones stay silent."
    )
    assert page.citation == "Gallstones, NIDDK, https://example.org/gallstones"
    assert page.sources == ("https://example.org/gallstones",)
    assert (page.licence, page.kind) == ("CC BY 4.0", "patient-information")
    assert page.attributes["synonyms"] == "Cholelithiasis; Biliary calculi"
    assert page.attributes["umls"] == "C0008350"
    assert page.attributes["recipe"] == "medquad"
    assert sorted(copy.skipped) == ["5_NIDDK_QA/damaged.xml", "5_NIDDK_QA/other.xml"]
    assert "not readable as XML" in copy.skipped["5_NIDDK_QA/damaged.xml"]
    assert "not a file of MedQuAD" in copy.skipped["5_NIDDK_QA/other.xml"]
    assert copy.notes == ("1 of 4 files hold no text of their own",)


def test_pubmedqa_keeps_the_headings_and_the_conclusion(read: Any) -> None:
    record = {
        "QUESTION": "Does tea lower blood pressure?",
        "CONTEXTS": ["We asked 90 people.", "Half drank tea."],
        "LABELS": ["BACKGROUND", "METHODS"],
        "MESHES": ["Tea", "Blood Pressure"],
        "YEAR": "2011",
        "reasoning_required_pred": "yes",
        "reasoning_free_pred": "no",
        "final_decision": "no",
        "LONG_ANSWER": "Tea made no difference.",
    }
    broken = {"1": {"QUESTION": "Why?"}}
    copy = read(
        "pubmedqa",
        {
            "data/ori_pqal.json": json.dumps({"123": record}),
            "data/ori_pqaa.json": json.dumps(broken),
            "data/ori_pqau.json": "{",
            "data/test_ground_truth.json": '{"123": "no"}',
        },
    )
    article = copy.documents["pubmed/123"]
    assert article.title == "Does tea lower blood pressure?"
    assert article.text == (
        "## Background\n\nWe asked 90 people.\n\n## Methods\n\nHalf drank tea.\n\n"
        "## Conclusion\n\nTea made no difference."
    )
    assert article.citation == "Does tea lower blood pressure? 2011. PubMed 123"
    assert article.attributes["mesh"] == "Tea; Blood Pressure"
    assert copy.skipped.keys() == {"data/ori_pqaa.json", "data/ori_pqau.json"}
    assert "needs QUESTION" in copy.skipped["data/ori_pqaa.json"]


JATS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.2
 20190208//EN" "JATS-archivearticle1.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:mml="http://www.w3.org/1998/Math/MathML"
 article-type="research-article" xml:lang="en">
<front>
 <journal-meta><journal-title-group><journal-title>Made Journal</journal-title>
 </journal-title-group></journal-meta>
 <article-meta>
  <article-id pub-id-type="pmid">555</article-id>
  <article-id pub-id-type="pmc">777</article-id>
  <article-id pub-id-type="doi">10.1000/made.1</article-id>
  <title-group><article-title>Iron in <italic>tea</italic></article-title></title-group>
  <contrib-group>
   <contrib contrib-type="author"><name><surname>Lee</surname><given-names>A B</given-names></name>
   </contrib>
   <contrib contrib-type="editor"><name><surname>Ed</surname><given-names>I</given-names></name>
   </contrib>
  </contrib-group>
  <pub-date pub-type="ppub"><month>7</month><year>2020</year></pub-date>
  <pub-date pub-type="epub"><day>3</day><month>6</month><year>2020</year></pub-date>
  <volume>4</volume><issue>2</issue><fpage>10</fpage><lpage>19</lpage>
  <permissions><license license-type="open-access"
   xlink:href="https://creativecommons.org/licenses/by/4.0/"><license-p>Free.</license-p></license>
  </permissions>
  <abstract><sec><title>Aims</title><p>To weigh iron.</p></sec></abstract>
  <kwd-group><kwd>iron</kwd><kwd>tea</kwd></kwd-group>
 </article-meta>
</front>
<body>
 <sec id="s1"><label>1</label><title>Methods</title>
  <p>We used 10<sup>9</sup> cells [<xref ref-type="bibr" rid="b1">1</xref>] and
   <inline-formula><mml:math><mml:mfrac><mml:mi>a</mml:mi><mml:mi>b</mml:mi></mml:mfrac></mml:math>
   </inline-formula>.
   <list list-type="order"><list-item><p>Boil.</p></list-item><list-item><p>Pour.</p></list-item>
   </list></p>
  <sec id="s2"><title>Doses</title>
   <table-wrap id="t1"><label>Table 1</label><caption><title>Table of doses.</title>
    <p>Doses given.</p>    </caption>
    <table><thead><tr><th>Drug</th><th>Dose</th></tr></thead>
    <tbody><tr><td rowspan="2">iron</td><td>20 mg</td></tr>
    <tr><td><p>4 × 10<sup>9</sup></p><p>cells</p></td></tr>
    <tr><td>tea</td><td>1 cup</td></tr></tbody></table>
   </table-wrap>
  </sec>
  <sec id="s3"><title>Nothing below</title></sec>
 </sec>
</body>
<back><ref-list><ref id="b1"><mixed-citation>A reference.</mixed-citation></ref></ref-list></back>
</article>
"""


def test_jats_keeps_sections_lists_tables_and_says_where_it_appeared(read: Any) -> None:
    entity = '<!DOCTYPE article [<!ENTITY a "aaaa">]><article><front/></article>'
    copy = read("jats", {"PMC777.nxml": JATS, "bomb.xml": entity, "half.xml": JATS[:900]})
    (article,) = copy.documents.values()
    assert article.id == "pmc/PMC777"
    assert article.title == "Iron in tea"
    assert article.text == (
        "## Abstract\n\n### Aims\n\nTo weigh iron.\n\n"
        "## Methods\n\nWe used 10^9 cells [1] and a/b .\n\n1. Boil.\n2. Pour.\n\n"
        "### Doses\n\nTable of doses.\n\nDoses given.\n\n"
        "| Drug: iron | Dose: 20 mg |\n| Drug: iron | Dose: 4 × 10^9 cells |\n"
        "| Drug: tea | Dose: 1 cup |"
    )
    assert article.citation == (
        "Lee A B. Iron in tea. Made Journal. 2020;4(2):10-19. doi:10.1000/made.1"
    )
    assert article.written == date(2020, 6, 3)
    assert article.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert article.sources == ("PMID 555", "PMC 777", "DOI 10.1000/made.1")
    assert article.attributes["keywords"] == "iron; tea"
    assert (article.attributes["doi"], article.attributes["pmid"]) == ("10.1000/made.1", "555")
    assert "entities" in copy.skipped["bomb.xml"]
    assert "not readable as XML" in copy.skipped["half.xml"]


PUBMED = """<?xml version="1.0" encoding="utf-8"?>
<PubmedArticleSet>
<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">42</PMID>
 <Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><Volume>9</Volume>
  <Issue>1</Issue><PubDate><Year>1999</Year><Month>Feb</Month><Day>5</Day></PubDate></JournalIssue>
  <Title>Made Letters</Title></Journal><ArticleTitle>Sleep and noise.</ArticleTitle>
  <Pagination><MedlinePgn>1-5</MedlinePgn></Pagination>
  <Abstract><AbstractText Label="RESULTS" NlmCategory="RESULTS">Noise <i>wakes</i>.</AbstractText>
  <AbstractText Label="CONCLUSIONS">Sleep is lost.</AbstractText></Abstract>
  <AuthorList><Author><LastName>Roe</LastName><Initials>J</Initials></Author></AuthorList>
 </Article>
 <MeshHeadingList><MeshHeading><DescriptorName UI="D012890">Sleep</DescriptorName></MeshHeading>
 </MeshHeadingList></MedlineCitation></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>43</PMID><Article><ArticleTitle>No abstract.</ArticleTitle>
 </Article></MedlineCitation></PubmedArticle>
</PubmedArticleSet>
"""


def test_pubmed_takes_citations_with_an_abstract_from_packed_files(read: Any) -> None:
    packed = gzip.compress(PUBMED.encode())
    copy = read("pubmed", {"pubmed24n0001.xml.gz": packed, "pubmed24n0002.xml.gz": packed[:200]})
    (article,) = copy.documents.values()
    assert (article.id, article.title) == ("pubmed/42", "Sleep and noise.")
    assert article.text == "## Results\n\nNoise wakes.\n\n## Conclusions\n\nSleep is lost."
    assert article.citation == "Roe J. Sleep and noise. Made Letters. 1999;9(1):1-5"
    assert article.written == date(1999, 2, 5)
    assert article.attributes["mesh"] == "Sleep"
    assert "damaged" in copy.skipped["pubmed24n0002.xml.gz"]
