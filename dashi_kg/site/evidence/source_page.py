"""The source page: the archived text with line numbers; every anchor IRI has its element, every piece leads to its fact.

``source/sha256-….html``, ``.en.html``, ``.txt`` (the text, UTF-8) and ``.css`` (marks the words of the anchor in the
address, without scripts); of a long text ``source/sha256-…/part-2.html`` …, too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from dashi_kg.model.kinds import ranks
from dashi_kg.site.evidence.evidence import Evidence
from dashi_kg.site.evidence.highlight import Mark, TextPiece
from dashi_kg.site.evidence.parts import Part, is_part, led, of_part, part_document, part_documents
from dashi_kg.site.evidence.text_html import line_starts, lines, target_css
from dashi_kg.site.facts.evidence_words import WORDS
from dashi_kg.site.facts.facts_panel import Cards
from dashi_kg.site.facts.report_graph import Anchor, ArchivedText
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.links import page_path, relative

if TYPE_CHECKING:
    from markupsafe import Markup

_FILES = ("css", "txt")


class SourcePages(Bilingual):
    """The section of all archived texts."""

    start = "source/"

    def __init__(self, evidence: Evidence) -> None:
        self.evidence, self.site_graph = evidence, evidence.site_graph

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return part_documents(self.evidence.sources, self._pages)

    def has(self, document: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return is_part(document, self.evidence.sources, self._pages)

    def _pages(self, text: str) -> int:
        return len(self.evidence.source_parts(text))

    def others(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (f"{path}.{suffix}" for path in self.evidence.sources for suffix in _FILES)

    def has_other(self, path: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        document, _, suffix = path.rpartition(".")
        return suffix in _FILES and document in self.evidence.sources

    def other(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        document, _, suffix = path.rpartition(".")
        if suffix not in _FILES or document not in self.evidence.sources:
            return None
        source = self.evidence.reader.source(self.evidence.sources[document])
        return source.text.encode("utf-8") if suffix == "txt" else _style(source)

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        whole, number = of_part(document)
        source = self.evidence.reader.source(self.evidence.sources[whole])
        of = self.evidence.source_parts(whole) or (Part(1, 0, len(source.text)),)
        page = self._page(source, whole, of, of[number - 1], path, lang)
        if len(of) == 1:
            return page

        def address(part: int) -> str:
            return relative(page_path(part_document(whole, part), lang), path)

        return led(page.decode(), {}, [p.start for p in of], number, address).encode()

    def _page(
        self, source: ArchivedText, document: str, of: Sequence[Part], part: Part, path: str, lang: str
    ) -> bytes:
        hrefs: dict[str, str] = {}
        order = ranks()
        reports = self.evidence.reports_of(source.iri)
        for report in reports:
            cards = Cards(self.site_graph, self.evidence.read(report, source.iri), path, lang)
            own = self.site_graph.links.document(report) or ""
            nodes = [n for n in cards.graph.nodes.values() if cards.is_card(n.iri)]
            for node in [*sorted(nodes, key=lambda n: order[cards.kinds[n.iri]]), cards.graph.report]:
                if node is cards.graph.report:
                    page = page_path(own, lang)
                else:
                    page = self.evidence.page_at(own, max(cards.items.start_of(node), 0), lang)
                for anchor in node.anchors:
                    hrefs.setdefault(anchor.iri, f"{relative(page, path)}#{cards.id(node.iri)}")
        original = next((i for i in source.node.iris("prov:wasDerivedFrom") if "/original/" in i), "")
        self.site_graph.labels.need([*reports, source.iri, *([original] if original else [])])
        own, *names = [self.site_graph.labels.said(i, lang).words for i in (source.iri, *reports)]
        title = _title(own, names, lang)
        return self.site_graph.pages.page(
            "source.html",
            path=path,
            lang=lang,
            title=title,
            description=WORDS["source_described"][lang == "en"].format(title, f"{len(source.text):,}"),
            words=WORDS,
            rdf=part.number == 1,
            canonical=source.iri if part.number == 1 else "",
            number=part.number,
            parts=[
                (
                    relative(page_path(part_document(document, p.number), lang), path),
                    p.start,
                    f"{p.start:,}–{p.end:,}",
                )
                for p in of
            ],
            node=source.node,
            reports=reports,
            original=original,
            text=_numbered(source, hrefs, part),
            places=[
                (a, self.site_graph.links.href(a.place, path, lang))
                for a in source.anchors
                if a.place and part.start <= a.start < part.end
            ],
            orphaned=[a for a in source.anchors if not a.whole],
            plain=f"{document}.txt",
            style=f"{document}.css",
            fragment=lambda iri: iri.partition("#")[2],
        )


def _title(own: str, reports: Sequence[str], lang: str) -> str:
    """The report that was read from the text; the text's own name where there is none, or more than one."""
    if len(reports) != 1:
        return own
    return f"{WORDS['source_title'][lang == 'en']}{'：' if lang == 'zh' else ': '}{reports[0]}"


def _marks(source: ArchivedText) -> list[Mark]:
    return [Mark(a.start, a.end, a.iri) for a in source.anchors if a.whole]


def _style(source: ArchivedText) -> bytes:
    ids = {a.iri: a.iri.partition("#")[2] for a in source.anchors}
    return target_css(lines(source.text, _marks(source)), ids, "c").encode("utf-8")


def _numbered(source: ArchivedText, hrefs: Mapping[str, str], part: Part) -> Markup:
    """The lines as list items. An anchor's element, with its fragment as id, stands where its words begin."""
    from markupsafe import Markup

    starting: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in source.anchors:
        at = min(anchor.start, len(source.text))
        if part.start <= at < part.end or at == part.end == len(source.text):
            starting[at].append(anchor)
    found = []
    first = bisect_left(line_starts(source.text), part.start) + 1
    within = (part.start, part.end)
    for number, row in enumerate(lines(source.text, _marks(source), within), start=first):
        words = "".join(_piece(p, starting.pop(p.start, []), hrefs) for p in row)
        found.append(f'<li id="line={number}"><span>{words}</span></li>')
    rest = "".join(_empty(a) for anchors in starting.values() for a in anchors)
    begins = f' start="{first}"' if first > 1 else ""
    return Markup(f'<ol class="numbered"{begins}>{"".join(found)}</ol>{rest}')


def _empty(anchor: Anchor) -> str:
    """The element of an anchor, with those of its two selectors within."""
    name = escape(anchor.iri.partition("#")[2])
    own = "".join(f'<i id="{name.replace("char=", kind + "=")}"></i>' for kind in ("pos", "quote"))
    return f'<span id="{name}">{own}</span>'


def _piece(piece: TextPiece, starting: Sequence[Anchor], hrefs: Mapping[str, str]) -> str:
    before = "".join(_empty(a) for a in starting)
    words = escape(piece.text, quote=False)
    if not piece.marks:
        return before + words
    href = next((hrefs[m.key] for m in piece.marks if m.key in hrefs), "")
    if not href:
        return f'{before}<span id="c{piece.start}">{words}</span>'
    return f'{before}<a id="c{piece.start}" href="{escape(href)}">{words}</a>'
