"""The citation ledger: every citation of a text gets one of five statuses, never a blank."""

from .ledger import check_citations
from .nouns import Cited, Entry, Ledger
from .reader import find_citations
from .shelf import Shelf
from .tables import Authority, Instrument, Series, Tables

__all__ = [
    "Authority",
    "Cited",
    "Entry",
    "Instrument",
    "Ledger",
    "Series",
    "Shelf",
    "Tables",
    "check_citations",
    "find_citations",
]
