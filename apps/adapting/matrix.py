"""Put every adapter, and their mixture, to the sets of every domain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import count

from vademecum.domains import load_domain
from vademecum.evals.adapting.matrix import MatrixResult, MatrixSet, transfer_matrix
from vademecum.evals.adapting.plan import PlannedSet, plan_of, plans
from vademecum.evals.data import data_home
from vademecum.evals.manifest import run_manifest
from vademecum.evals.sets.cards import card
from vademecum.retrieval.encoder import base_encoder
from vademecum.retrieval.errors import InvalidInput, UnknownName

from ..adapters import reading_with
from ..evaluating.options import Course, Job, RunOptions
from .adapters import RETRIEVAL, Loaded, loaded_adapters, mixture_of
from .sets import finder, open_set


def run_matrix(
    domains: Sequence[str],
    sets: Sequence[str],
    limit: int | None,
    seed: int,
    course: Course,
    *,
    adapter: str = RETRIEVAL,
    mixture: bool = True,
) -> MatrixResult:
    """Measure the adapter ``adapter`` of every domain on the planned sets of ``domains``.

    Without ``domains`` those of every plan, without ``sets`` all of a plan; with two adapters or
    more, their average too. Raises UnknownName or InvalidInput where nothing is left.
    """
    planned = _planned(domains, sets)
    adapters = loaded_adapters(adapter)
    if not adapters:
        raise InvalidInput(f"no domain has an adapter {adapter!r}; vademecum adapt train DOMAIN")
    if mixture and len(adapters) > 1:
        adapters = (*adapters, mixture_of(adapters))
    root, asked = data_home(), count(1)
    files = [path for _, one in planned for path in card(one.set).paths(root)]
    encoder = base_encoder()
    manifest = run_manifest(
        root,
        datetime.now(UTC).date(),
        files=dict.fromkeys(files),
        half="test",
        seed=seed,
        configuration={
            "limit": limit,
            "adapters": {
                one.title: one.encoder.adapter.sha256 for one in adapters if one.encoder.adapter
            },
        },
        encoder=encoder.stamp,
        model_sha256=encoder.sha256,
        adapter=adapter,
    )
    return transfer_matrix(
        [_opening(domain, one, adapters, limit, seed, course) for domain, one in planned],
        [one.info for one in adapters],
        manifest=manifest,
        tick=lambda: course.gauge(next(asked)),
    )


def _planned(domains: Sequence[str], sets: Sequence[str]) -> list[tuple[str, PlannedSet]]:
    found = [
        (domain, one)
        for domain in domains or plans()
        for one in plan_of(domain)
        if not sets or one.set in sets
    ]
    if unknown := [name for name in sets if name not in {one.set for _, one in found}]:
        known = ", ".join(one.set for domain in domains or plans() for one in plan_of(domain))
        raise UnknownName(f"no planned set is named {unknown[0]!r}; there is: {known}")
    return found


def _opening(
    name: str,
    planned: PlannedSet,
    adapters: Sequence[Loaded],
    limit: int | None,
    seed: int,
    course: Course,
) -> Callable[[], MatrixSet]:
    def opened() -> MatrixSet:
        course.notice(f"{name}: {planned.set}")
        today = datetime.now(UTC).date()
        options = RunOptions(domain=name, today=today, set=planned.set, limit=limit, seed=seed)
        found = open_set(Job("retrieval", load_domain(name), options, course), planned)
        return MatrixSet(
            questions=found.questions,
            base=finder(found.search),
            adapted={
                one.title: finder(reading_with(found.search, one.encoder)) for one in adapters
            },
            unit="passages of one document" if found.is_inside else "documents",
        )

    return opened
