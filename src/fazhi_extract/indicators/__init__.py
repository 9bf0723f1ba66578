"""The indicator catalogue, and the step that gives each metric its indicator.

An indicator is a figure that many reports print under many names. `catalogue()` is the shipped set;
`load_catalogue` reads your own; `assign_indicators` sets `Metric.indicator` where a figure is a value of
one of them, and says why in `Metric.indicator_evidence`. Where two would fit, neither is given.
"""

from __future__ import annotations

from fazhi_extract.indicators.catalogue import Catalogue, catalogue, load_catalogue
from fazhi_extract.indicators.matching import assign_indicators
from fazhi_extract.indicators.schema import Indicator, IndicatorError

__all__ = [
    "Catalogue",
    "Indicator",
    "IndicatorError",
    "assign_indicators",
    "catalogue",
    "load_catalogue",
]
