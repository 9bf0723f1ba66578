"""The spaCy face: components, `load`, and the functions that run them over texts. Thin."""

from __future__ import annotations

from fazhi_extract.pipeline.load import load
from fazhi_extract.pipeline.parse import parse_report, parse_reports

__all__ = ["load", "parse_report", "parse_reports"]
