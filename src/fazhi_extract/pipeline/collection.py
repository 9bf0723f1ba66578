"""Python's search for garbage in cycles, paused while a report is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["paused"]


@contextmanager
def paused() -> Iterator[None]:
    """Let nothing be searched in here.

    A report is some thousand objects and none of them is garbage; to go over them, and over all that spaCy
    keeps, every few hundred new ones is a tenth of a parse. What garbage there is goes at the next search.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()
