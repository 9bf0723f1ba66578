"""DOCX files written by hand, part by part, as Word and WPS write them."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def run(text: str, properties: str = "") -> str:
    """A `w:r` with a text."""
    marks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{marks}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """A `w:p`; text that is no XML becomes a run."""
    inner = content if content.startswith("<") else run(content) if content else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph of a list."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def table(*rows: list[str]) -> str:
    """A `w:tbl` of cells: texts, or whole `w:tc`."""
    written = (
        "<w:tr>" + "".join(one if one.startswith("<w:tc>") else cell(one) for one in row) + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl>{''.join(written)}</w:tbl>"


def cell(text: str, properties: str = "") -> str:
    """A `w:tc`."""
    inner = text if text.startswith("<") else paragraph(text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def level(at: int, form: str, pattern: str, more: str = "") -> str:
    """A `w:lvl`."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def lists(*abstracts: str, nums: str = "") -> str:
    """The content of numbering.xml; list n+1 is of the n-th abstract one unless `nums` says more."""
    written = "".join(
        f'<w:abstractNum w:abstractNumId="{at}">{one}</w:abstractNum>' for at, one in enumerate(abstracts)
    )
    plain = "".join(
        f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(len(abstracts))
    )
    return f"<w:numbering {_SPACES}>{written}{plain}{nums}</w:numbering>"


def docx(body: str, *, parts: dict[str, str | bytes] | None = None, space: str = W) -> bytes:
    """A file with this body; `parts` are further ones by their names in `word/`."""
    document = f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>".replace(W, space)
    others = parts or {}
    links = "".join(
        f'<Relationship Id="r{at}" Type="{R}/{name.partition(".")[0]}" Target="{name}"/>'
        for at, name in enumerate(others)
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r1" Type="{R}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", document)
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'
        )
        for name, content in others.items():
            archive.writestr(f"word/{name}", content)
    return held.getvalue()
