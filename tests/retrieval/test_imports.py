from __future__ import annotations

import subprocess
import sys

HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "peft",
    "faiss",
    "pymilvus",
    "langchain",
    "langchain_core",
    "gradio",
    "fastapi",
    "bm25s",
    "numpy",
}


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(' '.join(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(found.stdout.split()) & HEAVY


def test_the_core_loads_no_heavy_module() -> None:
    assert loaded_by("import vademecum.retrieval") == set()


def test_the_domains_load_no_heavy_module() -> None:
    assert loaded_by("from vademecum.domains import load_domain; load_domain('law')") == set()


def test_the_command_line_loads_no_heavy_module() -> None:
    assert loaded_by("import vademecum.apps.cli.main") == set()
