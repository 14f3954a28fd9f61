"""What is in the graph, in counts, and where it links to: VoID (W3C Note 2011)."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from dashi_kg.publishing.catalog import ABOUT, Sheet, rights
from dashi_kg.publishing.data.totals import Totals
from dashi_kg.rdf.namespaces import FOREIGN, OWN, curie, typed

# data sets of others into which ours links: prefix → name
_LINKED = {"unit": ("QUDT 的计量单位", "QUDT's units of measure")}
LINKED = tuple(FOREIGN[prefix] for prefix in _LINKED)


def void(found: Totals, dumps: Iterable[str], base: str) -> list[Triple]:
    """VoID: counts, vocabularies, partitions by class and property, links into data of others, example resources, dumps."""
    sheet = Sheet(base)
    n = sheet.n
    node = n("dataset/all")
    sheet.add(node, "a", curie("void:Dataset"))
    sheet.label(node, "全部报告的图谱", "The graph of all reports")
    rights(sheet, node)
    sheet.words(node, "dct:description", *ABOUT)
    sheet.words(node, "skos:note", "基础 IRI 为暂定。", "The base IRI is provisional.")
    sheet.add(node, "void:triples", typed(found.triples, "integer"))
    sheet.add(node, "void:distinctSubjects", typed(found.subjects, "integer"))
    sheet.add(node, "void:distinctObjects", typed(found.objects, "integer"))
    sheet.add(node, "void:uriSpace", Literal(base))
    for dump in dumps:
        sheet.add(node, "void:dataDump", n(dump))
    spaces = [*sorted(FOREIGN.values()), base + OWN["fz"]]
    properties, classes, graphs = found.properties, found.classes, found.graphs
    for space in spaces:
        if any(name.startswith(space) for name in (*properties, *classes)):
            sheet.add(node, "void:vocabulary", NamedNode(space))
    for kind, counts, term, amount in (
        ("property", properties, "void:property", "void:triples"),
        ("class", classes, "void:class", "void:entities"),
    ):
        for number, name in enumerate(sorted(counts), start=1):
            part = n(f"dataset/all/{kind}-{number}")
            sheet.add(node, f"void:{kind}Partition", part)
            sheet.label(part, f"按 {name} 划分", f"Partition by {name}")
            sheet.add(part, term, NamedNode(name))
            sheet.add(part, amount, typed(counts[name], "integer"))
    for name in sorted(graphs):
        part = n("dataset/all/" + name.removeprefix(base).replace("/", "-"))
        sheet.add(node, "void:subset", part)
        sheet.add(part, "a", curie("void:Dataset"))
        sheet.label(part, f"命名图 {name}", f"Named graph {name}")
        sheet.add(part, "dct:source", NamedNode(name))
        sheet.add(part, "void:triples", typed(graphs[name], "integer"))
    _linksets(sheet, node, found)
    for example in found.reports:
        sheet.add(node, "void:exampleResource", NamedNode(example))
    return list(dict.fromkeys(sheet.triples))


def _linksets(sheet: Sheet, node: NamedNode, found: Totals) -> None:
    """Links from our things to things of others, one set for each predicate and data set that they lead into."""
    prefixes = {FOREIGN[prefix]: prefix for prefix in _LINKED}
    links = {(predicate, prefixes[space]): count for (predicate, space), count in found.links.items()}
    for number, (predicate, prefix) in enumerate(sorted(links), start=1):
        part, target = sheet.n(f"dataset/all/links-{number}"), sheet.n(f"dataset/all/target-{prefix}")
        sheet.add(node, "void:subset", part)
        sheet.add(part, "a", curie("void:Linkset"))
        sheet.label(
            part, f"{predicate} 到 {FOREIGN[prefix]} 的链接", f"Links by {predicate} into {FOREIGN[prefix]}"
        )
        sheet.add(part, "void:linkPredicate", NamedNode(predicate))
        sheet.add(part, "void:subjectsTarget", node)
        sheet.add(part, "void:objectsTarget", target)
        sheet.add(part, "void:triples", typed(links[predicate, prefix], "integer"))
        sheet.add(target, "a", curie("void:Dataset"))
        sheet.label(target, *_LINKED[prefix])
        sheet.add(target, "void:uriSpace", Literal(FOREIGN[prefix]))
