"""Where nodes are written: IRIs of this report, labels, anchors, and the named graphs they go to."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.nodes.belonging import division_of, is_the_group, official_name
from dashi_kg.knowledge.lasting import lasting_ids
from dashi_kg.knowledge.reference import Division, Reference
from dashi_kg.knowledge.resolve import Identity
from dashi_kg.knowledge.vocabulary import Vocabulary
from dashi_kg.model import Body, Extraction, Place, Span
from dashi_kg.model.kinds import items, kind, reviewed_kinds
from dashi_kg.model.page import BY_READER
from dashi_kg.rdf import iris
from dashi_kg.rdf.namespaces import COMMENT, LABEL, RDF_TYPE, RDF_VALUE, XSD, Names, curie, typed
from dashi_kg.rdf.statements import Row, Words, literal_words, offset_words

if TYPE_CHECKING:  # most reports have no reading file
    from dashi_kg.knowledge.reading import Gloss, Reading

_PDF_FRAGMENTS = NamedNode("http://tools.ietf.org/rfc/rfc3778")  # as the Web Annotation model names it
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
        self._tail = f"/{identity.org_id}/{self.year}"
        self.stated = self.graph("stated")
        self.shared = self.n(iris.graph("shared"))
        self._lasting = lasting_ids(found)
        self._own = tuple(
            self.n(path).value
            for path in (self.report_path, self.source_path, iris.original(found.source.file_sha256))
        )
        self.rows: dict[Row, None] = {}
        self._words = Words()
        self._interpreted = self.graph("interpreted")
        # what was written last, and whether it is a graph of this report, a node of it
        self._last_graph, self._of_report = self.stated, True
        self._last_subject, self._subject_is_own = self.report, True
        self._graph_words, self._subject_words = str(self.stated), str(self.report)
        self._stated_words, self._shared_words = str(self.stated), str(self.shared)
        self._nif = tuple(
            str(curie(f"nif:{name}")) for name in ("referenceContext", "beginIndex", "endIndex", "anchorOf")
        )
        self._source_words = str(self.source)
        self._items: dict[str, NamedNode] = {}
        # measure → the keys of the topics that its figures are about, as their indicators say
        self.topics_in: dict[str, set[str]] = {}
        self._anchored: set[NamedNode] = set()
        self._placed: set[NamedNode] = set()
        self._begun: set[NamedNode] = set()
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
        """An item of this report by the id that the reader or a reading file gives it; its IRI has the one that lasts."""
        node = self._items.get(identity)
        if node is None:
            node = self._items[identity] = self.n(iris.item(self.report_path, self.lasting(identity)))
        return node

    def lasting(self, identity: str) -> str:
        """The id of an item in IRIs (:mod:`dashi_kg.knowledge.lasting`)."""
        return self._lasting.get(identity, identity)

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
        """One statement, into the stated graph of the report unless another is named.

        What another report could say in the same words (of a body, a place, a document, a period, an indicator) goes to
        the graph that all reports share, so that a triple stands in one graph however many reports say it.
        """
        if graph is None:
            graph = self._interpreted if self._by_reader and s in self._by_reader else self.stated
        if graph is not self._last_graph:
            self._last_graph, self._of_report = graph, graph.value.endswith(self._tail)
            self._graph_words = self._words[graph]
        if s is not self._last_subject:  # most nodes are written in one go
            self._last_subject, self._subject_is_own = s, self.is_own(s)
            self._subject_words = self._words[s]
        # a literal is seldom said twice: its words are not kept
        said = self._words[o] if isinstance(o, NamedNode) else str(o)
        where = self._graph_words
        if self._of_report and not self._subject_is_own and not (isinstance(o, NamedNode) and self.is_own(o)):
            where = self._shared_words
        self.rows[self._subject_words, self._words[p], said, where] = None

    def is_own(self, node: NamedNode) -> bool:
        """Whether a node is the report, its text, the original of that, or a part of one."""
        return node.value.partition("#")[0] in self._own

    def first(self, s: NamedNode) -> bool:
        """Whether nothing was said of a shared node before; it counts as said from now on."""
        new = s not in self._begun
        self._begun.add(s)
        return new

    def types(self, s: NamedNode, *types: NamedNode, graph: NamedNode | None = None) -> None:
        """What a node is; of an item also in which report it stands."""
        for type_ in types:
            self.add(s, RDF_TYPE, type_, graph)
        if s.value.startswith(self._own[0] + "#"):
            self.add(s, self.n.fz("inReport"), self.report, graph)

    def kind(self, key: str) -> NamedNode:
        """The class of a kind (:mod:`dashi_kg.model.kinds`)."""
        prefix, _, name = kind(key).classes[0].partition(":")
        return self.n.fz(name) if prefix == "fz" else curie(kind(key).classes[0])

    def label(self, s: NamedNode, zh: str, en: str = "", graph: NamedNode | None = None) -> None:
        """Labels in zh and en (none where it is empty), white space folded."""
        for language, words in (("zh", zh), ("en", en)):
            if words:
                self.add(s, LABEL, Literal(" ".join(words.split()), language=language), graph)

    def named(self, s: NamedNode, identity: str, zh: str, generated: str = "") -> None:
        """The label of an item: zh from the text, en from the reading file, else composed by rule where that says more.

        Where a person names in English what other reports name by rule, the name by rule is marked as the one that is not shown.
        """
        gloss = self.glosses.get(identity)
        self.label(s, zh, gloss.en if gloss else generated)
        if gloss and generated and gloss.en != generated and not self.is_own(s):
            self.add(s, curie("skos:hiddenLabel"), Literal(generated, language="en"))
        if generated and not gloss:
            self.add(s, self.n.fz("translationBasis"), self.n.fz("generated"))
        elif gloss and not self.is_own(s):  # another report may compose one for the same body
            self.add(s, self.n.fz("translationBasis"), self.n.fz("editorial"))

    def comment(self, s: NamedNode, zh: str, en: str, graph: NamedNode) -> None:
        self.add(s, COMMENT, Literal(zh, language="zh"), graph)
        self.add(s, COMMENT, Literal(en, language="en"), graph)

    def basis(self, s: NamedNode, basis: str, graph: NamedNode | None = None) -> None:
        self.add(s, self.n.fz("basis"), self.n.fz(basis), graph)

    def stated_by(
        self, s: NamedNode, spans: Iterable[Span], rule: str, of: str = "", *, repeat: bool = False
    ) -> None:
        """Basis, rule and anchors of a node that the text states, or that a reader reads in it.

        How sure it is, the rule says; only what a person has looked at says so itself.

        Args:
            of: the key of its kind; the usual rule of that is not repeated at each node.
            repeat: name the rule, usual or not.
        """
        if rule in BY_READER:
            self.basis(s, "interpreted")
            if self.reading and not self.is_own(
                s
            ):  # what reports share is in no graph that says who interprets
                self.add(s, curie("prov:wasAttributedTo"), self.n(f"agent/{self.reading.reader_id}"))
                self.add(s, curie("dct:date"), typed(self.reading.day.isoformat(), "date"))
        else:
            self.basis(s, "stated")
        if repeat or not of or rule != kind(of).usual_rule:
            self.add(s, self.n.fz("rule"), NamedNode(self.vocabulary.concept("extraction-rule", rule).iri))
        if s in self._reviewed:
            self.add(s, self.n.fz("confidence"), self.n.fz("reviewed"))
        for span in spans:
            self.add(s, self.n.fz("anchor"), self.anchor(span))

    def anchor(self, span: Span) -> NamedNode:
        """The node of a span: its text, its half-open code points and its words, in the terms of NIF.

        Where the text was converted, ``oa:hasSelector`` leads to the place in the original file where the words begin.
        """
        node = self.n(iris.fragment(self.source_path, "char", span.start, span.end))
        if node in self._anchored:
            return node
        self._anchored.add(node)
        # as words: an anchor is the report's own, in the stated graph, and every second statement is of one
        words, graph, rows = self._words[node], self._stated_words, self.rows
        context, begin, end, quote = self._nif
        rows[words, context, self._source_words, graph] = None
        rows[words, begin, offset_words(span.start), graph] = None
        rows[words, end, offset_words(span.end), graph] = None
        rows[words, quote, literal_words(self.quote(span)), graph] = None
        if place := self._place_in_original(span):
            self.add(node, curie("oa:hasSelector"), place)
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
                self.add(node, curie("dct:conformsTo"), _PDF_FRAGMENTS)
            else:
                self.types(node, curie("oa:XPathSelector"))
        return node

    def quote(self, span: Span) -> str:
        return self.found.source.quote(span)


def value_literal(value: Decimal, unit: str) -> Literal:
    """Counts as ``xsd:integer``, everything else as ``xsd:decimal`` in its shortest canonical form."""
    if unit not in ("percent", "percentage-point") and value == value.to_integral_value():
        return Literal(str(int(value)), datatype=NamedNode(XSD + "integer"))
    plain = format(value.normalize(), "f")
    return Literal(plain if "." in plain else plain + ".0", datatype=NamedNode(XSD + "decimal"))
