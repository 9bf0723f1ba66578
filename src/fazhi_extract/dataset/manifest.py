"""`manifest.json`: which files make up a data set. It is swapped as a whole; readers go by it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from fazhi_extract.errors import DatasetError

__all__ = ["FORMAT", "MANIFEST", "is_dataset", "listed", "read_manifest", "swap", "write_manifest"]

MANIFEST = "manifest.json"
FORMAT = "fazhi-extract-dataset"


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest of the data set in this folder.

    Raises:
        DatasetError: when there is none, or it is no manifest.
    """
    file = path / MANIFEST
    try:
        manifest = json.loads(file.read_bytes())
    except FileNotFoundError as error:
        raise DatasetError(
            f"{path}: no finished data set here; build one with: fazhi-extract build REPORTS… -o {path}"
        ) from error
    except (OSError, ValueError) as error:
        raise DatasetError(f"{file}: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise DatasetError(f"{file}: not the manifest of a data set of this library")
    return manifest


def is_dataset(path: Path) -> bool:
    """Whether a finished data set is in this folder."""
    try:
        read_manifest(path)
    except DatasetError:
        return False
    return True


def listed(manifest: Mapping[str, Any]) -> set[str]:
    """The files that a manifest names."""
    tables = manifest["tables"].values()
    return {file for table in tables for file in table["files"]}.union(manifest["objects"])


def write_manifest(
    path: Path,
    tables: Mapping[str, Iterable[tuple[str, int]]],
    objects: Iterable[str],
    **facts: object,
) -> None:
    """Put a new manifest in the place of the old one."""
    listed = {
        name: {"rows": sum(rows for _, rows in files), "files": sorted(file for file, _ in files)}
        for name, files in ((name, list(files)) for name, files in tables.items())
    }
    manifest = {"format": FORMAT, **facts, "tables": listed, "objects": sorted(objects)}
    swap(path / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())


def swap(file: Path, data: bytes) -> None:
    """Write a file so that it is there as a whole or, at any interruption, as it was before."""
    temporary = file.with_name(f".{file.name}.{uuid4().hex}")
    try:
        with temporary.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
