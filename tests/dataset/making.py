"""Made-up reports for the tests of data sets."""

from __future__ import annotations

import random

__all__ = ["body", "page", "traditional"]

_DEEDS = (
    "全{c}受理行政复议申请{}件，审结{}件，纠错{}件，行政首长出庭应诉{}次。",
    "{c}政府班子集体学法{}次，各部门办班{}期，受训人员{}人次。",
    "废止文件{}件，修改{}件，新拟定行政规范性文件{}件，备案审查{}件。",
    "人民调解组织化解纠纷{}起，成功率{}.{}%，法律援助机构受理案件{}件。",
    "{c}行政执法部门立案{}宗，罚没{}万元，移送司法机关{}宗，制发提示函{}份。",
    "政务大厅进驻事项{}项，网上可办{}项，压减材料{}份，群众好评率{}.{}%。",
    "建成法治文化阵地{}处，培育法律明白人{}名，发放宣传册{}册。",
    "开展涉企检查{}户次，比上年下降{}.{}%，推行包容免罚{}起，免罚金额{}万元。",
)
_LINKS = ("{c}委、{c}政府高度重视，", "在上级部门指导下，", "围绕中心工作，", "坚持问题导向，")
_WHO = ("各镇各部门", "司法所", "牵头单位", "执法队伍", "法制机构", "主管科室", "基层站所", "行业协会")
_HOW = ("逐项", "按季", "分类", "全程", "从严", "联合", "依托平台", "结合实际", "带头", "主动")
_DOES = ("梳理", "核查", "推进", "完善", "公示", "评估", "细化", "宣讲", "督办", "归集", "衔接", "压实")
_WHAT = (
    "权责清单",
    "裁量基准",
    "普法计划",
    "案卷归档",
    "听证程序",
    "信用修复",
    "应急预案",
    "调解网格",
    "备案台账",
    "培训课程",
)


def _solemn(draw: random.Random) -> str:
    """Words without a figure, the same in every report of the template."""
    deeds = (
        f"{draw.choice(_WHO)}{draw.choice(_HOW)}{draw.choice(_DOES)}{draw.choice(_WHAT)}" for _ in range(6)
    )
    return "，".join(deeds) + "。"


def body(place: str, year: int, seed: object = None, figures: bool = True) -> str:
    """A report by the one template; the figures depend on place and year, or on `seed`."""
    draw = random.Random(repr((place, year) if seed is None else seed))
    template = random.Random("template")
    lines = [f"{place}{year}年法治政府建设年度报告", f"{year}年，{place}依法治理取得新进展。现报告如下："]
    for number, topic in enumerate(("履行职能", "制度建设", "执法监督", "化解矛盾", "法治宣传"), 1):
        lines.append(f"（{'一二三四五'[number - 1]}）{topic}")
        for deed in _DEEDS:
            words = draw.choice(_LINKS) if figures else _LINKS[number % len(_LINKS)]
            count = deed.count("{}")
            written = deed.format(*(draw.randint(2, 9000) for _ in range(count)), c=place) if figures else ""
            lines.append(words.format(c=place) + written + _solemn(template))
    lines.append(f"{place}人民政府\n{year + 1}年1月20日")
    return "\n".join(lines)


def page(text: str, seed: int = 0) -> str:
    """The text as a mirror has it: navigation, half-width punctuation, words changed, links."""
    draw = random.Random(seed)
    changed = text.translate(str.maketrans("，；：（）", ",;:()")).replace("\n", "\n\u3000\u3000")
    for old, new in draw.sample([("群众", "市民"), ("上级", "有关"), ("不断", "持续"), ("落地", "落实")], 2):
        changed = changed.replace(old, new, 2)
    links = "\n".join(
        f"{draw.randint(2019, 2024)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02} 关于某事项{n}的通知"
        for n in range(12)
    )
    head = "首页 > 政务公开 > 法定主动公开内容\n字号 大 中 小 打印 关闭"
    return f"{head}\n{changed}\n上一篇 下一篇\n相关阅读\n{links}\n版权所有 网站地图"


def traditional(text: str) -> str:
    """Some frequent characters in their traditional form, as a converted mirror has them."""
    return text.translate(
        str.maketrans(
            "执监责项务开处议讼审结纠错应诉学习训员废规范备调组织纷助受罚没万厅进驻网压减证众评阵养册发检户涉",
            "執監責項務開處議訟審結糾錯應訴學習訓員廢規範備調組織紛助受罰沒萬廳進駐網壓減證眾評陣養冊發檢戶涉",
        )
    )
