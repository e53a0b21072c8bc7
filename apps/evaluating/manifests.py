"""The manifest of a run: what it was measured on and with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import JsonValue

from vademecum.domains import Domain
from vademecum.domains.rails.heads.card import other_cards, shipped_cards
from vademecum.evals.manifest import RunManifest, run_manifest

from ..adapters import adapted_encoder
from ..composition import passage_settings, search_settings
from .options import Job


def manifest_of(
    job: Job, data: Path, files: Sequence[Path] = (), *, half: str | None = None
) -> RunManifest:
    """Describe the run of ``job`` on ``data``."""
    options, encoder = job.options, adapted_encoder(job.domain, job.options.adapter)
    asked = {"given": options.given, "limit": options.limit}
    return run_manifest(
        data,
        options.today,
        files=files,
        split=options.split or options.set,
        half=half or options.part(),
        seed=options.seed,
        configuration={**configuration(job.domain), **{k: v for k, v in asked.items() if v}},
        encoder=encoder.stamp,
        model_sha256=encoder.sha256,
        adapter=options.adapter,
        adapter_sha256=encoder.adapter.sha256 if encoder.adapter else "",
    )


def configuration(domain: Domain) -> dict[str, JsonValue]:
    """Return what the figures of a run depend on, for its manifest."""
    return {
        "passages": passage_settings(domain).model_dump(mode="json"),
        "search": search_settings(domain).model_dump(mode="json"),
        "evidence": domain.manifest.evidence.model_dump(mode="json"),
        "heads": {
            **{name: sha256 for name, (_, sha256) in shipped_cards().items()},
            **{name: head.sha256 for name, head in other_cards().items()},
        },
    }
