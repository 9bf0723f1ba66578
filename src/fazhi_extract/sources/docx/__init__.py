"""DOCX → text, with the numbers that Word and WPS print but do not write into it."""

from fazhi_extract.sources.docx.read import read

__all__ = ["read"]
