"""How far a build is, for those who watch it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["Progress", "Watch", "lines"]

_EVERY = 10.0  # seconds between two lines


@dataclass(slots=True)
class Progress:
    """How far a build is.

    Attributes:
        phase: "reading", then "writing", then "done".
        files: how many files there are; None until they have been counted.
        bytes: how many bytes they have.
        seen: how many of these bytes lie in files that are finished with.
        parsed: inputs parsed in this run, with those that gave an error.
        parsed_bytes: of these inputs.
        unchanged: inputs or files that are as they were.
        errors: inputs of this run that gave an error.
        removed: inputs that are no more.
        reports: in the data set, when done.
        failed: inputs without a report, in the data set, when done.
    """

    phase: str = "reading"
    files: int | None = None
    bytes: int = 0
    seen: int = 0
    parsed: int = 0
    parsed_bytes: int = 0
    unchanged: int = 0
    errors: int = 0
    removed: int = 0
    reports: int = 0
    failed: int = 0
    began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Since the build began."""
        return time.monotonic() - self.began

    @property
    def rate(self) -> float:
        """Inputs parsed a second."""
        return self.parsed / max(self.seconds, 1e-9)

    @property
    def share(self) -> float | None:
        """How much is read, of files in the works by what was parsed of them; None as long as nothing tells.

        A packed file that is compressed holds more than its size: then only whole files count.
        """
        if self.phase != "reading" or not self.bytes:
            return None
        within = self.parsed_bytes if self.parsed_bytes <= self.bytes else 0
        return min(max(self.seen, within) / self.bytes, 1.0) or None

    @property
    def left(self) -> float | None:
        """Seconds until all is read, by the bytes of this run; None as long as nothing tells."""
        if self.share is None or not self.parsed_bytes:
            return None
        return (1 - self.share) * self.bytes * self.seconds / self.parsed_bytes


Watch = Callable[[Progress], None]
"""Called now and then with how far the build is."""


def lines(write: Callable[[str], None]) -> Watch:
    """A watch that writes a plain line at times, and one at the end."""
    last = time.monotonic()
    phase = "reading"

    def watch(progress: Progress) -> None:
        nonlocal last, phase
        now = time.monotonic()
        if progress.phase == phase and now - last < _EVERY:
            return
        last, phase = now, progress.phase
        write(summary(progress))

    return watch


def summary(progress: Progress) -> str:
    """One line."""
    if progress.phase == "done":
        return (
            f"{progress.reports:,} reports in the data set, {progress.failed:,} inputs with errors; "
            f"parsed {progress.parsed:,} in {progress.seconds:.1f} s, {progress.unchanged:,} unchanged, "
            f"{progress.removed:,} removed"
        )
    told = [f"{progress.parsed:,} parsed", f"{progress.rate:.1f} a second", f"{progress.errors:,} errors"]
    if progress.phase == "writing":
        return ", ".join(["writing tables", *told])
    if progress.share is not None:
        told.insert(0, f"{progress.share:.0%}")
    if progress.left is not None:
        told.append(f"{clock(progress.left)} left")
    return ", ".join(told)


def clock(seconds: float) -> str:
    """1:02:03."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
