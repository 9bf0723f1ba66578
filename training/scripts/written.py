"""Training texts of our own writing.

A line is a sentence with its labels in it: [name|LABEL]. A line with places to fill, such as {县} or {镇},
is a template, and is written out `EXPANSIONS` times; `words.tsv` holds what fills them, beside the table of
divisions. Places of one name that ends in a digit are filled alike throughout a line.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from fazhi_extract.entities import gazetteer
from fazhi_extract.entities.divisions import shorten

EXPANSIONS = 6
MARKED = re.compile(r"([^\[]*)(?:\[([^|\]]+)\|([A-Z]+)\]|\Z)")
SLOT = re.compile(r"\{(\w+)\}")


def unmarked(line: str) -> tuple[str, list[list]]:
    """The text of a line with its labels taken out, and where they were."""
    text, entities = "", []
    for before, name, label in MARKED.findall(line):
        text += before
        if name:
            entities.append([len(text), len(text) + len(name), label])
            text += name
    return text, entities


class Slots:
    """What stands in the places {…} of a template: divisions of the table, and words of the lists."""

    def __init__(self, words: Path, chance: random.Random) -> None:
        divisions = [one.name for one in gazetteer() if one.until is None]
        self.chance = chance
        self.words = {
            name: text.split()
            for name, _, text in (line.partition("\t") for line in words.read_text("utf-8").splitlines())
            if not name.startswith("#")
        }
        self.divisions = {
            "省": [name for name in divisions if name.endswith(("省", "自治区"))],
            "市": [name for name in divisions if name.endswith(("市", "自治州", "盟")) and len(name) > 2],
            "县": [name for name in divisions if name.endswith(("县", "区", "旗", "市")) and len(name) > 2],
        }

    def fill(self, template: str) -> str:
        alike: dict[str, str] = {}

        def filled(hit: re.Match) -> str:
            slot = hit[1]
            if not slot[-1].isdigit():
                return self.one(slot)
            return alike.setdefault(slot, self.one(slot[:-1]))

        return SLOT.sub(filled, template)

    def one(self, slot: str) -> str:
        if len(slot) > 1 and slot in self.words:
            return self.word(slot)
        kind, short = slot[0], slot.endswith("短")
        if kind in self.divisions:
            name = self.chance.choice(self.divisions[kind])
            return shorten(name) if short else name
        if kind == "局" and short:
            return self.word("事务")
        return self.made(kind, whole=not short)

    def word(self, name: str) -> str:
        return self.chance.choice(self.words[name])

    def place(self) -> str:
        return "".join(self.word("地名字") for _ in range(self.chance.choice((2, 2, 2, 2, 3))))

    def made(self, kind: str, *, whole: bool) -> str:
        """A name of this kind from words of the lists; the short form of a town lacks its 镇 or 乡."""
        word, chance = self.word, self.chance
        parts = {
            "镇": lambda: self.place() + (word("镇") if whole else ""),
            "村": lambda: self.place() + word("村"),
            "人": lambda: word("姓") + word("名字") + (word("名字") if chance.random() < 0.7 else ""),
            "通": lambda: (self.one("市短") if chance.random() < 0.5 else word("通首")) + word("通尾"),
            "数": lambda: str(chance.choice([3, 12, 26, 48, 167, 310, 1260, 4385, 23000])),
            "年": lambda: str(chance.randint(2016, 2025)),
            "局": lambda: word("局"),
            "剑": lambda: word("行动名"),
        }
        return parts.get(kind, lambda: word(kind))()


def written(folder: Path, length: int) -> Iterator[tuple[str, list[list]]]:
    """Texts of about `length` characters from the sentences of the folder, in an order of its own."""
    lines = [
        line
        for path in sorted(folder.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    chance = random.Random(len(lines))
    slots = Slots(folder / "words.tsv", chance)
    lines = [slots.fill(line) for line in lines for _ in range(EXPANSIONS if "{" in line else 1)]
    chance.shuffle(lines)
    text, entities = "", []
    for line in lines:
        more, inside = unmarked(line)
        entities += [[len(text) + start, len(text) + end, label] for start, end, label in inside]
        text += more + "\n"
        if len(text) >= length or line is lines[-1]:
            yield text, entities
            text, entities = "", []
