"""Files → text and provenance, one small module a format."""

from fazhi_extract.sources.document import Document

__all__ = ["Document"]
