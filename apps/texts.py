"""Accept a text from outside, or say in one line why it cannot be used."""

from __future__ import annotations

from vademecum.retrieval.errors import InvalidInput


def usable_text(text: str, what: str) -> str:
    """Return ``text``; raise InvalidInput if it is empty or holds what is no text.

    ``what`` begins the message: "the question". Bytes of the command line that are not UTF-8
    arrive as lone surrogates, which neither SQLite nor a terminal takes.
    """
    if not text.strip():
        raise InvalidInput(f"{what} is empty; type some text")
    if "\0" in text:
        raise InvalidInput(f"{what} holds a NUL character; that is binary data, not text")
    require_unicode(text, what)
    return text


def require_unicode(text: str, what: str) -> None:
    """Raise InvalidInput where ``text`` holds half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidInput(
            f"{what} is not valid Unicode at character {error.start}; give it as UTF-8"
        ) from None
