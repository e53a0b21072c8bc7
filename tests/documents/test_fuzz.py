"""Hostile files by the hundred: nothing ends, nothing is written, no good file is lost.

``VADEMECUM_FUZZ=1000 pytest tests/documents/test_fuzz.py -s`` makes a thousand of them;
``VADEMECUM_FUZZ_SEED`` makes others.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import ClassVar

import pytest
from documents import hostile, made
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from vademecum.apps import ingesting
from vademecum.domains import load_domain
from vademecum.domains.quarantine import find_commands
from vademecum.retrieval import Access, Query
from vademecum.retrieval.ingest import ingest
from vademecum.retrieval.library import Library
from vademecum.retrieval.passages import PassageSettings
from vademecum.retrieval.readers.bounded import SECONDS, BoundedParser
from vademecum.retrieval.readers.folder import Reading
from vademecum.retrieval.search import HybridSearch, SearchSettings
from vademecum.retrieval.testing.fakes import HashEncoder
from vademecum.retrieval.types import Document

FILES = int(os.environ.get("VADEMECUM_FUZZ", "40"))
SEED = int(os.environ.get("VADEMECUM_FUZZ_SEED", "1"))
BATCH = 20
SECRET = "Zwillingsschloss"
GOOD = {"aa-good.docx": made.docx, "nn-good.html": made.html, "zz-good.eml": made.eml}
HOOK = """
import os, sys
WATCHED = {watched!r}
WATCHED_EVENTS = ("os.remove os.rename os.rmdir os.link os.symlink os.chmod os.chown os.truncate "
  "os.utime os.mkdir os.system os.exec os.posix_spawn os.fork subprocess.Popen socket.connect "
  "socket.bind socket.getaddrinfo socket.gethostbyname urllib.Request "
  "tempfile.mkstemp tempfile.mkdtemp shutil.rmtree "
  "shutil.move shutil.copyfile webbrowser.open").split()
def is_there(folder):
    return str(folder).startswith(WATCHED) or os.path.isdir(folder)
def trip(event, args):
    if event == "open":
        path, _, flags = args
        is_write = isinstance(path, str) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if not (is_write and path != "/dev/null") and {secret!r} != str(path):
            return
    elif event not in WATCHED_EVENTS or (event == "os.mkdir" and is_there(args[0])):
        return
    elif event == "socket.bind" and args[1][:2] == ("::1", 0):  # urllib3 asks if there is IPv6
        return
    what = "".join(c if c.isalnum() else "_" for c in event + repr(args))[:150]
    if not os.path.isdir(WATCHED + "/" + what):
        os.mkdir(WATCHED + "/" + what)
if any("readers.child" in one for one in sys.orig_argv):
    if not os.path.isdir(WATCHED + "/started"):
        os.mkdir(WATCHED + "/started")
    sys.addaudithook(trip)
"""


class WordOffsets(HashEncoder):
    """The stand-in encoder, whose tokens are words and signs."""

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """Return where they stand."""
        return [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]


class TimedReading(Reading):
    """The reading itself, timed file by file."""

    seconds: ClassVar[Counter[str]] = Counter()

    def _file(self, parser: BoundedParser, path: Path, name: str, root: Path) -> Document:
        started = time.perf_counter()
        try:
            return super()._file(parser, path, name, root)
        finally:
            self.seconds[name] += time.perf_counter() - started


def tree(folder: Path) -> dict[str, tuple[int, int]]:
    """Return size and time of change of everything below a folder."""
    found = {}
    for root, folders, files in os.walk(folder):
        for name in (*folders, *files):
            state = os.lstat(os.path.join(root, name))
            found[os.path.join(root, name)] = (state.st_size, state.st_mtime_ns)
    return found


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place that is watched: what the reading process writes, starts or opens is seen."""
    for name in ("in", "good", "outside", "watched", "hook", "temporary", "person"):
        (tmp_path / name).mkdir()
    secret = tmp_path / "outside" / "secret.txt"
    secret.write_text(f"{SECRET}\n")
    hook = HOOK.format(watched=str(tmp_path / "watched"), secret=str(secret))
    (tmp_path / "hook" / "sitecustomize.py").write_text(hook)
    path = os.pathsep.join([str(tmp_path / "hook"), os.environ.get("PYTHONPATH", "")])
    monkeypatch.setenv("PYTHONPATH", path)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    monkeypatch.setattr(ingesting, "Reading", TimedReading)
    TimedReading.seconds = Counter()
    return tmp_path


