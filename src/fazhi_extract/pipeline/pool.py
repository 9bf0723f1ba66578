"""Work on several processes, results in order. Nothing here knows what the work is.

The calling process is one of them: while it would have to wait for the others, it does a job itself, whose
results then need not be sent. Only so many jobs are in the works that memory stays flat; a job whose process
died is tried again; and no process outlives its caller.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from fazhi_extract.errors import WorkerError

__all__ = ["Work", "cores", "in_order", "inherits"]

_AHEAD = 2
"""Jobs given to each worker: one in hand, and one that waits for it."""
_SPARE = 3
"""Further jobs in the works, from which the calling process takes."""
_ATTEMPTS = 3
"""How many processes may die over one job before it is given up."""

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")
_Job_contra = TypeVar("_Job_contra", contravariant=True)
_Result_co = TypeVar("_Result_co", covariant=True)


class Work(Protocol[_Job_contra, _Result_co]):
    """What is done: a job gives results, one after the other. Workers get a copy, by pickle if need be."""

    def begin(self) -> None:
        """Called once in each worker."""

    def there(self, job: _Job_contra) -> Any:
        """Do a job in a worker; what it returns is sent back."""

    def arrived(self, job: _Job_contra, answer: Any) -> Iterator[_Result_co]:
        """The results, from what `there` returned."""

    def here(self, job: _Job_contra) -> Iterator[_Result_co]:
        """Do a job in the calling process."""


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def inherits() -> bool:
    """Whether new processes begin with the memory of this one, so that nothing need be sent to them."""
    return multiprocessing.get_context().get_start_method() == "fork"


def in_order(work: Work[_Job, _Result], jobs: Iterable[_Job], *, processes: int) -> Generator[_Result]:
    """The results of all jobs, in order, while others are in the works; `jobs` may be endless.

    An error of the work, or of `jobs` itself, is raised when its turn comes. However this iterator ends or is
    dropped, its processes end too.

    Raises:
        WorkerError: when processes die over the same job again and again.
    """
    crew: _Crew[_Job, _Result] = _Crew(work, processes - 1)
    waiting: deque[_Task[_Job, _Result]] = deque()
    source = iter(jobs)
    end: Exception | None = None
    try:
        while True:
            while end is None and len(waiting) < crew.room:
                try:
                    waiting.append(_Task(next(source)))
                except Exception as error:  # noqa: BLE001, PERF203  (raised below, after the results before it)
                    end = error
            if not waiting:
                break
            crew.hand_out(waiting, last=end is not None)
            task = waiting[0]
            while task.results:
                yield task.results.popleft()
            if task.fault is not None:
                raise task.fault
            if task.done:
                waiting.popleft()
            elif task.answer is not None:
                yield from work.arrived(task.job, task.answer.value)
                waiting.popleft()
            else:
                mine = next((one for one in waiting if one.free), None)
                if mine is not None:
                    mine.advance(work)
                crew.collect(patient=mine is None)
        if not isinstance(end, StopIteration | None):
            raise end
    finally:
        crew.stop()


class _Answer(NamedTuple):
    """What came from a worker; None is a value as well."""

    value: Any


@dataclass(slots=True)
class _Task(Generic[_Job, _Result]):
    """A job in the works: nobody's yet, a worker's, or begun here."""

    job: _Job
    taken: bool = False
    answer: _Answer | None = None
    steps: Iterator[_Result] | None = None
    results: deque[_Result] = field(default_factory=deque)
    done: bool = False
    fault: Exception | None = None
    deaths: int = 0

    @property
    def free(self) -> bool:
        """Whether the calling process may go on with it; it keeps off what may have killed a worker."""
        return not (self.taken or self.done or self.fault or self.answer or self.deaths)

    def advance(self, work: Work[_Job, _Result]) -> None:
        """Get one more result of it here."""
        try:
            if self.steps is None:
                self.steps = work.here(self.job)
            self.results.append(next(self.steps))
        except StopIteration:
            self.done = True
        except Exception as error:  # noqa: BLE001  (raised in its turn)
            self.fault = error

    def lost(self) -> None:
        """A worker died over it."""
        self.deaths += 1
        if self.deaths >= _ATTEMPTS:
            self.fault = WorkerError(_DIED.format(count=self.deaths))


_DIED = (
    "{count} worker processes died over the same texts: they were killed, ran out of memory, or crashed. "
    "Give them less at once (batch_size=1), or find the text with n_process=1. Where processes are spawned, "
    'a script must make its calls under `if __name__ == "__main__":`'
)


class _Worker(NamedTuple):
    """A process, our end of its line, and what it was given, in order."""

    process: Any
    line: Connection
    tasks: deque[_Task[Any, Any]]


class _Crew(Generic[_Job, _Result]):
    """The workers; each is started when there is something for it."""

    def __init__(self, work: Work[_Job, _Result], size: int) -> None:
        self._work = work
        self._size = size
        self._workers: list[_Worker] = []

    @property
    def room(self) -> int:
        """How many jobs are in the works at most."""
        return _AHEAD * self._size + _SPARE

    def hand_out(self, waiting: Iterable[_Task[_Job, _Result]], *, last: bool) -> None:
        """Give jobs to workers that have few, the earliest first; `last` if no more will come."""
        free = deque(one for one in waiting if not (one.taken or one.steps or one.answer or one.fault))
        for number in range(self._size):
            while free and self._has_time(number, free[0], single=last and len(free) == 1):
                if number == len(self._workers):
                    self._workers.append(self._hired())
                if not self._give(self._workers[number], free[0]):
                    break
                free.popleft()

    def _has_time(self, number: int, task: _Task[_Job, _Result], *, single: bool) -> bool:
        """Whether that worker gets the task; a single one that is left waits for whoever is free first."""
        if number < len(self._workers):
            return len(self._workers[number].tasks) < (1 if single else _AHEAD)
        return number == len(self._workers) and (not single or task.deaths > 0)

    def _give(self, worker: _Worker, task: _Task[_Job, _Result]) -> bool:
        try:
            worker.line.send(task.job)
        except OSError:  # it is dead, which `collect` will see to
            return False
        task.taken = True
        worker.tasks.append(task)
        return True

    def collect(self, *, patient: bool) -> None:
        """Take in what has been answered; if `patient`, wait for it."""
        ready = wait([worker.line for worker in self._workers], timeout=None if patient else 0)
        for worker in [worker for worker in self._workers if worker.line in ready]:
            self._take(worker)

    def _take(self, worker: _Worker) -> None:
        try:
            answer = worker.line.recv()
        except (EOFError, OSError):
            self._bury(worker)
        else:
            task = worker.tasks.popleft()
            task.taken, task.answer = False, _Answer(answer)

    def _bury(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        _end(worker)
        for task in worker.tasks:
            task.taken = False
        if worker.tasks:
            worker.tasks[0].lost()

    def _hired(self) -> _Worker:
        ours, theirs = multiprocessing.Pipe()
        lines = [ours, *(worker.line for worker in self._workers)] if inherits() else []
        process = multiprocessing.Process(target=_serve, args=(self._work, theirs, lines), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, deque())

    def stop(self) -> None:
        """End the processes, also in the middle of a job."""
        for worker in self._workers:
            worker.process.terminate()
        for worker in self._workers:
            _end(worker)
        self._workers.clear()


def _end(worker: _Worker) -> None:
    worker.line.close()
    worker.process.terminate()
    worker.process.join()
    worker.process.close()


def _serve(work: Work[Any, Any], line: Connection, inherited: list[Connection]) -> None:
    """A worker's life: do what comes, in order, until the line is cut.

    Threads of its own send and receive, so that neither side ever waits for the other with its hands full.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all: the caller is the one to act on it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in inherited:  # or this end of them would stay open when the caller is gone
        other.close()
    jobs: SimpleQueue[Any] = SimpleQueue()
    answers: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_receive, args=(line, jobs), daemon=True).start()
    threading.Thread(target=_send, args=(line, answers), daemon=True).start()
    work.begin()
    while True:
        answers.put(work.there(jobs.get()))


def _receive(line: Connection, jobs: SimpleQueue[Any]) -> None:
    try:
        while True:
            jobs.put(line.recv())
    finally:
        os._exit(0)


def _send(line: Connection, answers: SimpleQueue[Any]) -> None:
    try:
        while True:
            line.send(answers.get())
    finally:
        os._exit(0)
