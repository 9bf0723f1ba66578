"""MHTML (.mht): a page that a browser saved with its pictures as one mail message."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy

from fazhi_extract.errors import SourceError
from fazhi_extract.sources import html
from fazhi_extract.sources.detect import MHTML
from fazhi_extract.sources.document import Document
from fazhi_extract.sources.encoding import decode, page_encodings
from fazhi_extract.sources.limits import Limits

__all__ = ["read"]


def read(data: bytes, *, media_type: str, limits: Limits) -> Document:  # noqa: ARG001  (every reader takes them)
    """The report on the first page of the message.

    Raises:
        SourceError: when it holds no page.
    """
    message = message_from_bytes(data, policy=policy.default)
    part = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    content = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(content, bytes) or not content:
        raise SourceError("it is a mail message or web archive without a page")
    charset = part.get_content_charset()
    decoded = decode(content, [*([charset] if charset else []), *page_encodings(content)])
    document = html.read(decoded.text, limits=limits)
    address = str(part.get("Content-Location") or message.get("Snapshot-Content-Location") or "")
    fields = dict(document.fields)
    if address.startswith(("http://", "https://")):
        fields.setdefault("url", address)
    return replace(
        document,
        media_type=MHTML,
        encoding=decoded.encoding,
        fields=fields,
        notices=(*decoded.notices, *document.notices),
    )
