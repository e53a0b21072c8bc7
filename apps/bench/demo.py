"""What a person waits for in the demo, and what its server keeps in memory."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from vademecum.domains import Domain
from vademecum.evals.intervals import bootstrap_percentile
from vademecum.evals.results import Metric
from vademecum.retrieval.library import Library

from ..composition import add_starter_corpus, open_search
from ..demo.turn_html import KEPT_TURNS
from .browser import DemoPage, TimedTurn
from .ratios import SEED, BenchResult, machine, quantiles_ms
from .served import Served, memory_mib, processor_s, served_demo

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AT_ONCE = 4
"""How many visitors ask at the same time under load: as many as the server answers at once."""
WARM_UP = 100
_READ_EVERY = 100
_REST_S = 0.2
_FLAT_GROWTH = 0.05


@dataclass(frozen=True)
class Load:
    """How much is asked: by one visitor in turn, and then by ``sessions`` visitors together."""

    starts: int
    questions: int
    sessions: int
    load_questions: int

    @property
    def steps(self) -> int:
        """Return how many starts and questions there are."""
        return self.starts + self.questions + self.load_questions

    @property
    def warm_up(self) -> int:
        """Return after how many questions every conversation is as long as it gets."""
        return min(self.load_questions // 3, max(WARM_UP, self.sessions * KEPT_TURNS))

    @property
    def read_every(self) -> int:
        """Return after how many questions the memory is read again."""
        return max(1, min(_READ_EVERY, self.load_questions // 4))


Readings = list[tuple[int, float]]
"""Questions asked under load, and the server's memory then in MiB."""


def prepared_home(domain: Domain, library: Library, home: Path) -> None:
    """Make ``home`` a VADEMECUM_HOME that holds a copy of ``library``; kept for the next run.

    The starter documents, which the demo would add at its first start, are added here.
    """
    folder = home / "libraries" / domain.name
    if not folder.is_dir():
        library.close()
        shutil.rmtree(partly := folder.with_name("copying"), ignore_errors=True)
        shutil.copytree(library.folder, partly)
        partly.rename(folder)
    with closing(Library(folder)) as copied:
        add_starter_corpus(domain, copied)
        _ = open_search(domain, copied).indexes


def measure_demo(
    browser: Browser,
    domain: Domain,
    home: Path,
    questions: Sequence[str],
    load: Load,
    tick: Callable[[int], None],
) -> BenchResult:
    """Time starts and one visitor's questions, then read the server's memory while many ask.

    ``questions`` are asked in order, and again from the first if there are too few. ``tick`` is
    called with how many starts and questions are done.
    """
    starting_s: list[float] = []
    usable_s: list[float] = []

    def opened(demo: Served) -> DemoPage:
        page = DemoPage(browser, domain.name)
        usable_s.append(page.open(demo.address) - demo.answered_at_s)
        starting_s.append(demo.starting_s)
        tick(len(usable_s))
        return page

    for _ in range(load.starts - 1):
        with served_demo(domain.name, home) as demo:
            opened(demo).close()
    with served_demo(domain.name, home) as demo:
        with closing(opened(demo)) as page:
            before_s = processor_s(demo.pid)
            turns = _one_visitor(page, questions, load, tick)
            used_s = processor_s(demo.pid) - before_s
        readings, loaded = _many_visitors(browser, domain.name, demo, questions, load, tick)
    return BenchResult(
        name="demo",
        machine=machine(),
        figures={
            "starts": load.starts,
            "process_to_first_http_answer_s": round(median(starting_s), 2),
            "first_http_answer_to_usable_page_s": bootstrap_percentile(usable_s, 50, SEED),
            "questions": len(turns),
            "answered": sum(turn.is_answered for turn in turns),
            **_waits(turns, ""),
            "server_processor_ms_per_question": round(1000 * used_s / len(turns), 1),
            "load_sessions": load.sessions,
            "load_questions": load.load_questions,
            **_waits(loaded, f"load_{AT_ONCE}_at_once_"),
            **memory_figures(readings, load.warm_up),
        },
        seconds={
            "first_http_answer_to_usable_page": tuple(usable_s),
            "first_sentence": tuple(turn.first_s for turn in turns),
            "whole_reply": tuple(turn.whole_s for turn in turns),
        },
        memory_mib=tuple(readings),
    )


def memory_figures(readings: Readings, warm_up: int) -> dict[str, Metric | float | int | str]:
    """Return where the memory stood after ``warm_up`` questions, and whether it grew from there.

    The slope and its 95 % interval are those of Theil and Sen (Sen 1968, JASA 63), which single
    steps do not move. Flat: the interval reaches down to zero, or less than 5 % came on top.
    """
    from scipy.stats import theilslopes

    after = [(asked, mib) for asked, mib in readings if asked >= warm_up]
    asked, mib = zip(*after, strict=True)
    slope, _, low, high = (float(one) for one in theilslopes(mib, asked, 0.95))
    growth = mib[-1] / mib[0] - 1
    kib = Metric(value=1024 * slope, low=1024 * low, high=1024 * high)
    return {
        "memory_before_mib": round(readings[0][1], 1),
        "warm_up_questions": asked[0],
        "memory_after_warm_up_mib": round(mib[0], 1),
        "memory_last_mib": round(mib[-1], 1),
        "memory_max_mib": round(max(mib), 1),
        "memory_growth": round(growth, 4),
        "memory_slope_kib_per_question": kib,
        "memory_is_flat": "yes" if low <= 0 or growth < _FLAT_GROWTH else "no",
    }


def _one_visitor(
    page: DemoPage, questions: Sequence[str], load: Load, tick: Callable[[int], None]
) -> list[TimedTurn]:
    turns: list[TimedTurn] = []
    for question in islice(cycle(questions), load.questions):
        turns.append(page.ask(question))
        page.rest(_REST_S)
        tick(load.starts + len(turns))
    return turns


def _many_visitors(
    browser: Browser,
    domain: str,
    demo: Served,
    questions: Sequence[str],
    load: Load,
    tick: Callable[[int], None],
) -> tuple[Readings, list[TimedTurn]]:
    """Ask in lots of ``AT_ONCE``, the visitors in turn; each keeps its page and conversation."""
    turns: list[TimedTurn] = []
    asked = islice(cycle(questions), load.load_questions)
    with ExitStack() as leaving:
        pages = [
            leaving.enter_context(closing(DemoPage(browser, domain))) for _ in range(load.sessions)
        ]
        for page in pages:
            page.open(demo.address)
        readings = [(0, memory_mib(demo.pid))]
        visitors = cycle(pages)
        at_once = min(AT_ONCE, len(pages))
        while lot := list(islice(asked, at_once)):
            asking = list(islice(visitors, len(lot)))
            for page, question in zip(asking, lot, strict=True):
                page.send(question)
            turns += [page.reply() for page in asking]
            if len(turns) - readings[-1][0] >= load.read_every or len(turns) == load.load_questions:
                readings.append((len(turns), memory_mib(demo.pid)))
            tick(load.starts + load.questions + len(turns))
    return readings, turns


def _waits(turns: Sequence[TimedTurn], name: str) -> dict[str, Metric | float | int | str]:
    waits = {
        "first_sentence": [t.first_s for t in turns],
        "whole_reply": [t.whole_s for t in turns],
    }
    return {f"{name}{w}_{q}": m for w, s in waits.items() for q, m in quantiles_ms(s).items()}
