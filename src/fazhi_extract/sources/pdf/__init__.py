"""PDF with a text layer → text: lines rejoined, page furniture removed, columns read one after the other."""

from __future__ import annotations

from importlib.util import find_spec

from fazhi_extract.errors import MissingPackageError
from fazhi_extract.sources.bounded import run_bounded
from fazhi_extract.sources.detect import PDF
from fazhi_extract.sources.document import Document
from fazhi_extract.sources.limits import Limits

__all__ = ["read"]

_MEMORY = 2 << 30


def read(data: bytes, *, media_type: str = PDF, limits: Limits | None = None) -> Document:
    """The text of a PDF, one line a paragraph, with the extent of each page in it.

    It is read in a second process, which ends when it takes more than `limits.seconds` or 2 GB.

    Raises:
        SourceError: when it is damaged, encrypted, too long, or has no text layer.
        MissingPackageError: without pypdfium2.
    """
    bounds = limits or Limits()
    if find_spec("pypdfium2") is None:
        raise MissingPackageError(
            "reading PDF needs pypdfium2, which is not installed: pip install 'fazhi-extract[pdf]'"
        )
    found = run_bounded(
        "sources.pdf.extract:extract",
        data,
        {"max_pages": bounds.max_pages},
        seconds=bounds.seconds,
        memory=_MEMORY,
    )
    pages = tuple((start, end) for start, end in found["pages"])
    return Document(found["text"], media_type, pages=pages, notices=tuple(found["notices"]))
