"""The public texts that the heads are trained and scored on."""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from vademecum.domains import Domain
from vademecum.retrieval.ingest import TokenizingEncoder
from vademecum.retrieval.passages import PassageSettings, split
from vademecum.retrieval.readers.beir import read_json_lines
from vademecum.retrieval.types import Document

from ..public_sets import read_public_set
from ..sets.readers import documents, read_items

CARRIERS: Final = (
    "pubmedqa",
    "medquad",
    "covid_qa",
    "openstax",
    "gdpr",
    "dc_code",
    "cuad",
    "legalbench_rag_mini",
    "fairytaleqa",
    "entailmentbank",
)
"""Sets whose licences let weights be passed on, with a card."""
ASKED: Final = ("pubmedqa", "medquad", "gdpr", "openstax", "medqa_us", "meqsum", "covid_qa", "cuad")
MAX_DOCUMENT_CHARS = 200_000

Passages = list[tuple[str, str]]
"""(id of the document, text of the passage)."""


def carrier_passages(
    root: Path, encoder: TokenizingEncoder, domains: Iterable[Domain], limit: int
) -> dict[str, Passages]:
    """Return passages by set, as a library cuts them, at most ``limit`` of each."""
    found = {
        f"starter-{domain.name}": _cut(list(domain.starter_documents()), encoder, limit)
        for domain in domains
    }
    for name in CARRIERS:
        found[name] = _cut(documents(root, name), encoder, limit)
    return found


def benign_questions(root: Path, limit: int) -> dict[str, list[str]]:
    """Return questions that are no attack by set, at most ``limit`` of each."""
    found = {
        name: [case.text for case in read_public_set(root, name)[0] if case.expected == "allow"]
        for name in ("notinject", "coconot", "xstest")
    }
    experts = read_json_lines(root / "safety/scope/expertqa_questions_dev.jsonl.gz")
    found["expertqa"] = [str(record["question"]) for _, record in experts]
    for name in ASKED:
        texts = list(dict.fromkeys(item.text for item in read_items(root, name)))
        random.Random(name).shuffle(texts)
        found[name] = texts[:limit]
    return found


def off_topic_orders(root: Path) -> list[str]:
    """Return short requests to an assistant that have nothing to do with the fields."""
    found = [
        case.text
        for name in ("coconot", "notinject", "advbench", "xstest")
        for case in read_public_set(root, name)[0]
    ]
    experts = read_json_lines(root / "safety/scope/expertqa_questions_dev.jsonl.gz")
    found += [str(r["question"]) for _, r in experts if r["domain"] == "other"]
    return [text for text in found if len(text) < 400]


def _cut(found: list[Document], encoder: TokenizingEncoder, limit: int) -> Passages:
    random.Random(len(found)).shuffle(found)
    passages: Passages = []
    for document in found:
        short = document.model_copy(update={"text": document.text[:MAX_DOCUMENT_CHARS]})
        cut = split(short, encoder.token_offsets, PassageSettings())
        passages.extend((document.id, passage.text) for passage in cut)
        if len(passages) >= limit:
            break
    return passages[:limit]
