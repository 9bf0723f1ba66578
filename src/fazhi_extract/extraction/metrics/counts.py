"""Figures that count, which of two can be a part of the other, and what two labels have in common."""

from __future__ import annotations

from fazhi_extract.extraction.metrics.context import Figure

__all__ = ["NEAR", "bigrams", "counted", "fits"]

NEAR = 12
"""Figures between a part and its total."""
_KIN = {"名": "人", "位": "人", "起": "件", "宗": "件", "例": "件", "户": "家"}  # units of one thing
_COUNTED = frozenset({"count", "money", "area", "length", "weight", "duration"})


def counted(figure: Figure) -> bool:
    """Whether a figure is a number of things, or an amount."""
    return figure.quantity.kind in _COUNTED and figure.quantity.value is not None


def fits(part: Figure, whole: Figure) -> bool:
    """Whether one figure can be a part of the other: no more of it, in a unit of the same thing."""
    a, b = part.quantity, whole.quantity
    if a.value is None or b.value is None or a.value > b.value:
        return False
    return _KIN.get(a.unit or "", a.unit) == _KIN.get(b.unit or "", b.unit)


def bigrams(text: str) -> set[str]:
    """All pairs of neighbouring characters."""
    return {text[at : at + 2] for at in range(len(text) - 1)}
