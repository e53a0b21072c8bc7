"""A shelf and a check of the law domain, as its rails and the command use them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from vademecum.domains.citations.ledger import check_citations
from vademecum.domains.citations.nouns import Entry, Ledger
from vademecum.domains.citations.of_domain import domain_kinds, domain_tables
from vademecum.domains.citations.shelf import Shelf
from vademecum.domains.law import LAW

Check = Callable[[str], Ledger]
Only = Callable[[str], Entry]


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    return Shelf(tuple(LAW.starter_documents()), date(2026, 11, 23))


@pytest.fixture
def check(shelf: Shelf) -> Check:
    tables = domain_tables(LAW.folder, LAW.name)
    return lambda text: check_citations(text, tables, shelf, domain_kinds(LAW.folder))


@pytest.fixture
def only(check: Check) -> Only:
    """Return the one row of a text with one citation."""

    def row(text: str) -> Entry:
        (found,) = check(text).rows
        assert text[found.start : found.end] == found.text
        return found

    return row
