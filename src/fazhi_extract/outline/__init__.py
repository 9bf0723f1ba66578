"""Text → sections and blocks: numbering, headings, roles, blocks."""

from __future__ import annotations

from fazhi_extract.outline.read import read_outline
from fazhi_extract.outline.sentences import split_sentences
from fazhi_extract.outline.structure import Block, BlockKind, Extent, Outline

__all__ = ["Block", "BlockKind", "Extent", "Outline", "read_outline", "split_sentences"]
