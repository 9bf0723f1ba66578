"""`parse_file`: a file in, a report out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fazhi_extract.models import Report, Source
from fazhi_extract.pipeline.parse import parse_text
from fazhi_extract.sources import Document, Limits, read_source

__all__ = ["parse_document", "parse_file"]


def parse_file(
    source: str | Path | bytes,
    *,
    url: str | None = None,
    media_type: str | None = None,
    limits: Limits | None = None,
    **options: Any,
) -> Report:
    """Read one report from a file: a page, a document or a text.

    `Report.text` is the text read from it, without what a page has around the report, and every position is
    in that text. `Report.source` says where it came from. What the file says of the report outside its text
    fills what the text leaves open in `Report.meta`.

    Args:
        source: a path; or the bytes of a file; or the text of a page or report as a `str`, told from a path
            by a tag (`<`) or a line break in it.
        url: where the file was found. Nothing is fetched.
        media_type: as a server gave it (`text/html; charset=gbk`); only where the content leaves it open.
        limits: how much is read before it is refused.
        **options: as for `load`.

    Raises:
        InputError: when `source` is none of these.
        SourceError: when there is no such file, or it cannot be read as what it is.
        MissingPackageError: when the package for its format is not installed.
        OptionError: for an unknown option, or a value that it cannot take.
    """
    document, origin = read_source(source, url=url, media_type=media_type, limits=limits)
    return parse_document(document, origin, **options)


def parse_document(document: Document, source: Source, **options: Any) -> Report:
    """Read one report from what `read_source` gave.

    Raises:
        OptionError: for an unknown option, or a value that it cannot take.
    """
    report = parse_text(document.text, document.fields, document.header, **options)
    warnings = list(dict.fromkeys((*document.notices, *report.warnings)))
    return report.model_copy(update={"source": source, "warnings": warnings})
