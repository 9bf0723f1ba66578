"""The catalogue turned inside out: from the core of an alias to the indicators it names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from fazhi_extract.indicators.catalogue import Catalogue
from fazhi_extract.indicators.matters import Matters, matters_of
from fazhi_extract.indicators.schema import Indicator, expand
from fazhi_extract.indicators.wording import Wording, wording
from fazhi_extract.lexicon import Lexicon

__all__ = ["AliasIndex", "Hit", "alias_index"]

Hit = tuple[Indicator, str]


class AliasIndex:
    """Cores of outright aliases, of bare aliases by matter, and of predicates."""

    def __init__(self, indicators: Catalogue, lexicon: Lexicon) -> None:
        """Reduce every form of every alias to its core."""
        self.wording: Wording = wording(lexicon)
        known = {matter for _, matter, _, _ in lexicon.rows("indicator_matters")}
        self.matters: Matters = matters_of(
            lexicon, frozenset(word for one in indicators for word in one.bare_context if word not in known)
        )
        self.general: frozenset[str] = frozenset(lexicon.words("indicator_general"))
        outright: dict[str, dict[str, Hit]] = defaultdict(dict)
        bare: dict[tuple[str, str], dict[str, Hit]] = defaultdict(dict)
        self._by_tail: dict[str, list[tuple[str, Hit]]] = defaultdict(list)
        self.rates_of: dict[str, list[Indicator]] = defaultdict(list)
        for one in indicators:
            self._add(one, outright, bare)
        outright.pop("", None)
        self._by_tail.pop("", None)
        for listed in self._by_tail.values():
            listed.sort(key=lambda pair: -len(pair[0]))
        self.outright: Mapping[str, Sequence[Hit]] = {
            core: tuple(hits.values()) for core, hits in outright.items()
        }
        """The indicators that a core names in any context."""
        self._bare = {key: tuple(hits.values()) for key, hits in bare.items()}
        self.bare_cores: frozenset[str] = frozenset(core for core, _ in self._bare if core)

    def _add(
        self,
        one: Indicator,
        outright: dict[str, dict[str, Hit]],
        bare: dict[tuple[str, str], dict[str, Hit]],
    ) -> None:
        core = self.wording.core
        for form in _forms(one.aliases):
            outright[core(form)].setdefault(one.id, (one, form))
        for form in _forms(one.bare_aliases):
            for matter in one.bare_context:
                bare[core(form), matter].setdefault(one.id, (one, form))
        for form in _forms(one.predicates):
            key = core(form)
            self._by_tail[key[-2:]].append((key, (one, form)))
        if one.numerator:
            self.rates_of[one.numerator].append(one)

    def bare(self, core: str, matters: Sequence[str]) -> Sequence[Hit]:
        """The indicators that a core names in the nearest matter in which it names any."""
        for matter in matters:
            if (core, matter) in self._bare:
                return self._bare[core, matter]
        return ()

    def predicate(self, core: str) -> Sequence[Hit]:
        """The indicators whose predicate ends a core, those with the longest."""
        listed = self._by_tail.get(core[-2:])
        if listed is None:
            return ()
        found = [(key, hit) for key, hit in listed if core.endswith(key)]
        return tuple({hit[0].id: hit for key, hit in found if len(key) == len(found[0][0])}.values())


def _forms(aliases: tuple[str, ...]) -> Iterator[str]:
    return (form for alias in aliases for form in expand(alias))


@lru_cache(maxsize=16)
def alias_index(indicators: Catalogue, lexicon: Lexicon) -> AliasIndex:
    """The index of a catalogue under a lexicon, built once."""
    return AliasIndex(indicators, lexicon)
