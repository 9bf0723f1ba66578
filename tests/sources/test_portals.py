"""Habits of content systems, each with a page that has it and one that only looks so."""

from __future__ import annotations

import pytest

from fazhi_extract import parse_file
from fazhi_extract.sources import read_source

pytest.importorskip("selectolax")

TITLE = "松桥区2022年法治政府建设年度报告"
LINES = (
    "2022年，松桥区以规范用权为主线，统筹推进依法行政各项工作，现将有关情况报告如下。",
    "一、主要举措和成效",
    "（一）规范公正文明执法",
    "开展行政执法案卷评查2轮，抽查案卷318件，优良率92.6%；办理行政处罚案件1204件。",
    "二、存在的主要问题",
    "一是个别部门对程序性规定重视不够；二是基层执法装备老化；三是普法方式较为单一。",
    "松桥区人民政府",
    "2023年2月20日",
)
TEXT = "\n".join((TITLE, *LINES))
BODY = "".join(f"<p>　　{line}</p>" for line in LINES)
LONG = LINES[5]


def page(inner, *, title=TITLE, head="", encoding="utf-8"):
    """A page as bytes; the article has no known name unless it is given one."""
    return f"<html><head><title>{title}</title>{head}</head><body>{inner}</body></html>".encode(encoding)


def text_of(inner, **options):
    return read_source(page(inner, **options))[0].text


def within(inner):
    """What becomes of markup between two paragraphs of a named article."""
    return text_of(f"<div id=zoom><p>{LONG}</p>{inner}<p>{LONG[::-1]}</p></div>", title="").split("\n")[1:-1]


WIDE_TABLE = (
    "<table><tr><td>索 引 号：<td>SQ000/2023-00012<td>组配分类：<td>法治政府建设"
    "<tr><td>发布机构：<td>松桥区司法局"
    f"<td>成文日期：<td>2023-02-20<tr><td>名&emsp;&emsp;称：<td colspan=3>{TITLE}</table>"
)
RELATED = (
    "<div><h3>相关文章</h3><ul><li><a href=1>松桥区召开推进会，通报上半年情况，部署任务。</a>02-21"
    "</li></ul></div>"
)
SPANS = BODY.replace("<p", "<span style=display:block").replace("/p>", "/span>")
BROKEN = BODY.replace("件，", "\n  件，").replace("2022年", "2022\n年")
PAGES = {
    "a table of labels weighs nothing against a short report": (
        f"<div class=x>长者版</div><div>{WIDE_TABLE}</div><div class=y>{TITLE}</div>"
        f"<div class=z>{BODY}</div>{RELATED}"
    ),
    "a table of labels below": f"<div class=y>{TITLE}</div><div class=z>{BODY}</div><div>{WIDE_TABLE}</div>",
    "the article twice, for two screens": (
        f"<h1>{TITLE}</h1><div class='c mhide'>{BODY}</div><div class='c pchide'>{BODY}</div><p>返回顶部</p>"
    ),
    "the article twice, with its title": f"<div><h1>{TITLE}</h1>{BODY}</div>" * 2,
    "text that keeps its lines": f"<h1>{TITLE}</h1><pre>    {(chr(10) + '    ').join(LINES)}</pre>",
    "text that keeps its lines by style": (
        f"<h1>{TITLE}</h1><div style='white-space: pre-wrap'>{chr(10).join(LINES)}</div>"
    ),
    "text in a field that a script reads": (
        f"<h1>{TITLE}</h1><div id=a></div><textarea id=b>{BODY.replace('<', '&lt;')}</textarea>"
        "<script>a.innerHTML = b.value</script>"
    ),
    "spans as paragraphs": f"<h1>{TITLE}</h1><div>{SPANS}</div>",
    "every paragraph in a row of its own": (
        f"<table><tr><td>{TITLE}</td></tr><tr><td>作者：区司法局 时间：2023-02-23 点击数：12</td></tr>"
        f"{BODY.replace('<p>', '<tr><td>').replace('</p>', '</td></tr>')}"
        "<tr><td>[<a>打印文章</a>] [<a>添加收藏</a>] [<a>关闭窗口</a>]</td></tr></table>"
    ),
    "editors, attachments and links below": (
        f"<div class=article-content><p>{TITLE}</p><p>内容摘要：{LINES[0]}</p>{BODY}<p>附件：</p>"
        "<p><a href=a.doc>1.评查明细</a></p><p>相关链接：</p><p><a href=/1>《松桥区法治规划》解读</a></p>"
        "<p>文章来源：松桥区司法局 &nbsp;责任编辑：王某 审核：赵某</p><p>扫描二维码 分享到手机</p></div>"
    ),
    "an editor in brackets": (
        f"<center>{TITLE}</center>{BODY}<p align=right>（责任编辑：李某）<hr>"
        "| <a href=/>首页</a> | <a href=/>设为首页</a> |"
    ),
    "a title on two lines above a nameless article": (
        "<table><tr><td><a href=/>首页</a> | <a href=/2>公开</a></td></tr><tr><td><table><tr><td>"
        f"<font>松桥区</font><br><font>{TITLE[3:]}</font></td></tr>"
        "<tr><td>2023年2月23日 信息来源：区法制办</td></tr>"
        f"<tr><td>{BODY}</td></tr></table></td></tr></table>"
    ),
    "numbers of a layout of their own": (
        f"<h1>{TITLE}</h1><section>"
        + BODY.replace("<p>　　一、", "<section>一、</section><p>").replace(
            "<p>　　二、", "<section>二、</section><p>"
        )
        + "</section>"
    ),
    "numbers of Word's lists": (
        f"<p>{TITLE}</p>"
        + BODY.replace("　　（一）", "<span style='mso-list:Ignore'>（一）<span>&nbsp;&nbsp; </span></span>")
    ),
    "a box of other articles beside it": (
        f"<div><p>欢迎您，请登录；新用户请注册。</p></div><div><h1>{TITLE}</h1><div>{BODY}</div></div><div>"
        "<h3>图片新闻</h3><p>区领导调研司法所建设，看望一线干警，听取意见。</p></div>"
    ),
    "lines that the markup breaks": f"<h1>{TITLE}</h1>{BROKEN}",
}


