"""The questions by facets over reports of several bodies, with answers that were checked by reading the texts."""

from __future__ import annotations

import pytest

from dashi_kg.language import Both
from dashi_kg.pipeline import build, own_quads, shared_quads
from dashi_kg.pipeline.asking import answer
from dashi_kg.query.bind import bind
from dashi_kg.query.engines import engine
from dashi_kg.query.paired import pairs
from dashi_kg.query.questions import question
from dashi_kg.query.result import Engine
from dashi_kg.rdf.terms import value
from dashi_kg.site.asking.question_pages import Asked, QuestionPages
from dashi_kg.site.shared.site_graph import SiteGraph
from tests.conftest import ROOT
from tests.labelled import text_of
from tests.questions import BASE, table

# reports as published, beside the checkout; the tests over them are left out where there are none
BESIDE = [folder / "shared" / "cases" / "reports" for folder in ROOT.parents[:2]]
GIVEN = next((folder for folder in BESIDE if folder.is_dir()), BESIDE[0])
OWN = ("r01", "r05", "r14", "r32", "r33")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Five texts of the development split."""
    folder = tmp_path_factory.mktemp("own")
    quads = list(shared_quads(BASE))
    for name in OWN:
        file = folder / f"{name}.txt"
        file.write_text(text_of(name), encoding="utf-8")
        quads += build(file, BASE).quads
    return engine("pyoxigraph", quads, BASE)


@pytest.fixture(scope="module")
def given() -> Engine:
    """Six reports as their bodies publish them, and that of Dashi."""
    if not GIVEN.is_dir():
        pytest.skip("the reports are not beside the checkout")
    quads = list(own_quads(BASE))
    for path in sorted(GIVEN.iterdir()):
        quads += build(path, BASE).quads
    return engine("pyoxigraph", quads, BASE)


def rows(on: Engine, name: str, *columns: str, **values: str) -> list[tuple[str, ...]]:
    """The columns of an answer, without marks of language."""
    asked = question(name)
    head, *found = table(on.run(asked.full_text(BASE, bind(asked, values, BASE))))
    places = [head.index(column) for column in columns]
    return [tuple(row[i].removesuffix("@zh") for i in places) for row in found]


# ------------------------------------------------------------------ texts of our own


def test_mediation_of_our_texts(own: Engine) -> None:
    found = rows(own, "mediation-by-county", "body", "year", "cases", "solved", "rate")
    assert sorted(found) == [
        ("河口镇人民政府", "2020", "126", "", "98"),
        ("青禾县人民政府", "2022", "1842", "1815", "98.5"),
        ("黄荆坝镇人民政府", "2022", "168", "165", "98.2"),
    ]
    assert len(rows(own, "mediation-by-county", "body", year="2020")) == 1


def test_reconsideration_of_our_texts(own: Engine) -> None:
    found = rows(own, "reconsideration-and-litigation", "topic", "stage", "role", "value")
    assert found == [
        ("行政复议", "受理", "数值", "26"), ("行政复议", "办结", "数值", "24"),
        ("行政复议", "失败", "部分", "3"), ("行政复议", "失败", "部分", "1"),
    ]  # fmt: skip


def test_open_disputes_of_our_texts_are_disputes_only(own: Engine) -> None:
    assert sorted(rows(own, "open-disputes", "value", "how")) == [("27", "derived"), ("3", "derived")]


def test_outcomes_of_our_texts(own: Engine) -> None:
    found = rows(own, "outcomes-by-stage", "year", "stage", "how", "value")
    assert sorted(found) == [
        ("2020", "办理", "total", "126"), ("2022", "发现", "total", "168"), ("2022", "发现", "total", "1842"),
        ("2022", "成功", "total", "165"), ("2022", "成功", "total", "1815"),
    ]  # fmt: skip


def test_changes_and_actors_of_our_texts(own: Engine) -> None:
    changed = rows(own, "before-and-after", "topic", "direction", "after", "size")
    assert sorted(changed) == [("时限材料", "减少", "", "72"), ("调解", "增加", "98.2", "1.1")]
    acted = rows(own, "who-acted", "actor", "topic", "value")
    assert {
        ("街道综合行政执法队", "行政检查", "860"), ("镇司法所", "普法活动", "12"), ("镇综合执法队", "专项联合", "8"),
        ("县政府常务会议", "会议研究", "9"), ("法律顾问", "合法性审核", "31"),
    } <= set(acted)  # fmt: skip


def test_rates_of_our_texts_have_their_bases(own: Engine) -> None:
    found = {row[0]: row[1:] for row in rows(own, "rates-with-bases", "words", "rate", "top", "base")}
    assert found["成功率98.5%"] == ("98.5", "1815", "1842")
    assert found["化解率98.2%"] == ("98.2", "165", "168")
    assert found["群众满意率99.6%"][0] == "99.6"


def test_what_two_of_our_bodies_compare_on(own: Engine) -> None:
    pairs = {frozenset((a, b)) for a, b in rows(own, "what-bodies-compare-on", "one", "other")}
    assert len(pairs) > 3
    for key, amount, other in rows(own, "what-bodies-compare-on", "key", "value", "otherValue"):
        assert key.count("|") == 5
        if key.startswith("dispute-resolution-rate|"):
            assert {amount, other} <= {"98.5", "98.2", "98"}


def test_a_topic_over_bodies_and_years(own: Engine) -> None:
    mediated = rows(own, "topic-over-years", "year", "words", topic="topic/G1")
    assert ("2022", "化解率98.2%") in mediated
    assert ("2020", "调解矛盾纠纷126件") in mediated
    assert not any("同比" in words for _, words in mediated)
    wider = rows(own, "topic-over-years", "words", topic="topic/G")
    assert len(wider) > len(mediated)


# ------------------------------------------------------------------ reports of seven bodies


def test_mediation_by_county(given: Engine) -> None:
    found = rows(given, "mediation-by-county", "county", "body", "year", "cases", "solved", "rate")
    assert sorted(found) == [
        ("", "眉山市自然资源和规划局", "2024", "29", "26", "89.7"),
        ("合川区", "大石街道办事处", "2023", "509", "508", "99.8"),
        ("彭山区", "彭山区人民政府", "2024", "2107", "", "98.6"),
        ("彭山区", "彭山区人民政府", "2024", "3245", "", "98.3"),
        ("彭山区", "彭山区司法局", "2023", "1892", "1851", "97.8"),
        ("彭山区", "彭山区司法局", "2024", "2107", "2078", "98.6"),
        ("彭山区", "黄丰镇人民政府", "2024", "146", "144", "98.6"),
        ("洪雅县", "洪雅县市场监督管理局", "2024", "1138", "902", "79.3"),
    ]


def test_reconsideration_and_litigation_of_all(given: Engine) -> None:
    found = rows(given, "reconsideration-and-litigation", "statement", "topic", "stage", "role", "value")
    bureau = [row[1:] for row in found if "cn-511403-x4dbb4f13/2023" in row[0]]
    assert bureau == [
        ("行政复议", "申请", "数值", "58"), ("行政复议", "受理", "数值", "51"), ("行政复议", "办结", "数值", "47"),
        ("行政复议", "办结", "部分", "22"), ("行政复议", "办结", "部分", "5"), ("行政复议", "失败", "部分", "6"),
        ("行政复议", "办结", "部分", "14"), ("行政诉讼", "办理", "数值", "19"), ("行政诉讼", "失败", "数值", "1"),
    ]  # fmt: skip
    later = [row[1:] for row in found if "cn-511403-x4dbb4f13/2024" in row[0]]
    assert [value for *_, value in later] == [
        "97",
        "88",
        "83",
        "41",
        "9",
        "14",
    ]  # 人均办案17.6件 is no number of cases
    # Dashi, city bureau (its 18件次 of heads at court are no cases), district, justice bureau twice, market bureau
    assert len(found) == 2 + 8 + 6 + 6 + 9 + 2


def test_open_disputes_of_all_are_disputes(given: Engine) -> None:
    """509-508, 29-26, 1892-1851, 2107-2078, 146-144, 1138-902; no exam that was failed, no food that was found wanting."""
    found = rows(given, "open-disputes", "value", "how")
    assert sorted(found, key=lambda row: int(row[0])) == [
        ("1", "derived"), ("2", "derived"), ("3", "derived"), ("29", "derived"), ("41", "derived"), ("236", "derived"),
    ]  # fmt: skip


def test_rates_and_changes_of_all(given: Engine) -> None:
    found = {row[0]: row[1:] for row in rows(given, "rates-with-bases", "words", "rate", "top", "base")}
    for words, told in {
        "败诉率5.1%": ("5.1", "2", "39"), "胜诉率95.6%": ("95.6", "43", "45"), "整改率95.1%": ("95.1", "58", "61"),
        "合格率97.8%": ("97.8", "1009", "1032"), "办结率98.4%": ("98.4", "1817", "1846"), "化解率达到99.8%": ("99.8", "508", "509"),
    }.items():  # fmt: skip
        assert found[words] == told
    changed = rows(given, "before-and-after", "direction", "after", "size")
    assert {
        ("减少", "196", "18.7"),
        ("增加", "97", "67.2"),
        ("减少", "15", "16.7"),
        ("增加", "11", "22.2"),
    } <= set(changed)


def test_two_bodies_compare_on_what_both_state(given: Engine) -> None:
    found = rows(
        given, "what-bodies-compare-on", "name", "year", "value", "otherYear", "otherValue",
        one="org/cn-511403-government", other="org/cn-511403-x4dbb4f13",
    )  # fmt: skip
    assert ("收到行政复议申请数", "2024", "97", "2024", "97") in found
    assert ("受理行政复议案件数", "2024", "88", "2023", "51") in found
    names = {name for name, *_ in found}
    assert not names & {"人民调解员数", "宣传受众人次"}  # the district does not state them
    assert "行政诉讼败诉率" not in names  # the district's 5.1 % are of cases at first instance only


def test_who_acted_and_outcomes_of_all(given: Engine) -> None:
    acted = rows(given, "who-acted", "actor", "value")
    assert {
        ("全区人民调解组织", "2107"),
        ("行政复议机构", "88"),
        ("政府法律顾问", "86"),
        ("镇党委理论学习中心组", "3"),
    } <= set(acted)
    outcomes = rows(given, "outcomes-by-stage", "stage", "how", "value", topic="topic/G2")
    assert {
        ("未结", "part", "6"),
        ("失败", "part", "9"),
        ("受理", "total", "88"),
        ("申请", "total", "58"),
    } <= set(outcomes)


def test_pairs_of_many_bodies_are_asked_one_by_one(own: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rows in the same order; a body that is given is asked with each other one, whichever comes first."""
    text = bind(question("what-bodies-compare-on"), {}, BASE)
    every = list(own.run(text).rows or ())
    monkeypatch.setattr("dashi_kg.query.paired.FEW", 1)
    told: list[Both] = []
    assert list(answer(text, own, BASE, told.append).rows or ()) == every
    assert len(told) == 1 and "pair by pair" in told[0].en
    last = max(value(row[1]) for row in every if row[1])
    some = list(answer(bind(question("what-bodies-compare-on"), {"one": last}, BASE), own, BASE).rows or ())
    assert some == [row for row in every if last in (value(row[0]), value(row[1]))] != []  # type: ignore[arg-type]
    first = value(some[0][0])  # type: ignore[arg-type]
    turned = bind(question("what-bodies-compare-on"), {"one": last, "other": first}, BASE, "en")
    assert [row[:2] for row in answer(turned, own, BASE).rows or ()] == [
        row[:2] for row in some if value(row[0]) == first
    ]  # type: ignore[arg-type]
    assert pairs(question("coverage").text, own, BASE) is None
    # a body makes no pair with itself; values that are written otherwise than `bind` does stay as they are
    same = bind(question("what-bodies-compare-on"), {"one": last, "other": last}, BASE)
    assert list(answer(same, own, BASE).rows or ()) == list(own.run(same).rows or ()) == []
    both = turned.replace(f"<{first}>", f"<{first}> <{last}>").replace(
        f"?one {{ <{last}> }}", "?one { UNDEF }"
    )
    assert list(answer(both, own, BASE).rows or ()) == list(own.run(both).rows or ()) != []


