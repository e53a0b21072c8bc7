"""Write the text of an answer from checked claims: numbers, groups, labels, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vademecum.retrieval.types import Claim, Document, Hit

from .rails.jurisdiction import place_of

LABEL_KEY = "label.jurisdiction"
DEFAULT_LABEL = "Sources for {jurisdiction}"


def group_claims(
    claims: Sequence[Claim], hits: Sequence[Hit], texts: Mapping[str, str]
) -> list[tuple[str, list[Claim]]]:
    """Group claims by label, in order of first use; one unlabelled group where one is enough."""
    by_passage = {hit.passage.id: hit for hit in hits}
    sources = [by_passage.get(claim.citations[0].passage_id) for claim in claims]
    places = {place_of(hit.document) for hit in sources if hit} - {None}
    groups: dict[str, list[Claim]] = {}
    for claim, hit in zip(claims, sources, strict=True):
        label = _label(hit, texts, is_mixed=len(places) > 1) if hit else ""
        groups.setdefault(label, []).append(claim)
    return list(groups.items())


def write_answer(groups: Sequence[tuple[str, Sequence[Claim]]], notes: Sequence[str]) -> str:
    """Join the groups, each claim with the numbers of its citations, and append the notes."""
    numbers: dict[str, int] = {}
    blocks: list[str] = []
    for label, claims in groups:
        sentences = [_with_numbers(claim, numbers) for claim in claims]
        is_list = any("\n" in claim.text or claim.text.startswith(("-", "|")) for claim in claims)
        body = ("\n" if is_list else " ").join(sentences)
        blocks.append(f"{label}: {body}" if label else body)
    return "\n\n".join([*blocks, *dict.fromkeys(notes)])


def single_place(claims: Sequence[Claim], hits: Sequence[Hit]) -> str | None:
    """Return the one jurisdiction that all cited documents share, or None."""
    cited = {citation.passage_id for claim in claims for citation in claim.citations}
    places = {place_of(hit.document) for hit in hits if hit.passage.id in cited}
    return places.pop() if len(places) == 1 else None


def _with_numbers(claim: Claim, numbers: dict[str, int]) -> str:
    used = [numbers.setdefault(c.passage_id, len(numbers) + 1) for c in claim.citations]
    return claim.text + "".join(f" [{number}]" for number in dict.fromkeys(used))


def _label(hit: Hit, texts: Mapping[str, str], *, is_mixed: bool) -> str:
    parts: list[str] = []
    place = place_of(hit.document)
    if is_mixed and place:
        parts.append(texts.get(LABEL_KEY, DEFAULT_LABEL).replace("{jurisdiction}", place))
    if dates := _date_label(hit.document, hit.marks):
        parts.append(dates)
    return "; ".join(parts)


def _date_label(document: Document, marks: Sequence[str]) -> str:
    heads = ("superseded by ", "repealed on ", "not in force since ")
    past = [mark for mark in marks if mark.startswith(heads)]
    if past:
        return f"No longer in force ({', '.join(past)})"
    future = [mark for mark in marks if mark.startswith("not in force until ")]
    return f"Not yet in force ({future[0].removeprefix('not in force ')})" if future else ""
