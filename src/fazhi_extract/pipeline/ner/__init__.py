"""The small model that finds named things: features of characters, a convolutional network, a decoder.

`component` wraps them as the trainable spaCy component `fazhi_ner`; the weights that ship lie in
`data/ner_model`, and `training/` in the repository makes them.
"""

from __future__ import annotations

from fazhi_extract.pipeline.ner.component import NerComponent

__all__ = ["NerComponent"]
