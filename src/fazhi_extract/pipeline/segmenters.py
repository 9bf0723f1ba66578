"""Cutting text into words: what `load(segmenter=…)` names, beside the plain characters."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from fazhi_extract.errors import OptionError

__all__ = ["SEGMENTERS", "cutter"]

SEGMENTERS = ("char", "jieba", "pkuseg")
"""`char`: one token a character; `jieba`: its default dictionary; `pkuseg`: the model trained for reports."""

Cutter = Callable[[str], list[str]]
"""Text → words that join up to it, white space apart from the rest; lone surrogates must be gone."""

_MODEL = Path(__file__).parents[1] / "data" / "segmentation" / "pkuseg"
_LONGEST = 400  # characters decoded at once: the memory of a decoding grows with them
_PIECE = re.compile(rf"\s+|[^\s。；！？]{{1,{_LONGEST}}}[。；！？]?|[。；！？]")
# Marks that are words of their own whatever stands around them; `,` `，` `:` only outside numbers.
_MARK = re.compile(
    r"([《》〈〉（）()“”‘’、。；：;！？!?【】〔〕]|(?<![0-9０-９])[,，:]|[,，:](?![0-9０-９]))"
)


@cache
def cutter(name: str) -> Cutter | None:
    """The function that cuts into words; None for `char`, which needs none.

    Raises:
        OptionError: when there is no such segmenter, or `jieba` is not installed.
    """
    if name == "char":
        return None
    if name == "jieba":
        return _by_pieces(_jieba())
    if name == "pkuseg":
        return _by_pieces(_pkuseg())
    raise OptionError(f"segmenter={name!r}: there are {', '.join(map(repr, SEGMENTERS))}")


def _jieba() -> Cutter:
    try:
        jieba = importlib.import_module("jieba")
    except ImportError as error:
        raise OptionError(
            "segmenter='jieba' needs a package that is not installed: pip install jieba; "
            "or take segmenter='pkuseg', whose model is shipped"
        ) from error
    jieba.setLogLevel("WARNING")  # it tells of its dictionary otherwise
    cut: Cutter = jieba.lcut
    return cut


def _pkuseg() -> Cutter:
    """The shipped model. Given a folder, spacy-pkuseg reads that folder and downloads nothing."""
    spacy_pkuseg = importlib.import_module("spacy_pkuseg")
    cut = spacy_pkuseg.pkuseg(str(_MODEL), user_dict=None).cut
    return lambda piece: [part for word in cut(piece) for part in _MARK.split(word) if part]


def _by_pieces(cut: Cutter) -> Cutter:
    """Give `cut` a sentence at a time, see to white space. Words that do not join up become characters."""

    def cut_pieces(text: str) -> list[str]:
        return list(_words(cut, text))

    return cut_pieces


def _words(cut: Cutter, text: str) -> Iterator[str]:
    for match in _PIECE.finditer(text):
        piece = match[0]
        if piece.isspace():
            yield piece
            continue
        words = cut(piece)
        if "".join(words) == piece:
            yield from words
        else:
            yield from piece
