"""The page: one HTML document with everything in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vademecum.retrieval.errors import InvalidInput

from ..results import EvalResult
from .markup import Markup, element
from .overview import overview
from .run import run_section

TITLE: Final = "Evaluation report"
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""Whatever a text might smuggle in: a reader's browser runs no script and loads nothing."""
STYLE: Final = Path(__file__).with_name("report.css")


def html_report(results: Sequence[EvalResult]) -> str:
    """Return one HTML document that shows ``results`` and needs nothing else, not even a network.

    Equal results give equal text. Raises InvalidInput on no results.
    """
    if not results:
        raise InvalidInput("a report needs at least one run; name the result files of `eval run`")
    keys = [f"run-{number}" for number in range(1, len(results) + 1)]
    return document(
        f"{TITLE}: {len(results)} runs" if len(results) > 1 else TITLE,
        element("a", "Skip to the runs", href="#run-1", class_="skip"),
        element("header", element("h1", TITLE), element("p", _span(results), class_="note")),
        element(
            "main",
            element("section", element("h2", "Overview"), overview(results), id="overview"),
            *(run_section(result, key) for key, result in zip(keys, results, strict=True)),
        ),
    )


def document(title: str, *body: str) -> str:
    """Return an HTML document in the style of the reports, which loads nothing."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Markup(STYLE.read_text(encoding="utf-8"))),
    )
    return f"<!DOCTYPE html>\n{element('html', head, element('body', *body), lang='en')}\n"


def _span(results: Sequence[EvalResult]) -> str:
    """Say how many runs there are and when they were made."""
    days = sorted({result.manifest.date.isoformat() for result in results})
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}"
    return f"{len(results)} {'run' if len(results) == 1 else 'runs'}, {when}"
