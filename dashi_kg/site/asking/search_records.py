"""What can be found: one small record for everything of ours that has a label, and for every saved question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pyoxigraph import Literal

from dashi_kg.query.questions import questions
from dashi_kg.rdf.namespaces import FOREIGN, OWN
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.languages import best
from dashi_kg.site.layout.typeset import typeset
from dashi_kg.site.shared.book import Book


class Kind(NamedTuple):
    """A kind of things: its name, and the classes (prefixed names) whose members are of it."""

    zh: str
    en: str
    types: tuple[str, ...] = ()

    def name(self, lang: str) -> str:
        """Its name in the reader's language."""
        return self.en if lang == "en" else self.zh


# results are grouped in this order; what is of several kinds counts as the first
KINDS: dict[str, Kind] = {
    "report": Kind("报告", "Reports", ("fz:Report",)),
    "question": Kind("常问的问题", "Saved questions"),
    "measure": Kind("举措", "Measures", ("fz:Measure",)),
    "figure": Kind("数值", "Figures", ("fz:Observation",)),
    "target": Kind("目标", "Targets", ("fz:Target",)),
    "problem": Kind("问题", "Problems", ("fz:Problem",)),
    "plan": Kind("安排", "Plans", ("fz:PlanItem",)),
    "organisation": Kind(
        "机关和组织",
        "Organisations",
        (
            "org:FormalOrganization",
            "org:OrganizationalUnit",
            "org:OrganizationalCollaboration",
            "org:Organization",
            "m8g:PublicOrganisation",
            "fz:ActorGroup",
        ),
    ),
    "post": Kind("职务", "Posts", ("org:Post", "fz:GroupSeat")),
    "place": Kind("地方", "Places", ("schema:AdministrativeArea", "schema:Place", "org:Site")),
    "indicator": Kind("指标", "Indicators", ("fz:Indicator",)),
    "document": Kind(
        "法规和文件",
        "Laws and documents",
        ("schema:Legislation", "schema:Book", "schema:Report", "schema:CreativeWork"),
    ),
    "event": Kind("活动", "Events", ("fz:Campaign",)),
    "mechanism": Kind("机制", "Mechanisms", ("fz:Mechanism",)),
    "section": Kind("报告的部分", "Parts of reports", ("fz:Section",)),
    "citation": Kind("引用", "Citations", ("fz:Citation",)),
    "derived": Kind("推算的数", "Derived values", ("fz:DerivedValue",)),
    "link": Kind("读者的解读", "Readings", ("fz:InterpretiveLink",)),
    "issue": Kind("质量问题", "Quality issues", ("fz:QualityIssue",)),
    "concept": Kind("概念", "Concepts", ("skos:Concept", "skos:ConceptScheme")),
    "term": Kind(
        "术语",
        "Terms",
        ("owl:Class", "rdf:Property", "owl:ObjectProperty", "owl:DatatypeProperty", "rdfs:Datatype"),
    ),
    "other": Kind("其他", "Other"),
}
_WORDS = """SELECT ?i ?p ?l WHERE { VALUES ?p { rdfs:label skos:prefLabel dct:title skos:altLabel skos:hiddenLabel
  skos:definition } ?i ?p ?l . FILTER(isIRI(?i) && isLITERAL(?l)) }"""
_TYPES = "SELECT DISTINCT ?i ?t WHERE { ?i a ?t . FILTER(isIRI(?i)) }"
_QUOTES = "SELECT DISTINCT ?i ?start ?q WHERE { ?i fz:anchor ?a . ?a nif:anchorOf ?q ; nif:beginIndex ?start }"
_NAMES = (f"{FOREIGN['rdfs']}label", f"{FOREIGN['skos']}prefLabel", f"{FOREIGN['dct']}title")
# no page shows more of a quote in a list, and no reader looks for its two hundredth word
_LONGEST = 300


class Found(NamedTuple):
    """One thing that can be found.

    ``path`` is its IRI below the base (``report/…#m2.1``), or the page of a question without suffix; ``kind`` one of
    :data:`KINDS`; ``zh`` and ``en`` its names; ``quote`` the words of the text; ``more`` other names and definition.
    """

    path: str
    kind: str
    zh: str
    en: str
    quote: str = ""
    more: str = ""

    def name(self, lang: str) -> str:
        """Its name in the reader's language."""
        return (self.en or self.zh) if lang == "en" else (self.zh or self.en)


def everything(book: Book) -> list[Found]:
    """Everything of ours with a label, and the saved questions, in the order of :data:`KINDS` and paths."""
    words = _words(book)
    kinds = _kinds(book)
    quotes = _quotes(book)
    order = list(KINDS)
    found = [
        Found(
            f"questions/{q.name}", "question", typeset(q.zh), q.en, "", f"{typeset(q.rows_zh)} … {q.rows_en}"
        )
        for q in questions()
    ]
    for iri, (names, others) in words.items():
        kind = kinds.get(iri, "other")
        if not names:
            continue
        zh, en = (said.words for lang in ("zh", "en") if (said := best(names, lang)))
        quote = _joined(q for q in quotes.get(iri, ()) if q not in (zh, en))
        more = _joined(sorted({value(o) for o in others} | {value(n) for n in names} - {zh, en} - {quote}))
        found.append(Found(iri.removeprefix(book.base), kind, zh, "" if en == zh else en, quote, more))
    return sorted(found, key=lambda f: (order.index(f.kind), f.path))


def _joined(parts: Iterable[str]) -> str:
    whole = " … ".join(parts)
    return whole if len(whole) <= _LONGEST else whole[:_LONGEST] + "…"


def _words(book: Book) -> dict[str, tuple[list[Literal], list[Literal]]]:
    """IRI → its names, and its other names and definitions."""
    found: dict[str, tuple[list[Literal], list[Literal]]] = defaultdict(lambda: ([], []))
    for iri, predicate, words in book.engine.run(_WORDS).rows or ():
        if value(iri).startswith(book.base) and isinstance(words, Literal):
            found[value(iri)][value(predicate) not in _NAMES].append(words)
    return dict(sorted(found.items()))


def _kinds(book: Book) -> dict[str, str]:
    """IRI → kind."""
    spaces = {**FOREIGN, **{name: book.base + path for name, path in OWN.items()}}

    def iri(name: str) -> str:
        prefix, _, local = name.partition(":")
        return spaces[prefix] + local

    order = list(KINDS)
    ranks = {iri(name): order.index(kind) for kind, told in KINDS.items() for name in told.types}
    best_rank: dict[str, int] = {}
    for thing, kind in book.engine.run(_TYPES).rows or ():
        name, type_ = value(thing), value(kind)
        if type_ in ranks:
            best_rank[name] = min(ranks[type_], best_rank.get(name, len(order)))
    return {name: order[rank] for name, rank in best_rank.items()}


def _quotes(book: Book) -> dict[str, list[str]]:
    """IRI → the words of its anchors, in the order of the text, none that another holds."""
    found: dict[str, set[tuple[int, str]]] = defaultdict(set)
    for iri, start, quote in book.engine.run(_QUOTES).rows or ():
        found[value(iri)].add((int(value(start)), value(quote)))
    chosen: dict[str, list[str]] = {}
    for name, pairs in found.items():
        kept: list[str] = []
        for _, words in sorted(pairs):
            if not any(words in k for k in kept):
                kept.append(words)
        chosen[name] = kept
    return chosen


def reports(found: Sequence[Found]) -> dict[str, Found]:
    """Path of a report → the report."""
    return {f.path: f for f in found if f.kind == "report"}
