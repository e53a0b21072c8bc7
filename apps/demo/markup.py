"""Write HTML in which no text of a user or of a document can become markup."""

from __future__ import annotations

import html
from datetime import date

from .speech import tr

_TEMPLATE_SIGNS = str.maketrans({"$": "&#36;", "{": "&#123;", "}": "&#125;", "`": "&#96;"})


def esc(text: object) -> str:
    """Escape a text for HTML content and attributes.

    The signs of JavaScript and Handlebars templates are escaped too: Gradio's HTML component
    fills a template with the value.
    """
    return html.escape(str(text), quote=True).translate(_TEMPLATE_SIGNS)


def templates_escaped(markup: str) -> str:
    """Escape the signs of templates in HTML that is already put together."""
    return markup.translate(_TEMPLATE_SIGNS)


def day(value: date) -> str:
    """Write a date as people read it: 3 May 2021."""
    return tr("{day} {month} {year}", day=value.day, month=tr(f"{value:%B}"), year=value.year)


def definitions(rows: list[tuple[str, str]]) -> str:
    """Return a definition list of plain texts; rows without a value are left out."""
    body = "".join(f"<div><dt>{esc(tr(k))}</dt><dd>{esc(v)}</dd></div>" for k, v in rows if v)
    return f'<dl class="vm-facts">{body}</dl>' if body else ""


def notice_line(text: str, kind: str = "hint") -> str:
    """Return one line for the page: ``kind`` is hint or error."""
    role = ' role="alert"' if kind == "error" else ""
    return f'<p class="vm-line vm-line-{kind}"{role}>{esc(" ".join(text.split()))}</p>'
