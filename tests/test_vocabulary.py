"""The vocabulary as the program reads it: quads, plain values, context, errors."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from pyld import jsonld
from pyoxigraph import Literal, NamedNode

from dashi_kg.errors import DataError
from dashi_kg.knowledge import vocabulary as module
from dashi_kg.knowledge.vocabulary import vocabulary
from dashi_kg.rdf import ontology_files as files
from dashi_kg.rdf.ontology_files import context, ontology_quads, scheme_quads, shapes_quads
from dashi_kg.resources import ontology_dir
from tests.many import in_one

BASE = "https://example.org/base/"
SKOS = "http://www.w3.org/2004/02/skos/core#"

# The counted words of every observation of the Dashi report, as the reader gives them.
COUNTED = {
    "开展习近平法治思想专题学习": "theory-study-sessions",
    "中心组列席旁听": "study-sit-in-coverage",
    "开展宣讲": "theory-outreach-talks",
    "处理法律事项": "legal-matters-handled",
    "修改合同及协议": "contracts-revised",
    "起草通知及信息答复书": "notices-replies-drafted",
    "协助开展集中宣传": "counsel-publicity-assists",
    "因执法问题而产生的行政复议案件": "admin-reconsideration-cases",
    "因执法问题而产生的行政诉讼案件": "admin-litigation-cases",
    "接受培训": "enforcement-training-hours",
    "具有行政执法资格的行政执法人员": "licensed-enforcers",
    "占街道全体工作人员": "licensed-enforcer-share",
    "为机关干部举办法制讲座和业务培训": "law-lectures-trainings",
    "考试合格率": "law-exam-pass-rate",
    "村(社区)建立法治文化宣传阵地": "villages-with-culture-sites",
    "开展各类宣传活动": "publicity-events",
    "印制张贴通告": "notices-posted",
    "悬挂标语": "banners-hung",
    "海报": "posters",
    "印制发布宣传单、通告": "leaflets-notices-issued",
    "发放宣传资料": "materials-distributed",
    "开院坝会": "courtyard-meetings",
    "受众": "audience-person-times",
    "参与党建活动": "courtyard-party-activities",
    "组织民主协商事项": "courtyard-consultations",
    "自发化解矛盾纠纷": "courtyard-self-resolved-disputes",
    "排查矛盾纠纷": "disputes-identified",
    "化解矛盾纠纷": "disputes-resolved",
    "化解": "disputes-resolved",
    "化解率": "dispute-resolution-rate",
    "调处复杂疑难矛盾纠纷": "complex-disputes-mediated",
    "涉及群众": "people-involved-in-disputes",
}


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of ontology/ that the test may break."""
    folder = tmp_path / "ontology"
    shutil.copytree(ontology_dir(), folder)
    for reader in (module, files):
        monkeypatch.setattr(reader, "ontology_dir", lambda: folder)
    return folder


def test_quads_stand_in_their_graphs() -> None:
    assert {q.graph_name for q in ontology_quads(BASE)} == {NamedNode(BASE + "graph/ontology")}
    assert {q.graph_name for q in scheme_quads(BASE)} == {NamedNode(BASE + "graph/schemes")}


def test_quads_are_repeatable() -> None:
    for read in (ontology_quads, scheme_quads):
        once = read(BASE)
        assert len(once) > 500
        assert once == read(BASE)
        assert len(set(once)) == len(once)


def test_the_base_moves_every_own_iri() -> None:
    one = {str(q).replace(BASE, "*") for q in ontology_quads(BASE) + scheme_quads(BASE)}
    other = "http://localhost:8000/x/"
    two = {str(q).replace(other, "*") for q in ontology_quads(other) + scheme_quads(other)}
    assert one == two


def test_top_concepts_point_both_ways() -> None:
    quads = scheme_quads(BASE)
    down = {(q.subject, q.object) for q in quads if q.predicate.value == SKOS + "hasTopConcept"}
    up = {(q.object, q.subject) for q in quads if q.predicate.value == SKOS + "topConceptOf"}
    assert down == up != set()


def test_schemes_by_key() -> None:
    vocab = vocabulary(BASE)
    assert vocab is vocabulary(BASE)
    domain = vocab.concept("domain/outline-2021", "T4")
    assert domain.iri == BASE + "domain/outline-2021/T4"
    assert domain.labels["en"] == "Law enforcement"
    indicator = vocab.concept("indicator", "disputes-resolved")
    assert indicator.extra["domain"] == (BASE + "domain/outline-2021/T6",)
    assert indicator.extra["temporalNature"] == (BASE + "ns#flow",)
    office = vocab.concept("body-kind", "subdistrict-office")
    assert office.extra["slug"] == ("office",)
    assert len(office.extra["orgType"]) == 2
    assert vocab.concept("value", "stated").iri == BASE + "ns#stated"
    assert "source" in vocab.concept("rule", "publish-before-1-april").extra


