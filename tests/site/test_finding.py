"""What the search finds, and in which order: over the files that a browser reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

import pytest

from dashi_kg.model.kinds import groups
from dashi_kg.pipeline import build, shared_quads
from dashi_kg.query.engines import engine
from dashi_kg.query.questions import questions
from dashi_kg.rdf.terms import value
from dashi_kg.site.asking.search import Search
from dashi_kg.site.finding.postings import pack, unpack
from dashi_kg.site.finding.question import units
from dashi_kg.site.finding.search_records import everything
from dashi_kg.site.finding.searcher import Hit, Searcher
from dashi_kg.site.finding.tokens import query_tokens, tokens
from dashi_kg.site.finding.typed_sounds import cuts, spoken, syllables
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.site import Site
from tests.many import in_one
from tests.site.cases import QUERIES, TEXTS
from tests.site.conftest import BASE

# two towns, the same topics in other words
TOWNS = {
    "沙鱼镇2023年": "2023年,沙鱼镇推进依法行政、法治政府建设。\n一、2023年主要举措和成效\n(一)化解矛盾纠纷。人民调解委员会调解矛盾纠纷1,234件,调解成功率98.5%。\n"
    "(二)规范执法。办理行政处罚案件23件,罚没金额4.5万元。\n二、存在的问题\n执法力量不足。\n三、2024年工作打算\n(一)加强人民调解队伍建设。\n",
    "仁和镇2022年": "2022年,仁和镇推进依法行政、法治政府建设。\n一、2022年主要举措和成效\n(一)化解矛盾纠纷。人民调解委员会调解矛盾纠纷87件,开展法治宣传50余次。\n"
    "二、存在的问题\n调解员不足。\n三、2023年工作打算\n(一)加强法治宣传。\n",
}


@pytest.fixture(scope="module")
def towns(tmp_path_factory: pytest.TempPathFactory) -> Search:
    """Two reports of two towns in memory."""
    folder = tmp_path_factory.mktemp("towns")
    quads = dict.fromkeys(shared_quads(BASE))
    for name, text in TOWNS.items():
        town, year = name[:3], int(name[3:7])
        (folder / f"{town}.txt").write_text(
            f"日期:{year + 1}-02-20来源:{town}人民政府\n{text}", encoding="utf-8"
        )
        quads |= dict.fromkeys(build(folder / f"{town}.txt", BASE).quads)
    return Search(SiteGraph(engine("pyoxigraph", list(quads), BASE), BASE))


def found(search: Search, question: str, chosen: Mapping[str, str] | None = None) -> list[Hit]:
    searcher = search.searcher
    return searcher.hits(searcher.search(question, chosen).numbers)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mediaton", ["mediation"]),
        ("medaition", ["mediation"]),  # two letters have changed places
        ("goverment 2023", ["government"]),
        ("mediation", []),
        ("mediat", []),  # the beginning of a word
        ("tiaojie", []),  # pinyin
        ("law", []),
        ("qqqqqqqq", []),
        ("gov", []),
    ],
)
def test_slips_in_english_are_forgiven(towns: Search, typed: str, meant: list[str]) -> None:
    hits = towns.searcher.search(typed)
    assert list(hits.meant) == meant
    if meant:
        right = " ".join([*meant, *typed.split()[1:]])
        assert hits.numbers and hits.numbers == towns.searcher.search(right).numbers


@in_one(("text", "expected"), TEXTS)
def test_tokens_of_texts(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@in_one(("text", "expected"), QUERIES)
def test_tokens_of_questions(text: str, expected: list[str]) -> None:
    assert query_tokens(text) == expected


@pytest.mark.parametrize("numbers", [[], [0], [5], [0, 1, 2], [3, 4, 99, 100, 101, 5000]])
def test_postings_are_read_back(numbers: list[int]) -> None:
    assert unpack(pack(numbers)) == numbers


def test_pinyin() -> None:
    assert "tiaojie" in spoken("调解") and spoken("A解") == []
    known = frozenset(syllables())
    assert cuts("tiaojie", known)[0] == ["tiao", "jie"] and ["xi", "an"] in cuts("xian", known)
    assert cuts("mediation", known) == [] and cuts("zh", known) == [] and cuts("a" * 61, known) == []
    spoken_together, year = units("tiao jie 2023", known)
    assert ("~tiaojie",) in spoken_together.ways and year.ways == (("2023*",),)


def test_everything_with_a_label_is_in_the_index(site: Site) -> None:
    rows = site.site_graph.engine.run(
        "SELECT DISTINCT ?i WHERE { ?i rdfs:label|skos:prefLabel ?l . FILTER(isIRI(?i)) "
        "FILTER NOT EXISTS { ?i a nif:RFC5147String } }"
    )
    labelled = {value(i).removeprefix(BASE) for (i,) in rows.rows or () if value(i).startswith(BASE)}
    searcher = site.search.searcher
    records = searcher.hits(range(searcher.catalogue["records"]))
    paths = [hit.path for hit in records]
    assert len(labelled) > 500 and labelled <= set(paths) and len(paths) == len(set(paths))
    assert {f"questions/{q.name}" for q in questions()} <= set(paths)
    assert {hit.group for hit in records} <= {group.key for group, _ in groups()} and all(
        hit.zh for hit in records
    )
    sizes = {path: len(site.file(path) or b"") for path in site.search.others()}
    assert max(sizes.values()) < 200_000


@pytest.mark.parametrize(
    ("question", "lang", "kind", "name"),
    [
        ("调解", "zh", "indicator", "化解"), ("调", "zh", "indicator", "调处"), ("矛盾纠纷", "zh", "measure", "矛盾纠纷"),
        ("大石", "zh", "organisation", "大石街道办事处"), ("publicity", "en", "indicator", "ublicity"),
        ("disputes MEDIATION", "en", "indicator", "mediated"), ("民法典", "zh", "document", "民法典"),
        ("2023年度法治政府建设情况报告", "zh", "report", "大石街道办事处"), ("plans", "en", "question", "plan"),
        ("dashijiedao", "zh", "organisation", "大石街道办事处"), ("大石街道辦事處", "zh", "organisation", "大石街道办事处"),
    ],
)  # fmt: skip
def test_search_finds(site: Site, question: str, lang: str, kind: str, name: str) -> None:
    hits = found(site.search, question)
    assert [h for h in hits if h.group == kind and name in h.name(lang) + h.quote], [h[:4] for h in hits]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("调解", "调解成功率98.5%"), ("shayuzhen tiaojie", "调解成功率98.5%"), ("tiaojie chenggong", "调解成功率98.5%"), ("調解", "调解成功率98.5%"), ("mediation", "调解成功率98.5%"),
        ("沙鱼镇 调解", "调解成功率98.5%"), ("沙魚鎮 調解", "调解成功率98.5%"), ("2023 调解", "调解成功率98.5%"),
        ("罚款", "罚没金额4.5万元"), ("fakuan", "罚没金额4.5万元"), ("fines", "罚没金额4.5万元"),
    ],
)  # fmt: skip
def test_a_figure_is_found_by(towns: Search, question: str, words: str) -> None:
    hit = next(h for h in found(towns, question) if h.zh == words)
    assert hit.group == "figure" and hit.body_names[0] == "沙鱼镇人民政府" and hit.year == "2023"
    assert hit.amount_zh and hit.amount_en and hit.value in ("98.5", "45000")
    row = hit.row(BASE)
    assert row["quote"] == words and row["iri"] == BASE + hit.path and row["report"].endswith("/2023")


def test_figures_and_topics_come_before_prose(towns: Search) -> None:
    for typed in ("调解", "tiaojie"):
        order = list(dict.fromkeys(h.group for h in found(towns, typed)))
        assert order[:2] == ["topic", "figure"]
        assert {"indicator", "measure", "plan"} <= set(order[2:])
        used = [bool(towns.searcher.figures(h.path)) for h in found(towns, typed) if h.group == "indicator"]
        assert used == sorted(used, reverse=True) and 0 < sum(used) < len(used)


def test_part_hits_are_called_so(towns: Search) -> None:
    searcher = towns.searcher
    for question in ("调解 外星人", "调解大象"):
        part = searcher.search(question)
        assert not part.whole and "调解成功率98.5%" in [h.zh for h in searcher.hits(part.numbers)]
        assert "没有一条" in towns.page(question, "zh").decode()
    assert searcher.search("调解").whole


def test_a_report_is_found_without_all_its_figures(towns: Search) -> None:
    """The name of a body alone does not find each of its figures; with another word it narrows."""
    assert {h.group for h in found(towns, "沙鱼镇")} <= {
        "report",
        "organisation",
        "place",
        "section",
        "other",
        "measure",
    }
    assert {h.body_names[0] for h in found(towns, "仁和镇 调解")} == {"仁和镇人民政府"}


def test_hits_are_narrowed(towns: Search) -> None:
    counts = towns.searcher.search("调解").counts
    assert set(counts["year"]) == {"2022", "2023"} and counts["topic"]["G1"] >= 3
    hits = found(towns, "调解", {"year": "2022", "group": "figure"})
    assert hits and {(h.year, h.group) for h in hits} == {("2022", "figure")}
    # a facet counts within the others, not within itself
    within = towns.searcher.search("调解", {"year": "2022"}).counts
    assert within["year"] == counts["year"] and within["group"]["figure"] < counts["group"]["figure"]
    body = next(h for h in hits).body
    assert found(towns, "调解", {"body": body.removeprefix("org/")}) == found(towns, "调解", {"body": body})


@pytest.mark.parametrize("question", ["", "   ", "xyzzy", "。、", "外星人", "zhuangzhuangzhuang"])
def test_search_finds_nothing_where_there_is_nothing(towns: Search, question: str) -> None:
    assert found(towns, question) == []


def test_the_very_name_comes_first(site: Site) -> None:
    assert found(site.search, "大石街道办事处")[0].zh == "大石街道办事处"


def test_a_server_answers_without_scripts(site: Site, towns: Search) -> None:
    page = site.search.page("<b>法治</b>", "zh").decode()
    assert "&lt;b&gt;法治" in page and "<b>法" not in page
    page = towns.page("调解", "zh", {"year": "2023"}).decode()
    assert "98.5%" in page and "沙鱼镇人民政府" in page and "87" not in page
    assert "<option value=2023 selected" in page.replace('"', "")


def test_a_search_reads_a_few_files_of_many(site: Site) -> None:
    read: list[str] = []

    def reading(files: Mapping[str, bytes]) -> Callable[[str], bytes]:
        return lambda path: (read.append(path), files[path])[1]  # type: ignore[func-returns-value]

    searcher = Searcher(reading(site.search.files))
    searcher.hits(searcher.search("矛盾纠纷").numbers[:5])
    assert 3 < len(read) < len(site.search.files) / 4


def test_the_catalogue_is_of_what_is_there(towns: Search) -> None:
    catalogue = json.loads(towns.files["search/catalogue.json"])
    assert [row[3] for row in catalogue["reports"]] == ["2023", "2022"]
    assert (
        catalogue["records"]
        == len(list(everything(towns.site_graph)))
        == sum(sum(run[3::2]) for run in catalogue["runs"])
    )
