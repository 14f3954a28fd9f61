"""Figures with all their columns, out of a store: the same rows on pages, in table files, over REST and in Python."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from pyoxigraph import Literal, NamedNode, Triple

from dashi_kg.errors import DashiError, did_you_mean
from dashi_kg.export.tables.observations import NUMBERS, Row, by_place, observation_rows
from dashi_kg.language import Both
from dashi_kg.model.kinds import USUAL_COUNTING_RULE
from dashi_kg.query.result import Engine
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value

# what leads from a figure to the nodes whose words stand in its row
_OURS = (
    "inReport", "issuer", "describes", "reportedIn", "inSection", "anchor", "role", "classifier", "qualifier",
    "countedBy", "rule", "about",
)  # fmt: skip
_FOREIGN = (
    "sosa:observedProperty", "sosa:phenomenonTime", "dct:creator", "dct:spatial", "schema:containedInPlace",
    "time:hasBeginning", "time:hasEnd",
)  # fmt: skip
_CHUNK = 100  # Virtuoso takes a hundred times as long to plan over a thousand
_FIGURES = 1000  # of which the triples are held at once
_KEY = re.compile(r"[A-Za-z0-9][\w.-]{0,199}")
_YEAR = re.compile(r"[0-9]{4}")
LEVELS = ("province", "prefecture", "county", "township")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which figures; ``""``: any.

    ``topic`` (a class of topics takes those of its topics), ``quantity_kind``, ``stage``, ``audience``, ``role``: keys of the
    code lists (``G1``, ``matter``, ``success``, ``officers``, ``value``). ``indicator``: its key; one that has narrower ones takes theirs.
    ``body``: id or name of the issuer. ``place``: name or division code of a place that the body is in. ``level``: of the
    body's place. ``year``: of the report.
    """

    topic: str = ""
    quantity_kind: str = ""
    stage: str = ""
    audience: str = ""
    role: str = ""
    indicator: str = ""
    body: str = ""
    place: str = ""
    level: str = ""
    year: str = ""

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Filter:
        """A filter of names and values as a user gives them.

        Raises:
            DashiError: there is no filter of a name (the nearest is named).
        """
        known = [field.name for field in fields(cls)]
        for name in values:
            if name not in known:
                hint = Both(f"可用的筛选：{'、'.join(known)}。", f"There is: {', '.join(known)}.")
                raise DashiError(
                    Both(f"没有筛选“{name}”", f"there is no filter “{name}”"),
                    remedy=did_you_mean(name, known, hint),
                )
        return cls(**values)

    def pattern(self, base: str) -> str:
        """The figures as a SPARQL pattern that binds ``?figure``; IRIs in full.

        Raises:
            DashiError: a value has a form that no key, year or name has.
        """
        fz = f"{base}ns#"
        narrower = curie("skos:broader")
        parts = [
            f"?figure {curie('sosa:observedProperty')} ?indicator ; <{fz}inReport> ?report ; <{fz}issuer> ?body ."
        ]
        if self.indicator:
            parts.append(f"?indicator {narrower}* {self._node(base, 'indicator', self.indicator)} .")
        if self.topic:
            parts.append(f"?indicator <{fz}about>/{narrower}* {self._node(base, 'topic', self.topic)} .")
        for name, term, scheme in (
            ("quantity_kind", "quantityKind", "quantity-kind"),
            ("stage", "stage", "stage"),
            ("audience", "audience", "audience"),
        ):
            if key := getattr(self, name):
                parts.append(f"?indicator <{fz}{term}> {self._node(base, scheme, key)} .")
        if self.role:
            parts.append(f"?figure <{fz}role> {self._node(base, 'figure-role', self.role)} .")
        if self.year:
            if not _YEAR.fullmatch(self.year):
                raise _malformed("year", self.year, "2023")
            parts.append(f'?report <{fz}reportYear> "{self.year}"^^{curie("xsd:gYear")} .')
        if self.body:
            if _KEY.fullmatch(self.body) and self.body.isascii():
                parts.append(f"VALUES ?body {{ <{base}org/{self.body}> }}")
            else:
                parts.append(
                    f"?body {curie('rdfs:label')} ?name FILTER(STR(?name) = {_words('body', self.body)})"
                )
        if self.place or self.level:
            parts.append(f"?report {curie('dct:spatial')} ?where .")
        if self.level:
            if self.level not in LEVELS:
                raise _malformed("level", self.level, "、".join(LEVELS))
            parts.append(f"?where <{fz}placeKind> {self._node(base, 'place-kind', self.level)} .")
        if self.place:
            parts.append(
                f"?where {curie('schema:containedInPlace')}* ?above . "
                f"{{ ?above <{fz}divisionCode> ?code FILTER(STR(?code) = {_words('place', self.place)}) }} UNION "
                f"{{ ?above {curie('rdfs:label')} ?called FILTER(STR(?called) = {_words('place', self.place)}) }}"
            )
        return " ".join(parts)

    @staticmethod
    def _node(base: str, scheme: str, key: str) -> str:
        if not _KEY.fullmatch(key):
            raise _malformed(scheme, key, "G1")
        return str(NamedNode(f"{base}{scheme}/{key}"))


