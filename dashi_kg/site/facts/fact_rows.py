"""Which properties a card shows, in which order, under which word."""

from __future__ import annotations

# property → key of its word
ROWS = (
    ("dct:creator", "creator"), ("dct:publisher", "publisher"), ("dct:issued", "issued"), ("dct:spatial", "spatial"),
    ("fz:documentNumber", "documentNumber"), ("fz:indexNumber", "indexNumber"), ("fz:websiteId", "websiteId"),
    ("sosa:observedProperty", "indicator"), ("sosa:phenomenonTime", "period"), ("fz:changeDirection", "direction"), ("fz:comparedWith", "compared"), ("fz:previousValue", "previous"),
    ("fz:role", "role"), ("fz:changeOf", "changeOf"), ("fz:changedFrom", "changedFrom"), ("fz:scopeOf", "scopeOf"), ("fz:actorWords", "actor"),
    ("fz:per", "per"), ("fz:componentOf", "component"), ("fz:possibleComponentOf", "possible"),
    ("fz:numerator", "numerator"), ("fz:denominator", "denominator"), ("fz:reportedIn", "measure"),
    ("dct:isPartOf", "part"), ("fz:domain", "domain"), ("fz:problemType", "problemType"), ("fz:planKind", "planKind"),
    ("fz:forYear", "forYear"), ("fz:addresses", "addresses"), ("fz:continuesMeasure", "continues"),
    ("fz:atPlace", "at"), ("fz:withPartner", "partner"), ("fz:establishes", "establishes"), ("fz:uses", "uses"),
    ("fz:cites", "cites"), ("fz:citationMode", "mode"), ("fz:mechanismKind", "sort"), ("fz:statedCount", "statedCount"),
    ("fz:listedCount", "listedCount"), ("fz:eventKind", "sort"), ("fz:reason", "reason"), ("fz:bodyKind", "sort"),
    ("skos:altLabel", "also"), ("org:unitOf", "unitOf"), ("fz:setUpBy", "setUpBy"), ("fz:retainedBy", "retainedBy"),
    ("org:postIn", "postIn"), ("fz:exOfficio", "exOfficio"), ("fz:governs", "governs"), ("fz:placeKind", "sort"),
    ("schema:containedInPlace", "within"), ("fz:divisionCode", "code"), ("prov:wasDerivedFrom", "from"),
    ("fz:derivationRule", "derivation"), ("fz:condition", "condition"), ("fz:plan", "plan"), ("fz:problem", "problem"),
    ("fz:oneSide", "side"), ("fz:otherSide", "side"), ("fz:measure", "measure"), ("fz:echoes", "echoes"),
    ("fz:article", "article"), ("fz:item", "item"), ("fz:place", "at"), ("fz:strength", "strength"),
    ("fz:concept", "concept"), ("fz:score", "score"),
    ("oa:hasTarget", "target"), ("rdfs:comment", "why"), ("fz:treatAs", "treat"), ("prov:wasAttributedTo", "by"),
    ("dct:source", "source"),
)  # fmt: skip
# shortcuts that a reader's links put on stated nodes: shown with the mark of the interpretation
INTERPRETED = frozenset(("fz:domain", "fz:problemType", "fz:addresses", "fz:continuesMeasure"))
# property → its place among the rows
PLACES = {name: place for place, (name, _) in enumerate(ROWS)}
