"""Read the tests of other projects with our numerals and say how many come out right.

    python tests/numerals/conformance.py [--failures] [FOLDER]

FOLDER holds the converted suites (one JSON object a line; by default `../shared/conformance` beside the
repository; the data are not part of it). Only cases marked `relevant` count. A case has

* its *values* right when the ordered list of values equals the expected one (relative tolerance 1e-9),
* its *units* right when every unit that the case states and that we can name has the same meaning,
* its *spans* right when every span equals the expected one (of `extract` cases; a parse covers its input).

Their models and our reading follow different conventions. The differences below hold for whole
suites and are bridged here by rule, never by case:

1. A model of plain numbers counts every numeral; we refuse those that are no quantity (第二天,
   一种, 九年). What `keep_rejected` shows counts as found, except under the rules of `NO_NUMBER`,
   which say that the characters form no number at all (一切, 四川, 大陆). Spans of such models
   cover the numeral without unit.
2. The suites of one model count only readings of that kind.
3. Approximation words (近, 超过, 左右) stand in our spans and not in theirs, ranges excepted.
4. A model without ranges sees only the bound that carries the unit: 5-20% is its 20%.
5. Number models drop 几: our low bound is their value. JioNLP turns 余/多 into the interval up to
   the next unit of the last digit written (3000多 is 3000 to 4000).
6. Recognizers' ranges are half-open and ours closed; its 以上/以下 exclude the number and ours
   include it (as the law does); a vague number is open above its lower bound there. A lower and
   an upper bound that follow each other are one interval there and two quantities here.
7. Permille is compared as percent, divided by ten; a fraction (百万分之五) is a percentage times a
   hundred there; measures are compared in the base unit.
8. Duckling's unit of a bare 元 is Dollar (its own note says to compare the value only), and JioNLP's
   money parser takes a number without unit for 元: no unit is compared there.
9. An `extract` case whose one expectation covers the whole input is read by the parsers: it is no
   running text.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from fazhi_extract.errors import NumeralError
from fazhi_extract.models.quantity import Quantity
from fazhi_extract.numerals import Rejected, find_quantities, parse_number, parse_quantity

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "conformance"
TOLERANCE = Decimal("1e-9")

NO_NUMBER = frozenset({"word", "title", "identifier"})
"""Rules that refuse characters which form no number in the sense of a number model."""

# meaning of a peer's unit name and of our units: (dimension, factor to the base unit)
_PEER_UNITS: dict[str, tuple[str, str]] = {
    "%": ("percent", "1"),
    "CNY": ("元", "1"),
    "USD": ("美元", "1"),
    "HKD": ("港元", "1"),
    "EUR": ("欧元", "1"),
    "JPY": ("日元", "1"),
    "Gram": ("gram", "1"),
    "g": ("gram", "1"),
    "Kilogram": ("gram", "1000"),
    "kg": ("gram", "1000"),
    "Microgram": ("gram", "0.000001"),
    "Ton": ("gram", "1000000"),
    "Meter": ("metre", "1"),
    "Centimeter": ("metre", "0.01"),
    "Kilometer": ("metre", "1000"),
    "km/h": ("km/h", "1"),
    "Liter": ("litre", "1"),
    "Milliliter": ("litre", "0.001"),
    "Mu": ("亩", "1"),
    "m²": ("square metre", "1"),
    "Year": ("year", "1"),
    "Month": ("month", "1"),
    "Week": ("week", "1"),
    "Day": ("day", "1"),
    "Kilobit": ("bit", "1000"),
    "Kilobyte": ("byte", "1000"),
    "Megabyte": ("byte", "1000000"),
    "Hertz": ("hertz", "1"),
    "Megahertz": ("hertz", "1000000"),
    "Kilowatt": ("watt", "1000"),
    "Kilocalorie": ("calorie", "1000"),
}
_OUR_UNITS: dict[str, tuple[str, str]] = {
    "%": ("percent", "1"),
    "个百分点": ("percent", "1"),
    "百分点": ("percent", "1"),
    "‰": ("percent", "0.1"),
    "元": ("元", "1"),
    "圆": ("元", "1"),
    "人民币": ("元", "1"),
    "美元": ("美元", "1"),
    "港元": ("港元", "1"),
    "港币": ("港元", "1"),
    "欧元": ("欧元", "1"),
    "日元": ("日元", "1"),
    "克": ("gram", "1"),
    "g": ("gram", "1"),
    "斤": ("gram", "500"),
    "公斤": ("gram", "1000"),
    "千克": ("gram", "1000"),
    "kg": ("gram", "1000"),
    "毫克": ("gram", "0.001"),
    "mg": ("gram", "0.001"),
    "微克": ("gram", "0.000001"),
    "吨": ("gram", "1000000"),
    "米": ("metre", "1"),
    "m": ("metre", "1"),
    "厘米": ("metre", "0.01"),
    "cm": ("metre", "0.01"),
    "公里": ("metre", "1000"),
    "千米": ("metre", "1000"),
    "km": ("metre", "1000"),
    "公里每小时": ("km/h", "1"),
    "千米每小时": ("km/h", "1"),
    "公里/小时": ("km/h", "1"),
    "千米/小时": ("km/h", "1"),
    "km/h": ("km/h", "1"),
    "升": ("litre", "1"),
    "l": ("litre", "1"),
    "毫升": ("litre", "0.001"),
    "ml": ("litre", "0.001"),
    "亩": ("亩", "1"),
    "平方米": ("square metre", "1"),
    "岁": ("year", "1"),
    "周岁": ("year", "1"),
    "年": ("year", "1"),
    "个月": ("month", "1"),
    "月": ("month", "1"),
    "周": ("week", "1"),
    "天": ("day", "1"),
    "日": ("day", "1"),
    "比特": ("bit", "1"),
    "千比特": ("bit", "1000"),
    "字节": ("byte", "1"),
    "千字节": ("byte", "1000"),
    "兆字节": ("byte", "1000000"),
    "赫兹": ("hertz", "1"),
    "兆赫兹": ("hertz", "1000000"),
    "兆赫": ("hertz", "1000000"),
    "瓦": ("watt", "1"),
    "千瓦": ("watt", "1000"),
    "卡": ("calorie", "1"),
    "千卡": ("calorie", "1000"),
}
_WRITTEN = re.compile("[%％成]|分之|每小时|" + "|".join(map(re.escape, _OUR_UNITS)), re.IGNORECASE)
_MODELS: dict[str, frozenset[str]] = {
    "recognizers-percent": frozenset({"percent"}),
    "recognizers-currency": frozenset({"元", "美元", "港元", "欧元", "日元"}),
    "jionlp-money-extract": frozenset({"元", "美元", "港元", "欧元", "日元"}),
    "recognizers-dimension": frozenset(
        {"gram", "metre", "litre", "亩", "square metre", "bit", "byte", "hertz", "watt", "calorie"}
    ),
    "recognizers-age": frozenset({"year", "month", "week", "day"}),
}
_WITHOUT_RANGES = frozenset(_MODELS) | {"recognizers-number"}
_APPROXIMATION = (
    r"(?:大约|大概|约|将近|接近|近|超过|超|逾|突破|多于|大于|高于|不少于|不低于|不小于|不足|不到|低于|少于|小于"
    r"|不超过|不高于|不大于|不多于|至少|最少|至多|最多|等于|达到)了?\s*"
)
_BEFORE = re.compile(_APPROXIMATION)
_AFTER = re.compile(r"(?:左右|上下|以上|以下|以内|[(（]含[)）])+$")
_NUMERAL = re.compile(
    r"[-－−负]?[0-9０-９零〇○一二两俩三四五六七八九十百千万亿兆廿卅壹贰叁肆伍陆柒捌玖拾佰仟半几余多]"
    r"[0-9０-９零〇○一二两俩三四五六七八九十百千万亿兆廿卅壹贰叁肆伍陆柒捌玖拾佰仟半几余多点.．,，/／分之又]*"
)
_ORDINAL = re.compile(r"第(?=" + _NUMERAL.pattern + ")")
_CONNECTIVE = re.compile(r"[\s，,]*(?:的?同时|并且|并|且|而|又)?[\s，,]*")


@dataclass(frozen=True)
class Reading:
    """One number that we read, in the terms of the suites."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    comparator: str
    full: tuple[int, int]
    text: str
    vague: bool = False
    ordinal: bool = False

    @property
    def meaning(self) -> tuple[str, Decimal]:
        """Dimension and factor of the unit; the unit itself when the table has no row for it."""
        unit = self.unit or ""
        dimension, factor = _OUR_UNITS.get(unit) or _OUR_UNITS.get(unit.lower()) or (unit, "1")
        return dimension, Decimal(factor)

    @property
    def worded(self) -> tuple[int, int]:
        """The span without approximation words."""
        start, end = self.full
        if head := _BEFORE.match(self.text):
            start += head.end()
        if tail := _AFTER.search(self.text):
            end -= len(tail[0])
        return start, end

    @property
    def numeral(self) -> tuple[int, int]:
        """The span without approximation words and unit."""
        start, end = self.worded
        body = self.text[start - self.full[0] : end - self.full[0]]
        for stop in range(len(body), 0, -1):
            with suppress(NumeralError):
                parse_number(body[:stop].rstrip())
                return start, start + len(body[:stop].rstrip())
        return start, end

    @property
    def unitless(self) -> tuple[int, int]:
        """The span without the unit at its end."""
        return self.full[0], self.full[0] + len(self.text.removesuffix(self.unit or "").rstrip())

    @property
    def interval(self) -> tuple[Decimal | None, bool, Decimal | None, bool]:
        """(low, closed, high, closed) by our convention."""
        if self.value is None:
            return self.low, True, self.high, True
        value = self.value
        if self.comparator in (">", ">="):
            return value, self.comparator == ">=", None, False
        if self.comparator in ("<", "<="):
            return None, False, value, self.comparator == "<="
        return value, True, value, True


