"""The registry of kinds: nothing that a kind needs is missing, and a new kind needs its row, reader and writer only."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from dashi_kg import pipeline
from dashi_kg.export.tree import report_tree
from dashi_kg.graph import build as graph_build
from dashi_kg.graph.nodes.canvas import Canvas
from dashi_kg.knowledge.vocabulary import confidence
from dashi_kg.model import Extraction, Span, kinds
from dashi_kg.model.kinds import Form, Kind, Name
from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.rdf.namespaces import prefixes
from dashi_kg.reader import extract as reader
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.explain import explain_text
from dashi_kg.reader.extract import extract
from dashi_kg.reader.show import extraction_json, extraction_text
from dashi_kg.resources import ontology_dir
from dashi_kg.review.review_page import review_page
from dashi_kg.review.save import save_corrections
from dashi_kg.site.facts.card_html import BY_ID
from dashi_kg.site.facts.node_kind import BASES
from dashi_kg.site.layout.assets import Assets, filters
from dashi_kg.site.site import Site
from dashi_kg.source.read import read_source
from dashi_kg.validation.engine import validate
from tests.conftest import REPORT_DIR, ROOT
from tests.many import nodes

BASE = "https://example.org/base/"
NS = prefixes(BASE)["fz"]
ASSETS = ROOT / "dashi_kg" / "site" / "assets"


def declared() -> set[str]:
    """The terms of our namespace that the files under ontology/ describe."""
    found = set()
    for path in sorted(ontology_dir().glob("*.ttl")):
        for triple in parse(path.read_bytes(), format=RdfFormat.TURTLE, base_iri=BASE):
            if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(NS):
                found.add(triple.subject.value.removeprefix(NS))
    return found


def named_in_code() -> dict[str, str]:
    """Each of our terms that the code names (``fz("Measure")``, ``"fz:Measure"``) → a file where it does."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "dashi_kg").rglob("*.py")):
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "fz":
                names = [a.value for a in node.args if isinstance(a, ast.Constant)]
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                names = re.findall(r"(?<![\w{])fz:([A-Za-z]\w*)", node.value)
            else:
                continue
            found |= dict.fromkeys(map(str, names), path.name)
    return found


def test_terms_of_the_code_are_declared() -> None:
    found = named_in_code()
    assert len(found) > 100
    terms = declared()
    assert {name: file for name, file in found.items() if name not in terms} == {}


def test_terms_of_a_graph_are_declared() -> None:
    terms = declared()
    quads = pipeline.build(REPORT_DIR, BASE).quads
    nodes = {t.value for q in quads for t in (q.subject, q.predicate, q.object) if isinstance(t, NamedNode)}
    used = {iri.removeprefix(NS) for iri in nodes if iri.startswith(NS)}
    assert len(used) > 60
    assert used - terms == set()


def test_keys_prefixes_and_classes_are_of_one_kind() -> None:
    rows = kinds.KINDS
    assert len({row.key for row in rows}) == len(rows)
    prefixed = [
        row.prefix for row in rows if row.prefix and row.key != "target"
    ]  # a target is read as an observation
    assert len(set(prefixed)) == len(prefixed)
    classes = [name for row in rows for name in row.classes]
    assert len(set(classes)) == len(classes)
    spaces = prefixes(BASE)
    assert {name.partition(":")[0] for name in classes} <= set(spaces)


def test_fields_are_those_of_the_extraction(read: Extraction) -> None:
    names = {row.field for row in kinds.read_kinds()}
    others = {"source", "outline", "metadata", "relations", "not_statistics", "warnings", "reviewed"}
    assert names == set(Extraction.__dataclass_fields__) - others
    for row, items in kinds.by_kind(read):
        assert items, row.key
        assert all(re.fullmatch(rf"{row.prefix}\d.*", item.id) for item in items), row.key
        for item in items:
            assert isinstance(getattr(item, row.label), Span)
            assert all(hasattr(item, name) for name in (row.form.corrects if row.form else ()))


