"""DOCX → text: what Word prints, not only what it stores."""

import io
import zipfile

import pytest

from fazhi_extract.errors import SourceError
from fazhi_extract.sources.docx import read

from .writer import cell, docx, level, lists, numbered, paragraph, run, table

OUTLINE = lists(
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCounting", "（%2）")
    + level(2, "decimal", "%3.")
    + level(3, "decimalEnclosedCircle", "%4")
)


def text(body, **options):
    return read(docx(body, **options)).text


def test_paragraphs_are_lines():
    body = (
        paragraph("云岭市法治政府建设报告") + paragraph("") + paragraph("\u3000\u3000全年办结复议案件12件。")
    )
    assert text(body) == "云岭市法治政府建设报告\n全年办结复议案件12件。"


def test_numbers_are_written():
    body = (
        numbered("主要工作")
        + numbered("健全制度", 1)
        + numbered("制定规章2件。", 2)
        + numbered("清理文件3件。", 2)
        + numbered("第一小点", 3)
        + numbered("规范执法", 1)
        + numbered("2022年培训4次。", 2)
        + numbered("存在问题")
        + numbered("人手不足", 1)
    )
    assert text(body, parts={"numbering.xml": OUTLINE}).split("\n") == [
        "一、主要工作",
        "（一）健全制度",
        "1.制定规章2件。",
        "2.清理文件3件。",
        "①第一小点",
        "（二）规范执法",
        "1. 2022年培训4次。",
        "二、存在问题",
        "（一）人手不足",
    ]


def test_numbers_of_the_strict_namespace_and_of_styles():
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:name w:val="plain"/><w:basedOn w:val="1"/>'
        '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    body = "".join(
        paragraph(words, f'<w:pStyle w:val="{style}"/>')
        for words, style in (("工作", "1"), ("制度", "2"), ("正文", "3"), ("计划", "1"))
    )
    parts = {"numbering.xml": OUTLINE, "styles.xml": styles}
    expected = "一、工作\n（一）制度\n正文\n二、计划"
    assert text(body, parts=parts) == expected
    assert text(body, parts=parts, space="http://purl.oclc.org/ooxml/wordprocessingml/main") == expected


def test_a_level_that_names_its_style():
    numbers = lists(level(0, "decimal", "%1、") + level(1, "decimal", "（%2）", '<w:pStyle w:val="b"/>'))
    styles = (
        '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:style w:type="paragraph" w:styleId="b"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        "</w:style></w:styles>"
    )
    body = paragraph("健全制度", '<w:pStyle w:val="b"/>')
    assert text(body, parts={"numbering.xml": numbers, "styles.xml": styles}) == "（1）健全制度"


def test_lists_that_start_again_and_lists_that_go_on():
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )
    parts = {"numbering.xml": lists(level(0, "decimal", "（%1）"), nums=again)}
    body = "".join(
        numbered(words, 0, number) for words, number in (("甲", 1), ("乙", 1), ("丙", 2), ("丁", 3))
    )
    assert text(body, parts=parts) == "（1）甲\n（2）乙\n（1）丙\n（2）丁"


def test_an_empty_item_counts_and_an_unknown_list_does_not():
    parts = {"numbering.xml": OUTLINE}
    assert text(numbered("甲") + numbered("") + numbered("丙") + numbered("丁", 0, 9), parts=parts) == (
        "一、甲\n三、丙\n丁"
    )


def test_bullets_are_not_written():
    parts = {"numbering.xml": lists(level(0, "bullet", "\uf06c"))}
    assert text(numbered("公开信息"), parts=parts) == "公开信息"


def test_upper_levels_in_a_label():
    numbers = lists(level(0, "chineseCounting", "%1") + level(1, "decimal", "%1.%2", "<w:isLgl/>"))
    assert text(numbered("甲") + numbered("乙", 1), parts={"numbering.xml": numbers}) == "一甲\n1.1 乙"


def test_tracked_changes():
    body = (
        paragraph(
            run("办结")
            + "<w:del><w:r><w:delText>15</w:delText></w:r></w:del><w:ins>"
            + run("16件")
            + "</w:ins>"
        )
        + paragraph("<w:moveFrom>" + run("旧处") + "</w:moveFrom>" + run("新处"))
        + paragraph("前半句，", "<w:rPr><w:del/></w:rPr>")
        + paragraph("后半句。")
    )
    assert text(body) == "办结16件\n新处\n前半句，后半句。"


