"""Which reports are in the data, and which part of the graph belongs to one of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import NamedNode, Triple

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.rdf.namespaces import FOREIGN, RDF_TYPE, curie
from dashi_kg.rdf.terms import value

# Shared vocabulary: a report refers to it and does not contain it.
_VOCABULARY = {curie(name).value for name in ("skos:Concept", "skos:ConceptScheme", "qudt:Unit")}


def reports(triples: Iterable[Triple], base: str) -> list[str]:
    """The IRIs of the reports, sorted."""
    return sorted(
        value(t.subject) for t in triples if t.predicate == RDF_TYPE and value(t.object) == f"{base}ns#Report"
    )


def one_report(triples: Iterable[Triple], wanted: str | None, base: str) -> str:
    """The IRI of the only report, or of the wanted one.

    Args:
        triples: the data.
        wanted: ``{org-id}/{year}`` as in the IRI, or nothing.
        base: the base IRI.

    Raises:
        DashiError: there is no report, no such one, or more than one and none was named.
    """
    found = reports(triples, base)
    names = [iri.removeprefix(f"{base}report/") for iri in found]
    if wanted in names:
        return found[names.index(wanted)]
    some = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
    if not found:
        raise DashiError(
            Both("数据里没有报告", "there is no report in the data"),
            remedy=Both("请给出报告，或发布包的文件夹。", "Give a report, or the folder of a release."),
        )
    if wanted:
        raise DashiError(
            Both(f"数据里没有报告“{wanted}”", f"there is no report “{wanted}”"),
            remedy=Both(f"现有：{some}。", f"These are there: {some}."),
        )
    if len(found) > 1:
        raise DashiError(
            Both(f"数据里有 {len(found)} 份报告", f"the data have {len(found)} reports"),
            remedy=Both(f"请用 --report 选一份：{some}。", f"Choose one with --report: {some}."),
        )
    return found[0]


def own_triples(triples: Iterable[Triple], report: str, base: str) -> list[Triple]:
    """The triples of one report.

    Its own nodes (its IRI, its fragments, what bears its organisation and year in the IRI, and what is
    anchored in its text, the graph of its text), all they lead to, and the facts about these, except other reports, their texts and
    the shared vocabulary; a combination of facets stands in no code list, and is a part of each report that needs it.
    """
    about: dict[str, list[Triple]] = defaultdict(list)
    facts: dict[str, list[str]] = defaultdict(list)
    for triple in triples:
        about[value(triple.subject)].append(triple)
        if triple.predicate.value in (f"{base}ns#item", FOREIGN["schema"] + "about"):
            facts[value(triple.object)].append(value(triple.subject))
    tail = "/" + report.removeprefix(f"{base}report/")
    texts = {value(t.object) for t in about[report] if t.predicate == curie("prov:wasDerivedFrom")}
    waiting = [s for s in about if s.startswith(base) and s.partition("#")[0].endswith(tail)]
    waiting += [s for s in about if any(_anchored_in(t, texts, base) for t in about[s])]
    waiting += [f"{base}graph/{text.removeprefix(base)}" for text in texts]
    found: set[str] = set()
    while waiting:
        iri = waiting.pop()
        if iri in found or _foreign(iri, report, texts, base):
            continue
        if _is_vocabulary(about[iri], base):
            continue
        found.add(iri)
        waiting += facts[iri]
        waiting += [
            t.object.value
            for t in about[iri]
            if isinstance(t.object, NamedNode) and t.predicate != RDF_TYPE and t.object.value in about
        ]
    return [
        t
        for iri in sorted(found)
        for t in about[iri]
        # a body named in two reports has anchors in both texts
        if not (_is_anchor(t, base) and _foreign(value(t.object), report, texts, base))
    ]


def _foreign(iri: str, report: str, texts: set[str], base: str) -> bool:
    """Whether it is a part of another report or of another text."""
    whole = iri.partition("#")[0]
    return (iri.startswith(f"{base}report/") and whole != report) or (
        iri.startswith(f"{base}source/") and whole not in texts
    )


def _is_vocabulary(about: Iterable[Triple], base: str) -> bool:
    """Whether these triples about a node describe a term of a code list or a unit."""
    known = False
    for triple in about:
        if triple.predicate.value == f"{base}ns#scope" and value(triple.object) == f"{base}ns#combined":
            return False
        known = known or (triple.predicate == RDF_TYPE and value(triple.object) in _VOCABULARY)
    return known


def _is_anchor(triple: Triple, base: str) -> bool:
    return triple.predicate.value == f"{base}ns#anchor"


def _anchored_in(triple: Triple, texts: set[str], base: str) -> bool:
    return _is_anchor(triple, base) and value(triple.object).partition("#")[0] in texts
