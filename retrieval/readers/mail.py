"""Read e-mail: who wrote to whom, when, about what, and the body; attachments are named."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from typing import Final

from ..errors import InvalidInput
from .html import html_text, html_tree, write_html
from .parsed import Parsed, Writer, one_line
from .plain import decoded

SHOWN: Final = ("From", "To", "Cc", "Date")


def read_mail(raw: bytes) -> Parsed:
    """Return the text of an .eml file; raise InvalidInput if it is none."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        headers = {name: one_line(str(message.get(name, ""))) for name in ("Subject", *SHOWN)}
        body = message.get_body(preferencelist=("plain", "html"))
    except (MessageError, ValueError, LookupError, AttributeError, IndexError) as error:
        raise InvalidInput(f"not readable as e-mail ({type(error).__name__})") from None
    if not any(headers.values()):
        raise InvalidInput("not an e-mail: it has no header")
    writer = Writer()
    writer.heading(1, headers["Subject"] or "E-mail without subject")
    for name in SHOWN:
        writer.add("text", f"{name}: {headers[name]}" if headers[name] else "")
    told = () if body is None else _write_body(body, writer)
    named = [
        one_line(part.get_filename() or "without a name") for part in message.iter_attachments()
    ]
    notes = [f"attachments not read: {', '.join(named)[:200]}"] if named else []
    return writer.parsed(headers["Subject"] or None, [*told, *notes])


def _write_body(body: MIMEPart, writer: Writer) -> tuple[str, ...]:
    """Write the words of the body; return notes on how they were read."""
    content = body.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    if body.get_content_type() == "text/html":
        markup, notes = html_text(raw, body.get_content_charset())
        write_html(html_tree(markup), writer)
        return notes
    text, notes = decoded(raw, body.get_content_charset())
    for paragraph in text.split("\n\n"):
        writer.add("text", paragraph)
    return notes
