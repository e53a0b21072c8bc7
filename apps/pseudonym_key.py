"""The key of pseudonyms: codes that it alone can give, and a file that it alone can open.

Python's standard library has no cipher. The file is encrypted with HMAC-SHA256 as a
pseudorandom function in counter mode and authenticated by a second HMAC over what was encrypted
(encrypt-then-MAC, Bellare and Namprempre 2000), with a key of its own for each purpose.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vademecum.domains.rails.identifier_parts import Kind
from vademecum.domains.rails.identifier_pseudonyms import canonical
from vademecum.retrieval.errors import InvalidInput

KEY_BYTES: Final = 32
CODE_CHARS: Final = 8
"""Of base 32: 40 bits, so that ten thousand people share a code with probability 0.00005."""
MAGIC: Final = b"VADEMECUM-NAMES-1\n"
NONCE_BYTES: Final = 16
TAG_BYTES: Final = 32


@dataclass(frozen=True)
class PseudonymKey:
    """A secret of 32 bytes."""

    secret: bytes

    @property
    def name(self) -> str:
        """Return what tells this key from others and does not reveal it."""
        return self._derived("name").hex()[:12]

    def code(self, kind: Kind, full: str) -> str:
        """Return the code of a name: the same for the same name, secret without the key."""
        message = f"{kind}\0{canonical(full)}".encode()
        digest = hmac.digest(self._derived("code"), message, "sha256")
        return base64.b32encode(digest).decode()[:CODE_CHARS]

    def digest(self, text: str) -> str:
        """Return a keyed hash of a text."""
        return hmac.digest(self._derived("text"), text.encode(), "sha256").hex()

    def seal(self, plain: bytes) -> bytes:
        """Return ``plain`` encrypted and authenticated, under a nonce of its own."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        hidden = self._stream(nonce, plain)
        return MAGIC + nonce + self._tag(nonce, hidden) + hidden

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed; raise InvalidInput for another key or a changed file."""
        at = len(MAGIC)
        nonce = sealed[at : at + NONCE_BYTES]
        tag = sealed[at + NONCE_BYTES : at + NONCE_BYTES + TAG_BYTES]
        hidden = sealed[at + NONCE_BYTES + TAG_BYTES :]
        if sealed[:at] != MAGIC or not hmac.compare_digest(tag, self._tag(nonce, hidden)):
            raise InvalidInput("the file of names was not sealed with this key, or was changed")
        return self._stream(nonce, hidden)

    def _derived(self, purpose: str) -> bytes:
        return hmac.digest(self.secret, f"vademecum pseudonyms {purpose}".encode(), "sha256")

    def _tag(self, nonce: bytes, hidden: bytes) -> bytes:
        return hmac.digest(self._derived("authenticate"), MAGIC + nonce + hidden, "sha256")

    def _stream(self, nonce: bytes, text: bytes) -> bytes:
        key = self._derived("encrypt")
        blocks = -(-len(text) // hashlib.sha256().digest_size)
        pad = b"".join(
            hmac.digest(key, nonce + block.to_bytes(8, "big"), "sha256") for block in range(blocks)
        )
        return bytes(a ^ b for a, b in zip(text, pad[: len(text)], strict=True))


def read_key(path: Path) -> PseudonymKey:
    """Read a key file: 64 hexadecimal digits; raise InvalidInput where it holds anything else."""
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        raise InvalidInput(f"{path}: no readable key; expected 64 hexadecimal digits") from None
    if len(secret) != KEY_BYTES:
        raise InvalidInput(f"{path}: a key of {len(secret)} bytes; expected {KEY_BYTES}")
    return PseudonymKey(secret)


def make_key(path: Path) -> PseudonymKey:
    """Write a new key that only its owner can read; raise InvalidInput where the file exists."""
    secret = secrets.token_bytes(KEY_BYTES)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise InvalidInput(f"{path}: cannot write a new key ({error.strerror})") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret.hex() + "\n")
    return PseudonymKey(secret)


def to_json(value: Any) -> bytes:  # what json takes has no useful type
    """Return ``value`` as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
