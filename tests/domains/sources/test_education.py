"""Textbooks. The files are written here, by us, after CNXML 0.7 and CollXML as published."""

from __future__ import annotations

from typing import Any

MODULE = """<document xmlns="http://cnx.rice.edu/cnxml" xmlns:m="http://www.w3.org/1998/Math/MathML">
<title>Measuring</title>
<metadata xmlns:md="http://cnx.rice.edu/mdml">
  <md:content-id>m10001</md:content-id><md:title>Measuring</md:title>
  <md:abstract>By the end you can measure.</md:abstract>
</metadata>
<content>
<para id="p1">An area is <m:math><m:msup><m:mi>a</m:mi><m:mn>2</m:mn></m:msup></m:math>
 (<link target-id="t1"/>).</para>
<section id="s1"><title>Units</title>
  <list id="l1"><item>metre</item><item>second</item></list>
  <note id="n1" class="link"><label>Link</label><title>Look closer</title>
    <para id="p2">A <term>metre</term> is a length.</para></note>
  <section id="s2"><title>Table of units</title>
  <table id="t1" summary="units"><tgroup cols="2">
    <colspec colname="c1"/><colspec colname="c2"/>
    <thead><row><entry namest="c1" nameend="c2">Base units</entry></row>
    <row><entry>Unit</entry><entry>Sign</entry></row></thead>
    <tbody><row><entry>metre</entry><entry>m</entry></row>
    <row><entry morerows="1">second</entry><entry>s</entry></row>
    <row><entry>sec</entry></row></tbody></tgroup></table></section>
</section>
<section id="s3" class="review-questions"><title>Review Questions</title>
  <exercise id="e1"><problem id="e2"><para id="p3">What is m?</para></problem>
  <solution id="e3"><para id="p4">A length.</para></solution></exercise></section>
</content>
<glossary><definition id="d1"><term>metre</term><meaning id="d2">a unit of length</meaning>
</definition></glossary>
</document>
"""
COLLECTION = """<col:collection xmlns="http://cnx.rice.edu/collxml"
 xmlns:md="http://cnx.rice.edu/mdml" xmlns:col="http://cnx.rice.edu/collxml" xml:lang="en">
<metadata mdml-version="0.5"><md:content-id>col1</md:content-id><md:title>Made Physics</md:title>
<md:license url="http://creativecommons.org/licenses/by/4.0/">Attribution</md:license>
<md:slug>made-physics</md:slug></metadata>
<col:content><col:subcollection><md:title>First steps</md:title>
<col:content><col:module document="m10001"/></col:content></col:subcollection></col:content>
</col:collection>
"""


def test_a_module_stands_where_its_collection_puts_it(read: Any) -> None:
    copy = read(
        "cnxml",
        {
            "modules/m10001/index.cnxml": MODULE,
            "modules/m10002/index.cnxml": MODULE[:500],
            "collections/made-physics.collection.xml": COLLECTION,
            "media/picture.jpg": b"\xff\xd8",
        },
    )
    (module,) = copy.documents.values()
    assert module.id == "made-physics/m10001"
    assert module.title == "Measuring"
    assert module.text == (
        "An area is a^2 (table).\n\n## Units\n\n- metre\n- second\n\nLook closer\n\n"
        "A metre is a length.\n\n### Table of units\n\nBase units\n\n"
        "| Unit: metre | Sign: m |\n| Unit: second | Sign: s |\n| Unit: second | Sign: sec |\n\n"
        "## Glossary\n\n- metre: a unit of length"
    )
    assert module.citation == "OpenStax, Made Physics, First steps, Measuring"
    assert module.licence == "http://creativecommons.org/licenses/by/4.0/"
    assert module.attributes["part_of"] == "Made Physics > First steps"
    assert "not readable as XML" in copy.skipped["modules/m10002/index.cnxml"]


def test_a_module_without_a_collection_and_one_beside_a_damaged_collection(read: Any) -> None:
    alone = read("cnxml", {"m10001/index.cnxml": MODULE})
    assert list(alone.documents) == ["openstax/m10001"]
    broken = {"b/modules/m10001/index.cnxml": MODULE, "b/collections/x.collection.xml": "<col"}
    skipped = read("cnxml", broken).skipped
    assert "collection x.collection.xml" in skipped["b/modules/m10001/index.cnxml"]
