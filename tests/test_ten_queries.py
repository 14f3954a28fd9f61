"""The ten queries of ``docs/graph.md`` over many reports, with answers that were checked by reading the texts."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Quad

from dashi_kg.pipeline import build, shared_quads
from dashi_kg.query.engines import engine
from dashi_kg.rdf.namespaces import prefixes
from dashi_kg.settings import settings
from tests.conftest import ROOT
from tests.labelled import NAMES, text_of
from tests.questions import table

BASE = settings(None).base
QUERIES = re.findall(r"```sparql\n(.*?)```", (ROOT / "docs" / "graph.md").read_text(encoding="utf-8"), re.S)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Quad]:
    folder = tmp_path_factory.mktemp("reports")
    quads: list[Quad] = []
    for name in NAMES:
        file = folder / f"{name}.txt"
        file.write_text(text_of(name), encoding="utf-8")
        quads += build(Path(file), BASE).quads
    return quads


@cache
def declared() -> str:
    return f"BASE <{BASE}>\n" + "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes(BASE).items())


@pytest.fixture(scope="module")
def answers(reports: list[Quad]) -> list[list[list[str]]]:
    on = engine("pyoxigraph", [*shared_quads(BASE), *reports], BASE)
    return [table(on.run(declared() + query))[1:] for query in QUERIES]


def test_there_are_ten_and_many_reports() -> None:
    assert len(QUERIES) == 10
    assert len(NAMES) > 20


def test_each_has_an_answer(answers: list[list[list[str]]]) -> None:
    assert all(answers)


def test_every_figure_is_there_once(answers: list[list[list[str]]], reports: list[Quad]) -> None:
    figures = {
        q.subject for q in reports if str(q.object) in (f"<{BASE}ns#Observation>", f"<{BASE}ns#Target>")
    }
    assert len(answers[0]) == len(figures) > 1000


def test_an_indicator_over_bodies_and_years(answers: list[list[list[str]]]) -> None:
    told = [(year, value, words) for _, year, value, words in answers[1]]
    assert told == [
        ("2016", "3", "受理行政复议 3 起@zh"), ("2017", "35", "受理35件@zh"), ("2021", "54", "受理54件@zh"),
        ("2022", "26", "受理行政复议案件26件@zh"), ("2023", "1013", "受理1 013件@zh"), ("2024", "631", "受理631件@zh"),
    ]  # fmt: skip
    # the words around each say the same
    assert [words for _, words, _ in answers[9]] and all("受理" in words for _, words, _ in answers[9])


def test_a_class_of_indicators(answers: list[list[list[str]]]) -> None:
    """审结 24, 49, 12 080, 958 and 33 cases stand in the texts, and 办结 602."""
    told = {(year, cases) for _, year, cases in answers[2]}
    assert {
        ("2022", "24"),
        ("2021", "49"),
        ("2020", "12080"),
        ("2023", "958"),
        ("2017", "33"),
        ("2024", "602"),
    } <= told


def test_topics_are_told_for_all_figures(answers: list[list[list[str]]]) -> None:
    assert sum(int(figures) for _, _, figures, _ in answers[3]) == len(answers[0])
    assert {code for code, *_ in answers[3]} >= set("ABCDEGHI")


def test_rates_have_their_base_where_the_text_gives_it(answers: list[list[list[str]]]) -> None:
    told = {row[0]: row[1:] for row in answers[4]}
    assert told["综合纠错率13.6%@zh"] == ["13.6", "1643", "12080"]
    assert told["化解率98.2%@zh"] == ["98.2", "165", "168"]
    assert told["占比近六成@zh"] == ["60", "74", "126"]  # "nearly": 58.7
    for words, rate, top, base in answers[4]:
        if base and "近" not in words:
            assert abs(float(rate) - 100 * float(top) / float(base)) < 0.1


def test_parts_and_their_whole(answers: list[list[list[str]]]) -> None:
    cleared = [(part, value) for whole, _, part, value in answers[5] if whole == "共清理203件@zh"]
    assert cleared == [
        ("其中废止46件@zh", "46"), ("失效31件@zh", "31"), ("拟修改12件@zh", "12"), ("继续有效114件@zh", "114"),
    ]  # fmt: skip
    assert sum(int(value) for _, value in cleared) == 203


def test_changes_say_their_direction(answers: list[list[list[str]]]) -> None:
    down = re.compile("下降|减少|减|降|[0-9]")
    assert {row[0] for row in answers[6]} == {"<ns#decrease>", "<ns#increase>"}
    assert all(down.search(row[1]) for row in answers[6] if row[0] == "<ns#decrease>")


def test_a_document_is_one_in_all_reports(answers: list[list[list[str]]]) -> None:
    told = {title: int(number) for _, title, number in answers[7]}
    assert told["民法典@zh"] == 5  # in title marks; 清理与民法典 and 建成民法典 cite nothing
    assert told["法治政府建设实施纲要(2015-2020年)@zh"] == 4  # with — in two of them
    assert told["法治政府建设实施纲要(2021-2025年)@zh"] == 3
    assert len(told) == len(answers[7])


def test_what_a_machine_proposes_is_told_apart(answers: list[list[list[str]]]) -> None:
    """Nobody has judged these reports; the same query over the Dashi report has what was judged."""
    assert {basis for _, _, basis, _ in answers[8]} == {"<ns#proposed>"}
    from dashi_kg.pipeline import own_quads

    on = engine("pyoxigraph", own_quads(BASE), BASE)
    judged = [row for row in table(on.run(declared() + QUERIES[8]))[1:] if row[2] == "<ns#interpreted>"]
    assert len(judged) == 7


def test_a_triple_stands_in_one_graph(reports: list[Quad]) -> None:
    graphs: dict[object, set[str]] = {}
    for quad in [*shared_quads(BASE), *reports]:
        graphs.setdefault(quad.triple, set()).add(str(quad.graph_name))
    assert {triple: where for triple, where in graphs.items() if len(where) > 1} == {}
