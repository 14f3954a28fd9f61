"""A document as a reader sees it: rows of a property and its values, apart by basis; who points here; quotes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from dashi_kg.rdf.jsonld import natural
from dashi_kg.rdf.namespaces import COMMENT, LABEL, RDF_TYPE, XSD, curie
from dashi_kg.rdf.terms import language, value
from dashi_kg.site.layout.languages import Said, best
from dashi_kg.site.shared.basis import KEYS, basis_of, graph_kind, report_of
from dashi_kg.site.shared.document import Document
from dashi_kg.site.shared.graph_reader import SHOWN, Incoming, Statement
from dashi_kg.site.shared.site_graph import SiteGraph

_BRIEF = 24
_LONG = 400  # characters of a literal that a row shows
_DESCRIPTIONS = (curie("skos:definition").value, curie("dct:description").value, COMMENT.value)
_PREF, _INSTANCE = curie("skos:prefLabel").value, RDF_TYPE.value
# said elsewhere on the page: in the head, by the basis, or by the list of members
_ELSEWHERE = {LABEL.value, _PREF, _INSTANCE, curie("rdfs:isDefinedBy").value, curie("skos:topConceptOf").value,
              curie("skos:hasTopConcept").value}  # fmt: skip
MEMBER = curie("skos:inScheme").value
_HOW_READ = ("confidence", "rule", "translationBasis")
_SAID_TWICE = {curie("skos:topConceptOf").value, curie("skos:hasTopConcept").value}


@dataclass(frozen=True, slots=True)
class Value:
    """One value in a row: words with their language; ``iri`` where it is a node."""

    words: str
    lang: str = ""
    iri: str = ""
    cut: bool = False

    @property
    def brief(self) -> bool:
        """Whether several of the kind may stand in one line."""
        return len(self.words) <= _BRIEF


@dataclass(frozen=True, slots=True)
class AnchoredQuote:
    """Words of a report: where they stand, and the report whose graph says so (``""``: unknown)."""

    words: str
    anchor: str
    report: str = ""


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """A property with its values, as far as a page shows them; ``more`` are in the data only."""

    predicate: str
    values: tuple[Value, ...] = ()
    quotes: tuple[AnchoredQuote, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one basis; ``basis`` is one of :data:`dashi_kg.site.shared.basis.KEYS`."""

    basis: str
    rows: tuple[PropertyRow, ...]


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """Those that point here by one property; ``query`` asks for all where ``nodes`` are not all."""

    predicate: str
    basis: str
    count: int
    nodes: tuple[str, ...]
    query: str


def title(site_graph: SiteGraph, document: Document, lang: str) -> tuple[Said, Said | None]:
    """The label of the document's IRI, and another that differs."""
    return site_graph.labels.said(document.iri, lang), site_graph.labels.other(document.iri, lang)


def description(document: Document, lang: str) -> Said | None:
    """What the node is, in one text."""
    for predicate in _DESCRIPTIONS:
        literals = [
            s.object
            for s in document.statements
            if s.subject == document.iri and s.predicate == predicate and isinstance(s.object, Literal)
        ]
        if found := best(literals, lang):
            return found
    return None


def quotes(site_graph: SiteGraph, anchors: Iterable[str]) -> dict[str, str]:
    """Anchor → the words that it quotes."""
    names = " ".join(f"<{a}>" for a in sorted(set(anchors)))
    if not names:
        return {}
    query = f"SELECT ?a ?q WHERE {{ VALUES ?a {{ {names} }} ?a {curie('nif:anchorOf')} ?q }}"
    return {value(a): value(q) for a, q in site_graph.reader.rows(query)}


