"""Options that several commands take."""

from __future__ import annotations

from typing import Annotated

import typer

__all__ = ["Indicators"]

Indicators = Annotated[
    list[str] | None,
    typer.Option(
        "--indicators",
        metavar="FILE",
        help="Indicators of your own beside the shipped ones, .ini or .json; may be given again.",
    ),
]
"""Files of indicators."""
