"""Input that is no report, or no text at all."""

from __future__ import annotations

import random

import pytest

from fazhi_extract import InputError, OptionError, Report, parse_report, parse_reports

from ..growth import LINEAR, growth  # noqa: TID252
from .reports import SHORT

NEWS = "本报讯 昨日，青溪县图书馆新馆开门迎客。读者排起长队，孩子们最喜欢二楼的绘本角。馆方表示周末不闭馆。"
ENGLISH = (
    "The weather was fine. In 2023 the club met 12 times and 3 members left; 45% of the others stayed.\n" * 20
)
RANDOM = random.Random(7).randbytes(6000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"\xe9\x9d\x92", "text is b'.*a bytes; decode it first"),
        (None, "text is None, a NoneType; give the text"),
        (12, "text is 12, a int; give the text of the report as a str"),
        (["a"], "a list"),
    ],
)
def test_wrong_types_are_refused(text, said):
    with pytest.raises(InputError, match=said) as caught:
        parse_report(text)
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n\u3000\t\r\n", NEWS, ENGLISH, RANDOM.decode("latin-1"), RANDOM.decode("gb18030", "replace")],
    ids=["empty", "blank", "blanks", "news", "english", "latin-1", "gb18030"],
)
def test_what_is_no_report_gives_warnings(text):
    report = parse_report(text)
    assert report.text == text
    assert report.warnings
    assert not report.plans
    assert not report.shortcomings


def test_a_report_gives_no_such_warning():
    assert parse_report(SHORT).warnings == []


ODD = {
    "nul": SHORT.replace("，", "\x00"),
    "surrogates": SHORT.replace("。", "\ud800。\udfff"),
    "private use": SHORT.replace("件", "\ue000件\U0010ffff"),
    "combining": SHORT.replace("县", "县\u0301\u20dd"),
    "bidi": SHORT.replace("一", "\u202e一"),
    "all enumerators": "".join(f"{number}.整治一处。" for number in range(1, 10_001)),
    "enumerators only": "一、" * 50_000,
    "first second": "一是" * 100_000,
    "nested titles": "《" * 100_000 + "办法" + "》" * 100_000,
    "open titles": "《" * 200_000,
    "brackets": "（" * 200_000,
    "digits": "1" * 200_000,
    "numerals": "一" * 200_000,
    "points": "1." * 100_000,
    "tens of thousands": "万亿" * 100_000,
    "percent": "百分之" * 100_000,
    "lines": "\n" * 200_000,
    "pipes": "|1" * 10_000,
    "one name": "青溪县" * 70_000,
    "one body": "局" * 20_000,
    "commas": "，" * 200_000,
    "in all": "其中" * 100_000,
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_is_read(text):
    report = parse_report(text)
    assert report.text == text
    assert_spans(report)
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_five_megabytes():
    copy = SHORT + NEWS * 20
    text = copy * (5_000_000 // len(copy.encode()))
    report = parse_report(text)
    assert report.text == text
    assert_spans(report)


def test_cost_grows_with_length():
    assert growth(parse_report, lambda copies: SHORT * copies, 20) < LINEAR


def test_a_stream_is_lazy_and_in_order():
    taken = []

    def texts():
        for number in range(1000):
            taken.append(number)
            yield SHORT.replace("52件", f"{number + 60}件")

    stream = parse_reports(texts())
    assert not taken
    first, second = next(stream), next(stream)
    assert len(taken) < 40
    assert "60件" in first.text
    assert "61件" in second.text


@pytest.mark.parametrize("texts", ["一个", b"", None, 3])
def test_a_stream_needs_many_texts(texts):
    with pytest.raises(InputError, match="parse_report"):
        parse_reports(texts)


def test_a_wrong_element_is_named():
    stream = parse_reports([SHORT, b"x"])
    next(stream)
    with pytest.raises(InputError, match=r"texts\[1\]"):
        next(stream)


@pytest.mark.parametrize("options", [{"batch_size": 0}, {"n_process": 0}, {"n_process": "2"}, {"jobs": 2}])
def test_stream_options(options):
    with pytest.raises(OptionError, match=next(iter(options))):
        parse_reports([], **options)


def assert_spans(report):
    """Every object with a span and a text stands where it says."""
    for one in walk(report):
        if hasattr(one, "span") and hasattr(one, "text"):
            assert report.text[one.span.start : one.span.end] == one.text
        if hasattr(one, "heading") and hasattr(one, "body"):
            assert report.text[one.span.start : one.span.end] == one.heading
            assert 0 <= one.body.start <= one.body.end <= len(report.text)


def walk(model):
    """A model and every model inside it."""
    yield model
    for name in type(model).model_fields:
        value = getattr(model, name)
        for one in value if isinstance(value, list) else [value]:
            if hasattr(type(one), "model_fields"):
                yield from walk(one)
