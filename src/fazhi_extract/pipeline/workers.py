"""`parse_reports` on several processes: batches of texts go out, packed reports come back."""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import traceback
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from spacy.language import Language

from fazhi_extract.errors import OptionError, WorkerError
from fazhi_extract.models import Report
from fazhi_extract.pipeline.collection import paused
from fazhi_extract.pipeline.load import cached
from fazhi_extract.pipeline.options import Options
from fazhi_extract.pipeline.packing import pack, unpack
from fazhi_extract.pipeline.parse import read
from fazhi_extract.pipeline.pool import in_order, inherits

__all__ = ["parsed"]

_CHARACTERS = 8_000
"""A batch is closed when it has so many: a fiftieth of a second's work, of short texts or of long ones."""


def parsed(texts: Iterable[str], options: Options, *, processes: int, batch_size: int) -> Iterator[Report]:
    """The reports of these texts, in order, read by so many processes, this one among them.

    An error of one text, or of `texts` itself, is raised when its turn comes.

    Raises:
        OptionError: when the options cannot be sent to another process, or this one may have none.
        WorkerError: when processes die over and over.
    """
    if multiprocessing.current_process().daemon:
        raise OptionError(
            f"n_process={processes}: this is a worker process itself, which may have none; use n_process=1"
        )
    return in_order(_Reading(options), _batches(texts, batch_size), processes=processes)


class _Answer(NamedTuple):
    """The packed reports of a batch, up to the text whose fault it is.

    Each is packed by itself, as soon as it is made, and let go of: what many are made of is gone from the
    processor's cache when its turn comes, and is gone over in each search for garbage.
    """

    reports: list[bytes]
    fault: _Fault | None


class _Reading:
    """Batches of texts in, reports out."""

    def __init__(self, options: Options) -> None:
        self._nlp: Language | None = cached(options)
        self._sent = b"" if inherits() else _pickled(options)

    def __getstate__(self) -> tuple[None, dict[str, Any]]:
        return None, {"_nlp": None, "_sent": self._sent}

    def begin(self) -> None:
        """Spare the search for garbage what the process was born with. What may fail waits for a batch."""
        gc.freeze()

    def there(self, batch: list[str]) -> _Answer:
        """Read a batch, and pack its reports."""
        reports: list[bytes] = []
        fault = None
        try:
            nlp = self._pipeline()
            for text in batch:
                with paused():
                    reports.append(pack([read(nlp, text)], text=False))
        except Exception as error:  # noqa: BLE001  (raised again where the report would be)
            fault = _Fault.of(error)
        return _Answer(reports, fault)

    def arrived(self, batch: list[str], answer: _Answer) -> Iterator[Report]:
        """Unpack the reports."""
        for text, data in zip(batch, answer.reports, strict=False):
            yield _unpacked(data, text)
        if answer.fault is not None:
            answer.fault.throw()

    def here(self, batch: list[str]) -> Iterator[Report]:
        """Read a batch."""
        nlp = self._pipeline()
        return (read(nlp, text) for text in batch)

    def _pipeline(self) -> Language:
        if self._nlp is None:
            self._nlp = cached(_unpickled(self._sent))
        return self._nlp


def _unpacked(data: bytes, text: str) -> Report:
    with paused():
        (report,) = unpack(data, [text])
    return report


def _batches(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    """Texts by so many, fewer if they are long; what an error cuts short comes before the error."""
    batch: list[str] = []
    room = _CHARACTERS
    source = iter(texts)
    while True:
        try:
            text = next(source)
        except StopIteration:
            break
        except Exception:
            if batch:
                yield batch
            raise
        batch.append(text)
        room -= len(text)
        if len(batch) == size or room < 0:
            yield batch
            batch, room = [], _CHARACTERS
    if batch:
        yield batch


def _pickled(options: Options) -> bytes:
    """The options on their way to a process that has nothing of ours."""
    try:
        return pickle.dumps(options)
    except Exception as error:
        raise OptionError(_NOT_SENT.format(error=error)) from error


def _unpickled(data: bytes) -> Options:
    try:
        options: Options = pickle.loads(data)
    except Exception as error:
        raise OptionError(_NOT_SENT.format(error=error)) from error
    return options


_NOT_SENT = (
    "the options cannot be sent to a worker process: {error}. Give ner= as the folder of a saved pipeline "
    "(nlp.to_disk), define its components in a module that can be imported there, or use n_process=1"
)


class _Fault(NamedTuple):
    """An error that crosses processes, and where it was raised."""

    error: bytes | None
    where: str

    @classmethod
    def of(cls, error: Exception) -> _Fault:
        where = "".join(traceback.format_exception(error))
        try:
            data = pickle.dumps(error)
            pickle.loads(data)
        except Exception:  # noqa: BLE001  (an error of whatever class, whose pickling may fail in any way)
            data = None
        return cls(data, where)

    def throw(self) -> None:
        cause = WorkerError(f"in a worker process:\n{self.where}")
        if self.error is None:
            raise cause
        error: Exception = pickle.loads(self.error)
        raise error from cause
