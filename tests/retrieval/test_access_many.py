"""Ten thousand questions of people with other rights: nothing of a hidden document comes out.

``VADEMECUM_ACCESS=10000 pytest tests/retrieval/test_access_many.py -s`` asks them all.
"""

from __future__ import annotations

import os
import random
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from vademecum.retrieval import Access, Document, Engine, Query, ask
from vademecum.retrieval.errors import UnknownName
from vademecum.retrieval.generators.extractive import ExtractiveGenerator
from vademecum.retrieval.ingest import ingest
from vademecum.retrieval.library import Library
from vademecum.retrieval.passages import PassageSettings
from vademecum.retrieval.search import HybridSearch, SearchSettings
from vademecum.retrieval.testing.fakes import MemoryAudit, OpenPolicy
from vademecum.retrieval.types import SearchMode
from vademecum.retrieval.weights import Weights

from .conftest import CountingEncoder, document

CASES = int(os.environ.get("VADEMECUM_ACCESS", "1200"))
GROUPS = [f"group-{n}" for n in range(12)]
SECRET = re.compile(r"zq\d+x")
MODES: tuple[SearchMode, ...] = ("hybrid", "dense", "lexical")
COMMON = ("fever", "doses", "rules", "harbour", "contract", "lesson", "notice", "ward")


def made(number: int, draw: random.Random) -> Document:
    """A document whose id, title, heading and every sentence hold a word that is its own."""
    own = f"zq{number}x"
    sentences = " ".join(
        f"The {draw.choice(COMMON)} of {own} is kept with the {draw.choice(COMMON)} number {n}."
        for n in range(draw.choice((1, 8, 30)))
    )
    groups = tuple(draw.sample(GROUPS, draw.choice((1, 1, 2, 3))))
    return document(f"d-{own}", f"# About {own}\n\n{sentences}", title=f"File {own}", groups=groups)


def test_nothing_of_a_hidden_document_comes_out(tmp_path: Path) -> None:
    draw, asked = random.Random(12), Counter[str]()
    library, encoder = Library(tmp_path / "library"), CountingEncoder()
    held = {d.id: d for d in (made(n, draw) for n in range(90))}
    ingest(library, held.values(), encoder, PassageSettings(max_tokens=64))
    weights = Weights(dense=1.0, lexical=1.0, sentence=1.0, document=1.0)
    search = HybridSearch(library, encoder, SearchSettings(weights=weights, window=1))
    generator = ExtractiveGenerator(
        terms=lambda text: search.indexes.lexical.analyzer.terms(text),
        weight=lambda term: search.indexes.lexical.weight(term),
    )
    engine = Engine(search, generator, MemoryAudit(), library.text_of)
    for case in range(CASES):
        if case % (CASES // 12) == 1:  # rights change, a document goes, another comes
            changed = held[draw.choice(sorted(held))]
            changed = changed.model_copy(update={"groups": (draw.choice(GROUPS),)})
            library.update(changed)
            library.remove(gone := draw.choice(sorted(held.keys() - {changed.id})))
            new = made(1000 + case, draw)
            ingest(library, [new], encoder, PassageSettings(max_tokens=64))
            held |= {changed.id: changed, new.id: new}
            del held[gone]
        mine = frozenset(draw.sample([*GROUPS, "public", "nobody"], draw.choice((0, 1, 1, 2, 5))))
        allow = Access(groups=mine)
        seen = {d.id for d in held.values() if mine & set(d.groups)}
        words = {f"zq{name.removeprefix('d-zq')}" for name in seen}
        target = draw.choice(sorted(held))
        query = Query(
            text=f"What is the {draw.choice(COMMON)} of {target.removeprefix('d-')}?",
            allow=allow,
            mode=draw.choice(MODES),
            k=draw.choice((1, 10, 1000)),
        )
        what = draw.choice(("search", "search", "documents", "ask", "lists", "counts", "absent"))
        asked[what] += 1
        if what == "search":
            hits = search.search(query)
            told = " ".join(hit.model_dump_json() for hit in hits)
            if target in seen and query.mode != "dense":
                assert hits[0].document.id == target
        elif what == "documents":
            told = str(search.search_documents(query, query.k))
        elif what == "ask":
            outcome = ask(query, engine, OpenPolicy())
            told = outcome.model_dump_json()
        elif what == "lists":
            found = list(library.documents(allow))
            assert {d.id for d in found} == seen
            told = str(found)
        elif what == "counts":
            assert library.counts(allow).documents == len(seen)
            keys = library.visible_keys(allow)
            assert library.counts(allow).passages == len(keys)
            told = str(library.passages(sorted(keys)))
        else:
            with pytest.raises(UnknownName) as raised:
                library.remove("d-absent")
            told = str(raised.value)
        assert set(SECRET.findall(told)) <= words, (case, what)
    library.close()
    sys.stdout.write(f"\n{sum(asked.values())} cases: {dict(asked)}\n")
