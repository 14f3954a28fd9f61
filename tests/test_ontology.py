"""The files under ontology/: complete, bilingual, consistent, and every example sound."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from dashi_kg.knowledge.vocabulary import vocabulary
from dashi_kg.model.kinds import LINK_CLASSES
from dashi_kg.rdf.ontology_files import context, ontology_quads, scheme_quads
from dashi_kg.resources import data_dir, ontology_dir
from dashi_kg.text import patterns
from tests.many import for_each, in_one

BASE = "https://example.org/base/"
NS = BASE + "ns#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OWL = "http://www.w3.org/2002/07/owl#"
NIF = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
SCHEMES = [
    "audience",
    "body-kind",
    "citation-mode",
    "classifier",
    "comparability",
    "counting-rule",
    "document-kind",
    "document-rank",
    "domain/local-ext",
    "domain/outline-2021",
    "event-kind",
    "extraction-rule",
    "figure-role",
    "indicator",
    "mechanism-kind",
    "not-statistic",
    "outcome",
    "place-kind",
    "post-kind",
    "problem-type",
    "qualifier",
    "quantity-kind",
    "rank-ground",
    "requirement",
    "rule",
    "seat-role",
    "section-role",
    "stage",
    "status",
    "topic",
    "value",
]

# The terms of others under which ours may stand: a misspelt one would name nothing.
FOREIGN = {
    "http://www.w3.org/ns/prov#": {"Entity"},
    "https://schema.org/": {"Report", "Event", "Place", "text", "sha256", "temporalCoverage"},
    "http://www.w3.org/ns/dcat#": {"Resource"},
    "http://data.europa.eu/m8g/": {"PublicEvent"},
    SKOS: {"Concept", "note"},
    "http://www.w3.org/ns/sosa/": {"Property"},
    "http://www.w3.org/ns/org#": {"Post", "subOrganizationOf", "linkedTo"},
    "http://www.w3.org/ns/dqv#": {"QualityAnnotation"},
    "http://purl.org/dc/terms/": {"source", "subject", "identifier", "isPartOf"},
    RDF: {"value"},
}

# Keys that the reader writes: each must be an entry of its code list.
READER_KEYS = {
    "qualifier": "exact total more-than at-least at-most about below reaches full-coverage none-occurred range",
    "section-role": "chrome preamble leader-duty measures-results shortcomings-causes next-year other overview closing",
    "body-kind": "subdistrict-office township-government county-government municipal-government provincial-government "
    "party-committee county-party-committee municipal-party-committee provincial-party-committee party-organ general-office bureau leading-group study-group law-firm resident-committee "
    "joint-conference team court superior actor-group office company association other",
    "post-kind": "secretary director political-legal-commissioner leadership-team principal-leaders "
    "deputy-director mayor deputy-mayor other",
    "seat-role": "head deputy lead member",
    "place-kind": "province prefecture county township village site facility address",
    "mechanism-kind": "numbered-slogan slogan system mechanism model procedure quotation working-method",
    "event-kind": "study-session talk campaign series-activity day meeting publicity lecture rectification "
    "joint-enforcement congress other",
    "citation-mode": "implements studies required-reading formulates quotes mentions",
    "document-kind": "law regulation rule policy book plan report normative-document other",
    "document-rank": "law administrative-regulation local-regulation departmental-rule local-government-rule "
    "normative-document party-regulation joint-document",
    "rank-ground": "table title number issuer said",
    "not-statistic": "date year day-code slogan-code postcode house-number site-id document-number ordinal "
    "hotline version indefinite other",
    "requirement": "measures-results shortcomings-causes leader-duty next-year other",
    "domain/outline-2021": "T1 T2 T3 T4 T5 T6 T7 T8 T9",
    "domain/local-ext": "X1 X2",
}


def _files(pattern: str) -> list[Path]:
    found = sorted(ontology_dir().glob(pattern))
    assert found, f"nothing matches {pattern}"
    return found


@cache
def _quads(path: Path) -> tuple[Quad, ...]:
    return tuple(parse(path.read_bytes(), format=RdfFormat.TURTLE, base_iri=BASE))


@cache
def _about() -> dict[str, dict[str, list[NamedNode | Literal]]]:
    """Term or concept → property → objects, over all vocabulary files."""
    found: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for quad in ontology_quads(BASE) + scheme_quads(BASE):
        assert isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal)
        found[quad.subject.value][quad.predicate.value].append(quad.object)
    return found


def _types(iri: str) -> set[str]:
    return {o.value for o in _about()[iri][RDF + "type"]} if iri in _about() else set()


TERM_TYPES = {OWL + "Class", RDF + "Property", RDFS + "Datatype"}
TERMS = sorted(iri for iri in _about() if iri.startswith(NS) and _types(iri) & TERM_TYPES)
CONCEPTS = sorted(iri for iri in _about() if SKOS + "Concept" in _types(iri))
SCHEME_NODES = sorted(iri for iri in _about() if SKOS + "ConceptScheme" in _types(iri))
EXAMPLES = _files("examples/*.ttl")
OWN_FILES = _files("*.ttl") + _files("concepts/*.ttl") + EXAMPLES


def _languages(objects: Iterable[NamedNode | Literal]) -> list[str]:
    return sorted(o.language or "" for o in objects if isinstance(o, Literal))


def _own_terms(quads: Iterable[Quad]) -> set[str]:
    nodes = [node for q in quads for node in (q.subject, q.predicate, q.object)]
    return {n.value for n in nodes if isinstance(n, NamedNode) and n.value.startswith(NS)} - {NS}


def _declared() -> set[str]:
    return set(TERMS) | {iri for iri in CONCEPTS if iri.startswith(NS)}


# ------------------------------------------------------------------ all files


@for_each(OWN_FILES, ids=lambda p: p.name)
def test_files_have_no_blank_nodes_and_only_ascii_iris(path: Path) -> None:
    quads = _quads(path)
    assert quads
    for quad in quads:
        for node in (quad.subject, quad.predicate, quad.object):
            assert not isinstance(node, BlankNode), quad
            if isinstance(node, NamedNode):
                assert node.value.isascii() and " " not in node.value, node


@for_each(OWN_FILES, ids=lambda p: p.name)
def test_files_hold_no_absolute_iri_of_ours(path: Path) -> None:
    assert "w3id.org" not in path.read_text(encoding="utf-8")


def test_every_own_term_in_use_is_declared() -> None:
    used: dict[str, str] = {}
    for path in [*_files("**/*.ttl")]:
        for term in _own_terms(_quads(path)):
            used.setdefault(term, path.name)
    for path in sorted(ontology_dir().glob("**/*.rq")):
        for name in re.findall(r"\bfz:([A-Za-z]\w*)", path.read_text(encoding="utf-8")):
            used.setdefault(NS + name, path.name)
    assert {term: name for term, name in used.items() if term not in _declared()} == {}


def test_every_term_on_the_page_of_the_graph_is_declared() -> None:
    page = ontology_dir().parent / "docs" / "graph.md"
    if not page.is_file():
        pytest.skip("the page is not part of this installation")
    names = set(re.findall(r"fz:([A-Za-z]\w*)", page.read_text(encoding="utf-8")))
    names -= {"normalisationOrder"}  # named there as what does not exist
    assert len(names) > 80
    assert sorted(name for name in names if NS + name not in _declared()) == []


def test_the_readme_names_every_module() -> None:
    readme = (ontology_dir() / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in _files("*.ttl") if f"`{path.name}`" not in readme] == []


# ------------------------------------------------------------------ terms


def test_the_header_carries_its_version_and_what_changed_in_it() -> None:
    header = _about()[BASE + "ns"]
    assert _types(BASE + "ns") == {OWL + "Ontology"}
    (version,) = (o.value for o in header[OWL + "versionInfo"])
    assert [o.value for o in header[OWL + "versionIRI"]] == [f"{BASE}ns/{version}"]
    assert header[OWL + "priorVersion"] and [o.value for o in header[OWL + "priorVersion"]] != [
        f"{BASE}ns/{version}"
    ]
    assert all(o.value.startswith(version) for o in header[SKOS + "changeNote"])
    assert _languages(header[SKOS + "changeNote"]) == ["en", "zh"]
    for name in ("title", "description"):
        assert _languages(header["http://purl.org/dc/terms/" + name]) == ["en", "zh"]
    assert _languages(header[SKOS + "editorialNote"]) == ["en", "zh"]


@for_each(TERMS, ids=lambda i: i.removeprefix(NS))
def test_terms_are_described(iri: str) -> None:
    about = _about()[iri]
    assert _languages(about[RDFS + "label"]) == ["en", "zh"]
    assert _languages(about[SKOS + "definition"]) == ["en", "zh"]
    assert len(about[SKOS + "example"]) == 1
    assert [o.value for o in about[RDFS + "isDefinedBy"]] == [BASE + "ns"]
    name = iri.removeprefix(NS)
    types = _types(iri)
    if OWL + "Class" in types or RDFS + "Datatype" in types:
        assert name[0].isupper()
    else:
        assert name[0].islower()
        assert len(types & {OWL + "ObjectProperty", OWL + "DatatypeProperty"}) == 1


def test_labels_of_terms_differ() -> None:
    counted = Counter(
        (kind, o.language, o.value)
        for iri in TERMS
        for o in _about()[iri][RDFS + "label"]
        for kind in [OWL + "Class" in _types(iri)]
        if isinstance(o, Literal)
    )
    assert [label for label, times in counted.items() if times > 1] == []


def test_no_domain_is_asserted() -> None:
    assert not [q for q in ontology_quads(BASE) if q.predicate.value == RDFS + "domain"]


def test_alignments_stand_in_one_file_and_name_real_terms() -> None:
    up = {RDFS + "subClassOf", RDFS + "subPropertyOf"}
    for path in _files("*.ttl"):
        for quad in _quads(path):
            if quad.predicate.value not in up:
                continue
            assert isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
            assert quad.subject.value in TERMS
            target = quad.object.value
            if target.startswith(NS):
                assert target in TERMS
                continue
            assert path.name == "alignments.ttl", quad
            space, name = re.fullmatch(r"(.*[#/])([^#/]+)", target).groups()  # type: ignore[union-attr]
            assert name in FOREIGN[space], target


def test_code_lists_of_properties_exist() -> None:
    lists = {o.value for iri in TERMS for o in _about()[iri][NS + "codeList"]}
    assert lists <= set(SCHEME_NODES)
    assert len(lists) > 15


# ------------------------------------------------------------------ code lists


def test_all_schemes_are_there_one_in_each_file() -> None:
    assert sorted(iri.removeprefix(BASE) for iri in SCHEME_NODES) == SCHEMES
    for path in [*_files("concepts/*.ttl"), ontology_dir() / "values.ttl"]:
        schemes = {
            q.subject.value
            for q in _quads(path)
            if q.object == NamedNode(SKOS + "ConceptScheme") and isinstance(q.subject, NamedNode)
        }
        assert len(schemes) == 1, path.name
        used = {q.object.value for q in _quads(path) if q.predicate.value == SKOS + "inScheme"}  # type: ignore[union-attr]
        assert used == schemes, path.name
        if path.name != "values.ttl":
            assert schemes == {BASE + path.stem.replace("domain-", "domain/")}


@for_each(CONCEPTS + SCHEME_NODES, ids=lambda i: i.removeprefix(BASE))
def test_concepts_are_described(iri: str) -> None:
    about = _about()[iri]
    assert _languages(about[SKOS + "prefLabel"]) == ["en", "zh"]
    assert _languages(about[SKOS + "definition"]) == ["en", "zh"]
    assert not about.get(RDFS + "label")
    preferred = {(o.value, o.language) for o in about[SKOS + "prefLabel"] if isinstance(o, Literal)}
    other = [(o.value, o.language) for o in about.get(SKOS + "altLabel", ()) if isinstance(o, Literal)]
    hidden = [(o.value, o.language) for o in about.get(SKOS + "hiddenLabel", ()) if isinstance(o, Literal)]
    assert {language for _, language in other + hidden} <= {"zh"}
    assert not preferred & set(other) and not preferred & set(hidden) and not set(other) & set(hidden)
    if iri in CONCEPTS:
        (scheme,) = about[SKOS + "inScheme"]
        # at the top of its list, or below another concept of it
        broader = [o for o in about.get(SKOS + "broader", ()) if isinstance(o, NamedNode)]
        assert about.get(SKOS + "topConceptOf", []) == ([] if broader else [scheme])
        assert all(o.value.startswith(scheme.value + "/") for o in broader)
        (notation,) = about[SKOS + "notation"]
        assert isinstance(notation, Literal) and notation.language is None
        inside = NS if scheme.value == BASE + "value" else scheme.value + "/"
        assert re.fullmatch(re.escape(inside) + r"[A-Za-z0-9.-]+", iri)


@for_each(SCHEMES)
def test_wordings_and_notations_belong_to_one_concept(name: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for concept in vocabulary(BASE).scheme(name).values():
        for wording in (*concept.wordings(), *concept.notations):
            owners[wording].add(concept.key)
    assert {wording: keys for wording, keys in owners.items() if len(keys) > 1} == {}


@in_one(("scheme", "keys"), READER_KEYS.items())
def test_schemes_hold_exactly_the_keys_of_the_reader(scheme: str, keys: str) -> None:
    assert set(vocabulary(BASE).scheme(scheme)) == set(keys.split())


def test_every_counter_word_of_the_reader_has_a_classifier() -> None:
    vocab = vocabulary(BASE)
    assert [word for word in patterns.CLASSIFIERS if vocab.find("classifier", word) is None] == []
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", key) for key in vocab.scheme("classifier"))


def test_values_name_the_properties_that_take_them() -> None:
    taking = {iri for iri in TERMS if NamedNode(BASE + "value") in _about()[iri][NS + "codeList"]}
    named = {
        prop for concept in vocabulary(BASE).scheme("value").values() for prop in concept.extra["valueOf"]
    }
    assert named == taking != set()


def test_kinds_of_body_say_their_classes_and_words() -> None:
    for concept in vocabulary(BASE).scheme("body-kind").values():
        assert len(concept.extra["slug"]) == 1
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", concept.extra["slug"][0])
        types = concept.extra["orgType"]
        assert types
        public = "http://data.europa.eu/m8g/PublicOrganisation" in types
        assert public == (concept.key.endswith(("government", "office")) or concept.key == "bureau")


def test_indicators_are_complete() -> None:
    vocab = vocabulary(BASE)
    domains = {
        c.iri for name in ("domain/outline-2021", "domain/local-ext") for c in vocab.scheme(name).values()
    }
    assert len(vocab.scheme("indicator")) >= 50
    for concept in vocab.scheme("indicator").values():
        assert set(concept.extra["domain"]) <= domains and concept.extra["domain"]
        nature = concept.extra["temporalNature"][0].removeprefix(NS)
        assert nature in {"flow", "stock", "rate", "standing"}
        units = concept.extra.get("defaultUnit", ())
        # days and class hours, tonnes and devices: the unit is that of the figure
        kind = concept.extra["quantityKind"][0].rpartition("/")[2]
        assert len(units) <= 1 and (units or kind in {"duration", "physical", "other"})
        assert (nature == "rate") == ("http://qudt.org/vocab/unit/PERCENT" in units)
        assert concept.extra["about"][0].startswith(BASE + "topic/")
        assert concept.extra["scope"][0].removeprefix(NS) in {"common", "local"}
        added = concept.extra["aggregation"][0].removeprefix(NS)
        assert added == "none" if nature != "flow" else added in {"sum", "none"}
        assert concept.alts or "namesCombination" in concept.extra or concept.extra["wordNeeded"]
        assert "易家" not in "".join(concept.wordings())


def test_named_indicators_stand_below_the_combination_that_they_repeat() -> None:
    terms = ("about", "quantityKind", "stage", "audience")

    def facets(iri: str) -> list[str]:
        return [o.value for term in terms for o in _about()[iri].get(NS + term, ())]

    named = [concept.iri for concept in vocabulary(BASE).scheme("indicator").values()]
    for iri in named:
        (above,) = (o.value for o in _about()[iri][SKOS + "broader"])
        assert facets(iri) == facets(above) != []
        assert above == BASE + "indicator/" + ".".join(f.rpartition("/")[2] for f in facets(above))
        assert _about()[above][NS + "scope"] == [NamedNode(NS + "combined")]


# ------------------------------------------------------------------ context and examples


def test_the_context_covers_every_term() -> None:
    loaded = context(BASE)["@context"]
    prefixes = {k: v for k, v in loaded.items() if isinstance(v, str) and v.endswith(("#", "/"))}

    def full(entry: object) -> str:
        iri = str(entry["@id"] if isinstance(entry, dict) else entry)
        prefix, _, name = iri.partition(":")
        return prefixes[prefix] + name if prefix in prefixes else iri

    covered = {full(entry): entry for entry in loaded.values() if not isinstance(entry, float)}
    assert sorted(iri for iri in _declared() if iri not in covered) == []
    for iri in TERMS:
        if OWL + "ObjectProperty" in _types(iri):
            entry = covered[iri]
            assert isinstance(entry, dict) and entry["@type"] in ("@id", "@vocab"), iri
    assert {iri for iri in covered if iri.startswith(NS) and iri != NS} == _declared()


@for_each(EXAMPLES, ids=lambda p: p.stem)
def test_examples_use_declared_terms_and_existing_concepts(path: Path) -> None:
    assert _own_terms(_quads(path)) <= _declared()
    known = set(CONCEPTS) | set(SCHEME_NODES)
    for quad in _quads(path):
        for node in (quad.subject, quad.object):
            if isinstance(node, NamedNode) and any(node.value.startswith(s + "/") for s in SCHEME_NODES):
                assert node.value in known, node
        if isinstance(quad.object, Literal):
            assert quad.object.datatype.value != "http://www.w3.org/2001/XMLSchema#double"


@for_each(EXAMPLES, ids=lambda p: p.stem)
def test_examples_are_typed_by_the_ranges(path: Path) -> None:
    """Literal properties hold literals of the datatype they announce, others IRIs."""
    for quad in _quads(path):
        iri = quad.predicate.value
        if iri not in TERMS:
            continue
        if OWL + "ObjectProperty" in _types(iri):
            assert isinstance(quad.object, NamedNode), quad
            continue
        assert isinstance(quad.object, Literal), quad
        for wanted in _about()[iri][RDFS + "range"]:
            assert quad.object.datatype.value == wanted.value, quad


@for_each(EXAMPLES, ids=lambda p: p.stem)
def test_example_nodes_have_basis_and_labels(path: Path) -> None:
    nodes: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
    for quad in _quads(path):
        nodes[quad.subject.value][quad.predicate.value].append(quad.object)  # type: ignore[union-attr, arg-type]
    free = {SKOS + "Concept"}
    free |= {"http://www.w3.org/2006/time#" + name for name in ("ProperInterval", "Interval", "Instant")}
    for iri, about in nodes.items():
        types = {o.value for o in about[RDF + "type"]}
        if types & free or NIF + "beginIndex" in about:
            continue
        languages = _languages(about.get(RDFS + "label", ()))
        own = bool(about.get(NS + "inReport"))
        silent = bool(types & {NS + name for name in ("NotStatistic", *LINK_CLASSES)})
        assert languages == ["en", "zh"] or (own and languages == ["zh"]) or (silent and not languages), iri
        assert len(about[NS + "basis"]) == 1, iri
        basis = about[NS + "basis"][0].value.removeprefix(NS)
        if basis == "stated" and NS + "SourceText" not in types:
            assert about[NS + "anchor"], iri
        if basis == "external":
            assert about["http://purl.org/dc/terms/source"], iri


@for_each(EXAMPLES, ids=lambda p: p.stem)
def test_examples_quote_the_text_at_their_offsets(path: Path) -> None:
    source = data_dir() / "reports" / "cn-500117007-office" / "2023" / "source.txt"
    text = source.read_text(encoding="utf-8")
    for quad in _quads(path):
        if quad.predicate.value != NIF + "anchorOf":
            continue
        assert isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)
        start, end = map(int, quad.subject.value.rsplit("=", 1)[1].split(","))
        assert text[start:end] == quad.object.value


def test_every_class_has_an_example() -> None:
    shown = {q.object.value for path in EXAMPLES for q in _quads(path) if isinstance(q.object, NamedNode)}
    shown |= {
        NS + "Figure",
        NS + "InterpretiveLink",
    }  # what observations and targets, and what links, have in common
    assert sorted(iri for iri in TERMS if OWL + "Class" in _types(iri) and iri not in shown) == []
