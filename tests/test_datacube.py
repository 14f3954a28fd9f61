"""The Data Cube view is well-formed, and each integrity constraint fires on its own broken cube, and only it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from dashi_kg.export.annotations import web_annotations
from dashi_kg.export.construct import store_of
from dashi_kg.export.datacube import constraints, datacube, normalised, queries, violated
from dashi_kg.export.nif import nif
from dashi_kg.pipeline import build, shared_quads
from dashi_kg.rdf.namespaces import FOREIGN, RDF_TYPE, XSD, Names, curie, prefixes
from dashi_kg.rdf.terms import value
from dashi_kg.resources import ontology_dir
from tests.conftest import REPORT, REPORT_DIR, ROOT

BASE = "https://example.org/kg/"
CASES = ROOT / "tests" / "datacube"
BROKEN = sorted(CASES.glob("ic-*.ttl"))
pytestmark = pytest.mark.usefixtures("queries_read_once")
VALID = [CASES / "_base.ttl", *sorted(CASES.glob("valid-*.ttl"))]


@cache
def everything() -> tuple[Triple, ...]:
    quads = (*build(REPORT_DIR, BASE).quads, *shared_quads(BASE))
    return tuple(sorted({q.triple for q in quads}, key=str))


@cache
def everything_in_rdflib() -> rdflib.Graph:
    data = serialize(everything(), format=RdfFormat.N_TRIPLES)
    assert data is not None
    return rdflib.Graph().parse(data=data, format="nt")


@cache
def cube() -> tuple[Triple, ...]:
    return tuple(datacube(everything(), BASE))


def case(path: Path) -> list[Triple]:
    files = {CASES / "_base.ttl", path}
    return [q.triple for file in sorted(files) for q in parse(file.read_bytes(), RdfFormat.TURTLE)]


def violated_in_rdflib(triples: Iterable[Triple]) -> list[str]:
    """The same files, asked by the other engine."""
    graph = rdflib.Graph()
    data = serialize(triples, format=RdfFormat.N_TRIPLES)
    assert data is not None
    graph.parse(data=data, format="nt")
    names = prefixes(BASE)
    for path in sorted((ontology_dir() / "datacube").glob("normalise-*.ru")):
        graph.update(path.read_text("utf-8"), initNs=names)
    store = normalised(triples, BASE)
    return [
        name
        for name in constraints()
        if any(graph.query(text, initNs=names).askAnswer for text in queries(name, store, BASE))
    ]


# ------------------------------------------------------------------ the constraints


def test_there_are_21_constraints_each_with_a_broken_case_and_a_header() -> None:
    assert constraints() == [f"ic-{n:02}" for n in range(1, 22)]
    assert sorted({path.stem[:5] for path in BROKEN}) == constraints()
    for path in (ontology_dir() / "datacube").glob("*.r[qu]"):
        zh, en = path.read_text("utf-8").splitlines()[:2]
        assert zh.startswith("# zh: ") and en.startswith("# en: "), path.name


@pytest.mark.parametrize("path", BROKEN, ids=lambda p: p.stem)
def test_a_broken_cube_makes_exactly_its_constraint_fire(path: Path) -> None:
    assert violated(case(path), BASE) == [path.stem[:5]]
    assert violated_in_rdflib(case(path)) == [path.stem[:5]]


@pytest.mark.parametrize("path", VALID, ids=lambda p: p.stem)
def test_a_well_formed_cube_is_silent(path: Path) -> None:
    assert len(VALID) > 5
    assert violated(case(path), BASE) == []
    assert violated_in_rdflib(case(path)) == []


def test_normalisation_is_needed_and_enough() -> None:
    """The abbreviated cube says too little before, and all after."""
    triples = case(CASES / "valid-attachments.ttl")
    ex = "https://example.org/cube/"
    wanted = {(f"{ex}o2", f"{ex}unit"), (f"{ex}o2", f"{ex}area"), (f"{ex}o2", f"{ex}year")}
    assert not wanted & {(value(t.subject), t.predicate.value) for t in triples}
    found = {(value(q.subject), q.predicate.value) for q in normalised(triples, BASE)}
    assert wanted <= found


# ------------------------------------------------------------------ our cube


def test_our_cube_is_well_formed_in_both_engines() -> None:
    assert violated(cube(), BASE) == []
    assert violated_in_rdflib(cube()) == []


def test_the_cube_of_a_text_without_notes_is_well_formed() -> None:
    quads = (*build(ROOT / "tests" / "reports" / "bureau.txt", BASE).quads, *shared_quads(BASE))
    made = datacube({q.triple for q in quads}, BASE)
    assert violated(made, BASE) == []
    found = {value(t.subject).rpartition("#")[2] for t in made if t.object == curie("qb:Observation")}
    targets = {
        value(q.subject).rpartition("#")[2]
        for q in quads
        if q.predicate == RDF_TYPE and q.object == Names(BASE).fz("Target")
    }
    assert (
        len(targets) == 2 and not targets & found and len(found) == 19
    )  # what other bodies and heads of offices did is left out


def test_two_values_of_one_indicator_and_period_are_not_in_the_cube(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "合川区大石街道办事处2023年法治政府建设年度报告\n一、2023年推进法治政府建设的主要举措和成效\n"
        "(一)开展普法。开展法治培训6期。\n(二)强化队伍。开展法治培训4期,清理规范性文件3件。\n",
        encoding="utf-8",
    )
    made = datacube({q.triple for q in (*build(file, BASE).quads, *shared_quads(BASE))}, BASE)
    found = {value(t.subject).rpartition("#")[2] for t in made if t.object == curie("qb:Observation")}
    assert violated(made, BASE) == [] and len(found) == 1


def test_our_cube_has_the_comparable_figures() -> None:
    found = {value(t.subject).rpartition("#")[2] for t in cube() if t.object == curie("qb:Observation")}
    none = {2}  # no value
    other_time = {8, 9, 10, 11, 12, 13, 14, 15}
    other_thing = {24, 25, 26}
    places = sorted(
        (int(value(t.object).rpartition("=")[2].partition(",")[0]), value(t.subject).rpartition("#")[2])
        for t in everything()
        if value(t.predicate) == f"{BASE}ns#anchor" and "#f-" in value(t.subject)
    )
    orders = {name: number for number, (_, name) in enumerate(places, start=1)}
    assert {orders[name] for name in found} == set(range(1, 32)) - none - other_time - other_thing
    assert len(found) == 19


def test_our_cube_states_what_the_observations_state() -> None:
    known = {(value(t.subject), t.predicate.value): t.object for t in everything()}
    measure, result = FOREIGN["sdmx-measure"] + "obsValue", FOREIGN["sosa"] + "hasSimpleResult"
    values = [t for t in cube() if t.predicate.value == measure]
    assert len(values) == 19
    for triple in values:
        assert triple.object == known[value(triple.subject), result]
    rate = next(t.object for t in values if value(t.subject).endswith("#f-99b73eb7cf"))
    assert rate == Literal("99.8", datatype=NamedNode(XSD + "decimal"))


def test_the_facets_are_dimensions() -> None:
    n = Names(BASE)
    said = {t.predicate.value.removeprefix(f"{BASE}ns#"): value(t.object).removeprefix(BASE)
            for t in cube() if value(t.subject).endswith("#f-99b73eb7cf")}  # fmt: skip
    assert {k: v for k, v in said.items() if k.startswith("ref")} == {
        "refOrganisation": "org/cn-500117007-office",
        "refPeriod": "period/2023",
        "refIndicator": "indicator/dispute-resolution-rate",
        "refTopic": "topic/G1",
        "refQuantityKind": "quantity-kind/rate",
        "refStage": "stage/success",
        "refAudience": "cube#not-said",
        "refRole": "figure-role/value",
        "refPart": "cube#whole",
    }
    dimensions = {value(t.object) for t in cube() if t.predicate == curie("qb:dimension")}
    assert dimensions == {n.fz(k).value for k in said if k.startswith("ref")}
    parts = {value(t.object) for t in cube() if t.predicate == n.fz("refPart")}
    assert parts == {f"{BASE}cube#whole", f"{BASE}cube#part"}


def changed(*more: tuple[str, str, str]) -> list[str]:
    """The figures in the cube after these statements about the report's items are added."""
    report = f"{BASE}report/cn-500117007-office/2023#"
    names = prefixes(BASE)

    def iri(words: str) -> NamedNode:
        if words in ("report", "key"):  # which key, the cube does not ask
            return NamedNode(report.rstrip("#"))
        prefix, _, local = words.partition(":")
        return NamedNode(report + local if not prefix else names[prefix] + local)

    added = [Triple(iri(s), iri(p), iri(o)) for s, p, o in more]
    made = datacube([*everything(), *added], BASE)
    assert violated(made, BASE) == []
    return sorted(value(t.subject).rpartition("#")[2] for t in made if t.object == curie("qb:Observation"))


