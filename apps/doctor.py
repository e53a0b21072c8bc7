"""Examine an installation: what is there, what is wrong, how to mend it."""

from __future__ import annotations

import os
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from vademecum.domains import Domain, installed_domains
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.errors import VademecumError
from vademecum.retrieval.home import home, library_folder
from vademecum.retrieval.types import Noun

from .composition import open_library

_FAISS_BUILDS = {
    "faiss-cpu": "cpu",
    "faiss-gpu": "gpu",
    "faiss-gpu-cuvs": "gpu-cuvs",
    "faiss-gpu-cu12": "",
    "faiss-cuda": "",
}


class Finding(Noun):
    """One thing that was looked at."""

    subject: str
    level: Literal["ok", "note", "error"]
    message: str
    mend: str = ""


def examine() -> list[Finding]:
    """Look at everything an installation needs; never raise."""
    return [_encoder(), *_faiss(), _home(), *_domains()]


def _encoder() -> Finding:
    try:
        encoder = SentenceEncoder()
        found = encoder.encode(["a question"])
    except (VademecumError, OSError) as error:
        return Finding(subject="encoder", level="error", message=str(error))
    message = f"{encoder.dimension} dimensions, {encoder.dtype}, stamp {encoder.stamp}"
    return Finding(subject="encoder", level="ok" if found.any() else "error", message=message)


def _faiss() -> list[Finding]:
    installed = []
    for name in _FAISS_BUILDS:
        try:
            installed.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    if not installed:
        mend = "pip install 'vademecum[cpu]' (or gpu, gpu-cuvs)"
        return [Finding(subject="faiss", level="error", message="not installed", mend=mend)]
    if len(installed) > 1:
        message = f"{' and '.join(installed)} overwrite each other's files"
        mend = f"pip uninstall {' '.join(i.split()[0] for i in installed)}, then install one extra"
        return [Finding(subject="faiss", level="error", message=message, mend=mend)]
    try:
        from vademecum.retrieval.dense import choose_device

        device = choose_device()
    except VademecumError as error:
        return [Finding(subject="faiss", level="error", message=str(error))]
    return [
        Finding(subject="faiss", level="ok", message=f"{installed[0]}, searching on the {device}")
    ]


def _home() -> Finding:
    folder = home()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        mend = "set VADEMECUM_HOME to a folder that you may write to"
        return Finding(
            subject="home", level="error", message=f"{folder} is not writable", mend=mend
        )
    return Finding(subject="home", level="ok", message=f"{folder}; SQLite {sqlite3.sqlite_version}")


def _domains() -> list[Finding]:
    good, broken = installed_domains()
    findings = []
    for domain in good:
        try:
            findings.append(_domain(domain))
        except (VademecumError, sqlite3.DatabaseError, OSError) as error:
            findings.append(Finding(subject=domain.name, level="error", message=str(error)))
    for item in broken:
        mend = f"mend or remove the package {item.distribution}"
        findings.append(Finding(subject=item.name, level="error", message=item.reason, mend=mend))
    return findings


def _domain(domain: Domain) -> Finding:
    off = [f"{s.rail} since {s.since} ({s.reason})" for s in domain.manifest.switched_off]
    rails = f"{len(domain.rails)} rails" + (f", switched off: {'; '.join(off)}" if off else "")
    level: Literal["ok", "note"] = "note" if off else "ok"
    if not (library_folder(domain.name) / "library.sqlite").is_file():
        message = f"library not built yet, {rails}"
        return Finding(subject=domain.name, level=level, message=message)
    library = open_library(domain)
    library.check()
    message = f"{len(library.passage_keys())} passages, {rails}"
    return Finding(subject=domain.name, level=level, message=message)
