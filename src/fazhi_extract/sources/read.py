"""Find out what a file is, and have it read by the module for its format."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from fazhi_extract.errors import FazhiError, InputError, SourceError
from fazhi_extract.models import Source, Span
from fazhi_extract.sources import detect
from fazhi_extract.sources.document import Document
from fazhi_extract.sources.encoding import decode, page_encodings
from fazhi_extract.sources.limits import Limits

__all__ = ["read_source"]

_OF_TEXT = {detect.TEXT: "text", detect.MARKDOWN: "markdown", detect.HTML: "html"}
"""Media type → the module that reads it: `read(text, *, limits) -> Document`."""
_OF_BYTES = {
    detect.DOCX: "docx",
    detect.PDF: "pdf",
    detect.MHTML: "mhtml",
    **dict.fromkeys((detect.DOC, detect.WPS, detect.RTF, detect.ODT), "legacy"),
}
"""Media type → the module that reads it: `read(data, *, media_type, limits) -> Document`."""
_ADDRESS = re.compile(r"\s*(?:https?|ftp)://", re.IGNORECASE)
_CONTENT = re.compile(r"<[a-zA-Z!/?]|[\n\r]")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_SHOWN = 80
_LONGEST_PATH = 1000


def read_source(
    source: str | Path | bytes,
    *,
    url: str | None = None,
    media_type: str | None = None,
    limits: Limits | None = None,
) -> tuple[Document, Source]:
    """The text of a file, and where it came from.

    Args:
        source: a path; or the bytes of a file; or the text of a page or report as a `str`, told from a path
            by a tag (`<`) or a line break in it.
        url: where the file was found. Nothing is fetched.
        media_type: as a server gave it (`text/html; charset=gbk`); only where the content leaves it open.
        limits: how much is read before it is refused.

    Raises:
        InputError: when `source` is none of these.
        SourceError: when there is no such file, or it cannot be read as what it is.
        MissingPackageError: when the package for its format is not installed.
    """
    bounds = limits or Limits()
    if isinstance(source, str) and _CONTENT.search(source):
        return _read_string(source, url, media_type, bounds)
    if isinstance(source, str | Path):
        name, location = Path(source).name, str(source)
        data = _load(source, bounds)
    elif isinstance(source, bytes | bytearray | memoryview):
        name, location, data = None, None, bytes(source)
    else:
        raise InputError(
            f"source is a {type(source).__name__}; give a path, the bytes of a file, or the text of a page"
        )
    where = location or "the bytes given"
    try:
        if not data:
            raise SourceError("the file is empty")
        if len(data) > bounds.max_bytes:
            raise SourceError(_too_large(len(data), bounds))
        document = _read_bytes(data, name, media_type, bounds)
    except FazhiError as error:
        raise type(error)(f"{where}: {error}") from error
    return document, _source(document, data, location, url)


def _read_string(
    content: str, url: str | None, media_type: str | None, limits: Limits
) -> tuple[Document, Source]:
    data = content.encode("utf-8", "surrogatepass")
    if len(data) > limits.max_bytes:
        raise SourceError(f"the text given: {_too_large(len(data), limits)}")
    given = (media_type or "").partition(";")[0].strip().lower()
    kind = given if given in _OF_TEXT else detect.HTML if detect.is_markup(content) else detect.TEXT
    document = _checked(_OF_TEXT[kind], content, limits=limits)
    return document, _source(document, data, None, url)


def _load(path: str | Path, limits: Limits) -> bytes:
    shown = str(path) if len(str(path)) <= _LONGEST_PATH else str(path)[:_SHOWN] + "…"
    if _ADDRESS.match(str(path)):
        raise SourceError(
            f"{shown} is an address, and nothing is fetched: save the page, then give its path or its bytes, "
            "with url=…"
        )
    try:
        file = Path(path)
        if file.is_dir():
            raise SourceError(f"{shown}: a folder; give the files in it")
        size = file.stat().st_size
        if size > limits.max_bytes:
            raise SourceError(f"{shown}: {_too_large(size, limits)}")
        with file.open("rb") as opened:
            return opened.read(limits.max_bytes + 1)
    except OSError as error:
        raise SourceError(f"{shown}: {error.strerror or error}") from error
    except (ValueError, UnicodeError) as error:
        if isinstance(error, FazhiError):
            raise
        raise SourceError(f"{shown!r}: {error}") from error  # a NUL or a lone surrogate in the name


def _too_large(size: int, limits: Limits) -> str:
    return (
        f"{size:,} bytes are more than the {limits.max_bytes:,} that are read; a report has far fewer; "
        "raise it by limits=Limits(max_bytes=…)"
    )


def _read_bytes(data: bytes, name: str | None, media_type: str | None, limits: Limits) -> Document:
    kind = detect.detect(data, name, media_type)
    if kind in _OF_BYTES:
        return _checked(_OF_BYTES[kind], data, media_type=kind, limits=limits)
    decoded = decode(data, _declared(data, kind, media_type))
    document = _checked(_OF_TEXT[kind], decoded.text, limits=limits)
    return replace(document, encoding=decoded.encoding, notices=(*decoded.notices, *document.notices))


def _declared(data: bytes, kind: str, media_type: str | None) -> list[str]:
    """The encodings that the server and the page name, in this order."""
    named = _CHARSET.findall(media_type or "")
    if kind == detect.HTML:
        named += page_encodings(data)
    return named


def _checked(module: str, content: str | bytes, **options: Any) -> Document:
    """Have a module read; whatever a damaged file makes a package raise becomes a `SourceError`."""
    reader = import_module(f"fazhi_extract.sources.{module}")
    try:
        document: Document = reader.read(content, **options)
    except FazhiError:
        raise
    except Exception as error:
        raise SourceError(f"it cannot be read ({type(error).__name__}: {str(error)[:200]})") from error
    return document


def _source(document: Document, data: bytes, location: str | None, url: str | None) -> Source:
    return Source(
        location=location,
        url=url or document.fields.get("url"),
        media_type=document.media_type,
        encoding=document.encoding,
        sha256=hashlib.sha256(data).hexdigest(),
        pages=[Span(start=start, end=end) for start, end in document.pages],
    )
