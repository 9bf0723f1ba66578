"""PDF files laid out as offices print them: a small typesetter on ReportLab."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
_FORBIDDEN = frozenset("，。、；：？！）》〉」』】〕”’%％,.;:?!)")
_WORDS = re.compile(r"[0-9A-Za-z.%,]+|.", re.DOTALL)


@dataclass
class Layout:
    """How pages are set."""

    size: float = 12.0
    pitch: float = 20.0
    left: float = 80.0
    right: float = 80.0
    top: float = 90.0
    bottom: float = 90.0
    columns: int = 1
    gutter: float = 24.0
    indent: float = 2.0
    header: str = ""
    footer: str = "— {page} —"
    turn: int = 0
    watermark: str = ""
    title_lines: int = 0
    pages: list[str] = field(default_factory=list)
    """What was printed on each page, filled while setting."""


def _width(text: str, size: float) -> float:
    return pdfmetrics.stringWidth(text, FONT, size)


def _wrap(text: str, size: float, measure: float, indent: float) -> list[str]:
    """Lines of a paragraph: no line starts with a closing sign, and figures are not parted."""
    lines, line, room = [], "", measure - indent
    for word in _WORDS.findall(text):
        if (
            line
            and _width(line + word, size) > room
            and not (word in _FORBIDDEN and _width(line, size) <= room)
        ):
            lines.append(line)
            line, room = "", measure
        line += word
    return [*lines, line]


def register() -> None:
    """Make the font known; it is named in the file, not put into it."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


class _Setter:
    """Sets paragraphs on pages, column by column."""

    def __init__(self, layout: Layout) -> None:
        register()
        self.how = layout
        self.held = io.BytesIO()
        size = (HEIGHT, WIDTH) if layout.turn else (WIDTH, HEIGHT)
        self.canvas = Canvas(self.held, pagesize=size, invariant=1)
        self.measure = (
            WIDTH - layout.left - layout.right - layout.gutter * (layout.columns - 1)
        ) / layout.columns
        self.page, self.column, self.y, self.start = 0, layout.columns, 0.0, 0.0

    def open_page(self) -> None:
        how, canvas = self.how, self.canvas
        if self.page:
            canvas.showPage()
        self.page += 1
        how.pages.append("")
        if how.turn:
            canvas.translate(HEIGHT, 0)
            canvas.rotate(90.05)  # PDFium drops exactly upright text of a font that has no metrics
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 50, how.header.format(page=self.page))
        canvas.drawCentredString(WIDTH / 2, 45, how.footer.format(page=self.page))
        if how.watermark:
            canvas.saveState()
            canvas.translate(150, 250)
            canvas.rotate(45)
            canvas.setFont(FONT, 50)
            canvas.drawString(0, 0, how.watermark)
            canvas.restoreState()

    def next_line(self, pitch: float) -> None:
        self.y -= pitch
        if self.y >= self.how.bottom and self.page:
            return
        self.column += 1
        if self.column >= self.how.columns:
            self.open_page()
            self.column, self.start = 0, HEIGHT - self.how.top
        self.y = self.start

    def title(self, text: str) -> None:
        for line in _wrap(text, 18.0, WIDTH - self.how.left - self.how.right, 0.0):
            self.next_line(28.0)
            self.canvas.setFont(FONT, 18.0)
            self.canvas.drawCentredString(WIDTH / 2, self.y, line)
            self.start = self.y - self.how.pitch
            self.how.pages[-1] += line

    def paragraph(self, text: str) -> None:
        how = self.how
        indent = how.indent * how.size
        for at, line in enumerate(_wrap(text, how.size, self.measure, indent)):
            self.next_line(how.pitch)
            self.canvas.setFont(FONT, how.size)
            x = how.left + self.column * (self.measure + how.gutter) + (indent if at == 0 else 0)
            # PDFium also drops one sign alone of such a font
            self.canvas.drawString(x, self.y, line if len(line) > 1 else line + "\u3000")
            how.pages[-1] += line


def typeset(paragraphs: list[str], layout: Layout | None = None) -> bytes:
    """A file of these paragraphs; the first `title_lines` are centred and larger."""
    setter = _Setter(layout or Layout())
    for number, text in enumerate(paragraphs):
        (setter.title if number < setter.how.title_lines else setter.paragraph)(text)
    setter.canvas.save()
    return setter.held.getvalue()


def draw(*pages, size: tuple[float, float] = (WIDTH, HEIGHT), **options: object) -> bytes:
    """A file of pages that functions draw on a canvas."""
    register()
    held = io.BytesIO()
    canvas = Canvas(held, pagesize=size, invariant=1, **options)
    for page in pages:
        canvas.setFont(FONT, 12)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return held.getvalue()
