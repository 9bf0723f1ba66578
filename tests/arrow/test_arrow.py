"""Reports as Arrow rows and back, and the function that parses a batch."""

import pickle
from decimal import Decimal
from functools import cache
from pathlib import Path

import pyarrow as pa
import pytest

from fazhi_extract import InputError, OptionError, parse_report
from fazhi_extract.arrow import REPORT_SCHEMA, ParseBatch, Rows, batch_of, parse_batch, reports_of
from fazhi_extract.arrow.columns import DECIMAL, column_of, struct_of
from fazhi_extract.errors import DatasetError
from fazhi_extract.models import (
    Entity,
    Finding,
    Metric,
    Plan,
    Quantity,
    Report,
    ReportMeta,
    Shortcoming,
    Source,
    Span,
    Statement,
)

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures").glob("*.txt"))


@cache
def texts():
    return [path.read_text(encoding="utf-8") for path in FIXTURES]


def quantity(value, **others):
    return Quantity(text="若干", span=Span(start=0, end=2), value=value, **others)


def metric(number, value, **others):
    return Metric(
        id=f"m{number}",
        label="检查",
        quantity=quantity(value, **others),
        sentence=Span(start=0, end=2),
    )


def there_and_back(*reports):
    batch = batch_of(reports)
    batch.validate(full=True)
    return reports_of(batch)


def test_every_fixture_comes_back_equal():
    reports = [parse_report(text) for text in texts()]
    assert there_and_back(*reports) == reports


@pytest.mark.parametrize(
    "text",
    ["", "甲\x00乙", "\ud83d甲", "\udfff", "\ufdd0", "\ufdd0d83d", "甲\U0010ffff\u0301", "\r\n\u3000 "],
)
def test_any_string_comes_back(text):
    report = Report(
        text=text,
        meta=ReportMeta(title=text, region_path=[text, "", text]),
        warnings=["", text],
        entities=[Entity(text=text, span=Span(start=0, end=len(text)), label=text)],
    )
    assert there_and_back(report) == [report]


@pytest.mark.parametrize(
    "digits", ["0", "0.000", "-0", "2184000000", "1E+9", "69.230", "1E-30", "9" * 40, "0.12345678901"]
)
def test_decimals_come_back_digit_for_digit(digits):
    report = Report(text="", metrics=[metric(1, Decimal(digits), low=None, high=Decimal(digits))])
    (back,) = there_and_back(report)
    assert back == report
    assert str(back.metrics[0].quantity.value) == digits
    assert str(back.metrics[0].quantity.high) == digits


@pytest.mark.parametrize(
    ("digits", "computed"),
    [("21.84", "21.84"), ("2184000000", "2184000000"), ("9" * 29, None), ("0.12345678901", None)],
)
def test_a_number_to_compute_with_is_exact_or_null(digits, computed):
    batch = batch_of([Report(text="", metrics=[metric(1, Decimal(digits)), metric(2, Decimal(7))])])
    values = batch.column("metrics").flatten().field("quantity").field("value")
    assert values.type == DECIMAL
    assert values.to_pylist() == [None if computed is None else Decimal(computed), 7]


def test_objects_that_may_be_missing_come_back_in_their_places():
    reports = [
        Report(
            text="甲乙",
            metrics=[metric(1, Decimal(1)), metric(2, None, low=Decimal(2))],
            findings=[
                Finding(rule="sum", severity="error", message="不符"),
                Finding(
                    rule="sum", severity="info", message="相符", span=Span(start=0, end=1), metrics=["m1"]
                ),
            ],
            plans=[Plan(id="p1", text="甲", span=Span(start=0, end=1), year=2031)],
        ),
        Report(text=""),
        Report(
            text="乙",
            source=Source(location="a/甲.pdf", pages=[Span(start=0, end=1)], media_type="application/pdf"),
            shortcomings=[
                Shortcoming(
                    id="s1",
                    text="乙",
                    span=Span(start=0, end=1),
                    causes=[Statement(text="乙", span=Span(start=0, end=1))],
                )
            ],
        ),
    ]
    assert there_and_back(*reports) == reports


def test_rows_added_one_by_one_are_those_of_a_batch():
    reports = [parse_report(text) for text in texts()[:4]]
    rows = Rows()
    for outcome in [reports[0], ValueError("no"), *reports[1:]]:
        rows.add(outcome)
    assert (len(rows), rows.whole) == (5, True)
    got = rows.batch()
    got.validate(full=True)
    assert reports_of(got) == [reports[0], None, *reports[1:]]
    assert got.filter(got.column("error").is_null()).equals(batch_of(reports))


def test_rows_say_when_an_addition_was_cut_short():
    class Cut(list):
        def __iter__(self):
            raise KeyboardInterrupt

    rows = Rows()
    rows.add(Report(text="甲"))
    with pytest.raises(KeyboardInterrupt):
        rows.add(Report(text="乙").model_copy(update={"plans": Cut()}))
    assert not rows.whole


