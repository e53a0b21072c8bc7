"""Kill an ingestion at random moments: nothing committed is lost, nothing half-done is served."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vademecum.retrieval import Access, Query
from vademecum.retrieval.library import Library
from vademecum.retrieval.search import HybridSearch, SearchSettings

from .conftest import CountingEncoder

CHILD = """
import sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from retrieval_child import run
run(Path({folder!r}))
"""
DOCUMENTS = 300


@pytest.mark.slow
def test_twenty_kills(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    child = tmp_path / "retrieval_child.py"
    child.write_text(
        "import time\n"
        "from vademecum.retrieval import Document\n"
        "from vademecum.retrieval import ingest as module\n"
        "import vademecum.retrieval.ingest as ingesting\n"
        "from vademecum.retrieval.library import Library\n"
        "from vademecum.retrieval.passages import PassageSettings\n"
        "from vademecum.retrieval.search import HybridSearch, SearchSettings\n"
        "from vademecum.retrieval.testing.fakes import HashEncoder\n"
        "import re\n"
        "class E(HashEncoder):\n"
        "    def token_offsets(self, text):\n"
        "        return [m.span() for m in re.finditer(r'\\w+', text)]\n"
        "    def encode(self, texts):\n"
        "        time.sleep(0.004)\n"
        "        return super().encode(texts)\n"
        "def run(folder):\n"
        "    ingesting._LOT_PASSAGES = 8\n"
        "    def text(i):\n"
        "        return (f'Marker{i} text. ' * 9 + '\\n# H\\n') * 3\n"
        "    documents = [Document(id=f'd{i:03}', title='', text=text(i))\n"
        f"                 for i in range({DOCUMENTS})]\n"
        "    library = Library(folder)\n"
        "    print('open', flush=True)\n"
        "    ingesting.ingest(library, documents, E(), PassageSettings(max_tokens=32),\n"
        "                     lambda done, encoded: print(done, flush=True))\n"
        "    print('indexing', flush=True)\n"
        "    HybridSearch(library, E(), SearchSettings()).indexes\n"
        "    print('finished', flush=True)\n"
    )
    code = CHILD.format(tests=str(tmp_path), folder=str(folder))
    chance = random.Random(20)
    for _ in range(20):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        said = [process.stdout.readline()]
        time.sleep(chance.uniform(0, 0.25))
        process.kill()
        said += process.communicate()[0].splitlines()
        reported = max((int(line) for line in said if line.strip().isdigit()), default=0)
        library = Library(folder)
        library.check()
        ids = [d.id for d in library.documents(Access.of("public"))]
        assert ids == [f"d{i:03}" for i in range(len(ids))]
        assert len(ids) >= reported
        assert len(library.passage_keys()) == 3 * len(ids)
        assert None not in list(library.vectors(CountingEncoder().stamp))
        if ids:
            search = HybridSearch(library, CountingEncoder(), SearchSettings())
            asked = Query(text=f"Marker{len(ids) - 1}", allow=Access.of("public"), mode="lexical")
            assert search.search(asked)[0].document.id == ids[-1]
        library.close()
    finished = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert finished.stdout.splitlines()[-1] == "finished"
    library = Library(folder)
    assert library.counts(Access.of("public")).documents == DOCUMENTS
    library.close()