@pytest.mark.parametrize("inner", PAGES.values(), ids=PAGES.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_report_and_nothing_else(inner, encoding):
    title = "松桥区政府网" if "two lines" in inner else TITLE
    assert text_of(inner, title=title, encoding=encoding) == TEXT


def test_the_title_on_two_lines_is_one():
    inner = PAGES["a title on two lines above a nameless article"]
    assert text_of(inner, title="松桥区政府网") == TEXT


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("<div>松桥区人民政府</div>", TITLE),  # the name of the site, and a title that is whole
        ("<div>政务公开</div>", TITLE[3:]),
        ("<div><a href=/>松桥区人民政府</a></div>", TITLE[3:]),
    ],
)
def test_a_title_that_is_whole_stays_so(above, title):
    inner = f"{above}<h1>{title}</h1><div class=a>{BODY}</div>"
    assert text_of(inner, title="松桥区政府网").split("\n")[0] == title


@pytest.mark.parametrize("heading", ["图片新闻宣传", "最新要求", "新闻"])
def test_a_heading_of_the_article_opens_no_box(heading):
    inner = f"<div>{BODY}</div><div><h3>{heading}</h3><p>{LONG[::-1]}，；</p></div>"
    assert text_of(inner, title="").split("\n")[-2:] == [heading, f"{LONG[::-1]}，；"]


def test_a_box_with_much_of_the_prose_stays():
    inner = f"<div>{BODY}</div><div><h3>相关报道</h3><p>{LONG[::-1]}，；</p><p>{LONG[::-1]}，；</p></div>"
    assert f"{LONG[::-1]}，；" in text_of(inner, title="")


def test_two_tabs_of_different_text_are_both_read():
    other = BODY.replace("318", "401").replace("92.6", "90.3").replace("个别部门", "一些单位")
    assert text_of(f"<div>{BODY}</div><div>{other}</div>", title="").count("松桥区人民政府") == 2


