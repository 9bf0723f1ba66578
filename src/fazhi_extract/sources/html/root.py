"""Which part of a page is the article: by the names that portals give it, and by where its prose is."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.sources.html.article import is_labelled
from fazhi_extract.sources.html.blocks import Block, Page
from fazhi_extract.sources.html.tree import Node

__all__ = ["PROSE", "cut_clutter", "find_root", "holds_article"]

PROSE = 60
"""A page with fewer characters of prose holds no article."""

_ALL = 0.97
_CLUTTER = 0.05
_ALL_CLUTTER = 0.2
_SIGNATURE_LINES = 6
_DATE = re.compile(r"\s*[12１２二][0-9０-９〇零○Ｏ]{3}\s*年\s*.{1,3}\s*月(?:\s*.{1,3}\s*日)?\s*")
_NAME = re.compile(r"[（(]?[\u4e00-\u9fff ]{2,40}[)）]?")
_BOX = re.compile(  # what stands over other articles, beside the one
    r"(?:图片|热点|热门|最新|推荐|相关|本周|今日|时政|点击|阅读)(?:新闻|文章|资讯|推荐|排行|阅读|要闻|稿件|报道)榜?"
)
_SITE_TALK = re.compile(
    r"版权|备案|网站|链接|浏览器|本站|本网|主办|承办|技术支持|转载|邮箱|ICP|Copyright|IPv6|JavaScript|点击|登录",
    re.IGNORECASE,
)
_TALK_SIZE = 250
_REPEATED = 20  # characters of prose that no two paragraphs share by chance
_DOUBLED = 0.4  # of the prose of a page


@lru_cache(maxsize=4)
def _names(lexicon: Lexicon) -> tuple[dict[str, int], frozenset[str], tuple[str, ...]]:
    clutter = lexicon.rows("page_clutter")
    return (
        {name: rank for rank, name in enumerate(lexicon.words("content_roots"))},
        frozenset(row[1] for row in clutter if row[0] == "word"),
        tuple(row[1] for row in clutter if row[0] == "part"),
    )


def _prose(page: Page, lexicon: Lexicon) -> list[int]:
    """For each line how much prose stands before it. Of a table of labels nothing is prose."""
    return list(accumulate((_prose_of(block, lexicon) for block in page.blocks), initial=0))


def _prose_of(block: Block, lexicon: Lexicon) -> int:
    if block.cut or _talks_of_site(block.text) or (block.rows is not None and is_labelled(block, lexicon)):
        return 0
    return block.prose


def _talks_of_site(text: str) -> bool:
    return len(text) < _TALK_SIZE and _SITE_TALK.search(text) is not None


def cut_clutter(page: Page, lexicon: Lexicon) -> None:
    """Mark the lines of navigation, sharing, footers, other articles; never of what holds prose to speak of.

    Hidden lines count, as in tabs, save those that are also shown; so does an article that is there twice, as
    for screens of two sizes, once.
    """
    roots, words, parts = _names(lexicon)
    if any(block.hidden for block in page.blocks):
        shown = {block.text for block in page.blocks if not block.hidden}
        for block in page.blocks:
            block.cut = block.hidden and block.text in shown
    _cut_repeated(page)
    before = _prose(page, lexicon)
    most = max(_CLUTTER * before[-1], PROSE)
    clutter: list[tuple[int, int, int]] = []
    for node in page.nodes:
        names = node.names
        start, end = page.ranges[id(node)]
        boxed = start < end and _BOX.fullmatch(page.blocks[start].text) is not None
        if not boxed and not any(name in words or any(part in name for part in parts) for name in names):
            continue
        size = before[end] - before[start]
        least = _ALL_CLUTTER * before[-1] if boxed else most
        if size < least and not any(name in roots for name in names):
            clutter.append((start, end, size))
    believed = sum(size for _, _, size in clutter) <= _ALL_CLUTTER * before[-1]
    for start, end, size in clutter:
        if believed or size == 0:
            for block in page.blocks[start:end]:
                block.cut = True


def _cut_repeated(page: Page) -> None:
    """Where lines with much of the page's prose stand once more in the same order, mark the second ones."""
    blocks = page.blocks
    sizes = [0 if block.cut else block.prose for block in blocks]
    total = sum(sizes)
    first: dict[str, int] = {}
    done = 0
    for number, block in enumerate(blocks):
        if number < done or sizes[number] < _REPEATED:
            continue
        at = first.setdefault(block.text, number)
        if at == number:
            continue
        start = number
        while (
            at > 0 and start - 1 >= done and start - 1 > at and blocks[at - 1].text == blocks[start - 1].text
        ):
            at, start = at - 1, start - 1
        end = number
        while (
            end < len(blocks)
            and at + end - start < start
            and blocks[at + end - start].text == blocks[end].text
        ):
            end += 1
        several = len({one.text for one in blocks[start:end]}) > 1
        if several and sum(sizes[start:end]) >= _DOUBLED * total:
            for again in blocks[start:end]:
                again.cut = True
        done = end


def holds_article(page: Page, lexicon: Lexicon) -> bool:
    """Whether there is prose to speak of."""
    return _prose(page, lexicon)[-1] >= PROSE


def find_root(page: Page, lexicon: Lexicon) -> tuple[int, int]:
    """The lines of the article, as a range; of all lines where no element holds it.

    An element of a known name is taken where it holds nearly all prose, else the smallest that does. The
    signature right after it belongs to it.
    """
    ranks, _, _ = _names(lexicon)
    before = _prose(page, lexicon)
    if before[-1] < PROSE:
        return _thin_root(page, ranks)
    enough = _ALL * before[-1]
    smallest = page.nodes[0]
    named: tuple[int, Node] | None = None
    for node in page.nodes:
        start, end = page.ranges[id(node)]
        if before[end] - before[start] < enough:
            continue
        smallest = node
        rank = min((ranks[name] for name in node.names if name in ranks), default=None)
        if rank is not None and (named is None or rank <= named[0]):
            named = rank, node
    start, end = page.ranges[id(named[1] if named else smallest)]
    return start, _with_signature(page, end)


def _thin_root(page: Page, ranks: dict[str, int]) -> tuple[int, int]:
    """Without prose: the element of the best known name that holds anything, else the whole page."""
    best: tuple[int, Node] | None = None
    for node in page.nodes:
        start, end = page.ranges[id(node)]
        rank = min((ranks[name] for name in node.names if name in ranks), default=None)
        if rank is not None and end > start and (best is None or rank < best[0]):
            best = rank, node
    return page.ranges[id(best[1])] if best else (0, len(page.blocks))


def _with_signature(page: Page, end: int) -> int:
    """Where the article ends: after a date that stands on a line of its own soon after it, if one does."""
    for number, block in enumerate(page.blocks[end : end + _SIGNATURE_LINES], end):
        if block.cut or block.rows is not None:
            break
        if _DATE.fullmatch(block.text):
            return number + 1
        if not _NAME.fullmatch(block.text) or block.linked:
            break
    return end
