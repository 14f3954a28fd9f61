"""The source page: the archived text with line numbers; every anchor IRI has its element, every piece leads to its fact.

``source/sha256-….html``, ``.en.html``, ``.txt`` (the text, UTF-8) and ``.css`` (marks the words of the anchor in the
address, without scripts).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from dashi_kg.model.kinds import ranks
from dashi_kg.site.evidence.evidence import Evidence
from dashi_kg.site.evidence.highlight import Mark, TextPiece
from dashi_kg.site.evidence.text_html import lines, target_css
from dashi_kg.site.facts.evidence_words import WORDS
from dashi_kg.site.facts.facts_panel import Cards
from dashi_kg.site.facts.report_graph import Anchor, ArchivedText
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.links import document_of

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
        return self.evidence.sources

    def others(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (f"{path}.{suffix}" for path in self.evidence.sources for suffix in _FILES)

    def other(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        document, _, suffix = path.rpartition(".")
        if suffix not in _FILES or document not in self.evidence.sources:
            return None
        source = self.evidence.reader.source(self.evidence.sources[document])
        return source.text.encode("utf-8") if suffix == "txt" else _style(source)

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return self._page(self.evidence.reader.source(self.evidence.sources[document]), path, lang)

    def _page(self, source: ArchivedText, path: str, lang: str) -> bytes:
        hrefs: dict[str, str] = {}
        order = ranks()
        reports = [r for r, s in self.evidence.reports.values() if s == source.iri]
        for report in reports:
            cards = Cards(self.site_graph, self.evidence.read(report, source.iri), path, lang)
            page = self.site_graph.links.href(report, path, lang)
            nodes = [n for n in cards.graph.nodes.values() if cards.is_card(n.iri)]
            for node in [*sorted(nodes, key=lambda n: order[cards.kinds[n.iri]]), cards.graph.report]:
                for anchor in node.anchors:
                    hrefs.setdefault(anchor.iri, f"{page}#{cards.id(node.iri)}")
        original = next((i for i in source.node.iris("prov:wasDerivedFrom") if "/original/" in i), "")
        self.site_graph.labels.need([*reports, source.iri, *([original] if original else [])])
        document = document_of(path)
        own, *names = [self.site_graph.labels.said(i, lang).words for i in (source.iri, *reports)]
        title = _title(own, names, lang)
        return self.site_graph.pages.page(
            "source.html",
            path=path,
            lang=lang,
            title=title,
            description=WORDS["source_described"][lang == "en"].format(title, f"{len(source.text):,}"),
            words=WORDS,
            rdf=True,
            canonical=source.iri,
            node=source.node,
            reports=reports,
            original=original,
            text=_numbered(source, hrefs),
            places=[(a, self.site_graph.links.href(a.place, path, lang)) for a in source.anchors if a.place],
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


def _numbered(source: ArchivedText, hrefs: Mapping[str, str]) -> Markup:
    """The lines as list items. An anchor's element, with its fragment as id, stands where its words begin."""
    from markupsafe import Markup

    starting: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in source.anchors:
        starting[min(anchor.start, len(source.text))].append(anchor)
    found = []
    for number, row in enumerate(lines(source.text, _marks(source)), start=1):
        words = "".join(_piece(p, starting.pop(p.start, []), hrefs) for p in row)
        found.append(f'<li id="line={number}"><span>{words}</span></li>')
    rest = "".join(_empty(a) for anchors in starting.values() for a in anchors)
    return Markup(f'<ol class="numbered">{"".join(found)}</ol>{rest}')


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
