"""The article of a page → its text, and the labelled lines around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import regex

from fazhi_extract.lexicon import Lexicon
from fazhi_extract.sources.html.blocks import Block

__all__ = ["article_lines", "header_lines", "is_attachment", "printed_title"]

_BLANK = r"[ \t\u3000]*"
_MARKS = re.compile(r"[\W_]+")
_STAMP = re.compile(
    r"[\[【(（]?\s*20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d\d(?::\d\d)?)?\s*[\])】）]?"
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
    files = [target for target in block.targets if _FILE.search(target)]
    return bool(files) and block.linked * 2 >= len(block.text)


def _is_control(text: str, lexicon: Lexicon) -> bool:
    return len(text) < _LONGEST_LABELLED and _patterns(lexicon)[2].fullmatch(text) is not None


def _is_labelled(block: Block, lexicon: Lexicon) -> bool:
    """Whether a line or table is of labels and their values (发布时间：… 来源：…)."""
    labelled, label, _ = _patterns(lexicon)
    if block.rows is not None:
        cells = [cell for row in block.rows for cell in row if cell]
        named = sum(label.fullmatch(cell) is not None or labelled.match(cell) is not None for cell in cells)
        return named >= 2 and named * 3 >= len(cells)
    text = block.text
    if len(text) > _LONGEST_LABELLED or "。" in text:
        return False
    return bool(labelled.search(text) or _STAMP.fullmatch(text))


def article_lines(blocks: list[Block], title: str | None, lexicon: Lexicon) -> tuple[list[str], list[Block]]:
    """The lines of an article's text, its title first, and the labelled lines that stood above its prose."""
    lines = [title] if title else []
    cut: list[Block] = []
    opening, valued = True, True
    for block in blocks:
        if block.cut or not block.text or is_attachment(block) or _is_control(block.text, lexicon):
            continue
        lacks = opening and _lacks_value(block, lexicon)
        if opening and valued and not lacks and _is_labelled(block, lexicon):
            cut.append(block)
            continue
        valued = not lacks
        opening = opening and (block.prose == 0 or block.rows is not None) and len(lines) < _HEAD_LINES
        lines.append(block.text)
    return lines, cut


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
            if open_label and 0 < len(text) < _LONGEST_LABELLED and not _is_labelled(block, lexicon):
                lines[-1] += text
                open_label = False
            elif _is_labelled(block, lexicon) and not _is_control(text, lexicon):
                if block.rows is None and _STAMP.fullmatch(text) and id(block) not in near:
                    continue
                lines.append(text)
                open_label = _lacks_value(block, lexicon)
            elif (
                id(block) in near
                and len(text) <= _SHORT
                and not block.linked
                and (day := _STAMP.search(text))
            ):
                lines.append(day.group())
    return "\n".join(lines)


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
    return heads[-1].text if heads else None