def of_quantity(item: Quantity) -> Reading:
    """A found quantity as a reading."""
    return Reading(
        value=item.value,
        low=item.low,
        high=item.high,
        unit=item.unit,
        comparator=item.comparator,
        full=(item.span.start, item.span.end),
        text=item.text,
        vague=item.value is None and any(sign in item.text for sign in "几数"),
    )


def of_rejected(item: Rejected) -> Iterator[Reading]:
    """Every numeral inside a refused expression."""
    if item.rule in NO_NUMBER:
        return
    for match in _NUMERAL.finditer(item.text):
        body = match[0]
        while body:
            try:
                value = parse_number(body)
            except NumeralError:
                body = body[:-1]
                continue
            start = item.span.start + match.start()
            ordinal = match.start() > 0 and item.text[match.start() - 1] == "第"
            yield Reading(value, None, None, None, "=", (start, start + len(body)), body, ordinal=ordinal)
            break


def extract(text: str) -> list[Reading]:
    """What we find in running text, refused numerals included, in order."""
    readings: list[Reading] = []
    for item in find_quantities(text, keep_rejected=True):
        readings += of_rejected(item) if isinstance(item, Rejected) else [of_quantity(item)]
    return sorted(readings, key=lambda reading: reading.full)


def parse(text: str, *, kind: str) -> list[Reading]:
    """The whole input as one number or as one quantity, the number first where the suite expects one."""
    for parser in (_number, _quantity) if kind == "number" else (_quantity, _number):
        with suppress(NumeralError):
            return [parser(text)]
    return []


