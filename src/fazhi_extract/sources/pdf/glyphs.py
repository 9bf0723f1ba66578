"""Pages → signs and their places, turned so that text runs from left to right. The only module on PDFium."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from fazhi_extract.errors import SourceError

__all__ = ["Glyph", "Page", "Rule", "read_pages"]

_MOST_GLYPHS = 5_000_000
_MOST_ON_PAGE = 200_000
_MOST_OBJECTS = 50_000
_MOST_SEGMENTS = 20_000
_THIN = 4.0
_SHORT = 6.0
_QUARTER = math.pi / 2
_TILT = 0.1
_RADICALS = dict(
    zip(
        "⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰⻳",
        "母民西见角贝车长门青页风飞食马骨鬼鱼鸟黄齐齿龙龟",
        strict=True,
    )
)


class Glyph(NamedTuple):
    """A sign: left and right edge, baseline (counted downward), height of its line, and what it is."""

    left: float
    right: float
    base: float
    size: float
    sign: str


class Rule(NamedTuple):
    """A straight line, level or upright: `left == right` or `top == bottom`."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Page:
    """What stands on a page; `number` counts from 1."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    has_picture: bool = False
    unknown: int = 0
    """Signs that the file gives no character for."""
    damaged: bool = False


def read_pages(data: bytes, max_pages: int) -> Iterator[Page]:
    """The pages of a PDF, one at a time.

    Raises:
        SourceError: when it cannot be opened, or has too many pages or signs.
    """
    import pypdfium2 as pdfium  # noqa: PLC0415 - an extra

    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise SourceError("it is encrypted; save it without a password") from error
        raise SourceError(f"it is a damaged PDF: {error}") from error
    with document:
        count = len(document)
        if count > max_pages:
            raise SourceError(f"it has {count:,} pages, more than {max_pages:,} (Limits.max_pages)")
        if count == 0:
            raise SourceError("it is a damaged PDF: it has no pages")
        left = _MOST_GLYPHS
        for at in range(count):
            try:
                opened = document[at]
            except pdfium.PdfiumError:
                yield Page(at + 1, 0.0, 0.0, damaged=True)
                continue
            page = _read_page(opened, at + 1)
            left -= len(page.glyphs)
            if left < 0:
                raise SourceError(f"it holds more than {_MOST_GLYPHS:,} characters; no report does")
            yield page
            opened.close()


class _Turn(NamedTuple):
    """From the coordinates of a page to ours: quarters to turn, and the box of the page."""

    quarters: int
    left: float
    bottom: float
    right: float
    top: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.quarters == 0:
            return x - self.left, self.top - y
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarters % 2 else (width, height)


def _read_page(opened: Any, number: int) -> Page:
    raw = _raw_glyphs(opened)
    quarters = _direction(raw)
    turn = _Turn(quarters, *opened.get_mediabox())
    width, height = turn.size()
    page = Page(number, width, height)
    for code, x, y, box, tilt in raw:
        if tilt is None or tilt != quarters:
            continue  # a watermark, or a note at the margin
        sign = _sign(code)
        if sign is None:
            page.unknown += 1
            continue
        left, base = turn.point(x, y)
        first, second = turn.point(box[0], box[1]), turn.point(box[2], box[3])
        right = max(first[0], second[0])
        page.glyphs.append(Glyph(left, max(right, left), base, abs(second[1] - first[1]), sign))
    _read_objects(opened, page, turn)
    return page


_Raw = tuple[int, float, float, tuple[float, float, float, float], int | None]


def _raw_glyphs(opened: Any) -> list[_Raw]:
    """Code, origin, box and direction of each sign that the page prints."""
    from pypdfium2 import raw  # noqa: PLC0415 - an extra

    text = opened.get_textpage()
    handle = text.raw
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    x_at, y_at, box_at = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    unicode_of, origin_of, box_of = (
        raw.FPDFText_GetUnicode,
        raw.FPDFText_GetCharOrigin,
        raw.FPDFText_GetLooseCharBox,
    )
    angle_of, is_made = raw.FPDFText_GetCharAngle, raw.FPDFText_IsGenerated
    found: list[_Raw] = []
    count = raw.FPDFText_CountChars(handle)
    if count > _MOST_ON_PAGE:
        raise SourceError(f"it has a page of {count:,} characters; no report does")
    for at in range(count):
        code = unicode_of(handle, at)
        if code in {13, 10} or (code == 32 and is_made(handle, at) == 1):
            continue
        if not (origin_of(handle, at, x_at, y_at) and box_of(handle, at, box_at)):
            continue
        angle = angle_of(handle, at)
        tilt: int | None = 0
        if angle > _TILT:
            turns = -angle / _QUARTER
            nearest = round(turns)
            tilt = nearest % 4 if abs(turns - nearest) * _QUARTER < _TILT else None
        edges = (box.left, box.bottom, box.right, box.top)
        if all(map(math.isfinite, (x.value, y.value, *edges))):
            found.append((code, x.value, y.value, edges, tilt))
    text.close()
    return found


def _direction(raw: list[_Raw]) -> int:
    """Which way most of the text runs."""
    ways = Counter(tilt for *_, tilt in raw if tilt is not None)
    return ways.most_common(1)[0][0] if ways else 0


def _sign(code: int) -> str | None:
    """The character of a code; None where it is none. Radicals stand for their characters."""
    if code in {0, 0xFFFD, 0xFFFE, 0xFFFF} or 0xE000 <= code <= 0xF8FF or code > 0x10FFFF:
        return None
    if code == 2:
        return "-"  # PDFium's sign for one at the end of a line
    if code in {0xAD, 0xFEFF, 0x200B}:
        return ""
    sign = chr(code)
    if 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06:
        return _RADICALS.get(sign) or unicodedata.normalize("NFKC", sign)
    if code < 0x20 or code == 0xA0:
        return " "
    return sign


def _read_objects(opened: Any, page: Page, turn: _Turn) -> None:
    """Note the page's rules, and whether a picture takes most of it."""
    from pypdfium2 import raw  # noqa: PLC0415 - an extra

    area = page.width * page.height
    count = min(raw.FPDFPage_CountObjects(opened.raw), _MOST_OBJECTS)
    left = _MOST_SEGMENTS
    edges = [ctypes.c_float() for _ in range(4)]
    for at in range(count):
        item = raw.FPDFPage_GetObject(opened.raw, at)
        kind = raw.FPDFPageObj_GetType(item)
        if kind not in {raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM}:
            continue
        if not raw.FPDFPageObj_GetBounds(item, *edges):
            continue
        x0, y0, x1, y1 = (edge.value for edge in edges)
        if kind != raw.FPDF_PAGEOBJ_PATH:
            page.has_picture |= (x1 - x0) * (y1 - y0) > 0.3 * area
            continue
        thin = min(x1 - x0, y1 - y0) <= _THIN
        if thin:
            page.rules += _rule(turn, x0, y0, x1, y1)
        elif left > 0 and _is_stroked(raw, item):
            segments = raw.FPDFPath_CountSegments(item)
            left -= segments
            if left > 0:
                page.rules += _path(raw, item, turn, segments)


def _rule(turn: _Turn, x0: float, y0: float, x1: float, y1: float) -> list[Rule]:
    """A thin box as a line."""
    first, second = turn.point(x0, y0), turn.point(x1, y1)
    left, right = sorted((first[0], second[0]))
    top, bottom = sorted((first[1], second[1]))
    if max(right - left, bottom - top) < _SHORT:
        return []
    if right - left >= bottom - top:
        middle = (top + bottom) / 2
        return [Rule(left, middle, right, middle)]
    middle = (left + right) / 2
    return [Rule(middle, top, middle, bottom)]


def _is_stroked(raw: Any, item: Any) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(item, mode, stroke)) and stroke.value != 0


def _path(raw: Any, item: Any, turn: _Turn, segments: int) -> list[Rule]:
    """The level and upright lines of a path."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, matrix):
        return []
    rules: list[Rule] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for at in range(segments):
        segment = raw.FPDFPath_GetPathSegment(item, at)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        ends = []
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            ends.append((last, here))
        if raw.FPDFPathSegment_GetClose(segment):
            ends.append((here, start))
        for one, other in ends:
            if min(abs(one[0] - other[0]), abs(one[1] - other[1])) <= 1:
                rules += _rule(turn, *one, *other)
        last = here
    return rules
