"""Asking and finding without a browser: answers equal the command's, everything is found, libraries are as published."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from html.parser import HTMLParser
from posixpath import normpath
from typing import Any

import pytest

from dashi_kg.pipeline import engine_for
from dashi_kg.query.questions import GROUPS, questions
from dashi_kg.site.asking.question_pages import parameters
from dashi_kg.site.site import Site
from dashi_kg.site.things.name_pages import initial
from tests.commands import run
from tests.conftest import ROOT
from tests.many import in_one
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
        assert {f"{name}{own}.{form}" for form in ("csv", "json", "plain.csv", "plain.json")} | {
            f"{name}.rq"
        } <= set(hrefs)
        assert f"../query{own}.html#question={name}" in hrefs
        assert len(page) < 200_000


@pytest.mark.parametrize(("lang", "own"), [("zh", ""), ("en", ".en")])
def test_answers_in_words(site: Site, lang: str, own: str) -> None:
    """Names in the place of IRIs, heads in the page's language, numbers as numbers, as JSON, CSV and on the page."""
    name = "topic-over-years"
    told = json.loads(site.file(f"questions/{name}{own}.plain.json") or b"")
    table = list(csv.reader(io.StringIO((site.file(f"questions/{name}{own}.plain.csv") or b"").decode())))
    sparql = json.loads(site.file(f"questions/{name}{own}.json") or b"")
    assert len(told) == len(table) - 1 == len(sparql["results"]["bindings"]) > 0
    first, answered = told[0], sparql["results"]["bindings"][0]
    assert first["statement_iri"] == answered["statement"]["value"] and not first["statement"].startswith(
        "http"
    )
    assert first["statement"] in table[1] and first["statement_iri"] in table[1]
    assert any(isinstance(value, int | float) for value in first.values())
    assert not [head for head in table[0] if (re.search("[\u4e00-\u9fff]", head) is None) == (lang == "zh")]
    page = (site.file(f"questions/{name}{own}.html") or b"").decode()
    assert all(f">{html.escape(head)}</th>" in page for head in table[0])
    links = Links(page.encode()).hrefs
    fragment = first["statement_iri"].removeprefix(BASE).partition("#")[2]
    assert [href for href in links if href.endswith(f"#{fragment}")]


def test_questions_are_grouped_by_what_people_want_to_know(site: Site) -> None:
    page = (site.file("questions/index.en.html") or b"").decode()
    places = [page.index(name.en) for name in GROUPS.values()]
    assert places == sorted(places) and {q.group for q in questions()} == set(GROUPS)
    assert page.count("A row is: ") == len(QUESTIONS)


def test_parameters_are_offered_by_name(site: Site) -> None:
    page = (site.file("query.html") or b"").decode()
    assert 'data-iri="topic/G1"' in page or "data-iri=topic/G1" in page
    assert "大石街道办事处" in page[page.index("list-one") :]
    again = (site.file("questions/compare-indicator.html") or b"").decode()
    assert ">普法宣传活动次数</a>" in again  # the default, by its name


def test_defaults_of_parameters_are_told(site: Site) -> None:
    by_name = {q.name: q for q in questions()}
    assert [p["default"] for p in parameters(by_name["compare-indicator"], "en")] == [
        "indicator/publicity-events"
    ]
    assert [p["default"] for p in parameters(by_name["find-quote"], "zh")] == ["化解"]
    assert [p["default"] for p in parameters(by_name["values-with-quotes"], "zh")] == [""]


def test_a_long_answer_says_that_the_page_is_cut(site: Site) -> None:
    from pyoxigraph import Literal

    from dashi_kg.query.plain import PlainAnswer
    from dashi_kg.site.asking.answer_table import answer_table

    answer = PlainAnswer(("x",), (((Literal("法治" * 20), ""),),) * 5000, ())
    assert 0 < len(answer_table(answer, str, BASE, "zh").rows) <= 200


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


# ------------------------------------------------------------------ names


@in_one(
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
    of_kind = [f for f in site.search.found if f.kind == "organisation"]
    assert of_kind
    links = site.site_graph.links
    assert {links.href(BASE + f.path, "names/organisation.html", "zh") for f in of_kind} <= hrefs


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
    for path in (
        "search/records/000.json",
        "search/words/000.json",
        "search/catalogue.json",
        "explore.html",
        "query.html",
        "names/term.html",
    ):
        assert again.file(path) == site.file(path), path
