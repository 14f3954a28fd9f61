"""Where nodes are written: IRIs of this report, labels, anchors, and the named graphs they go to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.graph.belonging import division_of, is_the_group, official_name
from dashi_kg.knowledge.correct import BY_READER
from dashi_kg.knowledge.reading import Gloss, Reading
from dashi_kg.knowledge.reference import Division, Reference
from dashi_kg.knowledge.resolve import Identity
from dashi_kg.knowledge.vocabulary import Vocabulary
from dashi_kg.model import Body, Extraction, Place, Span
from dashi_kg.model.kinds import items, kind, reviewed_kinds
from dashi_kg.rdf import iris
from dashi_kg.rdf.namespaces import COMMENT, LABEL, RDF_TYPE, RDF_VALUE, XSD, Names, curie, typed

_CONTEXT = 16  # code points of prefix and suffix beside a quote
_PDF_FRAGMENTS = NamedNode("http://tools.ietf.org/rfc/rfc3778")  # as the Web Annotation model names it
_SEVERAL = re.compile(r"\s+")
ACTORS = ("court", "superior", "actor-group")


class Canvas:
    """The quads of one report while they are being written."""

    def __init__(
        self,
        found: Extraction,
        identity: Identity,
        glosses: dict[str, Gloss],
        reading: Reading | None,
        reference: Reference,
        vocabulary: Vocabulary,
        base: str,
    ) -> None:
        self.found = found
        self.identity = identity
        self.glosses = glosses
        self.reading = reading
        self.reference = reference
        self.vocabulary = vocabulary
        self.n = Names(base)
        self.year = found.metadata.year.value if found.metadata.year else "unknown"
        self.report_path = iris.report(identity.org_id, self.year)
        self.source_path = iris.source(found.source.sha256)
        self.report = self.n(self.report_path)
        self.source = self.n(self.source_path)
        self.stated = self.graph("stated")
        self.quads: dict[Quad, None] = {}
        self._anchored: set[Span] = set()
        self._placed: set[NamedNode] = set()
        self.original_path = iris.original(found.source.file_sha256)
        self.original = self.n(self.original_path)
        self._bodies = {b.id: b for b in found.bodies}
        self._divisions: dict[str, Division | None] = {}
        self._places = {p.id: p for p in found.places}
        readers = [item.id for item in items(found, reviewed_kinds()) if item.rule in BY_READER]
        self._by_reader = {self.node(identity) for identity in readers}
        self._reviewed = {self.item(identity) for identity in found.reviewed}

    # ---------------------------------------------------------------- IRIs

    def graph(self, name: str) -> NamedNode:
        """The named graph of this report with this name: ``stated``, ``derived`` …."""
        return self.n(iris.graph(name, self.identity.org_id, self.year))

    def item(self, identity: str) -> NamedNode:
        """An item of this report by its id."""
        return self.n(iris.item(self.report_path, identity))

    def node(self, identity: str) -> NamedNode:
        """The node of any id of the model: body, place, ``report``, or an item."""
        if identity in self._bodies:
            return self.body(self._bodies[identity])
        if identity in self._places:
            return self.place(self._places[identity])
        if identity == "report":
            return self.report
        return self.item(identity)

    @property
    def issuer(self) -> NamedNode:
        return self.n(iris.organisation(self.identity.org_id))

    def body(self, body: Body) -> NamedNode:
        """The IRI of a body: by code where the division is known, by slug, or below the issuer's id."""
        if body.kind in ACTORS or not body.named:
            return self.item(body.id)
        if self.is_issuer(body):
            return self.issuer
        if known := self.reference.organisation(body.name):
            return self.n(iris.organisation(known.slug))
        slug = self._slug_of_kind(body.kind)
        if division := self.division_of_body(body):
            return self.n(iris.organisation(f"cn-{division.code}-{slug}"))
        # by its name: 法制支队 and 经侦支队 are two in all years, not only where both are named
        if not is_the_group(body):
            slug = f"{slug}-{iris.slug(body.name)}"
        return self.n(iris.organisation(f"{self.identity.org_id}-{slug}"))

    def _slug_of_kind(self, key: str) -> str:
        return self.vocabulary.concept("body-kind", key).extra.get("slug", (key,))[0]

    def division_of_body(self, body: Body) -> Division | None:
        """The division that a government, party committee or general office is of, if that is certain."""
        if body.id not in self._divisions:
            self._divisions[body.id] = division_of(body, self.found, self.identity, self.reference)
        return self._divisions[body.id]

    def name_of(self, body: Body) -> str:
        """The label of a body in Chinese: its official name where its division is certain, else its name here."""
        if self.is_issuer(body):
            return self.identity.name or body.name
        return official_name(body, self.division_of_body(body))

    def is_issuer(self, body: Body) -> bool:
        """Whether the body is the one that reports."""
        issuer = self.found.metadata.issuer
        return bool(issuer and body.name == issuer.value)

    def place(self, place: Place) -> NamedNode:
        """The IRI of a place: by code, or by a slug below the division that it lies in."""
        if place.kind in ("province", "prefecture", "county", "township"):
            division = self.division_of(place)
            if division:
                return self.n(iris.place(division))
            return self.n("place/" + iris.slug(place.name))
        division = self.identity.division.code if self.identity.division else ""
        if place.kind == "address" and self.identity.county:
            division = self.identity.county.code
        return self.n(iris.local_place(division, place.name, self.reference.place_slug(division, place.name)))

    def division_of(self, place: Place) -> str:
        """The code of a named division, if it is one of the report's own chain."""
        own = [self.identity.division] if self.identity.division else []
        return next((d.code for d in [*own, *self.identity.chain] if d.zh == place.name), "")

    # ---------------------------------------------------------------- writing

    def add(self, s: NamedNode, p: NamedNode, o: NamedNode | Literal, graph: NamedNode | None = None) -> None:
        """One statement, into the stated graph unless another is named."""
        if graph is None:
            graph = self.graph("interpreted") if s in self._by_reader else self.stated
        self.quads[Quad(s, p, o, graph)] = None

    def types(self, s: NamedNode, *types: NamedNode, graph: NamedNode | None = None) -> None:
        """What a node is."""
        for type_ in types:
            self.add(s, RDF_TYPE, type_, graph)

    def kind(self, key: str) -> NamedNode:
        """The class of a kind (:mod:`dashi_kg.model.kinds`)."""
        prefix, _, name = kind(key).classes[0].partition(":")
        return self.n.fz(name) if prefix == "fz" else curie(kind(key).classes[0])

    def label(self, s: NamedNode, zh: str, en: str, graph: NamedNode | None = None) -> None:
        """Labels in zh and en, white space folded."""
        self.add(s, LABEL, Literal(_SEVERAL.sub(" ", zh).strip(), language="zh"), graph)
        self.add(s, LABEL, Literal(_SEVERAL.sub(" ", en).strip(), language="en"), graph)

    def named(self, s: NamedNode, identity: str, zh: str, generated: str) -> None:
        """The label of an item: zh from the text, en from the reading file or composed by rule."""
        gloss = self.glosses.get(identity)
        self.label(s, zh, gloss.en if gloss else generated)
        self.add(s, self.n.fz("translationBasis"), self.n.fz("editorial" if gloss else "generated"))

    def comment(self, s: NamedNode, zh: str, en: str, graph: NamedNode) -> None:
        self.add(s, COMMENT, Literal(zh, language="zh"), graph)
        self.add(s, COMMENT, Literal(en, language="en"), graph)

    def basis(self, s: NamedNode, basis: str, graph: NamedNode | None = None) -> None:
        self.add(s, self.n.fz("basis"), self.n.fz(basis), graph)

    def stated_by(self, s: NamedNode, spans: Iterable[Span], rule: str) -> None:
        """Basis, rule, confidence and anchors of a node that the text states, or that a reader reads in it."""
        if rule in BY_READER:
            self.basis(s, "interpreted")
            self.attributed(s, self.graph("interpreted"))
        else:
            self.basis(s, "stated")
        self.add(s, self.n.fz("rule"), Literal(rule))
        grade = self.n.fz("reviewed") if s in self._reviewed else NamedNode(self.grade(rule))
        self.add(s, self.n.fz("confidence"), grade)
        for span in spans:
            self.add(s, self.n.fz("anchor"), self.anchor(span))

    def grade(self, rule: str) -> str:
        """The IRI of the confidence of a rule of the reader, from the scheme ``extraction-rule``."""
        return self.vocabulary.concept("extraction-rule", rule).extra["confidence"][0]

    def attributed(self, s: NamedNode, graph: NamedNode) -> None:
        """Who reads so, and when."""
        assert self.reading is not None
        self.add(s, curie("prov:wasAttributedTo"), self.n(f"agent/{self.reading.reader_id}"), graph)
        self.add(s, curie("dct:date"), typed(self.reading.day.isoformat(), "date"), graph)

    def anchor(self, span: Span) -> NamedNode:
        """The node of a span: Web Annotation position and quote selectors on the source (W3C REC 2017)."""
        node = self.n(iris.fragment(self.source_path, "char", span.start, span.end))
        if span in self._anchored:
            return node
        self._anchored.add(span)
        position = self.n(iris.fragment(self.source_path, "pos", span.start, span.end))
        quote = self.n(iris.fragment(self.source_path, "quote", span.start, span.end))
        text = self.found.source.text
        place_zh, place_en = f"第{span.start}至{span.end}字", f"characters {span.start}–{span.end}"
        self.types(node, curie("oa:SpecificResource"))
        self.label(node, place_zh, place_en)
        self.add(node, curie("oa:hasSource"), self.source)
        self.add(node, curie("oa:hasSelector"), position)
        self.add(node, curie("oa:hasSelector"), quote)
        if place := self._place_in_original(span):
            self.add(node, curie("oa:hasSelector"), place)
        self.types(position, curie("oa:TextPositionSelector"))
        self.label(position, f"位置:{place_zh}", f"position: {place_en}")
        self.add(position, curie("oa:start"), typed(span.start, "integer"))
        self.add(position, curie("oa:end"), typed(span.end, "integer"))
        self.types(quote, curie("oa:TextQuoteSelector"))
        self.label(quote, f"引文:{place_zh}", f"quote: {place_en}")
        self.add(quote, curie("oa:exact"), Literal(text[span.start : span.end]))
        self.add(quote, curie("oa:prefix"), Literal(text[max(0, span.start - _CONTEXT) : span.start]))
        self.add(quote, curie("oa:suffix"), Literal(text[span.end : span.end + _CONTEXT]))
        return node

    def _place_in_original(self, span: Span) -> NamedNode | None:
        """The selector of the element or page of the original file where the words of a span begin."""
        found = self.found.source.origin_at(span.start)
        if found is None:
            return None
        number, place = found
        node = self.n(f"{self.original_path}#place={number}")
        if node not in self._placed:
            self._placed.add(node)
            self.add(node, RDF_VALUE, Literal(place))
            self.add(node, curie("dct:isPartOf"), self.original)
            if place.startswith("page="):
                self.types(node, curie("oa:FragmentSelector"))
                self.label(node, f"原件第{place[5:]}页", f"page {place[5:]} of the original file")
                self.add(node, curie("dct:conformsTo"), _PDF_FRAGMENTS)
            else:
                self.types(node, curie("oa:XPathSelector"))
                self.label(node, f"原件中的元素 {place}", f"element {place} of the original file")
        return node

    def quote(self, span: Span) -> str:
        return self.found.source.quote(span)


def number_of(identity: str) -> str:
    """The number of a measure, problem or plan item by its id: 4.1b of a4.1b."""
    return identity.lstrip("".join(kind(key).prefix for key in ("measure", "problem", "plan-item")))


def value_literal(value: Decimal, unit: str) -> Literal:
    """Counts as ``xsd:integer``, everything else as ``xsd:decimal`` in its shortest canonical form."""
    if unit not in ("percent", "percentage-point") and value == value.to_integral_value():
        return Literal(str(int(value)), datatype=NamedNode(XSD + "integer"))
    plain = format(value.normalize(), "f")
    return Literal(plain if "." in plain else plain + ".0", datatype=NamedNode(XSD + "decimal"))
