"""What stood in the former release and is gone: its IRI says so, and why.

A text that was corrected, or rules that read it otherwise, may take a fact away. Links to it lead to a line in
``graph/moved`` (``owl:deprecated``, the reason, and what it is now where that is certain), not to nothing. The release
depends on the former one for these lines alone: the same inputs and the same former release give the same bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.files import is_release
from dashi_kg.rdf import iris
from dashi_kg.rdf.namespaces import RDF_TYPE, Names, curie, typed
from dashi_kg.rdf.parse import read_rdf, release_data
from dashi_kg.rdf.terms import value

_TEXT = ("报告的原文已更正", "the text of the report was corrected")
_RULES = ("原文未变，读法已变", "the text is the same and is read otherwise")
_REPORT = ("该报告不在此发布中", "the report is not in this release")
_DEPRECATED, _NOTE, _NOW = curie("owl:deprecated"), curie("skos:historyNote"), curie("dct:isReplacedBy")
_TITLE, _LABEL = curie("dct:title"), curie("rdfs:label")


def tombstones(out: Path, now: Iterable[Quad], base: str) -> list[Quad]:
    """Lines for what the release that stands in a folder has and the new one has not.

    Args:
        out: the folder; where it holds no whole release, there is nothing to tell.
        now: all quads of the new release.
        base: the base IRI; what a former release has under another is not ours.

    Raises:
        DataError: the former release cannot be read.
    """
    file = release_data(out)
    if not (file and is_release(out)):
        return []
    return gone(read_rdf(file, base), now, base)


def gone(former: Iterable[Quad], now: Iterable[Quad], base: str) -> list[Quad]:
    """See :func:`tombstones`; sorted by IRI.

    A former line is kept as long as its IRI is not said again. Of a report that is gone as a whole, the report says so, and
    what its title was.
    """
    before, after = _Items(former, base), _Items(now, base)
    graph, n = Names(base)(iris.graph("moved")), Names(base)
    quads = {
        q
        for q in before.told
        if value(q.subject) not in after.classes and value(q.subject) not in after.moved
    }
    known = {value(q.subject) for q in quads} | after.moved
    new = after.classes.keys() - before.classes.keys()
    for iri in sorted(before.classes.keys() - after.classes.keys() - known):
        report = iri.partition("#")[0]
        if report not in after.texts and iri != report:
            continue
        same = before.texts.get(report) == after.texts.get(report)
        why = _REPORT if iri == report else _RULES if same else _TEXT
        node = NamedNode(iri)
        quads.add(Quad(node, _DEPRECATED, typed("true", "boolean"), graph))
        quads |= {
            Quad(node, _NOTE, Literal(w, language=tag), graph)
            for tag, w in zip(("zh", "en"), why, strict=True)
        }
        quads |= {Quad(node, _LABEL, title, graph) for title in before.titles[iri]}
        heirs = [
            i for i in after.at(before.places[iri]) if i in new and after.classes[i] == before.classes[iri]
        ]
        if len(heirs) == 1:
            quads.add(Quad(node, _NOW, n(heirs[0].removeprefix(base)), graph))
    return sorted(quads, key=str)


class _Items:
    """The reports and items of a release: their classes, texts and places, and what it tells of former ones."""

    def __init__(self, quads: Iterable[Quad], base: str) -> None:
        self.classes: dict[str, set[str]] = defaultdict(set)
        self.texts: dict[str, str] = {}
        self.titles: dict[str, set[Literal]] = defaultdict(set)  # of reports
        self.places: dict[str, set[str]] = defaultdict(set)
        self.told: list[Quad] = []
        self.moved: set[str] = set()
        self._at: dict[str, list[str]] = defaultdict(list)
        n = Names(base)
        own, moved = f"{base}report/", n(iris.graph("moved"))
        anchor, derived = n.fz("anchor"), curie("prov:wasDerivedFrom")
        told = []
        for q in quads:
            subject = value(q.subject)
            if not subject.startswith(own):
                continue
            if q.graph_name == moved:
                told.append(q)
            elif q.predicate == RDF_TYPE:
                self.classes[subject].add(value(q.object))
            elif q.predicate == derived and "#" not in subject:
                self.texts[subject] = value(q.object)
            elif q.predicate == _TITLE and "#" not in subject and isinstance(q.object, Literal):
                self.titles[subject].add(q.object)
            elif q.predicate == anchor:
                self.places[subject].add(value(q.object))
                self._at[value(q.object)].append(subject)
        deprecated = {value(q.subject) for q in told if q.predicate == _DEPRECATED}
        for q in told:  # the table of numbered IRIs comes along by itself
            if value(q.subject) in deprecated:
                self.told.append(q)
            else:
                self.moved.add(value(q.subject))

    def at(self, places: Iterable[str]) -> list[str]:
        """The items with their words at one of these places."""
        return sorted({item for place in places for item in self._at.get(place, ())})
