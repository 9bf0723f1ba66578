"""Our own cases: one line, one case, one test id (`FILE:LINE`).

`cases/NAME.txt` for `find_quantities`:

    TEXT => QUANTITY ; QUANTITY ; !rule        or        TEXT => none        or        TEXT => none !rule

Every quantity stands in square brackets in TEXT, in order: the brackets give its span and are
taken out before the text is read. QUANTITY is `VALUE UNIT [COMPARATOR [KIND]]`: VALUE is a decimal,
a fraction `2/3` or a range `LOW..HIGH`; UNIT is `-` where there is none; COMPARATOR is `=` where it
is left out; KIND is not compared where it is left out. `!rule` says that `keep_rejected=True` must
show a rejection by that rule. Nothing else may be found: a case lists all quantities of its text.

`cases/parse_number.txt`: `TEXT => VALUE`, `TEXT => error` or `TEXT => error OFFSET`.
`cases/parse_quantity.txt`: `TEXT => QUANTITY` or `TEXT => error`.

Escapes in TEXT: `\\[ \\] \\\\ \\n \\r \\t \\uXXXX \\UXXXXXXXX`, and `\\e` for nothing. `#` opens a comment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import get_args

import pytest

from fazhi_extract.errors import NumeralError
from fazhi_extract.models.quantity import Comparator, Kind, Quantity
from fazhi_extract.numerals import Rejected, find_quantities, parse_number, parse_quantity

FOLDER = Path(__file__).parent / "cases"
MINIMUM = 600
_ESCAPE = re.compile(r"\\(u[0-9a-f]{4}|U[0-9a-f]{8}|.)")
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "e": "", "\\": "\\", "[": "[", "]": "]"}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?")
_TOLERANCE = Decimal("1e-20")


class CaseError(ValueError):
    """A line that does not follow the format: it must be mended, never skipped."""


@dataclass(frozen=True)
class Expected:
    """One quantity as a case writes it."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    comparator: str
    kind: str | None
    span: tuple[int, int] = (0, 0)

    def check(self, found: Quantity, text: str) -> None:
        """Compare field by field, so that a failure names the field."""
        assert (found.span.start, found.span.end) == self.span, (
            f"span: {found.text!r} for {text[slice(*self.span)]!r}"
        )
        assert found.text == text[slice(*self.span)]
        assert _same(found.value, self.value), f"value: {found.value} for {self.value}"
        if self.low is not None:
            assert _same(found.low, self.low), f"low: {found.low} for {self.low}"
            assert _same(found.high, self.high), f"high: {found.high} for {self.high}"
        assert found.unit == self.unit
        assert found.comparator == self.comparator
        if self.kind is not None:
            assert found.kind == self.kind


@dataclass(frozen=True)
class Case:
    """One line: the text without its brackets, and what must come out."""

    text: str
    quantities: tuple[Expected, ...] = ()
    rules: tuple[str, ...] = field(default=())


