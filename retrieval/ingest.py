"""Bring documents into a library: cut, encode what is new, commit in lots, index at the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import Protocol

from .library import Library
from .parts import Encoded, encoded_row, part_spans
from .passages import PassageSettings, encoded_text, split
from .protocols import Encoder
from .rows import Cut, document_sha256
from .same_names import named_apart
from .types import Document, Noun

_LOT_PASSAGES = 512


class TokenizingEncoder(Encoder, Protocol):
    """An encoder that also shows where its tokens stand."""

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """Return (start, end) of every token of ``text``."""
        ...


class Finding(Noun):
    """Something in a document that speaks against bringing it in, at ``text[start:end]``.

    A place of no length stands for the title.
    """

    reason: str
    start: int
    end: int
    quote: str


class Quarantined(Noun):
    """A document that was not brought in, and why; a person decides what becomes of it."""

    document_id: str
    title: str
    findings: tuple[Finding, ...]


Screen = Callable[[Document], tuple[Finding, ...]]
"""Return what speaks against bringing a document in; nothing if it may come in."""


def admit_all(document: Document) -> tuple[Finding, ...]:
    """Find nothing: every document comes in."""
    return ()


class IngestReport(Noun):
    """What an ingestion did."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    passages: int = 0
    encoded: int = 0
    seconds: float = 0.0
    encoding_seconds: float = 0.0
    quarantined: tuple[Quarantined, ...] = ()


Tick = Callable[[int, int], None]
"""Called with (documents finished, passages encoded) after each commit."""


def ingest(
    library: Library,
    documents: Iterable[Document],
    encoder: TokenizingEncoder,
    settings: PassageSettings,
    tick: Tick = lambda documents, passages: None,
    donors: Sequence[Library] = (),
    screen: Screen = admit_all,
) -> IngestReport:
    """Store ``documents``; text seen before, here or in a ``donor``, is not encoded again.

    A document in which ``screen`` finds something stays out and is listed in the report; what
    the library holds under its name stays as it is. What it holds unchanged is not screened again.

    Every lot of some hundred passages is one transaction: killing the process loses at most the
    lot in hand. Raises LibraryBusy if another process is writing.
    """
    started = perf_counter()
    report = IngestReport()
    with library.writing():
        for lot in _lots(library, documents, encoder, settings, screen):
            report = _commit(library, lot, encoder, settings, report, donors)
            tick(report.added + report.replaced + report.unchanged, report.encoded)
    return report.model_copy(update={"seconds": perf_counter() - started})


class _Lot:
    def __init__(self) -> None:
        self.entries: list[tuple[Document, list[Cut]]] = []
        self.ids: set[str] = set()
        self.quarantined: list[Quarantined] = []
        self.passages = 0
        self.unchanged = 0
        self.replaced = 0


def _lots(
    library: Library,
    documents: Iterable[Document],
    encoder: TokenizingEncoder,
    settings: PassageSettings,
    screen: Screen,
) -> Iterator[_Lot]:
    lot = _Lot()
    for read in documents:
        document = named_apart(read, library.document)
        if lot.ids & {read.id, document.id}:  # names and digests are compared with what is stored
            yield lot
            lot = _Lot()
            document = named_apart(read, library.document)
        known = library.digest(document.id)
        if known == (document_sha256(document), settings.stamp):
            lot.unchanged += 1
            continue
        if findings := screen(document):
            lot.quarantined.append(
                Quarantined(document_id=read.id, title=document.title, findings=findings)
            )
            continue
        cuts = [
            Cut(passage=p, encoded=encoded_text(document, p, encoder.token_offsets, settings))
            for p in split(document, encoder.token_offsets, settings)
        ]
        lot.entries.append((document, cuts))
        lot.ids.add(document.id)
        lot.passages += len(cuts)
        lot.replaced += known is not None
        if lot.passages >= _LOT_PASSAGES:
            yield lot
            lot = _Lot()
    yield lot


def _commit(
    library: Library,
    lot: _Lot,
    encoder: Encoder,
    settings: PassageSettings,
    report: IngestReport,
    donors: Sequence[Library],
) -> IngestReport:
    texts = {
        c.encoded_sha256: (c.encoded, len(c.passage.text)) for _, own in lot.entries for c in own
    }
    known = library.known_vectors(encoder.stamp, list(texts))
    new = {digest: text for digest, text in texts.items() if digest not in known}
    vectors: dict[bytes, Encoded] = {}
    for donor in donors:
        vectors.update(donor.known_vectors(encoder.stamp, [d for d in new if d not in vectors]))
    new = {digest: text for digest, text in new.items() if digest not in vectors}
    started = perf_counter()
    vectors |= encode_rows(encoder, new)
    encoding_seconds = perf_counter() - started
    if lot.entries:
        library.put(lot.entries, settings.stamp, encoder.stamp, vectors)
    return IngestReport(
        added=report.added + len(lot.entries) - lot.replaced,
        replaced=report.replaced + lot.replaced,
        unchanged=report.unchanged + lot.unchanged,
        passages=report.passages + lot.passages,
        encoded=report.encoded + len(new),
        encoding_seconds=report.encoding_seconds + encoding_seconds,
        quarantined=(*report.quarantined, *lot.quarantined),
    )


def encode_rows(encoder: Encoder, texts: Mapping[bytes, tuple[str, int]]) -> dict[bytes, Encoded]:
    """Encode (encoded text, length of the passage at its end) by digest, with the sentences."""
    if not texts:
        return {}
    spans = [part_spans(text, chars) for text, chars in texts.values()]
    vectors, parts = encoder.encode_parts([text for text, _ in texts.values()], spans)
    return {d: encoded_row(v, p) for d, v, p in zip(texts, vectors, parts, strict=True)}
