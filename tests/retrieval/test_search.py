from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vademecum.retrieval import Access, Query, Turn
from vademecum.retrieval.derived import IndexSettings, open_indexes
from vademecum.retrieval.ingest import ingest
from vademecum.retrieval.library import Library
from vademecum.retrieval.masks import Masks
from vademecum.retrieval.passages import PassageSettings
from vademecum.retrieval.search import HybridSearch, SearchSettings
from vademecum.retrieval.sentences import sentence_spans

from .conftest import PUBLIC, CountingEncoder, document

Add = Callable[..., object]
GROUPS = st.sets(st.sampled_from(["a", "b", "c"]), min_size=1)
WORDS = ["fever", "contract", "lesson", "dose", "court"]


def ask(text: str, **fields: object) -> Query:
    return Query.model_validate({"text": text, "allow": PUBLIC, **fields})


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None
)
@given(
    st.lists(st.tuples(st.sampled_from(WORDS), GROUPS), min_size=1, max_size=12),
    st.frozensets(st.sampled_from(["a", "b", "c", "d"])),
    st.sampled_from(["hybrid", "dense", "lexical"]),
)
def test_nobody_finds_what_they_may_not_see_and_nothing_is_missing(
    tmp_path_factory: object, corpus: list[tuple[str, set[str]]], groups: frozenset[str], mode: str
) -> None:
    library = Library(tmp_path_factory.mktemp("library"))  # type: ignore[attr-defined]
    encoder = CountingEncoder()
    documents = [
        document(f"d{i}", f"About {word}.", groups=tuple(sorted(seen)))
        for i, (word, seen) in enumerate(corpus)
    ]
    ingest(library, documents, encoder, PassageSettings())
    found = HybridSearch(library, encoder, SearchSettings(candidates=10)).search(
        ask("about fever contract", allow=Access(groups=groups), mode=mode, k=1000)
    )
    visible = {d.id for d in documents if set(d.groups) & groups}
    assert {h.document.id for h in found} <= visible
    if mode != "lexical":
        assert {h.document.id for h in found} == visible
    library.close()


def test_modes_and_ranks(add: Add, search: HybridSearch) -> None:
    add(document("d", "Fever in infants."), document("e", "Contracts and courts."))
    for mode, ranks in (("dense", (1, None)), ("lexical", (None, 1)), ("hybrid", (1, 1))):
        first = search.search(ask("fever in infants", mode=mode))[0]
        assert first.document.id == "d"
        assert (first.ranks.dense, first.ranks.lexical) == ranks


def test_coverage_is_the_share_of_term_weight_found(add: Add, search: HybridSearch) -> None:
    add(document("d", "Fever in infants."), document("e", "Contracts."))
    assert search.search(ask("infant fever"))[0].coverage == 1.0
    assert 0 < search.search(ask("infant surgery"))[0].coverage < 1


def test_documents_are_ranked_by_their_best_passage(add: Add, search: HybridSearch) -> None:
    add(
        document("d", "# A\nFever.\n# B\nOther things."),
        document("e", "Fever and more words here."),
    )
    ranked = search.search_documents(ask("fever"), 10)
    assert sorted(identity for identity, _ in ranked) == ["d", "e"]
    assert [score for _, score in ranked] == sorted((s for _, s in ranked), reverse=True)


def test_a_removed_document_is_gone_from_an_open_search(
    library: Library, add: Add, search: HybridSearch
) -> None:
    add(document("d", "Fever."), document("e", "Fever too."))
    assert len(search.search(ask("fever"))) == 2
    with library.writing():
        library.remove("d")
        # While a writer holds the lock the old index is served, without what was removed.
        assert [h.document.id for h in search.search(ask("fever"))] == ["e"]
    assert [h.document.id for h in search.search(ask("fever"))] == ["e"]


def test_a_new_document_is_found_by_an_open_search(add: Add, search: HybridSearch) -> None:
    assert search.search(ask("fever")) == ()
    add(document("d", "Fever."))
    assert [h.document.id for h in search.search(ask("fever"))] == ["d"]


