"""Rules alone, model alone, both together: precision, recall and F1 of exact spans on held-out reports.

    python scripts/evaluate.py LABELS MODEL --texts FOLDER … [--split test …] [--errors LABEL] [--json FILE]

Figures are per label and over all reports of the splits together. "both" is what `ner="default"` does: of the
model all labels but ORG.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from convert import text_of

from fazhi_extract.entities import find_organizations, find_references
from fazhi_extract.outline import read_outline
from fazhi_extract.pipeline.recognizer import LABELS, LABELS_OF_DEFAULT, load_recognizer, recognize

Span = tuple[int, int, str]
ORDER = ("ORG", "GPE", "PLATFORM", "CAMPAIGN", "PERSON")


def rules(text: str, known: list[Span]) -> set[Span]:
    body, titles = read_outline(text).body, find_references(text)
    found = find_organizations(text, body=body, references=titles, known=known, others=True)
    return {(one.span.start, one.span.end, one.label) for one in found}


def table(counts: dict[str, list[int]]) -> dict[str, dict[str, float]]:
    """Counts (right, found, wanted) → figures."""
    out = {}
    for label in ("all", *ORDER):
        right, found, wanted = (
            counts[label] if label != "all" else [sum(c) for c in zip(*counts.values(), strict=True)]
        )
        out[label] = {
            "p": right / found if found else 0.0,
            "r": right / wanted if wanted else 0.0,
            "f": 2 * right / (found + wanted) if found + wanted else 0.0,
            "n": wanted,
        }
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("model", help="a folder, or 'default'")
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    parser.add_argument("--split", nargs="+", default=["test"])
    parser.add_argument("--errors", help="show what both together get wrong with this label")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    model = load_recognizer(args.model)
    systems: dict[str, Callable[[str, list[Span]], set[Span]]] = {
        "rules": lambda text, _: rules(text, []),
        "model": lambda _, found: set(found),
        "both": lambda text, found: rules(text, [one for one in found if one[2] in LABELS_OF_DEFAULT]),
    }
    counts = {name: defaultdict(lambda: [0, 0, 0]) for name in systems}
    reports = 0
    for path in sorted(args.labels.glob("*/*.json")):
        labels = json.loads(path.read_text(encoding="utf-8"))
        if labels["split"] not in args.split:
            continue
        text = text_of(labels["source"], labels["sha256"], args.texts)
        if text is None:
            continue
        reports += 1
        begin, end = labels["extent"]
        text = text[begin:end]
        wanted = {(s - begin, e - begin, label) for s, e, label in labels["entities"]}
        found = recognize(model, text, LABELS, find_references(text))
        for name, system in systems.items():
            got = system(text, found)
            for label in ORDER:
                g, w = ({one for one in spans if one[2] == label} for spans in (got, wanted))
                for at, number in enumerate((len(g & w), len(g), len(w))):
                    counts[name][label][at] += number
                if name == "both" and label == args.errors:
                    for s, e, _ in sorted(g ^ w):
                        kind = "missed" if (s, e, label) in w else "wrong "
                        shown = f"{text[max(0, s - 12) : s]}[{text[s:e]}]{text[e : e + 10]}"
                        print(kind, labels["source"], shown.replace("\n", " "))
    figures = {name: table(held) for name, held in counts.items()}
    print(f"{reports} reports of {', '.join(args.split)}")
    print(f"{'':<10}{'n':>5}" + "".join(f"{name:>22}" for name in systems))
    for label in ("all", *ORDER):
        row = "".join(
            "     P {p:.2f} R {r:.2f} F {f:.3f}".format(**figures[name][label])[-22:] for name in systems
        )
        print(f"{label:<10}{figures['both'][label]['n']:>5}{row}")
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
