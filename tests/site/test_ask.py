"""Asking and finding without a browser: answers equal the command's, everything is found, libraries are as published."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from posixpath import normpath
from typing import Any

import pytest

from dashi_kg.model.kinds import groups
from dashi_kg.pipeline import build, engine_for
from dashi_kg.query.engines import engine
from dashi_kg.query.questions import questions
from dashi_kg.rdf.terms import value
from dashi_kg.site.asking.question_pages import parameters
from dashi_kg.site.asking.search import Index, search
from dashi_kg.site.asking.search_records import everything
from dashi_kg.site.asking.tokens import query_tokens, tokens
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.site import Site
from dashi_kg.site.things.name_pages import initial
from tests.commands import run
from tests.conftest import ROOT
from tests.site.cases import QUERIES, TEXTS
from tests.site.conftest import BASE, Published

VENDOR = ROOT / "dashi_kg" / "site" / "assets" / "vendor"
QUESTIONS = [q.name for q in questions()]
PAGES = [
    "query",
    "search",
    "explore",
    "names",
    "names/indicator",
    "questions/index",
    "questions/compare-indicator",
]


def command(*words: str) -> bytes:
    done = run(*words)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


class Links(HTMLParser):
    """The addresses of a page, its data blocks, and what a strict policy forbids."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.forbidden: list[str] = []
        self.config: Mapping[str, Any] = {}
        self.block = ""
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.hrefs += [v for k, v in attrs if k in ("href", "src", "action") and v]
        self.forbidden += [f"{tag} {k}" for k in found if k == "style" or k.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in found and found.get("type") not in DATA):
            self.forbidden.append(tag)
        self.block = (found.get("id") or "") if tag == "script" else ""

    def handle_endtag(self, tag: str) -> None:
        self.block = ""

    def handle_data(self, data: str) -> None:
        if self.block == "config":
            self.config = json.loads(data)


DATA = ("application/json", "application/ld+json")


# ------------------------------------------------------------------ saved questions


@pytest.mark.parametrize("name", ["values-with-quotes", "dataset-record", "measures-by-task", "coverage"])
@pytest.mark.parametrize(("suffix", "options"), [("csv", ["-f", "csv", "--lang", "zh"]),
    ("json", ["-f", "json", "--lang", "zh"]),
    ("en.csv", ["-f", "csv", "--lang", "en"])])  # fmt: skip
def test_answers_are_the_bytes_of_the_command(
    site: Site, published: Published, name: str, suffix: str, options: list[str]
) -> None:
    assert (published.root / "questions" / f"{name}.{suffix}").read_bytes() == command(
        "query", name, "--base", BASE, "--data", str(published.root), *options
    )


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_has_its_files(site: Site, name: str) -> None:
    rows = list(csv.reader(io.StringIO((site.file(f"questions/{name}.csv") or b"").decode())))
    told = json.loads(site.file(f"questions/{name}.json") or b"")
    assert told["head"]["vars"] == rows[0]
    assert len(told["results"]["bindings"]) == len(rows) - 1
    query = (site.file(f"questions/{name}.rq") or b"").decode()
    assert site.site_graph.engine.run(query).variables == tuple(rows[0])
    for suffix, lang in ((".html", "zh"), (".en.html", "en")):
        page = site.file(f"questions/{name}{suffix}") or b""
        assert f'lang="{"en" if lang == "en" else "zh-Hans"}"'.encode() in page
        hrefs = Links(page).hrefs
        own = ".en" if lang == "en" else ""
        assert {f"{name}{own}.csv", f"{name}{own}.json", f"{name}.rq"} <= set(hrefs)
        assert f"../query{own}.html#question={name}" in hrefs
        assert len(page) < 200_000


def test_defaults_of_parameters_are_told(site: Site) -> None:
    by_name = {q.name: q for q in questions()}
    assert [p["default"] for p in parameters(by_name["compare-indicator"], "en")] == [
        "indicator/publicity-events"
    ]
    assert [p["default"] for p in parameters(by_name["find-quote"], "zh")] == ["化解"]
    assert [p["default"] for p in parameters(by_name["values-with-quotes"], "zh")] == [""]
    assert b"indicator/publicity-events" in (site.file("questions/compare-indicator.html") or b"")