def _same(found: Decimal | None, wanted: Decimal | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return found == wanted or (abs(found - wanted) <= _TOLERANCE and abs(wanted) < 1)


def number(text: str) -> Decimal:
    """`385`, `1.5` or `2/3`."""
    if not _NUMBER.fullmatch(text):
        raise CaseError(f"{text!r} is no number")
    top, _, bottom = text.partition("/")
    return Decimal(top) / Decimal(bottom) if bottom else Decimal(top)


def expected(text: str) -> Expected:
    """`VALUE UNIT [COMPARATOR [KIND]]`."""
    words = text.split(" ")
    if not 2 <= len(words) <= 4 or "" in words:
        raise CaseError(f"{text!r} is not VALUE UNIT [COMPARATOR [KIND]]")
    amount, unit, comparator, kind = (*words, *("=", None)[len(words) - 2 :])
    if comparator not in get_args(Comparator):
        raise CaseError(f"{comparator!r} is no comparator")
    if kind is not None and kind not in get_args(Kind):
        raise CaseError(f"{kind!r} is no kind")
    low, dots, high = amount.partition("..")
    return Expected(
        value=None if dots else number(amount),
        low=number(low) if dots else None,
        high=number(high) if dots else None,
        unit=None if unit == "-" else unit,
        comparator=comparator,
        kind=kind,
    )


def unescape(text: str) -> str:
    """Resolve the escapes."""

    def resolve(match: re.Match[str]) -> str:
        escape = match[1]
        if len(escape) > 1:
            return chr(int(escape[1:], 16))
        if escape not in _PLAIN:
            raise CaseError(f"unknown escape \\{escape}")
        return _PLAIN[escape]

    return _ESCAPE.sub(resolve, text)


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the brackets out; the spans that they marked."""
    plain: list[str] = []
    spans: list[tuple[int, int]] = []
    length = 0
    start: int | None = None
    for piece in re.findall(r"\\(?:u[0-9a-f]{4}|U[0-9a-f]{8}|.)|[^\\]", text):
        if piece == "[":
            if start is not None:
                raise CaseError("a bracket opens inside brackets")
            start = length
        elif piece == "]":
            if start is None or start == length:
                raise CaseError("a bracket closes nothing")
            spans.append((start, length))
            start = None
        else:
            plain.append(unescape(piece))
            length += len(plain[-1])
    if start is not None:
        raise CaseError("a bracket stays open")
    return "".join(plain), spans


def halves(line: str) -> tuple[str, str]:
    """Text and expectation of one line."""
    text, arrow, outcome = line.partition(" => ")
    if not arrow or not text or " => " in outcome or outcome != outcome.strip() or not outcome:
        raise CaseError("a line is TEXT => OUTCOME")
    return text, outcome


def case(line: str) -> Case:
    """One line for `find_quantities`."""
    left, outcome = halves(line)
    text, spans = marked(left)
    if outcome == "none" or outcome.startswith("none !"):
        rules = [outcome[len("none ") :]] if outcome != "none" else []
        quantities: list[str] = []
    else:
        parts = outcome.split(" ; ")
        rules = [part for part in parts if part.startswith("!")]
        quantities = [part for part in parts if not part.startswith("!")]
        if not quantities:
            raise CaseError("write none where nothing is found")
    if any(not re.fullmatch(r"![a-z_]+", rule) for rule in rules):
        raise CaseError(f"{rules} holds no rule name")
    if len(quantities) != len(spans):
        raise CaseError(f"{len(spans)} spans are marked for {len(quantities)} quantities")
    found = tuple(
        Expected(**{**vars(expected(part)), "span": span})
        for part, span in zip(quantities, spans, strict=True)
    )
    return Case(text, found, tuple(rule[1:] for rule in rules))


def lines(*, only: str | None = None) -> list[tuple[str, str]]:
    """(id, line) of every case: of all `find_quantities` files, or of one file by its name."""
    return [
        (f"{path.stem}:{place}", line)
        for path in sorted(FOLDER.glob("*.txt"))
        if (path.stem == only if only else not path.stem.startswith("parse_"))
        for place, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1)
        if line and not line.startswith("#")
    ]


def params(*, only: str | None = None) -> list[object]:
    return [pytest.param(line, id=name) for name, line in lines(only=only)]


@pytest.mark.parametrize("line", params())
def test_find_quantities(line: str) -> None:
    wanted = case(line)
    found = find_quantities(wanted.text)
    assert [item.text for item in found] == [wanted.text[slice(*item.span)] for item in wanted.quantities]
    for item, expectation in zip(found, wanted.quantities, strict=True):
        expectation.check(item, wanted.text)
    refused = [
        item for item in find_quantities(wanted.text, keep_rejected=True) if isinstance(item, Rejected)
    ]
    for item in refused:
        assert item.text == wanted.text[item.span.start : item.span.end]
        assert item.reason
    rules = [item.rule for item in refused]
    for rule in wanted.rules:
        assert rule in rules
        rules.remove(rule)


@pytest.mark.parametrize("line", params(only="parse_number"))
def test_parse_number(line: str) -> None:
    left, outcome = halves(line)
    text = unescape(left)
    if not outcome.startswith("error"):
        assert _same(parse_number(text), number(outcome))
        return
    with pytest.raises(NumeralError) as caught:
        parse_number(text)
    assert caught.value.numeral == text
    assert 0 <= caught.value.position <= len(text)
    if outcome != "error":
        assert caught.value.position == int(outcome.removeprefix("error "))


@pytest.mark.parametrize("line", params(only="parse_quantity"))
def test_parse_quantity(line: str) -> None:
    left, outcome = halves(line)
    text = unescape(left)
    if outcome == "error":
        with pytest.raises(NumeralError):
            parse_quantity(text)
        return
    wanted = Expected(**{**vars(expected(outcome)), "span": (0, len(text))})
    wanted.check(parse_quantity(text), text)


def test_the_case_files_are_many_and_each_line_is_new() -> None:
    written = [line for _, line in lines()]
    assert len(written) >= MINIMUM
    texts = [halves(line)[0] for line in written]
    assert [text for text in set(texts) if texts.count(text) > 1] == []


@pytest.mark.parametrize(
    "line",
    [
        "办结[385件]",
        "办结[385件] => 385",
        "办结[385件] => 385 件 ≥",
        "办结[385件] => 385 件 = pieces",
        "办结385件 => 385 件",
        "办结[385件 => 385 件",
        "办结385件] => 385 件",
        "办结[[385件]] => 385 件",
        "办结[]385件 => 385 件",
        "办结[385件] => 三百 件",
        "办结[385件] => 385  件",
        "办结[385件] => !date",
        "办结[385件] => none",
        "2021年 => none !Date",
        "2021年 => none date",
        "2021年 => ",
        "办结\\q => none",
        "a => none => none",
    ],
)
def test_a_malformed_line_is_an_error(line: str) -> None:
    with pytest.raises(CaseError):
        case(line)
