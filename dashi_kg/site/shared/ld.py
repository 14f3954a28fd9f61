"""A node as schema.org JSON-LD, for search engines; embedded in its page."""

from __future__ import annotations

import json
from typing import Any

from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import language, value
from dashi_kg.site.shared.document import Document
from dashi_kg.site.shared.site_graph import SiteGraph

# our or others' class → schema.org's; the first that fits
_TYPES = (
    ("m8g:PublicOrganisation", "GovernmentOrganization"),
    ("org:FormalOrganization", "Organization"),
    ("org:Organization", "Organization"),
    ("org:OrganizationalUnit", "Organization"),
    ("org:OrganizationalCollaboration", "Organization"),
    ("org:Post", "Role"),
    ("schema:AdministrativeArea", "AdministrativeArea"),
    ("schema:Legislation", "Legislation"),
    ("schema:Report", "Report"),
    ("schema:Book", "Book"),
    ("schema:Event", "Event"),
    ("schema:Place", "Place"),
    ("schema:CreativeWork", "CreativeWork"),
    ("skos:ConceptScheme", "DefinedTermSet"),
    ("skos:Concept", "DefinedTerm"),
    ("dcat:Catalog", "DataCatalog"),
    ("dcat:Dataset", "Dataset"),
    ("prov:SoftwareAgent", "SoftwareApplication"),
)


def structured_data(site_graph: SiteGraph, document: Document, lang: str) -> str:
    """The JSON text, safe inside a ``script`` element."""
    types = set(document.types())
    kind = next((name for ours, name in _TYPES if curie(ours).value in types), "Thing")
    said, other = (
        site_graph.labels.said(document.iri, tag) for tag in (lang, "en" if lang == "zh" else "zh")
    )
    made: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@id": document.iri,
        "@type": kind,
        "name": {"@value": said.words, "@language": said.lang} if said.lang else said.words,
        "url": document.iri,
    }
    if other.words != said.words:
        made["alternateName"] = (
            {"@value": other.words, "@language": other.lang} if other.lang else other.words
        )
    if kind == "DefinedTerm":
        scheme = curie("skos:inScheme").value
        for s in document.of(document.iri):
            if s.predicate == scheme:
                made["inDefinedTermSet"] = {"@id": value(s.object)}
    if kind == "Dataset":  # search engines want a description of each that they find
        about = curie("dct:description").value
        for s in document.of(document.iri):
            if s.predicate == about and language(s.object) == lang:
                made["description"] = {"@value": value(s.object), "@language": lang}
    return as_script(made)


def as_script(content: object) -> str:
    """JSON that can stand inside a ``script`` element: no ``<`` in it, keys sorted."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
