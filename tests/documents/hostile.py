"""Damaged and hostile files, each made from a seed: mutations of good files, and known attacks."""

from __future__ import annotations

import base64
import io
import os
import random
import socket
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ENDINGS = (
    *(".md", ".txt", ".html", ".pdf", ".docx", ".pptx", ".xlsx", ".epub", ".csv", ".tsv", ".eml"),
    *(".png", ".doc", ".xyz", "", ".PDF", ".pdf.exe", ".jsonl"),
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Made(NamedTuple):
    """What a hostile file is made of: good files by name, and a file that none may read."""

    good: Mapping[str, bytes]
    secret: Path


Content = tuple[str, bytes]
"""A name, of which the ending counts, and what the file holds."""


def archive(members: Sequence[tuple[str, bytes | str]], level: int = 6) -> bytes:
    """Return a ZIP archive; the same name may come twice."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        warnings.simplefilter("ignore", UserWarning)
        for name, content in members:
            made.writestr(name, content, compresslevel=level)
    return out.getvalue()


def members_of(raw: bytes) -> list[tuple[str, bytes]]:
    """Return the members of a ZIP archive."""
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        return [(name, opened.read(name)) for name in opened.namelist()]


def raw_pdf(objects: Sequence[bytes], root: int = 1, more: bytes = b"") -> bytes:
    """Return a PDF of numbered objects; number 1 comes first."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        root,
        more,
        start,
    )
    return bytes(out)


