"""What can be found: one small record for everything of ours that has a label, and for every saved question."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from pyoxigraph import Literal

from dashi_kg.export.tables.lookup import Facts
from dashi_kg.model.kinds import OTHER, groups, kind
from dashi_kg.query.questions import questions
from dashi_kg.rdf.namespaces import FOREIGN, LABEL, OWN, RDF_TYPE, curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.finding.figure_details import FigureDetails, figure_details, figure_details_in
from dashi_kg.site.layout.languages import Said, best
from dashi_kg.site.layout.typeset import typeset
from dashi_kg.site.shared.site_graph import SiteGraph

_NAMED = (
    """SELECT DISTINCT ?i WHERE {{ VALUES ?p {{ {names} }} ?i ?p ?l . FILTER(isIRI(?i) && isLITERAL(?l)) }}"""
)
_TOLD = "rdfs:label skos:prefLabel dct:title skos:altLabel skos:hiddenLabel skos:definition"
# the names of properties as a filter: as a second VALUES they are joined with all things first
_WORDS = (
    "SELECT ?i ?p ?l WHERE {{ VALUES ?i {{ {iris} }} ?i ?p ?l . FILTER(?p IN ({names}) && isLITERAL(?l)) }}"
)
_TYPES = "SELECT DISTINCT ?i ?t WHERE {{ VALUES ?i {{ {iris} }} ?i a ?t }}"
_QUOTES = (
    "SELECT DISTINCT ?i ?start ?q WHERE {{ VALUES ?i {{ {iris} }} ?i fz:anchor ?a . "
    "?a nif:anchorOf ?q ; nif:beginIndex ?start }}"
)
_AT_ONCE = 1000  # things
_NAMES = (f"{FOREIGN['rdfs']}label", f"{FOREIGN['skos']}prefLabel", f"{FOREIGN['dct']}title")
_TOPIC = re.compile("topic/[A-Za-z0-9]+")
# how names are told, as N-Quads write it
TOLD = frozenset(str(curie(name)).encode() for name in _TOLD.split())
TOLD_IRIS = tuple(curie(name).value for name in _TOLD.split())
# the groups whose records have a value
FIGURES = ("figure", "target")
# no page shows more of a quote in a list, and no reader looks for its two hundredth word
_LONGEST = 300


class SearchRecord(NamedTuple):
    """One thing that can be found.

    ``path`` is its IRI below the base (``report/…#m-5d803836ef``), or the page of a question without suffix; ``kind`` the key of
    a group of the search (:func:`dashi_kg.model.kinds.groups`); ``zh`` and ``en`` its names; ``quote`` the words of the
    text; ``more`` other names and definition. Of a figure besides: ``value`` its digits, ``unit`` in Chinese,
    ``amount_zh`` and ``amount_en`` both with the bounds in words, ``indicator`` the path of what it counts.
    """

    path: str
    kind: str
    zh: str
    en: str
    quote: str = ""
    more: str = ""
    value: str = ""
    unit: str = ""
    amount_zh: str = ""
    amount_en: str = ""
    indicator: str = ""

    @property
    def words(self) -> tuple[str, str, str]:
        """Its words by how much they count: names, quote, the rest."""
        return f"{self.zh} {self.en}", self.quote, self.more

    def name(self, lang: str) -> str:
        """Its name in the reader's language."""
        return (self.en or self.zh) if lang == "en" else (self.zh or self.en)


class Ready(Protocol):
    """Records that somebody has ready, and whose they are (:class:`~dashi_kg.site.finding.ready_records.ReadyRecords`)."""

    named: list[str] | None

    def has(self, path: str) -> bool: ...
    def __iter__(self) -> Iterator[tuple[int, SearchRecord]]: ...


def everything(
    site_graph: SiteGraph, some: Sequence[str] | None = None, ready: Ready | None = None
) -> Iterator[tuple[int, SearchRecord]]:
    """Everything of ours with a label, and the saved questions, each with the number of its group.

    Args:
        some: IRIs; only these and the saved questions.
        ready: records that need not be made.
    """
    order = _order()
    for q in questions():
        more = f"{typeset(q.rows_zh)} … {q.rows_en}"
        one = SearchRecord(f"questions/{q.name}", "question", typeset(q.zh), q.en, "", more)
        yield order[one.kind], one
    if some is None:
        if ready and ready.named is not None:
            some = ready.named
        else:
            named = site_graph.engine.run(_NAMED.format(names=_TOLD)).rows or ()
            some = [value(term) for (term,) in named]
        some = [iri for iri in some if iri.startswith(site_graph.base)]
        if ready:
            some = [iri for iri in some if not ready.has(iri.removeprefix(site_graph.base))]
            yield from ready
    yield from records_of(site_graph, some)


def _order() -> dict[str, int]:
    """Key of each group → its number."""
    return {group.key: number for number, (group, _) in enumerate(groups())}


def records_of(site_graph: SiteGraph, some: Iterable[str]) -> Iterator[tuple[int, SearchRecord]]:
    """The records of those of some things (IRIs) that have a name, each with the number of its group."""
    order = _order()
    iris = sorted(some)
    for start in range(0, len(iris), _AT_ONCE):
        for one in _records(site_graph, iris[start : start + _AT_ONCE]):
            yield order[one.kind], one


def _records(site_graph: SiteGraph, iris: Sequence[str]) -> Iterator[SearchRecord]:
    """The records of some things."""
    given = " ".join(f"<{iri}>" for iri in iris)
    words = _words(site_graph, given)
    site_graph.labels.need(words)
    figures = figure_details(site_graph, given)
    types = site_graph.engine.run(_TYPES.format(iris=given)).rows or ()
    kinds = _kinds(site_graph, ((value(thing), value(class_)) for thing, class_ in types))
    spots = site_graph.engine.run(_QUOTES.format(iris=given)).rows or ()
    quotes = _quotes((value(iri), int(value(start)), value(quote)) for iri, start, quote in spots)
    yield from _composed(site_graph, words, kinds, quotes, figures)


def records_in(
    site_graph: SiteGraph, facts: Facts, some: Iterable[str]
) -> Iterator[tuple[int, SearchRecord]]:
    """The records of things of a report, by what it says: those of :func:`records_of`.

    Args:
        site_graph: has the names of units.
        facts: of the report, each once.
        some: IRIs.
    """
    order, iris, words = _order(), sorted(some), _Words()
    for iri in iris:
        for name in TOLD_IRIS:
            words[iri][name not in _NAMES].extend(o for o in facts.all(iri, name) if isinstance(o, Literal))
    keys = {"0": LABEL.value, "1": f"{FOREIGN['skos']}prefLabel", "3": f"{FOREIGN['nif']}anchorOf"}
    site_graph.labels.need(())  # forgets what is too much
    site_graph.labels.learn(
        {
            iri: {
                (key, o) for key, name in keys.items() for o in facts.all(iri, name) if isinstance(o, Literal)
            }
            for iri in iris
        }
    )
    anchor, nif = f"{site_graph.base}ns#anchor", FOREIGN["nif"]
    spots = (
        (iri, int(start), quote)
        for iri in iris
        for spot in map(value, facts.all(iri, anchor))
        if (quote := facts.one(spot, f"{nif}anchorOf")) and (start := facts.one(spot, f"{nif}beginIndex"))
    )
    kinds = _kinds(site_graph, ((iri, value(t)) for iri in iris for t in facts.all(iri, RDF_TYPE.value)))
    figures = figure_details_in(site_graph, facts, iris)
    for one in _composed(site_graph, words, kinds, _quotes(spots), figures):
        yield order[one.kind], one


def _composed(
    site_graph: SiteGraph,
    words: _Words,
    kinds: Mapping[str, str],
    quotes: Mapping[str, Sequence[str]],
    figures: Mapping[str, FigureDetails],
) -> Iterator[SearchRecord]:
    for iri, (names, others) in words.items():
        path = iri.removeprefix(site_graph.base)
        group = "topic" if _TOPIC.fullmatch(path) else kinds.get(iri, kind(OTHER).group.key)
        if not names:
            continue
        zh, en = (said.words for lang in ("zh", "en") if (said := _name(site_graph, iri, names, lang)))
        quote = _joined(q for q in quotes.get(iri, ()) if q not in (zh, en))
        more = _joined(sorted({value(o) for o in others} | {value(n) for n in names} - {zh, en} - {quote}))
        told = figures.get(path)
        yield (
            SearchRecord(path, group, zh, "" if en == zh else en, quote, more, *(told or ()))
            if group in FIGURES
            else SearchRecord(path, group, zh, "" if en == zh else en, quote, more)
        )


def _name(site_graph: SiteGraph, iri: str, names: list[Literal], lang: str) -> Said | None:
    """As pages call it; what a rule composed for an item of a report says less than its words."""
    if iri.startswith((f"{site_graph.base}org/", f"{site_graph.base}report/")):
        return site_graph.labels.said(iri, lang)
    return best(names, lang)


def _joined(parts: Iterable[str]) -> str:
    whole = " … ".join(parts)
    return whole if len(whole) <= _LONGEST else whole[:_LONGEST] + "…"


class _Words(defaultdict[str, tuple[list[Literal], list[Literal]]]):
    """IRI → its names, and its other names and definitions."""

    def __init__(self) -> None:
        super().__init__(lambda: ([], []))


def _words(site_graph: SiteGraph, iris: str) -> _Words:
    rows = site_graph.engine.run(_WORDS.format(iris=iris, names=_TOLD.replace(" ", ", "))).rows or ()
    found = _Words()
    for iri, predicate, words in sorted(rows, key=lambda row: value(row[0])):
        if isinstance(words, Literal):
            found[value(iri)][value(predicate) not in _NAMES].append(words)
    return found


def _kinds(site_graph: SiteGraph, types: Iterable[tuple[str, str]]) -> dict[str, str]:
    """IRI → key of its group.

    Args:
        types: IRIs of things and of their classes.
    """
    spaces = {**FOREIGN, **{name: site_graph.base + path for name, path in OWN.items()}}

    def iri(name: str) -> str:
        prefix, _, local = name.partition(":")
        return spaces[prefix] + local

    order = [group.key for group, _ in groups()]
    ranks = {iri(name): number for number, (_, classes) in enumerate(groups()) for name in classes}
    best_rank: dict[str, int] = {}
    for name, type_ in types:
        if type_ in ranks:
            best_rank[name] = min(ranks[type_], best_rank.get(name, len(order)))
    return {name: order[rank] for name, rank in best_rank.items()}


def _quotes(spots: Iterable[tuple[str, int, str]]) -> dict[str, list[str]]:
    """IRI → the words of its anchors, in the order of the text, none that another holds.

    Args:
        spots: IRI, start and words of each anchor.
    """
    found: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for iri, start, quote in spots:
        found[iri].add((start, quote))
    chosen: dict[str, list[str]] = {}
    for name, pairs in found.items():
        kept: list[str] = []
        for _, words in sorted(pairs):
            if not any(words in k for k in kept):
                kept.append(words)
        chosen[name] = kept
    return chosen
