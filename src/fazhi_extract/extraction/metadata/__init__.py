"""Who reports on what, when and under which number: the meta block of a report."""

from __future__ import annotations

from fazhi_extract.extraction.metadata.read import read_metadata

__all__ = ["read_metadata"]
