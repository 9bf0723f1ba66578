"""How fast `find_quantities` is beside other readers of Chinese numbers, on the same text in the same rounds.

    python benchmarks/numerals.py [--texts FOLDER …] [--rounds N] [--json FILE]
                                  [--peers DIR | --install-peers DIR]

Every contestant gets the same text, line by line, in one process. A round runs all of them once, in turn, so
that a busy machine slows them alike; the table gives medians over the rounds, and ratios of those. Text is
`fixtures/*.txt` of the repository and every `*.txt` under each FOLDER.

`--install-peers DIR` makes a virtual environment at DIR with the peers in it (they are installed for nothing
else); `--peers DIR` uses one that is there. What cannot be installed or imported is reported and left out.
"""

from __future__ import annotations

import argparse
import importlib
import io
import itertools
import json
import logging
import platform
import statistics
import subprocess
import sys
import time
import venv
import warnings
from collections.abc import Callable, Iterable
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path

import regex

from fazhi_extract.numerals import find_quantities

ROOT = Path(__file__).resolve().parents[1]
PEERS = {
    "Recognizers-Text": ("emoji==1.7.0", "recognizers-text-number"),  # its wheels need the old emoji
    "JioNLP": ("jionlp",),
    "cn2an": ("cn2an",),
    "WeTextProcessing": ("WeTextProcessing",),
}
SCAN = regex.compile(r"[0-9０-９.,，．]+[十百千万亿]*[余多]?[件次个名人家项份场条篇户批期元%％]+")
LINEAR = (1, 2, 5, 10)

SLOW = {"WeTextProcessing inverse normalizer": 8_000}
"""Contestants that get only the first so many characters of the text: their speed is that of the sample."""

Feed = Callable[[str], int]
"""Reads one line and says how many things it found."""


@dataclass(frozen=True)
class Row:
    """One contestant: characters a second, time against ours and against the bare scan, things found."""

    name: str
    speed: float
    ours: float
    scan: float
    found: int


def ours(line: str) -> int:
    """What is measured."""
    return len(find_quantities(line))


def scan(line: str) -> int:
    """The floor: one bare scan for digits with a unit."""
    return len(SCAN.findall(line))


def spacy_blank() -> Feed:
    """`spacy.blank("zh")`, which splits by character."""
    nlp = importlib.import_module("spacy").blank("zh")
    return lambda line: len(nlp(line))


def recognizers() -> Feed:
    """Number and percentage, the two models that read our kind of text."""
    module = importlib.import_module("recognizers_number")
    recognizer = module.NumberRecognizer(module.Culture.Chinese)
    models = (recognizer.get_number_model(), recognizer.get_percentage_model())
    return lambda line: sum(len(model.parse(line)) for model in models)


def jionlp() -> Feed:
    """The extractor of amounts of money."""
    with redirect_stdout(io.StringIO()):
        extract = importlib.import_module("jionlp").ner.extract_money
    return lambda line: len(extract(line) or ())


def cn2an() -> Feed:
    """It rewrites text and finds no spans."""
    transform = importlib.import_module("cn2an").transform
    return lambda line: int(transform(line) != line)


def wetext() -> Feed:
    """Finite-state rewriting, with the grammars that its wheel brings."""
    logging.disable()
    normalize = importlib.import_module("itn.chinese.inverse_normalizer").InverseNormalizer().normalize
    return lambda line: int(normalize(line) != line)


def attempt(make: Callable[[], Feed]) -> tuple[Feed | None, str]:
    """A peer that reads a first line, or why there is none."""
    try:
        feed = make()
        feed("全年办结案件385件,占比98.5%。")
    except Exception as error:  # noqa: BLE001 - a peer may fail in any way, and is then reported
        return None, f"{type(error).__name__}: {error}"
    return feed, ""


def contestants() -> tuple[dict[str, Feed], dict[str, str]]:
    """Those that can be imported, and why the others cannot."""
    ready: dict[str, Feed] = {"fazhi_extract find_quantities": ours, "regex digit+unit scan": scan}
    missing: dict[str, str] = {}
    for name, make in {
        'spacy.blank("zh") tokens': spacy_blank,
        "Recognizers-Text number+percentage": recognizers,
        "JioNLP extract_money": jionlp,
        "cn2an.transform": cn2an,
        "WeTextProcessing inverse normalizer": wetext,
    }.items():
        feed, why = attempt(make)
        if feed:
            ready[name] = feed
        else:
            missing[name] = why
    return ready, missing


def install(folder: Path) -> dict[str, str]:
    """Make a virtual environment with the peers; what could not be installed, and why."""
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    missing = {}
    for name, packages in PEERS.items():
        command = [str(python), "-m", "pip", "install", "--quiet", *packages]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            missing[name] = "\n".join(done.stderr.strip().splitlines()[-1:])
    return missing


