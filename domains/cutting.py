"""Cut sentences or the title out of what was found, so that the rest keeps its offsets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vademecum.retrieval.sentences import sentence_spans
from vademecum.retrieval.types import Hit, Verdict

CUT_MARK: Final = "a sentence was left out: instructions to an automated reader"
TITLE_MARK: Final = "its title was left out: instructions to an automated reader"


def without_spans(hit: Hit, said: Sequence[Verdict]) -> Hit:
    """Return ``hit`` with the spans of the verdicts turned into spaces, in its document too.

    Every other character keeps its place: ``Document.text[start:end] == Passage.text`` still
    holds, and a quotation of the rest is found in the stored document where it says. A verdict
    without a place takes the title out.
    """
    spans = sorted((v.start, v.end) for v in said if v.start is not None and v.end is not None)
    passage, document = hit.passage, hit.document
    text, whole = passage.text, document.text
    title, marks = document.title, [CUT_MARK] if spans else []
    if len(spans) < len(said):
        title, marks = "", [*marks, TITLE_MARK]
    for start, end in spans:
        blank = " " * (end - start)
        text = text[:start] + blank + text[end:]
        begin, stop = passage.start + start, passage.start + end
        whole = whole[:begin] + blank + whole[stop:]
    return hit.model_copy(
        update={
            "passage": passage.model_copy(update={"text": text}),
            "document": document.model_copy(update={"text": whole, "title": title}),
            "sentences": _cosines_left(hit, text),
            "marks": (*hit.marks, *marks),
        }
    )


def _cosines_left(hit: Hit, text: str) -> tuple[float, ...]:
    """Return the cosines of the sentences that are left; none if they cannot be told apart."""
    spans = sentence_spans(hit.passage.text)
    if len(spans) != len(hit.sentences):
        return ()
    by_start = {start: cosine for (start, _), cosine in zip(spans, hit.sentences, strict=True)}
    left = [start for start, _ in sentence_spans(text)]
    known = [by_start[start] for start in left if start in by_start]
    return tuple(known) if len(known) == len(left) else ()
