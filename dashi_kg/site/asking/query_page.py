"""The query page: SPARQL in the reader's browser over the published file, or answered by the server of the page."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from dashi_kg.query.columns import COLUMNS
from dashi_kg.query.named import choices, default_name
from dashi_kg.query.questions import questions
from dashi_kg.rdf.namespaces import OWN, prefixes
from dashi_kg.rdf.parse import RELEASE_FILE
from dashi_kg.site.asking.ask_words import QUERY, Pairs, words_in
from dashi_kg.site.asking.question_pages import grouped, listed, parameters
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.links import page_path, root_of
from dashi_kg.site.layout.vendor import vendored
from dashi_kg.site.shared.site_graph import SiteGraph

# triples: beyond them a browser needs many seconds, and a server that answers SPARQL is asked instead
LARGE = 200_000


def config(site_graph: SiteGraph, path: str, lang: str, words: Pairs, **more: Any) -> str:
    """What a script needs to know, as a JSON data block: no script in the page, nothing to run in it.

    ``<`` is escaped, so that no text of ours can end the block.
    """
    root = root_of(path)
    told: Mapping[str, Any] = {
        "lang": lang,
        "base": site_graph.base,
        # scripts resolve against the page, workers and libraries against their own place: both from the page
        "root": root or "./",
        "suffix": page_path("", lang).removeprefix("index"),
        "prefixes": prefixes(site_graph.base),
        "words": words_in(words, lang),
        **more,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True).replace("<", "\\u003c")


def engine_config(site_graph: SiteGraph, path: str) -> dict[str, Any]:
    """Where the browser finds the engine and the data; without data beside the page the server has to answer."""
    root = root_of(path) or "./"
    return {
        "data": root + RELEASE_FILE if site_graph.data_beside else None,
        "large": site_graph.data_beside and site_graph.triples > LARGE,
        "sparql": f"{root}sparql",
        "worker": f"{root}assets/ask/query-worker.js",
        "vendor": {
            "oxigraph": root + vendored("oxigraph", "web.js"),
            "wasm": root + vendored("oxigraph", "web_bg.wasm"),
            "yasqe": root + vendored("yasqe", "yasqe.min.js"),
            "cytoscape": root + vendored("cytoscape", "cytoscape.esm.min.js"),
        },
    }


def where_queries_go(site_graph: SiteGraph, lang: str) -> str:
    """Where queries go: nobody should have to guess."""
    key = (
        "lead_server"
        if not site_graph.data_beside
        else "lead_either"
        if site_graph.triples > LARGE
        else "lead"
    )
    return QUERY[key][lang == "en"]


class QueryPage(Bilingual):
    """``query.html`` and ``query.en.html``."""

    def __init__(self, site_graph: SiteGraph) -> None:
        self.site_graph = site_graph

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return ("query",)

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        ordered = sorted(questions(), key=lambda q: (q.number, q.name))
        asked_for = sorted({p.name for q in ordered for p in q.parameters})
        graph = self.site_graph
        heads = {name: words.said(lang) for name, words in COLUMNS.items()}
        found = {name: choices(name, graph.engine, graph.base, lang) for name in asked_for}
        suggested = {name: some for name, some in found.items() if some}
        told = [
            {
                **listed([q], lang)[0],
                "text": q.text,
                "parameters": [
                    {
                        **p,
                        "list": f"list-{p['name']}",
                        "default": default_name(q, p["name"], graph.engine, graph.base, lang)[0],
                    }
                    if suggested.get(p["name"])
                    else p
                    for p in parameters(q, lang)
                ],
            }
            for q in ordered
        ]
        return self.site_graph.pages.page(
            "query.html",
            lead=where_queries_go(self.site_graph, lang),
            data=RELEASE_FILE if self.site_graph.data_beside else "https://…/sparql",
            path=path,
            lang=lang,
            title=QUERY["query"][lang == "en"],
            description=where_queries_go(self.site_graph, lang),
            words=QUERY,
            groups=grouped(ordered, lang),
            suggested=suggested,
            own_prefixes=" ".join(f"{name}:" for name in OWN),
            style=vendored("yasqe", "yasqe.min.css"),
            config=config(
                self.site_graph,
                path,
                lang,
                QUERY,
                questions=told,
                heads=heads,
                **engine_config(self.site_graph, path),
            ),
        )