def test_hidden_text_links_and_breaks():
    body = paragraph(
        run("见")
        + "<w:hyperlink>"
        + run("通知")
        + "</w:hyperlink>"
        + run("隐", "<w:vanish/>")
        + run("显", '<w:vanish w:val="0"/>')
        + "<w:r><w:br/></w:r>"
        + run("次行")
        + "<w:r><w:tab/></w:r>"
        + run("尾")
    )
    assert text(body) == "见通知显\n次行 尾"


def test_content_controls_and_old_and_new_text_boxes():
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
        + paragraph("框内文字")
        + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
        + paragraph("框内文字")
        + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    content = f"<w:txbxContent>{paragraph('旧框')}</w:txbxContent>"
    old = f"<w:r><w:pict><v:textbox>{content}</v:textbox></w:pict></w:r>"
    body = "<w:sdt><w:sdtContent>" + paragraph(run("正文") + box + old) + "</w:sdtContent></w:sdt>"
    assert text(body) == "正文\n框内文字\n旧框"


def field(kind):
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def test_the_table_of_contents_is_left_out():
    entries = (
        paragraph(
            field("begin")
            + "<w:r><w:instrText>TOC \\o</w:instrText></w:r>"
            + field("separate")
            + run("工作\t1")
        )
        + paragraph(run("问题\t2"))
        + paragraph(field("end"))
    )
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('计划 3')}</w:sdtContent></w:sdt>"
    )
    styled = paragraph("工作 1", '<w:pStyle w:val="TOC1"/>')
    assert text(entries + control + styled + paragraph("正文")) == "正文"


def test_a_table_of_contents_without_an_end_takes_no_text_with_it():
    body = paragraph(
        field("begin") + "<w:r><w:instrText>TOC</w:instrText></w:r>" + field("separate") + run("正文")
    )
    assert text(body) == "正文"


def test_results_of_fields_are_text_and_page_numbers_are_not():
    body = paragraph(
        field("begin")
        + "<w:r><w:instrText>= 1+1</w:instrText></w:r>"
        + field("separate")
        + run("2件")
        + field("end")
        + '<w:fldSimple w:instr=" PAGE ">'
        + run("7")
        + "</w:fldSimple>"
    )
    assert text(body) == "2件"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        (r" EQ \o\ac(○,2) ", "②"),
        (r"eq \o\ac(○,21)", "㉑"),
        (r"EQ \o\ac(○,36)", "㊱"),
        (r"EQ \o\ac(○,甲)", "甲"),
        (r"EQ \o\ac(○,99)", "99"),
        (r"EQ \f(1,2)", ""),
        (r"SEQ \o\ac(○,2)", ""),
    ],
)
def test_a_number_that_a_field_rings(code, shown):
    split = len(code) // 2
    instruction = "".join(
        f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (code[:split], code[split:])
    )
    assert text(paragraph(field("begin") + instruction + field("end") + run("办结"))) == f"{shown}办结"
    inner = field("begin") + instruction + field("end")
    silent = field("begin") + f"<w:r><w:instrText>IF </w:instrText></w:r>{inner}" + field("separate")
    assert text(paragraph(silent + run("办结") + field("end"))) == "办结"


@pytest.mark.parametrize(
    ("char", "shown"), [("2460", "①"), ("00B7", "·"), ("F0FC", ""), ("D800", ""), ("zz", ""), ("110000", "")]
)
def test_symbols(char, shown):
    symbol = f'<w:r><w:sym w:font="宋体" w:char="{char}"/></w:r>'
    assert text(paragraph(symbol + run("办结"))) == f"{shown}办结"
    assert text(paragraph("<w:r><w:sym/></w:r>" + run("办结"))) == "办结"


def test_notes_are_left_out_with_a_notice():
    read_back = read(docx(paragraph(run("正文") + '<w:r><w:footnoteReference w:id="1"/></w:r>')))
    assert read_back.text == "正文"
    assert "1 footnotes" in read_back.notices[0]


def test_tables_are_rows_of_cells():
    body = paragraph("如下表：") + table(["事项", "数量（件）"], ["收到\n申请", "16"], ["", "5"])
    assert text(body) == "如下表：\n| 事项 | 数量（件） |\n| 收到申请 | 16 |\n|  | 5 |"


def test_header_rows_are_joined_and_figures_stand_once():
    span = '<w:gridSpan w:val="2"/>'
    first, later = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        [cell("类别", first), cell("2022年", span)],
        [cell("", later), "收到", "办结"],
        [cell("复议", first), "16", "15"],
        [cell("", later), cell("31", span)],
    )
    assert text(body).split("\n") == [
        "| 类别 | 2022年收到 | 2022年办结 |",
        "| 复议 | 16 | 15 |",
        "| 复议 | 31 |  |",
    ]


