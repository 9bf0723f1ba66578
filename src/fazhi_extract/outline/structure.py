"""What the outline step hands on: small frozen objects with plain offsets into the report's text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal, NamedTuple

from fazhi_extract.models import Role, Section

__all__ = ["Block", "BlockKind", "Extent", "Outline", "extent_of"]

BlockKind = Literal["item", "introduction", "cause", "table"]


class Extent(NamedTuple):
    """A stretch of text: 0-based, end-exclusive character offsets."""

    start: int
    end: int


extent_of: Final[Callable[[tuple[int, int]], Extent]] = partial(tuple.__new__, Extent)
"""The extent of a pair of offsets, at half of what `Extent(start, end)` costs."""


class Block(NamedTuple):
    """A stretch of running text that belongs together.

    `item` blocks become measures, shortcomings or plans by their `role`; `introduction` blocks
    (总起句, lists of honours, opening paragraphs) and `table` blocks are no items but hold figures;
    `cause` blocks are causes.
    `heading` is the extent of the run-in lead without enumerator and closing 。; `number` is the value of the
    enumerator (一是 → 1), None where the block has none. `sentences` are those of an item, where the outline
    has looked at them; empty where `split_sentences` has yet to.
    """

    kind: BlockKind
    extent: Extent
    role: Role
    section: str | None
    heading: Extent | None = None
    number: int | None = None
    sentences: tuple[Extent, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The structure of one report.

    `body` is the report proper: portal headers before it and page furniture after it are outside.
    `title` is the printed title, where the text has one. `signature` holds the extents of the lines after the
    last sentence that name issuer and date. `sections` and `blocks` are in document order.
    No two blocks overlap.
    `warnings` say what could not be made out.
    """

    body: Extent
    title: Extent | None
    signature: tuple[Extent, ...]
    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
