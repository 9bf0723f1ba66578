"""Whether a named indicator fits the figure: its unit, its body, and the words beside it."""

from __future__ import annotations

import re

from fazhi_extract.indicators.aliases import Hit
from fazhi_extract.indicators.schema import Indicator
from fazhi_extract.models import Metric

__all__ = ["fits"]

_PER_UNIT = re.compile(r"每(?!万|十万)|人均|平均|日均|年均|户均|件均|宗均|均已|均有|均配|至少")
_NARROW_BODY = re.compile(r"(?:法院|检察院|[局院所站队]|街道|[镇乡村市县区州盟旗]|领域|系统|公司|协会)$")
_WIDE_BODY = re.compile(r"^.{0,2}$|政府系统|复议局|司法局|司法所|政府$|我[局镇乡街]")
_MEASURE_WORDS = ("率", "比", "得分", "均值", "满意度")
_COUNTED_NOUNS = ("数", "量", "额", "次", "案件", "人员")
_THINGS = frozenset("件起宗例项名个家户场次份本卷条")  # which no rate is counted in
_SIZE_UNITS = frozenset({"%", "‰", "个百分点", "个千分点"})
_FAMILIES = (
    frozenset("人名位"),
    frozenset(("次", "场", "场次", "回")),
)


def fits(hit: Hit, metric: Metric, clause: str) -> bool:
    """Whether nothing speaks against a hit; `clause` is the text that governs the figure."""
    indicator, alias = hit
    if metric.label not in clause:
        clause = f"{clause}\n{metric.label}"
    for word in indicator.not_near:
        if word in clause:
            return False
    if "每" not in alias and _PER_UNIT.search(clause):
        return False
    if metric.scope and _NARROW_BODY.search(metric.scope) and not _WIDE_BODY.search(metric.scope):
        return False
    return _unit_fits(indicator, alias, metric)


def _unit_fits(indicator: Indicator, alias: str, metric: Metric) -> bool:
    unit = metric.quantity.unit
    if metric.aspect == "change" and unit in _SIZE_UNITS:
        return True
    if indicator.kind in ("rate", "score") and alias.endswith(_MEASURE_WORDS) and unit not in _THINGS:
        return True
    if unit is None:  # what it counts has to be said: 行政处罚1060 may be complaints about them
        said = not (metric.rule or "").startswith("left") or metric.label.endswith(_COUNTED_NOUNS)
        return indicator.kind == "count" and said
    if unit == indicator.unit or unit in indicator.unit_variants:
        return True
    if indicator.kind == "rate":
        return unit in _SIZE_UNITS
    return any(unit in family and not family.isdisjoint(indicator.units) for family in _FAMILIES)
