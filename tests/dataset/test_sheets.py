"""Rows as the markup of a sheet, and how they get into a workbook."""

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest

from fazhi_extract.dataset.sheets import MOST_CHARACTERS, Rows, letters, markup, splice


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_the_names_of_columns(place, name):
    assert letters(place) == name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云岭区", "<t>云岭区</t>"),
        ("", "<t></t>"),
        ("a<b & c>d", '<t xml:space="preserve">a&lt;b &amp; c&gt;d</t>'),
        (" 前后 ", '<t xml:space="preserve"> 前后 </t>'),
        ("两\n行", '<t xml:space="preserve">两\n行</t>'),
        ("甲\x01乙\r", '<t xml:space="preserve">甲_x0001_乙_x000D_</t>'),
        ("_x0041_", '<t xml:space="preserve">_x005F_x0041_</t>'),
        ("_x004_", "<t>_x004_</t>"),
        ("\ud800\uffff", '<t xml:space="preserve">��</t>'),
    ],
)
def test_a_text_as_markup(text, expected):
    assert markup(text) == expected
    ET.fromstring(markup(text))


@pytest.mark.parametrize("text", ["乙" * 32_767, "𠮷" * 16_383, "乙" * 32_768, "𠮷" * 16_384, "&" * 40_000])
def test_no_text_is_too_long(text):
    (found,) = ET.fromstring(f"<c>{markup(text)}</c>")
    length = len(found.text.encode("utf-16-le")) // 2
    assert length <= MOST_CHARACTERS
    assert ("已截断" in found.text) == (len(text.encode("utf-16-le")) // 2 > MOST_CHARACTERS)


def test_rows_of_all_kinds_of_cells():
    file = io.BytesIO()
    rows = Rows(file, 3)
    assert rows.extent == "A1:C1"
    rows.add([["云", 3, None], [None, 0.1, float("nan")]])
    rows.add([["云", float("inf"), -(10**17)]])
    assert rows.extent == "A1:C4"
    document = ET.fromstring(b"<rows>" + file.getvalue() + b"</rows>")
    cells = {cell.get("r"): "".join(cell.itertext()) for cell in document.iter("c")}
    assert cells == {"A2": "云", "B2": "3", "B3": "0.1", "A4": "云", "C4": "-100000000000000000"}
    assert [row.get("r") for row in document] == ["2", "3", "4"]


def test_rows_get_into_their_document_only(tmp_path):
    sheet = '<x><dimension ref="A1:B1"/><sheetData><row r="1"/></sheetData><filter ref="A1:B1"/></x>'
    with zipfile.ZipFile(tmp_path / "frame", "w") as frame:
        frame.writestr("one.xml", sheet)
        frame.writestr("two.xml", sheet)
    (tmp_path / "rows").write_bytes(b'<row r="2"/>')
    splice(tmp_path / "frame", tmp_path / "out", {"two.xml": ("A1:B2", tmp_path / "rows")})
    with zipfile.ZipFile(tmp_path / "out") as out:
        assert out.testzip() is None
        assert out.read("one.xml").decode() == sheet
        expected = sheet.replace('ref="A1:B1"', 'ref="A1:B2"', 1).replace('"1"/></s', '"1"/><row r="2"/></s')
        assert out.read("two.xml").decode() == expected