@in_one(("counted", "key"), COUNTED.items())
def test_counted_words_of_the_dashi_report_name_an_indicator(counted: str, key: str) -> None:
    found = vocabulary(BASE).find("indicator", counted)
    assert found is not None and found.key == key


def test_find_ignores_white_space_and_does_not_guess() -> None:
    vocab = vocabulary(BASE)
    found = vocab.find("indicator", "发放 宣传\n资料")
    assert found is not None and found.key == "materials-distributed"
    assert vocab.find("indicator", "矛盾纠纷") is None
    assert vocab.find("indicator", "") is None


def test_unknown_names_say_what_there_is() -> None:
    with pytest.raises(DataError, match="no code list “nothing”") as failure:
        vocabulary(BASE).scheme("nothing")
    assert "qualifier" in failure.value.remedy
    with pytest.raises(DataError, match="no entry “nothing”") as failure:
        vocabulary(BASE).concept("qualifier", "nothing")
    assert "at-least" in failure.value.remedy


def test_syntax_errors_name_file_and_place(copied: Path) -> None:
    (copied / "places.ttl").write_text("@prefix fz: <ns#> .\nfz:a fz:b fz:c\nfz:d .", encoding="utf-8")
    with pytest.raises(DataError) as failure:
        ontology_quads(BASE)
    assert failure.value.file == "ontology/places.ttl"
    assert failure.value.place.en.startswith("line ")
    (copied / "concepts" / "rule.ttl").write_bytes(b'<a> <b> "\xff" .')
    with pytest.raises(DataError) as failure:
        scheme_quads(BASE)
    assert failure.value.file == "ontology/concepts/rule.ttl"


def test_a_concept_without_label_is_named(copied: Path) -> None:
    text = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<status/new> skos:inScheme <status> ."
    (copied / "concepts" / "status.ttl").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as failure:
        vocabulary(BASE)
    assert failure.value.place == BASE + "status/new"


@pytest.mark.parametrize("name", ["concepts", "shapes"])
def test_an_empty_folder_is_an_error(copied: Path, name: str) -> None:
    shutil.rmtree(copied / name, ignore_errors=True)
    (copied / name).mkdir()
    with pytest.raises(DataError, match="no Turtle file"):
        {"concepts": scheme_quads, "shapes": shapes_quads}[name](BASE)


def test_namespaces_of_shapes_are_made_absolute(copied: Path) -> None:
    shutil.rmtree(copied / "shapes", ignore_errors=True)
    (copied / "shapes").mkdir()
    (copied / "shapes" / "prefixes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        '<shapes#fz> sh:prefix "fz" ; sh:namespace "ns#"^^xsd:anyURI .\n'
        '<shapes#oa> sh:prefix "oa" ; sh:namespace "http://www.w3.org/ns/oa#"^^xsd:anyURI .\n',
        encoding="utf-8",
    )
    found = {q.object.value for q in shapes_quads(BASE) if isinstance(q.object, Literal)}
    assert found == {"fz", "oa", BASE + "ns#", "http://www.w3.org/ns/oa#"}


def test_context_errors(copied: Path) -> None:
    (copied / "context.jsonld").write_text('{"@context": ', encoding="utf-8")
    with pytest.raises(DataError) as failure:
        context(BASE)
    assert failure.value.place.en == "line 1, column 14"
    (copied / "context.jsonld").unlink()
    with pytest.raises(DataError, match="no such file"):
        context(BASE)


def test_context_is_a_fresh_copy_with_the_base_filled_in() -> None:
    one = context(BASE)
    one["@context"].clear()
    two = context(BASE)
    assert two["@context"]["fz"] == BASE + "ns#"
    assert "{base}" not in json.dumps(two)


def test_exact_decimals_survive_json_ld() -> None:
    document = {
        **context(BASE),
        "id": BASE + "r#o29",
        "type": "Observation",
        "label": {"zh": "化解率", "en": "rate"},
        "observedProperty": "indicator/dispute-resolution-rate",
        "value": {"@type": "xsd:decimal", "@value": "99.8"},
        "decimals": 1,
        "statementKind": "practice",
        "basis": "stated",
    }
    (expanded,) = jsonld.expand(document, {"base": BASE})
    assert expanded["http://www.w3.org/ns/sosa/hasSimpleResult"] == [
        {"@type": "http://www.w3.org/2001/XMLSchema#decimal", "@value": "99.8"}
    ]
    assert expanded[BASE + "ns#basis"] == [{"@id": BASE + "ns#stated"}]
    assert expanded[BASE + "ns#decimals"] == [{"@value": 1}]
    compacted = jsonld.compact(expanded, context(BASE), {"base": BASE, "skipExpansion": True})
    assert compacted["value"] == {"type": "xsd:decimal", "@value": "99.8"}
    for key in ("type", "label", "observedProperty", "decimals", "statementKind", "basis"):
        assert compacted[key] == document[key], key
