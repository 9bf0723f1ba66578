"""What each segmenter is worth: word F1 on the sentences cut by hand, speed, and whether reports change.

    python benchmarks/segmentation.py [--rounds N]

Words are scored by their exact positions. Time is that of making the `Doc`, for the fixtures in a row, beside
`spacy.blank("zh")` (its `char` segmenter); medians over rounds, the candidates taking turns. The last column
counts the fixtures whose `Report` differs from the one with characters; none may. `jieba` is left out when it
is not installed.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from spacy.tokens import Doc

from fazhi_extract import OptionError, load, parse_report
from fazhi_extract.pipeline.segmenters import SEGMENTERS

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "tests" / "segmentation" / "gold.txt"
TRAINED = ROOT / "training" / "segmentation" / "sentences"


def spans(words: list[str]) -> set[tuple[int, int]]:
    found, start = set(), 0
    for word in words:
        found.add((start, start + len(word)))
        start += len(word)
    return found


def sentences(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("  ") for line in lines if not line.startswith("#")]


def score(tokenizer: Callable[[str], Doc]) -> tuple[float, float, float, float]:
    """Precision, recall and F1 of words; recall of the words that no training sentence holds."""
    known = {word for path in TRAINED.glob("*.txt") for words in sentences(path) for word in words}
    right = given = wanted = new = new_right = 0
    for words in sentences(GOLD):
        text = "".join(words)
        true, cut = spans(words), spans([token.text for token in tokenizer(text)])
        right, given, wanted = right + len(true & cut), given + len(cut), wanted + len(true)
        unknown = {(start, end) for start, end in true if text[start:end] not in known}
        new, new_right = new + len(unknown), new_right + len(unknown & cut)
    return right / given, right / wanted, 2 * right / (given + wanted), new_right / new


def loaded(name: str) -> Callable[[str], Doc] | None:
    try:
        return load(segmenter=name).tokenizer
    except OptionError as error:
        print(f"{name}: left out ({error})")
        return None


def seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures").glob("*.txt"))]
    tokenizers: dict[str, Callable[[str], Doc]] = {"spacy.blank": spacy.blank("zh").tokenizer}
    loading = {"spacy.blank": seconds(lambda: spacy.blank("zh"))}
    for name in SEGMENTERS:
        began = time.perf_counter()
        tokenizer = loaded(name)
        if tokenizer is not None:
            tokenizer("预热。")
            tokenizers[name], loading[name] = tokenizer, time.perf_counter() - began
    times: dict[str, list[float]] = {name: [] for name in tokenizers}
    for _ in range(rounds):
        for name, tokenizer in tokenizers.items():
            times[name].append(seconds(lambda cut=tokenizer: list(map(cut, texts))))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    characters = sum(map(len, texts))
    words = sum(map(len, sentences(GOLD)))
    print(f"{len(sentences(GOLD))} sentences, {words} words; {characters} characters for the time")
    print(
        "| segmenter | word P | word R | word F1 | recall of new words "
        "| ms per 5,000 characters | × blank | load, s | reports changed |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    plain = [parse_report(text) for text in texts]
    for name, tokenizer in tokenizers.items():
        shares = " | ".join(f"{100 * share:.1f}" for share in score(tokenizer))
        each = 5_000_000 * medians[name] / characters
        changed = "–"
        if name in SEGMENTERS:
            reports = [parse_report(text, segmenter=name) for text in texts]
            changed = str(sum(one != other for one, other in zip(reports, plain, strict=True)))
        ratio = medians[name] / medians["spacy.blank"]
        print(f"| {name} | {shares} | {each:.1f} | {ratio:.1f} | {loading[name]:.2f} | {changed} |")


if __name__ == "__main__":
    main()