def test_changed_groups_take_effect_at_once(
    library: Library, add: Add, search: HybridSearch
) -> None:
    add(document("d", "Fever."))
    assert search.search(ask("fever"))
    library.update(document("d", "Fever.", groups=("ward",)))
    assert search.search(ask("fever")) == ()
    assert search.search(ask("fever", allow=Access.of("ward")))


def test_a_mask_made_for_other_indexes_is_not_used(
    library: Library, add: Add, search: HybridSearch, encoder: CountingEncoder
) -> None:
    add(document("d", "Fever."), document("e", "Fever.", groups=("ward",)), document("f", "Cough."))
    assert len(search.search(ask("fever"))) == 2
    copy = search.adapted(encoder)
    add(document("d", "Fever again."))  # as many passages, in other rows
    assert {h.document.id for h in copy.search(ask("fever"))} == {"d", "f"}
    with library.writing():  # the search that has served so far goes on serving the old rows
        assert [h.document.id for h in search.search(ask("fever", mode="dense", k=1))] != ["e"]
        assert [name for name, _ in search.search_documents(ask("fever"), 5)] == ["f"]
        assert len(search.indexes.keys) == 3


def test_masks_fit_the_indexes_that_they_are_asked_for(
    library: Library, add: Add, encoder: CountingEncoder
) -> None:
    add(document("d", "Fever."), document("e", "Fever.", groups=("ward",)))
    older = open_indexes(library, encoder, IndexSettings())
    masks = Masks(library)
    assert masks.visible(older, Access.of("public", "ward")) is None
    add(document("d", "Fever again."))
    newer = open_indexes(library, encoder, IndexSettings())
    seen = [masks.visible(i, PUBLIC) for i in (older, newer, older)]
    assert [None if m is None else m.tolist() for m in seen] == [
        [False, False],
        [False, True],
        [False, False],
    ]
    library.update(document("e", "Fever."))
    assert masks.visible(newer, PUBLIC) is None


def test_what_is_hidden_while_a_question_is_read_does_not_come_out(
    library: Library, add: Add
) -> None:
    class Hiding(CountingEncoder):
        def encode(self, texts):  # type: ignore[no-untyped-def]
            library.update(document("d", "Fever.", groups=("ward",)))
            return super().encode(texts)

    add(document("d", "Fever."), document("e", "Fever too."))
    search = HybridSearch(library, Hiding(), SearchSettings())
    assert [h.document.id for h in search.search(ask("fever"))] == ["e"]


def test_a_follow_up_is_read_with_the_question_before_it(add: Add, search: HybridSearch) -> None:
    add(document("d", "Metformin and kidneys."), document("e", "Children and school."))
    history = (Turn(role="user", text="What is metformin?"), Turn(role="assistant", text="A drug."))
    follow_up = ask("And is it safe for children?", history=history)
    assert {h.document.id for h in search.search(follow_up)} == {"d", "e"}
    assert all(hit.coverage > 0 for hit in search.search(follow_up))


def test_a_question_of_unknown_words_finds_by_meaning_only(add: Add, search: HybridSearch) -> None:
    add(document("d", "Fever."))
    assert search.search(ask("xyzzy", mode="lexical")) == ()
    assert search.search(ask("xyzzy"))[0].ranks.lexical is None


def test_sentences_of_passages_read_together_keep_their_cosines(tmp_path: Path) -> None:
    text = "\n\n".join(
        f"## Part {n}\n\nThe {word} of part {n} is long. It says more of part {n}."
        for n, word in enumerate(WORDS)
    )
    library, encoder = Library(tmp_path), CountingEncoder()
    ingest(library, [document("d", text)], encoder, PassageSettings(max_tokens=24))
    found = HybridSearch(library, encoder, SearchSettings(window=1)).search(ask("the dose", k=1))[0]
    spans = sentence_spans(found.passage.text)
    assert len(found.sentences) == len(spans)
    assert sum(found.passage.text[a] == "#" for a, _ in spans) >= 2
    best = max(range(len(spans)), key=lambda i: found.sentences[i])
    assert "dose" in found.passage.text[slice(*spans[best])]
    library.close()
