"""PDF → text: paragraphs, columns, furniture, tables, pages."""

import re

import pytest

from fazhi_extract.errors import SourceError
from fazhi_extract.sources.limits import Limits
from fazhi_extract.sources.pdf import read

from .writer import FONT, HEIGHT, WIDTH, Layout, draw, typeset

SENTENCE = "全年组织执法检查{}次，督促整改问题{}个，抽查案卷{}册，合格率达到九成以上，群众满意度稳步提高。"
BODY = ["云岭市法治政府建设情况报告", "一、主要工作"] + [
    "".join(SENTENCE.format(at + 7, at * 3 + 11, at + 120) for _ in range(3)) for at in range(14)
]


def bare(text):
    return re.sub(r"\s+", "", text)


LAYOUTS = {
    "plain": Layout(),
    "header": Layout(header="云岭市人民政府公报", footer="第 {page} 页 共 9 页"),
    "columns": Layout(columns=2, header="政府公报"),
    "turned": Layout(turn=1),
    "watermark": Layout(watermark="内部资料", footer="{page}"),
    "slash": Layout(footer="{page}/9", header="第{page}页"),
    "small": Layout(size=9, pitch=14, bottom=500, footer="- {page} -"),
    "title": Layout(title_lines=1),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_paragraphs_come_back_from_every_layout(name):
    layout = LAYOUTS[name]
    layout.pages.clear()
    found = read(typeset(BODY, layout))
    assert found.text.split("\n") == BODY
    assert len(found.pages) == len(layout.pages) > 1
    assert [bare(found.text[start:end]) for start, end in found.pages] == [
        bare(page) for page in layout.pages
    ]
    assert found.pages[0][0] == 0
    assert found.pages[-1][1] == len(found.text)


def at(canvas, y, *texts, x=80, step=200, size=12):
    """Print texts on one line."""
    canvas.setFont(FONT, size)
    for number, text in enumerate(texts):
        canvas.drawString(x + step * number, y, text)


def test_short_pages_without_furniture_keep_every_line():
    assert (
        read(draw(lambda c: (at(c, 700, "全年办结案件"), at(c, 680, "152件")))).text == "全年办结案件\n152件"
    )


def test_a_figure_alone_on_a_line_is_no_page_number():
    def page(canvas):
        at(canvas, 700, "收到申请多少件")
        at(canvas, 682, "23")

    assert "23" in read(draw(page)).text


def test_lines_at_other_places_are_no_headers():
    pages = [
        lambda c, n=n: (at(c, 700 - 40 * n, "工作动态"), at(c, 500 - n, f"第{n}项内容")) for n in range(3)
    ]
    assert read(draw(*pages)).text.count("工作动态") == 3


def test_numbered_lines_of_a_list_are_no_headers():
    def page(first):
        return lambda c: [at(c, 740 - 20 * row, f"{first + row}、任务") for row in range(33)]

    lines = read(draw(page(1), page(34), page(67))).text.split("\n")
    assert lines == [f"{number}、任务" for number in range(1, 100)]


def test_a_heading_at_the_end_of_a_page_ends():
    def page(*texts):
        return lambda c: [at(c, 740 - 20 * row, text) for row, text in enumerate(texts)]

    full = "正文写满一行的字数" * 4
    text = read(
        draw(page(full, full, full + "。", "二、存在问题"), page("个别单位重视不够。" * 4, full))
    ).text
    assert "\n二、存在问题\n个别单位" in text


def test_a_title_over_two_lines_is_one():
    def page(canvas):
        canvas.setFont(FONT, 20)
        canvas.drawCentredString(WIDTH / 2, 740, "青溪县人民政府关于")
        canvas.drawCentredString(WIDTH / 2, 710, "二〇二二年法治政府建设情况的报告")
        for row in range(4):
            at(canvas, 660 - 20 * row, f"正文第{row}行写满，" * 4 + "。")

    assert read(draw(page)).text.split("\n")[0] == "青溪县人民政府关于二〇二二年法治政府建设情况的报告"


def test_words_are_parted_and_joined():
    def page(canvas):
        at(canvas, 700, "The rule of law in our county is getting better and better, and so every", size=16)
        at(canvas, 680, "office reports on its work. The rule of law in our county is getting a co-", size=16)
        at(canvas, 660, "ordinated frame.", size=16)

    text = read(draw(page)).text
    assert "rule of law" in text
    assert "every office" in text
    assert "a coordinated frame." in text


def grid(canvas, xs, ys):
    for x in xs:
        canvas.line(x, ys[0], x, ys[-1])
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)


