"""The report page, the evidence reader: the archived text with every fact at its words, and every fact with its words.

``report/{org}/{year}.html``, ``.en.html`` and ``.css`` (marks the words of the fact in the address, without scripts);
of a long report ``report/{org}/{year}/part-2.html`` …, too (:mod:`~dashi_kg.site.evidence.parts`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from dashi_kg.model import kinds
from dashi_kg.site.charts.charts import Bar, bar_chart
from dashi_kg.site.evidence.citation import ACCESS, bibtex, gbt7714
from dashi_kg.site.evidence.evidence import Evidence, work_of
from dashi_kg.site.evidence.highlight import Mark, TextPiece
from dashi_kg.site.evidence.parts import (
    LIMIT,
    Part,
    is_part,
    led,
    listed,
    of_part,
    part_document,
    part_documents,
    places,
)
from dashi_kg.site.evidence.problems_and_plans import problems_and_plans
from dashi_kg.site.evidence.text_html import is_inner, lines, target_css, text_html
from dashi_kg.site.evidence.validation_page import validation_document
from dashi_kg.site.facts.card import FactCard, SectionCards
from dashi_kg.site.facts.card_html import CardWriter, Detail
from dashi_kg.site.facts.evidence_words import WORDS
from dashi_kg.site.facts.facts_panel import Cards
from dashi_kg.site.facts.findings_by_shape import checks
from dashi_kg.site.facts.node_kind import BASES, basis
from dashi_kg.site.facts.report_graph import ReportGraph
from dashi_kg.site.facts.report_items import ReportItems, items_of, level_of
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.languages import Said
from dashi_kg.site.layout.links import page_path, relative
from dashi_kg.site.layout.minify import minify_html
from dashi_kg.site.layout.words import words_of

# a long report gives up the first that is enough
_LEAN = (Detail(), Detail(graded=False), Detail(graded=False, linked=False))
# where the template leaves a place for what is written by plain joins, and needs no second look
_TEXT, _FACTS, _CHARTS = "\0text\0", "\0facts\0", "\0charts\0"
# charts of hundreds say nothing, and each figure has a card below: of more than so many figures, so many of each of the most frequent units
MANY_FIGURES, MOST_BARS, MOST_UNITS = 60, 5, 5
# characters of the heading of a point within a point in the outline, in Chinese and in English
_LONG = (20, 40)
_Key = TypeVar("_Key")
SinceReader = Callable[[str, str, Sequence[tuple[str, str]], str], Any]


class ReportPages(Bilingual):
    """The section of all report pages.

    Args:
        evidence: reads the reports; with the findings of their validation, where a release has them.
        since: tells what changed since the report before: of a report and its body (IRIs), the reports beside it, in a language.
    """

    start = "report/"

    def __init__(self, evidence: Evidence, since: SinceReader | None = None) -> None:
        self.evidence, self.site_graph, self.since = evidence, evidence.site_graph, since

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return part_documents(self.evidence.reports, self._pages)

    def has(self, document: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return is_part(document, self.evidence.reports, self._pages)

    def _pages(self, report: str) -> int:
        return len(self.evidence.parts(report))

    def others(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (document + ".css" for document in self.evidence.reports)

    def has_other(self, path: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return path.endswith(".css") and path.removesuffix(".css") in self.evidence.reports

    def other(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        document = path.removesuffix(".css")
        graph = self.evidence.report(document) if document != path else None
        if graph is None:
            return None
        begins = tuple(part.start for part in self.evidence.parts(document)) or (0,)
        return style(items_of(graph, self.site_graph.base), begins)

    def write(self, document: str, path: str, lang: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        report, number = of_part(document)
        graph = self.evidence.report(report)
        if graph is None:
            return None
        of = self.evidence.parts(report) or (Part(1, 0, len(graph.source.text)),)
        return self._page(graph, report, of, of[number - 1], path, lang)

    def _page(
        self, graph: ReportGraph, document: str, of: Sequence[Part], part: Part, path: str, lang: str
    ) -> bytes:
        from markupsafe import Markup

        findings = (self.evidence.findings or {}).get(graph.report.iri, ())
        cards = Cards(self.site_graph, graph, path, lang, findings)
        known = places(cards, of) if len(of) > 1 else {}

        def address(number: int) -> str:
            return relative(page_path(part_document(document, number), lang), path)

        within = (part.start, part.end) if len(of) > 1 else None
        begins = tuple(p.start for p in of)
        groups = cards.groups(within)
        notes = cards.notes() if part.number == 1 else []
        facts = [*(f for g in groups for f in g.facts), *notes]
        # a former id stands beside what it is now; those of what has no card are listed
        beside = {
            id
            for f in facts
            for id in (*f.former, *(i for _, refs in f.rows for r in refs for i in r.former))
        }
        report = cards.report()
        stated = [n for n in graph.nodes.values() if cards.kinds[n.iri] == "note" or cards.is_card(n.iri)]
        work = work_of(self.site_graph, graph)
        pp = problems_and_plans(cards)
        figures, plans = sum(cards.kinds[n.iri] == "observation" for n in stated), _plans(graph, cards)
        bars = _bars(facts, lang)
        described = WORDS["described"][lang == "en"]
        body, neighbours = self.evidence.neighbours(graph.report.iri)
        context: dict[str, Any] = {
            "body": body,
            "year": graph.report.text("fz:reportYear"),
            "neighbours": neighbours,
            "peers": self.evidence.peers(graph.report.iri) if part.number == 1 else ("", "", 0),
            "since": self.since(graph.report.iri, body, neighbours, lang)
            if self.since and body and part.number == 1
            else None,
            "path": path,
            "lang": lang,
            "title": report.title.words,
            "words": WORDS,
            "description": described.format(report.title.words, figures, pp.counts[0], plans),
            "rdf": part.number == 1,
            "canonical": graph.report.iri if part.number == 1 else "",
            "report": report,
            "part": part.number,
            "parts": [
                (number, href, start, words, Markup(ids))
                for number, href, start, words, ids in listed(cards, of, known, part.number, address)
            ]
            if within
            else [],
            "former": [
                (
                    cards.id(old),
                    f"#{cards.id(new)}"
                    if new.startswith(graph.report.iri)
                    else self.site_graph.links.href(new, path, lang),
                )
                for old, new in graph.former
                if cards.id(old) not in beside and part.number == 1 and cards.id(old) not in known
            ],
            "gone": self.evidence.gone(graph.report.iri, lang) if part.number == 1 else [],
            "outline": _outline(cards, within if part.number > 1 else None),
            "kinds": _counts(kinds.cards(), (kinds.kind(cards.kinds[n.iri]).shown for n in stated)),
            "bases": _counts(BASES, map(basis, stated)),
            "text": Markup(_TEXT),
            "cards": Markup(_FACTS),
            "usual": cards.usual([*(f for g in groups for f in g.facts), *notes]),
            "length": len(graph.source.text),
            "source": graph.source.iri,
            "charts": Markup(_CHARTS),
            "figures": figures,
            "plans": plans,
            "facts": len(stated),
            "pp": pp,
            "checks": checks(cards, findings) if part.number == 1 else [],
            "notes": Markup(CardWriter(words_of(lang, WORDS), lang).cards(notes)),
            "note_signed": sorted({cards.signed(graph.nodes[f.iri]) for f in notes}),
            "findings_known": self.evidence.findings is not None
            and graph.report.iri in self.evidence.findings,
            "n_findings": len(findings),
            "of": document,
            "validation_page": page_path(validation_document(document), lang),
            "cite_page": page_path(document + "/cite", lang),
            "gbt": gbt7714(work),
            "bibtex": bibtex(work),
            "access": ACCESS,
            "signed": sorted({cards.signed(n) for n in graph.nodes.values()} - {""}),
        }

        page = minify_html(self.site_graph.pages.page("report.html", **context).decode())
        page = page.replace(_TEXT, _text(cards.items, cards.flagged, begins, part))
        most = (MOST_UNITS, MOST_BARS) if len(bars) > MANY_FIGURES else None
        page = page.replace(_CHARTS, bar_chart(bars, lang, most))

        def made(detail: Detail) -> bytes:
            heads = (_heading(cards, g) for g in groups)
            writer = CardWriter(words_of(lang, WORDS), lang, detail)
            whole = page.replace(_FACTS, writer.sections(groups, heads))
            if within:
                whole = led(whole, known, begins, part.number, address)
            return whole.encode("utf-8")

        # a report of one page that is too heavy gives up what is enough; where nothing is, the reader is better off with all of it
        first, *lean = _LEAN
        whole = made(first)
        if within:
            return whole
        limit = LIMIT - len(style(cards.items, begins))
        if len(whole) <= limit:
            return whole
        return next((found for found in map(made, lean) if len(found) <= limit), whole)


@lru_cache(maxsize=2)  # asked for by each page of a report that has one, and as a file
def style(items: ReportItems, begins: tuple[int, ...] = (0,)) -> bytes:
    """The style sheet of one report: marks the words of the statement that the address names.

    For readers without scripts. Names of bodies, places, documents and the like stand in one place and are marked by
    the link to their words.

    Args:
        begins: where its pages begin.
    """
    ids = {items.id(iri): items.id(iri) for iri, key in items.kinds.items() if kinds.kind(key).statement}
    return target_css(_rows(items, begins), ids, "t", is_inner).encode("utf-8")


def _marks(items: ReportItems) -> list[Mark]:
    """A mark for every sound anchor of every node with words of its own."""
    report = items.graph.report
    found = []
    for node in [report, *items.graph.nodes.values()]:
        kind = items.kinds.get(node.iri, "report")
        heading = kind == "section" and bool(node.text("fz:marker"))
        shown = node is report or heading or items.is_card(node.iri)
        if shown and (kinds.kind(kind).shown.in_text or kind == "note"):
            found += [Mark(a.start, a.end, items.id(node.iri)) for a in node.anchors if a.whole]
    return found


@lru_cache(maxsize=2)
def _rows(items: ReportItems, begins: tuple[int, ...]) -> list[list[TextPiece]]:
    """The lines of the text, in pieces; a page begins with a line of its own."""
    return list(lines(items.graph.source.text, _marks(items), cuts=begins))


@lru_cache(maxsize=8)  # the text is the same in both languages
def _text(items: ReportItems, flagged: frozenset[str], begins: tuple[int, ...], part: Part) -> str:
    by_id = {items.id(iri): kind for iri, kind in items.kinds.items()} | {"report": "report"}
    levels: dict[int, tuple[str, int]] = {}
    for s in items.graph.sections:
        levels.setdefault(s.anchors[0].start, (items.id(s.iri), level_of(s)))
    rows = [row for row in _rows(items, begins) if part.start <= row[0].start < part.end]
    return text_html(rows, by_id, heads=levels, flagged=flagged.__contains__)


def _outline(cards: Cards, within: tuple[int, int] | None) -> list[tuple[int, str, str, str, str]]:
    """Level, id, label, language of the label, role (of the first level) of each section, in order.

    Args:
        within: of sections that begin elsewhere, only those of the first level.
    """
    rows = []
    for s in cards.graph.sections:
        level = max(level_of(s), 1)
        if within and level > 1 and not within[0] <= s.anchors[0].start < within[1]:
            continue
        label = cards.site_graph.labels.said(s.iri, cards.lang)
        role = s.iri_of("fz:hasSectionRole")
        words = (s.text("fz:marker") if cards.lang == "zh" else "") + label.words
        longest = _LONG[label.lang == "en"]
        if level > 2 and len(words) > longest:  # most often the beginning of its text
            words = f"{words[: longest - 1]}…"
        named = (
            cards.site_graph.labels.said(role, cards.lang).words
            if role and level == 1 and s.text("fz:marker")
            else ""
        )
        rows.append((level, cards.id(s.iri), words, label.lang if label.lang != cards.lang else "", named))
    return rows


def _heading(cards: Cards, group: SectionCards) -> tuple[str, Said, str]:
    """Id, label and quote of the section that heads a group of facts."""
    if group.section is None:
        return "", Said(""), ""
    label = cards.site_graph.labels.said(group.section.iri, cards.lang)
    return cards.id(group.section.iri), label, group.section.anchors[0].quote


def _counts(names: Iterable[_Key], found: Iterable[_Key]) -> list[tuple[_Key, int]]:
    counted = Counter(found)
    return [(name, counted[name]) for name in names if counted[name]]


def _plans(graph: ReportGraph, cards: Cards) -> int:
    """How many plans there are that are not divided into others, as problems are counted."""
    plans = [n for n in graph.nodes.values() if cards.kinds[n.iri] == "plan-item"]
    divided = {n.iri_of("dct:isPartOf") for n in plans}
    return sum(1 for n in plans if n.iri not in divided)


def _bars(facts: list[FactCard], lang: str) -> list[Bar]:
    """A bar for every observation and target, in the order of the text, by unit."""
    rows: dict[str, list[Bar]] = defaultdict(list)
    for f in facts:
        if f.kind not in ("observation", "target") or f.amount is None:
            continue
        kind = (
            "requirement"
            if f.kind == "target"
            else next((t for t in f.tags if t in ("practice", "former")), "actual")
        )
        other = f.title.lang if f.title.lang != lang else ""
        rows[f.amount.unit].append(Bar(f.title.words, f.amount, f.amount.unit, f"#{f.id}", kind, other))
    return [bar for unit in rows for bar in rows[unit]]