def test_an_indicator_given_twice_is_not_taken() -> None:
    o17_again = [(":o99", p, o) for p, o in (
        ("rdf:type", "fz:Observation"), ("fz:inReport", "report"), ("fz:comparisonKey", "key"), ("sosa:observedProperty", "ind:notices-posted"),
        ("sosa:phenomenonTime", "per:2023"),
        ("sosa:hasSimpleResult", ":f-b27a0a87d4"), ("qudt:hasUnit", "unit:NUM"),
    )]  # fmt: skip
    found = changed(*o17_again)
    assert len(found) == 18 and not {"f-b27a0a87d4", "o99"} & set(found)
    # but a part of a total is no second figure
    found = changed(*o17_again, (":o99", "fz:componentOf", ":f-b27a0a87d4"))
    assert len(found) == 19 and "f-b27a0a87d4" in found


def test_the_cube_needs_no_other_file() -> None:
    """Every node of ours that it names has a label in zh and en in the file itself, classes and anchors aside."""
    named = {t.object.value for t in cube() if isinstance(t.object, NamedNode) and t.predicate != RDF_TYPE}
    ours = {iri for iri in named if iri.startswith(BASE) and "/source/" not in iri and "ns#" not in iri}
    ours -= {f"{BASE}ns"}
    labels = {FOREIGN["rdfs"] + "label", FOREIGN["skos"] + "prefLabel"}
    found = {(value(t.subject), t.object.language) for t in cube()
             if t.predicate.value in labels and isinstance(t.object, Literal)}  # fmt: skip
    assert len(ours) > 20
    assert {(iri, tag) for iri in ours for tag in ("zh", "en")} - found == set()


