"""Tables without rules: figures below each other are one, and nothing else is."""

from __future__ import annotations

import pytest

from fazhi_extract.sources.pdf import read
from fazhi_extract.sources.pdf.aligned import find_aligned
from fazhi_extract.sources.pdf.lines import Line

from .writer import FONT, draw

HEAD = ["执法领域", "案件数（件）", "罚没款（万元）"]
ROWS = [["城市管理", "420", "36.5"], ["交通运输", "388", "210.4"], ["合计", "808", "246.9"]]
WIDTH = 150.0


def rows_of(*texts, size=12.0, pitch=20.0, align="left"):
    """Rows as they stand on a page, in columns of one width."""
    rows = []
    for at, row in enumerate(texts):
        lines = []
        for place, text in enumerate(row):
            if text:
                wide = size * sum(0.5 if sign.isascii() else 1.0 for sign in text)
                slack = {"left": 0.0, "middle": 0.5, "right": 1.0}[align if at else "middle"]
                left = 80 + place * WIDTH + slack * (WIDTH - 10 - wide)
                lines.append(Line(left, left + wide, 100 + at * pitch, size, text, 1))
        rows.append(lines)
    return rows


def written(*texts, **how):
    tables, rest = find_aligned(rows_of(*texts, **how))
    return [table.lines for table in tables], [[line.text for line in row] for row in rest]


@pytest.mark.parametrize("align", ["left", "middle", "right"])
def test_figures_under_names(align):
    before, after = ["办理情况如下"], ["以上情况属实"]
    found, rest = written(before, HEAD, *ROWS, after, align=align)
    assert found == [[f"| {' | '.join(row)} |" for row in (HEAD, *ROWS)]]
    assert rest == [before, after]


@pytest.mark.parametrize(
    ("head", "rows", "line"),
    [
        ([["", "受理", "办结"]], [["复议", "87件", "74件"], ["信访", "12件", "—"]], "|  | 受理 | 办结 |"),
        (
            [["指标", "2021年", "2022年"]],
            [["受理", "64", "87"], ["办结", "61", "74"]],
            "| 指标 | 2021年 | 2022年 |",
        ),
        (
            [["序号", "单位", "得分"]],
            [["1", "甲局", "95.5"], ["2", "乙局", "９３"]],
            "| 序号 | 单位 | 得分 |",
        ),
        ([["年份", "受理"]], [["2021年", "64"], ["2022年", "87"]], "| 年份 | 受理 |"),
        ([["领域", "案件"], ["", "（件）"]], [["城管", "42"], ["交通", "38"]], "| 领域 | 案件（件） |"),
        (
            [["领域", "案件", "金额"], ["", "（件）", "（万元）"]],
            [["城管", "42", "3"], ["交通", "38", "9"]],
            "| 领域 | 案件（件） | 金额（万元） |",
        ),
    ],
)
def test_headers(head, rows, line):
    found, rest = written(["甲", "乙", "丙"], *head, *rows)
    assert found == [[line, *(f"| {' | '.join(row)} |" for row in rows)]]
    assert rest == [["甲", "乙", "丙"]]


@pytest.mark.parametrize(
    "texts",
    [
        ROWS,  # nothing names the columns
        [HEAD, ROWS[0]],  # one row is no table
        [["共有三个领域"], *ROWS],
        [["目录", "页码"], ["主要举措和成效", "存在的问题"], ["下步打算", "附件"]],
        [HEAD, ["城市管理", "继续推进"], ["交通运输", "持续用力"]],
        [["2022", "年", "2", "月"], ["松桥区", "人民政府", "公", "章"]],
        [["左栏的正文写到这里为止", "右栏的正文从这里开始写"], ["受理行政复议申请87件", "办结74件"]],
        [HEAD, ["城市管理", "420", "36.5"], ["交通运输", "388"]],
        [["领域", "案件420件"], ["城管", "42"], ["交通", "38"]],
        [["受理复议", "办结复议"], ["受理案件", "420"], ["x" * 40, "388"]],
    ],
)
def test_no_table(texts):
    found, rest = written(*texts)
    assert found == []
    assert rest == [[text for text in row if text] for row in texts]


def test_columns_that_overlap_or_rows_far_apart_are_no_table():
    rows = rows_of(HEAD, *ROWS)
    rows[2][1].left = rows[2][0].right - 40
    rows[2][0].right = rows[2][1].left + 60
    assert find_aligned(rows)[0] == []
    assert find_aligned(rows_of(HEAD, *ROWS, pitch=60.0))[0] == []


def test_a_page_with_three_rules():
    """A table as papers print it: a rule above, one below its header, one at its end."""

    def page(canvas):
        for at, row in enumerate([["办理行政处罚案件情况如下。"], HEAD, *ROWS, ["以上数据截至年底。"]]):
            for place, text in enumerate(row):
                canvas.setFont(FONT, 12)
                canvas.drawString(80 + place * WIDTH, 700 - 24 * at, text)
        for y in (690, 666, 594):
            canvas.line(80, y, 520, y)

    assert read(draw(page)).text.split("\n") == [
        "办理行政处罚案件情况如下。",
        *(f"| {' | '.join(row)} |" for row in (HEAD, *ROWS)),
        "以上数据截至年底。",
    ]


def test_cost_grows_with_the_number_of_rows():
    rows = rows_of(*[HEAD, *ROWS, ["甲", "乙", "丙"]] * 20_000)
    tables, rest = find_aligned(rows)
    assert len(tables) == 20_000
    assert len(rest) == 20_000
    nameless = rows_of(*ROWS * 20_000)
    assert find_aligned(nameless) == ([], nameless)
