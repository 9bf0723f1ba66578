"""Ctrl-C between two pieces of work: in the midst of one, it could be lost while Python is clearing up."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["heeding"]


@contextmanager
def heeding() -> Iterator[Callable[[bool], None]]:
    """Gives a function to call between two pieces of work, which raises `KeyboardInterrupt` after a Ctrl-C.

    A second Ctrl-C interrupts the piece itself. Where signals are not Python's own to handle, or another
    thread's, the function only goes by what it is told.
    """
    asked = False

    def check(told: bool = False) -> None:
        if asked or told:
            raise KeyboardInterrupt

    def note(number: int, frame: object) -> None:  # noqa: ARG001  (as signal handlers are called)
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    ours = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    )
    if ours:
        signal.signal(signal.SIGINT, note)
    try:
        yield check
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)
