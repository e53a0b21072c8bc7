"""What a run was measured on and with."""

from __future__ import annotations

import json

from ..manifest import RunManifest
from ..results import EvalResult, Timings
from .markup import Markup, element, folded, joined, table, terms


def provenance(result: EvalResult) -> Markup:
    """Return the manifest of a run and its timings."""
    return manifest_of(result.manifest, result.timings)


def manifest_of(run: RunManifest, times: Timings | None = None) -> Markup:
    """Return a manifest, folded, with timings if there are any."""
    listed = terms(
        (
            ("data", run.data),
            ("split", run.split or ""),
            ("half", run.half),
            ("items", str(run.n)),
            ("seed", str(run.seed)),
            ("model", run.encoder or "none"),
            ("model sha256", _hash(run.model_sha256)),
            ("adapter", run.adapter),
            ("adapter sha256", _hash(run.adapter_sha256)),
            ("configuration sha256", _hash(run.configuration_sha256)),
            ("code version", run.code),
            ("sources sha256", _hash(run.sources_sha256)),
            ("machine", f"Python {run.python}, {run.cpus} processors"),
            ("date", run.date.isoformat()),
            ("time taken", f"{times.elapsed_s:.1f} s" if times else ""),
            ("items from an earlier, stopped run", str(times.resumed) if times else ""),
            ("notes", joined(element("div", note) for note in run.notes)),
        )
    )
    files = [(name, _hash(digest)) for name, digest in run.files.items()]
    parts = [listed, table("Data files", ("file", "sha256"), files, "words")] if files else [listed]
    if run.configuration:
        text = json.dumps(run.configuration, indent=1, sort_keys=True, ensure_ascii=False)
        shown = element("pre", text, tabindex=0, role="region", aria_label="Configuration")
        parts.append(folded("Configuration", shown))
    return folded("Manifest: what was measured, with what", *parts)


def _hash(digest: str) -> Markup:
    return element("code", digest) if digest else Markup()
