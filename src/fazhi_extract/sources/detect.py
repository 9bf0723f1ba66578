"""Which format bytes are in: by what they hold, then by the name and the type given."""

from __future__ import annotations

import re
from pathlib import PurePath

from fazhi_extract.errors import SourceError
from fazhi_extract.sources.archive import Archive
from fazhi_extract.sources.encoding import wide_encoding
from fazhi_extract.sources.limits import Limits

__all__ = [
    "DOC",
    "DOCX",
    "HTML",
    "MARKDOWN",
    "MHTML",
    "ODT",
    "PDF",
    "RTF",
    "TEXT",
    "WPS",
    "detect",
    "is_markup",
]

TEXT, MARKDOWN, HTML, PDF = "text/plain", "text/markdown", "text/html", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC, WPS, RTF = "application/msword", "application/vnd.ms-works", "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
MHTML = "multipart/related"

_SUFFIXES = {
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    **dict.fromkeys((".html", ".htm", ".shtml", ".xhtml", ".jsp", ".jspx", ".asp", ".aspx", ".php"), HTML),
    ".wps": WPS,
    ".doc": DOC,
}
_TYPES = {"application/xhtml+xml": HTML, "text/x-markdown": MARKDOWN, "message/rfc822": MHTML}
_REFUSED = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"RIFF", "an image or a recording"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"PAR1", "a Parquet table"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_IMAGE = "it holds no text; recognize its characters first (OCR)"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("WordDocument", DOC), ("Workbook", None), ("PowerPoint Document", None), ("MatOST", WPS))
_MEMBERS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", "an Excel workbook"),
    ("ppt/presentation.xml", "a PowerPoint presentation"),
    ("OFD.xml", "an OFD document; save it as PDF"),
)
_WINDOW = 4096
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b") + b"\x7f"
_MOST_CONTROLS = 0.02
_OPENING = re.compile(
    r"(?:\s|\ufeff|\x00|<\?xml[^>]{0,200}>|<!--(?:(?!-->).){0,2000}-->)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|p|table|tbody|tr|td|span|font|center|"
    r"article|section|main|ul|ol|dl|h[1-6]|br|strong|b|a|img|form|header|nav)\b",
    re.IGNORECASE | re.DOTALL,
)
_CLOSING = re.compile(r"</(?:p|div|span|td|tr|table|font|body|html|h[1-6]|li)\s*>|<br\s*/?>", re.IGNORECASE)


def is_markup(text: str) -> bool:
    """Whether a text is a page or a piece of one: it opens with a tag, or closes one further on."""
    return _OPENING.match(text) is not None or _CLOSING.search(text) is not None


def detect(data: bytes, name: str | None = None, media_type: str | None = None) -> str:
    """The media type of `data`.

    Args:
        data: the whole file.
        name: of the file, for what its content leaves open.
        media_type: what a server or a caller says it is; believed only of texts, which all look alike.

    Raises:
        SourceError: when it is of a kind that holds no report's text, or of none that is known.
    """
    for mark, what in _REFUSED:
        if data.startswith(mark):
            raise SourceError(f"it is {what}; {_IMAGE if 'image' in what else 'give the document itself'}")
    head = data[:_WINDOW]
    if _is_pdf(head):
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if data.startswith(_OLE):
        return _compound(data)
    if data.startswith(b"{\\rtf"):
        return RTF
    if b'progid="Word.Document"' in head:
        return DOC
    return _text(data, head, name, media_type)


def _is_pdf(head: bytes) -> bool:
    at = head[:1024].find(b"%PDF-")
    return at >= 0 and b"<" not in head[:at]


def _zipped(data: bytes) -> str:
    try:
        archive = Archive(data, Limits())
        names = archive.names()
        kind = archive.head("mimetype", 100).decode("ascii", "replace") if "mimetype" in names else ""
    except SourceError as error:
        raise SourceError(f"it is a zip archive or a DOCX document that cannot be opened: {error}") from error
    if kind.startswith(ODT):
        return ODT
    for member, what in _MEMBERS:
        if member in names:
            if what == DOCX:
                return DOCX
            raise SourceError(f"it is {what}, which is not read here")
    shown = ", ".join(sorted(names)[:3]) or "nothing"
    raise SourceError(
        f"it is a zip archive of {len(names)} files ({shown}), no document; give the files in it"
    )


def _compound(data: bytes) -> str:
    for stream, what in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            if what is None:
                raise SourceError("it is an Excel or PowerPoint file, which is not read here")
            return what
    return DOC


def _text(data: bytes, head: bytes, name: str | None, media_type: str | None) -> str:
    bare = head.replace(b"\x00", b"") if b"\x00" in head else head
    opening = bare.decode("latin-1").removeprefix("ï»¿").removeprefix("ÿþ").removeprefix("þÿ")
    given = _given(media_type)
    named = _SUFFIXES.get(PurePath(name).suffix.lower()) if name else None
    if _OPENING.match(opening):
        return HTML
    if re.match(r"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?i:mime-version|content-type):", opening):
        return MHTML
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff")) or wide_encoding(head) is not None
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if not wide and controls > max(_MOST_CONTROLS * len(head), 1):
        raise SourceError("it is binary and of no kind that is read here")
    if given in (HTML, MARKDOWN, MHTML):
        return given
    if named in (HTML, MARKDOWN):
        return named
    if name is None and given is None and _CLOSING.search(opening):
        return HTML
    return TEXT


def _given(media_type: str | None) -> str | None:
    if media_type is None:
        return None
    bare = media_type.partition(";")[0].strip().lower()
    return _TYPES.get(bare, bare)
