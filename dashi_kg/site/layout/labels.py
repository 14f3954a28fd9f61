"""What a node is called, in the reader's language; asked of the graph in bulk and remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from pyoxigraph import Literal, NamedNode

from dashi_kg.query.result import Engine
from dashi_kg.rdf.namespaces import COMMENT, LABEL, curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.foreign import foreign_term
from dashi_kg.site.layout.languages import Said, best

_CHUNK = 1000
_FEWER = 100  # of a large graph, whose store may plan long over a thousand
_REMEMBERED = 50_000  # some 40 MB
_BODIES = 100  # whose namesakes are asked for at once
_SAYS = {
    "0": LABEL,
    "1": curie("skos:prefLabel"),
    "2": curie("skos:hiddenLabel"),
    "3": curie("nif:anchorOf"),
    "4": COMMENT,
}
# what has no label is called by its words: an anchor by its quote, a link by its reason
# which: 0 label, 1 prefLabel, 2 a name in English that is not shown, 3 and 4 words in place of a label
_QUERY = """SELECT ?i ?p ?l WHERE {{ VALUES ?i {{ {iris} }}
  {{ ?i <{p0}> ?l BIND(0 AS ?p) }} UNION {{ ?i <{p1}> ?l BIND(1 AS ?p) }}
  UNION {{ ?i <{p3}> ?l BIND(3 AS ?p) }}
  UNION {{ ?i <{p4}> ?l ; a ?link BIND(4 AS ?p) FILTER(STRSTARTS(STR(?link), "{base}ns#") && STRENDS(STR(?link), "Link")) }}
  UNION {{ ?i <{base}ns#translationBasis> <{base}ns#editorial> ; <{p2}> ?l BIND(2 AS ?p) }} }}"""

# bodies that report, their names, and what their divisions lie in
_NAMESAKES = f"""SELECT DISTINCT ?body ?name ?place WHERE {{{{ {{some}}
  ?report a <{{base}}ns#Report> ; {curie("dct:creator")} ?body ; {curie("dct:spatial")}/{curie("schema:containedInPlace")} ?above .
  ?body {LABEL} ?name . ?above {LABEL} ?place }}}} ORDER BY ?body ?name ?place"""


class Labels:
    """Labels by IRI. ``need`` before a page is made saves a query a label."""

    def __init__(self, engine: Engine, base: str, *, large: bool = False) -> None:
        self.engine, self.base, self.large = engine, base, large
        self._known: dict[str, tuple[tuple[str, Literal], ...]] = {}
        self._said: dict[tuple[str, str], Said] = {}
        self._in: dict[
            str, dict[str, str]
        ] = {}  # of a large graph: bodies → what they lie in, if their name tells too little

    def learn(self, found: Mapping[str, set[tuple[str, Literal]]]) -> None:
        """Take the labels of nodes that somebody has at hand.

        Args:
            found: IRI → key of :data:`_SAYS` and words.
        """
        self._known.update({iri: _shown(labels) for iri, labels in found.items()})

    def need(self, iris: Iterable[str]) -> None:
        """Learn the labels of all these IRIs in as few queries as can be."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
            self._in.clear()
            self._said.clear()
        new = sorted({i for i in iris if i not in self._known})
        most = _FEWER if self.large else _CHUNK
        for start in range(0, len(new), most):
            chunk = new[start : start + most]
            found: dict[str, set[tuple[str, Literal]]] = {iri: set() for iri in chunk}
            names = " ".join(str(NamedNode(i)) for i in chunk)
            query = _QUERY.format(iris=names, base=self.base, **{f"p{n}": p.value for n, p in _SAYS.items()})
            for iri, which, label in self.engine.run(query).rows or ():
                if isinstance(label, Literal):
                    found[value(iri)].add((value(which), label))
            self.learn(found)
            if self.large:
                self._learn_places([iri for iri in chunk if iri.startswith(f"{self.base}org/")])

    def literals(self, iri: str) -> list[tuple[NamedNode, Literal]]:
        """The words that name a node, each with the property by which the graph has them."""
        return [(_SAYS[which], literal) for which, literal in self._of(iri)]

    def _of(self, iri: str) -> tuple[tuple[str, Literal], ...]:
        if iri not in self._known:
            self.need((iri,))
        return self._known[iri]

    def said(self, iri: str, lang: str) -> Said:
        """The label of one node. Terms of others have our words; what has none, the end of its IRI."""
        if (known := self._said.get((iri, lang))) is None:
            known = self._said[iri, lang] = self._words(iri, lang)
        return known

    def _words(self, iri: str, lang: str) -> Said:
        literals = [literal for _, literal in self._of(iri)]
        if found := best(literals, lang):
            place = self._place(iri) if iri.startswith(f"{self.base}org/") else None
            return self._in_place(found, place) if place else found
        if words := foreign_term(iri):
            return Said(words[lang == "en"], lang)
        return Said(short(iri, self.base))

    @staticmethod
    def _in_place(name: Said, place: dict[str, str]) -> Said:
        """城关镇人民政府（榆中县）: one of several that bear the name."""
        chinese = name.lang.startswith("zh") or not name.lang
        above = place.get("zh" if chinese else "en", "")
        if not above or f", {above}" in name.words:  # People's Government of Chengguan Town, Yuzhong County
            return name
        return Said(f"{name.words}（{above}）" if chinese else f"{name.words} ({above})", name.lang)

    def _place(self, body: str) -> dict[str, str] | None:
        """What a body lies in, where another that reports has its name."""
        if not self.large:
            return self._places.get(body)
        if body not in self._in:
            self._learn_places([body])
        return self._in[body]

    def _learn_places(self, bodies: Sequence[str]) -> None:
        """Of these bodies; those that share their names are asked for with them."""
        for start in range(0, len(bodies), _BODIES):
            some = bodies[start : start + _BODIES]
            names = {
                str(n) for body in some for which, n in self._of(body) if which == "0" and n.language == "zh"
            }
            pattern = f"VALUES ?same {{ {' '.join(sorted(names))} }} ?body {LABEL} ?same ."
            shared = self._shared(pattern) if names else {}
            self._in.update({body: shared.get(body, {}) for body in some})

    @cached_property
    def _places(self) -> dict[str, dict[str, str]]:
        """Bodies that report and share their name with another → what they lie in, by language."""
        return self._shared("")

    def _shared(self, some: str) -> dict[str, dict[str, str]]:
        """Those among some of the bodies, by a pattern."""
        names: dict[str, set[str]] = {}
        above: dict[str, dict[str, str]] = {}
        for iri, name, place in self.engine.run(_NAMESAKES.format(base=self.base, some=some)).rows or ():
            if isinstance(name, Literal) and isinstance(place, Literal) and name.language == "zh":
                names.setdefault(name.value, set()).add(value(iri))
                above.setdefault(value(iri), {}).setdefault(place.language or "", place.value)
        shared = {iri for bodies in names.values() if len(bodies) > 1 for iri in bodies}
        return {iri: above[iri] for iri in sorted(shared)}

    def other(self, iri: str, lang: str) -> Said | None:
        """The label that is not shown to a reader of ``lang``, if there is one in the other language."""
        shown = self.said(iri, lang)
        rest = [x for _, x in self._of(iri) if x.value != shown.words]
        return best(rest, "en" if shown.lang.startswith("zh") else "zh")


def _shown(labels: set[tuple[str, Literal]]) -> tuple[tuple[str, Literal], ...]:
    """In order; of two names in English, one by a rule and one by a person, the person's."""
    if len(labels) < 2 and not any(which == "2" for which, _ in labels):  # most
        return tuple(labels)
    hidden = {label for which, label in labels if which == "2"}
    return tuple(sorted(((w, label) for w, label in labels if label not in hidden), key=str))


def short(iri: str, base: str) -> str:
    """An IRI for the eye: the path below the base, else the part behind the last ``#`` or ``/``.

    >>> short("https://x.org/graph/meta", "https://x.org/")
    'graph/meta'
    """
    if iri.startswith(base):
        return iri.removeprefix(base) or iri
    return iri.rstrip("#/").rpartition("#")[2].rpartition("/")[2] or iri
