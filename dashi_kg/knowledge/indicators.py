"""Which named indicator a figure is of: by its words where a wording says so, else by its facets.

An indicator repeats its facets (``fz:about``, ``fz:quantityKind``, ``fz:stage``). One that names its combination
(``fz:namesCombination``) stands for all figures of these facets; one with words (``fz:wordNeeded``) for those whose
words hold one of them, and the longest such word decides. Whichever it is, a figure whose words hold one that it
excludes (``fz:wordExcluded``) is not of it: its name says less than its facets (拟废止 is not yet 废止).

What an indicator of a stock (``fz:temporalNature fz:stock``) counts is there, whether 现有 says so or not: it stands for figures
of stage ``stock`` and of none.

>>> from dashi_kg.settings import DEFAULT_BASE
>>> indicators(DEFAULT_BASE).by_facets(("G2", "matter", "concluded"), "审结行政复议案件").key
'reconsideration-concluded'
>>> indicators(DEFAULT_BASE).by_facets(("G2", "matter", "concluded"), "维持").key
'reconsideration-upheld'
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dashi_kg.knowledge.vocabulary import Concept, vocabulary
from dashi_kg.resources import ontology_dir

Facets = tuple[str, str, str]  # topic, kind of quantity, stage ("" where none is said)
_STOCK = "stock"


class Indicators(NamedTuple):
    """The named indicators by their facets.

    Attributes:
        names: combination → the indicator that names it.
        worded: combination → words and the indicators that need them, the longest words first.
        whatever_topic: kind of quantity and stage → the same of any topic.
        sorts: combination → the same for indicators of one sort (``fz:oneSort``), which stand behind all others.
    """

    names: dict[Facets, Concept]
    worded: dict[Facets, tuple[tuple[str, Concept], ...]]
    whatever_topic: dict[tuple[str, str], tuple[tuple[str, Concept], ...]]
    sorts: dict[Facets, tuple[tuple[str, Concept], ...]]

    def by_facets(
        self, facets: Facets, words: str, fits: Callable[[Concept], bool] = lambda _: True
    ) -> Concept | None:
        """The indicator of a figure with these facets.

        Args:
            words: what it counts, with the act that it stands in.
            fits: whether a further condition holds of an indicator; of those whose words are said the first that fits is meant.
        """
        found = self.by_words(facets, words, fits)
        name = self.names.get(facets)
        if found is None and name and not excluded(name, words) and fits(name):
            found = name
        return found or _first(self.sorts.get(facets, ()), words, fits)

    def by_words(self, facets: Facets, words: str, fits: Callable[[Concept], bool]) -> Concept | None:
        """The same, of the indicators only that ask for words."""
        return _first(self.worded.get(facets, ()), words, fits)

    def of_any_topic(
        self, kind: str, stage: str, words: str, fits: Callable[[Concept], bool]
    ) -> Concept | None:
        """The same, of whatever topic; ``None`` too where indicators of two topics fit."""
        found = self.whatever_topic.get((kind, stage), ())
        all_fitting = {c.key: c for w, c in found if w in words and not excluded(c, words) and fits(c)}
        topics = {concept.extra["about"][0] for concept in all_fitting.values()}
        return _first(found, words, fits) if len(topics) == 1 else None


def _first(
    among: tuple[tuple[str, Concept], ...], words: str, fits: Callable[[Concept], bool]
) -> Concept | None:
    for word, concept in among:
        if word in words and not excluded(concept, words) and fits(concept):
            return concept
    return None


def excluded(concept: Concept, words: str) -> bool:
    """Whether words hold one that the indicator excludes (拟废止 is not yet 废止)."""
    return any(word in words for word in concept.extra.get("wordExcluded", ()))


def _alike(concept: Concept, facets: Facets) -> tuple[Facets, ...]:
    """The combinations whose figures an indicator stands for where its words are said."""
    topic, kind, stage = facets
    if stage not in ("", _STOCK) or not concept.extra["temporalNature"][0].endswith("#stock"):
        return (facets,)
    return (topic, kind, ""), (topic, kind, _STOCK)


def facets_of(concept: Concept) -> Facets | None:
    """The facets that a named indicator repeats; ``None`` where it has none."""

    def key(name: str) -> str:
        return concept.extra.get(name, ("",))[0].rpartition("/")[2]

    topic, kind = key("about"), key("quantityKind")
    return (topic, kind, key("stage")) if topic and kind else None


def indicators(base: str) -> Indicators:
    """The named indicators of the code list; read once for each base and folder. Raises as :func:`vocabulary`."""
    return _indicators(base, ontology_dir())


@cache
def _indicators(base: str, folder: Path) -> Indicators:
    names: dict[Facets, Concept] = {}
    worded: dict[Facets, list[tuple[str, Concept]]] = {}
    anywhere: dict[tuple[str, str], list[tuple[str, Concept]]] = {}
    sorts: dict[Facets, list[tuple[str, Concept]]] = {}
    for concept in vocabulary(base).scheme("indicator").values():
        facets = facets_of(concept)
        if facets is None:
            continue
        if "namesCombination" in concept.extra:
            names[facets] = concept
        for word in concept.extra.get("wordNeeded", ()):
            if "oneSort" in concept.extra:
                sorts.setdefault(facets, []).append((word, concept))
                continue
            for combination in _alike(concept, facets):
                worded.setdefault(combination, []).append((word, concept))
                anywhere.setdefault(combination[1:], []).append((word, concept))
    return Indicators(
        names,
        {facets: _longest_first(found) for facets, found in worded.items()},
        {key: _longest_first(found) for key, found in anywhere.items()},
        {facets: _longest_first(found) for facets, found in sorts.items()},
    )


def _longest_first(found: list[tuple[str, Concept]]) -> tuple[tuple[str, Concept], ...]:
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0], pair[1].key)))