def parts(site_graph: SiteGraph, document: Document, lang: str) -> tuple[Part, ...]:
    """The statements about the document's IRI, apart by basis, properties by their labels."""
    anchor = f"{site_graph.base}ns#anchor"
    own = [
        s for s in document.of(document.iri) if s.predicate not in _ELSEWHERE | {f"{site_graph.base}ns#basis"}
    ]
    shown = description(document, lang)
    words = quotes(site_graph, (value(s.object) for s in own if s.predicate == anchor))
    tables: dict[str, dict[str, list[Statement]]] = {}
    for s in own:
        basis = basis_of(graph_kind(s.graph, site_graph.base))
        tables.setdefault(basis, {}).setdefault(s.predicate, []).append(s)
    made = []
    for basis in (key for key in KEYS if key in tables):
        rows = []
        for predicate, said in tables[basis].items():
            if predicate == anchor:
                found = {value(s.object): report_of(s.graph, site_graph.base) or "" for s in said}
                first = sorted(found, key=natural)[:SHOWN]
                rows.append(
                    PropertyRow(predicate, quotes=tuple(
                        AnchoredQuote(words.get(a, ""), a, found[a]) for a in first
                    ))
                )  # fmt: skip
                continue
            values = _values(site_graph, [s.object for s in said], lang)
            if predicate in _DESCRIPTIONS and shown and [v.words for v in values] == [shown.words]:
                continue
            rows.append(PropertyRow(predicate, values[:SHOWN], more=max(0, len(values) - SHOWN)))
        rows.sort(key=lambda r: _place(site_graph, r, lang))
        if rows:
            made.append(Part(basis, tuple(rows)))
    return tuple(made)


def _place(site_graph: SiteGraph, row: PropertyRow, lang: str) -> tuple[object, ...]:
    """Quotes first, how it was read last, between them by label."""
    rank = 0 if row.quotes else 2 if row.predicate.removeprefix(f"{site_graph.base}ns#") in _HOW_READ else 1
    return (rank, site_graph.labels.said(row.predicate, lang).words, row.predicate)


def _values(site_graph: SiteGraph, objects: Sequence[NamedNode | Literal], lang: str) -> tuple[Value, ...]:
    """Nodes with their labels; literals in the reader's language only, where there are several languages."""
    made = {
        Value(*site_graph.labels.said(o.value, lang), iri=o.value)
        for o in objects
        if isinstance(o, NamedNode)
    }
    literals = [o for o in objects if isinstance(o, Literal)]
    tagged = [o for o in literals if o.language]
    if found := best(tagged, lang):
        made |= {_literal(o, lang) for o in tagged if language(o).lower() == found.lang}
    made |= {_literal(o, lang) for o in literals if not o.language}
    return tuple(sorted(made, key=lambda v: (natural(v.words), v.iri)))


def _literal(literal: Literal, lang: str) -> Value:
    words = literal.value
    if value(literal.datatype) == XSD + "boolean":
        return Value({"true": ("是", "yes"), "false": ("否", "no")}.get(words, (words, words))[lang == "en"])
    if len(words) > _LONG:
        return Value(words[:_LONG], language(literal).lower(), cut=True)
    return Value(words, language(literal).lower())


def groups(site_graph: SiteGraph, document: Document, lang: str) -> tuple[ValueGroup, ...]:
    """Who points here, the largest groups last within a basis."""
    made = [_group(g, document.iri) for g in document.incoming if g.predicate not in _SAID_TWICE]
    made.sort(
        key=lambda g: (
            KEYS.index(g.basis),
            site_graph.labels.said(g.predicate, lang).words,
            g.predicate,
            g.query,
        )
    )
    return tuple(made)


def _group(found: Incoming, iri: str) -> ValueGroup:
    query = f"SELECT DISTINCT ?s WHERE {{ ?s <{found.predicate}> <{iri}> }}" if found.count > SHOWN else ""
    return ValueGroup(found.predicate, basis_of(found.kind), found.count, found.subjects, query)


def members(site_graph: SiteGraph, document: Document, lang: str) -> list[tuple[str, Said | None]]:
    """The concepts of a code list, each with its definition; empty for anything else."""
    if not any(g.predicate == MEMBER for g in document.incoming):
        return []
    defined = curie("skos:definition")
    query = (
        f"SELECT ?c ?d WHERE {{ ?c <{MEMBER}> <{document.iri}> OPTIONAL {{ ?c {defined} ?d }} }}"
    )  # fmt: skip
    found: dict[str, list[Literal]] = {}
    for concept, definition in site_graph.reader.rows(query):
        known = found.setdefault(value(concept), [])
        if isinstance(definition, Literal):
            known.append(definition)
    site_graph.labels.need(found)
    return [(iri, best(found[iri], lang)) for iri in sorted(found, key=natural)]
