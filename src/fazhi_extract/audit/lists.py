"""Small word lists of the audit."""

from __future__ import annotations

from functools import cache

from fazhi_extract.lexicon import Lexicon, default_lexicon

__all__ = ["bounded_rates", "loose_denominators"]


@cache
def loose_denominators(lexicon: Lexicon | None = None) -> frozenset[str]:
    """Indicators whose printed denominator is hardly ever the one that counts."""
    return frozenset((lexicon or default_lexicon()).words("loose_denominators"))


@cache
def bounded_rates(lexicon: Lexicon | None = None) -> tuple[str, ...]:
    """Endings of labels that are shares of a whole, so never above 100%."""
    return (lexicon or default_lexicon()).words("bounded_rates")
