"""Search: the files that a browser searches, the page, and the same question answered without scripts."""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from dashi_kg.model.kinds import OTHER, groups, kind
from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.site.asking.ask_words import SEARCH
from dashi_kg.site.asking.query_page import config
from dashi_kg.site.asking.search_records import SearchRecord, everything, reports
from dashi_kg.site.asking.tokens import fold, is_han, query_tokens, runs, tokens
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.links import page_path
from dashi_kg.site.layout.vendor import vendored
from dashi_kg.site.shared.site_graph import SiteGraph

INDEX = "search/index.json"
# about 250 kB a file: a few requests for a hundred reports, and progress that can be seen
_RECORDS = 1500
_SHOWN = 20


class Hit(NamedTuple):
    """Something found; ``score`` is greater for better ones."""

    found: SearchRecord
    score: int


class Index:
    """Everything that can be found, and for each token the places in it: what a question costs is what it hits."""

    def __init__(self, found: Sequence[SearchRecord]) -> None:
        self.found = tuple(found)
        self._places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        for place, one in enumerate(self.found):
            for token in sorted(set(tokens(" ".join(one[2:])))):
                self._places[token].append(place)
        self._sorted = sorted(self._places)

    def places(self, token: str) -> set[int]:
        """Where a token of a question occurs; a lone character and a Latin word as the beginning of one, too."""
        if is_han(token) and len(token) > 1:
            return set(self._places[token]) if token in self._places else set()
        found: set[int] = set()
        for known in self._sorted[bisect_left(self._sorted, token) :]:
            if not known.startswith(token):
                break
            found.update(self._places[known])
        return found


def search(index: Index | SiteGraph, question: str, lang: str) -> list[Hit]:
    """What fits a question: each of its tokens occurs. Best first within a kind, kinds in their order.

    A single Chinese character and a Latin word are found as the beginning of a token.

    Args:
        index: made once (:class:`Index`), or the graph itself.
        question: as typed.
        lang: of the reader: names in it count more.
    """
    if isinstance(index, SiteGraph):
        index = Index(everything(index))
    wanted = query_tokens(question)
    if not wanted:
        return []
    whole = runs(question)
    order = [group.key for group, _ in groups()]
    places = set.intersection(*(index.places(token) for token in dict.fromkeys(wanted)))
    hits = [Hit(found, _score(found, whole, lang)) for found in (index.found[p] for p in sorted(places))]
    return sorted(hits, key=lambda h: (order.index(h.found.kind), -h.score, h.found.path))


def _score(found: SearchRecord, whole: Sequence[str], lang: str) -> int:
    """The whole words in the name count most, then in the other name, in the quote, elsewhere."""
    score = 0
    fields = ((found.name(lang), 8), (found.zh + " " + found.en, 4), (found.quote, 2), (found.more, 1))
    for words, weight in fields:
        folded = fold(words)
        score += weight * sum(run in folded for run in whole)
    return score + 16 * (fold(found.name(lang)) == " ".join(whole))


class Search(Bilingual):
    """``search.html``, ``search.en.html``, ``search/index.json`` and the records ``search/000.json`` …

    Args:
        index: what can be found (default: everything in the graph).
    """

    def __init__(self, site_graph: SiteGraph, index: Index | None = None) -> None:
        self.site_graph, self._index = site_graph, index
        self._order = [group.key for group, _ in groups()]

    @cached_property
    def index(self) -> Index:
        """Everything that can be found."""
        return self._index or Index(everything(self.site_graph))

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return ("search",)

    def others(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (INDEX, *self._shards())

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return self.page("", lang)

    def other(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        if path == INDEX:
            return _json(self._manifest())
        if path.startswith("search/") and path in (shards := self._shards()):
            start = shards.index(path) * _RECORDS
            return _json([self._record(f) for f in self.index.found[start : start + _RECORDS]])
        return None

    def page(self, question: str, lang: str) -> bytes:
        """The page, with the hits in it where there is a question: what a server answers to ``search.html?q=…``."""
        path = page_path("search", lang)
        hits = search(self.index, question, lang) if question else []
        known = reports(self.index.found)
        shown: list[dict[str, Any]] = []
        for group, _ in groups():
            of_kind = [h.found for h in hits if h.found.kind == group.key]
            if of_kind:
                shown.append(
                    {
                        "kind": group.key,
                        "words": group.name.said(lang),
                        "count": len(of_kind),
                        "left": max(0, len(of_kind) - _SHOWN),
                        "hits": [
                            {
                                "href": self.href(f, path, lang),
                                "name": f.name(lang),
                                "quote": f.quote,
                                "report": report.name(lang)
                                if (report := known.get(f.path.partition("#")[0])) and report is not f
                                else "",
                            }
                            for f in of_kind[:_SHOWN]
                        ],
                    }
                )
        return self.site_graph.pages.page(
            "search.html",
            path=path,
            lang=lang,
            title=SEARCH["search"][lang == "en"],
            description=SEARCH["lead"][lang == "en"],
            words=SEARCH,
            question=question,
            count=len(hits),
            groups=shown,
            config=config(
                self.site_graph,
                path,
                lang,
                SEARCH,
                index=INDEX,
                minisearch=vendored("minisearch", "minisearch.js"),
            ),
        )

    def href(self, found: SearchRecord, origin: str, lang: str) -> str:
        """The address of something found."""
        return self.site_graph.links.href(self.site_graph.base + found.path, origin, lang)

    def _shards(self) -> list[str]:
        count = -(-len(self.index.found) // _RECORDS)
        return [f"search/{number:03}.json" for number in range(count)]

    def _manifest(self) -> dict[str, Any]:
        return {
            "kinds": [[group.key, *group.name] for group, _ in groups()],
            "reports": {f.path: [f.zh, f.en] for f in reports(self.index.found).values()},
            "records": len(self.index.found),
            "files": self._shards(),
        }

    def _record(self, found: SearchRecord) -> list[str | int]:
        """path, number of the kind, zh, en, quote, more; empty ones at the end are left out."""
        fields: list[str | int] = [found.path, self._order.index(found.kind), *found[2:]]
        while fields[-1] == "":
            fields.pop()
        return fields


def published(base: str, read: Callable[[str], bytes]) -> Search:
    """The search over the files of a site, without its graph.

    Args:
        base: the base IRI.
        read: gives ``search/index.json`` and the files that it names.
    """
    from pyoxigraph import Store

    manifest = json.loads(read(INDEX))
    known = {group.key for group, _ in groups()}
    kinds = [key if key in known else kind(OTHER).group.key for key, *_ in manifest["kinds"]]
    found = []
    for file in manifest["files"]:
        for path, number, *words in json.loads(read(file)):
            zh, en, quote, more = (*words, "", "", "", "")[:4]
            found.append(SearchRecord(path, kinds[number], zh, en, quote, more))
    return Search(SiteGraph(OxigraphEngine(Store(), base), base), Index(found))


def _json(what: object) -> bytes:
    return json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