def _number(text: str) -> Reading:
    return Reading(parse_number(text), None, None, None, "=", (0, len(text)), text)


def _quantity(text: str) -> Reading:
    return of_quantity(parse_quantity(text))


def last_bound(reading: Reading) -> Reading:
    """The bound of a range that carries the unit (convention 4)."""
    if reading.value is not None or reading.vague or reading.high is None:
        return reading
    body = reading.text
    cut = max((match.end() for match in re.finditer(r"[-–—－~～至到]\s*", body)), default=0)
    start = reading.full[0] + cut
    return replace(
        reading, value=reading.high, low=None, high=None, full=(start, reading.full[1]), text=body[cut:]
    )


def joined(readings: list[Reading], text: str) -> list[Reading]:
    """Neighbouring lower and upper bounds as one interval (convention 6)."""
    out: list[Reading] = []
    for reading in readings:
        if out and _joins(out[-1], reading, text):
            first = out.pop()
            lower, upper = (first, reading) if first.comparator in (">", ">=") else (reading, first)
            out.append(
                replace(
                    first,
                    value=None,
                    low=lower.value,
                    high=upper.value,
                    comparator=f"{lower.comparator}{upper.comparator}",
                    full=(first.full[0], reading.full[1]),
                    text=text[first.full[0] : reading.full[1]],
                    unit=reading.unit,
                )
            )
        else:
            out.append(reading)
    return out


