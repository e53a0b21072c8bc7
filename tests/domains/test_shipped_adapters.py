from __future__ import annotations

import pytest

from vademecum.domains import load_domain
from vademecum.retrieval.adapters import WEIGHTS, adapter_names, read_card
from vademecum.retrieval.encoder import SentenceEncoder

DOMAINS = ("healthcare", "law", "education")
MAY_BE_SHIPPED = {
    "medquad",
    "pubmedqa",
    "covid_qa",
    "dc_code",
    "dc_code_headings",
    "cuad",
    "gdpr",
    "fairytaleqa_scoped",
    "entailmentbank",
    "openstax",
    "openstax_glossary",
}
"""Public domain, MIT, Apache-2.0 or CC BY; never CC BY-SA, nor for research alone."""


@pytest.mark.parametrize("name", DOMAINS)
def test_a_shipped_adapter_fits_is_small_and_learned_from_what_allows_it(name: str) -> None:
    folder = load_domain(name).folder / "adapters" / "retrieval"
    adapted = SentenceEncoder().adapted(folder)
    assert adapted.adapter is not None
    card = adapted.adapter.card
    assert (card.domain, card.name) == (name, "retrieval")
    assert (folder / WEIGHTS).stat().st_size < 1_000_000
    assert {source.name for source in card.trained_on} <= MAY_BE_SHIPPED
    assert card.steps > 0


@pytest.mark.parametrize("name", DOMAINS)
def test_no_set_of_its_own_domain_is_spoilt_and_one_is_shown_to_gain(name: str) -> None:
    card = read_card(load_domain(name).folder / "adapters" / "retrieval")
    assert all(change.value > -0.01 for change in card.difference.values())
    assert any(change.low > 0 for change in card.difference.values())


def test_nothing_else_lies_among_the_adapters() -> None:
    for name in DOMAINS:
        assert adapter_names(load_domain(name).folder / "adapters") == ("retrieval",)
