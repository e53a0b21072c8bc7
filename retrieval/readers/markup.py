"""Parse XML that strangers wrote: no entity is expanded, no file or address is opened."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..errors import InvalidInput

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_UNPACKED_BYTES: Final = 512_000_000
MAX_RATIO: Final = 200
"""How much larger a member of an archive may be than what is stored of it, beyond a megabyte."""
MAX_MEMBERS: Final = 20_000
NOT_AN_ARCHIVE: Final = (
    zipfile.BadZipFile,
    NotImplementedError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
)
"""What opening a damaged archive raises."""


def parse_xml(raw: bytes) -> _Element:
    """Return the root element; raise InvalidInput for what is not XML or declares entities."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=True,
        remove_pis=True,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.LxmlError, ValueError) as error:
        raise InvalidInput(f"not readable as XML ({str(error).splitlines()[0][:120]})") from None
    if (declared := root.getroottree().docinfo.internalDTD) is not None and any(
        True for _ in declared.iterentities()
    ):
        raise InvalidInput("declares entities of its own, which are not expanded")
    return root


@contextmanager
def open_archive(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive that is neither encrypted nor larger unpacked than it may be.

    Nothing is written: members are read where they stand, so their names lead nowhere.
    """
    try:
        archive = zipfile.ZipFile(path)
    except NOT_AN_ARCHIVE:
        raise InvalidInput("damaged, or not what its ending says") from None
    with archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            raise InvalidInput(f"an archive of more than {MAX_MEMBERS:,} files")
        if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            limit = MAX_UNPACKED_BYTES // 1_000_000
            raise InvalidInput(f"unpacks to more than {limit} MB")
        for member in members:
            if member.flag_bits & 1:
                raise InvalidInput("encrypted; save it without a password")
            if member.file_size > MAX_RATIO * member.compress_size + 1_000_000:
                raise InvalidInput(f"{member.filename[:80]!r} unpacks to far more than it holds")
        yield archive


def member_of(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of a member, no more than it declares; raise InvalidInput if damaged."""
    import zlib

    try:
        info = archive.getinfo(name)
        with archive.open(info) as file:
            raw = file.read(info.file_size + 1)
    except KeyError:
        raise InvalidInput(f"incomplete: {name[:80]!r} is missing") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise InvalidInput(f"damaged: {name[:80]!r} ({error})") from None
    if len(raw) > info.file_size:
        raise InvalidInput(f"damaged: {name[:80]!r} is larger than it says")
    return raw