def _joins(first: Reading, second: Reading, text: str) -> bool:
    if first.value is None or second.value is None or first.unit not in (None, second.unit):
        return False
    if not _CONNECTIVE.fullmatch(text[first.full[1] : second.full[0]]):
        return False
    if first.comparator in (">", ">=") and second.comparator in ("<", "<="):
        return first.value < second.value
    return first.comparator in ("<", "<=") and second.comparator in (">", ">=") and second.value < first.value


_INTERVAL = re.compile(r"([\[(])(-?[\d.]*),(-?[\d.]*)([\])])")


def same(found: Decimal | None, wanted: Decimal | None) -> bool:
    """Equal up to the tolerance of the suites."""
    if found is None or wanted is None:
        return found is wanted
    return abs(found - wanted) <= TOLERANCE * max(Decimal(1), abs(wanted)) if wanted else found == wanted


def same_range(reading: Reading, wanted: str, suite: str) -> bool:
    """Compare bounds; brackets as well in the one suite where they mean something."""
    match = _INTERVAL.fullmatch(wanted)
    assert match is not None, wanted
    low, high = (Decimal(text) if text else None for text in (match[2], match[3]))
    found_low, low_closed, found_high, high_closed = reading.interval
    if suite == "recognizers-range":
        if reading.vague:
            found_low, low_closed, found_high = reading.low, False, None
        elif reading.value is None and reading.comparator in ("=", "~"):
            low_closed, high_closed = True, False
        elif reading.value is None:
            low_closed = ">=" in reading.comparator
            high_closed = "<=" in reading.comparator
        brackets = ("[" if low_closed else "(", "]" if high_closed else ")")
        if not re.search(r"[或及者含]", reading.text):
            brackets = (
                "(" if "以上" in reading.text and found_low is not None else brackets[0],
                ")" if "以下" in reading.text and found_high is not None else brackets[1],
            )
        if low is not None and match[1] != brackets[0]:
            return False
        if high is not None and match[4] != brackets[1]:
            return False
    elif reading.value is not None and reading.comparator in (">", "~") and re.search("[余多]", reading.text):
        found_low, found_high = reading.value, reading.value + next_unit(reading.value)
    scale = Decimal("0.1") if reading.unit == "‰" else Decimal(1)
    return all(
        same(None if mine is None else mine * scale, theirs)
        for mine, theirs in ((found_low, low), (found_high, high))
    )


def next_unit(value: Decimal) -> Decimal:
    """The place value of the last digit that is not zero: 3000 gives 1000, 240 gives 10."""
    return Decimal(1).scaleb(value.normalize().as_tuple().exponent)


