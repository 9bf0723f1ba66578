"""The article of a page → its text, and the labelled lines around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import regex

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.sources.html.blocks import Block

__all__ = ["article_lines", "header_lines", "is_attachment", "is_labelled", "printed_title"]

_BLANK = r"[ \t\u3000]*"
_MARKS = re.compile(r"[\W_]+")
_STAMP = re.compile(
    r"[\[【(（]?\s*20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?\s*[\])】）]?"
)
_LONE_STAMP = re.compile(rf"(?<![:：\s\[【(（\d]){_STAMP.pattern}")
_BRACKETED_DAY = re.compile(r"[（(]\s*20\d\d年\d{1,2}月\d{1,2}日\s*[）)]")
_RUN_ON = re.compile(
    r"(?<=[\u4e00-\u9fff])(?=20\d\d[-/.年]\d)|(?<=:\d\d)(?=[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff])(?=(?:阅读|浏览|点击|访问|作者|责任编辑|字号|字体)(?:次数|量|数|率)?\s*[:：])"
)
_LONE_MARK = re.compile(
    r"[（(][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}[、.．]"
)
_FILES = re.compile(r"附\s*件\s*[:：]?")
_LISTING = re.compile(r"\W*(?:相关|延伸|推荐|热门|更多)")
_ABSTRACT = re.compile(r"[\[【]?(?:内容|文章|新闻)?(?:摘要|简介|导读|提要|概述)[\]】]?\s*[:：]\s*")
_NAMELESS = re.compile(r"[12１２二][0-9０-９〇零○Ｏ一二三四五六七八九]{3}\s*年|关于|年度|法治")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,30}(?:省|市|区|县|旗|州|盟|镇|乡|街道|政府|局|厅|委|委员会|办公室|管委会|办事处|总队|支队)"
)
_FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|rtf|ofd|zip|rar|jpe?g|png)(?:[?#].*)?$", re.IGNORECASE)
_GENRE = re.compile(r"法治|依法|报告|总结|情况")
_TITLE = re.compile(
    r"[^。；;|｜>＞]{2,60}(?:法治|依法)[^。；;|｜>＞]{0,40}(?:报告|总结|情况)(?:[（(].{1,12}[)）])?"
)
_LONGEST_LABELLED = 200
_NEAR = 8
_SHORT = 60
_TITLE_LINES = 12
_HEAD_LINES = 40
_SHORTEST_TITLE = 6


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str], regex.Pattern[str]]:
    labels = sorted(lexicon.words("meta_labels"), key=lambda word: (-len(word), word))
    spaced = "|".join(_BLANK.join(map(re.escape, label)) for label in labels)
    pieces = "|".join(f"(?:{row[0]})" for row in lexicon.rows("page_controls"))
    between = r"[\s\[\]【】()（）|｜/、·•:：]*+"
    return (
        re.compile(
            rf"(?:^|[\s|｜\[【(（•·])(?:{spaced}){_BLANK}[\]】]?{_BLANK}[:：]"
            rf"|[\[【]{_BLANK}(?:{spaced}){_BLANK}[\]】]"
        ),
        re.compile(rf"[•·●■◆*-]?{_BLANK}[\[【]?{_BLANK}(?:{spaced}){_BLANK}[\]】]?{_BLANK}[:：]?"),
        regex.compile(rf"{between}(?:(?>{pieces}){between}){{1,12}}+"),
    )


def is_attachment(block: Block) -> bool:
    """Whether a line is nothing but links to documents."""
    if not block.targets or block.linked * 2 < len(block.text):
        return False
    return any(map(_FILE.search, block.targets)) or _FILE.search(block.text) is not None


def _is_control(text: str, lexicon: Lexicon) -> bool:
    return len(text) < _LONGEST_LABELLED and _patterns(lexicon)[2].fullmatch(text) is not None


def is_labelled(block: Block, lexicon: Lexicon) -> bool:
    """Whether a line or table is of labels and their values (发布时间：… 来源：…)."""
    labelled, label, _ = _patterns(lexicon)
    if block.rows is not None:
        cells = [cell for row in block.rows for cell in row if cell]
        named = sum(label.fullmatch(cell) is not None or labelled.match(cell) is not None for cell in cells)
        return named >= 2 and named * 3 >= len(cells)
    text = block.text
    if len(text) > _LONGEST_LABELLED or "。" in text:
        return False
    if _BRACKETED_DAY.fullmatch(text):  # below a title, and part of it
        return False
    return bool(labelled.search(text) or _STAMP.fullmatch(text))


def article_lines(blocks: list[Block], title: str | None, lexicon: Lexicon) -> tuple[list[str], list[Block]]:
    """The lines of an article's text, its title first, and the labelled lines above and below its prose."""
    lines = [title] if title else []
    cut: list[Block] = []
    kept, below = _without_tail([block for block in blocks if not block.cut and block.text], lexicon)
    opening, valued, listing = True, True, False
    for number, block in enumerate(kept):
        if is_attachment(block) or (listing and block.linked * 2 > len(block.text)):
            continue
        listing = _is_control(block.text, lexicon)
        if listing:
            listing = _LISTING.match(block.text) is not None
            continue
        if _leads_to_files(kept, number) or _is_abstract(kept, number):
            continue
        lacks = opening and _lacks_value(block, lexicon)
        if opening and valued and not lacks and is_labelled(block, lexicon):
            cut.append(block)
            continue
        valued = not lacks
        opening = opening and (block.prose == 0 or block.rows is not None) and len(lines) < _HEAD_LINES
        if (
            lines
            and _LONE_MARK.fullmatch(lines[-1])
            and block.rows is None
            and not _LONE_MARK.match(block.text)
        ):
            lines[-1] += block.text
        else:
            lines.append(block.text)
    return lines, cut + below


