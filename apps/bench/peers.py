"""A cold process up to its first answer: ours and LangChain's quick start, in turn."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np

from vademecum.domains import Domain
from vademecum.retrieval.errors import MissingExtra, OperatorError
from vademecum.retrieval.library import Library

from ..composition import shared_encoder
from . import langchain_quick_start
from .ratios import BenchResult, in_turn, machine, ratio

_OURS = """
import sys
from pathlib import Path
from vademecum.domains import load_domain
from vademecum.retrieval import Access, Query
from vademecum.retrieval.library import Library
from vademecum.apps.bench.searching import bench_assistant
assistant = bench_assistant(load_domain(sys.argv[1]), Library(Path(sys.argv[2])))
outcome = assistant.ask(Query(text=sys.argv[3], allow=Access.of("public")))
assert outcome.outcome == "answered", outcome.text
assert all(c.status == "verified" for claim in outcome.claims for c in claim.citations)
print(outcome.text)
"""


def measure_cold_start(
    domain: Domain, library: Library, question: str, rounds: int, tick: Callable[[], None]
) -> BenchResult:
    """Time fresh processes over the same passages: both load, search and print an answer.

    Ours runs rails, hybrid search, grounding and audit and must end in a verified answer;
    LangChain's runs its dense search. Both stores were built before.
    """
    try:
        import_module("langchain_community.vectorstores")
        import_module("langchain_huggingface")
    except ImportError:
        raise MissingExtra("langchain-community", "bench") from None
    encoder = shared_encoder()
    texts = list(library.encoded_texts())
    rows = [np.frombuffer(v.vector, "<f2") for v in library.vectors(encoder.stamp) if v]
    vectors = np.stack(rows).astype(np.float32)
    with tempfile.TemporaryDirectory() as store:
        langchain_quick_start.save(store, str(encoder.folder), texts, vectors)
        script = Path(langchain_quick_start.__file__)
        theirs = [sys.executable, str(script), "load", store, str(encoder.folder), question]
        ours = [sys.executable, "-P", "-c", _OURS, domain.name, str(library.folder), question]
        _run(ours)
        _run(theirs)
        seconds = in_turn(
            {"vademecum": lambda: _run(ours), "langchain": lambda: _run(theirs)}, rounds, tick
        )
    return BenchResult(
        name="peers",
        machine=machine(),
        figures={
            "passages": len(texts),
            "cold_answer_time_over_langchain": ratio(seconds["vademecum"], seconds["langchain"]),
        },
        seconds=seconds,
    )


def _run(command: list[str]) -> None:
    # Both write their byte code: a machine that forbids it adds seconds to every cold start.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or ["no message"]
        raise OperatorError(f"{command[1]}: {last[0]}")
