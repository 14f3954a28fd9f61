"""Citations and the documents that they cite: laws, plans and papers that reports share, and papers of the issuer's own."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.knowledge.ranks import rank_of
from dashi_kg.knowledge.titles import Title, key_of, title_of
from dashi_kg.model import Citation
from dashi_kg.rdf import iris
from dashi_kg.rdf.namespaces import curie, typed


def write_citations(c: Canvas) -> None:
    """Citations: who cites which document, how, where."""
    titles = [citation.title for citation in c.found.citations]
    for citation in c.found.citations:
        node = c.item(citation.id)
        c.types(node, c.kind("citation"))
        law = c.reference.law(citation.title)
        c.named(node, citation.id, f"《{citation.title}》" if citation.marked else citation.title)
        title = title_of(citation, c.identity, titles)
        if law:
            document = c.n(law.path)
        elif title.path:
            document = c.n(title.path)
            _write_document(c, document, citation, title)
        else:
            document = c.item(c.lasting(citation.id).replace("c-", "doc-", 1))
            _write_document(c, document, citation, title)
        _write_rank(c, document, citation)
        c.add(node, c.n.fz("cites"), document)
        c.add(node, c.n.fz("citationMode"), c.n(f"citation-mode/{citation.mode}"))
        c.add(node, c.n.fz("titleMarked"), typed("true" if citation.marked else "false", "boolean"))
        spans = list(dict.fromkeys([citation.span, *(m.span for m in citation.mentions)]))
        c.stated_by(node, spans, citation.rule, "citation")


def _write_document(c: Canvas, document: NamedNode, citation: Citation, title: Title) -> None:
    """A document that no table has: its title, kind and number, and where the report names it."""
    c.types(document, document_type(title.kind))
    # one label however the reports write it; as it stands here, beside it
    name = title.name if c.is_own(document) else key_of(title.name)
    c.label(document, name)
    if name != title.name:
        c.add(document, curie("skos:altLabel"), Literal(title.name, language="zh"))
    c.add(document, c.n.fz("documentKind"), c.n(f"document-kind/{title.kind}"))
    if title.number:
        c.add(document, c.n.fz("documentNumber"), Literal(title.number))
    if c.is_own(document):
        c.stated_by(document, [citation.span], citation.rule)
    else:
        c.basis(document, "stated")
        c.add(document, c.n.fz("anchor"), c.anchor(citation.span))


def _write_rank(c: Canvas, document: NamedNode, citation: Citation) -> None:
    """The rank of the document and what it was decided by; what a table says is no word of the report."""
    rank = rank_of(citation, c.reference)
    if rank:
        graph = c.n(iris.graph("reference")) if rank.ground == "table" else None
        c.add(document, c.n.fz("documentRank"), c.n(f"document-rank/{rank.key}"), graph)
        c.add(document, c.n.fz("rankGround"), c.n(f"rank-ground/{rank.ground}"), graph)


def document_type(kind: str) -> NamedNode:
    """schema.org's class for a kind of document."""
    if kind in ("law", "regulation", "rule"):
        return curie("schema:Legislation")
    return curie({"book": "schema:Book", "report": "schema:Report"}.get(kind, "schema:CreativeWork"))
