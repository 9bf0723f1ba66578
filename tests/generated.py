"""As many reports as a test needs: our fixtures, at invented places, in other years, with other figures."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["reports"]

_FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("*.txt"))
_NUMERAL = re.compile(r"(?<![\d.])[1-9]\d*(?![\d.年月日%])")
_YEAR = re.compile(r"(?<!\d)20[12]\d(?=年)")
_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?=[县区市](?:人民政府|\d{4}年))")
_SYLLABLES = "云临青溪岭江河湖山原平安和宁康泰"


def reports(count: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """Name and text of so many reports, always the same ones; no two have the same text."""
    texts = [(path.stem, path.read_text(encoding="utf-8")) for path in _FIXTURES]
    for number in range(count):
        stem, text = texts[number % len(texts)]
        yield f"{stem}-{number:05}", _varied(text, random.Random(f"{seed}-{number}"), number)


def _varied(text: str, draw: random.Random, number: int) -> str:
    shift = draw.randint(-2, 2)
    place = "".join(draw.sample(_SYLLABLES, 2))
    for known in set(_PLACE.findall(text)):
        text = text.replace(known, place)
    text = _YEAR.sub(lambda year: str(int(year[0]) + shift), text)
    text = _NUMERAL.sub(lambda numeral: _like(numeral[0], draw), text)
    return f"{text.rstrip()}\n附件{number + 1}份\n"


def _like(numeral: str, draw: random.Random) -> str:
    """Another whole number of as many digits; years and the numbers of headings stay."""
    if len(numeral) < 2 or 2010 <= int(numeral) <= 2030:
        return numeral
    return str(draw.randrange(10 ** (len(numeral) - 1), 10 ** len(numeral)))
