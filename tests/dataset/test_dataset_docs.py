"""docs/schema.md is the schema, and the questions of docs/dataset.md can be asked."""

import importlib.util
import re
from pathlib import Path

import pytest

from fazhi_extract import Dataset, parse_report
from fazhi_extract.dataset.schema import KEYS, TABLES, Column, chinese_values, published
from fazhi_extract.lexicon import default_lexicon
from fazhi_extract.models import Entity, Finding, Metric, Quantity, Reference, ReportMeta, Section
from fazhi_extract.models.item import Topic

from .making import body
from .storing import store

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_current():
    tool = ROOT / "tools" / "make_schema_docs.py"
    if not tool.exists():
        pytest.skip("tools/ is not part of this checkout")
    spec = importlib.util.spec_from_file_location("make_schema_docs", tool)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.TARGET.read_text(encoding="utf-8") == module.render(), (
        "run python tools/make_schema_docs.py"
    )


def test_every_column_says_what_it_is():
    for name, table in published().items():
        columns = table.columns
        assert len({column.name for column in columns}) == len(columns)
        assert len({column.header for column in columns}) == len(columns), name
        for column in columns:
            assert re.fullmatch("[a-z][a-z0-9_]*", column.name)
            assert re.search("[\u4e00-\u9fff]", column.header)
            assert column.meaning_en
            assert column.type in ("string", "int32", "double", "bool", "binary", "list<string>")
        if name in TABLES:
            assert tuple(column.name for column in columns[: len(KEYS)]) == KEYS
    assert isinstance(columns[0], Column)


@pytest.mark.parametrize(
    ("table", "column", "annotation"),
    [
        ("reports", "report_level", ReportMeta.model_fields["level"].annotation),
        ("sections", "role", Section.model_fields["role"].annotation),
        ("measures", "topic", Topic),
        ("metrics", "kind", Quantity.model_fields["kind"].annotation),
        ("metrics", "status", Metric.model_fields["status"].annotation),
        ("metrics", "aspect", Metric.model_fields["aspect"].annotation),
        ("metrics", "direction", Metric.model_fields["direction"].annotation),
        ("references", "kind", Reference.model_fields["kind"].annotation),
        ("findings", "severity", Finding.model_fields["severity"].annotation),
    ],
)
def test_every_value_has_a_chinese_word(table, column, annotation):
    assert set(chinese_values(table, column)) == set(re.findall(r"'(\w+)'", str(annotation)))


def test_labels_of_entities_have_a_chinese_word():
    assert set(chinese_values("entities", "label")) == set(re.findall(r"\b[A-Z]{3,}\b", Entity.__doc__))
    assert len(default_lexicon().rows("column_values")) > 40


QUESTIONS = re.findall(
    r"```sql\n(.*?)```", (ROOT / "docs" / "dataset.md").read_text(encoding="utf-8"), re.DOTALL
)


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    made = {f"r{year}": parse_report(body("云岭区", year)) for year in (2022, 2023)}
    return Dataset(store(tmp_path_factory.mktemp("dataset"), made))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_of_the_page_can_be_asked(dataset, question):
    dataset.sql(question).arrow()


def test_the_panel_of_the_page(dataset):
    assert len(QUESTIONS) == 5
    frame = dataset.sql(QUESTIONS[0]).df()
    assert list(frame.columns) == ["region", "2022", "2023"]
    assert len(frame) == 1