def test_a_long_answer_says_that_the_page_is_cut(site: Site) -> None:
    from pyoxigraph import Literal

    from dashi_kg.site.asking.answer_table import cells

    rows = [(Literal("法治" * 20),)] * 5000
    shown = cells(rows, site.site_graph.links, "questions/x.html", "zh", ("words",))
    assert 0 < len(shown) <= 200


# ------------------------------------------------------------------ pages


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("suffix", [".html", ".en.html"])
def test_pages_keep_the_policy_and_lead_somewhere(site: Site, name: str, suffix: str) -> None:
    page = site.file(name + suffix)
    assert page is not None
    links = Links(page)
    assert links.forbidden == []
    assert len(page) < 200_000
    known = set(site.paths())
    folder = name.rpartition("/")[0]
    for href in links.hrefs:
        path = href.partition("#")[0].partition("?")[0]
        if not path or href.startswith(("http://", "https://")):
            continue
        target = normpath(f"{folder}/{path}" if folder else path)
        if not target.startswith("favicon"):
            assert target in known, (href, target)


def test_the_query_page_lists_all_questions_without_scripts(site: Site) -> None:
    hrefs = Links(site.file("query.en.html") or b"").hrefs
    assert {f"questions/{name}.en.html" for name in QUESTIONS} <= set(hrefs)
    told = Links(site.file("query.en.html") or b"").config
    assert sorted(q["name"] for q in told["questions"]) == QUESTIONS


def test_words_of_the_data_cannot_end_the_data_block() -> None:
    from dashi_kg.site.asking.query_page import config

    class Stub:
        base = "https://x.org/"

    assert "<" not in config(Stub(), "query.html", "zh", {"x": ("</script>", "<!--")})  # type: ignore[arg-type]


def test_the_overview_counts_what_the_graph_holds(site: Site) -> None:
    # what is divided into others is not counted beside them, here as on the home page
    page = (site.file("explore.en.html") or b"").decode()
    assert "Measures 44, Figures 30, Problems 12, Plans 17" in page
    assert "<rect" in page


