"""What other readers make of our own case files (`tests/numerals/cases`), class by class.

    python benchmarks/numerals_values.py --peers DIR        (DIR as made by numerals.py --install-peers)

The criterion is generous to peers, which know neither our units nor our bounds: a positive case
counts when the expected values are among the numbers found, in order (one bound of a range is
enough); a negative case counts when nothing is found. cn2an finds nothing, it rewrites: the numbers
of its output are read, and a negative counts when the text is unchanged. JioNLP reads money and is
asked about money only.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import re
import sys
import warnings
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import ModuleType

from fazhi_extract.numerals import find_quantities
from numerals import admit  # the benchmark beside this file

ROOT = Path(__file__).resolve().parents[1]
ARABIC = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?(?:/\d+)?")
MULTIPLIERS = {"百": 100, "千": 1000, "万": 10_000, "亿": 10**8}
MONEY = frozenset({"money"})

Reader = Callable[[str], list[Decimal]]
"""The numbers of a text, in order."""


def case_module() -> ModuleType:
    """The strict reader of the case files, from the tests."""
    path = ROOT / "tests" / "numerals" / "test_cases.py"
    spec = importlib.util.spec_from_file_location("numeral_cases", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def decimals(text: str) -> list[Decimal]:
    """The Arabic numbers of a text, a multiplier after each applied."""
    out = []
    for match in ARABIC.finditer(text):
        top, _, bottom = match[0].replace(",", "").partition("/")
        value = Decimal(top) / Decimal(bottom) if bottom.strip("0") else Decimal(top)
        for sign in text[match.end() :]:
            if sign not in MULTIPLIERS:
                break
            value *= MULTIPLIERS[sign]
        out.append(value)
    return out


def ours(text: str) -> list[Decimal]:
    """Values and bounds that we find."""
    return [
        number
        for q in find_quantities(text)
        for number in ((q.low, q.high) if q.value is None else (q.value,))
        if number is not None
    ]


def recognizers() -> Reader:
    """Number and percentage model, in order, what both found once."""
    module = importlib.import_module("recognizers_number")
    recognizer = module.NumberRecognizer(module.Culture.Chinese)
    models = (recognizer.get_percentage_model(), recognizer.get_number_model())

    def read(text: str) -> list[Decimal]:
        found: dict[int, Decimal] = {}
        for model in models:
            for item in model.parse(text):
                if any(item.start <= place <= item.end for place in found):
                    continue
                value = str(item.resolution["value"]).rstrip("%")
                try:
                    found[item.start] = Decimal(value)
                except InvalidOperation:
                    continue
        return [found[place] for place in sorted(found)]

    return read


def cn2an() -> Reader:
    """The numbers of the rewritten text; nothing when it is unchanged and has no digit."""
    transform = importlib.import_module("cn2an").transform
    return lambda text: decimals(transform(text))


def cn2an_alters() -> Callable[[str], bool]:
    """Whether it rewrites a text."""
    transform = importlib.import_module("cn2an").transform
    return lambda text: bool(transform(text) != text)


def jionlp() -> Reader:
    """Amounts of money."""
    extract = importlib.import_module("jionlp").ner.extract_money

    def read(text: str) -> list[Decimal]:
        out: list[Decimal] = []
        for item in extract(text) or ():
            number = item["detail"]["num"]
            out += [Decimal(one) for one in (number if isinstance(number, list) else [number])]
        return out

    return read


def right(found: list[Decimal], groups: list[tuple[Decimal, ...]]) -> bool:
    """Whether one number of each group is found, in order."""
    rest = iter(found)
    return all(any(near(number, group) for number in rest) for group in groups)


def near(number: Decimal, group: tuple[Decimal, ...]) -> bool:
    """Equal up to the rounding of a double."""
    return any(abs(number - one) <= abs(one) * Decimal("1e-9") for one in group)


def main() -> int:
    """Print one row a class: cases, then positives and negatives right of each reader."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--peers", type=Path, metavar="DIR", required=True)
    admit(parser.parse_args().peers)
    warnings.simplefilter("ignore")
    readers = {
        "fazhi_extract": ours,
        "Recognizers-Text": recognizers(),
        "cn2an": cn2an(),
        "JioNLP": jionlp(),
    }
    alters = cn2an_alters()
    module = case_module()
    table: dict[str, dict[str, list[int]]] = {}
    for name, line in module.lines():
        case = module.case(line)
        kind = name.split(":")[0]
        row = table.setdefault(kind, {"cases": [0, 0], **{reader: [0, 0] for reader in readers}})
        groups = [
            (one.value,) if one.value is not None else (one.low, one.high, one.value or one.low)
            for one in case.quantities
        ]
        row["cases"][not groups] += 1
        for reader, read in readers.items():
            if groups:
                row[reader][0] += right(read(case.text), groups)
            else:
                row[reader][1] += not (alters(case.text) if reader == "cn2an" else read(case.text))
    header = ["class", "cases", *readers]
    print("| " + " | ".join(header) + " |\n|" + "---|" * len(header))
    total = {column: [0, 0] for column in header[1:]}
    for kind, row in [*table.items(), ("all", total)]:
        cells = []
        for column in header[1:]:
            counts = row[column]
            if kind != "all":
                total[column] = [a + b for a, b in zip(total[column], counts, strict=True)]
            blank = column == "JioNLP" and kind not in MONEY
            cells.append("" if blank else f"{counts[0]} + {counts[1]}")
        print(f"| {kind} | " + " | ".join(cells) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
