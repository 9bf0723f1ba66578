"""What every reader of a format gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Document"]


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one file, and what the file says beside it.

    Attributes:
        text: the report's text; every position in a `Report` points into it.
        media_type: such as `text/html`.
        encoding: of the bytes, None where the format fixes it.
        pages: start and end in `text` of each page, in order; empty for formats without pages.
        fields: what the file says outside its text, by the names of `ReportMeta`, and `url`.
        header: labelled lines that stood above or below the report and were cut away (索引号：…).
        notices: what the reader of the report should know of how the text was had; they become warnings.
    """

    text: str
    media_type: str
    encoding: str | None = None
    pages: tuple[tuple[int, int], ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    header: str = ""
    notices: tuple[str, ...] = ()
