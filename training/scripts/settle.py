"""Two passes of labels → one: what both have is kept, what one has is listed for a settling read.

    python scripts/settle.py WORK LABELS [--decisions FILE] [--single A|B]

WORK holds `manifest.json`, `chunks/`, `passA/`, `passB/` (see README). Without --decisions the disagreements
are written to WORK/disagreements.tsv, one a line:

    CHUNK  BEGIN  END  LABEL  PASS  SURROUNDINGS

Put `+` (keep) or `-` (drop) before each line, and hand the file back as --decisions: the settled labels are
then written to LABELS, one JSON file a source. --single takes chunks that only one pass has as they are.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from check import locate, read_rows

Span = tuple[int, int, str]


def spans_of(work: Path, which: str, chunk: str) -> set[Span] | None:
    path = work / f"pass{which}" / f"{chunk}.tsv"
    if not path.exists():
        return None
    text = (work / "chunks" / f"{chunk}.txt").read_bytes().decode("utf-8")
    found = set()
    for number, begin, end, label, problem in locate(text, read_rows(path)):
        if problem:
            print(f"{path}:{number}: {problem}", file=sys.stderr)
            continue
        found.add(_bare(text, begin, end, label))
    return found


def _bare(text: str, begin: int, end: int, label: str) -> Span:
    """Marks around a whole name of a body are no part of it (GUIDE: “…工作室” → …工作室)."""
    if label == "ORG" and re.fullmatch("“[^“”]*”", text[begin:end]):
        return begin + 1, end - 1, label
    return begin, end, label


def surroundings(text: str, begin: int, end: int) -> str:
    shown = f"{text[max(0, begin - 15) : begin]}[{text[begin:end]}]{text[end : end + 12]}"
    return re.sub(r"\s", " ", shown)


def without_overlap(spans: set[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0], -s[1], s[2])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def agreement(a: set[Span], b: set[Span]) -> str:
    both = len(a & b)
    return f"{2 * both / max(1, len(a) + len(b)):.3f} ({both} in both, {len(a)} and {len(b)})"


def main() -> int:  # noqa: C901, PLR0912, PLR0915  (one walk over the manifest)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("work", type=Path)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--decisions", type=Path)
    parser.add_argument("--single", action="store_true", help="take chunks that only one pass has")
    args = parser.parse_args()
    manifest = json.loads((args.work / "manifest.json").read_text(encoding="utf-8"))
    decided: dict[str, set[Span]] = defaultdict(set)
    if args.decisions:
        for line in args.decisions.read_text(encoding="utf-8").splitlines():
            mark, chunk, begin, end, label, *_ = (line[:1], *line[1:].strip().split("\t"))
            if mark == "+":
                decided[chunk].add((int(begin), int(end), label))
    open_: list[str] = []
    all_a: set = set()
    all_b: set = set()
    sources: dict[str, dict] = {}
    passes: Counter[str] = Counter()
    for chunk, about in manifest.items():
        a, b = spans_of(args.work, "A", chunk), spans_of(args.work, "B", chunk)
        if a is None and b is None:
            continue
        text = (args.work / "chunks" / f"{chunk}.txt").read_bytes().decode("utf-8")
        if a is None or b is None:
            if not args.single:
                continue
            kept, count = (a or b or set()), 1
        else:
            count = 2
            kept = (a & b) | decided[chunk]
            all_a |= {(chunk, *s) for s in a}
            all_b |= {(chunk, *s) for s in b}
            for begin, end, label in sorted(a ^ b):
                which = "A" if (begin, end, label) in a else "B"
                shown = surroundings(text, begin, end)
                open_.append(f"\t{chunk}\t{begin}\t{end}\t{label}\t{which}\t{shown}")
        spans = without_overlap(kept)
        passes[f"{count} pass"] += len(spans)
        for part in about["parts"]:
            size = part["end"] - part["begin"]
            shift = part["begin"] - part["chunk_begin"]
            held = [
                [s + shift, e + shift, label]
                for s, e, label in spans
                if part["chunk_begin"] <= s and e <= part["chunk_begin"] + size
            ]
            key = f"{part['source']}@{part['begin']}"
            sources[key] = {
                "source": part["source"],
                "sha256": part["sha256"],
                "split": part["split"],
                "passes": count,
                "extent": [part["begin"], part["end"]],
                "entities": held,
            }
    for label in ("ORG", "GPE", "PLATFORM", "CAMPAIGN", "PERSON"):
        of_a, of_b = ({s for s in both if s[3] == label} for both in (all_a, all_b))
        print(f"agreement {label:<9}{agreement(of_a, of_b)}")
    print(f"agreement all      {agreement(all_a, all_b)}")
    if not args.decisions:
        (args.work / "disagreements.tsv").write_text("\n".join(open_) + "\n", encoding="utf-8")
        print(f"{len(open_)} disagreements in {args.work / 'disagreements.tsv'}")
    total: Counter[str] = Counter()
    for key, labels in sources.items():
        path = args.labels / f"{key}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in labels.pop("entities"))
        head = json.dumps(labels, ensure_ascii=False)[:-1]
        path.write_text(f'{head},\n "entities": [\n  {rows}\n]}}\n', encoding="utf-8")
        total[labels["split"]] += rows.count("[")
    print(dict(total), sum(total.values()), dict(passes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
