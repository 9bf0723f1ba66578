"""Optional packages, imported when they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from fazhi_extract.errors import MissingPackageError

__all__ = ["package"]


def package(name: str, extra: str = "dataset") -> Any:
    """The module of this name.

    Raises:
        MissingPackageError: when it is not installed; the message says which extra has it.
    """
    try:
        return import_module(name)
    except ImportError as error:
        top = name.partition(".")[0]
        raise MissingPackageError(f"{top} is not installed; pip install 'fazhi-extract[{extra}]'") from error
