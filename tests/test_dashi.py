"""The Dashi report against its hand-made inventory (``golden/inventory.tsv``: id, start, end, quote)."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from dashi_kg.model import Extraction, Source, Span
from dashi_kg.reader.outline.outline import numbered, outline
from dashi_kg.reader.show import extraction_json, extraction_text, outline_json, outline_text
from dashi_kg.text.patterns import DIGIT_GROUP
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden"
INVENTORY = [
    (name, Span(int(start), int(end)), quote)
    for name, start, end, quote in (
        line.split("\t") for line in (GOLDEN / "inventory.tsv").read_text(encoding="utf-8").splitlines()
    )
]


def inventory(kind: str) -> dict[str, Span]:
    found = {name: span for name, span, _ in INVENTORY if name[0] == kind}
    assert found, kind
    return found


def test_the_source_is_the_one_that_was_counted(dashi: Source) -> None:
    assert dashi.sha256 == dashi.file_sha256
    assert dashi.sha256.startswith("ec4f70ae0dfff298")
    assert (len(dashi.text), dashi.byte_length) == (4172, 11806)
    assert dashi.steps == ()


def test_quotes_of_the_inventory(dashi: Source) -> None:
    for name, span, quote in INVENTORY:
        if quote:
            assert dashi.quote(span) == quote, name


def test_sections(read: Extraction) -> None:
    sections = {s.id: s.span for s in numbered(read.outline)}
    assert inventory("s").items() <= sections.items()


def test_section_roles(dashi: Source) -> None:
    roles = {s.number: s.role for s in outline(dashi).children}
    assert roles == {
        "0a": "chrome",
        "0b": "preamble",
        "1": "leader-duty",
        "2": "measures-results",
        "3": "shortcomings-causes",
        "4": "next-year",
        "5": "chrome",
    }


def test_measures(read: Extraction) -> None:
    """Same measures; the reader anchors the whole statement, the inventory its telling clause."""
    found = {m.id: m for m in read.measures}
    expected = inventory("m")
    assert found.keys() == expected.keys()
    for name, span in expected.items():
        assert found[name].span.contains(span), name
    assert sum(not m.children for m in read.measures) == 44
    for one in read.measures:
        for other in read.measures:
            assert one is other or not one.span.overlaps(other.span), (one.id, other.id)


def test_observations(read: Extraction) -> None:
    assert {o.id: o.span for o in read.observations} == inventory("o")


def test_problems(read: Extraction) -> None:
    assert {p.id: p.span for p in read.problems} == inventory("p")


def test_plan_items(read: Extraction) -> None:
    found = {a.id: a.span for a in read.plan_items}
    expected = inventory("a")
    # 4.3b: the inventory leaves out the clause's first words 广泛开展法治宣传教育.
    assert found["a4.3b"].contains(expected["a4.3b"])
    expected["a4.3b"] = found["a4.3b"]
    assert found == expected
    assert Counter(a.kind for a in read.plan_items) == {"head": 3, "action": 12, "goal": 5}


@pytest.mark.parametrize(("kind", "field", "count"), [
    ("O", "bodies", 17), ("S", "posts", 5), ("P", "places", 9), ("D", "citations", 11), ("E", "events", 12),
    ("K", "mechanisms", 18),
])  # fmt: skip
def test_each_entry_of_the_inventory_is_met_by_one_item(
    read: Extraction, kind: str, field: str, count: int
) -> None:
    items = getattr(read, field)
    assert len(items) == count == len(inventory(kind))
    for name, span in inventory(kind).items():
        spans = [s for i in items for s in (i.span, *(m.span for m in getattr(i, "mentions", ())))]
        assert any(s.overlaps(span) for s in spans), name


def test_digit_groups_are_all_accounted_for(read: Extraction) -> None:
    groups = [Span(*m.span()) for m in DIGIT_GROUP.finditer(read.source.text)]
    inside = [g for g in groups if any(o.span.contains(g) for o in read.observations)]
    unread = [n for n in read.not_statistics if n.span in groups]
    assert (len(groups), len(inside), len(unread)) == (44, 29, 15)
    assert {n.span for n in unread} == set(groups) - set(inside)
    assert Counter(n.reason for n in unread) == {
        "year": 9, "date": 1, "day-code": 1, "slogan-code": 1, "postcode": 1, "house-number": 1, "site-id": 1,
    }  # fmt: skip


def test_numerals_in_words_are_accounted_for(read: Extraction) -> None:
    words = [
        (read.source.quote(n.span), n.reason)
        for n in read.not_statistics
        if not DIGIT_GROUP.search(read.source.quote(n.span))
    ]
    assert words == [(w, "slogan-code") for w in ("两个", "两个", "三个", "四个")]


def test_values(read: Extraction) -> None:
    values = [(o.value, o.classifier) for o in read.observations]
    d = Decimal
    assert values == [
        (d(3), "次"), (None, ""), (d(21), "场"), (d(6), "件"), (d(4), "项"), (d(2), "项"), (d(4), "次"),
        (d(0), ""), (d(0), ""), (d(60), "学时"), (d(42), "人"), (d(38), ""), (d(4), "次"), (d(100), ""),
        (d(20), "个"), (d(50), "次"), (d(600), "份"), (d(150), "条"), (d(460), "副"), (d(180000), "张"),
        (d(50000), "份"), (d(190), "场"), (d(60000), "人次"), (d(3), "次"), (d(7), "件"), (d(4), "起"),
        (d(509), "起"), (d(508), "起"), (d("99.8"), ""), (d(4), "起"), (d(840), "人"),
    ]  # fmt: skip


def test_qualifiers_and_bounds(read: Extraction) -> None:
    assert Counter(o.qualifier for o in read.observations) == {
        "exact": 15, "total": 3, "more-than": 7, "at-least": 2, "reaches": 1, "full-coverage": 1, "none-occurred": 2,
    }  # fmt: skip
    for o in read.observations:
        assert (o.min_exclusive == o.value) == (o.qualifier == "more-than" or o.value is None), o.id
        assert (o.min_inclusive == o.value) == (o.qualifier == "at-least" or o.value is None), o.id
    by_id = {o.id: o for o in read.observations}
    assert by_id["o20"].stated_precision == 10_000


def test_periods(read: Extraction) -> None:
    special = {o.id: o.period.key for o in read.observations if o.period.key != "2023"}
    assert special == {
        "o08": "since-2013", "o09": "since-2013", "o10": "each-year", "o11": "as-of-2024-02-20",
        "o12": "as-of-2024-02-20", "o13": "since-2013", "o14": "since-2013", "o15": "as-of-2024-02-20",
    }  # fmt: skip
    implied = {o.id for o in read.observations if o.period_basis == "implied"}
    assert implied == {"o01", "o02", "o03", "o15", "o24", "o25", "o26"}


def test_kinds_subjects_and_relations(read: Extraction) -> None:
    by_id = {o.id: o for o in read.observations}
    assert {o.id: o.kind for o in read.observations if o.kind != "actual"} == {
        "o10": "target",
        "o13": "practice",
    }
    names = {item.id: item.name for item in (*read.bodies, *read.places)}
    about = {o.id: names[o.about] for o in read.observations if o.about}
    assert about == {
        "o01": "街道党工委理论学习中心组", "o02": "街道党工委理论学习中心组", "o10": "基层行政执法队伍",
        "o24": "“易家小院”", "o25": "“易家小院”", "o26": "“易家小院”",
    }  # fmt: skip
    assert {o.id: o.component_of for o in read.observations if o.component_of} == {
        "o05": "o04", "o06": "o04", "o07": "o04",
    }  # fmt: skip
    assert (by_id["o29"].numerator, by_id["o29"].denominator, by_id["o29"].decimals) == ("o28", "o27", 1)
    assert {o.id for o in read.observations if o.certainty == "ambiguous"} == {"o30", "o31"}
    assert by_id["o30"].possible_wholes == ("o27", "o28")


def test_measures_of_observations(read: Extraction) -> None:
    assert all(o.measure for o in read.observations)
    assert len({o.measure for o in read.observations}) == 12
    assert {o.id: o.measure for o in read.observations}["o16"] == "m2.4.3e"


def test_citations(read: Extraction) -> None:
    modes = Counter(c.mode for c in read.citations)
    assert modes == {"implements": 4, "studies": 2, "required-reading": 2, "formulates": 2, "quotes": 1}
    assert [c.title for c in read.citations if not c.marked] == [
        "干部年度培训方案", "加强党政机关法律顾问工作实施意见", "行政处罚法", "党的二十大报告",
    ]  # fmt: skip


def test_slogans(read: Extraction) -> None:
    counts = {k.name: (k.stated_count, len(k.listed)) for k in read.mechanisms if k.stated_count}
    assert counts == {
        "四个“大实话”工作机制": (4, 4), "“三个统一”": (3, 3), "“法律七进”": (7, 0), "“两个确立”": (2, 0),
        "“两个维护”": (2, 0), "“三亮六有三定五联动(3635)”社区微治理新模式": (17, 0),
    }  # fmt: skip
    implicit = {k.name: len(k.listed) for k in read.mechanisms if k.listed and not k.stated_count}
    assert sorted(implicit.values()) == [4, 4, 5]


def test_leading_group(read: Extraction) -> None:
    names = {item.id: item.name for item in (*read.bodies, *read.posts)}
    seats = [(names[r.subject], r.predicate) for r in read.relations if r.rule == "seat-in-group"]
    assert seats == [
        ("党工委书记", "head-of"), ("办事处主任", "deputy-of"), ("党工委政法委员", "lead-of"),
        ("其他党政领导班子", "member-of"),
    ]  # fmt: skip


def test_metadata(read: Extraction) -> None:
    meta = read.metadata
    assert meta.title is None
    values = {
        name: getattr(meta, name).value
        for name in ("issuer", "year", "issued", "publisher", "postcode", "address", "website_id")
    }
    assert values == {
        "issuer": "大石街道办事处", "year": "2023", "issued": "2024-02-20",
        "publisher": "重庆市合川区人民政府办公室", "postcode": "401520", "address": "重庆合川区希尔安大道222号",
        "website_id": "5001170002",
    }  # fmt: skip


@pytest.mark.parametrize("stage", ["outline.txt", "outline.json", "extraction.txt", "extraction.json"])
def test_golden_stages(read: Extraction, stage: str) -> None:
    """Each stage as it was approved. To approve a change: ``python -m tests.approve``."""
    made = {
        "outline.txt": lambda: outline_text(read.outline, read.source),
        "outline.json": lambda: outline_json(read.outline, read.source),
        "extraction.txt": lambda: extraction_text(read),
        "extraction.json": lambda: extraction_json(read),
    }[stage]()
    assert made + "\n" == (GOLDEN / f"dashi-2023.{stage}").read_text(encoding="utf-8")
