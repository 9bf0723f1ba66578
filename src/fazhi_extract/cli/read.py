"""Bytes of a file or of standard input → text."""

from __future__ import annotations

import codecs
import sys
from dataclasses import dataclass
from pathlib import Path

from fazhi_extract.errors import InputError

__all__ = ["STDIN", "Source", "decode", "read"]

STDIN = "-"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one input. `notice` says what the reader should know of how it was read."""

    name: str
    text: str
    notice: str | None = None


def read(name: str) -> Source:
    """Read a file, or standard input for `-`.

    Raises:
        InputError: when it cannot be opened or is no text.
    """
    if name == STDIN:
        return decode(sys.stdin.buffer.read(), "standard input")
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise InputError(f"{name}: {error.strerror or error}") from error
    except ValueError as error:  # a NUL in the name
        raise InputError(f"{name!r}: {error}") from error
    return decode(data, name)


def decode(data: bytes, name: str) -> Source:
    """Decode by the byte order mark, else as UTF-8, else as GB18030, which older pages use.

    Raises:
        InputError: when it is neither.
    """
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "utf-8")
    try:
        return Source(name, data.decode(encoding))
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise InputError(f"{name}: begins like {encoding} but is not, at byte {error.start}") from error
        fault = error
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise InputError(
            f"{name}: neither UTF-8 (byte {fault.start} does not fit) nor GB18030; give a plain text file"
        ) from fault
    return Source(name, text, notice=f"{name}: not UTF-8, read as GB18030")