def admit(folder: Path) -> None:
    """Let the peers of that environment be imported, after our own packages."""
    for site in (*folder.glob("lib/python*/site-packages"), folder / "Lib" / "site-packages"):
        if site.is_dir():
            sys.path.append(str(site))


def texts(folders: Iterable[Path]) -> list[str]:
    """The texts, read as they are."""
    paths = [path for folder in (ROOT / "fixtures", *folders) for path in sorted(folder.glob("*.txt"))]
    return [path.read_text(encoding="utf-8") for path in paths]


def once(feed: Feed, lines: list[str]) -> tuple[float, int]:
    """Seconds and things found of one pass."""
    start = time.perf_counter()
    found = sum(map(feed, lines))
    return time.perf_counter() - start, found


def race(feeds: dict[str, Feed], lines: list[str], rounds: int) -> list[Row]:
    """Interleaved rounds; the median of each contestant."""
    for feed in feeds.values():
        once(feed, lines[:5])
    share = {name: sample(lines, SLOW[name]) if name in SLOW else lines for name in feeds}
    seconds: dict[str, list[float]] = {name: [] for name in feeds}
    found: dict[str, int] = {}
    for _ in range(rounds):
        for name, feed in feeds.items():
            taken, found[name] = once(feed, share[name])
            seconds[name].append(taken)
    speed = {name: sum(map(len, share[name])) / statistics.median(seconds[name]) for name in feeds}
    mine, floor = (speed[name] for name in list(feeds)[:2])
    return [Row(name, fast, mine / fast, floor / fast, found[name]) for name, fast in speed.items()]


def sample(lines: list[str], size: int) -> list[str]:
    """The first lines that make `size` characters."""
    ends = itertools.accumulate(map(len, lines))
    return [line for line, end in zip(lines, ends, strict=True) if end <= size] or lines[:1]


def linearity(lines: list[str]) -> list[tuple[float, float]]:
    """(megabytes of UTF-8, seconds a megabyte) of one long line: flat when the time is linear."""
    text = " ".join(lines)
    size = len(text.encode())
    rows = []
    for megabytes in LINEAR:
        long = (text * (megabytes * 1_000_000 // size + 1)).encode()[: megabytes * 1_000_000]
        line = long.decode("utf-8", "ignore")
        taken, _ = once(ours, [line])
        rows.append((megabytes, taken / megabytes))
    return rows


def fresh(code: str, times: int = 5) -> float:
    """Median seconds of a fresh process."""

    def run() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - start

    return statistics.median(run() for _ in range(times))


def imports() -> dict[str, float]:
    """Seconds of a fresh process, beside one that does nothing and one that only imports pydantic."""
    call = "from fazhi_extract.numerals import find_quantities"
    return {
        "python -c pass": fresh("pass"),
        "import pydantic (with one model)": fresh("import pydantic\nclass M(pydantic.BaseModel):\n x: int"),
        "import fazhi_extract.numerals": fresh("import fazhi_extract.numerals"),
        "… and the first result": fresh(f"{call}; find_quantities('办结385件')"),
    }


def report(
    rows: list[Row], missing: dict[str, str], linear: list[tuple[float, float]], starts: dict[str, float]
) -> str:
    """Markdown."""
    out = ["| what | chars/s | time, ours = 1 | time, scan = 1 | found |", "|---|---|---|---|---|"]
    out += [f"| {r.name} | {r.speed:,.0f} | {r.ours:.2f} | {r.scan:.1f} | {r.found:,} |" for r in rows]
    out += [f"| {name} | not run: {why} | | | |" for name, why in missing.items()]
    out += ["", "| one line of | s/MB |", "|---|---|"]
    out += [f"| {megabytes} MB | {each:.3f} |" for megabytes, each in linear]
    out += ["", "| fresh process | ms |", "|---|---|"]
    out += [f"| {name} | {seconds * 1000:.0f} |" for name, seconds in starts.items()]
    return "\n".join(out)


def main() -> int:
    """Run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--texts", type=Path, nargs="+", default=[], metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", type=Path, metavar="DIR")
    parser.add_argument("--install-peers", type=Path, metavar="DIR")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    failed = install(options.install_peers) if options.install_peers else {}
    if folder := options.install_peers or options.peers:
        admit(folder)
    documents = texts(options.texts)
    if not documents:
        parser.error("no text: there is no fixtures/*.txt; name a folder with --texts")
    lines = [line for document in documents for line in document.splitlines() if line]
    warnings.simplefilter("ignore")  # cn2an warns of every 万 it cannot rewrite
    feeds, missing = contestants()
    print(
        f"{len(documents)} texts, {sum(map(len, lines)):,} characters in {len(lines):,} lines, "
        f"{options.rounds} rounds, Python {platform.python_version()}\n"
    )
    rows = race(feeds, lines, options.rounds)
    linear, starts = linearity(lines), imports()
    print(report(rows, {**missing, **failed}, linear, starts))
    if options.json:
        figures = {"rows": [asdict(row) for row in rows], "linear": linear, "imports": starts}
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
