"""Where the report proper ends: before the page's furniture and before the lines that sign it."""

from __future__ import annotations

import re

from fazhi_extract.outline.sentences import trim
from fazhi_extract.outline.structure import Extent

__all__ = ["find_closing"]

_NUMBER = "0-9０-９一二三四五六七八九十"
_DATE = (
    r"(?:[0-9０-９]{4}|二[〇○ＯO0零][〇○ＯO0零一二三四五六七八九]{2})[ \u3000]?年[ \u3000]?"
    rf"[{_NUMBER}]{{1,3}}[ \u3000]?月(?:[ \u3000]?[{_NUMBER}]{{1,3}}[ \u3000]?日)?"
)
_DATE_LINE = re.compile(rf"[(（]?{_DATE}[)）]?")
_SIGNED = re.compile(
    r"(?:(?P<issuer>[^\s。，,；;：:|]{2,40}?(?:[ \u3000][^\s。，,；;：:|]{2,40}?)?)[ \t\u3000\xa0]*)?"
    rf"(?P<date>{_DATE})"
)
_NAME_LINE = re.compile(r"[^。，,；;：:|!！?？0-9]{3,50}")
_BODY_NAME = re.compile(r"(?:局|政府|委员会|办公室|厅|街道办事处|委|办|处|院|署)$")
_STRUCTURE = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九]是|[0-9]{1,2}[.．、]"
)
_LAST_STOP = re.compile(r"[。！？!?][”’\"'』」)）]*")
_SECRECY = re.compile(r"[\s（(]*(?:此件|本文|信息).{0,20}公开.{0,6}[)）]?")
_WINDOW = 3000
_LAST_LINE = 600
_NEAR = 60


def find_closing(
    text: str, lines: list[Extent], start: int, foot: re.Pattern[str]
) -> tuple[int, tuple[Extent, ...]]:
    """The end of the body and the extents of the signature (issuer, date), in order.

    `lines` are the non-empty lines from the body's start on; `foot` matches what opens page furniture.
    """
    if not lines:
        return len(text), ()
    lines = lines[: _furniture_from(text, lines, start, foot)]
    signature: list[Extent] = []
    while len(lines) > 1 and (kind := _signing(text, lines[-1], signed=bool(signature))):
        if kind == "name":
            signature.insert(0, lines[-1])
        lines = lines[:-1]
    end = lines[-1].end
    inline = _after_last_sentence(text, max(lines[-1].start, end - _LAST_LINE), end, foot)
    if inline is not None:
        end, more = inline
        signature = more + signature
    return end, tuple(signature)


def _furniture_from(text: str, lines: list[Extent], start: int, foot: re.Pattern[str]) -> int:
    """Index of the first line of page furniture: below it no structure of the report may follow."""
    cut = len(lines)
    floor = max(start, lines[-1].end - _WINDOW)
    for index in range(len(lines) - 1, 0, -1):
        line = lines[index]
        if line.start < floor or _STRUCTURE.match(text, line.start):
            break
        if line.end - line.start < 200 and foot.match(text, line.start, line.end):
            cut = index
    return cut


def _signing(text: str, line: Extent, *, signed: bool) -> str:
    """`name` for a line of the signature, `note` for one that only says who may read it, else empty."""
    content = text[line.start : line.end]
    if len(content) > 70:
        return ""
    if _DATE_LINE.fullmatch(content) or _SIGNED.fullmatch(content):
        return "name"
    plain = len(content) <= 50 and _NAME_LINE.fullmatch(content) and not _STRUCTURE.match(content)
    if plain and (signed or _BODY_NAME.search(content)):
        return "name"
    return "note" if not signed and len(content) < 40 and _SECRECY.fullmatch(content) else ""


def _after_last_sentence(
    text: str, start: int, end: int, foot: re.Pattern[str]
) -> tuple[int, list[Extent]] | None:
    """What stands on the report's last line after its last sentence: a signature, furniture, or text."""
    stops = list(_LAST_STOP.finditer(text, start, end))
    if not stops or stops[-1].end() >= end:
        return None
    rest = trim(text, stops[-1].end(), end)
    mark = foot.search(text, rest.start, rest.end)
    signed = _SIGNED.search(text, rest.start, mark.start() if mark else rest.end)
    if signed and signed.start() - rest.start < _NEAR:
        parts = [Extent(*signed.span("date"))]
        if signed.group("issuer"):
            parts.insert(0, Extent(*signed.span("issuer")))
        elif signed.start() > rest.start:
            parts.insert(0, trim(text, rest.start, signed.start()))
        return stops[-1].end(), parts
    return (stops[-1].end(), []) if mark and mark.start() - rest.start < _NEAR else None
