"""The catalogue: a set of indicators by id, shipped or the caller's own."""

from __future__ import annotations

import configparser
import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from fazhi_extract.indicators.schema import Indicator, IndicatorError

__all__ = ["Catalogue", "Source", "catalogue", "load_catalogue"]

_DATA = Path(__file__).parents[1] / "data" / "indicators"
_LINES = frozenset({"examples", "near_misses"})
_LISTS = frozenset(
    {
        "unit_variants",
        "aliases",
        "bare_aliases",
        "bare_context",
        "predicates",
        "not_near",
        "narrows",
        "denominator_alt",
    }
)

Source = str | Path | Mapping[str, Any] | Indicator | Iterable[Any]


class Catalogue:
    """Indicators in file order, unique by id. Immutable and hashable."""

    __slots__ = ("_by_id", "_hash", "version")

    def __init__(self, indicators: Iterable[Indicator], *, version: str = "own") -> None:
        """Collect indicators; `version` says which edition of the data this is.

        Raises:
            IndicatorError: on an id given twice, or a numerator or denominator that names none.
        """
        by_id: dict[str, Indicator] = {}
        for one in indicators:
            if one.id in by_id:
                raise IndicatorError(f"indicator {one.id!r} is given twice; ids must be unique")
            by_id[one.id] = one
        for one in by_id.values():
            for other in (one.numerator, one.denominator, *one.denominator_alt):
                if other is not None and other not in by_id:
                    raise IndicatorError(
                        f"indicator {one.id!r} names {other!r}, which the catalogue does not hold"
                    )
        self._by_id = MappingProxyType(by_id)
        self._hash = hash(tuple(by_id.values()))
        self.version = version

    def __iter__(self) -> Iterator[Indicator]:
        """The indicators in file order."""
        return iter(self._by_id.values())

    def __len__(self) -> int:
        """How many indicators there are."""
        return len(self._by_id)

    def __contains__(self, indicator_id: object) -> bool:
        """Whether an id is known."""
        return indicator_id in self._by_id

    def get(self, indicator_id: str) -> Indicator:
        """The indicator of an id.

        Raises:
            IndicatorError: when there is none; the message names the nearest.
        """
        try:
            return self._by_id[indicator_id]
        except KeyError:
            stem = indicator_id.split(".", maxsplit=1)[0]
            near = [one for one in self._by_id if one.startswith(stem)] or sorted(
                {i.split(".")[0] for i in self._by_id}
            )
            raise IndicatorError(
                f"no indicator is called {indicator_id!r}; there are: {', '.join(near)}"
            ) from None

    def search(self, text: str) -> list[Indicator]:
        """Indicators whose id, name, alias or note holds `text`, those by name first."""
        wanted = text.strip().lower()
        if not wanted:
            return []
        ranked = [(rank, one) for one in self if (rank := _rank(one, wanted)) is not None]
        return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]

    def extended(self, *sources: Source) -> Catalogue:
        """A new catalogue with further indicators; one with a known id replaces the old."""
        merged = dict(self._by_id)
        for source in sources:
            merged.update({one.id: one for one in _read(source)})
        return Catalogue(merged.values(), version=f"{self.version}+own")

    def __eq__(self, other: object) -> bool:
        """Equal when the indicators are, in the same order."""
        return isinstance(other, Catalogue) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        """Hash of the indicators."""
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the indicators; the hash is worked out anew, for it differs from process to process."""
        return (_rebuild, (tuple(self), self.version))

    def __repr__(self) -> str:
        """Size and version."""
        return f"Catalogue({len(self)} indicators, version {self.version!r})"


def _rebuild(indicators: tuple[Indicator, ...], version: str) -> Catalogue:
    return Catalogue(indicators, version=version)


def _rank(one: Indicator, wanted: str) -> int | None:
    fields = ((one.id, one.name_zh.lower()), one.aliases, one.bare_aliases, (one.note or "",))
    return next((rank for rank, texts in enumerate(fields) if any(wanted in text for text in texts)), None)


@cache
def catalogue() -> Catalogue:
    """The shipped catalogue (one object a process)."""
    files = sorted(_DATA.glob("*.ini"))
    version = (_DATA / "VERSION").read_text(encoding="utf-8").strip()
    return Catalogue((one for path in files for one in _read(path)), version=version)


def load_catalogue(*sources: Source, version: str = "own") -> Catalogue:
    """A catalogue of the caller's own.

    Args:
        sources: each a path to an `.ini` or `.json` file, a mapping, an `Indicator`, or a list of these.
        version: what `Catalogue.version` says.

    Raises:
        IndicatorError: on an unreadable file, an unknown field, a wrong value or a repeated id; the message
            names file, id and field.
    """
    return Catalogue((one for source in sources for one in _read(source)), version=version)


def _read(source: Source) -> list[Indicator]:
    if isinstance(source, Indicator):
        return [source]
    if isinstance(source, str | Path):
        return _read_file(Path(source))
    if isinstance(source, Mapping):
        return [_one(source, "mapping")]
    if isinstance(source, Iterable):
        return [one for each in source for one in _read(each)]
    raise IndicatorError(
        f"indicators come as a path, a mapping, an Indicator or a list of them, not {source!r}"
    )


def _read_file(path: Path) -> list[Indicator]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as fault:
        raise IndicatorError(f"indicator file {str(path)!r} cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise IndicatorError(f"indicator file {str(path)!r} is not UTF-8 (byte {fault.start})") from fault
    if path.suffix == ".json":
        return _read_json(text, path.name)
    if path.suffix == ".ini":
        return _read_ini(text, path.name)
    raise IndicatorError(f"indicator file {path.name!r}: the name must end in .ini or .json")


def _read_json(text: str, name: str) -> list[Indicator]:
    try:
        rows = json.loads(text)
    except ValueError as fault:
        raise IndicatorError(f"{name} is no JSON: {fault}") from fault
    if not isinstance(rows, list):
        raise IndicatorError(f"{name} must hold a list of objects, not a {type(rows).__name__}")
    return [_one(row, name) for row in rows]


def _read_ini(text: str, name: str) -> list[Indicator]:
    parser = configparser.RawConfigParser(
        delimiters=("=",), comment_prefixes=("#",), inline_comment_prefixes=None, empty_lines_in_values=False
    )
    try:
        parser.read_string(text, source=name)
    except configparser.Error as fault:
        raise IndicatorError(f"{name}: {fault}") from fault
    found = []
    for indicator_id in parser.sections():
        row: dict[str, Any] = {"id": indicator_id}
        for key, value in parser.items(indicator_id):
            if key in _LINES:
                row[key] = [line.strip() for line in value.splitlines() if line.strip()]
            elif key in _LISTS:
                row[key] = [
                    part.strip() for line in value.splitlines() for part in line.split(";") if part.strip()
                ]
            else:
                row[key] = value
        found.append(_one(row, name))
    return found


def _one(row: object, name: str) -> Indicator:
    if not isinstance(row, Mapping):
        raise IndicatorError(f"{name}: an indicator is an object with fields, not {row!r}")
    given = {
        key: () if value is None and key in _LISTS else value
        for key, value in row.items()
        if key != "seen_in"
    }
    try:
        return Indicator.model_validate(given)
    except ValidationError as fault:
        first = fault.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise IndicatorError(
            f"{name}, indicator {row.get('id', '?')!r}, {field or 'fields'}: {first['msg']}"
        ) from fault
