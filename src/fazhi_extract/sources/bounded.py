"""Work on hostile files in a second process that may be killed: bounded time and memory for native parsers.

One such process is started at the first use, serves one file after another, and ends with this one. It is a
plain subprocess, so that it also works in daemonic pool workers, and each process of a pool has its own.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import struct
import subprocess
import sys
import threading
from importlib import import_module
from typing import IO, Any, NoReturn

from fazhi_extract.errors import MissingPackageError, SourceError

__all__ = ["run_bounded", "serve"]

_SIZE = struct.Struct("<Q")
_JOBS = 1000
_CHUNK = 1 << 20
_CHILD = (
    "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
    "from fazhi_extract.sources.bounded import serve; serve(int(sys.argv[2]))"
)
_ERRORS: dict[str, type[Exception]] = {"source": SourceError, "missing": MissingPackageError}
_MOST_REPLY = 500_000_000
_ALARM = -getattr(signal, "SIGALRM", signal.SIGTERM)


class _DiedError(Exception):
    """The second process ended before it answered."""


class _Worker:
    """A process that reads files until it is told to stop, fails, or has read enough."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.jobs = 0
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _CHILD, json.dumps(sys.path), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
        )

    def ask(self, task: str, data: bytes, options: dict[str, Any], seconds: float) -> Any:
        """Send a file, wait for the answer."""
        self.jobs += 1
        header = json.dumps([task, options, seconds]).encode()
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise _DiedError
        # The process ends itself by an alarm; this is for systems without one, and for one that is stuck.
        timer = threading.Timer(seconds + 5, self._process.kill)
        timer.daemon = True
        timer.start()
        try:
            for part in (header, data):
                _send(stdin, part)
            return json.loads(_receive(stdout))
        except (OSError, EOFError, ValueError) as error:
            raise _DiedError from error
        finally:
            timer.cancel()

    def stop(self) -> int | None:
        """End the process and say how it ended; a minus sign means by which signal."""
        self._close()
        try:
            self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        return self._process.returncode

    def forget(self) -> None:
        """Close the copies of the pipes that a fork made; the process stays with the one that forked."""
        self._process.returncode = 0
        self._close()

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


class _Held:
    """The process at hand, if any."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.worker: _Worker | None = None

    def get(self, memory: int) -> _Worker:
        if self.worker is not None and (self.worker.jobs >= _JOBS or self.worker.memory != memory):
            self.drop()
        if self.worker is None:
            self.worker = _Worker(memory)
        return self.worker

    def drop(self) -> int | None:
        worker, self.worker = self.worker, None
        return worker.stop() if worker is not None else None

    def after_fork(self) -> None:
        if self.worker is not None:
            self.worker.forget()
        self.__init__()  # type: ignore[misc]


_held = _Held()
atexit.register(_held.drop)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_held.after_fork)


def run_bounded(
    task: str, data: bytes, options: dict[str, Any], *, seconds: float, memory: int
) -> dict[str, Any]:
    """Have a task (`module:function`, `(data, **options) -> dict`) done by the second process.

    Raises:
        SourceError: what the task raised; or that it took more than `seconds`, or more than `memory` bytes.
        MissingPackageError: what the task raised.
    """
    with _held.lock:
        kind, value = _ask(task, data, options, seconds, memory)
    if kind == "done":
        found: dict[str, Any] = value
        return found
    raise _ERRORS.get(kind, SourceError)(value)


def _ask(task: str, data: bytes, options: dict[str, Any], seconds: float, memory: int) -> tuple[str, Any]:
    used = _held.worker is not None and _held.worker.jobs > 0
    try:
        answer: tuple[str, Any] = _held.get(memory).ask(task, data, options, seconds)
    except _DiedError:
        status = _held.drop()
        if used and status != _ALARM:  # it may have suffered from an earlier file: a fresh one decides
            return _ask(task, data, options, seconds, memory)
        _fail(status, seconds, memory)
    except BaseException:
        _held.drop()  # interrupted while it works: its answer would be taken for the next one
        raise
    return answer


def _fail(status: int | None, seconds: float, memory: int) -> NoReturn:
    if status == _ALARM:
        raise SourceError(f"reading it took more than {seconds:g} s (Limits.seconds); it may be damaged")
    raise SourceError(
        f"the process that read it died ({status}): it is damaged, or needs more than {memory >> 20} MB"
    )


def _send(stream: IO[bytes], data: bytes) -> None:
    for part in (_SIZE.pack(len(data)), data):
        left = memoryview(part)
        while left:
            left = left[stream.write(left) :]


def _receive(stream: IO[bytes]) -> bytes:
    (size,) = _SIZE.unpack(_read(stream, _SIZE.size))
    if size > _MOST_REPLY:
        raise EOFError
    return _read(stream, size)


def _read(stream: IO[bytes], size: int) -> bytes:
    parts: list[bytes] = []
    while size:
        part = stream.read(min(size, _CHUNK))
        if not part:
            raise EOFError
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def serve(memory: int) -> None:
    """The second process: tasks from standard input, answers to standard output, until the input closes."""
    _limit(memory)
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # whatever a library prints must not become part of an answer
    while True:
        try:
            task, options, seconds = json.loads(_receive(source))
            data = _receive(source)
        except EOFError:
            return
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, seconds)
        answer = json.dumps(_do(task, data, options)).encode()
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        _send(sink, answer)


def _do(task: str, data: bytes, options: dict[str, Any]) -> tuple[str, Any]:
    module, _, function = task.partition(":")
    try:
        return "done", getattr(import_module(f"fazhi_extract.{module}"), function)(data, **options)
    except SourceError as error:
        return "source", str(error)
    except MissingPackageError as error:
        return "missing", str(error)
    except MemoryError:
        return "source", "reading it takes more memory than is allowed"
    except RecursionError:
        return "source", "its parts are nested too deeply"
    except Exception as error:  # noqa: BLE001 - a damaged file makes a parser raise anything
        return "source", f"it cannot be read ({type(error).__name__}: {str(error)[:200]})"


def _limit(memory: int) -> None:
    """Bound the memory; leave Ctrl-C to the first process, and let the alarm kill."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))
