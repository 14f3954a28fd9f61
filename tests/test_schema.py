"""The JSON Schema: our trees keep to it, and each broken tree is told apart."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from dashi_kg.export.one_report import one_report
from dashi_kg.export.schema import report_schema, schema_bytes
from dashi_kg.export.tree import report_tree
from dashi_kg.pipeline import build, shared_quads
from dashi_kg.rdf.jsonld import dump
from tests.conftest import REPORT_DIR, ROOT

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed (pip install '.[test]')")

BASE = "https://example.org/kg/"
TEXTS = [REPORT_DIR, *sorted((ROOT / "tests" / "reports").glob("*.txt"))]


@cache
def tree(report: Path) -> dict[str, Any]:
    triples = [q.triple for q in (*build(report, BASE).quads, *shared_quads(BASE))]
    made = dump(report_tree(triples, one_report(triples, None, BASE), BASE))
    return dict(json.loads(made))


@cache
def checker() -> Any:
    return jsonschema.Draft202012Validator(report_schema(BASE))


def faults(document: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in checker().iter_errors(document)]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(report_schema(BASE))
    assert json.loads(schema_bytes(BASE))["$id"] == f"{BASE}ontology/report.schema.json"


def test_all_is_said_in_the_schema_itself() -> None:
    """References stay in the file: nothing is fetched to validate."""
    words = schema_bytes(BASE).decode()
    assert words.count('"$ref"') == words.count('"$ref": "#/$defs/') > 50


@pytest.mark.parametrize("report", TEXTS, ids=lambda p: p.stem)
def test_reports_keep_to_the_schema(report: Path) -> None:
    assert len(TEXTS) > 1
    assert faults(tree(report)) == []


def test_a_figure_in_no_measure_stands_in_its_section() -> None:
    """The bureau counts in its problems and plans, too."""
    document = tree(ROOT / "tests" / "reports" / "bureau.txt")
    found = {}

    def walk(section: Any) -> None:
        for figure in section.get("otherFigures", ()):
            assert figure["inSection"] == section["id"]
            found[figure["id"].rpartition("#")[2]] = section["number"]
        for part in section.get("hasPart", ()):
            walk(part)

    walk(document)
    assert sorted(found.values()) == ["2.1", "4.1", "4.2"]
    assert document["@context"]["otherFigures"]["@reverse"] == "fz:inSection"


def _measure(t: Any) -> Any:
    return next(m for s in t["hasPart"][3]["hasPart"] for m in s["measures"] if "observations" in m)


def _figure(t: Any) -> Any:
    return _measure(t)["observations"][0]


BROKEN: dict[str, Callable[[Any], Any]] = {
    "a report without title": lambda t: t.pop("title"),
    "a title without English": lambda t: t["title"].pop("en"),
    "a day that is none": lambda t: t.update(issued="2024-02-40"),
    "a year with a month": lambda t: t.update(reportYear="2023-01"),
    "a remote context": lambda t: t.update({"@context": "https://example.org/context.jsonld"}),
    "no section": lambda t: t.update(hasPart=[]),
    "an unknown property": lambda t: t["hasPart"][0].update(colour="red"),
    "one anchor that is no array": lambda t: t["hasPart"][0].update(anchor=t["hasPart"][0]["anchor"][0]),
    "a section without anchor": lambda t: t["hasPart"][0].pop("anchor"),
    "a position below the text": lambda t: t["anchor"][0].update(beginIndex="-1"),
    "an anchor without quote": lambda t: t["anchor"][0].pop("anchorOf"),
    "an empty quote": lambda t: t["anchor"][0].update(anchorOf=""),
    "a figure read by a person": lambda t: _figure(t).update(basis="interpreted"),
    "a figure without indicator": lambda t: _figure(t).pop("observedProperty"),
    "a value without unit": lambda t: _figure(t).pop("unit"),
    "a value as binary fraction": lambda t: _figure(t).update(value=99.8),
    "a value in words": lambda t: _figure(t).update(value={"@value": "99,8", "type": "xsd:decimal"}),
    "a requirement among the results": lambda t: _figure(t).update(statementKind="requirement"),
    "an indicator without English": lambda t: _figure(t)["observedProperty"]["prefLabel"].pop("en"),
    "a measure among the problems": lambda t: t["hasPart"][4]["hasPart"][0].update(problems=[_measure(t)]),
    "a plan without kind": lambda t: t["hasPart"][5]["hasPart"][0]["planItems"][0].pop("planKind"),
    "an included node without id": lambda t: t["included"][0].pop("id"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_tree_is_refused(name: str) -> None:
    broken = copy.deepcopy(tree(REPORT_DIR))
    BROKEN[name](broken)
    assert broken != tree(REPORT_DIR)
    assert not checker().is_valid(broken)
