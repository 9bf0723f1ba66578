"""Bodies named in running text: party, state, courts, schools, media, associations, companies, teams, studios.

A name is read from its head word (局, 委员会, 协会 …) to the left: over the stem that says what the body is for, to
the place or level it belongs to (衢江区, 县, 我市). Words that cannot stand in a name (由, 指导, 的 …) end it. An
inner part that follows (县人大 + 及其常委会, 区委 + 依法治区 + 办) makes the name longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex

from fazhi_extract.entities.org_grammar import Grammar, Head, grammar
from fazhi_extract.entities.places import LEVELS, Places, is_han
from fazhi_extract.entities.references import find_references
from fazhi_extract.lexicon import Lexicon, default_lexicon
from fazhi_extract.models import Entity, Reference, Span

__all__ = ["find_organizations"]

_LONGEST_GAP = 14
_LONGEST_BARE = 14
_OWN_HEADS = frozenset("局 委 厅 办 院 所 校 站 中心 大队 支队 总队 分局 公司 镇 乡 街道 单位".split())
_OWN = regex.compile(
    r"(?<![自对])[我本](?:局|委|厅|办|院|所|校|站|中心|大队|支队|总队|分局|公司|单位)(?![们法理员公案事结一以])"
)
_ACTING_PLACE = regex.compile(r"[镇乡村]|街道|社区")
_PARTY_OWN = "局厅委办院镇乡县区市"
_PARENTHESES = regex.compile(r"[(（][\u4e00-\u9fff]{1,6}[)）]")
_FURNITURE = regex.compile(r"首页|>|您所在|当前位置|\s/\s[^\n]*\s/\s")
_INNER = frozenset(
    "办公室 办公厅 党组 党委 党工委 常委会 及其常委会 党校 研究室 督查室 领导小组 机关党委 法律顾问室 法律顾问团 编办 办 分局 "
    "理论学习中心组 中心组 纪检监察组 党支部".split()
)
_STATE = frozenset({"政府", "人民政府", "委", "党委", "人大", "政协"})


def find_organizations(
    text: str,
    *,
    body: tuple[int, int] | None = None,
    references: Iterable[Reference] = (),
    known: Iterable[tuple[int, int, str]] = (),
    lexicon: Lexicon | None = None,
) -> list[Entity]:
    """Named and role-named bodies of `text`, in order, not overlapping, with label ORG.

    Args:
        text: the whole report.
        body: extent of the report proper; outside it, navigation lines are passed over.
        references: titles in 《》 (found here when none are given); nothing inside them is listed.
        known: spans (start, end, label) of another recognizer. They are added where no rule has found a body;
            where a span overlaps one that a rule has found, the rule wins. Spans inside 《》 are left out.
        lexicon: word lists; the shipped ones by default.
    """
    titles = list(references) or find_references(text, lexicon=lexicon)
    masked = _mask(text, titles)
    found = _Search(masked, grammar(lexicon or default_lexicon())).run()
    if body is not None:
        found = [m for m in found if body[0] <= m[0] < body[1] or not _in_furniture(text, *m)]
    entities = [(start, end, "ORG") for start, end in found]
    entities += _unclaimed(known, [*found, *((r.span.start, r.span.end) for r in titles)], len(text))
    entities.sort()
    return [Entity(text=text[s:e], span=Span(start=s, end=e), label=label) for s, e, label in entities]


def _unclaimed(
    known: Iterable[tuple[int, int, str]], taken: Sequence[tuple[int, int]], size: int
) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    claimed = sorted(taken)
    for start, end, label in sorted(known):
        if not 0 <= start < end <= size:
            continue
        if any(s < end and start < e for s, e in claimed) or any(s < end and start < e for s, e, _ in kept):
            continue
        kept.append((start, end, label))
    return kept


def _mask(text: str, titles: Sequence[Reference]) -> str:
    pieces: list[str] = []
    at = 0
    for title in titles:
        pieces += (text[at : title.span.start], "》" * (title.span.end - title.span.start))
        at = title.span.end
    return "".join((*pieces, text[at:]))


def _in_furniture(text: str, start: int, end: int) -> bool:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return _FURNITURE.search(text[first : last if last >= 0 else len(text)]) is not None


class _Search:
    """One search over one text."""

    def __init__(self, text: str, rules: Grammar) -> None:
        self._text = text
        self._rules = rules
        self._places = Places(text, rules)
        self._found: list[tuple[int, int]] = []
        self._heads: list[str] = []

    def run(self) -> list[tuple[int, int]]:
        text, rules = self._text, self._rules
        own = {m.start(): m.end() for m in _OWN.finditer(text)}
        for hit in rules.head_pattern.finditer(text):
            word, start, end = hit.group(), hit.start(), hit.end()
            following = text[end : end + 1]
            fixed = rules.fixed.get(word)
            if fixed is not None and word not in rules.heads:
                if not (following and following in fixed):
                    self._add(start, end, word)
                continue
            head = rules.heads[word]
            if following and following in head.blocked:
                continue
            if start - 1 in own and own[start - 1] == end:
                continue
            self._head(word, head, start, end)
        for start, end in own.items():
            self._insert(start, end)
        return self._found

    def _add(self, start: int, end: int, word: str) -> None:
        while self._found and self._found[-1][1] > start:
            if self._found[-1][0] < start:
                return
            self._found.pop()
            self._heads.pop()
        hit = _PARENTHESES.match(self._text, end)
        if hit and self._text[hit.end() - 2] in "办局委室部院心处":
            end = hit.end()
        self._found.append((start, end))
        self._heads.append(word)

    def _insert(self, start: int, end: int) -> None:
        if not any(s < end and start < e for s, e in self._found):
            self._found.append((start, end))
            self._found.sort()

    def _head(self, word: str, head: Head, at: int, end: int) -> None:
        if self._extends(word, head, at):
            start = self._found.pop()[0]
            self._heads.pop()
            self._add(start, end, word)
            return
        floor = max(self._found[-1][1] if self._found else 0, at - 40)
        start = self._start(word, head, at, floor)
        if start >= 0:
            self._add(start, end, word)

    def _extends(self, word: str, head: Head, at: int) -> bool:
        """Whether the head continues the body that was found last."""
        if not self._found or not 0 <= at - self._found[-1][1] <= _LONGEST_GAP:
            return False
        begin = self._found[-1][1]
        last = self._heads[-1]
        if at == begin:
            return word in _INNER or head.need in ("prefix", "solo")
        text, rules = self._text, self._rules
        stem = self._stems(at, begin)
        if begin in stem:
            return True
        if head.need == "core" or last in _STATE and head.need != "prefix" and word not in ("中心",):
            return False
        i = at
        while i > begin:
            if text[i - 1] in "()（）":
                i -= 1
                continue
            if not is_han(text[i - 1]) or rules.bare_stoppers.longest(text, i, begin) >= 0:
                return False
            if text[i - 1] in LEVELS and i < at:
                return False
            i -= 1
        return at - begin >= 2

    def _stems(self, at: int, floor: int) -> list[int]:
        """Positions that known stems can begin at when the last of them ends at `at`, nearest first."""
        text, stems = self._text, self._rules.stems
        starts: list[int] = []
        i = at
        while len(starts) < 4 and (start := stems.longest(text, i, floor)) >= 0:
            starts.append(start)
            i = (
                start - 1
                if start > floor
                and text[start - 1] in "和与、"
                and stems.longest(text, start - 1, floor) >= 0
                and text[start - 1] != "、"
                else start
            )
        return starts

    def _start(self, word: str, head: Head, at: int, floor: int) -> int:
        text, places = self._text, self._places
        stems = self._stems(at, floor)
        for begin in (*reversed(stems), at):
            if begin == at and stems and head.need == "bureau" and word in ("办", "部"):
                break
            if (prefix := places.prefix(begin, floor=floor, adjacent=True)) >= 0:
                return prefix
        nearest = stems[0] if stems else at
        if head.need == "core":
            if word in ("党组", "党委") and at > floor and text[at - 1] in _PARTY_OWN:
                return at - 1
            return self._bare_core(word, nearest, at, floor)
        if word in ("委", "办", "部") and not stems:
            return -1
        walked, stop = self._walk(nearest, floor)
        if walked >= 0:
            return walked
        return self._bare(word, head, stems, stop, at, floor)

    def _bare_core(self, word: str, nearest: int, at: int, floor: int) -> int:
        """A core head without place: only after a known stem (发展改革 + 委)."""
        if nearest < at and word == "委" and not self._generic_before(nearest, floor):
            return nearest
        return -1

    def _generic_before(self, start: int, floor: int) -> bool:
        """Whether what stands before makes a bare name one of many (各级, 乡镇, 基层)."""
        before = self._text[max(start - 2, 0) : start]
        return before[-1:] in ("级", "各", "县", "区", "市", "镇", "乡", ")", "）") or before in (
            "基层",
            "全国",
        )

    def _walk(self, begin: int, floor: int) -> tuple[int, int]:
        """Go left from `begin` to a place; its start, or -1 and the position at which the name must end."""
        text, rules, places = self._text, self._rules, self._places
        i = begin
        bare_stop = -1
        while i > floor and begin - i <= _LONGEST_GAP:
            char = text[i - 1]
            if char in ")）" and i < begin:
                opening = max(text.rfind("(", floor, i), text.rfind("（", floor, i))
                if 0 <= opening and i - opening <= 8:
                    i = opening
                    continue
                break
            if not is_han(char):
                break
            if i < begin and (prefix := places.prefix(i, floor=floor)) >= 0:
                return (prefix, prefix) if bare_stop < 0 or begin - i <= 10 else (-1, bare_stop)
            if rules.stoppers.longest(text, i, floor) >= 0:
                break
            if bare_stop < 0 and rules.bare_stoppers.longest(text, i, floor) >= 0:
                bare_stop = i
            if i < begin and text[i - 2 : i] in rules.words_before:
                break
            i -= 1
        return -1, i if bare_stop < 0 else bare_stop

    def _bare(self, word: str, head: Head, stems: list[int], stop: int, at: int, floor: int) -> int:
        text, rules = self._text, self._rules
        if head.need == "solo":
            return (
                at
                if not (at > 0 and is_han(text[at - 1])) or rules.bare_stoppers.longest(text, at) >= 0
                else -1
            )
        if head.need == "bureau" and stems:
            return -1 if self._generic_before(stems[0], floor) else stems[0]
        if head.need != "free":
            return -1
        if not 2 <= at - stop <= _LONGEST_BARE or (word == "中心" and at - stop < 4):
            return -1
        end = at + len(word)
        if rules.not_bodies.longest(text, end, stop) >= 0 or self._generic_before(stop, floor):
            return -1
        following = text[end : end + 1]
        return -1 if following.isdigit() else stop
