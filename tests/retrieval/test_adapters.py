from __future__ import annotations

import json
import threading
import time
import tracemalloc
import warnings
from pathlib import Path

import numpy as np
import pytest

from vademecum.retrieval import Access, Document, Query
from vademecum.retrieval.adapters import CARD, CONFIG, WEIGHTS, adapter_names, read_card
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.errors import InvalidModel
from vademecum.retrieval.ingest import ingest
from vademecum.retrieval.library import Library
from vademecum.retrieval.passages import PassageSettings
from vademecum.retrieval.search import HybridSearch, SearchSettings
from vademecum.retrieval.testing.adapters import write_adapter

PUBLIC = Access.of("public")
TEXTS = ["What is a stroke?", "a", "notice of a data breach " * 80]
QUESTIONS = ["When must a breach be notified?", "Who pays the rent?", "fever in children"]
CORPUS = {
    "breach": "The controller notifies a personal data breach within 72 hours.",
    "rent": "A tenant pays rent on the first day of the month.",
    "fever": "Fever in a young infant needs a doctor.",
    "cells": "Mitochondria give energy to cells.",
}


@pytest.fixture(scope="module")
def base() -> SentenceEncoder:
    return SentenceEncoder(dtype="float32")


def test_the_forward_pass_equals_that_of_peft(base: SentenceEncoder, tmp_path: Path) -> None:
    folder = write_adapter(tmp_path / "made", base)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from peft import PeftModel
        from sentence_transformers import SentenceTransformer

        theirs = SentenceTransformer(str(base.folder), local_files_only=True, device="cpu")
        plain = theirs.encode(TEXTS, normalize_embeddings=True)
        theirs[0].auto_model = PeftModel.from_pretrained(theirs[0].auto_model, str(folder))
        expected = theirs.encode(TEXTS, normalize_embeddings=True)
    ours = base.adapted(folder).encode(TEXTS)
    assert np.abs(ours - expected).max() < 1e-4
    assert np.abs(plain - expected).max() > 0.02, "the adapter must change something"
    assert np.abs(base.encode(TEXTS) - plain).max() < 1e-5, "and leave the base as it was"


def test_the_stamp_names_the_adapter(base: SentenceEncoder, tmp_path: Path) -> None:
    one = base.adapted(write_adapter(tmp_path / "one", base, seed=1))
    other = base.adapted(write_adapter(tmp_path / "other", base, seed=2))
    assert len({base.stamp, one.stamp, other.stamp}) == 3
    assert base.adapter is None
    assert one.adapter is not None
    assert one.adapter.name == "one"
    assert adapter_names(tmp_path) == ("one", "other")


def _other_base(folder: Path) -> None:
    _change(folder, base_sha256="0" * 64)


def _changed_file(folder: Path) -> None:
    path = folder / WEIGHTS
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(bytes(content))


def _garbage(folder: Path) -> None:
    import hashlib

    (folder / WEIGHTS).write_bytes(b"no tensors here")
    _change(folder, weights_sha256=hashlib.sha256(b"no tensors here").hexdigest())


def _wrong_rank(folder: Path) -> None:
    config = json.loads((folder / CONFIG).read_text())
    (folder / CONFIG).write_text(json.dumps({**config, "r": 3}))


def _other_kind(folder: Path) -> None:
    config = json.loads((folder / CONFIG).read_text())
    (folder / CONFIG).write_text(json.dumps({**config, "peft_type": "LOHA"}))


def _no_card(folder: Path) -> None:
    (folder / CARD).unlink()


def _broken_card(folder: Path) -> None:
    (folder / CARD).write_text("{")


def _no_weights(folder: Path) -> None:
    (folder / WEIGHTS).unlink()


def _change(folder: Path, **fields: str) -> None:
    card = read_card(folder).model_copy(update=fields)
    (folder / CARD).write_text(card.model_dump_json())


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_other_base, "trained on the encoder 000000000000…"),
        (_changed_file, "is not that of its card"),
        (_garbage, "not a readable safetensors file"),
        (_wrong_rank, "rank 3 needs"),
        (_other_kind, "only plain LoRA"),
        (_no_card, "no card.json"),
        (_broken_card, "not a valid card"),
        (_no_weights, "no adapter_model.safetensors"),
    ],
)
def test_what_does_not_fit_is_told_in_one_line_and_not_loaded(
    spoil, told: str, base: SentenceEncoder, tmp_path: Path
) -> None:
    folder = write_adapter(tmp_path / "made", base)
    spoil(folder)
    before = base.encode(TEXTS[:1])
    with pytest.raises(InvalidModel) as caught:
        base.adapted(folder)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert np.array_equal(base.encode(TEXTS[:1]), before)