# ------------------------------------------------------------------ NIF


def test_nif_quotes_the_text_at_its_offsets() -> None:
    text = REPORT.read_text("utf-8")
    about: dict[str, dict[str, list[Literal | NamedNode]]] = {}
    for t in nif(everything(), BASE):
        about.setdefault(value(t.subject), {}).setdefault(t.predicate.value, []).append(t.object)  # type: ignore[arg-type]
    space = FOREIGN["nif"]
    contexts = [s for s, v in about.items() if curie("nif:Context") in v[RDF_TYPE.value]]
    assert len(contexts) == 1
    whole = about[contexts[0]]
    size = len(str(whole[f"{space}isString"][0].value))
    assert contexts[0].endswith(f"#char=0,{size}")
    assert text.startswith(str(whole[f"{space}isString"][0].value)) and len(text) - size <= 1
    parts = {s: v for s, v in about.items() if s not in contexts}
    assert len(parts) == 268
    for iri, v in parts.items():
        begin, end = v[f"{space}beginIndex"][0], v[f"{space}endIndex"][0]
        assert isinstance(begin, Literal) and begin.datatype.value == XSD + "nonNegativeInteger"
        assert iri.endswith(f"#char={begin.value},{end.value}")
        assert text[int(begin.value) : int(end.value)] == v[f"{space}anchorOf"][0].value
        assert [o.value for o in v[f"{space}referenceContext"]] == contexts
        assert v[FOREIGN["itsrdf"] + "taIdentRef"]


def test_nif_leads_to_every_stated_item() -> None:
    anchored = {value(t.subject) for t in everything() if t.predicate.value == f"{BASE}ns#anchor"}
    found = {value(t.object) for t in nif(everything(), BASE) if t.predicate == curie("itsrdf:taIdentRef")}
    assert found == anchored and len(found) > 200


@pytest.mark.parametrize("name", ["annotations", "datacube", "nif"])
def test_the_other_engine_constructs_the_same(name: str) -> None:
    text = (ontology_dir() / "exports" / f"{name}.rq").read_text("utf-8")
    made = everything_in_rdflib().query(f"BASE <{BASE}>\n{text}", initNs=prefixes(BASE)).graph
    assert made is not None
    theirs = {q.triple for q in parse(made.serialize(format="nt"), RdfFormat.N_TRIPLES)}
    made_by = {"annotations": web_annotations, "datacube": datacube, "nif": nif}[name]
    ours = made_by(everything(), BASE)
    fixed = set(datacube([], BASE)) if name == "datacube" else set()
    assert theirs - fixed == set(ours) - fixed


def test_every_export_query_is_tried() -> None:
    assert sorted(p.stem for p in (ontology_dir() / "exports").glob("*.rq")) == [
        "annotations",
        "datacube",
        "nif",
    ]
    assert len(store_of([])) == 0
