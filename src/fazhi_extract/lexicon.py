"""Word lists and small tables by name: read once from `data/`, replaceable by the caller.

A data file is `data/<step>/<name>.tsv`: UTF-8, one row a line, tab-separated columns, `#` starts a comment
line, a header comment says what the list is for and where it comes from. `<name>` is unique over all steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from fazhi_extract.errors import LexiconError

__all__ = ["Lexicon", "Row", "default_lexicon", "read_rows"]

Row = tuple[str, ...]
_DATA = Path(__file__).parent / "data"


def read_rows(path: Path) -> tuple[Row, ...]:
    """Rows of one data file, in file order, comments and empty lines left out.

    Raises:
        LexiconError: on a repeated row or an empty file.
    """
    rows: dict[Row, None] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = tuple(cell.strip() for cell in line.rstrip("\n").split("\t"))
        if row in rows:
            raise LexiconError(f"{path.name}, line {number}: the row {row} stands twice; delete one")
        rows[row] = None
    if not rows:
        raise LexiconError(f"{path.name} holds no row; a list that matches nothing is a mistake")
    return tuple(rows)


@cache
def _files() -> Mapping[str, Path]:
    return MappingProxyType({path.stem: path for path in sorted(_DATA.glob("*/*.tsv"))})


@cache
def _shipped(name: str) -> tuple[Row, ...]:
    return read_rows(_files()[name])


class Lexicon:
    """All word lists, with the caller's additions and replacements. Immutable and hashable."""

    __slots__ = ("_changed", "_hash")

    def __init__(self, changed: Mapping[str, tuple[Row, ...]] | None = None) -> None:
        """Start from the shipped lists; `changed` holds the lists that differ, complete."""
        self._changed: dict[str, tuple[Row, ...]] = dict(changed or {})
        self._hash = hash(tuple(sorted(self._changed.items())))

    @staticmethod
    def names() -> tuple[str, ...]:
        """Names of all lists, sorted."""
        return tuple(sorted(_files()))

    def rows(self, name: str) -> tuple[Row, ...]:
        """The rows of list `name`, each a tuple of its columns.

        Raises:
            LexiconError: when there is no such list.
        """
        if name not in _files():
            raise LexiconError(f"no lexicon is called {name!r}; there are: {', '.join(self.names())}")
        return self._changed[name] if name in self._changed else _shipped(name)

    def words(self, name: str) -> tuple[str, ...]:
        """The first column of list `name`, in file order without repetition."""
        return tuple(dict.fromkeys(row[0] for row in self.rows(name)))

    def extended(self, lists: Mapping[str, Iterable[str | Row]]) -> Lexicon:
        """A new lexicon with rows added before the present ones of each named list."""
        return self.replaced(
            {name: (*_as_rows(name, rows), *self.rows(name)) for name, rows in lists.items()}
        )

    def replaced(self, lists: Mapping[str, Iterable[str | Row]]) -> Lexicon:
        """A new lexicon with each named list given anew."""
        for name in lists:
            self.rows(name)
        return Lexicon({**self._changed, **{name: _as_rows(name, rows) for name, rows in lists.items()}})

    def __eq__(self, other: object) -> bool:
        """Equal when the same lists are changed in the same way."""
        return isinstance(other, Lexicon) and self._changed == other._changed

    def __hash__(self) -> int:
        """Hash of the changed lists."""
        return self._hash

    def __repr__(self) -> str:
        """Name the changed lists."""
        return f"Lexicon(changed={sorted(self._changed)})"


def _as_rows(name: str, rows: Iterable[str | Row]) -> tuple[Row, ...]:
    if isinstance(rows, str):
        raise LexiconError(f"lexicon {name!r}: give a list of entries, not the one string {rows!r}")
    return tuple(dict.fromkeys((row,) if isinstance(row, str) else tuple(row) for row in rows))


@cache
def default_lexicon() -> Lexicon:
    """The shipped lexicon (one object a process)."""
    return Lexicon()
