"""A data set, opened for questions: DuckDB over its Parquet files, in memory, never writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi_extract.dataset.connection import MARKS, connect, selected
from fazhi_extract.dataset.manifest import read_manifest
from fazhi_extract.dataset.packages import package
from fazhi_extract.dataset.panel import metrics_query, reports_query
from fazhi_extract.dataset.result import As, Result, duckdb_errors
from fazhi_extract.dataset.schema import TABLES, VERSION, Table, published
from fazhi_extract.errors import DatasetError, OptionError

if TYPE_CHECKING:
    from fazhi_extract.models import Report

__all__ = ["Dataset"]


class Dataset:
    """The data set in a folder, as it was when it was opened.

        from fazhi_extract import Dataset

        dataset = Dataset("reports.dataset")
        dataset.metrics(indicator="reconsideration.accepted", region="33", years=range(2019, 2025))
        dataset.sql("select region, count(*) from measures group by all").df()

    Opening reads the manifest only. A build that goes on meanwhile is not seen; open it again for that.
    Questions may be asked from several threads.
    """

    def __init__(
        self, path: str | Path, *, threads: int | None = None, memory_limit: str | None = None
    ) -> None:
        """Open it; `threads` and `memory_limit` (such as "4GB") bound what DuckDB takes.

        Raises:
            DatasetError: when there is no data set, it is damaged, or of another version of the schema.
            MissingPackageError: without the extra `dataset`.
        """
        for name in ("duckdb", "pyarrow"):
            package(name)
        self.path = Path(path)
        self._limits = {"threads": threads, "memory_limit": memory_limit}
        self._files, self._connection = self._opened()

    def _opened(self) -> tuple[dict[str, list[Path]], Any]:
        """The files and a connection; again if a build took away files that had just been named."""
        manifest = read_manifest(self.path)
        while True:
            if str(manifest.get("schema")) != VERSION:
                raise DatasetError(
                    f"{self.path}: tables of schema version {manifest.get('schema')}, and this library reads "
                    f"version {VERSION}; build it again into another folder"
                )
            files = _files(self.path, manifest)
            try:
                return files, connect(files, self._limits)
            except DatasetError:
                newer = read_manifest(self.path)
                if newer == manifest:
                    raise
                manifest = newer

    @property
    def tables(self) -> list[str]:
        """The names of the tables that can be asked."""
        return [name for name in self._files if name != MARKS]

    @property
    def schema(self) -> Mapping[str, Table]:
        """The published tables with the types and meanings of their columns."""
        return published()

    def sql(self, query: str, params: Sequence[object] | Mapping[str, object] | None = None) -> Result:
        """Ask in SQL, as DuckDB has it; `?` or `$name` stand for `params`.

        One statement that reads: select, from, with, values, pivot, describe, summarize, show, explain. Only
        the tables of the data set are in reach, no file and no variable.

        Raises:
            DatasetError: when the query is wrong or is not one that reads; with DuckDB's words.
        """
        cursor = self._connection.cursor()
        files = [file for parts in self._files.values() for file in parts]
        with duckdb_errors("query", files):
            statement = selected(query)
            relation = cursor.sql(statement, params=params) if params else cursor.sql(statement)
        return Result(relation, cursor, files)

    def metrics(
        self,
        indicator: str | Iterable[str] | None = None,
        region: str | None = None,
        years: int | Iterable[int] | None = None,
        *,
        duplicates: bool = False,
        columns: Sequence[str] | None = None,
        as_: As = "pandas",
    ) -> Any:
        """The figures of one indicator, several or all: one row a figure, ordered by place and year.

        Args:
            indicator: ids of the catalogue.
            region: the name of a division, then all within it too; or the beginning of a GB/T 2260 code
                (33, 330100; zeros at the end of a province's or city's code mean all within it).
            years: one year, a range, or a list: of the figure, and of the report where the figure has none.
            duplicates: whether reports that repeat another count too.
            columns: of the table `metrics`, all by default.
            as_: `pandas`, `polars` or `arrow`.

        Raises:
            OptionError: for an indicator that neither catalogue nor data set knows, or another option.
        """
        wanted = [indicator] if isinstance(indicator, str) else indicator
        wanted = None if wanted is None else list(wanted)
        query, params = metrics_query(wanted, region, years, duplicates=duplicates, columns=columns)
        result = self.sql(query, params)
        if wanted and not result.arrow().num_rows:
            self._check_indicators(wanted)
        return result.to(as_)

    def reports(
        self,
        region: str | None = None,
        years: int | Iterable[int] | None = None,
        *,
        duplicates: bool = False,
        text: bool = False,
        as_: As = "pandas",
    ) -> Any:
        """One row a report, without its text unless that is asked for. The rest is as in `metrics`."""
        query, params = reports_query(region, years, duplicates=duplicates, text=text)
        return self.sql(query, params).to(as_)

    def report(self, report_id: str) -> Report:
        """The report of this id, equal to the object that was stored.

        Raises:
            DatasetError: when there is none.
        """
        from fazhi_extract.dataset.objects import find  # noqa: PLC0415  (needs an optional package)

        found = find(self.path, report_id)
        if found is None:
            raise DatasetError(f"{self.path}: no report has the id {report_id!r}; table reports has all ids")
        return found

    def objects(self, *, duplicates: bool = True) -> Iterator[Report]:
        """All reports as objects, one after the other, in memory that does not grow with their number.

        Without `duplicates` those that repeat another are left out.
        """
        from fazhi_extract.dataset.objects import reports  # noqa: PLC0415  (needs an optional package)

        copies = "select report_id from reports where duplicate_of is not null"
        left_out = set() if duplicates else {row[0] for row in self.sql(copies)}
        yield from (report for report_id, report in reports(self.path) if report_id not in left_out)

    def close(self) -> None:
        """Let go of the files and of DuckDB's memory."""
        self._connection.close()

    def __enter__(self) -> Dataset:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def __len__(self) -> int:
        """How many reports there are, duplicates too."""
        ((count,),) = self.sql("select count(*) from reports")
        return int(count)

    def __repr__(self) -> str:
        """Where it is and how much it holds."""
        return f"Dataset({str(self.path)!r})"

    def __reduce__(self) -> tuple[object, ...]:
        """Opened again where it is unpickled."""
        return (_reopened, (self.path, self._limits))

    def _check_indicators(self, wanted: Sequence[str]) -> None:
        """Nothing was found: say so if it is because of a name.

        Raises:
            OptionError: for an indicator that neither the catalogue nor the data set has.
        """
        from fazhi_extract.indicators import catalogue  # noqa: PLC0415  (only where something is wrong)

        known = {indicator.id for indicator in catalogue()}
        if all(name in known for name in wanted):
            return
        known.update(row[0] for row in self.sql("select distinct indicator from metrics") if row[0])
        for name in wanted:
            if name not in known:
                near = get_close_matches(name, known, 3)
                hint = f"; near it: {', '.join(near)}" if near else ""
                raise OptionError(f"no indicator is called {name!r} here{hint}")


def _reopened(path: Path, limits: Mapping[str, Any]) -> Dataset:
    return Dataset(path, **limits)


def _files(path: Path, manifest: Mapping[str, Any]) -> dict[str, list[Path]]:
    """The files of each table, published ones first and there even if empty."""
    try:
        tables = manifest["tables"].items()
        listed = {name: [path / file for file in table["files"]] for name, table in tables}
    except (KeyError, TypeError, AttributeError) as error:
        raise DatasetError(f"{path}: its manifest is damaged ({error!r}); build it again") from error
    return {**{name: listed.pop(name, []) for name in TABLES}, **listed}
