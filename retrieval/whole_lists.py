"""Find the list, the table or the series of sentences that a question for several things wants.

A question such as "what are the signs of ..." or "which four factors ..." is answered by all items
or badly: the sentence most like the question is often none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from .passages import section_at
from .sentences import sentence_spans
from .types import Hit

MIN_ITEMS: Final = 3
MAX_ITEMS: Final = 10
COVERED: Final = 0.6
"""Share of the question's terms that the list, its lead, section and title must hold."""
_ASKED: Final = re.compile(
    r"\b(?:what|which) (?:are|were) (?:the |some |all )?(?P<are>[^?.,;:]+)"
    r"|\bwhich (?P<which>(?:[\w-]+ ){0,3}?[\w-]+s)\b"
    r"|\bwhat (?P<what>(?:[\w-]+ ){0,2}?[\w-]+s) (?:do|are|must|should|can|have|may|make|count)\b"
    r"|\b(?:list|name|enumerate) (?:the |all |some )*(?P<list>[^?.,;:]+)",
    re.IGNORECASE,
)
_NOUN_ENDS: Final = re.compile(
    r" (?:of|for|in|to|that|which|about|under|when|during|after|before|with|on|at|from|by|between"
    r"|do|does|are|is|must|should|can|have|has|may|a|an|the)\b.*",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(r"(?:[-*•]|\|) ?\S")
_RULE: Final = re.compile(r"\|[\s|:-]+\|?\Z")
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_ORDINAL: Final = re.compile(
    rf"\b({'|'.join(_ORDINALS)})\b(?P<rest>(?: [\w'’-]+){{1,3}})", re.IGNORECASE
)


class Listed(NamedTuple):
    """The sentences of an answer: what leads to the list, where it is one, and its items."""

    hit: Hit
    spans: tuple[tuple[int, int], ...]
    """Where they stand in the document, in order; characters."""


def asked_things(question: str) -> str | None:
    """Return the plural noun phrase that is asked for, "warning signs"; None if it is one thing."""
    if not (match := _ASKED.search(question)):
        return None
    phrase = next(group for group in match.groups() if group)
    noun = _NOUN_ENDS.sub("", f" {phrase}").strip()
    return noun if noun.casefold().endswith("s") or match["are"] else None


def listed(
    question: str, hits: Sequence[Hit], terms: Callable[[str], Sequence[str]]
) -> Listed | None:
    """Return the first list whose lead or heading names what is asked for; None without one.

    ``terms`` is the analyzer of the lexical index.
    """
    things = asked_things(question)
    if not things or not (noun := list(terms(things))):
        return None
    head, wanted = noun[-1], set(terms(question))
    for hit in hits:
        spans = sentence_spans(hit.passage.text)
        text = hit.passage.text
        groups = (*_lists(text, spans, head, terms, hit), *_series(text, spans, head, terms))
        for group in groups:
            section = section_at(hit.document.text, hit.passage.start + group[0][0])
            said = " ".join((hit.document.title, *section, text[group[0][0] : group[-1][1]]))
            if len(wanted & set(terms(said))) < COVERED * len(wanted):
                continue
            offset = hit.passage.start
            return Listed(hit, tuple((offset + a, offset + b) for a, b in group))
    return None


Spans = list[tuple[int, int]]


def _lists(
    text: str,
    spans: Spans,
    head: str,
    terms: Callable[[str], Sequence[str]],
    hit: Hit,
) -> Iterator[Spans]:
    """Yield runs of list items or table rows whose lead or section names the things asked for."""
    run: Spans = []
    lead: tuple[int, int] | None = None
    for span in (*spans, None):
        words = text[slice(*span)] if span else ""
        if span and _ITEM.match(words):
            if not _RULE.fullmatch(words):
                run.append(span)
            continue
        if len(run) >= MIN_ITEMS:
            before = text[slice(*lead)] if lead else ""
            section = section_at(hit.document.text, hit.passage.start + run[0][0])
            if head in terms(" ".join((before, *section[-1:]))):
                is_sentence = bool(before) and not before.startswith("#")
                yield [lead, *run[:MAX_ITEMS]] if lead and is_sentence else run[:MAX_ITEMS]
        run = []
        lead = span


def _series(
    text: str, spans: Spans, head: str, terms: Callable[[str], Sequence[str]]
) -> Iterator[Spans]:
    """Yield sentences that say "the first THING", "the second THING" ... in order."""
    found: dict[int, tuple[int, int]] = {}
    for span in spans:
        match = _ORDINAL.search(text, *span)
        if match and head in terms(match["rest"]):
            found.setdefault(_ORDINALS.index(match[1].lower()), span)
    if len(found) >= MIN_ITEMS and sorted(found) == list(range(len(found))):
        yield [found[number] for number in sorted(found)]
