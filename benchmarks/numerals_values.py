"""What other readers make of our own case files (`tests/numerals/cases`), class by class.

    python benchmarks/numerals_values.py --peers DIR [--conformance FOLDER]

DIR is as made by `numerals.py --install-peers`. FOLDER holds converted suites, as
`tests/numerals/conformance.py` reads them, and is then asked instead of our cases.

The criterion is generous to peers, which know neither our units nor our bounds: a positive case
counts when the expected values are among the numbers found, in order (one bound of a range is
enough); a negative case counts when nothing is found. cn2an and WeTextProcessing find nothing, they
rewrite: the numbers of their output are read, and a negative counts when the text is unchanged.
JioNLP reads money and is asked about money only.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import logging
import re
import sys
import tempfile
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

Reader = Callable[[str], list[Decimal]]
"""The numbers of a text, in order."""
Rewrite = Callable[[str], str]
"""The text with its numerals in digits."""
Table = dict[str, dict[str, list[int]]]
"""By class and reader: positives and negatives."""


def from_tests(name: str) -> ModuleType:
    """A module of the tests: the strict reader of the case files, or the runner of converted suites."""
    path = ROOT / "tests" / "numerals" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"numerals_{name}", path)
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


def rewriters() -> dict[str, Rewrite]:
    """Those that give the text back with its numerals in digits."""
    logging.disable()
    make = importlib.import_module("itn.chinese.inverse_normalizer").InverseNormalizer
    options = {"enable_standalone_number": True, "enable_0_to_9": True}  # those of its own tests
    with tempfile.TemporaryDirectory() as cache:
        wetext = make(cache_dir=cache, overwrite_cache=True, **options)
    return {"cn2an": importlib.import_module("cn2an").transform, "WeTextProcessing": wetext.normalize}


def parsers() -> dict[str, Reader]:
    """What peers offer for a string that is one whole number or amount."""
    cn2an = importlib.import_module("cn2an").cn2an
    parse_money = importlib.import_module("jionlp").parse_money

    def money(text: str) -> list[Decimal]:
        number = (parse_money(text) or {"num": []})["num"]
        return [Decimal(one) for one in (number if isinstance(number, list) else [number])]

    return {"cn2an": lambda text: [Decimal(str(cn2an(text, "smart")))], "JioNLP": money}


def rewritten(function: Rewrite) -> Reader:
    """The numbers of the rewritten text."""
    return lambda text: decimals(function(text))


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


def judge(text: str, groups: list[tuple[Decimal, ...]], read: Reader, rewrite: Rewrite | None) -> bool:
    """Whether one reader has one case right; an exception (on a lone surrogate, say) is not right."""
    try:
        if groups:
            return right(read(text), groups)
        return rewrite(text) == text if rewrite else not read(text)
    except (UnicodeError, ValueError, TypeError, KeyError):
        return False


def tally(readers: dict[str, Reader], rewrite: dict[str, Rewrite]) -> Table:
    """By class: the cases, and what each reader has right; positives and negatives apart."""
    module = from_tests("test_cases")
    table: Table = {}
    for name, line in module.lines():
        case = module.case(line)
        row = table.setdefault(name.split(":")[0], {column: [0, 0] for column in ("cases", *readers)})
        groups = [(one.low, one.high) if one.value is None else (one.value,) for one in case.quantities]
        row["cases"][not groups] += 1
        for reader, read in readers.items():
            row[reader][not groups] += judge(case.text, groups, read, rewrite.get(reader))
    return with_total(table)


def with_total(table: Table) -> Table:
    """The table with a last row of sums."""
    rows = list(table.values())
    table["all"] = {column: [sum(row[column][i] for row in rows) for i in (0, 1)] for column in rows[0]}
    return table


def suites(readers: dict[str, Reader], rewrite: dict[str, Rewrite], folder: Path) -> Table:
    """The same by suite, for the relevant cases; ours by the runner's stricter criterion."""
    runner, whole = from_tests("conformance"), parsers()
    table: Table = {}
    for case in runner.cases(folder):
        if case["suite"] == "cn2an-reject" or any(one["value"] is None for one in case["expect"]):
            continue
        row = table.setdefault(case["suite"], {column: [0, 0] for column in ("cases", *readers)})
        groups = [bounds(one["value"], one.get("surface_value")) for one in case["expect"]]
        row["cases"][not groups] += 1
        for reader, read in readers.items():
            if reader == "fazhi_extract":
                row[reader][not groups] += runner.judge(case).value
                continue
            good = judge(case["input"], groups, read, rewrite.get(reader))
            if not good and groups and case["mode"] == "parse" and reader in whole:
                good = judge(case["input"], groups, whole[reader], None)
            row[reader][not groups] += good
    return with_total(table)


def bounds(value: str, surface: str | None) -> tuple[Decimal, ...]:
    """The numbers that may stand for an expected value: itself, as share, as written, or either bound."""
    if value[0] in "[(":
        return tuple(Decimal(part) for part in value.strip("[]()").split(",") if part)
    return (Decimal(value), Decimal(value) / 100, Decimal(surface or value))


def main() -> int:
    """Print one row a class: cases, then positives and negatives right of each reader."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--peers", type=Path, metavar="DIR", required=True)
    parser.add_argument("--conformance", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    admit(options.peers)
    warnings.simplefilter("ignore")
    rewrite = rewriters()
    readers: dict[str, Reader] = {
        "fazhi_extract": ours,
        "Recognizers-Text": recognizers(),
        **{name: rewritten(function) for name, function in rewrite.items()},
        "JioNLP": jionlp(),
    }
    columns = ["cases", *readers]
    print("| class | " + " | ".join(columns) + " |\n|" + "---|" * (len(columns) + 1))
    folder = options.conformance
    table = suites(readers, rewrite, folder) if folder else tally(readers, rewrite)
    for kind, row in table.items():
        money = any(word in kind for word in ("money", "currency"))
        cells = [f"{row[c][0]} + {row[c][1]}" if c != "JioNLP" or money else "" for c in columns]
        print(f"| {kind} | " + " | ".join(cells) + " |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
