"""Importing this loads what a worker needs: the server that worker processes are forked from does it once."""

from __future__ import annotations

import fazhi_extract.dataset.files
import fazhi_extract.dataset.tables  # noqa: F401
from fazhi_extract.pipeline import parse_report

parse_report("")
