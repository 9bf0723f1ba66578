"""`parse_report` and `parse_reports`: texts in, reports out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from fazhi_extract.errors import InputError, OptionError
from fazhi_extract.models import Report
from fazhi_extract.pipeline.collection import paused
from fazhi_extract.pipeline.load import cached
from fazhi_extract.pipeline.options import Options
from fazhi_extract.pipeline.state import extraction_of, remember_text

__all__ = ["parse_report", "parse_reports", "parse_text", "read"]

_BATCH = 64


def parse_report(text: str, **options: Any) -> Report:
    """Read one report.

    A text that is no such report gives a `Report` with warnings, never an exception.

    Args:
        text: the report, as it was published. `Report.text` is this string, unchanged.
        **options: as for `load`. The pipeline for a set of options is made once and kept.

    Raises:
        InputError: when `text` is no string.
        OptionError: for an unknown option, or a value that it cannot take.
    """
    _check_text(text, "text")
    return parse_text(text, **options)


def parse_text(
    text: str, fields: Mapping[str, str] | None = None, header: str = "", /, **options: Any
) -> Report:
    """Read one report; `fields` and `header` are what its file says of it, see `sources.Document`."""
    return read(cached(_checked_options(options)), text, fields, header)


def read(nlp: Language, text: str, fields: Mapping[str, str] | None = None, header: str = "") -> Report:
    """The report that a pipeline of `cached` makes of a text, by way of a `Doc` without tokens.

    The steps read the text beside it, and nobody else will see it.
    """
    doc = Doc(nlp.vocab)
    remember_text(doc, text, fields, header)
    with paused():
        report = extraction_of(nlp(doc)).report
        del doc  # and with it all that led to the report, before garbage is looked for
    assert report is not None
    return report


def parse_reports(
    texts: Iterable[str], *, batch_size: int = _BATCH, n_process: int = 1, **options: Any
) -> Iterator[Report]:
    """Read many reports, in order; only as many texts are held as are in the works.

    An error of one element is raised when its turn comes. The worker processes end with the iterator: at its
    end, when it is closed or dropped, on Ctrl-C, with this process.

    Args:
        texts: any iterable of strings, endless ones too.
        batch_size: how many texts a worker process is given at once; fewer if they are long.
        n_process: how many processes read, this one among them; -1 takes all cores. Where processes are
            spawned (`multiprocessing.set_start_method`), the options are pickled, a `Language` too.
        **options: as for `load`.

    Raises:
        InputError: when `texts` is no iterable of strings; for an element, when its turn comes.
        OptionError: for an unknown option, or a value that it cannot take.
        WorkerError: when a worker process dies (killed, out of memory) again and again over the same texts.
    """
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        raise InputError(
            f"texts is a {type(texts).__name__}; give an iterable of strings, or one string to parse_report"
        )
    for name, value, also in (("batch_size", batch_size, ()), ("n_process", n_process, (-1,))):
        if not isinstance(value, int) or isinstance(value, bool) or (value < 1 and value not in also):
            allowed = "".join(f", or {one}" for one in also)
            raise OptionError(f"{name}={value!r}: give a whole number of at least 1{allowed}")
    checked = _checked_options(options)
    nlp = cached(checked)  # here, so that processes that begin with our memory have it
    if n_process == 1:
        return (read(nlp, text) for text in _checked(texts))
    from fazhi_extract.pipeline.pool import cores  # noqa: PLC0415  (only where it is asked for)
    from fazhi_extract.pipeline.workers import parsed  # noqa: PLC0415

    processes = cores() if n_process == -1 else n_process
    return parsed(_checked(texts), checked, processes=processes, batch_size=batch_size)


def _checked_options(options: Mapping[str, Any]) -> Options:
    return Options.checked({"spans": False, **options})


def _checked(texts: Iterable[str]) -> Iterator[str]:
    for number, text in enumerate(texts):
        _check_text(text, f"texts[{number}]")
        yield text


def _check_text(text: object, name: str) -> None:
    if isinstance(text, str):
        return
    remedy = {
        bytes: "decode it first: data.decode('utf-8'), or 'gb18030' for older pages",
        type(None): "give the text of the report; an empty string gives an empty report",
    }.get(type(text), "give the text of the report as a str")
    raise InputError(f"{name} is {_shown(text)}, a {type(text).__name__}; {remedy}")


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 40 else shown[:40] + "…"
