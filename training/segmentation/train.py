"""Train the word segmenter that ships with the library.

    python training/segmentation/train.py [FOLDER]

Reads `sentences/*.txt`, `words.txt` and the library's list of verbs, trains with `spacy_pkuseg.train` and
writes `features.msgpack` and `weights.npz` into FOLDER (by default the package's data). Takes some 20 seconds
on one core, loads nothing from anywhere, and writes the same bytes every time.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import spacy_pkuseg
import srsly

from fazhi_extract.lexicon import default_lexicon

HERE = Path(__file__).parent
MODEL = HERE.parents[1] / "src" / "fazhi_extract" / "data" / "segmentation" / "pkuseg"
ROUNDS = 10
SEED = 0
LEAST = 0.01  # a feature whose weights are all smaller is dropped


def examples(*, words: bool = True) -> Iterator[str]:
    """Lines to train on: sentences, and each listed word as a sentence of one."""
    for path in sorted((HERE / "sentences").glob("*.txt")):
        yield from path.read_text(encoding="utf-8").splitlines()
    if words:
        listed = [
            word
            for line in (HERE / "words.txt").read_text(encoding="utf-8").splitlines()
            if not line.startswith("#")
            for word in line.split()
        ]
        verbs = [row[1] for row in default_lexicon().rows("lead_verbs") if 2 <= len(row[1]) <= 6]
        yield from dict.fromkeys(listed + verbs)


def train(folder: Path, *, words: bool = True) -> None:
    """Train a model and write it, pruned and compressed, into `folder`."""
    with tempfile.TemporaryDirectory() as scratch:
        lines = Path(scratch, "train.txt")
        lines.write_text("\n".join(examples(words=words)) + "\n", encoding="utf-8")
        dummy = Path(scratch, "test.txt")  # the tool wants a file to score after every round
        dummy.write_text(next(examples()) + "\n", encoding="utf-8")
        random.seed(SEED)  # the order of the sentences in each round
        spacy_pkuseg.train(str(lines), str(dummy), scratch, train_iter=ROUNDS)
        _prune(Path(scratch), folder)


def _prune(source: Path, target: Path) -> None:
    """Drop the features that weigh nothing, round the weights and compress them."""
    features = srsly.read_msgpack(source / "features.msgpack")
    with np.load(source / "weights.npz") as saved:
        tags, count = (int(size) for size in saved["sizes"])
        nodes = saved["w"][: tags * count].reshape(count, tags)
        edges = saved["w"][tags * count :]
    names = sorted(features["feature_to_idx"], key=features["feature_to_idx"].__getitem__)
    kept = [i for i in range(count) if i == 0 or np.abs(nodes[i]).max() >= LEAST]  # 0 is always active
    features["feature_to_idx"] = {names[i]: place for place, i in enumerate(kept)}
    weights = np.round(np.concatenate([nodes[kept].ravel(), edges]), 3)
    target.mkdir(parents=True, exist_ok=True)
    srsly.write_msgpack(target / "features.msgpack", features)
    np.savez_compressed(target / "weights.npz", sizes=np.array([tags, len(kept)]), w=weights)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=MODEL)
    parser.add_argument("--no-words", action="store_true", help="train on the sentences alone")
    given = parser.parse_args()
    train(given.folder, words=not given.no_words)
    for file in sorted(given.folder.iterdir()):
        sys.stdout.write(f"{file}: {file.stat().st_size:,} bytes\n")
