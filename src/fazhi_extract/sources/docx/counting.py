"""How Word writes the number of a numbered paragraph."""

from __future__ import annotations

__all__ = ["write_number"]

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_CYCLES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_COUNTED = frozenset(
    {
        "chineseCounting",
        "chineseCountingThousand",
        "taiwaneseCounting",
        "taiwaneseCountingThousand",
        "japaneseCounting",
        "koreanCounting",
        "koreanDigital2",
    }
)
_DIGITAL = frozenset({"ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"})
_FULL_WIDTH = frozenset({"decimalFullWidth", "decimalFullWidth2"})
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_MOST = 9999


def write_number(value: int, form: str) -> str:  # noqa: PLR0911 - one line a format
    """A number in one of Word's formats (`w:numFmt`); as a decimal where the format has no sign for it.

    >>> write_number(12, "chineseCounting"), write_number(3, "decimalEnclosedCircle")
    ('十二', '③')
    """
    if form in {"none", "bullet"}:
        return ""
    if not 0 < value <= _MOST:
        return str(value)
    if cycle := _CYCLES.get(form):
        return cycle[value - 1] if value <= len(cycle) else str(value)
    if form in _COUNTED:
        return _count(value, _DIGITS, _UNITS, bare_ten=True)
    if form == "chineseLegalSimplified":
        return _count(value, _LEGAL, _LEGAL_UNITS, bare_ten=False)
    if form == "ideographLegalTraditional":
        return _count(value, _LEGAL_TRADITIONAL, _LEGAL_UNITS, bare_ten=False)
    if form in _DIGITAL:
        return "".join(_DIGITS[int(digit)] for digit in str(value))
    if form in _FULL_WIDTH:
        return str(value).translate(_WIDE)
    if form == "decimalZero":
        return f"{value:02d}"
    return _latin(value, form)


def _latin(value: int, form: str) -> str:
    if form in {"upperLetter", "lowerLetter"}:
        written = chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)
    elif form in {"upperRoman", "lowerRoman"}:
        written = ""
        for worth, sign in _ROMAN:
            times, value = divmod(value, worth)
            written += sign * times
    else:
        return str(value)
    return written.lower() if form.startswith("lower") else written


def _count(value: int, digits: str, units: tuple[str, ...], *, bare_ten: bool) -> str:
    written, owed = "", False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit == 0:
            owed = bool(written)
            continue
        if owed:
            written += "零"
        owed = False
        written += digits[digit] + units[place]
    return written[1:] if bare_ten and 10 <= value < 20 else written
