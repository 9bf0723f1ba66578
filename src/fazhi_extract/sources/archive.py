"""Zip archives from strangers: opened, and unpacked, within bounds."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import IO

from fazhi_extract.errors import SourceError
from fazhi_extract.sources.limits import Limits

__all__ = ["Archive"]

_END = b"PK\x05\x06"
_LOCATOR = b"PK\x06\x07"
_END_SIZE = 22
_MOST_COMMENT = 65_535
_MOST_DIRECTORY = 1_000_000
_MOST_RATIO = 1000
_RATIO_FROM = 5_000_000
_CHUNK = 1 << 16
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
)


class Archive:
    """The members of a zip archive by name; what is unpacked is counted while it is unpacked.

    Raises:
        SourceError: when it is damaged, encrypted, has too many members, or unpacks to too much.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Read the directory, whose size is looked at first."""
        _check_directory(data)
        self._left = limits.max_unpacked
        self._limit = limits.max_unpacked
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGED as error:
            raise SourceError(f"it is a damaged archive: {error}") from error
        self._names = {name.replace("\\", "/").lstrip("/").lower(): name for name in self._zip.namelist()}

    def __contains__(self, name: str) -> bool:
        """Whether there is such a member; case and leading slashes do not matter, as in Office files."""
        return name.lstrip("/").lower() in self._names

    def names(self) -> list[str]:
        """Of all members, as written."""
        return self._zip.namelist()

    def read(self, name: str) -> bytes:
        """The bytes of a member."""
        return self._opened(name, lambda stream, packed: self._unpack(stream, name, packed))

    def head(self, name: str, size: int) -> bytes:
        """The first bytes of a member; no more of it is unpacked."""
        return self._opened(name, lambda stream, _: stream.read(size))

    def _opened(self, name: str, use: Callable[[IO[bytes], int], bytes]) -> bytes:
        if name not in self:
            raise SourceError(f"it is damaged: it has no part {name}")
        info = self._zip.getinfo(self._names[name.lstrip("/").lower()])
        if info.flag_bits & 1:
            raise SourceError(f"its part {name} is encrypted; save it without a password")
        try:
            with self._zip.open(info) as stream:
                return use(stream, info.compress_size)
        except SourceError:
            raise
        except _DAMAGED as error:
            raise SourceError(f"its part {name} is damaged: {error}") from error

    def _unpack(self, stream: IO[bytes], name: str, packed: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            self._left -= len(chunk)
            if self._left < 0:
                raise SourceError(f"it unpacks to more than {self._limit:,} bytes (Limits.max_unpacked)")
            if size > _RATIO_FROM and size > _MOST_RATIO * packed:
                raise SourceError(f"its part {name} unpacks to over {_MOST_RATIO} times its size: a zip bomb")
            parts.append(chunk)
        return b"".join(parts)


def _check_directory(data: bytes) -> None:
    """Look at the size of the directory before any of it is read."""
    at = data.rfind(_END, max(len(data) - _END_SIZE - _MOST_COMMENT, 0))
    if at < 0 or at + _END_SIZE > len(data):
        raise SourceError("it is a damaged archive: its end is missing; fetch it again")
    (size,) = struct.unpack_from("<L", data, at + 12)
    if size > _MOST_DIRECTORY or data[max(at - 20, 0) : at].startswith(_LOCATOR):
        raise SourceError("it is an archive of too many members for a document")
