"""Do long work in a thread and hear of it at least once a second."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

News = TypeVar("News")
Result = TypeVar("Result")
_POOL = ThreadPoolExecutor(max_workers=4, thread_name_prefix="vademecum-work")
_EVERY_S = 1.0


@dataclass(frozen=True)
class Done(Generic[Result]):
    """What the work gave."""

    result: Result


def work_telling(
    work: Callable[[Callable[[News], None]], Result],
) -> Iterator[News | Done[Result] | None]:
    """Yield what ``work`` tells, None where it was silent for a second, at last what it gave.

    Raises what the work raises. The work goes on to its end when nobody listens any more.
    """
    news: queue.SimpleQueue[News | None] = queue.SimpleQueue()
    done: Future[Result] = _POOL.submit(work, news.put)
    done.add_done_callback(lambda _: news.put(None))
    while not done.done():
        try:
            yield news.get(timeout=_EVERY_S)
        except queue.Empty:
            yield None
    yield Done(done.result())
