"""Problems, plans and measures of reports of one body, and which of them are alike in words.

What became of a problem the text itself seldom says. What can be said: that the next report names one in like words, or none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashi_kg.graph.propose import alike, pairs, shared_words
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.text.fold import fold

_ENOUGH = Decimal("0.40")  # of the lesser of two items that the other holds (dashi_kg.graph.propose)
_MOST = 2  # items that are told of one


@dataclass(frozen=True, slots=True)
class Alike:
    """An item that is like another in words: its IRI, its words, the words that both share."""

    iri: str
    words: str
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """Plans of the same report for a problem: those that a person judges to address it, those that only share its words."""

    judged: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()


def items_of(site_graph: SiteGraph, reports: Sequence[str], kind: str) -> dict[str, dict[str, str]]:
    """The items of a class (``Problem``, ``PlanItem``, ``Measure``) by report, without those that have parts.

    Returns:
        IRI of the report → IRI of the item → its words, in the order of the text; of a measure its whole passage.
    """
    fz = f"{site_graph.base}ns#"
    words = (
        "?anchor nif:anchorOf ?words"
        if kind == "Measure"
        else "?x rdfs:label ?words FILTER(LANGMATCHES(LANG(?words), 'zh'))"
    )
    for name in ("nif:anchorOf", "rdfs:label"):
        words = words.replace(name, str(curie(name)))
    query = (
        f"SELECT ?r ?x ?words WHERE {{ VALUES ?r {{ {' '.join(f'<{r}>' for r in reports)} }} ?x <{fz}inReport> ?r ; a <{fz}{kind}> ; "
        f"<{fz}anchor> ?anchor . ?anchor {curie('nif:beginIndex')} ?at . {words} "
        f"FILTER NOT EXISTS {{ ?part {curie('dct:isPartOf')} ?x FILTER EXISTS {{ ?part a <{fz}{kind}> }} }} }} ORDER BY ?r ?at ?x ?words"
    )  # fmt: skip
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for r, x, said in site_graph.reader.rows(query) if reports else ():
        found[value(r)].setdefault(value(x), value(said))
    return found


def answers_of(site_graph: SiteGraph, reports: Sequence[str]) -> dict[str, Answers]:
    """IRI of a problem → the plans of its report that answer it, or may."""
    fz = f"{site_graph.base}ns#"
    query = (
        f"SELECT ?problem ?plan ?basis WHERE {{ VALUES ?r {{ {' '.join(f'<{r}>' for r in reports)} }} ?link <{fz}inReport> ?r ; "
        f"a <{fz}AddressesLink> ; <{fz}problem> ?problem ; <{fz}plan> ?plan ; <{fz}basis> ?basis }} ORDER BY ?problem ?plan ?basis"
    )
    judged: dict[str, dict[str, None]] = defaultdict(dict)
    suggested: dict[str, dict[str, None]] = defaultdict(dict)
    for problem, plan, basis in site_graph.reader.rows(query) if reports else ():
        of = suggested if value(basis) == f"{fz}proposed" else judged
        of[value(problem)][value(plan)] = None
    return {
        problem: Answers(tuple(judged.get(problem, ())), tuple(suggested.get(problem, ())))
        for problem in sorted({*judged, *suggested})
    }


def alike_in_words(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[Alike, ...]]:
    """For each item those of a later report that are like it, the likest first; all keys of ``before`` are there.

    Args:
        before, after: IRI → words.
    """
    ones = {iri: fold(words) for iri, words in before.items()}
    others = {iri: fold(words) for iri, words in after.items()}
    one_pairs = {iri: pairs(words) for iri, words in ones.items()}
    other_pairs = {iri: pairs(words) for iri, words in others.items()}
    rarity: Counter[str] = Counter()
    for found in (*one_pairs.values(), *other_pairs.values()):
        rarity.update(found)
    like: dict[str, tuple[Alike, ...]] = dict.fromkeys(before, ())
    for iri, rows in alike(one_pairs, other_pairs, rarity):
        enough = sorted((-points, other) for other, points in rows if points >= _ENOUGH)
        told = [
            Alike(other, after[other], shared)
            for _, other in enough
            if (shared := shared_words(ones[iri], others[other]))
        ]
        like[iri] = tuple(told[:_MOST])
    return like
