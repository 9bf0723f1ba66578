"""What a reader should know of a page that holds no report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from fazhi_extract.sources.html.blocks import Block

__all__ = ["notices_of"]

_LITTLE = 100
_NAMED = 3
_HAN_RUN = re.compile(r"(?:[\u4e00-\u9fff，。、；：]|\\u[4-9][0-9a-f]{3}|<[^<>]{0,100}>){40,}", re.IGNORECASE)


def notices_of(lines: Sequence[str], attachments: Sequence[Block], scripts: str) -> tuple[str, ...]:
    """Remarks on a page with little text: it links the report, builds it by a script, or shows none."""
    if sum(map(len, lines)) >= _LITTLE:
        return ()
    if attachments:
        names = [_name(block) for block in attachments[:_NAMED]]
        more = f" and {len(attachments) - _NAMED} more" if len(attachments) > _NAMED else ""
        return (
            f"the page holds hardly any text and links to {', '.join(names)}{more}: read that file instead",
        )
    if _HAN_RUN.search(scripts):
        return (
            "the page holds hardly any text, but its scripts do: save it from a browser after it was shown",
        )
    return ("the page holds hardly any text; its body may come from a script or a file of its own",)


def _name(block: Block) -> str:
    target = unquote(block.targets[0]).rpartition("/")[2] if block.targets else ""
    return f"{block.text} ({target})" if block.text and target not in block.text else block.text or target