def _without_tail(blocks: list[Block], lexicon: Lexicon) -> tuple[list[Block], list[Block]]:
    """The blocks without the labelled lines and controls at their end, and these labelled lines."""
    tail: list[Block] = []
    end = len(blocks)
    while end:
        block = blocks[end - 1]
        if not (is_attachment(block) or _is_control(block.text, lexicon)):
            if _STAMP.fullmatch(block.text) or not is_labelled(block, lexicon):
                break
            tail.append(block)
        end -= 1
    return (blocks[:end], tail[::-1]) if end else (blocks, [])


def _leads_to_files(blocks: list[Block], number: int) -> bool:
    """Whether a line is a label, and what it stands over are links to documents."""
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    return bool(_FILES.fullmatch(blocks[number].text)) and (following is None or is_attachment(following))


def _is_abstract(blocks: list[Block], number: int) -> bool:
    """Whether a line gives beforehand what another line begins with."""
    label = _ABSTRACT.match(blocks[number].text)
    if label is None:
        return False
    words = blocks[number].text[label.end() :].rstrip("…. ")
    return len(words) >= _SHORTEST_TITLE and any(
        block.text.startswith(words) for block in blocks[number + 1 : number + _TITLE_LINES]
    )


def header_lines(before: list[Block], cut: list[Block], after: list[Block], lexicon: Lexicon) -> str:
    """The labelled lines around an article, and the dates right above it; its controls are none.

    A label without its value is joined to the line after it.
    """
    lines: list[str] = []
    near = {id(block) for block in (*before[-_NEAR:], *cut)}
    for part in (before, cut, after[: 2 * _NEAR]):
        open_label = False
        for block in part:
            text = block.text
            if open_label and 0 < len(text) < _LONGEST_LABELLED and not is_labelled(block, lexicon):
                lines[-1] += text
                open_label = False
            elif is_labelled(block, lexicon) and not _is_control(text, lexicon):
                if block.rows is None and _STAMP.fullmatch(text) and id(block) not in near:
                    continue
                lines.append(text)
                open_label = _lacks_value(block, lexicon)
                if block.rows is None and id(block) in near and (day := _LONE_STAMP.search(text)):
                    lines.append(_dashed(day.group()))
            elif (
                id(block) in near
                and len(text) <= _SHORT
                and not block.linked
                and (day := _STAMP.search(text))
            ):
                lines.append(_dashed(day.group()))
    return _RUN_ON.sub(" ", "\n".join(lines))


def _dashed(day: str) -> str:
    """A date above an article is that of its page, however it is written: 2024年3月22日 → 2024-3-22."""
    return day.replace("年", "-").replace("月", "-").replace("日", "")


def _lacks_value(block: Block, lexicon: Lexicon) -> bool:
    """Whether a line is a label alone, its value on the line after it."""
    return (
        block.rows is None and block.text[-1:] in ":：" and bool(_patterns(lexicon)[1].fullmatch(block.text))
    )


def _bare(text: str) -> str:
    return _MARKS.sub("", text[:_LONGEST_LABELLED])


def printed_title(
    before: list[Block], article: list[Block], fields: Mapping[str, str], page_title: str
) -> str | None:
    """The title that a page prints above its article; None where the article has it or no line is one."""
    wanted = [
        bare for text in (fields.get("title", ""), page_title) if len(bare := _bare(text)) >= _SHORTEST_TITLE
    ]
    first = article[:_TITLE_LINES]
    before = [*before, *(block for block in first if block.cut)]
    top = [block for block in first if block.text and block.rows is None and not block.cut]
    for block in top:
        bare = _bare(block.text)
        if len(bare) >= _SHORTEST_TITLE and any(bare in title or title in bare for title in wanted):
            return None
        if block.heading and _GENRE.search(block.text):
            return None
        if block.prose:
            break
    for block in reversed(before):
        bare = _bare(block.text)
        if (
            block.rows is None
            and len(bare) >= _SHORTEST_TITLE
            and any(title.startswith(bare) for title in wanted)
        ):
            return block.text
    above = [
        block for block in before if not block.linked and block.rows is None and _GENRE.search(block.text)
    ]
    heads = [block for block in above if block.heading] or [b for b in above if _TITLE.fullmatch(b.text)]
    return _whole_title(heads[-1], before) if heads else None


def _whole_title(title: Block, before: list[Block]) -> str:
    """The title, with the name of the body that stands on a line of its own right above it."""
    at = next(number for number, block in enumerate(before) if block is title)
    above = before[at - 1] if at else None
    if above is None or above.linked or above.cut or not _BODY.fullmatch(above.text):
        return title.text
    if not _NAMELESS.match(title.text) or above.text[:2] in title.text:
        return title.text
    return f"{above.text}{title.text}"
