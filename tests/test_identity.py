"""Who reports, under which IRIs; what follows by arithmetic."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from dashi_kg.graph.figures.derive import derive, rounded
from dashi_kg.knowledge.reference import Division, load_reference
from dashi_kg.knowledge.resolve import identify
from dashi_kg.model import Extraction
from dashi_kg.rdf import iris
from dashi_kg.reader.extract import extract
from dashi_kg.resources import data_dir
from dashi_kg.source.read import from_text
from tests.helpers import report

REFERENCE = load_reference(data_dir() / "reference")


def test_the_one_of_three_namesakes_that_the_page_names(read: Extraction) -> None:
    assert len([d for d in REFERENCE.divisions if d.zh == "大石街道"]) == 3
    found = identify(read, REFERENCE)
    assert found.org_id == "cn-500117007-office"
    assert [d.zh for d in found.chain] == ["合川区", "重庆市"]
    assert found.county
    assert found.county.zh == "合川区"


def test_without_a_hint_a_namesake_stays_unresolved() -> None:
    text = "来源:大石街道办事处\n2023年以来,大石街道办事处推进法治政府建设。\n一、主要举措\n(一)学法。开展培训3次。\n"
    found = identify(extract(from_text(text)), REFERENCE)
    assert found.division is None
    assert found.org_id.startswith("x")


def test_two_hints_decide_nothing(read: Extraction) -> None:
    twin = Division("999999007", "township", "大石街道", "Dashi", "500117", "")
    both = REFERENCE._replace(divisions=(*REFERENCE.divisions, twin))
    assert identify(read, both).division is None


def test_no_issuer_no_name() -> None:
    found = identify(extract(from_text("一、主要举措\n开展培训3次。\n")), REFERENCE)
    assert found.division is None


@given(st.text(max_size=40))
def test_slugs_make_valid_iris(words: str) -> None:
    words = words.encode("utf-8", "replace").decode()
    slug = iris.slug(words)
    assert slug
    assert slug.isascii()
    iri = "https://example.org/" + iris.local_place("500117", words)
    assert pyoxigraph.NamedNode(iri).value == iri
    assert rdflib.URIRef(iri).n3()
    assert iris.slug(words) == slug


def test_different_names_have_different_slugs() -> None:
    names = ["柿子村", "柿子树村", "Shizi Village", "Shizi"]
    assert len({iris.slug(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [("99.8035", 1, "99.8"), ("99.85", 1, "99.9"), ("0.5", 0, "1"), ("2.345", 2, "2.35")],
)
def test_rounding_is_half_up(value: str, decimals: int, expected: str) -> None:
    assert rounded(Decimal(value), decimals) == Decimal(expected)


def values(body: str) -> dict[str, tuple[str, ...]]:
    return {
        d.rule: tuple(
            str(v) for v in (d.value, d.min_inclusive, d.max_inclusive, d.max_exclusive) if v is not None
        )
        for d in derive(report(body).observations)
    }


def test_difference_and_rate() -> None:
    found = values("排查矛盾纠纷200起,化解150起,化解率75%。")
    assert found["difference"] == ("50",)
    assert found["rate-recomputed"][0] == "75"


def test_usual_limit() -> None:
    assert values("发放资料600余份。") == {"usual-limit-of-yu": ("700",)}
    assert values("发放资料65余份。") == {"usual-limit-of-yu": ("66",)}


def test_nothing_follows_from_nothing() -> None:
    assert values("全面推进依法行政。") == {}
    assert values("开展培训3次,参训人员120人。") == {}
