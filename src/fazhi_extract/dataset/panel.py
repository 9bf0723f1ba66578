"""Questions about places and years → SQL with parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from fazhi_extract.dataset.schema import published
from fazhi_extract.errors import OptionError

__all__ = ["metrics_query", "reports_query"]

_CODE = re.compile(r"[0-9]{1,12}")
_ORIGINAL = "report_id not in (select report_id from reports where duplicate_of is not null)"
Query = tuple[str, list[object]]


def metrics_query(
    indicators: Sequence[str] | None,
    region: str | None,
    years: int | Iterable[int] | None,
    *,
    duplicates: bool,
    columns: Sequence[str] | None,
) -> Query:
    """Figures, ordered by place, year and their order in the report.

    Raises:
        OptionError: for an unknown column, a region that is no string, or years that are no numbers.
    """
    known = [column.name for column in published()["metrics"].columns]
    unknown = [name for name in columns or () if name not in known]
    if unknown:
        raise OptionError(f"columns={unknown!r}: the table metrics has {', '.join(known)}")
    conditions, params = _where(region, years, "coalesce(year, report_year)")
    if indicators is not None:
        conditions.append("list_contains(?, indicator)")
        params.append(indicators)
    if not duplicates:
        conditions.append(_ORIGINAL)
    return _select(", ".join(columns or known), "metrics", conditions, "report_id, ordinal"), params


def reports_query(
    region: str | None, years: int | Iterable[int] | None, *, duplicates: bool, text: bool
) -> Query:
    """Reports, ordered by place and year."""
    conditions, params = _where(region, years, "report_year")
    if not duplicates:
        conditions.append("duplicate_of is null")
    columns = "*" if text else "* exclude (text)"
    return _select(columns, "reports", conditions, "report_id"), params


def _select(columns: str, table: str, conditions: list[str], last: str) -> str:
    where = f" where {' and '.join(conditions)}" if conditions else ""
    return f"select {columns} from {table}{where} order by region_code, region, report_year, {last}"


def _where(region: object, years: object, year: str) -> tuple[list[str], list[object]]:
    conditions: list[str] = []
    params: list[object] = []
    if region is not None:
        if not isinstance(region, str):
            raise OptionError(f"region={region!r}: give a name, or the beginning of a code as a string")
        if _CODE.fullmatch(region):
            conditions.append("starts_with(region_code, ?)")
            params.append(_prefix(region))
        else:
            conditions.append("(region = ? or list_contains(region_path, ?))")
            params += [region, region]
    if years is not None:
        wanted = _years(years)
        if isinstance(wanted, range) and wanted.step == 1 and wanted:
            conditions.append(f"{year} between ? and ?")
            params += [wanted[0], wanted[-1]]
        else:
            conditions.append(f"list_contains(?::integer[], {year})")
            params.append(list(wanted))
    return conditions, params


def _prefix(code: str) -> str:
    """330000 is a province and 330100 a city: all within it begin alike."""
    return re.sub(r"(?:00){1,2}$", "", code) if len(code) == 6 else code


def _years(years: object) -> Sequence[int]:
    if isinstance(years, range):
        return years
    wanted = [years] if isinstance(years, int) else years
    if isinstance(wanted, str) or not isinstance(wanted, Iterable):
        raise OptionError(f"years={years!r}: give a year, a range or a list of years")
    found = list(wanted)
    if not all(isinstance(year, int) and 0 < year < 10000 for year in found):
        raise OptionError(f"years={years!r}: every year is a whole number such as 2023")
    return found
