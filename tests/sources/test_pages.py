"""Pages: what of them is the report, whichever system made them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fazhi_extract import MissingPackageError, parse_file
from fazhi_extract.sources import read_source

pytest.importorskip("selectolax")
PAGES = Path(__file__).parent / "pages"
REPORT = (PAGES / "report.txt").read_text(encoding="utf-8").rstrip("\n")
TITLE = REPORT.partition("\n")[0]
WHOLE = (
    "trs_portal",
    "div_soup",
    "minified",
    "header_table",
    "mobile",
    "tabs_declared_gbk",
)


def page(name):
    return read_source(PAGES / f"{name}.html")


def element(inner, *, head=""):
    return read_source(f"<html><head>{head}</head><body>{inner}</body></html>")[0]


@pytest.mark.parametrize("name", WHOLE)
def test_the_report_and_nothing_else(name):
    assert page(name)[0].text == REPORT


def test_a_title_on_two_lines_and_word_markup():
    text = page("word_export")[0].text
    assert text == REPORT.replace("人民政府2023", "人民政府\n2023", 1)


def test_layout_tables_and_gb18030_declared_gb2312():
    document, source = page("tables_gbk")
    expected = REPORT.replace("2023", "2016").replace("2024年3", "2017年3").replace("2024", "2017")
    assert document.text == expected
    assert source.encoding == "gb18030"
    assert document.notices == ()


def test_a_data_table_and_its_metrics():
    report = parse_file(PAGES / "data_table.html")
    assert (
        "\n| 执法领域 | 行政处罚办结案件（件） | 行政处罚罚没金额（万元） | 行政检查（次） |\n" in report.text
    )
    found = {metric.label: (metric.quantity.text, metric.quantity.unit) for metric in report.metrics}
    assert found["市场监管行政处罚办结案件"] == ("312", "件")
    assert found["交通运输行政检查"] == ("640", "次")
    assert found["收到行政复议申请"] == ("64", "件")
    assert "\n".join(report.text.split("\n")[-6:]) == "\n".join(REPORT.split("\n")[-6:])


def test_a_header_table_is_metadata_and_not_text():
    meta = parse_file(PAGES / "header_table.html").meta
    assert meta.index_number == "QX001-0300-2024-0007"
    assert meta.document_number == "青政报〔2024〕6号"
    assert (meta.publisher, meta.published, meta.signed) == (
        "青溪县人民政府办公室",
        "2024-03-22",
        "2024-03-18",
    )


def test_what_the_page_says_of_itself_fills_gaps():
    report = parse_file(PAGES / "minified.html")
    assert report.meta.published == "2024-03-22"
    assert report.meta.publisher is None  # 本站 names nobody
    report = parse_file(PAGES / "trs_portal.html")
    assert report.meta.publisher == "青溪县司法局"
    assert report.source.url == "https://www.qingxi.example/zwgk/fzzf/202403/t20240322_1001.html"


def test_an_address_given_comes_first():
    assert parse_file(PAGES / "mobile.html").source.url == "https://m.qingxi.example/s/abc"
    assert parse_file(PAGES / "mobile.html", url="https://a.example/").source.url == "https://a.example/"


def test_a_contradiction_is_told_and_the_text_kept():
    meta = '<meta name="PUBDATE" content="2024-04-01"><meta name=articletitle content="青溪县2022年法治报告">'
    text = REPORT.replace("\n", "<p>")
    body = f'<p>发布时间：2024-03-22</p><div id="zoom"><p>{text}</div>'
    report = parse_file(f"<html><head>{meta}</head><body>{body}</body></html>")
    assert (report.meta.published, report.meta.year) == ("2024-03-22", 2023)
    assert any("2024-04-01" in warning for warning in report.warnings)
    assert any("2022" in warning for warning in report.warnings)


def test_a_news_page_keeps_its_article():
    text = page("english_news")[0].text
    assert text.startswith("Qingxi County opens a new legal aid centre\n")
    assert text.endswith("residents need no appointment.")
    assert "guide" not in text


def test_a_page_that_only_links_a_file():
    document = page("pdf_only")[0]
    assert document.text == ""
    assert "W020240322.pdf" in document.notices[0]
    report = parse_file(PAGES / "pdf_only.html")
    assert report.meta.title == TITLE
    assert "W020240322.pdf" in report.warnings[0]


def test_a_page_whose_text_is_in_a_script():
    assert "scripts" in page("script_body")[0].notices[0]


def test_a_frame_with_a_pdf_is_named():
    document = element('<div class="main"><iframe src="/files/2024/a.pdf" width=100></iframe></div>')
    assert "a.pdf" in document.notices[0]
    assert "b.pdf" in element('<object data="/files/b.pdf" type="application/pdf"></object>').notices[0]


LONG = (
    "一是规范行政执法行为，加强案卷评查；二是做好行政复议工作，依法纠正错误；三是深化普法宣传，提升法治素养。"
)


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (f"<p>{LONG}<p>短句", f"{LONG}\n短句"),
        (f"<p>　　{LONG}&nbsp;&emsp;</p><p>&nbsp;</p>", LONG),
        (f"{LONG}<br>一、&ensp;工作<BR/><br />完", f"{LONG}\n一、 工作\n完"),
        (f"<p><span>{LONG[:9]}</span><font>{LONG[9:20]}</font><b>{LONG[20:]}</b></p>", LONG),
        (f"<p>{LONG[:9]}\r\n   {LONG[9:]}</p>", LONG),
        (f"<p>{LONG}</p><p>adopt\n  the law</p>", f"{LONG}\nadopt the law"),
        (f"<p>{LONG}</p><ol><li>评查案卷</li><li>2. 旁听庭审</li></ol>", f"{LONG}\n1. 评查案卷\n2. 旁听庭审"),
        (f"<p>{LONG}</p><ul><li>评查案卷</li></ul>", f"{LONG}\n评查案卷"),
        (f"<p>{LONG}</p><script>var a='</p>';</script><style>p{{}}</style><!-- <p>x</p> -->", LONG),
        (f"<p>{LONG}</p><div style='display: none'>{LONG}</div>", LONG),
        (f"<p>{LONG}</p><p>\u200b办\ufeff结</p>", f"{LONG}\n办结"),
        (f"<p>{LONG}</p><p>&#x4E00;、&lt;甲&gt;</p>", f"{LONG}\n一、<甲>"),
    ],
)
def test_lines(inner, text):
    assert element(inner).text == text


@pytest.mark.parametrize(
    "line",
    [
        "【字体：大 中 小】 【打印】 【关闭】",
        "分享到：微信 新浪微博",
        "当前位置：首页 > 政务公开 > 法治政府",
        "上一篇：关于印发工作要点的通知",
        "扫一扫在手机打开当前页",
        '<a href="/f/1.docx">统计表.docx</a>',
    ],
)
def test_controls_and_attachments_go(line):
    inner = f"<div id=zoom><p>{line}</p><p>{LONG}</p><p>{line}</p></div>"
    assert element(inner).text == LONG


@pytest.mark.parametrize(
    "line",
    [
        "打印执法文书用纸减少三成",
        "分享到基层的经验",
        "扫码入企全面推行",
        "位置偏远乡镇的法律服务",
        "下一条工作措施",
        "附件：统计表（略）",
        "大中小学法治教育全覆盖",
        "（一）下一步安排",
        '见<a href="/law.html">《行政处罚法》</a>的要求',
        "时间：每季度一次，来源不限。",
    ],
)
def test_lines_that_only_look_like_controls_stay(line):
    plain = line.replace('<a href="/law.html">', "").replace("</a>", "")
    assert element(f"<div id=zoom><p>{LONG}</p><p>{line}</p></div>").text == f"{LONG}\n{plain}"


def test_a_clutter_name_on_what_holds_the_report_is_not_believed():
    assert element(f'<div class="head top print"><p>{LONG}</p></div>').text == LONG


def test_text_outside_the_known_element_is_not_lost():
    inner = f'<div class="TRS_Editor"><p>{LONG}</p></div><div><p>{LONG[::-1]}，；</p></div>'
    assert element(inner).text == f"{LONG}\n{LONG[::-1]}，；"


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        ("<tr><td>项目<td>件数<tr><td>申请<td>64", ["| 项目 | 件数 |", "| 申请 | 64 |"]),
        ("<tr><th>甲<th>乙<tr><td>1|2<td>3", ["| 甲 | 乙 |", "| 1｜2 | 3 |"]),
        ("<tr><td><td>2022年<tr><td>申请<td>64", ["|  | 2022年 |", "| 申请 | 64 |"]),
        (
            "<tr><td rowspan=2>类别<td colspan=2>行政处罚<tr><td>件数<td>金额<tr><td>交通<td>96<td>18",
            ["| 类别 | 行政处罚件数 | 行政处罚金额 |", "| 交通 | 96 | 18 |"],
        ),
        (
            "<tr><td>甲<td>乙<td>丙<tr><td rowspan=2>子<td>1<td>2<tr><td>3<td>4",
            ["| 甲 | 乙 | 丙 |", "| 子 | 1 | 2 |", "| 子 | 3 | 4 |"],
        ),
        ("<tr><td>只有<tr><td>一列", ["只有", "一列"]),
        (f"<tr><td>目录<td><p>{LONG}<p>{LONG}<p>{LONG * 9}", None),
    ],
)
def test_tables(table, lines):
    text = element(f"<p>{LONG}</p><table>{table}</table>").text
    assert text.startswith(LONG)
    if lines is None:
        assert "|" not in text
    else:
        assert text.split("\n")[1:] == lines


@pytest.mark.parametrize(
    "header",
    [
        "<dl><dt>索引号：<dd>QX-7<dt>发布机构：<dd>县政府办公室<dt>发布日期：<dd>2024-03-22</dl>",
        "<ul><li>索 引 号：QX-7</li><li>发布机构：县政府办公室</li><li>发布日期：2024年3月22日</li></ul>",
        "<div><i>[索引号]</i>QX-7 <i>[发布机构]</i>县政府办公室 <i>[发布日期]</i>2024-03-22</div>",
        "<table><tr><td>索引号<td>QX-7<td>发布机构<td>县政府办公室<tr><td>发布日期<td>2024/3/22<td><td></table>",
    ],
    ids=["dl", "ul", "spans", "table"],
)
@pytest.mark.parametrize("inside", [True, False])
def test_headers_of_all_makes(header, inside):
    text = "".join(f"<p>{line}</p>" for line in REPORT.split("\n"))
    body = f"<div id=zoom>{header}{text}</div>" if inside else f"<div>{header}</div><div id=zoom>{text}</div>"
    report = parse_file(f"<html><body>{body}</body></html>")
    meta = report.meta
    assert (meta.index_number, meta.published, meta.publisher) == ("QX-7", "2024-03-22", "县政府办公室")
    assert meta.title == TITLE
    assert len(report.measures) == 2


@pytest.mark.parametrize(
    "pager",
    [
        '<div>1 2 3 <a href="t20240322_1_1.html">下一页</a></div>',
        "<script>createPageHTML(3, 0, 't20240322_1', 'html');</script>",
    ],
)
def test_a_page_that_is_one_of_several_says_so(pager):
    assert element(f"<div id=zoom><p>{LONG * 3}</p></div>{pager}").notices == (
        "the page links to a next page: the text may go on there",
    )


@pytest.mark.parametrize(
    "pager",
    [
        '<div><a href="#">下一页</a></div>',
        "<script>createPageHTML(1, 0, 't20240322_1', 'html');</script>",
        '<div>下一篇：<a href="t2.html">下一页工作</a></div>',
    ],
)
def test_a_whole_page_says_nothing(pager):
    assert element(f"<div id=zoom><p>{LONG * 3}</p></div>{pager}").notices == ()


def test_without_the_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "selectolax.lexbor", None)
    with pytest.raises(MissingPackageError, match=r"pip install 'fazhi-extract\[html\]'"):
        element("<p>x")


def test_dates_of_other_articles_are_not_its_own():
    text = "".join(f"<p>{line}</p>" for line in REPORT.split("\n"))
    others = "<p>相关文章</p>" + "<p>法治动态</p>" * 20 + "<p>发布日期：2020-01-01</p>"
    assert parse_file(f"<html><div id=zoom>{text}</div><div>{others}</div>").meta.published is None
    near = "<p>发布日期：2024-03-22</p>"
    assert parse_file(f"<html><div id=zoom>{text}</div>{near}").meta.published == "2024-03-22"