def stream(body: bytes, more: bytes = b"") -> bytes:
    """Return a PDF stream."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(body), more, body)


def page_pdf(content: bytes, page: bytes = b"", more: Sequence[bytes] = ()) -> bytes:
    """Return a PDF of one page with a content stream, object 4; ``more`` begins at object 6."""
    return raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>"
            b"/XObject<</X 6 0 R>>>>" + (page or b"/MediaBox[0 0 600 800]") + b">>",
            content,
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            *more,
        ]
    )


# -- mutations of good files -----------------------------------------------------------------


def flipped(draw: random.Random, made: Made) -> Content:
    """Bytes changed at random."""
    name = draw.choice(sorted(made.good))
    raw = bytearray(made.good[name])
    for _ in range(draw.choice((1, 2, 5, 20, 200))):
        raw[draw.randrange(len(raw))] = draw.randrange(256)
    return name, bytes(raw)


def cut(draw: random.Random, made: Made) -> Content:
    """The end, the beginning or the middle is missing, or comes twice."""
    name = draw.choice(sorted(made.good))
    raw = made.good[name]
    a, b = sorted(draw.randrange(len(raw)) for _ in range(2))
    return name, draw.choice((raw[:a], raw[a:], raw[:a] + raw[b:], raw[:b] + raw[a:]))


def spliced(draw: random.Random, made: Made) -> Content:
    """The head of one file and the tail of another, or one inside another."""
    names = sorted(made.good)
    name = draw.choice(names)
    first, second = made.good[name], made.good[draw.choice(names)]
    a, b = draw.randrange(len(first)), draw.randrange(len(second))
    return name, draw.choice((first[:a] + second[b:], first[:a] + second + first[a:]))


def zipped_anew(draw: random.Random, made: Made) -> Content:
    """Members of an archive that come twice, are missing, swapped or damaged."""
    name = draw.choice([n for n in sorted(made.good) if made.good[n].startswith(b"PK")])
    members = members_of(made.good[name])
    for _ in range(draw.randrange(1, 4)):
        at, other = draw.randrange(len(members)), draw.randrange(len(members))
        how = draw.randrange(5)
        if how == 0:
            members.append((members[at][0], members[other][1]))
        elif how == 1 and len(members) > 1:
            members.pop(at)
        elif how == 2:
            members[at] = (members[at][0], members[other][1])
        elif how == 3:
            raw = bytearray(members[at][1] or b"x")
            for _ in range(draw.randrange(1, 30)):
                raw[draw.randrange(len(raw))] = draw.randrange(256)
            members[at] = (members[at][0], bytes(raw))
        else:
            body = members[at][1]
            begin, end = sorted(draw.randrange(len(body) + 1) for _ in range(2))
            again = body[begin:end] * draw.choice((2, 50))
            members[at] = (members[at][0], body[:begin] + again + body[end:])
    return name, archive(members)


def numbered_anew(draw: random.Random, made: Made) -> Content:
    """Numbers in the XML of an archive, or in an HTML page or PDF, become absurd."""
    name = draw.choice([n for n in sorted(made.good) if not n.endswith((".txt", ".md", ".csv"))])
    absurd = draw.choice((b"99999999999", b"-1", b"0", b"2147483648", b"1e308", b"NaN", b""))

    def changed(body: bytes) -> bytes:
        places = [i for i, byte in enumerate(body) if chr(byte).isdigit()]
        for at in sorted(draw.sample(places, min(len(places), draw.randrange(1, 6))), reverse=True):
            body = body[:at] + absurd + body[at + 1 :]
        return body

    return name, with_text_changed(draw, made.good[name], changed)


def with_text_changed(draw: random.Random, raw: bytes, changed: Callable[[bytes], bytes]) -> bytes:
    """Return a file with its text changed: that of one part, if it is an archive."""
    if not raw.startswith(b"PK"):
        return changed(raw)
    members = members_of(raw)
    at = draw.choice([i for i, (n, _) in enumerate(members) if n.endswith((".xml", ".xhtml"))])
    members[at] = (members[at][0], changed(members[at][1]))
    return archive(members)


def ending_swapped(draw: random.Random, made: Made) -> Content:
    """A good file under the ending of another format."""
    name = draw.choice(sorted(made.good))
    return f"{name.partition('.')[0]}{draw.choice(ENDINGS)}", made.good[name]


def with_nul(draw: random.Random, made: Made) -> Content:
    """NUL bytes and control characters strewn in."""
    name = draw.choice(sorted(made.good))
    raw = made.good[name]
    for _ in range(draw.randrange(1, 9)):
        at = draw.randrange(len(raw))
        raw = raw[:at] + draw.choice((b"\0", b"\0\0", b"\x1b[2J", b"\x7f", b"\x08")) + raw[at:]
    return name, raw


def of_mixed_encodings(draw: random.Random, made: Made) -> Content:
    """Parts in different encodings, byte order marks, halves of surrogates."""
    names = ("note.md", "plain.txt", "list.csv", "page.html", "letter.eml")
    name = draw.choice([n for n in names if n in made.good])
    text = made.good[name].decode("latin-1")
    encodings = ("utf-8", "utf-16", "utf-16-le", "utf-32", "cp037", "utf-7", "latin-1")
    a, b = sorted(draw.randrange(len(text)) for _ in range(2))
    parts = [p.encode(draw.choice(encodings)) for p in (text[:a], text[a:b], text[b:])]
    between = (b"", b"\xed\xa0\x80", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc0\xaf", b"\xf4\x90\x80\x80")
    return name, draw.choice(between).join(parts)


def with_entities(draw: random.Random, made: Made) -> Content:
    """A document type with entities that grow, or that name another file, in XML or HTML."""
    name = draw.choice([n for n in sorted(made.good) if made.good[n].startswith((b"PK", b"<"))])
    kind = draw.randrange(4)
    many = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    subset = (
        f'<!ENTITY e0 "lol">{many}',
        f'<!ENTITY e8 SYSTEM "file://{made.secret}">',
        f'<!ENTITY % p SYSTEM "file://{made.secret}"> %p;<!ENTITY e8 "x">',
        f'<!ENTITY e0 "{"a" * 50_000}"><!ENTITY e8 "{"&e0;" * 50}">',
    )[kind]
    outer = f' SYSTEM "file://{made.secret}"' if draw.random() < 0.3 else ""

    def changed(body: bytes) -> bytes:
        head, mark, rest = body.partition(b"?>") if body.startswith(b"<?xml") else (b"", b"", body)
        at = rest.rfind(b"</")
        kind_of_root = f"<!DOCTYPE x{outer} [{subset}]>".encode()
        return head + mark + kind_of_root + rest[:at] + b"&e8;&e8;" + rest[at:]

    return name, with_text_changed(draw, made.good[name], changed)


MUTATIONS = (
    *(flipped, cut, spliced, zipped_anew, numbered_anew, ending_swapped, with_nul),
    *(of_mixed_encodings, with_entities),
)


# -- attacks -----------------------------------------------------------------------------------


def zip_bomb(draw: random.Random, made: Made) -> Content:
    """An archive that unpacks to far more, says so or not, or holds itself many times."""
    ending, member = draw.choice(
        (
            (".docx", "word/document.xml"),
            (".xlsx", "xl/workbook.xml"),
            (".pptx", "ppt/presentation.xml"),
            (".epub", "META-INF/container.xml"),
        )
    )
    how = draw.randrange(5)
    if how == 0:
        return f"bomb{ending}", archive([(member, b"\0" * 30_000_000)])
    if how == 1:  # says that it is small
        raw = bytearray(archive([(member, b"<a>" + b" " * 20_000_000 + b"</a>")]))
        for sign, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
            at = raw.index(sign) + place
            raw[at : at + 4] = struct.pack("<I", 1000)
        return f"bomb{ending}", bytes(raw)
    if how == 2:
        return f"many{ending}", archive([(member, "<a/>"), *((f"m{n}", "") for n in range(20_001))])
    inner = archive([("inner.zip", archive([("b", b"\0" * 5_000_000)]))])
    if how == 3:
        return f"nested{ending}", archive([(member, inner)])
    # all entries of the directory lead to one member: it counts many times
    raw = archive([(member, b"<a>" + b"ab" * 300_000 + b"</a>")])
    at, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    entry, times = raw[at:end], 2000
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, times, times, len(entry) * times, at, 0)
    return f"overlap{ending}", raw[:at] + entry * times + tail


def traversal(draw: random.Random, made: Made) -> Content:
    """Names of members, chapters and relations that lead outside."""
    up = draw.choice(("../" * 12, "/", "..\\" * 12, "C:\\", "./../" * 9))
    target = f"{up}{str(made.secret).lstrip('/')}"
    how = draw.randrange(4)
    if how == 0:
        members = members_of(made.good["rules.docx"])
        return "a.docx", archive([*members, (target, b"x"), (f"{up}tmp/out.txt", b"x")])
    if how == 1:
        members = members_of(made.good["book.epub"])
        changed = [(n, b.replace(b"a.xhtml", target.encode())) for n, b in members]
        return "a.epub", archive(changed)
    name, part = draw.choice((("slides.pptx", "slide"), ("table.xlsx", "sheet")))
    members = members_of(made.good[name])
    changed = [
        (n, b.replace(f'Target="{part}s'.encode(), f'Target="{target}'.encode()))
        if n.endswith(".rels")
        else (n, b)
        for n, b in members
    ]
    if how == 2:
        mode = b' TargetMode="External" Target="file://' + str(made.secret).encode() + b'"'
        changed = [
            (n, b.replace(b"<Relationship ", b"<Relationship" + mode + b" ", 1))
            if n.endswith(".rels")
            else (n, b)
            for n, b in members
        ]
    return name, archive(changed)


def script(draw: random.Random, made: Made) -> Content:
    """What would run, open or fetch something if anybody obeyed it."""
    out = made.secret.parent / "written-by-a-script"
    how = draw.randrange(6)
    if how == 0:
        inner = draw.choice(
            (
                f"<script>fetch('file://{made.secret}')</script>",
                f'<svg onload="alert(1)"><script href="file://{made.secret}"/></svg>',
                f'<iframe src="file://{made.secret}"></iframe><object data="file://{made.secret}">',
                f'<link rel="import" href="file://{made.secret}"><base href="file:///">',
                '<img src="http://127.0.0.1:9/x" onerror="x()"><a href="javascript:x()">y</a>',
                f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{made.secret}"/>',
            )
        )
        return "a.html", f"<html><body><p>One.</p>{inner}<p>Two.</p></body></html>".encode()
    if how == 1:
        members = members_of(made.good["rules.docx"])
        return "a.docx", archive([*members, ("word/vbaProject.bin", b"Sub AutoOpen()\nShell x")])
    if how == 2:
        lines = ("=cmd|'/c calc'!A0", '=HYPERLINK("http://127.0.0.1:9")', "@SUM(1)", "+1+1", "-2")
        return "a.csv", ("a,b\n" + "".join(f'"{x}",1\n' for x in lines)).encode()
    action = draw.choice(
        (
            b"/S/JavaScript/JS(app.launchURL('http://127.0.0.1:9'))",
            b"/S/Launch/F(/bin/sh)/P(-c 'touch " + str(out).encode() + b"')",
            b"/S/GoToR/F(" + str(made.secret).encode() + b")/D[0/Fit]",
            b"/S/SubmitForm/F(http://127.0.0.1:9)",
            b"/S/ImportData/F(" + str(made.secret).encode() + b")",
        )
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/OpenAction<<" + action + b">>/AA<</WC<<" + action + b">>>>>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>/AA<</O<<" + action + b">>>>>>",
        stream(b"BT /F 12 Tf 72 700 Td (Words on a page that acts.) Tj ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    if how == 3:  # the content of the page lies in another file
        objects[3] = b"<</Length 0/F(" + str(made.secret).encode() + b")>>stream\n\nendstream"
    return "a.pdf", raw_pdf(objects)


def of_absurd_size(draw: random.Random, made: Made) -> Content:
    """Pages, tables, lists and pictures that say they are enormous."""
    big = draw.choice((10**5, 10**7, 10**9, 10**12))
    how = draw.randrange(8)
    if how == 0:
        deep = f'<w:pPr><w:numPr><w:ilvl w:val="{big}"/></w:numPr></w:pPr>'
        body = f"<w:p>{deep}<w:r><w:t>a</w:t></w:r></w:p>"
        return "a.docx", archive(
            [("word/document.xml", f"<w:document {W}><w:body>{body * 3}</w:body></w:document>")]
        )
    if how == 1:
        wide = f'<w:tcPr><w:gridSpan w:val="{big}"/></w:tcPr>'
        cell = f"<w:tc>{wide}<w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
        table = f"<w:tbl><w:tr>{cell * 50}</w:tr></w:tbl>"
        return "a.docx", archive(
            [("word/document.xml", f"<w:document {W}><w:body>{table}</w:body></w:document>")]
        )
    if how == 2:
        cell = f'<td rowspan="{big}" colspan="{big}">word</td>'
        return "a.html", f"<html><table><tr>{cell * 40}</tr>{'<tr></tr>' * 40}</table>".encode()
    if how == 3:
        members = members_of(made.good["table.xlsx"])
        place = draw.choice((b"A1048576", b"XFD1", b"XFD1048576"))
        row = place.lstrip(b"XFDA")
        cell = b'<row r="%s"><c r="%s"><v>7</v></c></row></sheetData>' % (row, place)
        return "a.xlsx", archive([(n, b.replace(b"</sheetData>", cell)) for n, b in members])
    if how == 4:
        picture = b"/Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray"
        content = stream(b"q %d 0 0 %d 0 0 cm /X Do Q" % (big, big))
        page = b"/MediaBox[0 0 %d %d]" % (big, big)
        image = stream(b"abcd", picture + b"/BitsPerComponent 8")
        return "a.pdf", page_pdf(content, page, [image])
    if how == 5:
        lines = b"".join(b"%d %d m %d %d l S " % (n, 0, n, 800) for n in range(1500))
        lines += b"".join(b"%d %d m %d %d l S " % (0, n, 800, n) for n in range(1500))
        words = b"BT /F 12 Tf 72 700 Td (Words under very many rules.) Tj ET"
        packed = zlib.compress(lines + words)
        return "a.pdf", page_pdf(stream(packed, b"/Filter/FlateDecode"))
    if how == 6:
        packed = zlib.compress(b"BT /F 12 Tf 72 700 Td (again) Tj ET\n" * 200_000)
        return "a.pdf", page_pdf(stream(packed, b"/Filter/FlateDecode"))

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    side = draw.choice((20_000, 60_000, 2**31 - 1))
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    text = zlib.compress(b"\0" * 5_000_000)
    return "a.png", b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"zTXt", b"k\0\0" + text),
            chunk(b"IDAT", text),
            chunk(b"IEND", b""),
        )
    )


def locked(draw: random.Random, made: Made) -> Content:
    """Encrypted files of several formats."""
    how = draw.randrange(3)
    if how == 0:
        from reportlab.lib.pdfencrypt import StandardEncryption
        from reportlab.pdfgen import canvas

        out = io.BytesIO()
        lock = StandardEncryption(f"word{draw.random()}", strength=draw.choice((40, 128)))
        page = canvas.Canvas(out, encrypt=lock)
        page.drawString(72, 700, "Nobody without the word may read this.")
        page.save()
        return "locked.pdf", out.getvalue()
    if how == 1:
        raw = bytearray(made.good["rules.docx"])
        at = 0
        while (at := raw.find(b"PK\x01\x02", at)) >= 0:
            raw[at + 8] |= 1
            at += 4
        return "locked.docx", bytes(raw)
    return f"locked{draw.choice(ENDINGS)}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + draw.randbytes(
        900
    )


def nested(draw: random.Random, made: Made) -> Content:
    """One thing inside another, very many times."""
    times = draw.choice((300, 3000, 50_000))
    how = draw.randrange(8)
    if how == 0:
        tag = draw.choice(("div", "table><tr><td", "ol><li", "b", "svg", "blockquote"))
        return "a.html", b"<html>" + f"<{tag}>".encode() * times + b"x"
    if how == 1:
        tag = draw.choice(("w:sdt", "w:ins", "w:p", "w:tbl", "w:r", "w:tc"))
        body = f"<{tag}>" * times + "<w:t>x</w:t>" + f"</{tag}>" * times
        return "a.docx", archive(
            [("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")]
        )
    if how == 2:
        value = draw.choice(("[" * times + "]" * times, "{a=" * times + "1" + "}" * times))
        return "a.md", f"+++\nx = {value}\n+++\nWords.\n".encode()
    if how == 3:
        return "a.pdf", page_pdf(stream(b"[" * times + b"]" * times + b" TJ q " * times))
    if how == 4:
        return "a.pdf", raw_pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"[" * times + b"]" * times])
    if how == 5:
        head = "From: a@example.org\nSubject: s\n"
        kind = draw.choice(("message/rfc822", "multipart/mixed; boundary=x"))
        part = f"Content-Type: {kind}\n\n" + ("--x\n" if kind[-1] == "x" else "")
        return "a.eml", (head + part * min(times, 5000) + "\nwords\n").encode()
    if how == 6:
        body = "<a:t>x</a:t>"
        for tag in ("a:r", "p:grpSp"):
            body = f"<{tag}>" * min(times, 3000) + body + f"</{tag}>" * min(times, 3000)
        members = members_of(made.good["slides.pptx"])
        return "a.pptx", archive(
            [(n, b.replace(b"</p:spTree>", body.encode() + b"</p:spTree>")) for n, b in members]
        )
    return "a.md", b"> " * times + b"x\n" + b"  " * min(times, 3000) + b"- y\n" + b"#" * times


def false_front(draw: random.Random, made: Made) -> Content:
    """Front matter that would pass for another document, or break what comes later."""
    line = draw.choice(
        (
            'id = "a\\nb"',
            'id = "' + "a" * 5000 + '"',
            'id = ""',
            'id = "../../../etc/passwd"',
            'id = "\\u0000"',
            'id = "\\ud800"',
            'attributes = {pages = "[[[[[[["}',
            'attributes = {file = "1:00", origin = "/in/zz-good.docx"}',
            "attributes = {pages = 7}",
            "effective_from = 9999-12-31\neffective_to = 0001-01-01",
            'language = "' + "x" * 9999 + '"',
            "groups = []",
            'groups = ["\\u0000", ""]',
            'title = "\\u001b[2J\\u202etxt.exe"',
            'sources = ["file:///etc/passwd"]',
            'superseded_by = "in/zz-good.docx"\nsupersedes = "in/zz-good.docx"',
            "x = " + "9" * 5000,
            "title = 1e999",
            "[a]\n" * 3,
        )
    )
    return "a.md", f"+++\n{line}\n+++\nWords of number {draw.random()}.\n".encode()


def false_pdf(draw: random.Random, made: Made) -> Content:
    """Page trees in a circle, counts and lengths that lie, streams that grow."""
    catalog = b"<</Type/Catalog/Pages 2 0 R>>"
    how = draw.randrange(8)
    if how == 0:
        return "a.pdf", raw_pdf([catalog, b"<</Type/Pages/Count 2147483647/Kids[2 0 R 2 0 R]>>"])
    if how == 1:
        kids = b" ".join([b"3 0 R"] * draw.choice((50, 12_000)))
        pages = b"<</Type/Pages/Count %d/Kids[%s]>>" % (kids.count(b"R"), kids)
        return "a.pdf", raw_pdf([catalog, pages, b"<</Type/Page/MediaBox[0 0 9 9]>>"])
    if how == 2:
        return "a.pdf", raw_pdf([catalog], more=b"/Prev 9/XRefStm 9")
    if how == 3:
        packed = b"x" * 20_000_000
        for _ in range(3):
            packed = zlib.compress(packed)
        filters = b"/Filter[/FlateDecode/FlateDecode/FlateDecode]"
        return "a.pdf", page_pdf(stream(packed, filters))
    if how == 4:
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
        itself = stream(b"/X Do /X Do", form)
        return "a.pdf", page_pdf(stream(b"/X Do"), b"", [itself])
    if how == 5:
        body = page_pdf(stream(b"BT /F 12 Tf 72 700 Td (Words.) Tj ET"))
        return "a.pdf", body.replace(b"/Length ", b"/Length 99999")
    if how == 6:
        bits = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB"
        image = stream(
            zlib.compress(b"\0" * 9999), bits + b"/BitsPerComponent 8/Filter/FlateDecode"
        )
        return "a.pdf", page_pdf(stream(b"q 600 0 0 800 0 0 cm /X Do Q"), b"", [image])
    return "a.pdf", b"%PDF-1.7\n" + draw.randbytes(draw.randrange(1, 5000)) + b"\n%%EOF"


def false_mail(draw: random.Random, made: Made) -> Content:
    """Headers and bodies that mail programs stumble over."""
    charset = draw.choice(
        ("idna", "punycode", "unicode_escape", "zlib", "undefined", "utf-7", "x" * 999, "utf-16")
    )
    coding = draw.choice(("7bit", "base64", "quoted-printable", "uuencode", "8bit", "magic"))
    word = draw.choice(
        (
            "=?utf-8?b?" + "A" * 3001 + "?=",
            "=?" + charset + "?q?=FF=FE?= " * 50,
            "(" * 400,
            "a@" * 2000,
            '"' * 999,
            "\x00\x01",
            "=?utf-8?q?" * 300,
            "é\udcff".encode("utf-8", "surrogateescape").decode("latin-1"),
            "a, " * 2000,
        )
    )
    body = draw.choice((b"words", base64.b64encode(draw.randbytes(500)), b"\xff\xfe\x00", b"+AAA-"))
    which = draw.choice(("From", "To", "Subject", "Date", "Content-Disposition", "Cc"))
    head = (
        f"From: a@example.org\nSubject: s\n{which}: {word}\n"
        f"Content-Type: text/{draw.choice(('plain', 'html'))}; charset={charset}\n"
        f"Content-Transfer-Encoding: {coding}\n\n"
    )
    return "a.eml", head.encode("latin-1", "replace") + body


RUNS = (
    *(" ", ".", "!?", "#", " #", "\n", "\n ", "a", "1", "a-", "\"'", "(", "[", "<", "<a ", "QUJD"),
    *("%41", "a@", "Aa ", "| a: b ", "/a", "1,", "`", "*", "_", "=", "\t", "\x0b", "\u00a0"),
    *("a\u200b", "\u0301", "\u202e", "\U0001f600\u200d", "i g n o r e ", "\n#a", "\n- ", "\n1. "),
)


def run_on(draw: random.Random, made: Made) -> Content:
    """One sign so often that what is not linear in it never ends."""
    unit = draw.choice(RUNS)
    text = f"{draw.choice(('# a', '', 'a. ', '+++', '## '))}{unit * (60_000 // len(unit))}b\n"
    form = draw.randrange(4)
    if form == 0:
        return "a.csv", text.encode()
    if form == 1:
        return "a.html", f"<html><h1>{text}</h1><p>{text}</p></html>".encode()
    return draw.choice(("a.md", "a.txt")), text.encode()


def nearly_nothing(draw: random.Random, made: Made) -> Content:
    """No byte, a few, or a sign of a format and nothing behind it."""
    signs = (
        b"",
        b"\n",
        b"\0",
        b"\xef\xbb\xbf",
        b"PK\x03\x04",
        b"PK\x05\x06" + b"\0" * 18,
        b"%PDF-",
    )
    return f"a{draw.choice(ENDINGS)}", draw.choice(signs) + draw.randbytes(draw.choice((0, 0, 3)))


ATTACKS = (
    *(zip_bomb, traversal, script, of_absurd_size, locked, nested, false_front, false_pdf),
    *(false_mail, run_on, nearly_nothing),
)
KINDS: dict[str, Callable[[random.Random, Made], Content]] = {
    one.__name__: one for one in (*MUTATIONS, *ATTACKS)
}
NAMES = (
    *("new\nline", "tab\there", "\x1b[2Jclear", "\u202egpj.exe", "-rf", "$(touch x)", "'; drop"),
    *("%s%n", "con", "a" * 200, "caf\udce9", "..", "é", "space ", "a#b", "a~b", "\u2028"),
)
PLACES = ("named", "pipe", "link", "circle", "folder", "socket", "labels")
"""What is hostile about where a file lies, not about what it holds."""


def write(folder: Path, kind: str, seed: int, made: Made) -> Path:
    """Write one hostile file into a folder of its own; return its path."""
    draw = random.Random(f"{kind}{seed}")
    if kind not in PLACES:
        name, raw = KINDS[kind](draw, made)
        path = folder / f"{seed}-{name}"
        path.write_bytes(raw)
        return path
    text = f"Words of file number {seed}.\n"
    if kind == "named":
        path = folder / f"{draw.choice(NAMES)}{seed % 99}{draw.choice(('.txt', '.md', '.html'))}"
        path.write_text(text)
        return path
    path = folder / f"{seed}.txt"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "link":
        path.symlink_to(draw.choice((made.secret, Path(os.path.relpath(made.secret, folder)))))
    elif kind == "circle":
        path.symlink_to(path.name)
    elif kind == "folder":
        path = folder / f"{seed}.pdf" / "inner.txt"
        path.parent.mkdir()
        path.write_text(text)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as one:
            here = os.open(folder, os.O_RDONLY)
            one.bind(f"/proc/self/fd/{here}/{path.name}")
            os.close(here)
    else:
        path.write_text(text)
        said = draw.choice(
            (
                "x = " + "[" * 9000,
                'groups = "staff"',
                'superseded_by = "../../../../../x"',
                "effective_to = 1",
                f'[[files]]\nmatch = "{"*a" * 400}"\ntitle = "t"',
                "files = 3",
                "\0",
                'title = "\\u0000"',
            )
        )
        (folder / "library.toml").write_text(said)
    return path
