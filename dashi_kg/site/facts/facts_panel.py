"""Every node of a report as a card: kind, basis, value in words, quotes, relations, rule, findings; grouped by section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from dashi_kg.model.kinds import kind
from dashi_kg.site.facts.card import FactCard, Ref, SectionCards
from dashi_kg.site.facts.evidence_words import WORDS
from dashi_kg.site.facts.fact_rows import INTERPRETED, PLACES, ROWS
from dashi_kg.site.facts.findings import ShownFinding
from dashi_kg.site.facts.node_kind import basis
from dashi_kg.site.facts.quantity import amount_of
from dashi_kg.site.facts.report_graph import Node, ReportGraph, natural
from dashi_kg.site.facts.report_items import items_of
from dashi_kg.site.layout.languages import Said
from dashi_kg.site.shared.amounts import Amount, said
from dashi_kg.site.shared.site_graph import SiteGraph

# of small values and sorts the word says it all; a link each would double the page
_PLAIN = (
    "ns#",
    "period/",
    "problem-type/",
    "body-kind/",
    "place-kind/",
    "mechanism-kind/",
    "event-kind/",
    "citation-mode/",
    "not-statistic/",
)
_LONG = {"zh": 20, "en": 32}
_BY = ROWS[PLACES["prov:wasAttributedTo"]]


class Cards:
    """Makes the cards of one report in one language.

    Args:
        findings: of the validation, in the order in which the page numbers them.
    """

    def __init__(
        self,
        site_graph: SiteGraph,
        graph: ReportGraph,
        path: str,
        lang: str,
        findings: Sequence[ShownFinding] = (),
    ) -> None:
        self.site_graph, self.graph, self.path, self.lang = site_graph, graph, path, lang
        self.items = items_of(graph, site_graph.base)
        self.kinds = self.items.kinds
        self._findings: dict[str, list[tuple[int, ShownFinding]]] = defaultdict(list)
        for number, note in enumerate(findings, start=1):
            self._findings[note.focus].append((number, note))
        grave = {iri for iri, notes in self._findings.items() if any(n.severity != "info" for _, n in notes)}
        # a note with words of its own marks those; one without, the words of what it is about
        noted = {t for t, notes in self.items.notes.items() if any(not n.anchors for n in notes)} - {
            graph.report.iri
        }
        noted |= {iri for iri, of in self.kinds.items() if of == "note"}
        #: ids of the facts with a finding graver than a remark, or a note
        self.flagged = frozenset(self.id(iri) for iri in grave | noted)
        site_graph.labels.need(self.items.named)

    def id(self, iri: str) -> str:
        """See :meth:`~dashi_kg.site.facts.report_items.ReportItems.id`."""
        return self.items.id(iri)

    def is_card(self, iri: str) -> bool:
        """See :meth:`~dashi_kg.site.facts.report_items.ReportItems.is_card`."""
        return self.items.is_card(iri)

    def groups(self, within: tuple[int, int] | None = None) -> list[SectionCards]:
        """All cards by section, in the order of the text; the page's own data first, unplaced ones last.

        Args:
            within: only those whose words begin in this half-open range; those without words begin at 0.
        """
        groups = []
        for section, nodes in self.items.in_sections:
            shown = [n for at, n in nodes if not within or within[0] <= max(at, 0) < within[1]]
            if shown:
                groups.append(SectionCards(section, tuple(map(self.fact, shown))))
        return groups

    def notes(self) -> list[FactCard]:
        """The cards of the notes on quality, by place in the text."""
        nodes = [n for n in self.graph.nodes.values() if self.kinds[n.iri] == "note"]
        nodes.sort(key=lambda n: (self.items.start_of(n), natural(n.iri)))
        return [self.fact(n) for n in nodes]

    def report(self) -> FactCard:
        """The card of the report itself."""
        return self.fact(self.graph.report)

    def fact(self, node: Node) -> FactCard:
        """The card of one node."""
        lang, labels = self.lang, self.site_graph.labels
        of = self.kinds.get(node.iri, "report")
        card = kind(of).shown
        amount = amount_of(node, labels, lang) if of in ("observation", "target", "derived") else None
        indicator = node.iri_of("sosa:observedProperty")
        title = labels.said(node.iri, lang)
        if node.anchors and not labels.literals(
            node.iri
        ):  # what is no figure has no name: its words are its name
            title = Said(node.anchors[0].quote, "zh")
        plain = labels.said(indicator, lang).words if indicator else ""
        quoted = bool(indicator) and (
            title.lang != lang or title.words in {plain, *(a.quote for a in node.anchors)}
        )
        if quoted:  # the label only repeats the quote, or the indicator, which has a page of its own
            title = labels.said(indicator, lang)
        own = self.graph.report.iri
        page = "" if node.iri.startswith(own) else self.site_graph.links.href(node.iri, self.path, lang)
        tags = ["practice"] if node.small("fz:statementKind") == "practice" else []
        tags += ["former"] if node.small("fz:role") == "before" else []
        tags += ["ambiguous"] if node.small("fz:certainty") == "ambiguous" else []
        tags += ["unsure"] if node.small("fz:topicCertainty") == "unsure" else []
        grade = WORDS.get(f"grade_{self._grade(node)}")
        return FactCard(
            id=self.id(node.iri),
            iri=node.iri,
            kind=of,
            card=card,
            basis=basis(node),
            title=title,
            href=self.site_graph.links.href(indicator, self.path, lang) if quoted else page,
            value=said(amount, lang) if amount and not _says(title.words, amount) else "",
            words=amount.words if amount else "",
            tags=tuple(tags),
            anchors=node.anchors if card.in_text or self._of_the_whole(node) else (),
            rows=tuple(self._rows(node, of, "sosa:observedProperty" if quoted else "")),
            grade=grade[lang == "en"] if grade else "",
            rule=self._rule(node),
            usual="fz:confidence" not in node.values
            and self._rule_iri(node) == self._usual_rule(self.kinds.get(node.iri, "report")),
            findings=tuple(self._findings.get(node.iri, ())),
            notes=tuple(self.ref(n.iri, whole=True) for n in self.items.notes.get(node.iri, ())),
            amount=amount,
            former=self.items.former.get(node.iri, ()),
        )

    def _rule(self, node: Node) -> str:
        """The name of the rule that read the node, as the code list has it; ``""`` where none did."""
        iri = self._rule_iri(node)
        label = self.site_graph.labels.said(iri, self.lang) if iri else None
        return label.words if label and label.lang in ("", self.lang) else iri.rpartition("/")[2]

    def _rule_iri(self, node: Node) -> str:
        """The rule that read the node: its own, or the usual one of its kind."""
        return node.iri_of("fz:rule") or self._usual_rule(self.kinds.get(node.iri, "report"))

    def _usual_rule(self, of: str) -> str:
        """The rule that reads nodes of a kind where they name none; ``""``: there is none."""
        usual = kind(of).usual_rule
        return f"{self.site_graph.base}extraction-rule/{usual}" if usual else ""

    def _grade(self, node: Node) -> str:
        """How sure it is: what a person says of it, else the grade of its rule."""
        return node.small("fz:confidence") or self.site_graph.grades.get(self._rule_iri(node), "")

    def _of_the_whole(self, node: Node) -> bool:
        """Whether a note is about no item but about words of the report: then it quotes them itself."""
        return self.kinds.get(node.iri) == "note" and set(node.iris("oa:hasTarget")) <= {
            self.graph.report.iri
        }

    def _rows(self, node: Node, of: str, without: str) -> Iterable[tuple[str, tuple[Ref, ...]]]:
        own = self.site_graph.labels.said(node.iri, self.lang).words
        rows = self.items.rows_of(node)
        by = self.signed(node) if of != "note" else ""  # of notes it is said once, at their head
        if by:
            rows = sorted({*rows, _BY}, key=ROWS.index)
        for name, word in rows:
            if name == _BY[0]:
                if by:
                    yield word, (Ref(by),)
                continue
            if (
                name == without
                or (of == "report" and name == "prov:wasDerivedFrom")
                or (of == "observation" and self._is_usual(node, name))
            ):
                continue
            said_of = node.iri if name in INTERPRETED else ""
            refs = [
                self.ref(i, said_of, whole=of == "report")
                for i in node.iris(name)
                if i != self.graph.report.iri
            ]
            literal = node.said(name, self.lang)
            if not refs and literal and not (name == "rdfs:comment" and literal.words == own):
                refs = [Ref(literal.words, literal.lang if literal.lang != self.lang else "")]
            if name == "sosa:phenomenonTime":
                refs += [self.ref(i) for i in node.iris("fz:periodBasis")]
            if refs:
                yield word, tuple(refs)

    def _is_usual(self, node: Node, name: str) -> bool:
        """Whether a figure has what most figures have: the year of the report, a plain value. It is said once a page."""
        if name == "sosa:phenomenonTime":
            return "fz:periodBasis" not in node.values and node.iris(name) == [self.usual_period]
        return name == "fz:role" and node.iris(name) == [self.usual_role]

    @property
    def usual_period(self) -> str:
        """The IRI of the year that the report is about."""
        return f"{self.site_graph.base}period/{self.graph.report.text('fz:reportYear')}"

    @property
    def usual_role(self) -> str:
        """The IRI of the role of a figure that is a value and nothing else."""
        return f"{self.site_graph.base}figure-role/value"

    def usual(self, cards: Iterable[FactCard]) -> list[tuple[str, str, str]]:
        """What cards leave out, once for each of their classes: class, its name, what holds where a card says nothing else."""
        found: dict[str, tuple[str, str, str]] = {}
        column = self.lang == "en"
        for f in cards:
            if f.card.css in found or not (f.usual and f.grade):
                continue
            said = [f"{f.grade} · {f.rule}"]
            if f.kind == "observation":
                pairs = (("period", self.usual_period), ("role", self.usual_role))
                labels = self.site_graph.labels
                said = [
                    *(f"{WORDS[word][column]} {labels.said(iri, self.lang).words}" for word, iri in pairs),
                    *said,
                ]
            found[f.card.css] = (f.card.css, f.card.legend.said(self.lang), " · ".join(said))
        return [found[key] for key in sorted(found)]

    def ref(self, iri: str, said_of: str = "", *, whole: bool = False) -> Ref:
        """A node as a value, its label cut short unless ``whole``.

        Args:
            said_of: the node of which an interpretive link says it.
        """
        label = self.site_graph.labels.said(iri, self.lang)
        on_page = iri in self.kinds or iri == self.graph.report.iri
        inside = on_page and (iri not in self.kinds or self.is_card(iri) or self.kinds[iri] == "section")
        href = f"#{self.id(iri)}" if inside else self.site_graph.links.href(iri, self.path, self.lang)
        if iri.removeprefix(self.site_graph.base).startswith(_PLAIN):
            href = ""
        saying = self.items.saying.get((said_of, iri))
        link, by = ("", "")
        former: tuple[str, ...] = ()
        if saying is not None:
            by = self.signed(saying)
            if self.items.classifies(saying):
                link, former = self.id(saying.iri), self.items.former.get(saying.iri, ())
        elif self.kinds.get(iri) == "document" and not inside:
            link, href = self.id(iri), ""
        longest = len(label.words) if whole else _LONG[self.lang]
        words = label.words if len(label.words) <= longest else label.words[: longest - 1] + "…"
        return Ref(words, label.lang if label.lang != self.lang else "", href, link, by, former)

    def signed(self, node: Node) -> str:
        """Who reads it so, and when, as the graph of the report's readings says; ``""`` where it is no reading."""
        graph = self.graph.readings
        if graph is None or basis(node) != "interpreted":
            return ""
        who = [self.site_graph.labels.said(a, self.lang).words for a in graph.iris("prov:wasAttributedTo")]
        return " ".join([*who, graph.text("dct:date")]).strip()


def _says(title: str, amount: Amount) -> bool:
    """Whether the title already has the one number of a derived value (“600余”习惯读法的上限:不到700)."""
    return amount.value is None and amount.drawn is not None and str(amount.drawn) in title
