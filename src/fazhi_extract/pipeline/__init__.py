"""The spaCy face: components, `load`, and the functions that run them over texts. Thin."""

from __future__ import annotations

from fazhi_extract.pipeline.files import parse_document, parse_file
from fazhi_extract.pipeline.load import load
from fazhi_extract.pipeline.parse import parse_report, parse_reports

__all__ = ["load", "parse_document", "parse_file", "parse_report", "parse_reports"]
