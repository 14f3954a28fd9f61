"""The service in its own words: SPARQL 1.1 Service Description (W3C 2013) and VoID (W3C Note 2011)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from dashi_kg.rdf.namespaces import FOREIGN, RDF_TYPE, XSD
from dashi_kg.rdf.parse import PACKED_FILE, RELEASE_FILE
from dashi_kg.serve.answers.formats import SOLUTIONS, TRIPLES
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.workers.data import Info
from dashi_kg.serve.workers.work import rdf

SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID, _DCT, _RDFS = FOREIGN["void"], FOREIGN["dct"], FOREIGN["rdfs"]
_CUTS = {
    "rows": ("答案在行数限额处截断", "The answer was cut at the limit of rows", "{0.max_rows}"),
    "bytes": ("答案在字节限额处截断", "The answer was cut at the limit of bytes", "{0.max_bytes}"),
}


def service_triples(
    endpoint: str, info: Info, counts: Mapping[str, int], config: Config, source: str | None
) -> list[Triple]:
    """What the endpoint at this address can do, and which graphs it has."""
    here = NamedNode(endpoint)
    data, default = NamedNode(endpoint + "#dataset"), NamedNode(endpoint + "#default-graph")
    out = [
        Triple(here, RDF_TYPE, _sd("Service")),
        Triple(here, _sd("endpoint"), here),
        Triple(here, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Triple(here, _sd("feature"), _sd("UnionDefaultGraph")),
        Triple(here, _sd("defaultEntailmentRegime"), NamedNode("http://www.w3.org/ns/entailment/Simple")),
        Triple(here, _sd("defaultDataset"), data),
        *(Triple(here, _sd("resultFormat"), NamedNode(f.iri)) for f in (*SOLUTIONS, *TRIPLES)),
        *_said(
            here, _RDFS + "label", "法治政府建设年度报告 SPARQL 查询服务", "SPARQL over rule-of-law reports"
        ),
        *_said(
            here,
            _RDFS + "comment",
            f"只供查询。默认图是所有命名图的并集。每个查询限时 {config.timeout:g} 秒，答案限 {config.max_rows} 行、{config.max_bytes} 字节。",
            f"Reading only. The default graph is the union of all named graphs. A query may take {config.timeout:g} s, "
            f"an answer {config.max_rows} rows and {config.max_bytes} bytes.",
        ),
        Triple(data, RDF_TYPE, _sd("Dataset")),
        Triple(data, _sd("defaultGraph"), default),
        Triple(default, RDF_TYPE, _sd("Graph")),
        Triple(default, NamedNode(_VOID + "triples"), _integer(info.triples or sum(counts.values()))),
    ]
    for number, (iri, count) in enumerate(sorted(counts.items()), start=1):
        named, graph = NamedNode(f"{endpoint}#named-graph-{number}"), NamedNode(f"{endpoint}#graph-{number}")
        out += [
            Triple(data, _sd("namedGraph"), named),
            Triple(named, RDF_TYPE, _sd("NamedGraph")),
            Triple(named, _sd("name"), NamedNode(iri)),
            Triple(named, _sd("graph"), graph),
            Triple(graph, RDF_TYPE, _sd("Graph")),
            Triple(graph, NamedNode(_VOID + "triples"), _integer(count)),
        ]
    for name, (zh, en, limit) in _CUTS.items():
        words = limit.format(config)
        cut = NamedNode(f"{endpoint}#truncated-{name}")
        out += _said(cut, _RDFS + "label", f"{zh}({words})", f"{en} ({words})")
    return out


def void_triples(
    endpoint: str, info: Info, counts: Mapping[str, int], config: Config, source: str | None
) -> list[Triple]:
    """The description of the data: that of the release, with this endpoint; or what the store tells."""
    dataset = NamedNode(config.base + "dataset/all")
    out = [Triple(dataset, NamedNode(_VOID + "sparqlEndpoint"), NamedNode(endpoint))]
    place = Path(source or "")
    path = (place.parent if place.name in (RELEASE_FILE, PACKED_FILE) else place) / "void.ttl"
    if source and not config.endpoint and path.is_file():
        quads = parse(path.read_bytes(), format=RdfFormat.TURTLE, base_iri=config.base)
        return [*(q.triple for q in quads), *out]
    return [
        *out,
        Triple(dataset, RDF_TYPE, NamedNode(_VOID + "Dataset")),
        *_said(dataset, _DCT + "title", "法治政府建设年度报告知识图谱", "Rule-of-law reports as linked data"),
        Triple(dataset, NamedNode(_VOID + "uriSpace"), Literal(config.base)),
        Triple(dataset, NamedNode(_VOID + "triples"), _integer(info.triples or sum(counts.values()))),
        *(
            Triple(dataset, NamedNode(_VOID + "vocabulary"), NamedNode(iri))
            for iri in (config.base + "ns#", FOREIGN["sosa"], FOREIGN["prov"], FOREIGN["skos"], FOREIGN["oa"])
        ),
    ]


def written(triples: list[Triple], form: str, base: str) -> bytes:
    """Triples in one of the forms for triples."""
    return rdf(sorted({f"{t} .".encode() for t in triples}), form, base)


def _sd(name: str) -> NamedNode:
    return NamedNode(SD + name)


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def _said(node: NamedNode, predicate: str, zh: str, en: str) -> list[Triple]:
    words = (Literal(zh, language="zh"), Literal(en, language="en"))
    return [Triple(node, NamedNode(predicate), w) for w in words]
