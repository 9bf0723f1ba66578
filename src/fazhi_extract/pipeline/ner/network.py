"""The network: looked-up vectors, then convolutions over ever wider windows, then a score for each tag."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
from spacy.util import registry
from thinc.api import Linear, Maxout, Model, chain, residual
from thinc.types import Floats2d

from fazhi_extract.pipeline.ner.features import COLUMNS, PLACE_STATES, SPECIAL, Ints

__all__ = ["PADDING", "build_tagger"]

PADDING = 8
"""Empty rows between two texts in one array: no window reaches over them by more than its edge."""


def build_tagger(
    width: int = 64,
    pairs: int = 16_384,
    dilations: list[int] | None = None,
    pieces: int = 2,
    dropout: float = 0.2,
) -> Model[Ints, Floats2d]:
    """A tagger over rows of features. The numbers of characters and tags are set before it is initialized."""
    reach = dilations or [1, 2, 4]
    layers: list[Model[Any, Any]] = [_lookup(width, pairs)]
    for distance in reach:
        layer: Model[Any, Any] = chain(
            _window(distance, width),
            Maxout(nO=width, nI=3 * width, nP=pieces, normalize=True, dropout=dropout),
        )
        layers.append(residual(layer))
    output = Linear(nO=None, nI=width)
    tagger = cast("Model[Ints, Floats2d]", chain(*layers, output))
    tagger.set_ref("lookup", layers[0])
    tagger.set_ref("output", output)
    tagger.attrs["pairs"] = pairs
    return tagger


def _lookup(width: int, pairs: int) -> Model[Ints, Floats2d]:
    """Sum of the vectors of a row. A pair takes half of the width: the first half, or the second."""
    return Model(
        "lookup",
        _look_up,
        init=_init_lookup,
        params={"characters": None, "pairs": None, "places": None},
        dims={"nO": width, "characters": None, "pairs": pairs},
    )


def _init_lookup(model: Model[Ints, Floats2d], X: Any = None, Y: Any = None) -> Model[Ints, Floats2d]:  # noqa: N803, ARG001
    width = model.get_dim("nO")
    shapes = {
        "characters": (model.get_dim("characters") + SPECIAL, width),
        "pairs": (model.get_dim("pairs"), width // 2),
        "places": (PLACE_STATES, width),
    }
    for name, shape in shapes.items():
        values = np.random.uniform(-0.1, 0.1, shape).astype("f")
        if name == "pairs":
            values[0] = 0
        model.set_param(name, cast("Any", values))
    return model


def _look_up(model: Model[Ints, Floats2d], rows: Ints, is_train: bool) -> Any:  # noqa: ARG001
    characters, pairs, places = (
        cast("Any", model.get_param(name)) for name in ("characters", "pairs", "places")
    )
    half = model.get_dim("nO") // 2
    out = characters[rows[:, 0]] + places[rows[:, 3]]
    out[:, :half] += pairs[rows[:, 1]]
    out[:, half:] += pairs[rows[:, 2]]

    def backprop(d_out: Any) -> Ints:
        model.inc_grad("characters", _scattered(characters.shape, rows[:, 0], d_out))
        model.inc_grad("places", _scattered(places.shape, rows[:, 3], d_out))
        d_pairs = _scattered(pairs.shape, rows[:, 1], d_out[:, :half])
        d_pairs += _scattered(pairs.shape, rows[:, 2], d_out[:, half:])
        model.inc_grad("pairs", d_pairs)
        return rows

    return out, backprop


def _scattered(shape: tuple[int, int], at: Any, values: Any) -> Any:
    """A table of this shape with each row of `values` added at its place."""
    table = np.zeros(shape, dtype="f")
    order = np.argsort(at, kind="stable")
    places, starts = np.unique(at[order], return_index=True)
    if len(places):
        table[places] = np.add.reduceat(values[order], starts, axis=0)
    return table


def _window(distance: int, width: int) -> Model[Floats2d, Floats2d]:
    """Each row beside the ones at `distance` before and after it; zeros beyond the ends."""
    return Model("window", _widen, attrs={"distance": distance}, dims={"nI": width, "nO": 3 * width})


def _widen(model: Model[Floats2d, Floats2d], X: Any, is_train: bool) -> Any:  # noqa: N803, ARG001
    distance, (size, width) = model.attrs["distance"], X.shape
    out = np.zeros((size, 3 * width), dtype="f")
    out[distance:, :width] = X[:-distance]
    out[:, width : 2 * width] = X
    out[:-distance, 2 * width :] = X[distance:]

    def backprop(d_out: Any) -> Any:
        d_in = d_out[:, width : 2 * width].copy()
        d_in[:-distance] += d_out[distance:, :width]
        d_in[distance:] += d_out[:-distance, 2 * width :]
        return d_in

    return out, backprop


def padded(arrays: list[Ints]) -> tuple[Ints, list[int]]:
    """Several arrays of rows as one, and where each begins in it."""
    starts, at = [], PADDING
    for array in arrays:
        starts.append(at)
        at += len(array) + PADDING
    joined = np.zeros((at, COLUMNS), dtype=np.int64)
    for start, array in zip(starts, arrays, strict=True):
        joined[start : start + len(array)] = array
    return joined, starts


registry.architectures.register("fazhi.CharacterTagger.v1", func=build_tagger)
