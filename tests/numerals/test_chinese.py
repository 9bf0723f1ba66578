"""`to_chinese`: the written form, and that it is read back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_extract.errors import InputError, OptionError
from fazhi_extract.numerals import parse_number, parse_quantity, to_chinese


@pytest.mark.parametrize(
    ("value", "style", "written"),
    [
        (0, "lower", "零"),
        (10, "lower", "十"),
        (15, "lower", "十五"),
        (110, "lower", "一百一十"),
        (1005, "lower", "一千零五"),
        (1050, "lower", "一千零五十"),
        (10_500, "lower", "一万零五百"),
        (100_050, "lower", "十万零五十"),
        (20_000_005, "lower", "二千万零五"),
        (300_000_000, "lower", "三亿"),
        (300_020_000, "lower", "三亿零二万"),
        (10**16, "lower", "一亿亿"),
        (10**16 + 7, "lower", "一亿亿零七"),
        (-12, "lower", "负十二"),
        (Decimal("3.140"), "lower", "三点一四"),
        (Decimal("0.05"), "lower", "零点零五"),
        (15, "upper", "壹拾伍"),
        (1234, "upper", "壹仟贰佰叁拾肆"),
        (Decimal("98.5"), "percent", "百分之九十八点五"),
        (-3, "percent", "百分之负三"),
        (2024, "positional", "二零二四"),
    ],
)
def test_written(value: Decimal | int, style: str, written: str) -> None:
    assert to_chinese(value, style) == written  # type: ignore[arg-type]


@settings(deadline=None, derandomize=True)
@given(st.integers(-(10**40), 10**40), st.sampled_from(["lower", "upper"]))
def test_integers_are_read_back(value: int, style: str) -> None:
    assert parse_number(to_chinese(value, style)) == value  # type: ignore[arg-type]


@settings(deadline=None, derandomize=True)
@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_decimals_are_read_back(value: Decimal) -> None:
    assert parse_number(to_chinese(value)) == value


@settings(deadline=None, derandomize=True)
@given(st.decimals(0, 1000, places=2))
def test_percentages_are_read_back(value: Decimal) -> None:
    quantity = parse_quantity(to_chinese(value, "percent"))
    assert (quantity.value, quantity.unit) == (value, "%")


@pytest.mark.parametrize("bad", [1.5, "3", None, True, Decimal("NaN"), Decimal("Infinity")])
def test_a_value_that_is_not_exact_is_refused(bad: object) -> None:
    with pytest.raises(InputError):
        to_chinese(bad)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "style"), [(1, "roman"), (-1, "positional"), (Decimal("0.5"), "positional")]
)
def test_an_impossible_style_is_refused(value: Decimal | int, style: str) -> None:
    with pytest.raises(OptionError):
        to_chinese(value, style)  # type: ignore[arg-type]
