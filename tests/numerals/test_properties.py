"""What must hold for every text: offsets, independence of the surroundings, no exception, no blow-up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi_extract.errors import InputError, NumeralError
from fazhi_extract.models.quantity import Quantity
from fazhi_extract.numerals import (
    Rejected,
    find_quantities,
    iter_quantities,
    parse_number,
    parse_quantity,
)

FUZZ = Path(__file__).parent / "fuzz"
ALPHABET = (
    "0123456789０１９零〇○一二两三四五六七八九十百千万亿兆廿卅壹贰拾佰仟半几数余多点分之又负"
    "件次人户家名个批项期年月日天元%％‰成折倍番第近约超不少于以上下内左右至到—-–~～+.,，、。:：·"
    "（）()《》“”[]〔〕 \u3000\u00a0\n\r\t/abNk①Ⅲ"
)
SEPARATORS = ("。\n", "\n\n", "。")
QUIET = ("", "坚持依法行政", "开展宣传活动", "规范执法行为；加强监督")
LONG = 60_000

numeral_like = st.text(ALPHABET, max_size=60)
anything = st.text(
    st.one_of(st.characters(), st.characters(categories=["Cs"]), st.sampled_from(ALPHABET)), max_size=80
)
steady = settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def fields(found: list[Quantity], shift: int = 0) -> list[tuple[object, ...]]:
    return [
        (q.span.start - shift, q.span.end - shift, q.value, q.low, q.high, q.unit, q.comparator, q.kind)
        for q in found
    ]


def check_result(text: str) -> None:
    found = find_quantities(text)
    kept = find_quantities(text, keep_rejected=True)
    assert [item for item in kept if isinstance(item, Quantity)] == found
    end = 0
    for item in kept:
        assert text[item.span.start : item.span.end] == item.text
        assert end <= item.span.start < item.span.end
        end = item.span.end
        if isinstance(item, Rejected):
            assert item.rule
            assert item.reason
            continue
        if item.value is None:
            assert item.low is not None
            assert item.high is not None
            assert item.low <= item.high
        for number in (item.value, item.low, item.high):
            assert number is None or number.is_finite()
    assert list(iter_quantities(text)) == found


def refusal(parser: Callable[[str], object], text: str) -> NumeralError | None:
    try:
        parser(text)
    except NumeralError as error:
        return error
    return None


def check_refusals(text: str) -> None:
    for error in (refusal(parse_number, text), refusal(parse_quantity, text)):
        if error:
            assert error.numeral == text
            assert 0 <= error.position <= len(text)


@steady
@given(numeral_like)
def test_offsets_slice_to_text_near_numerals(text: str) -> None:
    check_result(text)


@steady
@given(anything)
def test_no_exception_on_any_text(text: str) -> None:
    check_result(text)


@steady
@given(anything | numeral_like)
def test_parsers_answer_or_refuse(text: str) -> None:
    check_refusals(text)


@steady
@given(numeral_like)
def test_a_parsed_quantity_is_the_whole_text(text: str) -> None:
    try:
        quantity = parse_quantity(text)
    except NumeralError:
        return
    assert quantity.text == text[quantity.span.start : quantity.span.end]
    assert quantity.text == text.strip()


@steady
@given(numeral_like, st.sampled_from(QUIET), st.sampled_from(SEPARATORS))
def test_text_before_does_not_matter(text: str, before: str, separator: str) -> None:
    lead = f"{before}{separator}"
    assert fields(find_quantities(lead + text), len(lead)) == fields(find_quantities("\n" + text), 1)


@steady
@given(numeral_like, st.sampled_from(QUIET), st.sampled_from(SEPARATORS))
def test_text_after_does_not_matter(text: str, after: str, separator: str) -> None:
    opened = any(mark in text for mark in "《“〈[〔")  # a mark left open reaches into what follows
    tail = f"{separator}{after}"
    if not opened:
        assert fields(find_quantities(text + tail)) == fields(find_quantities(text + "。\n"))


@steady
@given(numeral_like)
def test_folding_of_width_does_not_matter(text: str) -> None:
    wide = text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert fields(find_quantities(wide)) == fields(find_quantities(text))


@pytest.mark.parametrize("bad", [None, 385, b"385", ["385"]])
@pytest.mark.parametrize("function", [parse_number, parse_quantity, find_quantities])
def test_only_a_string_is_read(function: object, bad: object) -> None:
    with pytest.raises(InputError):
        function(bad)  # type: ignore[operator]


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1,",
        "1.",
        "1 ",
        "一",
        "十",
        "万",
        "亿",
        "零",
        "半",
        "数",
        "几",
        "余",
        "约",
        "近",
        "第",
        "《",
        "》",
        "“",
        "（",
        "(一)",
        "一是",
        "1-",
        "1—",
        "1至",
        "一至",
        "1+",
        "1/",
        "1:",
        "2021年",
        "2021-",
        "1.1.",
        "百分之",
        "分之一",
        "三分之",
        "一又",
        "至少",
        "超过",
        "不",
        "以上",
        "1件或1件以上",
        "每",
        "a1",
        "http://1",
        "\u3000",
        "\n",
        "1\n",
        "①",
        "385件次人",
        "－１",
    ],
)
def test_hostile_repetition_ends(unit: str) -> None:
    """Quadratic work on these would take minutes; the suite has no patience for that."""
    text = unit * (LONG // len(unit))
    for item in find_quantities(text, keep_rejected=True):
        assert text.startswith(item.text, item.span.start)
    check_refusals(text)


@pytest.mark.parametrize("path", sorted(FUZZ.glob("*.txt")), ids=lambda path: path.stem)
def test_fuzz_corpus(path: Path) -> None:
    """Inputs that broke something once, or that a fuzzer thought worth keeping."""
    text = path.read_bytes().decode("utf-8", "surrogatepass")
    check_result(text)


def test_the_fuzz_corpus_is_there() -> None:
    assert len(list(FUZZ.glob("*.txt"))) >= 20
