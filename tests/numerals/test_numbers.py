"""`parse_number`: values beyond the case files, and where a refusal points."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

from fazhi_extract.errors import InputError, NumeralError
from fazhi_extract.numerals import parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一亿亿", 10**16),
        ("三千万亿", 3 * 10**15),
        ("一亿二千万亿三千", 120_000_000 * 10**8 + 3000),
        ("三兆五千亿", 3_500_000_000_000),
        ("一百零三万零五", 1_030_005),
        ("十二万三", 123_000),
        ("三亿五", 350_000_000),
        ("5千4", 5400),
        ("一万零五百", 10_500),
        ("壹佰萬", 1_000_000),
    ],
)
def test_groups_of_eight_places(text: str, value: int) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("百分之五", "0.05"),
        ("5%", "0.05"),
        ("3‰", "0.003"),
        ("百分之负三", "-0.03"),
        ("负二分之一", "-0.5"),
        ("二又五分之一", "2.2"),
        ("半", "0.5"),
    ],
)
def test_shares(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


def test_a_multiplied_decimal_is_plain_and_exact() -> None:
    assert str(parse_number("1.17万")) == "11700"
    assert str(parse_number("16.4亿")) == "1640000000"
    assert str(parse_number("1.23456万")) == "12345.6"


def test_no_size_is_rounded() -> None:
    digits = "1234567890" * 500
    assert str(parse_number(digits)) == digits
    assert str(parse_number(digits + "万")) == digits + "0000"
    assert str(parse_number("1." + digits)) == "1." + digits
    assert parse_number("九" * 400) == Decimal("9" * 400)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("件", 0),
        ("三件", 1),
        ("一百百", 2),
        ("三十百", 2),
        ("两三", 1),
        ("一百零", 3),
        ("三点", 2),
        ("三分之", 3),
        ("三点五件", 3),
        ("1.2.3", 3),
        ("负", 1),
        ("一万万万", 2),
        ("一百五六", 3),
    ],
)
def test_a_refusal_points_at_the_place(text: str, position: int) -> None:
    with pytest.raises(NumeralError) as caught:
        parse_number(text)
    assert caught.value.position == position
    assert caught.value.numeral == text


def test_a_refusal_crosses_processes() -> None:
    with pytest.raises(NumeralError) as caught:
        parse_number("三件")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (again.position, again.numeral, str(again)) == (1, "三件", str(caught.value))


def test_a_long_refusal_is_short() -> None:
    with pytest.raises(NumeralError) as caught:
        parse_number("件" * 10_000)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("bad", [12, 1.5, Decimal(3), None, b"3"])
def test_only_a_string_is_a_numeral(bad: object) -> None:
    with pytest.raises(InputError):
        parse_number(bad)  # type: ignore[arg-type]
