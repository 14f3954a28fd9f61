"""Search: the page, its files, and the same question answered without scripts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from dashi_kg.model.kinds import groups
from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.site.asking.ask_words import SEARCH
from dashi_kg.site.asking.query_page import config
from dashi_kg.site.finding.by_names import named
from dashi_kg.site.finding.index_files import FOLDING, INDEX, index_files
from dashi_kg.site.finding.ranking import FACETS
from dashi_kg.site.finding.records import Records
from dashi_kg.site.finding.search_records import Ready, everything
from dashi_kg.site.finding.searcher import Hit, Hits, Searcher
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.links import page_path
from dashi_kg.site.shared.site_graph import SiteGraph

SHOWN = 6  # of each group, while no group is chosen
SHOWN_ALONE = 60  # of the group that is chosen
# of a graph that is too large for an index
_LEAD = (
    "这里的报告很多：按名称搜机关、地方、指标、事项、文件、报告和预设问题；句子里的词请用查询页或预设问题来找。",
    "There are many reports here: search bodies, places, indicators, topics, documents, reports and saved questions by their names. "
    "For words of sentences use the query page or a saved question.",
)
_HEARD = 3  # pairs of characters that are named as what was heard


class Search(Bilingual):
    """``search.html``, ``search.en.html`` and the files of :mod:`~dashi_kg.site.finding.index_files`.

    Args:
        read: gives the files of an index that is there already (default: they are made of the graph).
        ready: records that somebody has ready.
    """

    def __init__(
        self, site_graph: SiteGraph, read: Callable[[str], bytes] | None = None, ready: Ready | None = None
    ) -> None:
        self.site_graph, self._read, self._ready = site_graph, read, ready

    @cached_property
    def found(self) -> Records:
        """Everything that can be found; nothing of a graph that is too large to be listed."""
        return Records(everything(self.site_graph, ready=self._ready) if self.site_graph.listable else ())

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The files of the index; none of a graph that is too large for one."""
        return index_files(self.site_graph, self.found) if self.site_graph.listable else {}

    @cached_property
    def searcher(self) -> Searcher:
        """Answers questions over these files."""
        return Searcher(self._read or self.files.__getitem__)

    def searcher_for(self, question: str) -> Searcher:
        """Answers a question: over the index, or over what a large graph has by these words in names."""
        if self._read or self.site_graph.listable:
            return self.searcher
        found = Records(everything(self.site_graph, named(self.site_graph, question)))
        return Searcher(index_files(self.site_graph, found).__getitem__)

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return ("search",)

    def others(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return self.files

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return self.page("", lang)

    def has_other(self, path: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return path.startswith("search/") and path in self.files

    def other(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return self.files.get(path) if path.startswith("search/") else None

    def page(self, question: str, lang: str, chosen: Mapping[str, str] | None = None) -> bytes:
        """The page, with the hits in it where there is a question: what a server answers to ``search.html?q=…``.

        Args:
            chosen: facet → value.
        """
        path, english = page_path("search", lang), lang == "en"
        picked = {name: words for name, words in (chosen or {}).items() if words and name in FACETS}
        searcher = self.searcher_for(question) if question else None
        found = searcher.search(question, picked) if searcher else Hits((), {}, True, ())
        return self.site_graph.pages.page(
            "search.html",
            path=path,
            lang=lang,
            title=SEARCH["search"][english],
            description=SEARCH["lead"][english],
            words={**SEARCH, "lead_names": _LEAD},
            question=question,
            status=status(question, found, lang) if question else "",
            groups=self._groups(searcher, question, found, picked, path, lang) if searcher else [],
            facets=self._facets(searcher, found, picked, lang),
            indexed=self._read is not None or self.site_graph.listable,
            config=config(
                self.site_graph, path, lang, SEARCH, index=INDEX, folding=FOLDING, shown=[SHOWN, SHOWN_ALONE], facets=FACETS,
            ),
        )  # fmt: skip

    def _groups(
        self, searcher: Searcher, question: str, found: Hits, chosen: Mapping[str, str], path: str, lang: str
    ) -> list[dict[str, Any]]:
        """The hits by group, in their order."""
        of_group = searcher.ranking.of_group
        numbers: dict[int, list[int]] = {}
        for n in found.numbers:
            numbers.setdefault(of_group[n], []).append(n)
        known = groups()
        most = SHOWN_ALONE if chosen.get("group") else SHOWN
        shown = []
        for group, some in numbers.items():
            key = searcher.catalogue["groups"][group][0]
            name = next((g.name.said(lang) for g, _ in known if g.key == key), key)
            shown.append({
                "kind": key, "words": name, "count": len(some), "left": max(0, len(some) - most),
                "more": "" if chosen.get("group") else f"?{urlencode({'q': question, **chosen, 'group': key})}",
                "hits": [self._shown(hit, searcher.figures(hit.path), path, lang) for hit in searcher.hits(some[:most])],
            })  # fmt: skip
        return shown

    def _shown(self, hit: Hit, figures: int, path: str, lang: str) -> dict[str, str]:
        english = lang == "en"
        told = [
            hit.body_names[english],
            hit.year,
            hit.topic_names[english] if hit.value or hit.amount_zh else "",
        ]
        if not hit.body and hit.report:
            told = [hit.report_names[english]]
        if figures:
            told = [SEARCH["figures"][english].replace("{count}", f"{figures:,}")]
        return {
            "href": self.site_graph.links.href(self.site_graph.base + hit.path, path, lang),
            "name": hit.name(lang), "amount": hit.amount(lang), "quote": hit.words(lang),
            "told": (" · " if english else "　").join(words for words in told if words and words != hit.name(lang)),
        }  # fmt: skip

    def _facets(
        self, searcher: Searcher | None, found: Hits, chosen: Mapping[str, str], lang: str
    ) -> list[dict[str, Any]]:
        """For each facet its name and its values with how many hits they have, as the form shows them."""
        return [
            {
                "name": name, "words": SEARCH[f"by_{name}"][lang == "en"], "chosen": chosen.get(name, ""),
                "values": [
                    (key, searcher.names(name, key)[lang == "en"], count)
                    for key, count in searcher.ordered(name, found.counts.get(name, {}), lang)
                ] if searcher else [],
            }
            for name in FACETS
        ]  # fmt: skip


def status(question: str, found: Hits, lang: str) -> str:
    """What is told of the hits as a whole."""
    english = lang == "en"
    key = "found_none" if not found.numbers else "found" if found.whole else "found_part"
    words = SEARCH[key][english].replace("{words}", question).replace("{count}", f"{len(found.numbers):,}")
    if found.meant:
        words += SEARCH["meant"][english].replace("{words}", (", " if english else "、").join(found.meant))
    if found.heard:
        words += SEARCH["heard"][english].replace(
            "{pairs}", (", " if english else "、").join(found.heard[:_HEARD])
        )
    return words  # fmt: skip


def published(base: str, read: Callable[[str], bytes]) -> Search:
    """The search over the files of a site, without its graph.

    Args:
        base: the base IRI.
        read: gives ``search/catalogue.json`` and the files of the index.
    """
    from pyoxigraph import Store

    return Search(SiteGraph(OxigraphEngine(Store(), base), base), read)
