"""Labels and texts → `corpus/SPLIT.spacy`.

    python scripts/convert.py LABELS OUT --written FOLDER --texts FOLDER …

Each file of LABELS names its source, the digest of the source's text, and spans. The text is looked for as
SOURCE.txt under each FOLDER; a text that is missing or that has another digest is left out, and said so.
Training documents are runs of whole lines; held-out documents are whole reports. The sentences of --written
are our own and hold their labels; they are for training (`written.py`).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from written import written

from fazhi_extract.pipeline.tokenizer import TOKENIZER

LENGTH = 400  # characters of a training document, more where a line is longer


def text_of(source: str, digest: str, folders: list[Path]) -> str | None:
    for folder in folders:
        path = folder / f"{source}.txt"
        if path.exists():
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() == digest:
                return data.decode("utf-8")
            print(f"{path}: not the text that was labelled", file=sys.stderr)
    return None


def runs(text: str, entities: list[list]) -> Iterator[tuple[int, int]]:
    """Stretches of whole lines or, in long lines, of whole sentences, that cut no entity."""
    ends = [m.end() for m in re.finditer(r"\n|[。；;]", text)] + [len(text)]
    start = 0
    for end in ends:
        if end - start >= LENGTH or end == len(text):
            if any(s < end < e for s, e, _ in entities):
                continue
            if end > start:
                yield start, end
            start = end


def document(nlp: spacy.Language, text: str, entities: list[list], start: int, end: int) -> Doc:
    doc = nlp.make_doc(text[start:end])
    doc.user_data.clear()
    doc.ents = [
        doc.char_span(s - start, e - start, label=label)
        for s, e, label in entities
        if start <= s and e <= end
    ]
    return doc


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("labels", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--written", type=Path)
    parser.add_argument("--texts", type=Path, nargs="+", required=True)
    args = parser.parse_args()
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    bins: dict[str, DocBin] = {}
    counts: dict[str, Counter[str]] = {}
    missing = []
    for path in sorted(args.labels.glob("*/*.json")):
        labels = json.loads(path.read_text(encoding="utf-8"))
        text = text_of(labels["source"], labels["sha256"], args.texts)
        if text is None:
            missing.append(labels["source"])
            continue
        split, entities = labels["split"], labels["entities"]
        counts.setdefault(split, Counter()).update(label for _, _, label in entities)
        held = bins.setdefault(split, DocBin(store_user_data=False))
        begin, end = labels["extent"]
        body = text[begin:end]
        inside = [[s - begin, e - begin, label] for s, e, label in entities]
        pieces = runs(body, inside) if split == "train" else [(0, len(body))]
        for first, last in pieces:
            held.add(document(nlp, body, inside, first, last))
    for text, entities in written(args.written, LENGTH) if args.written else ():
        counts.setdefault("train", Counter()).update(label for _, _, label in entities)
        held = bins.setdefault("train", DocBin(store_user_data=False))
        held.add(document(nlp, text, entities, 0, len(text)))
    args.out.mkdir(parents=True, exist_ok=True)
    for split, held in bins.items():
        held.to_disk(args.out / f"{split}.spacy")
        print(split, len(held), "documents", sum(counts[split].values()), "mentions", dict(counts[split]))
    if missing:
        print(f"{len(missing)} texts are not here: {', '.join(missing)}", file=sys.stderr)
    return int(not bins)


if __name__ == "__main__":
    sys.exit(main())
