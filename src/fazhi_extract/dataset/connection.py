"""DuckDB in memory, with views over the files of a data set and nothing else in reach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from fazhi_extract.dataset.packages import package
from fazhi_extract.dataset.result import duckdb_errors
from fazhi_extract.dataset.schema import published
from fazhi_extract.errors import DatasetError, OptionError

__all__ = ["MARKS", "connect", "selected"]

MARKS = "duplicates"
"""The table that says which reports repeat another, where the data set keeps that apart."""

_SQL_TYPES = {"string": "varchar", "int32": "integer", "list<string>": "varchar[]", "binary": "blob"}
_EXPLAIN = re.compile(r"\s*explain\b\s*(?:analyze\b|\([^)]*\))?", re.IGNORECASE)


def connect(files: Mapping[str, Iterable[Path]], limits: Mapping[str, object]) -> Any:
    """A connection that sees these files as views, can read no others, and writes none.

    Raises:
        OptionError: for a limit that DuckDB refuses.
        DatasetError: when a file is missing or damaged.
    """
    duckdb = package("duckdb")
    paths = {name: [str(path.resolve()) for path in sorted(parts)] for name, parts in files.items()}
    wanted = {name: str(value) for name, value in limits.items() if value is not None}
    try:
        connection = duckdb.connect(":memory:", config={"temp_directory": "", **wanted})
    except duckdb.Error as error:
        shown = ", ".join(f"{name}={value!r}" for name, value in wanted.items())
        raise OptionError(f"{shown}: {error}") from error
    with duckdb_errors("data set"):
        for name in paths:
            if name != MARKS:
                connection.execute(f"create view {_name(name)} as {_view(name, paths)}")
        allowed = ", ".join(_literal(path) for parts in paths.values() for path in parts)
        for setting in (
            f"allowed_paths = [{allowed}]",
            "enable_external_access = false",
            "python_enable_replacements = false",
            "lock_configuration = true",
        ):
            connection.execute(f"set {setting}")
    return connection


def selected(query: str) -> str:
    """The query, if it is one statement and reads.

    Raises:
        DatasetError: when it is anything else.
    """
    duckdb = package("duckdb")
    kinds = duckdb.StatementType
    with duckdb_errors("query"):
        explained = _EXPLAIN.match(query)
        statements = duckdb.extract_statements(query[explained.end() :] if explained else query)
        # older versions put a statement of their own, without words, before a pivot
        statements = [one for one in statements if one.query or one.type != kinds.CREATE]
    pivots = len(statements) == 1 and statements[0].type == kinds.MULTI
    if len(statements) != 1 or not (pivots or statements[0].type == kinds.SELECT):
        found = ", ".join(statement.type.name.lower() for statement in statements) or "nothing"
        raise DatasetError(
            f"query: give one statement that reads (select, from, with, pivot, …), not {found}"
        )
    return query


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _view(name: str, paths: Mapping[str, list[str]]) -> str:
    rows = _rows(name, paths[name])
    if name != "reports":
        return f"select * from {rows}"
    if not paths.get(MARKS):
        return f"select * exclude (signature) from {rows}"
    marks = _rows(MARKS, paths[MARKS])
    return (
        f"select r.* exclude (signature) replace (d.duplicate_of as duplicate_of) from {rows} r "
        f"left join {marks} d using (report_id)"
    )


def _rows(name: str, paths: list[str]) -> str:
    if paths:
        return f"read_parquet([{', '.join(map(_literal, paths))}], hive_partitioning = false)"
    columns = published()[name].columns if name in published() else ()
    kinds = [_SQL_TYPES.get(column.type, column.type) for column in columns]
    nothing = ", ".join(
        f"null::{kind} as {_name(column.name)}" for kind, column in zip(kinds, columns, strict=True)
    )
    return f"(select {nothing or 'null as nothing'} where false)"
