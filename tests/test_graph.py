"""The graph of the Dashi report and of every sample: what ``docs/graph.md`` promises, node by node."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.model.kinds import KINDS, LINK_CLASSES
from dashi_kg.pipeline import BuiltReport, build, shared_quads
from dashi_kg.rdf.namespaces import RDF_TYPE, XSD, Names, curie, typed
from dashi_kg.rdf.terms import value
from dashi_kg.settings import settings
from dashi_kg.validation.engine import validate
from tests.conftest import REPORT_DIR, ROOT
from tests.many import in_one

BASE = settings(None).base
n = Names(BASE)
SAMPLES = sorted((ROOT / "tests" / "reports").glob("*.txt"))
REPORTS = [REPORT_DIR, *SAMPLES]
each_report = pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)


def test_there_are_samples() -> None:
    assert SAMPLES


@cache
def built(path: Path) -> BuiltReport:
    return build(path, BASE)


@cache
def shared() -> list[Quad]:
    return shared_quads(BASE)


def nodes(quads: list[Quad]) -> dict[str, dict[str, list[object]]]:
    found: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        found[value(quad.subject)][quad.predicate.value].append(quad.object)
    return found


def of_class(quads: list[Quad], kind: NamedNode) -> set[str]:
    return {value(q.subject) for q in quads if q.predicate == RDF_TYPE and q.object == kind}


# ------------------------------------------------------------------ the inventory, in the graph


@in_one(
    ("kind", "count"),
    [
        (n.fz("Measure"), 48), (n.fz("Observation"), 30), (n.fz("Target"), 1), (n.fz("Citation"), 11),
        (n.fz("Campaign"), 12), (n.fz("Mechanism"), 18), (n.fz("Problem"), 15), (n.fz("PlanItem"), 20),
        (n.fz("NotStatistic"), 19), (curie("org:Post"), 5), (n.fz("ActorGroup"), 5), (n.fz("Section"), 20),
    ],
    ids=lambda v: value(v).rpartition("#")[2] if isinstance(v, NamedNode) else "",
)  # fmt: skip
def test_counts_of_the_inventory(kind: NamedNode, count: int) -> None:
    found = of_class(built(REPORT_DIR).quads, kind)
    if kind == n.fz("Section"):
        assert len(found) >= count
    else:
        assert len(found) == count, sorted(found)


def test_leaves_among_the_measures() -> None:
    quads = built(REPORT_DIR).quads
    measures = of_class(quads, n.fz("Measure"))
    heads = {value(q.object) for q in quads if q.predicate == curie("dct:isPartOf")} & measures
    assert len(measures - heads) == 44


def test_bodies_and_places() -> None:
    quads = built(REPORT_DIR).quads
    bodies = {value(q.subject) for q in quads if q.predicate == n.fz("bodyKind")}
    assert len(bodies) == 17, sorted(bodies)
    # six places of the report's own, and three divisions: nodes of the reference table, anchored here
    known = place_nodes(quads)
    places = {value(q.subject) for q in quads if q.subject in known and q.predicate == n.fz("anchor")}
    assert len(places) == 9, sorted(places)
    assert len({p for p in places if p.removeprefix(f"{BASE}place/cn-").isdigit()}) == 3


def place_nodes(quads: list[Quad]) -> set[object]:
    return {q.subject for q in (*quads, *shared()) if q.predicate == n.fz("placeKind")}


@pytest.mark.parametrize(
    ("item", "expected"),
    [("d-8e64e14187", "1"), ("d-370ef6df57", None), ("d-34dc8eee91", "210")],
)
def test_derived_values(item: str, expected: str | None) -> None:
    node = nodes(built(REPORT_DIR).quads)[f"{BASE}report/cn-500117007-office/2023#{item}"]
    assert node[n.fz("basis").value] == [n.fz("derived")]
    if expected:
        assert [value(v) for v in node[n.fz("value").value]] == [expected]
    else:
        assert [value(v) for v in node[n.fz("minInclusive").value]] == ["110"]
        assert [value(v) for v in node[n.fz("maxInclusive").value]] == ["112"]


# ------------------------------------------------------------------ promises that hold for any report


@each_report
def test_no_violation(path: Path) -> None:
    outcome = validate([*built(path).quads, *shared()], BASE)
    assert outcome.conforms, [f for f in outcome.findings if f.severity == "violation"][:3]


@each_report
def test_every_anchor_quotes_the_text(path: Path) -> None:
    found = nodes(built(path).quads)
    names = ("referenceContext", "beginIndex", "endIndex", "anchorOf")
    context, begin, end, words = (curie(f"nif:{name}").value for name in names)
    anchors = {s: node for s, node in found.items() if context in node}
    assert anchors
    for anchor, node in anchors.items():
        (source,), (quote,) = node[context], node[words]
        (text,) = (value(t) for t in found[value(source)][n.fz("text").value])
        assert text[int(value(node[begin][0])) : int(value(node[end][0]))] == value(quote), anchor
        assert len(node) == 4, node  # what it is follows from fz:anchor, whose range says so


@each_report
def test_every_stated_node_has_basis_and_anchor(path: Path) -> None:
    quads = [
        q
        for q in built(path).quads
        if value(q.graph_name).removeprefix(f"{BASE}graph/").startswith(("stated/", "shared"))
    ]
    found = nodes(quads)
    basis, anchor = n.fz("basis").value, n.fz("anchor").value
    stated = [s for s, node in found.items() if n.fz("stated") in node[basis]]
    assert stated
    assert [s for s in stated if not found[s][anchor]] == []
    usual = {n.fz(c.partition(":")[2]) for k in KINDS if k.usual_rule for c in k.classes}
    silent = [
        s for s in stated if not found[s][n.fz("rule").value] and not usual & set(found[s][RDF_TYPE.value])
    ]
    assert [s for s in silent if "#" in s] == []
    # and the usual rule is never repeated
    named = {
        (t, value(r)) for s in stated for t in found[s][RDF_TYPE.value] for r in found[s][n.fz("rule").value]
    }
    rules = {
        (n.fz(c.partition(":")[2]), f"{BASE}extraction-rule/{k.usual_rule}") for k in KINDS for c in k.classes
    }
    assert named & rules == set()


@each_report
def test_bases_do_not_mix(path: Path) -> None:
    """A node is of one basis, and what it says stands in the graph of that basis."""
    quads = built(path).quads
    by_subject: dict[str, set[object]] = defaultdict(set)
    for quad in quads:
        if quad.predicate == n.fz("basis"):
            by_subject[value(quad.subject)].add(quad.object)
            kind = value(quad.graph_name).removeprefix(f"{BASE}graph/").partition("/")[0]
            allowed = {
                "stated": {"stated", "external", "supplied"}, "shared": {"stated", "interpreted"}, "derived": {"derived"}, "source": {"stated"},
                "interpreted": {"interpreted"}, "quality": {"interpreted"}, "proposed": {"proposed"}, "reference": {"external"},
                "meta": {"derived", "external", "stated", "interpreted", "proposed"},
            }[kind]  # fmt: skip
            assert value(quad.object).rpartition("#")[2] in allowed, quad
    assert {s: b for s, b in by_subject.items() if len(b) > 1} == {}


@each_report
def test_every_node_has_one_label_in_each_language(path: Path) -> None:
    found = nodes(built(path).quads)
    label, preferred = curie("rdfs:label").value, curie("skos:prefLabel").value
    silent = {n.fz("NotStatistic"), *map(n.fz, LINK_CLASSES)}
    silent |= {curie("oa:XPathSelector"), curie("oa:FragmentSelector")}
    report, document = n.fz("inReport").value, n.fz("documentKind").value
    wrong = {}
    for subject, node in found.items():
        kinds = set(node[RDF_TYPE.value])
        if not kinds or kinds & silent:
            continue
        tags = sorted(t.language or "" for t in node[label] + node[preferred] if isinstance(t, Literal))
        # what a report says is called by its words; nobody has to have put them into English
        if tags != ["en", "zh"] and not (tags == ["zh"] and (report in node or document in node)):
            wrong[subject] = tags
    assert wrong == {}


@each_report
def test_terms_are_plain(path: Path) -> None:
    """ASCII IRIs, no blank nodes, no floating point, every node typed but anchors (the range of fz:anchor says what they are)."""
    quads = built(path).quads
    typed_nodes = {value(q.subject) for q in quads if q.predicate == RDF_TYPE}
    untyped = {value(q.subject) for q in quads if q.predicate != curie("dct:isReplacedBy")} - typed_nodes
    untyped -= {value(q.object) for q in quads if q.predicate == n.fz("anchor")}
    known = {value(q.subject) for q in shared()}
    assert untyped <= known, sorted(untyped - known)
    for quad in quads:
        for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
            assert isinstance(term, NamedNode | Literal)
            if isinstance(term, NamedNode):
                assert term.value.isascii(), term
                assert " " not in term.value
            else:
                assert term.datatype.value not in {XSD + "double", XSD + "float"}, quad


@each_report
def test_every_link_within_the_graph_arrives(path: Path) -> None:
    quads = built(path).quads
    subjects = {value(q.subject) for q in (*quads, *shared())} | {value(q.graph_name) for q in quads}
    base_docs = ("dataset/", "series/", "catalog", "ns", "shapes", "graph/", "requirement/")
    lost = {
        o
        for q in quads
        if isinstance(q.object, NamedNode)
        for o in [q.object.value]
        if o.startswith(BASE) and o not in subjects and not o.removeprefix(BASE).startswith(base_docs)
    }
    assert lost == set()


@each_report
def test_every_quantity_has_unit_qualifier_period_and_indicator(path: Path) -> None:
    found = nodes(built(path).quads)
    for name in ("observedProperty", "phenomenonTime"):
        for kind in ("Observation", "Target"):
            for subject in of_class(built(path).quads, n.fz(kind)):
                assert len(found[subject][curie(f"sosa:{name}").value]) == 1, (subject, name)
                assert len(found[subject][n.fz("qualifier").value]) <= 1, subject


# ------------------------------------------------------------------ change


def changed(old: str, new: str, folder: Path) -> list[Quad]:
    """The graph of the Dashi report with other words, under the same reading."""
    for file in ("source.txt", "reading.yaml"):
        data = (REPORT_DIR / file).read_bytes()
        if file == "source.txt":
            assert data.count(old.encode()) == 1
            data = data.replace(old.encode(), new.encode())
        (folder / file).write_bytes(data)
    return build(folder, BASE).quads


def without_digest(quads: list[Quad]) -> set[str]:
    """The quads as lines, the digest of the text taken out."""
    (source,) = (value(q.subject) for q in quads if q.predicate == n.fz("text"))
    sha = {value(q.object) for q in quads if q.predicate in (n.fz("sha256"), n.fz("fileSha256"))}
    lines = set()
    for quad in quads:
        if quad.predicate == n.fz("text"):
            continue
        line = str(quad).replace(source, "SOURCE")
        for digest in sha:
            line = line.replace(digest, "SHA").replace(digest[:16], "SHA")
        lines.add(line)
    return lines


def test_one_digit_changes_that_observation_and_what_follows_from_it(tmp_path: Path) -> None:
    before, after = (
        without_digest(built(REPORT_DIR).quads),
        without_digest(changed("开展各类宣传活动50余次", "开展各类宣传活动70余次", tmp_path)),
    )
    touched = {line.split(" ")[0] for line in before ^ after}
    report = f"{BASE}report/cn-500117007-office/2023#"
    items = {t.strip("<>").removeprefix(report) for t in touched if report in t}
    # the figure and the measure that its words name, each with its old and its new id; the seven other figures of the measure;
    # what is derived
    counts = Counter(i.split("-")[0] for i in items)
    assert counts == {"f": 2 + 7, "m": 2, "d": 2, "classify": 2}, items
    # everything else that differs are the selectors and anchors over these very characters
    others = {t for t in touched if report not in t}
    assert all("SOURCE#" in t or t == "<SOURCE>" for t in others), others


def test_a_sentence_that_moves_keeps_its_ids(tmp_path: Path) -> None:
    sentence = (
        "推行非现场执法和移动执法,加大视频监控、仪器定点监测等技术手段运用力度,扩大覆盖面,减少执法盲区。"
    )
    text = (REPORT_DIR / "source.txt").read_text(encoding="utf-8")
    moved = text.replace(sentence, "").replace("目前街道共有", sentence + "目前街道共有")
    (tmp_path / "source.txt").write_text(moved, encoding="utf-8")
    (tmp_path / "reading.yaml").write_bytes((REPORT_DIR / "reading.yaml").read_bytes())
    new = build(tmp_path, BASE)
    assert new.warnings == built(REPORT_DIR).warnings

    def names(quads: list[Quad]) -> dict[str, str]:
        return {
            value(q.subject): value(q.object)
            for q in quads
            if q.predicate.value == curie("rdfs:label").value
            and isinstance(q.object, Literal)
            and q.object.language == "zh"
            and "/graph/stated/" in value(q.graph_name)
            and "source/" not in value(q.subject)
        }

    assert names(new.quads) == names(built(REPORT_DIR).quads)


def test_the_report_year_is_a_year() -> None:
    quads = built(REPORT_DIR).quads
    assert [q.object for q in quads if q.predicate == n.fz("reportYear")] == [typed("2023", "gYear")]


def test_a_body_that_is_named_in_two_ways_has_one_label(tmp_path: Path) -> None:
    words = "霍山县人民政府2022年度法治政府建设情况报告\n2022年,霍山县人民政府推进依法行政。\n一、主要举措和成效\n县政府收到行政复议申请89件。\n二、存在的不足\n执法力量不足。\n三、2023年工作打算\n加强执法培训。\n"
    file = tmp_path / "a.txt"
    file.write_text(words, encoding="utf-8")
    quads = build(file, BASE).quads
    issuer = nodes(quads)[n("org/cn-341525-government").value]
    assert issuer[curie("rdfs:label").value] == [
        Literal("霍山县人民政府", language="zh"),
        Literal("People's Government of Huoshan County", language="en"),
    ]
    assert {value(name) for name in issuer[curie("skos:altLabel").value]} == {"县政府"}
    assert not [f for f in validate(quads, BASE).findings if f.shape.code == "S29"]


_PAGE = "{issuer}2022年度法治政府建设情况报告\n2022年,{issuer}推进依法行政。\n一、主要举措和成效\n{words}\n二、存在的不足\n执法力量不足。\n三、2023年工作打算\n加强执法培训。\n"


@pytest.mark.parametrize(
    ("pages", "labels"),
    [
        (  # the issuer with and without its province
            [("重庆市合川区司法局", "市政府部署。"), ("合川区司法局", "区委、区政府重视。")],
            {"合川区司法局", "重庆市人民政府", "合川区人民政府", "中共合川区委员会"},
        ),
        (  # a government that reports, and its short name in the report of its bureau
            [("合川区人民政府", "听取汇报。"), ("重庆市合川区财政局", "区政府、区政府办公室重视。")],
            {"合川区人民政府", "合川区财政局", "合川区人民政府办公室"},
        ),
        (  # 市政府 is that of the nearest city above: of county level, of prefecture level
            [
                ("义乌市司法局", "浙江省人民政府、市政府、省政府部署。"),
                ("杭州市上城区司法局", "市政府、省政府部署。"),
            ],
            {"义乌市司法局", "义乌市人民政府", "浙江省人民政府", "上城区司法局", "杭州市人民政府"},
        ),
        (  # two teams, one in each report, and the group by two names
            [
                ("合川区公安局", "法制支队审核案件。成立法治政府建设领导小组。"),
                ("重庆市合川区公安局", "经侦支队查处案件。成立法治政府建设工作领导小组。"),
            ],
            {"合川区公安局", "法制支队", "经侦支队", "法治政府建设工作领导小组"},
        ),
        (  # a town and its government
            [("永清县韩村镇", "镇政府、镇党委重视。"), ("永清县韩村镇人民政府", "县委、县政府重视。")],
            {"韩村镇人民政府", "韩村镇党委", "永清县人民政府", "中共永清县委员会"},
        ),
    ],
)
def test_a_body_has_one_label_in_all_reports(
    tmp_path: Path, pages: list[tuple[str, str]], labels: set[str]
) -> None:
    found: dict[str, set[str]] = {}
    kinds: dict[str, set[str]] = {}
    for number, (issuer, words) in enumerate(pages):
        file = tmp_path / f"{number}.txt"
        file.write_text(_PAGE.format(issuer=issuer, words=words), encoding="utf-8")
        for q in build(file, BASE).quads:
            if value(q.subject).startswith(n("org/cn-").value) and "/post/" not in value(q.subject):
                if q.predicate == curie("rdfs:label") and q.object.language == "zh":
                    found.setdefault(value(q.subject), set()).add(value(q.object))
                if q.predicate == n.fz("bodyKind"):
                    kinds.setdefault(value(q.subject), set()).add(value(q.object))
    assert all(len(names) == 1 for names in (*found.values(), *kinds.values()))
    assert set().union(*found.values()) == labels


@each_report
def test_every_named_graph_says_its_basis_and_report(path: Path) -> None:
    quads = [*built(path).quads, *shared()]
    found = nodes(quads)
    for name in sorted({value(q.graph_name) for q in quads}):
        graph, kind = found[name], name.removeprefix(f"{BASE}graph/").partition("/")[0]
        assert curie("sd:NamedGraph") in graph[RDF_TYPE.value], name
        assert len(graph[n.fz("basis").value]) == (kind not in ("ontology", "schemes", "meta")), name
        common = ("ontology", "schemes", "meta", "reference", "shared", "moved")
        assert len(graph[n.fz("inReport").value]) == (kind not in common), name
