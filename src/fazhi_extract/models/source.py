"""Where a report's text came from."""

from __future__ import annotations

from fazhi_extract.models.base import Model, Span, Text

__all__ = ["Source"]


class Source(Model):
    """The file that a report was read from.

    `location` is the path as given, None for bytes and strings; `url` the address of the page, as given or
    as the page itself names it. `sha256` is the digest of the bytes, in hex. `pages` are the parts of
    `Report.text` that each page of a paged document holds, in order, empty where a page has no text.
    """

    location: Text | None = None
    url: Text | None = None
    media_type: str = "text/plain"
    encoding: str | None = None
    sha256: str | None = None
    pages: list[Span] = []