def test_a_title_over_a_table_and_a_bar_in_a_cell():
    body = table([cell("附表 情况统计", '<w:gridSpan w:val="2"/>')], ["事|项", "数量"], ["应诉", "3"])
    assert text(body) == "附表 情况统计\n| 事｜项 | 数量 |\n| 应诉 | 3 |"


def test_tables_that_lay_out_the_page_are_paragraphs():
    inner = table(["事项", "数量"], ["应诉", "3"])
    assert text(table([cell(paragraph("前言") + inner + paragraph("结语"))])) == (
        "前言\n| 事项 | 数量 |\n| 应诉 | 3 |\n结语"
    )


def test_deleted_rows_are_gone():
    gone = "<w:tr><w:trPr><w:del/></w:trPr>" + cell("旧") + cell("1") + "</w:tr>"
    body = table(["事项", "数量"], ["应诉", "3"]).replace("</w:tbl>", gone + "</w:tbl>")
    assert text(body) == "| 事项 | 数量 |\n| 应诉 | 3 |"


HEAD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'


def raw(document, **others):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, content in others.items():
            archive.writestr(name, content)
    return held.getvalue()


BOMB = '<!DOCTYPE w [<!ENTITY a "法法法法"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            raw(BOMB + HEAD + "<w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"),
            "document type",
        ),
        (raw('<!DOCTYPE w SYSTEM "file:///etc/passwd">' + HEAD + "<w:body/></w:document>"), "document type"),
        (raw(HEAD + "<w:body>" + "<w:sdt>" * 5000 + "</w:sdt>" * 5000 + "</w:body></w:document>"), "nested"),
        (
            raw(
                HEAD
                + "<w:body>"
                + "<w:tbl><w:tr><w:tc>" * 60
                + "</w:tc></w:tr></w:tbl>" * 60
                + "</w:body></w:document>"
            ),
            "nested",
        ),
        (raw(HEAD + "<w:body><w:p>"), "damaged"),
        (raw(HEAD + "</w:document>"), "no body"),
        (raw(HEAD + "<w:body><w:p/></w:body></w:document>"), "no text"),
        (raw(b"\x00\xff not xml"), "damaged"),
        (raw(HEAD + "<w:body>" + " " * 70_000_000 + "</w:body></w:document>"), "zip bomb"),
        (docx(paragraph("正文"))[:-30], "damaged"),
        (b"PK\x03\x04" + b"\x00" * 50, "damaged"),
        (raw("", **{f"m{at}": "" for at in range(30_000)}), "too many"),
    ],
    ids=[
        "entities",
        "external",
        "depth",
        "tables",
        "cut",
        "body",
        "empty",
        "bytes",
        "bomb",
        "tail",
        "head",
        "members",
    ],
)
def test_hostile_files_are_refused(data, message):
    with pytest.raises(SourceError, match=message):
        read(data)


BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
LARGE = {  # and the characters that are read
    "wide and long": (table(["1"] * 20_000, *[["1"]] * 20_000), 2 * 40_000 - 1),
    "spans": (table(*[[cell("1", '<w:gridSpan w:val="9999"/>')] * 2] * 10_000), 1_840_057),
    "carried": (paragraph("甲", "<w:rPr><w:del/></w:rPr>") * 50_000, 50_000),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", LARGE)
def test_large_files_cost_no_more_than_their_length(name):
    body, characters = LARGE[name]
    assert len(read(docx(body)).text) == characters


TOO_LARGE = {
    "fields": (paragraph(BEGIN * 100_000 + run("甲") * 100_000), "no text"),
    "elements": ("<w:p/>" * 1_000_001, "more than 1,000,000 elements"),
    "boxes": ("<w:p><w:r><w:txbxContent>" * 60 + "</w:txbxContent></w:r></w:p>" * 60, "nested more than 40"),
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", TOO_LARGE)
def test_large_files_that_hold_no_report_are_refused(name):
    body, message = TOO_LARGE[name]
    with pytest.raises(SourceError, match=message):
        read(docx(body))


def test_damaged_bytes_never_end_in_another_error():
    whole = docx(numbered("工作") + table(["甲", "乙"], ["丙", "3"]), parts={"numbering.xml": OUTLINE})
    for at in range(0, len(whole), 7):
        damaged = whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :]
        try:
            assert isinstance(read(damaged).text, str)
        except SourceError:
            continue