def _malformed(name: str, given: str, example: str) -> DashiError:
    return DashiError(
        Both(f"筛选 {name} 的值“{given[:80]}”写法不对", f"“{given[:80]}” is no value of the filter {name}"),
        remedy=Both(f"请写成 {example} 的样子。", f"Write it like {example}."),
    )


def _words(name: str, words: str) -> str:
    if "\0" in words or any("\ud800" <= sign <= "\udfff" for sign in words):
        raise _malformed(name, words.encode("unicode_escape").decode(), "合川区")
    return str(Literal(words))


def figures(engine: Engine, base: str, chosen: Filter) -> list[str]:
    """The IRIs of figures, by report and place in the text.

    Raises:
        DashiError: see :meth:`Filter.pattern`.
    """
    fz = f"{base}ns#"
    query = (
        f"SELECT DISTINCT ?in ?at ?figure WHERE {{ {chosen.pattern(base)} ?figure <{fz}inReport> ?in ; <{fz}anchor> ?anchor . "
        f"?anchor {curie('nif:beginIndex')} ?at }} ORDER BY ?in ?at ?figure"
    )
    # a figure with several anchors stands where the first is
    return list(dict.fromkeys(value(row[2]) for row in engine.run(query).rows or ()))


def latest_figures(engine: Engine, base: str, chosen: Filter, most: int) -> list[str]:
    """The IRIs of at most so many figures, those of the latest reports first.

    Raises:
        DashiError: see :meth:`Filter.pattern`.
    """
    query = (
        f"SELECT DISTINCT ?of ?figure WHERE {{ {chosen.pattern(base)} ?report <{base}ns#reportYear> ?of }} "
        f"ORDER BY DESC(?of) ?figure LIMIT {most}"
    )
    return list(dict.fromkeys(value(row[1]) for row in engine.run(query).rows or ()))


def chosen_rows(engine: Engine, base: str, chosen: Filter) -> list[Row]:
    """The rows of all figures of a filter."""
    return figure_rows(engine, base, figures(engine, base, chosen))


def figure_rows(engine: Engine, base: str, iris: Sequence[str]) -> list[Row]:
    """The rows of figures, as :func:`~dashi_kg.export.tables.observations.observation_rows` makes them, by report and place."""
    rows: list[Row] = []
    same: dict[str, str] = {}  # most cells have the words of others
    for start in range(0, len(iris), _FIGURES):
        for row in _rows_of(engine, base, iris[start : start + _FIGURES]):
            cells = {name: short_number(cell) if name in NUMBERS else cell for name, cell in row.items()}
            rows.append({name: same.setdefault(cell, cell) for name, cell in cells.items()})
    rows.sort(key=by_place)
    return rows


def _rows_of(engine: Engine, base: str, iris: Sequence[str]) -> Iterator[Row]:
    """The rows of some figures: what leads to their words is held as triples meanwhile."""
    follow = frozenset((*(f"{base}ns#{name}" for name in _OURS), *(curie(name).value for name in _FOREIGN)))
    # what is usual is not said of a figure, but has words in its row
    usual = (f"{base}qualifier/exact", f"{base}counting-rule/{USUAL_COUNTING_RULE}")
    wanted, known, triples = {*iris, *usual}, set[str](), []
    while wanted:
        found = list(_about(engine, sorted(wanted)))
        known |= wanted
        triples += found
        wanted = {
            value(t.object)
            for t in found
            if t.predicate.value in follow
            and isinstance(t.object, NamedNode)
            and t.object.value.startswith(base)
        } - known
    chosen = frozenset(iris)
    triples += _digests(engine, base, known)
    return (row for row in observation_rows(triples, base) if row["iri"] in chosen)


def short_number(number: str) -> str:
    """A number without zeros that only some stores keep: ``38`` for ``38.0`` (XML Schema 1.1 part 2, canonical decimals)."""
    return number.rstrip("0").rstrip(".") if "." in number else number


def _about(engine: Engine, iris: Sequence[str]) -> Iterator[Triple]:
    for start in range(0, len(iris), _CHUNK):
        names = " ".join(str(NamedNode(i)) for i in iris[start : start + _CHUNK])
        for s, p, o in engine.run(f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {names} }} ?s ?p ?o }}").rows or ():
            assert (
                isinstance(s, NamedNode) and isinstance(p, NamedNode) and isinstance(o, NamedNode | Literal)
            )
            yield Triple(s, p, o)


def _digests(engine: Engine, base: str, known: set[str]) -> Iterator[Triple]:
    """The SHA-256 of the texts of these anchors: without the texts, which nobody wants in a table."""
    sha256 = NamedNode(f"{base}ns#sha256")
    sources = sorted({iri.partition("#")[0] for iri in known if "#char=" in iri})
    for start in range(0, len(sources), _CHUNK):
        names = " ".join(str(NamedNode(i)) for i in sources[start : start + _CHUNK])
        for s, o in engine.run(f"SELECT ?s ?o WHERE {{ VALUES ?s {{ {names} }} ?s {sha256} ?o }}").rows or ():
            assert isinstance(s, NamedNode) and isinstance(o, Literal)
            yield Triple(s, sha256, o)
