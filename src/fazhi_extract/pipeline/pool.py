"""Work on several processes, results in order. Nothing here knows what the work is.

`concurrent.futures` runs the processes and notices when one dies. What is added here: only so many jobs are
in the works that memory stays flat; a job whose process died is tried again; no process outlives its caller.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic, TypeVar

from fazhi_extract.errors import WorkerError

__all__ = ["cores", "in_order", "inherits"]

_AHEAD = 2
"""Jobs in the works for each process: one in hand, and one that waits for it."""
_ATTEMPTS = 3
"""How often a process may die over one job before it is given up."""

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def inherits() -> bool:
    """Whether new processes begin with the memory of this one, so that nothing need be sent to them."""
    return multiprocessing.get_context().get_start_method() == "fork"


def in_order(
    work: Callable[[_Job], _Result],
    jobs: Iterable[_Job],
    *,
    processes: int,
    begin: Callable[..., object],
    arguments: tuple[Any, ...] = (),
) -> Generator[tuple[_Job, _Result]]:
    """Each job with its result, in order, while others are in the works; `jobs` may be endless.

    Each process calls `begin(*arguments)` once, before its first job. An error of `work`, or of `jobs`
    itself, is raised when its turn comes. However this iterator ends or is dropped, its processes end too.

    Raises:
        WorkerError: when a process dies over the same job again and again.
    """
    waiting = _Waiting(work, processes, begin, arguments)
    source = iter(jobs)
    end: Exception | None = None
    try:
        while True:
            while end is None and waiting.has_room():
                try:
                    waiting.add(next(source))
                except Exception as error:  # noqa: BLE001, PERF203  (raised below, after the results before it)
                    end = error
            if not waiting:
                break
            yield waiting.first()
        if not isinstance(end, StopIteration | None):
            raise end
    finally:
        waiting.stop()


class _Waiting(Generic[_Job, _Result]):
    """The jobs in the works, and the processes."""

    def __init__(
        self,
        work: Callable[[_Job], _Result],
        processes: int,
        begin: Callable[..., object],
        arguments: tuple[Any, ...],
    ) -> None:
        self._work = work
        self._processes = processes
        self._begin = (begin, arguments)
        self._jobs: deque[tuple[_Job, Future[_Result] | None]] = deque()
        self._executor: ProcessPoolExecutor | None = None
        self._deaths = 0

    def __len__(self) -> int:
        return len(self._jobs)

    def has_room(self) -> bool:
        return len(self._jobs) < _AHEAD * self._processes

    def add(self, job: _Job) -> None:
        """Hand out a job; after a death only the first, so that it is known over which one they die."""
        future = None
        if not self._deaths or not self._jobs:
            try:
                future = self._started().submit(self._work, job)
            except BrokenProcessPool:  # found out here; `first` sees to it
                future = Future()
                future.set_exception(BrokenProcessPool())
        self._jobs.append((job, future))

    def first(self) -> tuple[_Job, _Result]:
        """The oldest job and its result, waiting for it if need be."""
        while True:
            job, future = self._jobs[0]
            try:
                assert future is not None
                result = future.result()
            except BrokenProcessPool as error:
                self._deaths += 1
                if self._deaths >= _ATTEMPTS:
                    raise WorkerError(_DIED.format(count=self._deaths)) from error
                self.stop()
                self._hand_out()
                continue
            self._jobs.popleft()
            if self._deaths:
                self._deaths = 0
                self._hand_out()
            return job, result

    def stop(self) -> None:
        """End the processes, also in the middle of a job, and wait until they are gone."""
        executor, self._executor = self._executor, None
        if executor is None:
            return
        if self._jobs:
            for worker in list((executor._processes or {}).values()):  # noqa: SLF001  (a method in Python 3.14)
                worker.terminate()
        executor.shutdown(cancel_futures=True)

    def _hand_out(self) -> None:
        """Hand out anew what has no result and is in no process."""
        jobs, self._jobs = self._jobs, deque()
        for job, future in jobs:
            if future is None or _lost(future):
                self.add(job)
            else:
                self._jobs.append((job, future))

    def _started(self) -> ProcessPoolExecutor:
        if self._executor is None:
            self._executor = ProcessPoolExecutor(
                self._processes, initializer=_begin_worker, initargs=self._begin
            )
        return self._executor


def _lost(future: Future[Any]) -> bool:
    """Whether the processes that were to see to this job are gone, and it is not done."""
    return not future.done() or future.cancelled() or isinstance(future.exception(), BrokenProcessPool)


_DIED = (
    "a worker process died {count} times over the same texts: it was killed, ran out of memory, or crashed. "
    "Give it less at once (batch_size=1), or find the text with n_process=1. Where processes are spawned, "
    'a script must make its calls under `if __name__ == "__main__":`'
)


def _begin_worker(begin: Callable[..., object], arguments: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all: the caller is the one to act on it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    begin(*arguments)


def _end_with(parent: Any) -> None:
    """Leave when the caller is gone, however it went."""
    parent.join()
    os._exit(1)