@dataclass
class Verdict:
    """How one case came out; None where it does not ask."""

    case: dict[str, Any]
    value: bool
    unit: bool | None = None
    span: bool | None = None
    readings: list[Reading] = field(default_factory=list)


def same_value(reading: Reading, wanted: dict[str, Any], suite: str) -> bool:
    """Compare one reading with one expectation by its kind."""
    if wanted["value"] is None:
        return reading.text == wanted["text"]
    if wanted["kind"] == "range":
        return same_range(reading, wanted["value"], suite)
    found = reading.low if reading.value is None and reading.vague else reading.value
    if found is None:
        return False
    value = Decimal(wanted["value"])
    peer = _PEER_UNITS.get(wanted["unit"] or "")
    dimension, factor = reading.meaning
    if suite == "recognizers-percent" and reading.unit is None and "分之" in reading.text:
        return same(found * 100, value)
    if peer and peer[0] == dimension:
        return same(found * factor, value * Decimal(peer[1]))
    return same(found, value)


def same_unit(reading: Reading, wanted: dict[str, Any]) -> bool | None:
    """Compare the unit where the case states one that the table can name."""
    peer = _PEER_UNITS.get(wanted["unit"] or "")
    if peer is None or not _WRITTEN.search(wanted["text"]):
        return None
    if peer[0] == "percent" and reading.unit is None and "分之" in reading.text:
        return None
    return reading.meaning[0] == peer[0]


def same_span(reading: Reading, wanted: dict[str, Any]) -> bool | None:
    """Compare the span in the extent that the expectation has: numeral, quantity or range."""
    if wanted["start"] is None:
        return None
    span = (wanted["start"], wanted["end"])
    if wanted["kind"] == "ordinal":
        return span == (reading.full[0] - 1, reading.full[1])
    if wanted["kind"] == "range":
        spans = (reading.full, reading.worded, reading.unitless, (reading.worded[0], reading.unitless[1]))
        return span in spans
    if wanted["unit"]:
        return span in (reading.full, reading.worded)
    return span in (reading.full, reading.worded, reading.numeral)


def judge(case: dict[str, Any]) -> Verdict:
    """Run one case."""
    suite, text, expect = case["suite"], case["input"], case["expect"]
    if suite == "cn2an-reject":
        return Verdict(case, refused(text))
    ordinals = bool(expect) and all(item["kind"] == "ordinal" for item in expect)
    whole = len(expect) == 1 and (expect[0]["start"], expect[0]["end"]) == (0, len(text))
    if (case["mode"] == "parse" or whole) and not ordinals:
        readings = parse(text, kind=expect[0]["kind"])
    else:
        readings = select(extract(text), case, ordinals=ordinals)
    if case.get("open"):
        readings = subset(readings, expect, suite)
    if len(readings) != len(expect):
        return Verdict(case, value=False, readings=readings)
    pairs = list(zip(readings, expect, strict=True))
    spans = every(same_span(reading, wanted) for reading, wanted in pairs)
    return Verdict(
        case,
        value=all(same_value(reading, wanted, suite) for reading, wanted in pairs),
        unit=every(same_unit(reading, wanted) for reading, wanted in pairs),
        span=spans if case["mode"] == "extract" else None,
        readings=readings,
    )


def select(readings: list[Reading], case: dict[str, Any], *, ordinals: bool) -> list[Reading]:
    """Only the readings that the suite's model would look for (conventions 2, 4 and 6)."""
    suite = case["suite"]
    if ordinals:
        return [reading for reading in readings if reading.ordinal]
    if suite in _WITHOUT_RANGES:
        readings = [last_bound(reading) for reading in readings]
    if suite in _MODELS:
        readings = [reading for reading in readings if reading.meaning[0] in _MODELS[suite]]
    if suite == "recognizers-range":
        readings = joined(readings, case["input"])
        bounds = [one for one in readings if one.value is None or one.comparator not in ("=", "~")]
        exact = [one for one in readings if one not in bounds and one.text.startswith("等于")]
        readings = sorted(bounds + exact, key=lambda reading: reading.full)
    return readings


