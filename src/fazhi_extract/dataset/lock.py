"""One build at a time on a data set. The system lets go of the lock when its process ends, in any way."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fazhi_extract.errors import DatasetError

__all__ = ["locked"]

_LENGTH = 200


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file while the block runs.

    The file stays when the block ends; what counts is whether a living process holds it.

    Raises:
        DatasetError: when another process holds it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _take(descriptor)
        except OSError as error:
            raise DatasetError(
                f"{path.parent.parent}: another build is at work on this data set ({_holder(descriptor)}); "
                "wait until it ends, or build into another folder"
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _holder(descriptor: int) -> str:
    return os.pread(descriptor, _LENGTH, 0).decode(errors="replace") or "unknown process"


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, _LENGTH, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