def test_rows_of_a_slice_and_of_a_table_come_back():
    reports = [parse_report(text) for text in texts()[:4]]
    batch = batch_of(reports)
    assert reports_of(batch.slice(1, 2)) == reports[1:3]
    assert reports_of(pa.Table.from_batches([batch, batch.slice(2)])) == [*reports, *reports[2:]]


def test_rows_of_something_else_are_refused():
    with pytest.raises(DatasetError, match="no column 'text'"):
        reports_of(pa.RecordBatch.from_pydict({"a": [1]}))


def test_the_schema_is_that_of_the_models():
    assert REPORT_SCHEMA.names == [*Report.model_fields, "error"]
    fields = {field.name: field.type for field in struct_of(Metric).arrow_fields()}
    assert fields["year"] == pa.int64()
    assert fields["status"] == pa.string()
    assert fields["sentence"] == pa.struct([("start", pa.int64()), ("end", pa.int64())])
    assert fields["quantity"].field("low").type == DECIMAL
    assert fields["quantity"].field("low_text").type == pa.string()
    assert REPORT_SCHEMA.metadata[b"fazhi_extract.schema_version"] == b"1.0"


@pytest.mark.parametrize("annotation", [float, dict, bytes])
def test_an_annotation_without_a_rule_is_refused(annotation):
    with pytest.raises(TypeError, match="no Arrow column"):
        column_of(annotation)


def test_a_batch_gives_the_reports_of_its_texts_in_order():
    got = parse_batch(pa.RecordBatch.from_pydict({"text": texts()[:3]}))
    assert got.schema == parse_batch.schema == REPORT_SCHEMA
    assert reports_of(got) == [parse_report(text) for text in texts()[:3]]
    assert got.column("error").null_count == 3


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_other_columns_pass_through(kind):
    given = pa.RecordBatch.from_arrays(
        [pa.array([7, 8]), pa.array(["甲", "乙"], kind), pa.array(["u", None])], names=["id", "text", "url"]
    )
    got = parse_batch(given)
    assert got.schema.names == ["id", "url", *REPORT_SCHEMA.names]
    assert got.schema == parse_batch.schema_of(given.schema)
    assert (got.column("id").to_pylist(), got.column("url").to_pylist()) == ([7, 8], ["u", None])
    assert [report.text for report in reports_of(got)] == ["甲", "乙"]


def test_a_null_is_an_error_of_its_row():
    got = parse_batch(pa.RecordBatch.from_pydict({"text": pa.array([None, "甲"], pa.string())}))
    assert got.column("error").to_pylist() == [
        {"class": "InputError", "message": "the text is null", "traceback": None},
        None,
    ]
    first, second = reports_of(got)
    assert first is None
    assert second == parse_report("甲")
    assert got.column("metrics").to_pylist()[0] is None


def test_an_unforeseen_error_stays_in_its_row(monkeypatch):
    def parse(text, **options):
        if text == "乙":
            raise ZeroDivisionError("\ud800")
        return parse_report(text, **options)

    monkeypatch.setattr("fazhi_extract.pipeline.parse_report", parse)
    got = parse_batch(pa.RecordBatch.from_pydict({"text": ["甲", "乙", "丙"]}))
    first, error, third = got.column("error").to_pylist()
    assert first is third is None
    assert (error["class"], error["message"]) == ("ZeroDivisionError", "\ufdd0d800")
    assert "in parse" in error["traceback"]


def test_no_rows_give_no_rows():
    got = parse_batch(pa.RecordBatch.from_arrays([pa.array([], pa.string())], names=["text"]))
    assert got.num_rows == 0
    assert got.schema == REPORT_SCHEMA


def test_a_batch_that_cannot_be_parsed_is_refused():
    with pytest.raises(InputError, match="no column 'text'; it has 'body'"):
        parse_batch(pa.RecordBatch.from_pydict({"body": ["甲"]}))
    with pytest.raises(InputError, match="type int64"):
        parse_batch(pa.RecordBatch.from_pydict({"text": [1]}))
    with pytest.raises(OptionError, match="'meta'"):
        parse_batch(pa.RecordBatch.from_pydict({"text": ["甲"], "meta": ["乙"]}))


def test_options_travel_with_the_function():
    own = ParseBatch(column="body", units=["卷"])
    again = pickle.loads(pickle.dumps(own))
    batch = pa.RecordBatch.from_pydict({"body": ["一、主要工作\n全年共归档案卷35卷。"]})
    assert again(batch).equals(own(batch))
    assert reports_of(again(batch)) == [parse_report(batch.column(0)[0].as_py(), units=["卷"])]
    assert pickle.loads(pickle.dumps(parse_batch)).schema == REPORT_SCHEMA


def test_an_unknown_option_is_refused_at_once():
    with pytest.raises(OptionError, match="'unit'"):
        ParseBatch(unit=["卷"])
