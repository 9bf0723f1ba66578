"""The published schema: which tables a data set has, their columns, types and meanings.

The columns are rows of `data/dataset/columns.tsv`. Nothing here needs pyarrow but `arrow_schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from fazhi_extract.lexicon import Lexicon, default_lexicon

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["KEYS", "TABLES", "VERSION", "Column", "Table", "arrow_schema", "chinese_values", "published"]

VERSION = "1"
"""Raised whenever a table or a column is added, changed or taken away."""

KEYS = ("report_id", "report_year", "region", "region_code", "report_level")
"""The columns that every table begins with: what a row belongs to, so that a panel needs no join."""

_TITLES = (
    ("reports", "报告", "one row a report: who reports on what, from which file, with the whole text"),
    ("sections", "章节", "one row a heading"),
    ("measures", "举措", "one row a thing done"),
    ("metrics", "指标", "one row a figure, with its sentence"),
    ("shortcomings", "不足", "one row a thing lacking"),
    ("plans", "计划", "one row a thing intended"),
    ("references", "文件", "one row a title in 《》"),
    ("entities", "实体", "one row a named mention: bodies, places, platforms, campaigns, persons"),
    ("findings", "核查意见", "one row a remark of the arithmetic audit"),
)
TABLES = tuple(name for name, _, _ in _TITLES)
_ERRORS = ("errors", "未读", "one row an input that gave no report; these rows belong to no report")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type (string, int32, double, bool, binary or list<string>) and place in a report."""

    name: str
    type: str
    path: str
    header: str
    meaning_zh: str
    meaning_en: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name in SQL, its Chinese title, what a row is, and its columns in order."""

    name: str
    title: str
    meaning: str
    columns: tuple[Column, ...]


@cache
def published(lexicon: Lexicon | None = None) -> Mapping[str, Table]:
    """The tables by name, in order; `errors` last, which is no table of reports."""
    titles = (*_TITLES, _ERRORS)
    columns: dict[str, list[Column]] = {name: [] for name, _, _ in titles}
    for row in (lexicon or default_lexicon()).rows("columns"):
        columns[row[0]].append(Column(*row[1:]))
    return MappingProxyType(
        {name: Table(name, title, meaning, tuple(columns[name])) for name, title, meaning in titles}
    )


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of one table, with the version in its metadata (`fazhi_schema`).

    Every column may be null, so that a newer reader can fill what an older writer had not.
    """
    import pyarrow as pa  # noqa: PLC0415  (optional)

    types = {
        "string": pa.string(),
        "int32": pa.int32(),
        "double": pa.float64(),
        "bool": pa.bool_(),
        "binary": pa.binary(),
        "list<string>": pa.list_(pa.string()),
    }
    fields = [pa.field(column.name, types[column.type]) for column in published()[table].columns]
    return pa.schema(fields, metadata={"fazhi_schema": VERSION, "fazhi_table": table})


@cache
def chinese_values(table: str, column: str) -> Mapping[str, str]:
    """What the words of ours in a column are in Chinese; empty for other columns."""
    names = (column, f"{table}.{column}")
    rows = default_lexicon().rows("column_values")
    return MappingProxyType({value: chinese for name, value, chinese in rows if name in names})