def test_a_page_about_pairs_of_many_bodies_is_of_the_first_two(
    own: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All pairs are the square of the bodies: of a hundred they took more memory than the rest of a release."""
    asked = question("what-bodies-compare-on")
    monkeypatch.setattr("dashi_kg.site.asking.question_pages.MANY", 20)
    pages = QuestionPages(SiteGraph(own, BASE), own)
    every = list(pages.result(asked, "zh").rows or ())
    first, second = (value(term) for term in every[0][:2] if term)
    assert len({row[:2] for row in every}) > 1
    monkeypatch.setattr("dashi_kg.site.asking.question_pages.MANY", 1)
    pages = QuestionPages(SiteGraph(own, BASE), own)
    some = list(pages.result(asked, "zh").rows or ())
    assert some == [row for row in every if row[:2] == every[0][:2]] == every[: len(some)]
    page = pages.write("questions/what-bodies-compare-on", "questions/what-bodies-compare-on.html", "zh")
    assert (
        f"VALUES ?one {{ &lt;{first}&gt; }}" in page.decode()
        and f"VALUES ?other {{ &lt;{second}&gt; }}" in page.decode()
    )
    assert pages.first(asked, "zh").total == len(some)
    assert pages.values(question("open-disputes")) == {}
    # of a large release, pages ask the first reports, and say so
    told, name = "这里只问了前 20 份报告，全部 22 份报告的答案", "questions/coverage"
    in_part = QuestionPages(SiteGraph(own, BASE), own, Asked(20, 22)).write(name, f"{name}.html", "zh")
    whole = pages.write(name, f"{name}.html", "zh")
    assert told in in_part.decode() and told not in whole.decode()
    assert "--data dashi-kg.nq.gz" in in_part.decode() and "--data dashi-kg.nq<" in whole.decode().replace(
        " -p", "<"
    )