def recipes_of(number: int) -> list[tuple[str, int]]:
    """Return kinds and seeds of a batch: one number is drawn, so that no two batches are alike."""
    draw = random.Random(number)
    places = draw.sample(hostile.PLACES, 2)
    kinds = [*draw.sample(sorted(hostile.KINDS), BATCH - 2), *places]
    return [(kind, draw.randrange(2**32)) for kind in kinds]


@pytest.mark.skipif(sys.platform != "linux", reason="pipes, sockets and limits as Linux has them")
@pytest.mark.timeout(max(600, 20 * FILES))  # a busy machine takes its time
def test_no_hostile_file_ends_anything_or_costs_a_good_one(world: Path) -> None:
    for name, writer in {**made.WRITERS, **GOOD}.items():
        writer(world / "good" / name)
    good = {name: (world / "good" / name).read_bytes() for name in made.WRITERS}
    whole = {name: (world / "good" / name).read_bytes() for name in GOOD}
    stock = hostile.Made(good, world / "outside" / "secret.txt")
    library = Library(world / "library")
    law, seen, kinds, ends = load_domain("law"), set[str](), Counter[str](), Counter[str]()

    @seed(SEED)
    @settings(
        max_examples=-(-FILES // BATCH),
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink] if FILES < 200 else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**64 - 1))
    def run(number: int) -> None:
        folder = world / "in" / f"batch{len(list((world / 'in').iterdir()))}"
        folder.mkdir()
        for name, raw in whole.items():
            (folder / name).write_bytes(raw)
        bad = set()
        for place, (kind, value) in enumerate(recipes_of(number)):
            (folder / f"{place:02}").mkdir()
            path = hostile.write(folder / f"{place:02}", kind, value, stock)
            bad.add(str(path).encode("utf-8", "replace").decode())
            kinds[kind] += 1
            if path.is_file() and not path.is_symlink():
                seen.add(hashlib.sha256(path.read_bytes() + path.suffix.encode()).hexdigest())
        before = tree(world / "in"), tree(world / "outside")
        read = ingesting.read_files(law, [folder], "auto", None)
        report = ingest(
            library, read.documents, WordOffsets(), PassageSettings(), screen=find_commands
        )
        assert (tree(world / "in"), tree(world / "outside")) == before
        skipped = {s.path: s.reason for s in read.skipped}
        origins = {d.attributes["origin"] for d in read.documents}
        names = {str(folder / name) for name in GOOD}
        assert names <= origins
        assert not names & skipped.keys()
        assert skipped.keys() | {d.attributes["origin"] for d in read.documents} == bad | names
        for reason in skipped.values():
            ends[re.sub(r"^.*/\S*: |\d+|['\"“].*", "", reason)[:60]] += 1
            assert reason.strip()
            assert len(reason.splitlines()) == 1
            assert len(reason) < 1000
        assert not any(SECRET in d.text + d.title for d in read.documents)
        out = {q.document_id for q in report.quarantined}
        for name in GOOD:
            stored = library.document(f"{folder.name}/{name}")
            assert stored is not None
            assert made.FIRST in stored.text
        assert len(out) + report.added + report.replaced + report.unchanged == len(read.documents)

    run()
    assert {p.name for p in (world / "watched").iterdir()} == {"started"}
    assert not list((world / "temporary").iterdir())
    assert not list((world / "person").iterdir())
    library.check()
    for passage in library.passages(library.passage_keys()).values():
        text = library.text_of(passage.document_id)
        assert text is not None
        assert text[passage.start : passage.end] == passage.text
    query = Query(text=made.FIRST, allow=Access.of("public"), k=5)
    hits = HybridSearch(library, WordOffsets(), SearchSettings()).search(query)
    assert any(made.FIRST in hit.passage.text for hit in hits)
    library.close()
    slowest = TimedReading.seconds.most_common(5)
    assert slowest[0][1] < SECONDS + 10
    total = sum(kinds.values())
    sys.stdout.write(
        f"\n{total} files, {len(seen)} different contents, {sum(ends.values())} left out"
        f"\nkinds: {dict(kinds.most_common())}\nreasons: {dict(ends.most_common(60))}"
        f"\nslowest, s: {[(name, round(taken, 1)) for name, taken in slowest]}\n"
    )
