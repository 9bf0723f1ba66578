"""Traditional characters taken for simplified ones: a mirror in the other script is still a mirror."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from fazhi_extract.lexicon import Lexicon, default_lexicon

__all__ = ["simplified", "simplified_codes"]

_PLANE = 1 << 16  # all characters of the list are of the first plane


def simplified(text: str, *, lexicon: Lexicon | None = None) -> str:
    """The text with every traditional character of everyday use as the simplified one; as long as it was."""
    return text.translate(_pairs(lexicon or default_lexicon()))


def simplified_codes(
    codes: npt.NDArray[np.uint32], *, lexicon: Lexicon | None = None
) -> npt.NDArray[np.uint32]:
    """The same of code points."""
    table = _table(lexicon or default_lexicon())
    found: npt.NDArray[np.uint32] = np.where(codes < _PLANE, table[codes & np.uint32(_PLANE - 1)], codes)
    return found


@cache
def _pairs(lexicon: Lexicon) -> dict[int, int]:
    rows = lexicon.rows("traditional")
    return {ord(other): ord(simple) for simple, others in rows for other in others}


@cache
def _table(lexicon: Lexicon) -> npt.NDArray[np.uint32]:
    pairs = _pairs(lexicon)
    table = np.arange(_PLANE, dtype=np.uint32)
    table[list(pairs)] = list(pairs.values())
    return table