@pytest.mark.parametrize(
    ("inner", "lines"),
    [
        ("<p>一、</p><p>主要举措</p>", ["一、主要举措"]),
        ("<p>（二）</p><p>主要举措</p>", ["（二）主要举措"]),
        ("<p>一、</p><p>（一）主要举措</p>", ["一、", "（一）主要举措"]),
        ("<p>共计</p><p>主要举措</p>", ["共计", "主要举措"]),
        ("<p>1.&nbsp;&nbsp;主要举措</p>", ["1.主要举措"]),
        ("<p>1. 主要举措</p>", ["1. 主要举措"]),
        ("<p>2022年&nbsp;&nbsp;主要举措</p>", ["2022年  主要举措"]),
        ("<p>（2023年2月20日）</p>", ["（2023年2月20日）"]),
        ("<p>附件：</p><p><a href=1.docx>统计表</a></p>", []),
        ("<p>附件：</p><p>统计表</p>", ["附件：", "统计表"]),
        (
            "<p>附件【<a href='/download.jsp?id=9'>统计表.docx</a>】已下载<i>5</i>次</p>",
            ["附件【统计表.docx】已下载5次"],
        ),
        ("<p><a href='/download.jsp?id=9'>统计表.docx</a></p>", []),
        ("<p>相关链接：</p><p><a href=1>解读</a></p><p>正文</p><p><a href=2>规划</a></p>", ["正文", "规划"]),
        ("<p>审核：张某</p><p>审核：评查案卷，提出意见</p>", ["审核：评查案卷，提出意见"]),
        ("<p>摘要：见下文。</p>", ["摘要：见下文。"]),
        ("<p>adopt\n law 3\n of</p><p>办结318\n 件</p>", ["adopt law 3 of", "办结318件"]),
        ("<div><span style='display:none'>甲</span>乙<span>丙</span></div>", ["甲乙丙"]),
        ("<div>甲<span style='display: inline'>乙</span></div>", ["甲乙"]),
        ("<div>甲<span style='display:block'>乙<span>丙</span></span>丁</div>", ["甲", "乙丙", "丁"]),
        ("<div>甲</span></span>乙</div>", ["甲乙"]),
    ],
)
def test_lines_within_an_article(inner, lines):
    assert within(inner) == lines


@pytest.mark.parametrize(
    "line", ["（此件公开发布）", "抄送：区委办，区人大办。", "联系人：张某", "松桥区司法局", "2023年2月20日"]
)
def test_what_ends_an_official_text_stays(line):
    assert text_of(f"<div id=zoom>{BODY}<p>{line}</p></div>", title="").endswith(f"2023年2月20日\n{line}")


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (
            "<tr><td colspan=2>复议<tr><td>类别<td>收到（件）<tr><td>处罚<td>30<tr><td colspan=2>注：有结转",
            [
                "复议",
                "| 类别 | 收到（件） |",
                "| 处罚 | 30 |",
                "注：有结转",
            ],
        ),
        ("<tr><td>类别<td>收到（件）<tr><td>处罚<td>30", ["| 类别 | 收到（件） |", "| 处罚 | 30 |"]),
        (
            f"<tr><td>举措<td><p>{LONG}</p><p>{LONG}</p><tr><td>问题<td><p>{LONG}</p><p>{LONG}</p>",
            ["举措", LONG, LONG, "问题", LONG, LONG],
        ),
        (
            "<tr><td>甲<td>64<tr><td>乙<td>32<tr><td>丙<td>16<tr><td>说明<td><p>含结转。</p><p>不含撤回。</p>",
            ["| 甲 | 64 |", "| 乙 | 32 |", "| 丙 | 16 |", "| 说明 | 含结转。不含撤回。 |"],
        ),
    ],
)
def test_tables_with_lines_of_text(table, lines):
    assert within(f"<table>{table}</table>") == lines


@pytest.mark.parametrize(
    ("header", "publisher"),
    [
        (
            "<div><span>来源： 松桥区政府办</span><span>2023-02-23 16:00</span><span>字号：默认</span></div>",
            "松桥区政府办",
        ),
        ("<p>2023年2月23日 11:20 来源：区法制办</p>", "区法制办"),
        (
            "<div><b>发布时间:2023-02-23 10:00</b><b>来源:松桥区司法局</b><b>阅读:35</b></div>",
            "松桥区司法局",
        ),
    ],
)
def test_values_that_only_styles_keep_apart(header, publisher):
    meta = parse_file(page(f"<div class=t>{TITLE}</div>{header}<div class=zw>{BODY}</div>")).meta
    assert (meta.publisher, meta.published) == (publisher, "2023-02-23")


def test_labels_below_the_text_fill_the_metadata():
    report = parse_file(page(PAGES["a table of labels below"]))
    assert (report.meta.index_number, report.meta.publisher) == ("SQ000/2023-00012", "松桥区司法局")
    report = parse_file(page(PAGES["editors, attachments and links below"]))
    assert report.meta.publisher == "松桥区司法局"


def test_a_field_for_typing_is_no_text_where_there_is_one():
    assert text_of(f"<div id=zoom>{BODY}</div><textarea>{LONG}</textarea>", title="") == "\n".join(LINES)
