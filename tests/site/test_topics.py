"""Pages that compare: what stands in one table, what apart, and that page, table file and query say the same."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from dashi_kg.api import Graph
from dashi_kg.errors import DashiError
from dashi_kg.export.charts import drawable
from dashi_kg.export.tables.observations import COLUMNS, Row
from dashi_kg.pipeline import build, engine_for, shared_quads
from dashi_kg.query.engines import engine
from dashi_kg.rdf.terms import value
from dashi_kg.site.shared.over_years import alike_in_words
from dashi_kg.site.site import Site
from dashi_kg.site.things.findings_at_home import at_home
from dashi_kg.site.things.home import Home
from dashi_kg.site.things.told_at_home import MOST, Sentences
from dashi_kg.site.topics.matrix import matrix
from dashi_kg.site.topics.small_charts import Axis, line, mark
from tests.site.conftest import BASE, Published


def row(body: str, year: str, number: str, key: str, **more: str) -> Row:
    known = {name: "" for name, *_ in COLUMNS} | {
        "org_id": body, "report_year": year, "value": number, "comparison_key": key, "role": "value", "kind": "actual",
        "topic_certainty": "clear", "indicator_iri": f"{BASE}indicator/a", "iri": f"{BASE}report/{body}/{year}#f-{number}",
    }  # fmt: skip
    return known | more


USUAL, HALF = "a|level||NUM|year|exact", "a|level||NUM|Y-01_Y-06|exact"


def test_what_compares_stands_together_and_what_does_not_apart() -> None:
    found = matrix(
        [
            row("x", "2022", "5", USUAL), row("x", "2023", "7", USUAL), row("y", "2023", "9", USUAL),
            row("z", "2023", "3", HALF),
            row("z", "2023", "4", "", role="change"), row("z", "2023", "6", "", kind="requirement"),
            row("z", "2023", "8", "", topic_certainty="unsure"),
        ]
    )  # fmt: skip
    (block,) = found.blocks
    assert block.years == ("2022", "2023") and block.ranked_year == "2023"
    assert [(one.body, one.number("2022"), one.number("2023")) for one in block.lines] == [
        ("y", None, 9), ("x", 5, 7),
    ]  # fmt: skip
    assert [(one.row["value"], [facet.key for facet in one.why]) for one in found.apart] == [
        ("3", ["period"]), ("4", ["change"]), ("6", ["target"]), ("8", ["topic"]),
    ]  # fmt: skip


def test_two_values_of_one_year_are_both_shown_and_neither_is_drawn() -> None:
    (block,) = matrix([row("x", "2023", "5", USUAL), row("x", "2023", "7", USUAL)]).blocks
    assert [cell["value"] for cell in block.lines[0].cells["2023"]] == ["5", "7"]
    assert block.lines[0].number("2023") is None


@pytest.mark.parametrize(
    ("numbers", "rate", "low", "high"),
    [
        ("97.1 100", True, 90, 100),
        ("100", True, 90, 100),
        ("100 40", True, 40, 100),
        ("12 500", False, 0, 500),
        ("-3 5", False, -3, 5),
        ("0", False, 0, 1),
    ],
)
def test_an_axis_shows_differences_of_rates_and_begins_at_zero_for_counts(
    numbers: str, rate: bool, low: int, high: int
) -> None:
    axis = Axis.of([Decimal(n) for n in numbers.split()], rate=rate)
    assert (axis.low, axis.high) == (low, high)


def test_a_line_is_broken_where_a_year_is_missing() -> None:
    axis = Axis(Decimal(0), Decimal(10), rate=False)
    assert line([Decimal(1), None], axis) == "" == mark(None, axis)
    assert line([Decimal(1), Decimal(2), None, Decimal(4)], axis).count("M") == 2
    assert 'width="48.0%"' in mark(Decimal(5), axis)


def test_page_table_file_and_query_of_a_topic_agree(published: Published) -> None:
    rows = list(csv.DictReader(io.StringIO((published.root / "topic/G1.figures.csv").read_text("utf-8-sig"))))
    on = engine_for(str(published.root), "pyoxigraph", BASE)
    asked = f"SELECT ?f WHERE {{ ?f <http://www.w3.org/ns/sosa/observedProperty>/<{BASE}ns#about> <{BASE}topic/G1> }}"
    assert {r["iri"] for r in rows} == {value(f) for (f,) in on.run(asked).rows or ()}
    assert list(rows[0]) == [name for name, *_ in COLUMNS]
    tree = published.pages["topic/G1.html"].tree
    shown = {a.attributes["href"] for a in tree.css(".matrix td.number a, #apart ~ details td.number a")}
    assert {f"#{(href or '').partition('#')[2]}" for href in shown} == {
        f"#{r['iri'].partition('#')[2]}" for r in rows
    }


def test_a_class_of_topics_counts_those_of_its_topics(site: Site) -> None:
    page = (site.file("topic.html") or b"").decode()
    assert "争议化解与法律服务" in page and "还没有数值的事项" in page
    assert (site.file("topic/G.en.html") or b"").decode().count('class="matrix"') > 3
    assert site.file("topic/none.figures.csv") is None and site.file("org/none.figures.csv") is None


def test_a_body_has_its_years_topics_problems_and_plans(published: Published) -> None:
    tree = published.pages["org/cn-500117007-office.html"].tree
    assert [n.text() for n in tree.css(".years strong")] == ["2023", "2022"]
    events = [tr for tr in tree.css("#t-I1 tr") if "宣传活动" in tr.text()]
    # 50余次 and 37次 do not compare: two lines
    assert [[td.text(strip=True) for td in tr.css("td.number")] for tr in events] == [["37", ""], ["", "50+"]]
    lines = {tuple(td.text(strip=True) for td in tr.css("td.number")): tr for tr in tree.css("#t-G1 tr")}
    assert ("508", "508") in lines and lines["508", "508"].css_first("svg.line") is not None
    assert "逾期公开" not in tree.css_first(".years").text()  # a subdistrict office: only custom
    assert "4 月 1 日后公开" in tree.css_first(".years").text()
    assert len(tree.css("[aria-labelledby=problems] details")) == 2


def test_problems_and_plans_are_held_against_the_next_year(published: Published) -> None:
    """The two reports of the fixture say the same: each problem of 2022 is named again in 2023."""
    years = published.pages["org/cn-500117007-office.html"].tree.css("[aria-labelledby=problems] details")
    after, before = ([li.text() for li in year.css("li")] for year in years)
    assert after and len(after) == len(before)
    assert all("2023 年报告有用语相近的问题" in words for words in before)
    assert not any("2023" in words for words in after)  # there is no report of 2024
    assert any("有安排针对它（人工解读）" in words for words in after)
    for lang in ("", ".en"):
        since = published.pages[f"report/cn-500117007-office/2023{lang}.html"].tree.css_first("#since")
        assert since and len(since.css("tbody tr")) == 12
        assert all(td.text(strip=True) for td in since.css("tbody td"))
        assert len(since.css("ul.plain > li")) > 10
    assert published.pages["report/cn-500117007-office/2022.html"].tree.css_first("#since") is None


def test_tables_of_problems_and_plans_are_those_of_the_graph(published: Published) -> None:
    graph = Graph(published.quads, base=BASE)
    for name in ("problems", "plans"):
        file = published.root / f"org/cn-500117007-office.{name}.csv"
        rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"))))
        asked = graph.table(name, body="cn-500117007-office")
        assert [row["iri"] for row in rows] == [row["iri"] for row in asked]
        assert len(rows) > 20 and {row["report_year"] for row in rows} == {"2022", "2023"}
    judged = graph.problems(body="cn-500117007-office", year=2023).rows
    assert sum(row["judged_plans"] for row in judged) == 7 and len(graph.plans(year=2021)) == 0


def test_a_topic_has_its_chart_and_python_draws_the_same(published: Published) -> None:
    file = published.root / "topic/G1.chart.vl.json"
    spec = json.loads(file.read_bytes())
    asked = Graph(published.quads, base=BASE).plot(topic="G1").spec
    assert spec["data"] == asked["data"] and {p["year"] for p in spec["data"]["values"]} == {"2022", "2023"}
    assert spec["encoding"] == asked["encoding"]
    for lang in ("", ".en"):
        page = published.pages[f"topic/G1{lang}.html"]
        assert f"G1.chart{lang}.vl.json" in {address for _, _, address in page.links}
        drawn = (published.root / f"topic/G1.chart{lang}.svg").is_file()
        assert drawn == (f"G1.chart{lang}.svg" in {address for _, _, address in page.links}) == drawable()
    with pytest.raises(DashiError, match=r"没有两个年度可比的数值可画|no figures of two years compare"):
        Graph(published.quads, base=BASE).plot(topic="G1", year=2023)


def test_only_like_words_are_called_alike() -> None:
    like = alike_in_words(
        {"a": "基层执法力量不足，专业执法人员缺乏", "b": "普法宣传形式单一", "c": "工作机制有待进一步完善"},
        {
            "x": "基层执法力量仍然不足，专业执法人员较少",
            "y": "合法性审核人员力量薄弱",
            "z": "长效机制有待进一步健全",
        },
    )
    assert {iri: [one.iri for one in found] for iri, found in like.items()} == {"a": ["x"], "b": [], "c": []}


def test_indicators_are_listed_by_topic_with_what_they_have(site: Site) -> None:
    for lang, name in (("zh", "调解"), ("en", "mediation")):
        page = (site.file("indicator.html" if lang == "zh" else "indicator.en.html") or b"").decode()
        tree = LexborHTMLParser(page)
        topic = tree.css_first("#t-G1")
        assert topic.css_first("summary h2").text() == name
        rows = [[cell.text(strip=True) for cell in tr.css("td")] for tr in topic.css("tbody tr")]
        assert rows and rows == sorted(rows, key=lambda row: -int(row[0]))
        assert all(len(row) == 3 and int(row[0]) >= int(row[1]) >= 1 for row in rows)
        assert ["2", "1", "2022–2023"] in rows
        assert "built-in" not in page and len(page.encode()) < 190_000
        apart = {
            a.attributes["id"]: a.attributes.get("href") for a in tree.css("details.matrix")[-1].css("a")
        }
        assert len(apart) > 400 and "c-publicity-events" not in apart
        # a combination is led to, and its page to the indicators within it
        combination = apart["c-G1.matter.accepted"]
        assert combination and apart["c-disputes-accepted"] is None
        within = (site.file(combination) or b"").decode()
        assert re.search("href=[^ >]*disputes-accepted", within)


def test_the_home_page_tells_what_the_data_show(site: Site) -> None:
    found = at_home(site.site_graph)
    assert found.figures > found.comparable > 10
    page = (site.file("index.html") or b"").decode()
    assert f"{found.figures} 个数值中，{found.comparable} 个有可以比较的另一个数值" in page
    assert "份逾期公开" not in page  # a subdistrict office: only custom


def test_what_the_home_page_tells_is_what_its_links_say(site: Site) -> None:
    """Three or four sentences, whose numbers are those of the pages that they lead to."""
    home = next(section for section in site.sections if isinstance(section, Home))
    assert 3 <= len(home.told) <= MOST
    every = list(Sentences(site.site_graph, home.board, home.shows, 3, 1)._all())
    asked = {one.key: one for one in every if one.page.startswith("questions/")}
    assert asked.keys() - {"content"} == {"open", "measures", "plans", "rates"}
    rows = {key: _rows_of(site, one.page) for key, one in asked.items()}
    assert asked["measures"].number == len(rows["measures"]) < asked["measures"].of
    assert asked["plans"].number == len({row[0] for row in rows["plans"]}) < asked["plans"].of
    assert asked["rates"].of == len(rows["rates"])
    assert asked["rates"].number == sum(bool(row[4] or row[5]) for row in rows["rates"])
    lacking = {
        row[0]
        for row in _rows_of(site, "questions/required-content")
        if not row[3] and not row[1].endswith("/other")
    }
    assert (asked["content"].number if "content" in asked else 0) == len(lacking)
    for path in ("index.html", "index.en.html"):
        links = LexborHTMLParser(site.file(path) or b"").css("section[aria-labelledby=shows] > ul > li > a")
        assert links and all(site.file((a.attributes["href"] or "").partition("?")[0]) for a in links)


def _rows_of(site: Site, page: str) -> list[list[str]]:
    _, *rows = csv.reader(io.StringIO((site.file(f"{page}.csv") or b"").decode("utf-8-sig")))
    return rows


def test_the_widest_rate_is_of_several_bodies_in_one_year(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    for body, rate in (("合川区司法局", "91.5"), ("平江县司法局", "98"), ("攸县司法局", "95")):
        (folder / body).mkdir(parents=True)
        text = f"发布日期:2024-02-01\n{body}2023年度法治政府建设情况报告\n一、2023年法治政府建设的主要举措和成效\n(一)化解纠纷。调解成功率{rate}%。"
        (folder / body / "source.txt").write_text(text + "\n", encoding="utf-8")
    quads = [q for body in sorted(folder.iterdir()) for q in build(body, BASE).quads]
    made = Site(engine("pyoxigraph", [*shared_quads(BASE), *quads], BASE), BASE, files=[])
    spread = at_home(made.site_graph).spread
    assert spread and (spread.bodies, spread.year, spread.points) == (3, "2023", Decimal("6.5"))
    page = (made.file("index.en.html") or b"").decode()
    assert "91.5%</a>" in page and "98%</a>" in page and "3 bodies" in page


def test_a_change_is_from_one_figure_to_the_next_of_the_same_kind(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    for year, cases in (
        ("2021", "处理行政处罚案件20件。"),
        ("2022", "处理行政处罚案件90件。"),
        ("2023", "处理行政处罚案件30余件。"),
    ):
        (folder / year).mkdir(parents=True)
        head = f"发布日期:{int(year) + 1}-02-01\n合川区司法局{year}年度法治政府建设情况报告\n一、{year}年法治政府建设的主要举措和成效\n(一)规范执法。"
        (folder / year / "source.txt").write_text(head + cases + "\n", encoding="utf-8")
    quads = [q for year in ("2021", "2022", "2023") for q in build(folder / year, BASE).quads]
    (change,) = at_home(
        Site(engine("pyoxigraph", [*shared_quads(BASE), *quads], BASE), BASE, files=[]).site_graph
    ).changes
    assert (change.before_year, change.before_value, change.after_year, change.after_value) == (
        "2021",
        20,
        "2022",
        90,
    )


def test_a_report_leads_to_the_years_beside_it(published: Published) -> None:
    for year, other in (("2022", "2023"), ("2023", "2022")):
        head = published.pages[f"report/cn-500117007-office/{year}.html"].tree.css("header.head a")
        assert f"{other}.html" in [a.attributes["href"] for a in head]
        assert "../../org/cn-500117007-office.html#compare" in [a.attributes["href"] for a in head]
