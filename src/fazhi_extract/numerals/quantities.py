"""Running text to quantities, and to what looks like one and is none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Final, Literal, overload

from fazhi_extract.errors import InputError, NumeralError, OptionError
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Quantity
from fazhi_extract.numerals.build import moved
from fazhi_extract.numerals.grammar import grammar
from fazhi_extract.numerals.rejects import RULES, Rejected, context
from fazhi_extract.numerals.scan import Scan
from fazhi_extract.numerals.units import Unit
from fazhi_extract.numerals.whole import whole_quantity

__all__ = ["find_quantities", "iter_quantities", "parse_quantity"]


@overload
def find_quantities(
    text: str,
    *,
    keep_rejected: Literal[False] = False,
    units: Iterable[Unit] = (),
    lexicon: Lexicon | None = None,
) -> list[Quantity]: ...


@overload
def find_quantities(
    text: str,
    *,
    keep_rejected: Literal[True] | Collection[str],
    units: Iterable[Unit] = (),
    lexicon: Lexicon | None = None,
) -> list[Quantity | Rejected]: ...


def find_quantities(
    text: str,
    *,
    keep_rejected: bool | Collection[str] = False,
    units: Iterable[Unit] = (),
    lexicon: Lexicon | None = None,
) -> list[Quantity] | list[Quantity | Rejected]:
    """All quantities of a text, left to right, not overlapping, with offsets into `text` as given.

    Args:
        text: any string.
        keep_rejected: also return what was taken for no quantity, as `Rejected` with its rule and reason;
            names of rules (`{"date"}`) for what those refuse and no more, which costs less.
        units: units of the caller's own, which win over the shipped ones.
        lexicon: other word lists than the shipped.

    Raises:
        InputError: when `text` is no string.
        OptionError: when `keep_rejected` names a rule that there is not.
    """
    if not isinstance(text, str):
        raise InputError(f"find_quantities wants a str, not {type(text).__name__}; decode it first")
    words = lexicon or default_lexicon()
    return Scan(text, grammar(tuple(units), words), context(words), _kept(keep_rejected)).run()


def _kept(wanted: bool | Collection[str]) -> Collection[str]:
    """The rules whose refusals are shown."""
    if isinstance(wanted, bool):
        return RULES if wanted else ()
    unknown = {wanted} if isinstance(wanted, str) else set(wanted) - RULES.keys()
    if unknown:
        raise OptionError(
            f"keep_rejected wants True, False or a set of rules, not {', '.join(sorted(unknown))}; "
            f"the rules are {', '.join(RULES)}"
        )
    return wanted


def iter_quantities(
    text: str | Iterable[str], *, units: Iterable[Unit] = (), lexicon: Lexicon | None = None
) -> Iterator[Quantity]:
    """The quantities of a long text, or of one that comes in pieces, line by line.

    Offsets count from the beginning of the first piece. A piece may end anywhere: only whole lines are read.

    Raises:
        InputError: when `text` or a piece is no string.
    """
    words = lexicon or default_lexicon()
    g, ctx = grammar(tuple(units), words), context(words)
    offset = 0
    for block in _blocks((text,) if isinstance(text, str) else text):
        for found in Scan(block, g, ctx, keep=()).run():
            if isinstance(found, Quantity):
                yield moved(found, offset)
        offset += len(block)


_BLOCK: Final = 1 << 16


def _blocks(pieces: Iterable[str]) -> Iterator[str]:
    """The text in blocks that end with a line."""
    waiting: list[str] = []
    for piece in pieces:
        if not isinstance(piece, str):
            raise InputError(f"iter_quantities wants strings, not {type(piece).__name__}; decode them first")
        at = 0
        while True:
            cut = piece.find("\n", at + _BLOCK) + 1 or (piece.rfind("\n", at) + 1)
            if cut <= at:
                break
            yield "".join((*waiting, piece[at:cut]))
            waiting.clear()
            at = cut
        if at < len(piece):
            waiting.append(piece[at:])
    if waiting:
        yield "".join(waiting)


def parse_quantity(s: str, *, units: Iterable[Unit] = (), lexicon: Lexicon | None = None) -> Quantity:
    """The one quantity that the whole of `s` is: number, unit, words of approximation.

    Raises:
        NumeralError: when `s` is not one whole quantity; `position` says where it stops being one.
        InputError: when `s` is no string.
    """
    if not isinstance(s, str):
        raise InputError(f"parse_quantity wants a str, not {type(s).__name__}; decode or format it first")
    words = lexicon or default_lexicon()
    scan = Scan(s, grammar(tuple(units), words), context(words), keep=())
    found = whole_quantity(scan)
    if isinstance(found, int):
        shown = s if len(s) <= 40 else s[:37] + "…"
        raise NumeralError(
            f"{shown!r} is not one whole quantity: see position {found}", numeral=s, position=found
        )
    return found
