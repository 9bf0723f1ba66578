"""Write every number in every form, read it back: 0 to 99,999 whole, and a sample up to 10^16.

The writer below is not the library's: it shares no code and no table with it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

import pytest

from fazhi_extract.errors import InputError, OptionError
from fazhi_extract.numerals import parse_number, parse_quantity, to_chinese

WHOLE = 100_000
SAMPLE = 20_000
LIMIT = 10**16
SEED = 20260301
SMALL = "零一二三四五六七八九"
CAPITAL = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("千", "百", "十", "")
CAPITALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def _four(number: int) -> str:
    """1 to 9999 with 一十 and every 零: 1010 is 一千零一十."""
    text = ""
    gap = False
    for place, unit in enumerate(PLACES):
        digit = number // 10 ** (3 - place) % 10
        if digit:
            text += ("零" if gap and text else "") + SMALL[digit] + unit
            gap = False
        else:
            gap = True
    return text


def written(number: int) -> str:
    """The full form: 一十, 二, every 零 that the grammar asks for."""
    if number == 0:
        return "零"
    if number < 10_000:
        return _four(number)
    unit, name = (10**8, "亿") if number >= 10**8 else (10**4, "万")
    high, low = divmod(number, unit)
    text = written(high) + name
    if not low:
        return text
    return text + ("零" if low < unit // 10 else "") + written(low)


def _bare_ten(text: str) -> str:
    """十五 for 一十五 at the beginning, 一百十五 and 一万零十 for 一百一十五 and 一万零一十."""
    out = text.replace("百一十", "百十").replace("零一十", "零十")
    return out.removeprefix("一") if out.startswith("一十") else out


def _liang(text: str) -> str:
    """两 for 二 before 百, 千, and where 万 or 亿 stand alone after it."""
    out = text.replace("二百", "两百").replace("二千", "两千")
    for unit in "万亿":
        out = out.replace(f"零二{unit}", f"零两{unit}")
        if out.startswith(f"二{unit}"):
            out = "两" + out[1:]
    return out


def _elided(text: str) -> str:
    """Leave out each 零 that the unit after the next digit makes needless: 一万二百五十, 一千一十."""
    out = []
    for place, c in enumerate(text):
        needless = c == "零" and text[place + 2 : place + 3] in ("百", "十") and place
        if not needless:
            out.append(c)
    return "".join(out)


def _added(text: str) -> str:
    """一百九十万零三千: a 零 after a group that ends in zero, though the thousands follow."""
    out = text
    for unit in "万亿":
        for before in "十百千":
            for digit in SMALL[1:]:
                out = out.replace(f"{before}{unit}{digit}千", f"{before}{unit}零{digit}千")
    return out


def _elliptic(text: str) -> str | None:
    """两千四百五 for 两千四百五十, 一万二 for 一万二千; None where the last unit cannot be left out."""
    below = {"十": "百", "百": "千", "千": "万"}
    if len(text) < 4 or text[-1] not in below or text[-3] != below[text[-1]]:
        return None
    return text[:-1]


def _positional(number: int, zero: str) -> str:
    return "".join(SMALL[int(digit)] for digit in str(number)).replace("零", zero)


def variants(number: int) -> Iterator[str]:
    """Every way in which people write the number that has one reading."""
    full = written(number)
    yield full
    yield full.translate(CAPITALS)
    for change in (_bare_ten, _liang, _elided, _added):
        changed = change(full)
        if changed != full:
            yield changed
    loose = _liang(_elided(full))
    yield loose
    if "零" in full:
        yield full.replace("零", "〇")
    short = _elliptic(loose)
    if short:
        yield short
    if number >= 10:
        yield _positional(number, "〇")
        yield _positional(number, "零")


def sample() -> list[int]:
    """Numbers of every length, half of them with many zeros."""
    chance = random.Random(SEED)
    numbers = []
    for place in range(SAMPLE):
        number = chance.randrange(10 ** chance.randrange(5, 16), LIMIT)
        length = chance.randrange(5, 17)
        number %= 10**length
        if place % 2:
            number = int("".join(chance.choice((digit, "0")) for digit in str(number)) or "0")
        numbers.append(number)
    return numbers


def wrong(numbers: range | list[int]) -> list[str]:
    """Every form that is not read back as its number, ten at most."""
    out: list[str] = []
    for number in numbers:
        value = Decimal(number)
        for text in dict.fromkeys(variants(number)):
            if parse_number(text) != value:
                out.append(f"{number}: {text} read as {parse_number(text)}")
                if len(out) == 10:
                    return out
    return out


@pytest.mark.parametrize(
    ("number", "forms"),
    [
        (0, {"零", "〇"}),
        (10, {"一十", "十", "壹拾", "一〇", "一零"}),
        (
            1010,
            {"一千零一十", "壹仟零壹拾", "一千零十", "一千一十", "一千〇一十", "一〇一〇", "一零一零"},
        ),
        (
            2450,
            {"二千四百五十", "贰仟肆佰伍拾", "两千四百五十", "两千四百五", "二四五〇", "二四五零"},
        ),
        (
            101_000,
            {
                "一十万一千",
                "壹拾万壹仟",
                "十万一千",
                "一十万零一千",
                "一十万一",
                "一〇一〇〇〇",
                "一零一零零零",
            },
        ),
        (
            200_020_000,
            {
                "二亿零二万",
                "贰亿零贰万",
                "两亿零两万",
                "二亿〇二万",
                "二〇〇〇二〇〇〇〇",
                "二零零零二零零零零",
            },
        ),
    ],
)
def test_the_writer_itself(number: int, forms: set[str]) -> None:
    assert set(variants(number)) == forms


@pytest.mark.parametrize("start", range(0, WHOLE, WHOLE // 10))
def test_every_number_below_a_hundred_thousand(start: int) -> None:
    assert wrong(range(start, start + WHOLE // 10)) == []


def test_a_sample_up_to_ten_thousand_billion() -> None:
    assert wrong(sample()) == []


def not_inverse(numbers: range | list[int]) -> list[str]:
    """Every number that one of the styles does not bring back, ten at most."""
    out: list[str] = []
    for number in numbers:
        value = Decimal(number)
        for style, share in (("lower", 1), ("upper", 1), ("positional", 1), ("percent", 100)):
            text = to_chinese(number, style=style)
            if parse_number(text) * share != value:
                out.append(f"{number}: {style} {text}")
    return out[:10]


@pytest.mark.parametrize("start", range(0, WHOLE, WHOLE // 10))
def test_writing_is_the_inverse_of_reading(start: int) -> None:
    assert not_inverse(range(start, start + WHOLE // 10)) == []


def test_writing_is_the_inverse_of_reading_in_the_sample() -> None:
    assert not_inverse(sample()[: SAMPLE // 4]) == []


def test_our_writer_and_the_library_agree_on_the_full_form() -> None:
    for number in (*range(2_000), *sample()[:2_000]):
        full = written(number)
        assert to_chinese(number) == (full[1:] if full.startswith("一十") else full)
        assert to_chinese(number, style="upper") == full.translate(CAPITALS)


def test_there_is_no_largest_number() -> None:
    chance = random.Random(SEED)
    for length in range(17, 65):
        number = chance.randrange(10 ** (length - 1), 10**length)
        for style in ("lower", "upper", "positional"):
            assert parse_number(to_chinese(number, style=style)) == number


@pytest.mark.parametrize("text", ["-12", "0.5", "-0.05", "1234.5678", "100.01", "-10000.1"])
def test_signs_and_decimals_come_back(text: str) -> None:
    value = Decimal(text)
    assert parse_number(to_chinese(value)) == value
    assert parse_number(to_chinese(value, style="upper")) == value
    share = parse_quantity(to_chinese(value, style="percent"))
    assert (share.value, share.unit, share.kind) == (value, "%", "percentage")


@pytest.mark.parametrize("value", [1.5, "12", None, True, Decimal("NaN"), Decimal("Infinity")])
def test_only_an_exact_number_is_written(value: object) -> None:
    with pytest.raises(InputError):
        to_chinese(value)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "style"), [(12, "roman"), (-12, "positional"), (Decimal("0.5"), "positional")]
)
def test_a_style_that_cannot_write_the_value(value: Decimal, style: str) -> None:
    with pytest.raises(OptionError):
        to_chinese(value, style=style)  # type: ignore[arg-type]


def test_decimals_with_a_multiplier_are_exact() -> None:
    chance = random.Random(SEED)
    for _ in range(2_000):
        whole, places = chance.randrange(10_000), str(chance.randrange(1, 10**6))
        for unit, power in (("", 0), ("百", 2), ("千", 3), ("万", 4), ("亿", 8), ("万亿", 12)):
            text = f"{whole}.{places}"
            assert parse_number(text + unit) == Decimal(text).scaleb(power)
            spelt = f"{written(whole)}点{''.join(SMALL[int(digit)] for digit in places)}"
            assert parse_number(spelt) == Decimal(text)


def test_the_sample_reaches_every_length() -> None:
    assert {len(str(number)) for number in sample()} >= set(range(3, 17))
