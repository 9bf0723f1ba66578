"""What a figure counts: the noun after it, the phrase before it, or a phrase shared with its neighbour.

Chinese counts come in two orders, `24名|专兼调解员` and `审查合同|70余件`. The noun after the number is taken
where one stands there; else the phrase before, without adverbs, light verbs and linking verbs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from fazhi_extract.extraction.metrics.affixes import tidied
from fazhi_extract.extraction.metrics.changes import AGAINST_AVERAGE
from fazhi_extract.extraction.metrics.context import Context, Figure
from fazhi_extract.extraction.metrics.former import former_phrase
from fazhi_extract.extraction.metrics.grammar import FIGURE, MetricGrammar
from fazhi_extract.extraction.metrics.handouts import GOES_ON, HANDED_ON, names_handed_out
from fazhi_extract.extraction.metrics.noun_labels import MAX_LABEL, noun_label
from fazhi_extract.extraction.metrics.nouns import UNIT_BRACKET, Right, read_right
from fazhi_extract.extraction.metrics.phrases import PhraseReader

__all__ = ["Label", "read_labels"]

_PERSON_UNITS = frozenset({"人", "名", "人次", "位", "次", "场", "场次", "户次", "批次"})
_ACTIVITY_UNITS = frozenset({"次", "场", "场次", "期", "批次", "课时", "讲", "轮", "届", "站", "个"})
_CLASSES = frozenset({"大类", "类", "大项", "个"})
_CLASS_NOUNS = frozenset({"方面"})
_RATIO_KINDS = frozenset({"percentage", "permille", "percentage_point", "multiple"})
_SHARE_HEADS = ("，占", ",占")  # 办结84件,占受理总数的35%
_AVERAGED = frozenset("村乡镇县所站店件案亩校")  # 村均12名
_HELPLESS = re.compile(
    r"^(?:日均|月均|年均|人均|户均|平均|占比?|分|占全部|占总数|(?:比|较|与).{0,10}(?:前|时|同期|相比|上年|去年)|\s)$"
)
_HELPLESS_HEADS = frozenset("日月年人户平占分比较与")
_AMOUNTS = frozenset({"总数", "总量", "总额", "金额", "数量", "人数", "次数"})
_SHORT = 18
_EACH = re.compile(
    r"^(?:实现|做到|平均)?每个?(?:行政村|自然村|乡镇|镇街|乡|镇|街道|村|社区|县|市|区|部门|单位|所|户|人)"
    r"(?:[（(][^()（）]{1,8}[)）])?(?:都|均)?(?:有|配备|达)?$"
)
_ANAPHOR = re.compile(r"^(?:该类|此类|这类|上述|该项|该|这些|此项)")
_DEED = re.compile("研究|审议|听取|讨论|部署|学习|通报|汇报|宣讲|授课|开展|组织")  # 4次在常委会|研究议题
_GROUND = re.compile(
    "(?:按照|根据|依据|依照|依托|围绕|通过|利用|借助|结合|针对|聚焦|面向|会同|联合|帮助|指导)$|按照|根据|依据|依照"
)  # 按照清单|6类情形: what was gone by is not what is counted
_ANAPHOR_HEADS = frozenset("该此这上")
_RANKED = re.compile(
    "(?:位?居|位?列|排名?|名列|稳居)[^，,；;。]{0,12}(?:第|首|前)"
)  # 居全省第五位,较上年提高…
_PLACE = re.compile(r"(?<=[名位序])第[一二三四五六七八九十0-9]{1,3}[名位]?$")  # 排名第五,上升2位


class Label(NamedTuple):
    """A label with the rule that found it, and the body that stood before its verb."""

    text: str
    rule: str
    subject: str | None = None


def read_labels(
    context: Context,
    grammar: MetricGrammar,
    organizations: Mapping[int, int] | None = None,
    former: frozenset[int] = frozenset(),
) -> list[Label]:
    """One label a figure, in order.

    `organizations` maps the start of each mention to its end; `former` holds the numbers of the figures
    that give the former level of the next one (由81%提高到90%).
    """
    reader = _Reader(context, grammar, organizations or {}, former)
    for at in range(len(context.figures)):
        reader.read(at)
    return reader.labels


class _Reader:
    """Reads the labels of one report from left to right; later labels lean on earlier ones."""

    def __init__(
        self,
        context: Context,
        grammar: MetricGrammar,
        organizations: Mapping[int, int],
        former: frozenset[int],
    ) -> None:
        self.context = context
        self.text, self.masked, self.figures = context.text, context.masked, context.figures
        self.grammar = grammar
        self.phrases = PhraseReader(context, grammar, organizations)
        self.former = former
        self.labels: list[Label] = []
        self.used = 0  # end of the noun phrase that the figure before has taken
        self.spread: list[str] = []
        self.tail: tuple[int, int] | None = None  # what the noun of the figure before does

    def read(self, at: int) -> None:
        """Append the label of figure number `at`."""
        figure = self.figures[at]
        if figure.first:
            self.spread = []
        right = read_right(self.context, figure, self.grammar)
        left_start = self._left_start(figure, right)
        label = None
        if at in self.former:
            found = former_phrase(self.context, self.grammar, self.phrases, at)
            label = Label(found[0], "former_level", found[1]) if found else None
        elif self.spread or self.masked[figure.end : figure.end + 1] in GOES_ON:
            label = self._spread_label(at, figure)
        if label is None:
            if self.text[left_start] in "(（" and (bracket := UNIT_BRACKET.match(self.text, left_start)):
                left_start = bracket.end()
            phrase, subject = self.phrases.read(left_start, figure.start)
            label = self._choose(at, figure, right, phrase, subject)
        if label.rule.startswith("right") and right is not None:
            self.used = right.end
            label = self._told_apart(at, figure, right, label)
        else:
            self.tail = None
        text = tidied(label.text.strip(" 、，,'\u3000\"")) or figure.quantity.text
        self.labels.append(label if text == label.text else label._replace(text=text))

    def _told_apart(self, at: int, figure: Figure, right: Right, label: Label) -> Label:
        """Two counts of one noun in a sentence keep what each does: 7名民警|参赛, 5名民警|获奖."""
        before, self.tail = self.tail, right.tail if label.rule == "right_noun" else None
        start, end = right.tail
        if not (before and self.tail and 2 <= end - start <= 24 and 2 <= before[1] - before[0] <= 24):
            return label
        last = self.labels[-1]
        if self.figures[at - 1].sentence is not figure.sentence or last.text != label.text:
            return label
        self.labels[-1] = Label(last.text + self.text[slice(*before)], "right_noun_and_verb", last.subject)
        return label._replace(text=label.text + self.text[start:end], rule="right_noun_and_verb")

    def _left_start(self, figure: Figure, right: Right | None) -> int:
        """Where the figure's own phrase may begin: after the noun that the figure before it has taken.

        A rate, or a figure with no noun of its own, shares a long phrase: 12个街道预案备案率100%.
        """
        if figure.first or self.used <= figure.left:
            return figure.left
        taken = not self.masked[self.used : figure.start].strip(" 、")
        shares = figure.quantity.kind in _RATIO_KINDS or (right is None and self.used - figure.left >= 5)
        return figure.left if taken and shares else self.used

    def _choose(
        self, at: int, figure: Figure, right: Right | None, phrase: str, subject: str | None
    ) -> Label:
        """The noun after the number, a subject with its verb, the phrase before, or one further off."""
        label = self._from_next(at, figure, right, subject) if figure.next >= 0 else None
        if label is None and right is not None:
            label = self._from_right(at, figure, right, phrase, subject)
        if label is None and phrase:
            label = self._from_left(at, figure, right, phrase, subject)
        if label is None and right is not None and right.verb and figure.quantity.unit in _PERSON_UNITS:
            label = self._from_verb(at, figure, right, subject)
        if label is None and not figure.first and at and self.figures[at - 1].end >= figure.start - 1:
            label = Label(self.labels[-1].text, "shared", subject)
        return label or self._from_before(at, figure, right, subject)

    def _from_next(self, at: int, figure: Figure, right: Right | None, subject: str | None) -> Label | None:
        """明确|6大类|35项|重点工作: classes of the noun that the next number counts."""
        if figure.quantity.unit not in _CLASSES:
            return None
        between = self.text[figure.end : figure.next]
        if between and not (between in _CLASS_NOUNS and right is not None):
            return None
        noun = read_right(self.context, self.figures[at + 1], self.grammar)
        if noun is None or noun.verb:
            return None
        return Label(self._shorten(noun), "next_noun", subject)

    def _from_right(
        self, at: int, figure: Figure, right: Right, phrase: str, subject: str | None
    ) -> Label | None:
        """The phrase after the number, where it is the one that names the figure."""
        ratio = figure.quantity.kind in _RATIO_KINDS
        masked = self.masked
        if right.verb:
            if figure.first and not ratio and not masked[figure.left : figure.start].strip():
                return Label(self._shorten(right), "right_verb", subject)
            return self._subject_and_verb(figure, right, phrase, subject)
        ends_in_verb = not phrase or bool(self.grammar.verb_end.find(phrase)) or bool(_GROUND.match(phrase))
        if ratio and not ends_in_verb:
            return None
        starts_with_verb = bool(self.grammar.verb_start.match(masked[right.start : right.end]))
        if ends_in_verb or not (starts_with_verb or self._names_left(at, figure, right)):
            named = noun_label(self.context, self.grammar, right, phrase, masked[figure.start - 1])
            return Label(*named, subject)
        return None

    def _subject_and_verb(
        self, figure: Figure, right: Right, phrase: str, subject: str | None
    ) -> Label | None:
        """县政府常务会议|11次|研究议题: a subject before the number, its verb after it."""
        masked = self.masked
        counts_acts = figure.first and figure.quantity.unit in _ACTIVITY_UNITS
        if not counts_acts or not phrase or masked[figure.start - 1] == "的":
            return None
        if self.grammar.acting.search(masked, figure.left, figure.start):
            return None
        if len(phrase) <= 10:
            verb = self.text[right.start : min(right.end, right.start + 16)]
            return Label(phrase + verb, "subject_and_verb", subject)
        return Label(self._shorten(right), "right_verb", subject)

    def _from_left(
        self, at: int, figure: Figure, right: Right | None, phrase: str, subject: str | None
    ) -> Label | None:
        """The phrase before the number; phrases that cannot stand alone lean on what is before them."""
        helpless = phrase[0] in _HELPLESS_HEADS or phrase[0].isspace()
        if helpless and len(phrase) <= _SHORT and _HELPLESS.match(phrase):
            prefix = phrase if phrase.endswith("均") else ""
            return self._from_before(at, figure, right, subject, prefix=prefix)
        if phrase in _AVERAGED and f"{phrase}均" in self.masked[figure.left : figure.start]:
            return self._from_before(at, figure, right, subject, prefix=f"{phrase}均")
        if phrase in _AMOUNTS:
            label = self._from_before(at, figure, right, subject)
            return Label(label.text + phrase, label.rule, subject)
        if at and self.figures[at - 1].sentence is figure.sentence and self._goes_on(at, figure, phrase):
            return Label(self.labels[-1].text[-MAX_LABEL:] + phrase, "left_share", subject)
        if "每" in phrase and _EACH.match(phrase):
            return self._from_before(at, figure, right, phrase)
        return self._left_label(at, figure, phrase, subject)

    def _goes_on(self, at: int, figure: Figure, phrase: str) -> bool:
        """Whether a share, or a distance from an average, is that of what the figure before counts."""
        if phrase[0] == "占":
            return self.masked.startswith(_SHARE_HEADS, self.figures[at - 1].end)
        return figure.quantity.kind in _RATIO_KINDS and AGAINST_AVERAGE.match(phrase) is not None

    def _from_verb(self, at: int, figure: Figure, right: Right, subject: str | None) -> Label:
        """组织|80人|参加旁听: the verb after a number of persons or acts."""
        verb = self._shorten(right)
        if verb in self.grammar.reach:
            verb += self._from_before(at, figure, None, subject).text
        return Label(verb, "right_verb", subject)

    def _shorten(self, right: Right) -> str:
        phrase = self.text[right.start : min(right.end, right.start + MAX_LABEL)]
        deed = _DEED.search(phrase) if right.verb and phrase[0] in "在向于赴到" else None
        return phrase[deed.start() :] if deed else phrase

    def _names_left(self, at: int, figure: Figure, right: Right) -> bool:
        """In a run N1 q1 N2 q2 without delimiters the nouns stand before their numbers."""
        if figure.next < 0 or right.tail[1] > right.end:
            return False
        follower = self.figures[at + 1]
        after = read_right(self.context, follower, self.grammar)
        return after is None and self.masked[right.end : follower.start].strip() == ""

    def _left_label(self, at: int, figure: Figure, phrase: str, subject: str | None) -> Label:
        if phrase[0] in _ANAPHOR_HEADS and (anaphor := _ANAPHOR.match(phrase)):
            phrase = self._antecedent(figure, phrase[anaphor.end() :]) or phrase
        if phrase in self.grammar.reach:
            topic = self._activity(at, figure)
            return Label(topic + phrase, "left_reach", subject)
        return Label(phrase, "left_phrase", subject)

    def _antecedent(self, figure: Figure, noun: str) -> str | None:
        """该类审查 → the last phrase before it in the sentence that ends on the same noun."""
        begin = figure.sentence[0]
        at = self.masked.rfind(noun, begin, figure.clause[0]) if len(noun) > 1 else -1
        if at < 0:
            return None
        start = max(self.masked.rfind(sign, begin, at) for sign in "，,；;：:") + 1
        phrase, _ = self.phrases.read(max(start, begin), at + len(noun))
        if (verb := self.grammar.state.match(phrase)) and len(phrase) - verb.end() > len(noun):
            phrase = phrase[verb.end() :]
        return phrase if len(phrase) <= MAX_LABEL else None

    def _activity(self, at: int, figure: Figure) -> str:
        """What reached people: the label before in the same sentence, or the object of the clause before."""
        if at:
            before = self.figures[at - 1]
            if before.sentence == figure.sentence:
                label = self.labels[-1]
                activity = before.quantity.unit in _ACTIVITY_UNITS and label.rule != "left_reach"
                return label.text if activity and len(label.text) <= 24 else ""
        start, end = self.context.clause_before(figure)
        phrase, _ = self.phrases.read(start, end)
        return phrase if len(phrase) <= 20 else ""

    def _from_before(
        self, at: int, figure: Figure, right: Right | None, subject: str | None, *, prefix: str = ""
    ) -> Label:
        """Nothing in the clause names the figure: look at the clause before, then at the label before."""
        start, end = self.context.clause_before(figure)
        if (
            end > start
            and FIGURE not in self.masked[start:end]
            and not _RANKED.match(self.masked, start, end)
        ):
            phrase, owner = self.phrases.read(start, end)
            phrase = _PLACE.sub("", phrase)
            if phrase:
                return Label(prefix + phrase[-MAX_LABEL:], "clause_before", subject or owner)
        if at and self.figures[at - 1].sentence == figure.sentence:
            return Label(prefix + self.labels[-1].text, "label_before", subject)
        if right is not None:
            return Label(self.text[right.start : right.end][:MAX_LABEL], "right_verb", subject)
        return Label(figure.quantity.text, "none", subject)

    def _spread_label(self, at: int, figure: Figure) -> Label | None:
        """种子、化肥合格率分别为98%、99%: the names of the list, handed out one a figure."""
        if self.spread and not figure.first:
            between = self.masked[self.figures[at - 1].end : figure.start].strip()
            if between in HANDED_ON:
                return Label(self.spread.pop(0), "spread")
            self.spread = []
            return None
        names = names_handed_out(self.context, at, self.phrases, self.labels)
        if not names:
            return None
        self.spread = names[1:]
        return Label(names[0], "spread")
