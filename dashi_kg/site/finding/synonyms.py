"""Words that mean a topic, with or without a kind of quantity: 罚款 finds the amounts of 罚没金额.

They are the project's own: the words by which the reader tells what a number is about, and the wordings of indicators.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.reader.facets.lexicon import read_entries
from dashi_kg.site.finding.tokens import is_han, runs
from dashi_kg.site.shared.site_graph import SiteGraph

# roles of words that name a topic, and how strongly they must speak for it
_NAMING = frozenset(("head", "verb", "rate"))
_LEAST = 6


def synonyms(site_graph: SiteGraph, topics: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Folded word → what it means, as ``E2`` (a topic) or ``E2.money`` (a topic and a kind of quantity).

    Args:
        topics: keys of those that have figures.
    """
    entries = read_entries()
    kinds = {e.form: e.kind for e in entries if e.role == "noun" and e.kind}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.role in _NAMING and entry.strength >= _LEAST and entry.topic in topics:
            kind = entry.kind or kinds.get(entry.form, "")
            found[entry.form].add(f"{entry.topic}.{kind}" if kind else entry.topic)
    fz = f"{site_graph.base}ns#"
    query = (
        f"SELECT DISTINCT ?t ?k ?l WHERE {{ ?i <{fz}about> ?t ; <{fz}quantityKind> ?k ; "
        f"{curie('skos:altLabel')}|{curie('skos:hiddenLabel')} ?l }}"
    )
    for topic, kind_of, label in site_graph.reader.rows(query):
        if (key := value(topic).rpartition("/")[2]) in topics:
            found[value(label)].add(f"{key}.{value(kind_of).rpartition('/')[2]}")
    folded: defaultdict[str, set[str]] = defaultdict(set)
    for form, means in found.items():
        words = runs(form)
        if len(words) == 1 and is_han(words[0]) and len(words[0]) > 1:
            folded[words[0]] |= means
    return {form: tuple(sorted(folded[form])) for form in sorted(folded)}
