"""Which format a file is in, what is refused, and where a report came from."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi_extract import FazhiError, InputError, Report, SourceError, parse_file, parse_report
from fazhi_extract.sources import Limits, read_source

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted((ROOT / "fixtures").glob("*.txt"))
TEXT = "青溪县2023年法治政府建设年度报告\n一、主要举措和成效\n一是评查案卷126件，合格率98.4%。\n"
PAGE = f"<html><body><div id=zoom><p>{TEXT}</p></div></body></html>"


def without_source(report):
    return report.model_copy(update={"source": None})


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_text_file_is_its_text(path):
    text = path.read_bytes().decode("utf-8")
    report = parse_file(path)
    assert without_source(report) == parse_report(text)


def test_where_it_came_from(tmp_path):
    path = tmp_path / "r.txt"
    path.write_text(TEXT, encoding="utf-8")
    source = parse_file(path, url="https://a.example/r.txt").source
    assert source.location == str(path)
    assert source.url == "https://a.example/r.txt"
    assert (source.media_type, source.encoding, source.pages) == ("text/plain", "utf-8", [])
    assert source.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert parse_file(str(path)).source == source.model_copy(update={"url": None})


def test_a_report_from_a_file_survives_json(tmp_path):
    report = parse_file(TEXT.encode("gbk"))
    assert report.warnings[0] == "not UTF-8, read as GB18030"
    assert Report.model_validate_json(report.model_dump_json()) == report


@pytest.mark.parametrize("content", [TEXT, TEXT.replace("\n", "\r\n"), "标题\n"])
def test_a_string_with_a_line_break_is_content(content):
    document, source = read_source(content)
    assert (document.text, source.media_type, source.location) == (content, "text/plain", None)


def test_a_string_with_tags_is_a_page():
    pytest.importorskip("selectolax")
    assert read_source(PAGE)[1].media_type == "text/html"
    assert read_source(PAGE.replace("\n", ""))[1].media_type == "text/html"


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.html", TEXT.encode(), "text/html"),
        ("a.md", TEXT.encode(), "text/markdown"),
        ("a.txt", PAGE.encode(), "text/html"),
        ("a.pdf", TEXT.encode(), "text/plain"),
        ("a", TEXT.encode("utf-16"), "text/plain"),
        ("a.jsp", b"\xef\xbb\xbf \r\n<!DOCTYPE html><p>x", "text/html"),
        ("a.txt", b"a < b, c > d", "text/plain"),
    ],
)
def test_content_comes_before_the_name(tmp_path, name, data, media_type):
    pytest.importorskip("selectolax")
    path = tmp_path / name
    path.write_bytes(data)
    assert read_source(path)[1].media_type == media_type


def test_a_type_given_decides_between_texts():
    assert read_source(b"# a\nb", media_type="text/markdown; charset=utf-8")[0].text == "a\nb"
    assert read_source(b"# a\nb")[0].text == "# a\nb"


def zipped(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n....", "PNG image.*OCR"),
        (b"\xff\xd8\xff\xe0....", "JPEG image"),
        (zipped("a.jpg", "b.jpg"), "zip archive of 2 files"),
        (zipped("xl/workbook.xml"), "Excel"),
        (zipped("OFD.xml"), "OFD"),
        (b"PK\x03\x04broken", "damaged archive"),
        (b"7z\xbc\xaf\x27\x1c...", "7z"),
        (b"\x00\x01\x02\x03\x04\x05\x06" * 40, "binary"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "Excel"),
    ],
)
def test_refused(data, said):
    with pytest.raises(SourceError, match=said):
        read_source(data)


def test_paths_that_are_none(tmp_path):
    with pytest.raises(SourceError, match=r"none\.html: No such file"):
        read_source(tmp_path / "none.html")
    with pytest.raises(SourceError, match="folder"):
        read_source(tmp_path)
    with pytest.raises(SourceError, match="nothing is fetched"):
        read_source("https://www.qingxi.example/report.html")
    for odd in ("a\x00b", "x" * 5000, "\ud800"):
        with pytest.raises(SourceError):
            read_source(odd)
    with pytest.raises(InputError, match="int"):
        read_source(3)


def test_too_large_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "big.html"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(SourceError, match="200,000,000 bytes"):
        read_source(path)
    with pytest.raises(SourceError, match="max_bytes"):
        read_source(TEXT, limits=Limits(max_bytes=10))
    with pytest.raises(SourceError, match="max_bytes"):
        read_source(TEXT.encode(), limits=Limits(max_bytes=10))


def test_mhtml():
    pytest.importorskip("selectolax")
    message = (
        b"From: <Saved>\r\nSnapshot-Content-Location: https://a.example/x.html\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="--b"\r\n\r\n----b\r\n'
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + PAGE.encode("gbk")
        + b"\r\n----b--\r\n"
    )
    document, source = read_source(message)
    assert document.text == TEXT.strip().replace("\n", "")
    assert source.url == "https://a.example/x.html"
    with pytest.raises(SourceError, match="without a page"):
        read_source(b"MIME-Version: 1.0\nContent-Type: text/plain\n\nhello")


def test_markdown():
    text = (
        "---\ntitle: 青溪县2023年法治政府建设报告\ndate: 2024-03-22\nsource: 青溪县司法局\n---\n"
        "# 青溪县2023年法治政府建设报告\n\n## 一、主要举措\n\n**一是**评查[案卷](http://a.example/b)126件。\n\n"
        "| 项目 | 件数 |\n| --- | --- |\n| 收到申请 | 64 |\n\n![图](a.png)\n1\\. 其他\n"
    )
    document, _ = read_source(text.encode(), media_type="text/markdown")
    assert document.fields == {
        "title": "青溪县2023年法治政府建设报告",
        "published": "2024-03-22",
        "publisher": "青溪县司法局",
    }
    lines = [line for line in document.text.split("\n") if line]
    assert lines == [
        "青溪县2023年法治政府建设报告",
        "一、主要举措",
        "一是评查案卷126件。",
        "| 项目 | 件数 |",
        "| --- | --- |",
        "| 收到申请 | 64 |",
        "1. 其他",
    ]
    report = parse_file(text.encode(), media_type="text/markdown")
    assert (report.meta.published, report.meta.publisher) == ("2024-03-22", "青溪县司法局")


STARTS = st.sampled_from(
    [b"", b"<html>", b"<p>", b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe", b"MIME-Version: 1.0\n\n"]
)
PIECES = st.lists(
    st.sampled_from(
        [
            "<table>",
            "<tr>",
            "<td rowspan=9 colspan=3>",
            "</div>",
            "<div class='nav'>",
            "<p",
            ">",
            "一、",
            "。",
            "&#0;",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            '="',
            "\x00",
            "\ud800",
            "<a href='x.pdf'>",
            "索引号：",
            "126件",
            "<meta name=PubDate content=2024-13-45>",
            "<svg><p>",
            "<frameset>",
            "<template>",
            "<br>",
            "\u3000",
        ]
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STARTS, st.binary(max_size=300))
def test_any_bytes_give_a_report_or_an_error_of_ours(start, data):
    try:
        report = parse_file(start + data)
    except FazhiError:
        return
    assert isinstance(report, Report)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PIECES)
def test_any_markup_is_read(pieces):
    pytest.importorskip("selectolax")
    document, _ = read_source("<html>" + "".join(pieces))
    assert "\x00" not in document.text


def test_what_names_the_kind_of_a_zip_is_not_unpacked_whole(monkeypatch):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "甲" * 3_000_000)
    taken = []
    read = zipfile.ZipExtFile.read
    monkeypatch.setattr(
        zipfile.ZipExtFile, "read", lambda self, size=-1: taken.append(read(self, size)) or taken[-1]
    )
    with pytest.raises(SourceError, match="no document"):
        read_source(packed.getvalue())
    assert 0 < sum(map(len, taken)) <= 100
