"""Worker processes on this machine: bounded work in flight, and one death stops nothing."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for
from typing import Any, Generic, Protocol, TypeVar

from fazhi_extract.errors import DatasetError

__all__ = ["Here", "Pool", "Processes"]

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")
_PRELOADED = ["fazhi_extract.dataset.warm"]
_GRACE = 30.0  # seconds for work that is running when all is stopped
_state: dict[str, Any] = {}


class Pool(Protocol):
    """Something that runs tasks."""

    size: int

    def run(
        self,
        method: str,
        tasks: Iterable[Any],
        *,
        split: Callable[[Any], list[Any]] | None = None,
        lost: Callable[[Any], Any] | None = None,
    ) -> Iterator[Any]:
        """The results of this method of the worker, in the order in which they are ready."""

    def drain(self) -> Iterator[Any]:
        """The results that were in the works when the run was stopped."""

    def close(self) -> None:
        """End the processes."""


class Here:
    """Runs tasks in this process."""

    size = 1

    def __init__(self, worker: object) -> None:
        """Take the object whose methods do the work."""
        self._worker = worker

    def run(self, method: str, tasks: Iterable[Any], **_: Any) -> Iterator[Any]:
        """One after the other."""
        return map(getattr(self._worker, method), tasks)

    def drain(self) -> Iterator[Any]:
        """Nothing."""
        return iter(())

    def close(self) -> None:
        """Nothing to end."""


class Processes(Generic[_Task, _Result]):
    """Runs tasks in processes that are started fresh and inherit nothing, no lock and no open file.

    They end with their parent, however it ends.
    """

    def __init__(self, size: int, worker: object) -> None:
        """Start so many when the first task comes. The worker is pickled."""
        self.size = size
        self._worker = worker
        methods = multiprocessing.get_all_start_methods()
        self._context: Any = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        if "forkserver" in methods:
            self._context.set_forkserver_preload(_PRELOADED)
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: dict[Future[Any], Any] = {}

    def run(
        self,
        method: str,
        tasks: Iterable[Any],
        *,
        split: Callable[[Any], list[Any]] | None = None,
        lost: Callable[[Any], Any] | None = None,
    ) -> Iterator[Any]:
        """The results as they come; twice as many tasks as processes are in the works.

        When a process dies, the tasks in the works are split, and each piece is run by itself; `lost` gives
        the result for the piece that no process survives.

        Raises:
            DatasetError: when processes die and there is no `lost`, or they cannot be started at all.
        """
        remaining = iter(tasks)
        exhausted = False
        while True:
            while not exhausted and len(self._waiting) < 2 * self.size:
                task = next(remaining, None)
                exhausted = task is None
                if task is not None:
                    self._waiting[self._submit(method, task)] = task
            if not self._waiting:
                return
            ready, _ = wait(self._waiting, return_when=FIRST_COMPLETED)
            if any(isinstance(one.exception(), BrokenProcessPool) for one in ready):
                yield from self._singly(method, split, lost)
                continue
            for one in ready:
                del self._waiting[one]
                yield one.result()

    def _submit(self, method: str, task: Any) -> Future[Any]:
        if self._pool is None:
            self._pool = self._started(self.size)
        try:
            return self._pool.submit(_call, method, task)
        except BrokenProcessPool as error:
            failed: Future[Any] = Future()
            failed.set_exception(error)
            return failed

    def _started(self, size: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(size, self._context, initializer=_begin, initargs=(self._worker,))

    def _singly(self, method: str, split: Any, lost: Any) -> Iterator[Any]:
        """After a death: what is ready, then each piece of the rest, one at a time."""
        self.close()
        left = []
        for one, task in self._waiting.items():
            if one.cancelled() or not one.done() or isinstance(one.exception(), BrokenProcessPool):
                left.append(task)
            else:
                yield one.result()
        self._waiting.clear()
        if split is None or lost is None:
            raise DatasetError("a worker process died, perhaps for want of memory; use fewer processes")
        pool = self._started(1)
        try:
            self._check(pool)
            for piece in (piece for task in left for piece in split(task)):
                try:
                    result = pool.submit(_call, method, piece).result()
                except BrokenProcessPool:
                    result = lost(piece)
                    pool.shutdown()
                    pool = self._started(1)
                yield result
        finally:
            pool.shutdown()

    def _check(self, pool: ProcessPoolExecutor) -> None:
        try:
            pool.submit(os.getpid).result()
        except BrokenProcessPool as error:
            raise DatasetError(
                "worker processes end as soon as they start; a script that builds must do so under "
                "if __name__ == '__main__':, or with n_process=1"
            ) from error

    def drain(self) -> Iterator[Any]:
        """Drop what has not begun, wait a while for what has, and give its results."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
        left = [one for one in self._waiting if not one.cancelled()]
        wait(left, timeout=_GRACE)
        for one in left:
            if one.done() and not one.cancelled() and one.exception() is None:
                yield one.result()
        self._waiting.clear()

    def close(self) -> None:
        """Drop what has not begun and end the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _begin(worker: object) -> None:
    """In a new process: take the worker, leave Ctrl-C to the parent, and end when the parent does."""
    _state["worker"] = worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_follow, args=(parent.sentinel,), daemon=True).start()


def _follow(sentinel: int) -> None:
    wait_for([sentinel])
    sys.stderr.flush()
    os._exit(1)


def _call(method: str, task: Any) -> Any:
    return getattr(_state["worker"], method)(task)
