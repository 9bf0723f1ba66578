"""Reports from wherever they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from fazhi_extract.errors import InputError
from fazhi_extract.models import Report

__all__ = ["Source", "load_reports"]

Source = Report | str | bytes | Path | Mapping[str, Any]


def load_reports(sources: Source | Iterable[Source]) -> list[Report]:
    """Reports from objects, dicts, JSON strings and files, in the order given.

    Args:
        sources: one source or several, each a `Report`, the dict of one, its JSON, or the path of a `.json`
            file (one report, or a list of them), of a `.jsonl` file, or of a folder of such files.

    Raises:
        InputError: when something is no report; the message says which source and what is wrong.
    """
    if isinstance(sources, Report | str | bytes | Path | Mapping):
        return _load(sources, "source 1")
    return [report for n, source in enumerate(sources, 1) for report in _load(source, f"source {n}")]


def _load(source: Source, name: str) -> list[Report]:
    if isinstance(source, Report):
        return [source]
    if isinstance(source, Mapping):
        try:
            return [Report.model_validate(dict(source))]
        except ValidationError as fault:
            raise _no_report(name, fault) from fault
    if isinstance(source, str | bytes) and source.lstrip()[:1] in ("{", b"{", "[", b"["):
        return _parse(source, name)
    if isinstance(source, str | Path):
        return _read(Path(source))
    raise InputError(f"{name}: a report comes as Report, dict, JSON or path, not {type(source).__name__}")


def _parse(text: str | bytes, name: str) -> list[Report]:
    try:
        if text.lstrip()[:1] in ("[", b"["):
            return TypeAdapter(list[Report]).validate_json(text)
        return [Report.model_validate_json(text)]
    except ValidationError as fault:
        raise _no_report(name, fault) from fault


def _read(path: Path) -> list[Report]:
    if path.is_dir():
        files = sorted([*path.glob("*.json"), *path.glob("*.jsonl")])
        if not files:
            raise InputError(f"{str(path)!r} holds no .json or .jsonl file")
        return [report for file in files for report in _read(file)]
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as fault:
        raise InputError(f"{str(path)!r} cannot be read: {fault}") from fault
    if path.suffix != ".jsonl":
        return _parse(text, path.name)
    return [
        report
        for number, line in enumerate(text.split("\n"), 1)
        if line.strip()
        for report in _parse(line, f"{path.name}, line {number}")
    ]


def _no_report(name: str, fault: ValidationError) -> InputError:
    first = fault.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "the whole"
    return InputError(f"{name} is no stored report: {place}: {first['msg']}")
