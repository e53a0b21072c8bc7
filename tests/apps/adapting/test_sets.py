from __future__ import annotations

from typing import cast

from vademecum.apps.adapting.sets import finder
from vademecum.evals.items import Item
from vademecum.retrieval import Query
from vademecum.retrieval.search import HybridSearch, SearchSettings


class Asked:
    """A search that remembers what it was asked."""

    settings = SearchSettings()

    def __init__(self) -> None:
        self.texts: list[str] = []

    def varied(self, settings: SearchSettings) -> Asked:
        return self

    def search_documents(self, query: Query, k: int) -> list[tuple[str, float]]:
        self.texts.append(query.text)
        return [("d", 1.0)]


def test_a_question_is_searched_with_its_options_as_everywhere() -> None:
    search = Asked()
    item = Item(id="a", text="Which is true?", use="report", options=("Cells", "Stones"), correct=0)
    assert finder(cast(HybridSearch, search))(item) == ["d"]
    assert search.texts == ["Which is true? Cells Stones"]