def test_a_ruled_table_is_rows_of_cells():
    def page(canvas):
        at(canvas, 740, "三、有关数据如下表：")
        grid(canvas, (80, 240, 400), (720, 700, 680, 660))
        for row, cells in enumerate((("事项", "数量（件）"), ("行政复议", "162"), ("行政应诉", "37"))):
            at(canvas, 705 - 20 * row, *cells, x=86, step=160)
        at(canvas, 630, "四、下一步打算")

    assert read(draw(page)).text.split("\n") == [
        "三、有关数据如下表：",
        "| 事项 | 数量（件） |",
        "| 行政复议 | 162 |",
        "| 行政应诉 | 37 |",
        "四、下一步打算",
    ]


def test_merged_cells_of_a_ruled_table():
    def page(canvas):
        at(canvas, 740, "情况见下表")
        canvas.rect(80, 640, 300, 80)
        for y in (700, 660):
            canvas.line(80 if y == 660 else 180, y, 380, y)
        canvas.line(80, 680, 380, 680)
        canvas.line(180, 640, 180, 720)
        canvas.line(280, 640, 280, 700)
        at(canvas, 695, "类别", x=90)
        at(canvas, 705, "案件数", x=240)
        at(canvas, 685, "收到", "办结", x=190, step=100)
        at(canvas, 665, "复议", "16", "15", x=90, step=100)
        at(canvas, 645, "应诉", "9", "8", x=90, step=100)

    assert read(draw(page)).text.split("\n")[1:] == [
        "| 类别 | 案件数收到 | 案件数办结 |",
        "| 复议 | 16 | 15 |",
        "| 应诉 | 9 | 8 |",
    ]


def test_a_frame_around_text_is_no_table():
    def page(canvas):
        canvas.rect(60, 600, 475, 160)
        at(canvas, 740, "框中文字一行")
        at(canvas, 720, "再一行")

    assert "|" not in read(draw(page)).text


def picture(canvas):
    from PIL import Image  # noqa: PLC0415
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415

    canvas.drawImage(ImageReader(Image.new("RGB", (20, 20), "white")), 0, 0, WIDTH, HEIGHT)


def test_a_scan_says_so():
    with pytest.raises(SourceError, match=r"scan.*none of its 2 pages has a text layer.*OCR"):
        read(draw(picture, picture))


def test_empty_pages_are_no_scan():
    with pytest.raises(SourceError, match="hold no text"):
        read(draw(lambda c: c.rect(1, 1, 5, 5)))


def test_scanned_pages_between_others_are_named_and_empty():
    found = read(draw(lambda c: at(c, 700, "前页。"), picture, lambda c: at(c, 700, "后页。")))
    assert found.text == "前页。\n后页。"
    assert found.pages == ((0, 4), (4, 4), (4, 7))
    assert "page 2 is a picture" in found.notices[0]


def test_radicals_and_signs_printed_twice():
    def page(canvas):
        at(canvas, 700, "\u2f45\u2f00")  # 方一 as radicals
        at(canvas, 680, "加粗标题", x=80)
        at(canvas, 680, "加粗标题", x=80.4)

    text = read(draw(page)).text
    assert text.split("\n")[-1] == "加粗标题"


def test_a_page_limit():
    data = draw(*[lambda c: at(c, 700, "页")] * 5)
    with pytest.raises(SourceError, match="5 pages, more than 4"):
        read(data, limits=Limits(max_pages=4))