def test_factors_of_weights_that_the_encoder_lacks_are_refused(
    base: SentenceEncoder, tmp_path: Path
) -> None:
    from safetensors.numpy import load_file, save

    folder = write_adapter(tmp_path / "made", base)
    tensors = {k.replace("layer.5", "layer.9"): v for k, v in load_file(folder / WEIGHTS).items()}
    import hashlib

    content = save(tensors)
    (folder / WEIGHTS).write_bytes(content)
    _change(folder, weights_sha256=hashlib.sha256(content).hexdigest())
    with pytest.raises(InvalidModel, match="is no weight of this encoder"):
        base.adapted(folder)


@pytest.fixture
def library(base: SentenceEncoder, tmp_path: Path) -> Library:
    library = Library(tmp_path / "library")
    documents = [Document(id=name, title="", text=text) for name, text in CORPUS.items()]
    ingest(library, documents, base, PassageSettings())
    return library


def _scores(search: HybridSearch, text: str) -> list[tuple[str, float]]:
    return search.search_documents(Query(text=text, allow=PUBLIC), 4)


def test_an_adapter_of_questions_orders_and_leaves_the_evidence_alone(
    base: SentenceEncoder, library: Library, tmp_path: Path
) -> None:
    adapted = base.adapted(write_adapter(tmp_path / "made", base, size=1.0))
    plain = HybridSearch(library, base, SearchSettings())
    search = plain.adapted(adapted)
    query = Query(text=QUESTIONS[0], allow=PUBLIC)
    with_it = {h.document.id: h for h in search.search(query)}
    without = {h.document.id: h for h in plain.search(query)}
    assert any(with_it[n].score != pytest.approx(without[n].score) for n in CORPUS)
    for name in CORPUS:
        assert with_it[name].cosine == pytest.approx(without[name].cosine)
        assert with_it[name].sentences == without[name].sentences


def test_both_sets_of_vectors_lie_in_one_library(
    base: SentenceEncoder, library: Library, tmp_path: Path
) -> None:
    both = base.adapted(write_adapter(tmp_path / "made", base, side="both"))
    told: list[str] = []
    plain = HybridSearch(library, base, SearchSettings())
    first = _scores(plain, QUESTIONS[0])
    adapted = HybridSearch(library, both, SearchSettings(), told.append)
    changed = _scores(adapted, QUESTIONS[0])
    assert changed != first
    assert told == ["encoding 4 passages with the present model"]
    assert not library.missing_vectors(base.stamp)
    assert _scores(HybridSearch(library, base, SearchSettings()), QUESTIONS[0]) == first
    assert len(list((library.folder / "index").iterdir())) == 2


def test_switching_between_questions_costs_no_time_and_no_memory(
    base: SentenceEncoder, library: Library, tmp_path: Path
) -> None:
    one = base.adapted(write_adapter(tmp_path / "one", base, seed=1))
    both = base.adapted(write_adapter(tmp_path / "both", base, seed=2, side="both"))
    plain = HybridSearch(library, base, SearchSettings())
    searches = [plain, plain.adapted(one), HybridSearch(library, both, SearchSettings())]
    expected = [_scores(search, QUESTIONS[1]) for search in searches]
    assert len({str(found) for found in expected}) == 3
    switches = []
    tracemalloc.start()
    for number in range(1000):
        started = time.perf_counter()
        search = searches[number % 3]
        _ = search.indexes, search.questions.stamp
        switches.append(time.perf_counter() - started)
        if number == 20:
            before = tracemalloc.get_traced_memory()[0]
        if number % 50 < 3:
            assert _scores(search, QUESTIONS[1]) == expected[number % 3]
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert np.percentile(switches, 95) < 0.005
    assert grown < 200_000


def test_two_threads_with_different_adapters_get_what_they_get_alone(
    base: SentenceEncoder, library: Library, tmp_path: Path
) -> None:
    plain = HybridSearch(library, base, SearchSettings())
    searches = [
        plain.adapted(base.adapted(write_adapter(tmp_path / f"a{seed}", base, seed=seed)))
        for seed in (1, 2)
    ]
    alone = [[_scores(search, q) for q in QUESTIONS] for search in searches]
    assert alone[0] != alone[1]
    wrong: list[str] = []

    def ask(place: int) -> None:
        for turn in range(30):
            question = turn % len(QUESTIONS)
            if _scores(searches[place], QUESTIONS[question]) != alone[place][question]:
                wrong.append(f"{place} {question}")

    threads = [threading.Thread(target=ask, args=(place,)) for place in (0, 1, 0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
