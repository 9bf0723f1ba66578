"""Many reports: build, resume, query, export. Nothing is loaded until it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fazhi_extract.dataset.builder import build
    from fazhi_extract.dataset.progress import Progress
    from fazhi_extract.dataset.store import Dataset

_HOME = {"Dataset": "store", "Progress": "progress", "build": "builder"}

__all__ = ["Dataset", "Progress", "build"]


def __getattr__(name: str) -> Any:
    """Import a public name from its home when it is first asked for."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
