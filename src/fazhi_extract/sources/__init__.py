"""Files → text and provenance, one small module a format."""

from __future__ import annotations

from fazhi_extract.sources.document import Document
from fazhi_extract.sources.limits import Limits
from fazhi_extract.sources.read import read_source

__all__ = ["Document", "Limits", "read_source"]
