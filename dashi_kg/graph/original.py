"""The original file of a text that was converted (HTML, DOCX, PDF), and places in it."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.rdf import iris
from dashi_kg.rdf.namespaces import curie, typed

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"


def write_original(c: Canvas) -> None:
    """Media type, digest and size of the file that the text was converted from; nothing for plain text."""
    source = c.found.source
    if not source.origins:
        return
    graph = c.n(iris.graph(f"source/sha256-{source.sha256[:16]}"))
    node, checksum = c.original, c.n(c.original_path + "#sha256")
    kind = source.media_type
    c.types(node, curie("prov:Entity"), graph=graph)
    c.label(node, f"原件 {source.file_sha256[:16]}", f"Original file {source.file_sha256[:16]}", graph)
    c.add(c.source, curie("prov:wasDerivedFrom"), node, graph)
    c.add(node, curie("dct:format"), Literal(kind), graph)
    c.add(node, curie("dcat:mediaType"), NamedNode(MEDIA_TYPES + kind), graph)
    c.add(node, curie("dcat:byteSize"), typed(source.byte_length, "nonNegativeInteger"), graph)
    c.add(node, curie("spdx:checksum"), checksum, graph)
    c.types(checksum, curie("spdx:Checksum"), graph=graph)
    c.label(checksum, "原件的 SHA-256", "SHA-256 of the original file", graph)
    c.add(checksum, curie("spdx:algorithm"), curie("spdx:checksumAlgorithm_sha256"), graph)
    c.add(checksum, curie("spdx:checksumValue"), typed(source.file_sha256, "hexBinary"), graph)
