"""Copy a trained model to where the library looks for it, with its version and without what it does not need.

python scripts/install.py training/model-last ../src/fazhi_extract/data/ner_model
"""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

VERSION = "1.1.0"


def main() -> int:
    source, target = map(Path, sys.argv[1:])
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    path = target / "meta.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    kept = {
        "lang": meta["lang"],
        "name": "fazhi_names",
        "version": VERSION,
        "description": "Bodies, places, platforms, campaigns and persons in 法治政府建设年度报告.",
        "license": "MIT",
        "spacy_version": ">=3.8.0,<4.0.0",
        "vectors": meta["vectors"],
        "labels": meta["labels"],
        "pipeline": meta["pipeline"],
        "components": meta["components"],
        "disabled": [],
    }
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    config = target / "config.cfg"
    text = config.read_text(encoding="utf-8")
    config.write_text(re.sub(r'"[^"]*/(train|dev)\.spacy"', r'"corpus/\1.spacy"', text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
