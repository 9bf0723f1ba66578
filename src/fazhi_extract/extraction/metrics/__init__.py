"""Metrics: a quantity with its label, status, change, rank, total, scope and year."""

from __future__ import annotations

from fazhi_extract.extraction.metrics.find import find_metrics

__all__ = ["find_metrics"]
