"""Plain text: itself."""

from __future__ import annotations

from fazhi_extract.sources.detect import TEXT
from fazhi_extract.sources.document import Document
from fazhi_extract.sources.limits import Limits

__all__ = ["read"]


def read(text: str, *, limits: Limits) -> Document:  # noqa: ARG001  (every reader takes them)
    """The text unchanged."""
    return Document(text, TEXT)
