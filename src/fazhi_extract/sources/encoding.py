"""Bytes of a text → characters: what they are counts, not what they are declared to be."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import NamedTuple

from fazhi_extract.errors import SourceError

__all__ = ["Decoded", "decode", "page_encodings", "wide_encoding"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GB = frozenset({"gb2312", "gbk", "gb18030", "hz", "cp936", "euc_cn"})
_SAMPLE = 200_000
_WINDOW = 4096
_FEW = 0.05
_NEEDED = 0.04
# The characters that any Chinese prose is full of, with those of this genre and the punctuation.
_FREQUENT = frozenset(
    "的一是在不了有和年市政法治府行人大为全工作中上会以建设情况与对业部门个这国发加强公开实施理，。、；："
)
_FREQUENT_TRADITIONAL = frozenset(
    "的一是在不了有和年市政法治府行人大為全工作中上會以建設情況與對業部門個這國發，。、；："
)
_HAN = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]")
_HZ = re.compile(rb"~\{[!-~]{2,}?~\}")


_META = re.compile(rb"<meta[^<>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_META_WINDOW = 65_536


class Decoded(NamedTuple):
    """The text, the encoding it was in, and what the reader should know."""

    text: str
    encoding: str
    notices: tuple[str, ...] = ()


def decode(data: bytes, declared: Iterable[str] = ()) -> Decoded:
    """Decode a text.

    A byte order mark decides; then UTF-8 where all bytes or nearly all fit it; then UTF-16 without its mark;
    then GB18030, of which GB2312 and GBK are parts, or Big5, whichever gives more of what Chinese texts are
    made of. `declared` names decide only where the bytes leave it open.

    Raises:
        SourceError: when nothing fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data, encoding)
    names = tuple(name for given in declared if (name := _codec(given)))
    found = _utf8(data, names) or _wide(data) or _chinese(data, names)
    if found is None:
        raise SourceError("neither UTF-8 nor GB18030, and no other encoding of Chinese text")
    return _mended(found)


def page_encodings(data: bytes) -> list[str]:
    """The encodings that a page declares itself in, first to last; pages may declare several."""
    return [name.decode("ascii") for name in _META.findall(data[:_META_WINDOW])[:4]]


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 without its mark, told by the bytes that every other place holds; None for anything else."""
    even, odd = head[:_WINDOW:2], head[1:_WINDOW:2]
    if len(odd) < 4:
        return None
    for part, other, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if _high(part) < 0.95 * len(part):
            continue
        zeros = part.count(0)
        apart = zeros > 4 * other.count(0) or _high(other) < 0.8 * len(other)
        if apart and (zeros or not _is_utf8(head)):
            return encoding
    return None


def _high(part: bytes) -> int:
    """How many bytes are such as open the characters of Chinese text in UTF-16."""
    return sum(0x4E <= byte <= 0x9F or byte in (0x00, 0x20, 0x30, 0xFF) for byte in part)


def _marked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        if _lost(text) > _FEW:
            raise SourceError(f"it begins like {encoding} but is not, at byte {error.start}") from error
        return Decoded(text, encoding, (_replaced(encoding, text),))


def _codec(name: str) -> str | None:
    try:
        return codecs.lookup(name.strip().strip("'\"")).name
    except (LookupError, ValueError):
        return None


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _utf8(data: bytes, names: tuple[str, ...]) -> Decoded | None:
    if data.isascii():
        if b"\x00" in data and (wide := wide_encoding(data)):
            return _wide(data) if wide else None
        hz = "hz" in names and _HZ.search(data)
        return Decoded(data.decode("hz" if hz else "utf-8", "replace"), "hz" if hz else "utf-8")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    if _lost(text) > _FEW:
        return None
    return Decoded(text, "utf-8", (_replaced("UTF-8", text),))


def _wide(data: bytes) -> Decoded | None:
    encoding = wide_encoding(data)
    if encoding is None:
        return None
    text = data.decode(encoding, "replace")
    return None if _lost(text) > _FEW else Decoded(text, encoding)


def _chinese(data: bytes, names: tuple[str, ...]) -> Decoded | None:
    """GB18030 or Big5. What is declared breaks a tie."""
    sample = data[:_SAMPLE]
    scores = {}
    for encoding in ("gb18030", "big5hkscs"):
        text = sample.decode(encoding, "replace")
        declared = any(name in _GB if encoding == "gb18030" else name.startswith("big5") for name in names)
        scores[encoding] = _plausible(text) - 5 * _lost(text) + (0.02 if declared else 0)
    encoding = max(scores, key=lambda name: (scores[name], name == "gb18030"))
    text = data.decode(encoding, "replace")
    lost = _lost(text)
    if lost > 0.2 or (lost > _FEW and scores[encoding] < _NEEDED):
        return None
    shown = "GB18030" if encoding == "gb18030" else "Big5"
    notices = (
        () if names and _codec(names[0]) in (*_GB, encoding, "big5") else (f"not UTF-8, read as {shown}",)
    )
    return Decoded(text, encoding, (*notices, *((_replaced(shown, text),) if lost else ())))


def _lost(text: str) -> float:
    """The share of what did not fit among the characters beyond ASCII."""
    bad = text.count("\ufffd")
    return bad / max(sum(map(len, _BEYOND.findall(text))), 1) if bad else 0.0


_BEYOND = re.compile(r"[^\x00-\x7f]+")


def _replaced(encoding: str, text: str) -> str:
    return f"{text.count(chr(0xFFFD))} places do not fit {encoding}; they are U+FFFD in the text"


def _plausible(text: str) -> float:
    """The share of the most frequent characters of Chinese prose among the characters beyond ASCII."""
    beyond = "".join(_BEYOND.findall(text[:_SAMPLE]))
    if not beyond:
        return 0.0
    frequent = max(sum(map(beyond.count, _FREQUENT)), sum(map(beyond.count, _FREQUENT_TRADITIONAL)))
    return frequent / len(beyond)


_WRONG = (("cp1252", "utf-8"), ("latin-1", "utf-8"), ("latin-1", "gb18030"), ("gb18030", "utf-8"))
_MOST_LOST = 0.2


def _mended(found: Decoded) -> Decoded:
    """Undo one decoding too many: a page that was read wrongly and stored so."""
    sample = "".join(_BEYOND.findall(found.text[:_SAMPLE]))[:4000]
    if len(sample) < 20 or _plausible(sample) > _NEEDED:
        return found
    for read_as, was in _WRONG:
        loss = "replace" if read_as == "gb18030" else "strict"
        try:
            # what fitted no pair is gone since it was read as GB18030; U+FFFD stands there
            text = found.text.replace("\ufffd", "").encode(read_as, loss).decode(was, loss)
        except UnicodeError:
            continue
        if _plausible(text) > 2 * _NEEDED and (lost := _lost(text)) < _MOST_LOST:
            said = f"the text was {was} read as {read_as} and stored so; this was undone"
            said += f", {text.count(chr(0xFFFD))} places were lost" if lost else ""
            return Decoded(text, found.encoding, (*found.notices, said))
    return found
