"""What the pages of measured results share: their frame, and where each figure comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape, unescape
from typing import Final

from vademecum.evals.adapting.matrix import MatrixResult
from vademecum.evals.adapting.rungs import LadderResult
from vademecum.evals.html.headlines import set_name
from vademecum.evals.html.markup import Markup, element, joined
from vademecum.evals.measured import MeasuredRun

from .markup import templates_escaped
from .speech import Language, language, tr, translations

_TEXT: Final = re.compile(r">([^<>]+)<|(aria-label|title)=\"([^\"]*)\"")
_FILLED: Final = re.compile(r"\{\w+\}")
_OWN: Final = re.compile(r"[A-Za-z]{2}")
_HOLE: Final = re.compile(r"\\\{(\w+)\\\}")


def framed(*parts: str) -> str:
    """Return parts as HTML for a Gradio page, in the language that is spoken."""
    whole = element("div", *parts, class_="vm-measured")
    return templates_escaped(translated(whole))


def section(title: str, *parts: str, about: str = "") -> Markup:
    """Return a part of a page under its heading; nothing where there are no parts."""
    shown = [part for part in parts if part]
    if not shown:
        return Markup()
    said = [element("p", about, class_="note")] if about else []
    return element("section", element("h3", title), *said, *shown, class_="part")


def provenance_line(run: MeasuredRun) -> Markup:
    """Say data, number of items, date, machine and command of a run."""
    manifest = run.result.manifest
    said = [
        element("span", origin(run), class_="origin" + ("" if run.is_shipped else " here")),
        tr("data: {data}", data=data_of(run)),
        f"n = {manifest.n:,}",
        manifest.date.isoformat(),
        run.machine,
    ]
    if limit := manifest.configuration.get("limit"):
        said.insert(3, tr("only the first {limit} items of each set", limit=limit))
    said += manifest.notes
    parts = joined((element("span", part) for part in said), " · ")
    return element("p", parts, " · ", element("code", run.command), class_="source")


def origin(run: MeasuredRun) -> str:
    """Say where a run was made."""
    return tr("ships with the project") if run.is_shipped else tr("measured here")


def data_of(run: MeasuredRun) -> str:
    """Name the data that a run was measured on."""
    result = run.result
    if isinstance(result, MatrixResult):
        return tr("{count} sets", count=len(result.rows))
    return result.set if isinstance(result, LadderResult) else set_name(result)


def empty(words: str, command: str) -> Markup:
    """Return what stands where nothing is measured: what is missing, and what fills it."""
    return element("p", words, " ", element("code", command), class_="vm-line")


def translated(markup: str) -> str:
    """Say the texts and names in ``markup`` in the language that is spoken, where they are known.

    The plots come in English from ``evals/html``; sentences with figures in them are known by
    their pattern.
    """
    spoken = language()
    if not translations(spoken):
        return markup

    def said(found: re.Match[str]) -> str:
        if found[1] is not None:
            return f">{_again(found[1], spoken)}<"
        return f'{found[2]}="{_again(found[3], spoken)}"'

    return _TEXT.sub(said, markup)


def _again(escaped: str, spoken: Language) -> str:
    text = unescape(escaped)
    plain = text.strip()
    known = translations(spoken)
    found = known.get(plain) or _by_pattern(plain, spoken)
    return escaped if found is None else escape(text.replace(plain, found, 1), quote=True)


def _by_pattern(text: str, spoken: Language) -> str | None:
    known = translations(spoken)
    for pattern, translation in _patterns(spoken):
        if found := pattern.fullmatch(text):
            values: Mapping[str, str] = {k: known.get(v, v) for k, v in found.groupdict().items()}
            return translation.format(**values)
    return None


@cache
def _patterns(spoken: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the sentences with holes, and with words of their own, as patterns, longest first."""
    known = translations(spoken)
    holed = [
        english for english in known if "{" in english and _OWN.search(_FILLED.sub("", english))
    ]
    holed.sort(key=len, reverse=True)
    return tuple((_pattern(english), known[english]) for english in holed)


def _pattern(english: str) -> re.Pattern[str]:
    seen: set[str] = set()

    def hole(found: re.Match[str]) -> str:
        name = found[1]
        again = name in seen
        seen.add(name)
        return f"(?P={name})" if again else f"(?P<{name}>.+?)"

    return re.compile(_HOLE.sub(hole, re.escape(english)), re.DOTALL)
