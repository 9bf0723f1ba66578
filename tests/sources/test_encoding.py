"""Bytes → characters, whatever they are declared to be."""

from __future__ import annotations

import pytest

from fazhi_extract import SourceError
from fazhi_extract.sources import read_source
from fazhi_extract.sources.encoding import decode

TEXT = "青溪县人民政府的报告。一是强化执法监督，评查案卷126件；二是加强普法，提升素养。"
TRADITIONAL = "青溪縣人民政府的報告。一是強化執法監督，評查案卷126件；二是加強普法。"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
@pytest.mark.parametrize("declared", [(), ("utf-8",), ("gb2312",), ("iso-8859-1",), ("no such",)])
def test_the_bytes_decide(encoding, found, declared):
    decoded = decode(TEXT.encode(encoding), declared)
    assert (decoded.text, decoded.encoding) == (TEXT, found)


def test_gb18030_beyond_gbk():
    text = TEXT + "䶮𠮷㐂"
    assert decode(text.encode("gb18030"), ["gb2312"]).text == text


def test_gb18030_is_a_notice_unless_declared():
    assert decode(TEXT.encode("gbk")).notices == ("not UTF-8, read as GB18030",)
    assert decode(TEXT.encode("gbk"), ["gb2312"]).notices == ()


def test_big5():
    assert decode(TRADITIONAL.encode("big5")).text == TRADITIONAL


def test_utf16_without_a_mark_and_without_ascii():
    assert decode("法治政府建设情况报告。".encode("utf-16-le")).text == "法治政府建设情况报告。"


def test_hz_only_where_declared():
    assert decode(TEXT.encode("hz"), ["hz-gb-2312"]).text == TEXT
    assert decode(b"a ~{ b ~} c").text == "a ~{ b ~} c"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_bad_bytes_are_replaced_and_told(encoding):
    data = (TEXT * 5).encode(encoding)
    decoded = decode(data[:-2] + b"\xff\xff")
    assert decoded.text.startswith(TEXT * 4)
    assert any("U+FFFD" in notice for notice in decoded.notices)


@pytest.mark.parametrize(
    ("was", "read_as"), [("utf-8", "latin-1"), ("gb18030", "latin-1"), ("utf-8", "cp1252")]
)
def test_a_decoding_too_many_is_undone(was, read_as):
    text = TEXT.encode(was).decode(read_as, "ignore" if read_as == "cp1252" else "strict")
    decoded = decode(text.encode("utf-8"))
    if read_as == "cp1252":  # five bytes are none in cp1252: what lost them cannot be undone, and stays
        assert decoded.text in (text, TEXT)
    else:
        assert decoded.text == TEXT
        assert "undone" in decoded.notices[0]


def test_utf8_read_as_gbk_is_undone_but_for_what_is_lost():
    stored = TEXT.encode().decode("gb18030", "replace").encode()
    decoded = decode(stored)
    assert "强化执法监督" in decoded.text
    assert "places were lost" in decoded.notices[0]


def test_good_text_is_not_mended():
    for text in (TEXT, "Résumé of the déjà vu ÄÖÜ café naïve façade", "二〇二三年"):
        assert decode(text.encode()).text == text


def test_nothing_fits():
    with pytest.raises(SourceError, match="neither UTF-8 nor GB18030"):
        decode("déjà vu: un café naïf, à côté".encode("latin-1"))


META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


@pytest.mark.parametrize(
    ("head", "encoding", "found"),
    [
        (META.format("gb2312"), "gb18030", "gb18030"),
        (META.format("gb2312"), "utf-8", "utf-8"),
        ('<meta charset="utf-8">', "gbk", "gb18030"),
        ('<meta charset="utf-8">' + META.format("gbk"), "gbk", "gb18030"),
        ("<!--" + "x" * 5000 + "-->" + META.format("gbk"), "gbk", "gb18030"),
        ("", "gbk", "gb18030"),
        (META.format("gbk"), "utf-16", "utf-16"),
    ],
)
def test_pages(head, encoding, found):
    pytest.importorskip("selectolax")
    data = f"<html><head>{head}</head><body><div id=zoom><p>{TEXT}</p></div></body></html>".encode(encoding)
    document, source = read_source(data)
    assert (document.text, source.encoding, source.media_type) == (TEXT, found, "text/html")
