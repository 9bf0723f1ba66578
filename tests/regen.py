"""The switch that rewrites golden files: FAZHI_REGEN=1 in the environment."""

from __future__ import annotations

import os

__all__ = ["REGEN"]

REGEN = os.environ.get("FAZHI_REGEN", "") not in ("", "0")