def subset(readings: list[Reading], expect: list[dict[str, Any]], suite: str) -> list[Reading]:
    """The readings that match the expectations in order, for suites that list only some."""
    out: list[Reading] = []
    rest = iter(readings)
    for wanted in expect:
        out += [one for one in [next((r for r in rest if same_value(r, wanted, suite)), None)] if one]
    return out


def refused(text: str) -> bool:
    """Whether both parsers refuse the input."""
    for parser in (parse_number, parse_quantity):
        try:
            parser(text)
        except NumeralError:
            continue
        return False
    return True


def every(answers: Iterable[bool | None]) -> bool | None:
    """True when all asked are true, None when none was asked."""
    asked = [answer for answer in answers if answer is not None]
    return all(asked) if asked else None


def cases(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """The relevant cases of every suite, in order of suite and file."""
    return [
        case
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if (case := json.loads(line))["relevant"]
    ]


def run(folder: Path = FOLDER) -> list[Verdict]:
    """Judge every relevant case."""
    return [judge(case) for case in cases(folder)]


@dataclass(frozen=True)
class Score:
    """Counts of one suite: (right, asked) of values, units and spans."""

    value: tuple[int, int]
    unit: tuple[int, int]
    span: tuple[int, int]


def score(verdicts: list[Verdict]) -> Score:
    """Count right and asked."""

    def count(answers: Iterable[bool | None]) -> tuple[int, int]:
        tally = Counter(answers)
        return tally[True], tally[True] + tally[False]

    return Score(
        count(one.value for one in verdicts),
        count(one.unit for one in verdicts),
        count(one.span for one in verdicts),
    )


def by_suite(verdicts: list[Verdict]) -> dict[str, Score]:
    """The score of every suite."""
    names = dict.fromkeys(verdict.case["suite"] for verdict in verdicts)
    return {name: score([one for one in verdicts if one.case["suite"] == name]) for name in names}


def table(verdicts: list[Verdict]) -> str:
    """A Markdown table, one row a suite, all suites last."""
    rows = ["| suite | values | | units | spans |", "|---|---|---|---|---|"]
    for name, one in [*by_suite(verdicts).items(), ("all", score(verdicts))]:
        right, asked = one.value
        cells = [f"{a}/{b}" if b else "" for a, b in (one.unit, one.span)]
        rows.append(f"| {name} | {right}/{asked} | {right / asked:.1%} | {cells[0]} | {cells[1]} |")
    return "\n".join(rows)


def failures(verdicts: list[Verdict]) -> Iterator[str]:
    """One line for every case that has something wrong."""
    for one in verdicts:
        wrong = [name for name in ("value", "unit", "span") if getattr(one, name) is False]
        if wrong:
            wanted = [f"{e['text']}={e['value']} {e['unit'] or ''}".strip() for e in one.case["expect"]]
            got = [f"{r.text}={_shown(r)} {r.comparator} {r.unit or ''}".strip() for r in one.readings]
            yield f"{one.case['suite']} {'+'.join(wrong)}: {one.case['input']!r} wanted {wanted} got {got}"


def _shown(reading: Reading) -> str:
    return str(reading.value) if reading.value is not None else f"{reading.low}..{reading.high}"


def main() -> int:
    """Print the table, and the failures when asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--failures", action="store_true", help="list every case that is not wholly right")
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.stderr.write(f"{options.folder} is not there; give the folder of the converted suites\n")
        return 2
    verdicts = run(options.folder)
    sys.stdout.write(table(verdicts) + "\n")
    if options.failures:
        sys.stdout.writelines(f"{line}\n" for line in failures(verdicts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
