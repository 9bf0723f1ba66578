"""`parse_reports` on several processes: batches of texts go out, packed reports come back."""

from __future__ import annotations

import gc
import pickle
import traceback
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import NamedTuple

from spacy.language import Language

from fazhi_extract.errors import OptionError, WorkerError
from fazhi_extract.models import Report
from fazhi_extract.pipeline.load import cached
from fazhi_extract.pipeline.options import Options
from fazhi_extract.pipeline.packing import pack, unpack
from fazhi_extract.pipeline.parse import read
from fazhi_extract.pipeline.pool import in_order, inherits

__all__ = ["parsed"]

_CHARACTERS = 100_000
"""A batch with long texts is closed early, so that they are spread and the memory stays flat."""


def parsed(texts: Iterable[str], options: Options, *, processes: int, batch_size: int) -> Iterator[Report]:
    """The reports of these texts, in order, read by so many processes.

    An error of one text, or of `texts` itself, is raised when its turn comes.

    Raises:
        OptionError: when the recognizer of the options cannot be sent to another process.
        WorkerError: when processes die over and over.
    """
    sent = options if inherits() else _pickled(options)
    batches = _batches(texts, batch_size)
    answers = in_order(_read, batches, processes=processes, begin=_begin, arguments=(sent,))
    with closing(answers):
        for batch, answer in answers:
            yield from _unpacked(batch, answer.reports)
            if answer.fault is not None:
                answer.fault.throw()


def _unpacked(texts: list[str], reports: list[bytes]) -> list[Report]:
    """The reports of a batch. Nothing here is garbage: to look for some would cost as much as the rest."""
    looked = gc.isenabled()
    gc.disable()
    try:
        return [unpack(data, text) for text, data in zip(texts, reports, strict=False)]
    finally:
        if looked:
            gc.enable()


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


class _Answer(NamedTuple):
    """The packed reports of a batch, up to the text whose fault it is."""

    reports: list[bytes]
    fault: _Fault | None = None


_sent: list[Options | bytes] = []


def _begin(sent: Options | bytes) -> None:
    _sent[:] = [sent]


def _pipeline() -> Language:
    (options,) = _sent
    if isinstance(options, bytes):
        try:
            options = pickle.loads(options)
        except Exception as error:
            raise OptionError(_NOT_SENT.format(error=error)) from error
        _sent[:] = [options]
    nlp = cached(options)
    if not gc.get_freeze_count():
        gc.freeze()  # what stays need not be looked at again and again
    return nlp


def _read(texts: list[str]) -> _Answer:
    reports: list[bytes] = []
    try:
        nlp = _pipeline()
        for text in texts:
            reports.append(pack(read(nlp, text), text=False))  # noqa: PERF401  (those before an error count)
    except Exception as error:  # noqa: BLE001  (raised again where the report would be)
        return _Answer(reports, _Fault.of(error))
    return _Answer(reports)
