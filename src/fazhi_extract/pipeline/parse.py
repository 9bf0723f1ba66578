"""`parse_report` and `parse_reports`: texts in, reports out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from fazhi_extract.errors import InputError, OptionError
from fazhi_extract.models import Report
from fazhi_extract.pipeline.load import cached
from fazhi_extract.pipeline.options import Options
from fazhi_extract.pipeline.state import extraction_of, remember_text

__all__ = ["parse_report", "parse_reports", "parse_text"]

_BATCH = 16


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
    nlp = _pipeline(options)
    return _report(nlp(_bare(nlp, text, fields, header)))


def parse_reports(
    texts: Iterable[str], *, batch_size: int = _BATCH, n_process: int = 1, **options: Any
) -> Iterator[Report]:
    """Read many reports, one after the other, in order; only as many texts are held as are in the works.

    Args:
        texts: any iterable of strings, endless ones too.
        batch_size: how many texts a worker process is given at once.
        n_process: how many worker processes; 1 works in this process.
        **options: as for `load`.

    Raises:
        InputError: when `texts` is no iterable of strings; for an element, when its turn comes.
        OptionError: for an unknown option, or a value that it cannot take.
    """
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        raise InputError(
            f"texts is a {type(texts).__name__}; give an iterable of strings, or one string to parse_report"
        )
    for name, value in (("batch_size", batch_size), ("n_process", n_process)):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise OptionError(f"{name}={value!r}: give a whole number of at least 1")
    nlp = _pipeline(options)
    checked: Iterator[str | Doc] = iter(_checked(texts))
    if n_process == 1:
        checked = (_bare(nlp, text) for text in _checked(texts))
    return (_report(doc) for doc in nlp.pipe(checked, batch_size=batch_size, n_process=n_process))


def _pipeline(options: dict[str, Any]) -> Language:
    return cached(Options.checked({"spans": False, **options}))


def _bare(nlp: Language, text: str, fields: Mapping[str, str] | None = None, header: str = "") -> Doc:
    """A `Doc` without tokens: the steps read the text beside it, and nobody else will see it."""
    doc = Doc(nlp.vocab)
    remember_text(doc, text, fields, header)
    return doc


def _report(doc: Any) -> Report:
    report = extraction_of(doc).report
    assert report is not None
    return report


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