# ------------------------------------------------------------------ search


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_tokens_of_texts(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(("text", "expected"), QUERIES)
def test_tokens_of_questions(text: str, expected: list[str]) -> None:
    assert query_tokens(text) == expected


def test_everything_with_a_label_is_in_the_index(site: Site) -> None:
    found = site.site_graph.engine.run(
        "SELECT DISTINCT ?i WHERE { ?i rdfs:label|skos:prefLabel ?l . FILTER(isIRI(?i)) "
        "FILTER NOT EXISTS { ?i a nif:RFC5147String } }"
    )
    labelled = {value(i).removeprefix(BASE) for (i,) in found.rows or () if value(i).startswith(BASE)}
    manifest = json.loads(site.file("search/index.json") or b"")
    records = [r for path in manifest["files"] for r in json.loads(site.file(path) or b"")]
    assert len(labelled) > 500
    assert labelled <= {r[0] for r in records}
    assert {f"questions/{name}" for name in QUESTIONS} <= {r[0] for r in records}
    assert len(records) == manifest["records"] == len({r[0] for r in records})
    assert all(0 <= r[1] < len(groups()) and r[2] for r in records)


@pytest.mark.parametrize(
    ("question", "lang", "kind", "name"),
    [
        ("调解", "zh", "indicator", "化解"), ("调", "zh", "indicator", "调处"), ("矛盾纠纷", "zh", "measure", "矛盾纠纷"),
        ("大石", "zh", "organisation", "大石街道办事处"), ("publicity", "en", "indicator", "ublicity"),
        ("disputes MEDIATION", "en", "indicator", "mediated"), ("民法典", "zh", "document", "民法典"),
        ("2023年度法治政府建设情况报告", "zh", "report", "大石街道办事处"), ("plans", "en", "question", "plan"),
    ],
)  # fmt: skip
def test_search_finds(site: Site, question: str, lang: str, kind: str, name: str) -> None:
    hits = [h.found for h in search(site.search.index, question, lang)]
    assert [h for h in hits if h.kind == kind and name in h.name(lang) + h.quote], [h[:4] for h in hits]


def test_search_finds_the_words_of_a_report(tmp_path: Path) -> None:
    """The report that comes along mediates under other words; this one says 调解."""
    text = (
        "日期:2024-02-20来源:仁和镇人民政府\n2023年,仁和镇推进依法行政、法治政府建设。\n一、2023年主要举措和成效\n"
        "(一)化解矛盾纠纷。人民调解委员会调解矛盾纠纷1,234件,开展法治宣传50余次。\n二、存在的问题\n执法力量不足。\n"
        "三、2024年工作打算\n(一)加强人民调解队伍建设。\n"
    )
    (tmp_path / "r.txt").write_text(text, encoding="utf-8")
    graph = engine("pyoxigraph", build(tmp_path / "r.txt", BASE).quads, BASE)
    index = Index(everything(SiteGraph(graph, BASE)))
    kinds = {h.found.kind for h in search(index, "调解", "zh")}
    assert {"measure", "figure", "plan"} <= kinds
    assert {h.found.kind for h in search(index, "调", "zh")} >= kinds
    assert next(h.found.kind for h in search(index, "调解队伍", "zh")) == "plan"


@pytest.mark.parametrize("question", ["", "   ", "调解大象", "xyzzy", "。、"])
def test_search_finds_nothing_where_there_is_nothing(site: Site, question: str) -> None:
    assert search(site.search.index, question, "zh") == []


def test_better_hits_come_first(site: Site) -> None:
    hits = search(Index(site.search.index.found), "大石街道办事处", "zh")
    organisations = [h.found.zh for h in hits if h.found.kind == "organisation"]
    assert organisations[0] == "大石街道办事处"


def test_a_server_answers_without_scripts(site: Site) -> None:
    page = site.search.page("<b>法治</b>", "zh").decode()
    assert "&lt;b&gt;法治" in page and "<b>法" not in page
    hrefs = Links(site.search.page("法治", "zh")).hrefs
    assert any("report/" in h and "#m" in h for h in hrefs)


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("啊", "A"),
        ("大石街道", "D"),
        ("《民法典》", "M"),
        ("zeal", "Z"),
        ("座谈", "Z"),
        ("2023", "#"),
        ("鎏", ""),
        ("", ""),
    ],
)
def test_initials(name: str, letter: str) -> None:
    assert initial(name) == letter


def test_the_index_of_names_has_every_named_thing(site: Site) -> None:
    hrefs = set(Links(site.file("names/organisation.html") or b"").hrefs)
    of_kind = [f for f in site.search.index.found if f.kind == "organisation"]
    assert of_kind
    assert {site.search.href(f, "names/organisation.html", "zh") for f in of_kind} <= hrefs


# ------------------------------------------------------------------ libraries


def test_libraries_are_as_they_were_published() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "vendor.py"), "--check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_each_library_has_its_licence_and_is_told_of() -> None:
    folders = [p for p in VENDOR.iterdir() if p.is_dir()]
    assert folders
    readme = (VENDOR / "README.md").read_text(encoding="utf-8")
    for folder in folders:
        assert (folder / "LICENSE").stat().st_size > 500, folder.name
        name, _, version = folder.name.rpartition("-")
        assert name in readme and version in readme
    assert "linguist-vendored" in (ROOT / ".gitattributes").read_text()


def test_the_site_is_the_same_twice(site: Site, published: Published) -> None:
    again = Site(engine_for(str(published.root), "pyoxigraph", BASE), BASE)
    for path in ("search/000.json", "search/index.json", "explore.html", "query.html", "names/term.html"):
        assert again.file(path) == site.file(path), path
