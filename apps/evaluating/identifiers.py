"""Run the identifier task: on the domain's own texts, on public sets, on generated notes."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, cast

from vademecum.domains.rails.identifier_parts import Kind, replacement
from vademecum.domains.rails.identifiers import (
    CLIENT_KINDS,
    KEPT_KINDS,
    KINDS,
    IdentifierRail,
    Span,
    find_identifiers,
)
from vademecum.evals import presidio
from vademecum.evals.counts import Counts
from vademecum.evals.data import data_home
from vademecum.evals.halves import is_in
from vademecum.evals.marked_sets import MARKED_SETS, read_marked_set
from vademecum.evals.results import EvalResult
from vademecum.evals.sets.cards import card
from vademecum.evals.sets.readers import read_items
from vademecum.evals.tasks.identifiers import (
    FoundSpan,
    MarkedText,
    evaluate_identifiers,
    read_identifiers,
)
from vademecum.evals.tasks.overlap import evaluate_overlap
from vademecum.retrieval.errors import InvalidInput

from .manifests import manifest_of
from .options import Job
from .public import USES

NOTES: Final = "notes"
NOTES_MODULE: Final = "vademecum.evals.sets.notes"
NOTE_COUNT: Final = 300
FOUND: Final = KINDS | KEPT_KINDS
OUR_KINDS: Final[dict[str, frozenset[str]]] = {
    "name": frozenset({"NAME"}),
    "company": frozenset({"COMPANY"}),
    **dict.fromkeys(("street", "city", "county"), frozenset({"LOCATION"})),
    "zip": frozenset({"ZIP", "LOCATION"}),
    "date": frozenset({"DATE"}),
    "age": frozenset({"AGE_OVER_89"}),
    **dict.fromkeys(("phone", "fax"), frozenset({"PHONE", "FAX"})),
    "licence": frozenset({"LICENSE"}),
    "passport": frozenset({"LICENSE", "PASSPORT"}),
    **dict.fromkeys(("matter", "docket", "claim"), frozenset({"CASE_NUMBER"})),
    "ein": frozenset({"EIN", "SSN"}),
}
"""Our kinds of what the notes call by other words; the rest go by their own, in capitals."""


def run_identifiers(job: Job) -> EvalResult:
    """Look for what identifies a person in what ``--set`` names, or the domain's own texts."""
    if job.options.set is None:
        return _own(job)
    if job.options.set == NOTES:
        return _notes(job)
    return _public(job) if job.options.set in MARKED_SETS else _questions(job)


def _own(job: Job) -> EvalResult:
    options, domain = job.options, job.domain
    path = domain.evalset("identifiers")
    texts = [t for t in read_identifiers(path) if is_in(t.id, options.part())][: options.limit]
    return evaluate_identifiers(
        texts,
        find_identifiers,
        domain=domain.name,
        manifest=manifest_of(job, path, [path]),
        tick=job.course.ticks(len(texts)),
    )


def _public(job: Job) -> EvalResult:
    options, name = job.options, str(job.options.set)
    half = options.part() if options.half else None
    texts, chosen, path = read_marked_set(data_home(), name, half)
    texts = texts[: options.limit]
    find_identifiers("Warm up: Ann Lee of Leeds.", FOUND)
    rivals = {}
    if chosen.language == "en" and presidio.is_installed():
        rivals[presidio.NAME] = presidio.presidio_patterns()
    elif chosen.language == "en":
        job.course.notice("presidio-analyzer is not installed: no baseline")
    return evaluate_overlap(
        texts,
        lambda text: find_identifiers(text, FOUND),
        domain=job.domain.name,
        manifest=manifest_of(job, path, [path], half=half or chosen.part),
        no_identifiers=chosen.no_identifiers,
        is_removed=_is_removed,
        baselines=rivals,
        tick=job.course.ticks(len(texts)),
    )


def _questions(job: Job) -> EvalResult:
    """Measure the questions of a public set, which name nobody: how many the domain's rail
    would change or warn of."""
    options, name = job.options, str(job.options.set)
    use = USES[options.part("test")]
    items = [item for item in read_items(data_home(), name) if item.use == use][: options.limit]
    files = card(name).paths(data_home())
    rails = [rail for rail in job.domain.rails if isinstance(rail, IdentifierRail)]
    kinds = rails[0].kinds if rails else KINDS
    return evaluate_identifiers(
        [MarkedText(id=item.id, text=item.text) for item in items],
        lambda text: find_identifiers(text, kinds),
        domain=job.domain.name,
        manifest=manifest_of(job, files[0].parent, files, half=options.part("test")),
        tick=job.course.ticks(len(items)),
    )


def _notes(job: Job) -> EvalResult:
    """Measure generated notes of the domain, in which a half-hidden name is a leak.

    ``recall`` asks for every character, ``touched`` for one, ``typed_recall`` for one under its own
    kind (OUR_KINDS). ``kept`` is the share of eponyms, medicines and other terms that stay whole.
    What may go either way counts for nothing. Notes of one frame are drawn together.
    """
    if find_spec(NOTES_MODULE) is None:
        raise InvalidInput(f"{NOTES_MODULE} is not installed: there are no generated notes")
    options, notes = job.options, import_module(NOTES_MODULE)
    kinds = CLIENT_KINDS if job.domain.name == "law" else KINDS

    def find(text: str) -> tuple[Span, ...]:
        return find_identifiers(text, kinds)

    made: Any = notes.generate_notes(job.domain.name, options.limit or NOTE_COUNT, options.seed)
    by_text = {note.text: note for note in made}
    result = evaluate_identifiers(
        made,
        lambda text: notes.decided(by_text[text], find(text)),
        domain=job.domain.name,
        manifest=manifest_of(job, Path(NOTES)),
        tick=job.course.ticks(len(made)),
    )
    counts = Counts()
    for note in made:
        found = find(note.text)
        hidden = notes.wrongly_hidden(note, found)
        for span in note.spans:
            touching = [f for f in found if f.start < span.end and f.end > span.start]
            ours = OUR_KINDS.get(span.type, frozenset({span.type.upper()}))
            counts.add("touched", [bool(touching)], note.unit)
            counts.add(f"touched/{span.type}", [bool(touching)], note.unit)
            counts.add("typed_recall", [any(f.type in ours for f in touching)], note.unit)
        for span in note.keep:
            counts.add("kept", [span not in hidden], note.unit)
            counts.add(f"kept/{span.type}", [span not in hidden], note.unit)
    return result.model_copy(update={"metrics": result.metrics | counts.rates(options.seed)})


def _is_removed(span: FoundSpan, text: str) -> bool:
    original = text[span.start : span.end]
    return replacement(cast(Kind, span.type), original) != original
