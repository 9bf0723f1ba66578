"""What speaks for a text being such a report, and what could not be made out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from fazhi_extract.models import Section
from fazhi_extract.outline.structure import Block, Extent

__all__ = ["looks_like_report", "outline_warnings"]

_GENRE = ("法治政府", "依法行政", "依法治", "司法行政", "法治建设", "行政执法", "第一责任人")
_PLACEHOLDERS = "某×＊*X"
_TEMPLATE = re.compile(r"[某×＊*]{1,4}(?:市|县|区|镇|乡|局|年)|[X×*＊]{2,}|20(?:XX|××|\*\*)年")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ENOUGH = 4
_SAMPLE = 20_000
_HAN_SAMPLE = 800


def looks_like_report(text: str, body: Extent, title: Extent | None, sections: Sequence[Section]) -> bool:
    """Light evidence: Chinese prose that names the genre's matter, with structure or at some length."""
    sample = text[body.start : min(body.end, body.start + _SAMPLE)]
    middle = sample[len(sample) // 4 :][:_HAN_SAMPLE]
    if len(sample) < 200 or sum(map(len, _HAN.findall(middle))) < 0.4 * len(middle):
        return False
    points = 2 if title is not None else 0
    points += 2 * len({section.role for section in sections} & {"shortcomings", "plans", "duty"})
    points += 1 if len(sections) >= 3 else 0
    return points >= _ENOUGH or points + sum(map(sample.count, _GENRE)) >= _ENOUGH


def outline_warnings(
    text: str, body: Extent, title: Extent | None, sections: Sequence[Section], blocks: Sequence[Block]
) -> tuple[str, ...]:
    """Sentences for the reader about what the outline lacks."""
    if body.start >= body.end:
        return ("the text is empty: there is nothing to extract",)
    warnings = []
    if not looks_like_report(text, body, title, sections):
        warnings.append(
            "the text does not look like a report on law-based government; treat the results with care"
        )
    if not sections:
        warnings.append(
            "no sections found: the text has no numbered headings, roles follow from its wording alone"
        )
    roles = {block.role for block in blocks if block.kind == "item"}
    names = {"measures": "measures", "shortcomings": "shortcomings", "plans": "plans"}
    warnings += [f"no {name} found" for role, name in names.items() if role not in roles]
    sample = text[body.start : min(body.end, body.start + _SAMPLE)]
    if any(sign in sample for sign in _PLACEHOLDERS) and _TEMPLATE.search(sample):
        warnings.append("the text holds placeholders (某, ×, *): it may be a template, not a report")
    return tuple(warnings)