def test_each_kind_has_a_writer() -> None:
    assert {row.key for row in kinds.read_kinds()} == set(graph_build.WRITERS) - {"not-statistic"}


def test_each_kind_but_posts_has_a_form_in_colours_of_its_own(read: Extraction) -> None:
    forms = {row.key: row.form for row in kinds.reviewed_kinds() if row.form}
    assert {row.key for row in kinds.read_kinds()} - set(forms) == {"post"}
    assert len({form.colours for form in forms.values()}) == len(forms)
    page = review_page(read, {}, name="x")
    data = json.loads(re.search(r'id="data"[^>]*>(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    facts = data["facts"]
    told = dict(zip(facts["kinds"], facts["fields"], strict=True))
    assert set(data["kinds"]) == set(forms) == set(told) == {facts["kinds"][row[0]] for row in facts["rows"]}
    assert all(f".{key}{{background:var(--k-{key})}}" in page for key in forms)
    for key, fields in told.items():
        assert tuple(fields) == forms[key].corrects


def test_each_kind_has_a_card_with_a_look() -> None:
    style = (ASSETS / "report.css").read_text(encoding="utf-8")
    assert {card.css for card in kinds.cards() if not re.search(rf"\.{card.css}\b", style)} == set()
    assert filters(style) == ""
    shown = {card.css for card in kinds.cards()} - {"section"}  # sections are the frame of the page
    hidden = re.findall(r"#show-([a-z-]+):not\(:checked\)\) (?:(?!main:)[^{}])*?\.\1\b", style)
    assert shown == set(hidden) - set(BASES)
    script = (ASSETS / "report.js").read_text(encoding="utf-8")
    for key, start in BY_ID.items():  # their cards have no class
        assert start.startswith(kinds.kind(key).lasting or kinds.kind(key).prefix)
        assert f'.cards [id^="{start}"]' in style and f'.archived [href^="#{start}"]' in style
        assert f'{start[0]}: "{kinds.kind(key).shown.css}"' in script
    for row in kinds.KINDS:
        assert row.shown.legend.zh and row.shown.legend.en and row.group.name.zh and row.group.name.en


def test_the_drawing_knows_the_prefixes() -> None:
    script = (ASSETS / "ask" / "explore.js").read_text(encoding="utf-8")
    drawn = dict(re.findall(r'\["(\w+)", /\^report\\/\.\*#([a-z]+)/\]', script))
    wanted = {row.drawn.colour: row.prefix for row in kinds.KINDS if row.drawn and row.drawn.counted}
    assert drawn == wanted


def test_each_class_is_in_the_documents() -> None:
    page = (ROOT / "docs" / "graph.md").read_text(encoding="utf-8")
    own = [name for row in kinds.KINDS for name in row.classes if name.startswith("fz:")]
    assert [name for name in own if f"`{name}`" not in page] == []


def test_statements_have_a_place_in_the_tree() -> None:
    schema = json.loads((ontology_dir() / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    names = set(re.findall(r'"(\w+)"', json.dumps(schema)))
    for row in kinds.statements():
        assert row.tree and row.tree[1] in names, row.key


# ------------------------------------------------------------------ a new kind


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that a report promises."""

    id: str
    span: Span
    section: str
    rule: str


@dataclass(frozen=True, slots=True)
class WithPromises(Extraction):
    """The extraction with the field of the new kind."""

    promises: tuple[Promise, ...] = ()


ROW = Kind(
    "promise", Name("承诺", "promise"), ("fz:Promise",), "promises", "y", statement=True, cited=True, tree=("contents", "promises"),
    form=Form(("section",), addable=False),
)  # fmt: skip


def read_promises(ctx: Context) -> list[Promise]:
    """Every sentence that says 将."""
    found: list[Promise] = []
    for section, span in ctx.own_sentences("next-year"):
        if "将" in ctx.words(span):
            found.append(Promise(f"y{len(found) + 1}", span, section.number, "plan-clause"))
    return found


def write_promises(c: Canvas) -> None:
    """Each promise with its words."""
    for promise in c.found.promises:  # type: ignore[attr-defined]
        node = c.item(promise.id)
        c.types(node, c.kind("promise"))
        c.named(node, promise.id, c.quote(promise.span), f"Promise {promise.id}")
        c.add(node, c.n.fz("inSection"), c.item(f"s{promise.section}"))
        c.stated_by(node, [promise.span], promise.rule)


@pytest.fixture
def promises(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A report that promises something, read by a program that knows promises."""
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, ROW))
    monkeypatch.setattr(reader, "Extraction", WithPromises)
    monkeypatch.setitem(reader.READERS, "promise", read_promises)
    monkeypatch.setitem(graph_build.WRITERS, "promise", write_promises)
    path = tmp_path / "r.txt"
    path.write_text(
        "日期:2024-02-20来源:仁和镇人民政府\n2023年,仁和镇推进依法行政,建设法治政府。\n一、2023年主要举措和成效\n"
        "(一)规范执法。组织培训3次。\n二、下一步打算\n仁和镇将加强执法力量建设。\n",
        encoding="utf-8",
    )
    return path


def test_a_new_kind_is_read_printed_and_reviewed(promises: Path) -> None:
    found = extract(read_source(promises))
    (promise,) = found.promises  # type: ignore[attr-defined]
    assert found.source.quote(promise.span).startswith("仁和镇将加强")
    assert "promise (1)" in extraction_text(found)
    assert json.loads(extraction_json(found))["promises"][0]["id"] == "y1"
    assert "├ promise y1: 仁和镇将加强" in explain_text(found, confidence(BASE))
    page = review_page(found, {}, name="x", lang="zh")
    assert '"promise":"承诺"' in page and ".promise{background:var(--k-promise)}" in page


def test_a_new_kind_is_corrected(promises: Path) -> None:
    quote = "仁和镇将加强执法力量建设。"
    notes = pipeline.reading_file(promises)
    who = {"id": "reader", "zh": "核对人", "en": "Reader", "date": "2026-11-24"}
    (promise,) = extract(read_source(promises)).promises  # type: ignore[attr-defined]
    quote = read_source(promises).quote(promise.span)
    for decision, left in (("accept", 1), ("reject", 0)):
        save_corrections(notes, [{"kind": "promise", "quote": quote, "decision": decision}], who)
        assert len(pipeline.build(promises, BASE).extraction.promises) == left  # type: ignore[attr-defined]


def test_a_new_kind_is_in_the_graph_the_tree_and_the_site(promises: Path) -> None:
    built = pipeline.build(promises, BASE)
    (node,) = {q.subject for q in built.quads if q.object == NamedNode(f"{NS}Promise")}
    assert node.value.startswith(f"{BASE}report/{built.org_id}/{built.year}#y-")
    whole = [*built.quads, *pipeline.shared_quads(BASE)]
    assert validate(whole, BASE).conforms
    iri = node.value.partition("#")[0]
    tree = report_tree([q.triple for q in whole], iri, BASE)
    assert "promises" in json.dumps(tree, ensure_ascii=False)
    store = Store()
    store.extend(whole)
    site = Site(OxigraphEngine(store, BASE), BASE)
    page = (site.file(f"report/{built.org_id}/{built.year}.html") or b"").decode("utf-8")
    assert "id=show-promise" in page.replace('"', "") and "承诺" in page
    assert "#show-promise:not(:checked)" in (Assets().file("assets/report.css") or b"").decode("utf-8")
    index = json.loads(site.file("search/catalogue.json") or b"")
    assert ["promise", "承诺", "promise"] in index["groups"]
    assert node.value.removeprefix(BASE) in {
        hit.path for hit in site.search.searcher.hits(range(index["records"]))
    }
    assert node.value.rpartition("#")[2] in (
        site.file(f"report/{built.org_id}/{built.year}/cite.html") or b""
    ).decode("utf-8")
