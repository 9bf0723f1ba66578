"""What a reader should know of a page that holds no report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from fazhi_extract.sources.html.article import is_attachment
from fazhi_extract.sources.html.blocks import Block

__all__ = ["notices_of"]

_LITTLE = 100
_NAMED = 3
_PAGER = 80
_PAGES = re.compile(r"createPageHTML\(\s*[\"']?(\d{1,4})")
_NEXT = re.compile(r"(?:^|[\s\d.…|])下一?页(?:$|[\s|>»])")
_ADDRESS = re.compile(r"(?!#|javascript:|\s*$)", re.IGNORECASE)
_HAN_RUN = re.compile(r"(?:[\u4e00-\u9fff，。、；：]|\\u[4-9][0-9a-f]{3}|<[^<>]{0,100}>){40,}", re.IGNORECASE)


def notices_of(lines: Sequence[str], blocks: Sequence[Block], scripts: str) -> tuple[str, ...]:
    """Remarks on a page that is one of several, or has little text of its own."""
    if _is_one_of_several(blocks, scripts):
        return (
            "the page links to a next page: the text may go on there",
            *_of_little(lines, blocks, scripts),
        )
    return _of_little(lines, blocks, scripts)


def _is_one_of_several(blocks: Sequence[Block], scripts: str) -> bool:
    pages = _PAGES.search(scripts)
    if pages and int(pages[1]) > 1:
        return True
    return any(
        block.linked and _NEXT.search(block.text) and any(map(_ADDRESS.match, block.targets))
        for block in blocks
        if len(block.text) <= _PAGER
    )


def _of_little(lines: Sequence[str], blocks: Sequence[Block], scripts: str) -> tuple[str, ...]:
    if sum(map(len, lines)) >= _LITTLE:
        return ()
    attachments = [block for block in blocks if is_attachment(block)]
    if attachments:
        names = ", ".join(_name(block) for block in attachments[:_NAMED])
        more = f" and {len(attachments) - _NAMED} more" if len(attachments) > _NAMED else ""
        return (f"the page holds hardly any text and links to {names}{more}: read that file instead",)
    if _HAN_RUN.search(scripts):
        return (
            "the page holds hardly any text, but its scripts do: save it from a browser after it was shown",
        )
    return (
        "the page holds hardly any text; its body may come from a script, a picture or a file of its own",
    )


def _name(block: Block) -> str:
    target = unquote(block.targets[0]).rpartition("/")[2] if block.targets else ""
    return f"{block.text} ({target})" if block.text and target not in block.text else block.text or target
