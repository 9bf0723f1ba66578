"""Chinese numerals and quantities: text to exact values with unit and bound, and back."""

from __future__ import annotations

from fazhi_extract.numerals.chinese import to_chinese
from fazhi_extract.numerals.number import parse_number
from fazhi_extract.numerals.quantities import find_quantities, iter_quantities, parse_quantity
from fazhi_extract.numerals.rejects import Rejected
from fazhi_extract.numerals.units import Unit, units

__all__ = [
    "Rejected",
    "Unit",
    "find_quantities",
    "iter_quantities",
    "parse_number",
    "parse_quantity",
    "to_chinese",
    "units",
]
