"""What the pages say: well formed, apart by basis, comparable or not, in the reader's language; the same from any engine."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode

from dashi_kg.language import Both
from dashi_kg.model.board import MISSING, PUBLISHED, UNREADABLE
from dashi_kg.model.comparing import differences, read_key
from dashi_kg.query.engines import engine
from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.site.layout.foreign import foreign_term
from dashi_kg.site.layout.languages import best
from dashi_kg.site.shared.exact import exact_literals, key
from dashi_kg.site.site import Site
from dashi_kg.site.things.comparison import compare
from dashi_kg.site.things.coverage import AFTER, Board, as_csv
from dashi_kg.site.things.indicator_pages import figures_drawn
from tests.site.conftest import BASE, UNREAD, Published

OFFICE = "org/cn-500117007-office"
EVENTS = "indicator/publicity-events"
REPORT = "report/cn-500117007-office/2023"


@pytest.fixture(scope="module")
def site(published: Published) -> Site:
    return Site(engine("pyoxigraph", published.quads, BASE), BASE, exact=exact_literals(published.quads))


def written(published: Published, site: Site) -> list[str]:
    """The documents whose pages are among the files."""
    found = [path for path in site.site_graph.documents if f"{path}.en.html" in published.pages]
    assert len(found) > 500
    return found


def text(published: Published, path: str, css: str) -> str:
    return " ".join(" ".join(n.text().split()) for n in published.pages[path].tree.css(css))


@pytest.mark.parametrize(
    "path",
    [
        "index",
        "coverage",
        "ns",
        "shapes",
        OFFICE,
        EVENTS,
        "indicator",
        "qualifier/more-than",
        "graph/meta",
        "404",
    ],
)
def test_pages_are_well_formed(published: Published, path: str) -> None:
    for name in {f"{path}.html", f"{path}.en.html"} & set(published.pages):
        import html5lib

        parser = html5lib.HTMLParser(strict=True)
        parser.parse(published.pages[name].html)


def test_what_is_said_is_apart_by_basis(published: Published) -> None:
    tree = published.pages[f"{OFFICE}.html"].tree
    (stated,) = tree.css("section.basis.stated:not(.points)")
    (external,) = tree.css("section.basis.external:not(.points)")
    assert "来源:大石街道办事处" in stated.text() and "街道办事处" in stated.text()
    assert "合川区人民政府" in external.text() and "合川区人民政府" not in stated.text()
    assert tree.css("section.basis.stated blockquote")


def test_values_beside_english_names_keep_their_bounds(published: Published) -> None:
    told = published.fragment("开展各类宣传活动50余次", "Observation", REPORT)
    (item,) = [
        n for n in published.pages["period/2023.en.html"].tree.css("ul.nodes li")
        if n.css_first(f"a[href$='/2023.en.html#{told}']") and n.css_first("small")
    ]  # fmt: skip
    assert item.css_first("small").text() == "> 50"  # 50余次


def test_no_row_shows_an_iri_where_there_is_a_label(published: Published) -> None:
    for name, page in published.pages.items():
        for node in page.tree.css("dl.rows a, ul.nodes a, table a"):
            assert not node.text().startswith(("http:", "https:")), (name, node.text())


def test_each_term_of_others_in_the_graph_has_words(published: Published) -> None:
    used = {q.predicate.value for q in published.quads}
    used |= {str(q.object)[1:-1] for q in published.quads if q.predicate.value == FOREIGN["rdf"] + "type"}
    assert {t for t in used if not t.startswith(BASE) and not foreign_term(t)} == set()


def test_english_pages_mark_what_is_chinese(published: Published, site: Site) -> None:
    """On the pages of IRIs; those of reports and texts have a section of their own."""
    marked = 0
    for path in written(published, site):
        if path.startswith(("report/", "source/")):
            continue
        page = published.pages[f"{path}.en.html"]
        for node in page.tree.css("body *"):
            if not any("\u4e00" <= c <= "\u9fff" for c in node.text(deep=False)):
                continue
            up = node
            while up is not None and "lang" not in up.attributes:
                up = up.parent
            assert up is not None and (up.attributes["lang"] or "").startswith("zh"), (page.path, node.html)
            marked += 1
    assert marked > 1000


def test_a_reader_of_a_language_gets_it_by_a_fixed_chain() -> None:
    words = [
        Literal("a", language="fr"),
        Literal("b", language="zh-CN"),
        Literal("c"),
        Literal("d", language="zh-Hans"),
    ]
    assert best(words, "zh") == ("b", "zh-cn")
    assert best(reversed(words), "zh") == ("b", "zh-cn")
    assert best(words, "en") == ("c", "")
    assert best([], "zh") is None


# ------------------------------------------------------------------ comparison


def test_values_that_were_counted_otherwise_are_marked(site: Site) -> None:
    found = compare(site.site_graph, BASE + EVENTS)
    by_quote = {f.quote: f for f in found.figures}
    more, exact = by_quote["开展各类宣传活动50余次"], by_quote["开展各类宣传活动37次"]
    assert (more.year, more.number) == ("2023", "50") and (exact.year, exact.number) == ("2022", "37")
    assert [facet.key for facet in differences(read_key(more.key), read_key(exact.key))] == ["qualifier"]
    assert not {more.iri, exact.iri} <= {f.iri for f in found.alike}
    pair = replace(
        found, figures=(exact, more), differs={more.iri: differences(read_key(more.key), read_key(exact.key))}
    )
    assert pair.alike == (exact,) and figures_drawn(pair) == ()  # one alone is no comparison


def test_the_way_of_most_is_the_measure(site: Site) -> None:
    found = compare(site.site_graph, BASE + EVENTS)
    ways = Counter(f.key for f in found.figures if f.key)
    (usual,) = {f.key for f in found.figures if f.iri not in found.differs}
    assert ways[usual] == max(ways.values()) and len(found.figures) > 1
    for figure in found.figures:
        others = (
            differences(read_key(figure.key), read_key(usual)) if figure.key else found.differs[figure.iri]
        )
        assert found.differs.get(figure.iri, ()) == others


def test_the_page_says_what_is_not_comparable(published: Published) -> None:
    assert "不可比" in text(published, f"{EVENTS}.html", "table")
    assert "限定" in text(published, f"{EVENTS}.html", "table .warn + small")
    assert "not comparable" in text(published, f"{EVENTS}.en.html", "table")


def test_alike_values_are_drawn(site: Site, published: Published) -> None:
    alike = [
        path for path in site.site_graph.documents
        if path.startswith("indicator/") and figures_drawn(compare(site.site_graph, BASE + path))
    ]  # fmt: skip
    assert alike
    for path in alike:
        found = figures_drawn(compare(site.site_graph, BASE + path))
        (figure,) = published.pages[f"{path}.html"].tree.css("figure.chart")
        assert len(figure.css("tbody tr")) == len(found) == len(figure.css("svg.bar"))


def test_a_lower_bound_is_drawn_with_an_open_end(published: Published, site: Site) -> None:
    """“余” says that there were more: an arrow in the bar, words beside it, and the key tells what it means."""
    open_ended = 0
    for path in (p for p in written(published, site) if p.startswith("indicator/")):
        found = figures_drawn(compare(site.site_graph, BASE + path))
        arrows = sum(bool(f.low and not f.high) for f in found)
        for suffix, word in ((".html", "多于"), (".en.html", "more than")):
            figures = published.pages[path + suffix].tree.css("figure.chart")
            assert sum(len(f.css("svg.bar .open")) for f in figures) == arrows, path
            if any(f.low_open and f.low for f in found):
                assert word in figures[0].css_first("tbody").text()
                assert figures[0].css("figcaption svg.key")
        open_ended += arrows
    assert open_ended


# ------------------------------------------------------------------ coverage


def test_the_board_knows_late_missing_and_unreadable(site: Site) -> None:
    board = Board(
        site.site_graph,
        {("cn-500117007-office", "2020"): Both("扫描件", "a scan"), ("cn-1-x", "2021"): Both("空", "empty")},
    )
    cells = board.coverage.as_dict()
    assert cells["cn-500117007-office"] == {
        "2020": UNREADABLE,
        "2021": MISSING,
        "2022": AFTER,  # a subdistrict office: no verdict
        "2023": PUBLISHED,
    }
    assert cells["cn-1-x"] == {"2020": MISSING, "2021": UNREADABLE, "2022": MISSING, "2023": MISSING}
    assert sum(board.counts().values()) == 4 * len(board.coverage.rows)


def test_what_publish_left_out_stands_on_the_board(published: Published) -> None:
    rows = list(csv.DictReader(io.StringIO((published.root / "coverage.csv").read_text("utf-8-sig"))))
    unread = next(row for row in rows if row["org_id"] == UNREAD)
    assert unread["2021"] == UNREADABLE and unread["2022"] == MISSING
    assert unread["unreadable_because"].startswith("2021: 这是 PNG 图像，不是文本")
    assert [row["org_id"] for row in rows if row["unreadable_because"]] == [UNREAD]
    for page in ("coverage.html", "coverage.en.html"):
        told = text(published, page, "#unreadable + ul")
        why = "this is a PNG image, not text" if ".en." in page else "这是 PNG 图像，不是文本"
        assert told.startswith(f"{UNREAD} 2021: {why}")
        assert len(published.pages[page].tree.css("td.cell-unreadable")) == 1
    assert len(published.pages["index.html"].tree.css("td.cell-unreadable")) == 1
    assert str(published.root.parent) not in published.pages["coverage.html"].html


def test_what_was_read_after_all_is_not_called_unreadable(site: Site) -> None:
    board = Board(site.site_graph, {("cn-500117007-office", "2023"): Both("扫描件", "a scan")})
    assert board.counts()[UNREADABLE] == 0
    assert board.reasons("cn-500117007-office") == []
    assert b"unreadable" not in as_csv(board)


def test_the_home_page_counts_what_the_graph_holds(published: Published, site: Site) -> None:
    anchors = {q.subject for q in published.quads if q.predicate == NamedNode(FOREIGN["nif"] + "anchorOf")}
    numbers = next(s for s in site.sections if hasattr(s, "numbers")).numbers  # type: ignore[attr-defined]
    assert numbers["reports"] == 3
    assert numbers["quotes"] == len(anchors) > 500
    assert 0 < numbers["open"] <= numbers["problems"]
    # only the report of 2023 was read by a person; in the others no problem is open
    assert 0 < numbers["unread"] <= numbers["problems"] - numbers["open"]
    assert f"共 {numbers['problems']}，其中 {numbers['unread']} 个尚未判断" in text(
        published, "index.html", "dl.numbers"
    )
    assert f"{len(anchors):,}" in text(published, "index.html", "dl.numbers")


def test_all_pages_have_one_menu_and_lists_of_reports_and_bodies(published: Published) -> None:
    wanted = [
        "reports.html",
        "topic.html",
        "bodies.html",
        "coverage.html",
        "questions/index.html",
        "search.html",
    ]
    for path in ("index.html", REPORT + ".html", "reports/cn-500117007-office/2023/validation.html"):
        page = published.pages[path]
        links = [a.attributes["href"] or "" for a in page.tree.css("#menu a")]
        assert [published.resolved(path, href)[0] for href in links] == wanted, path
    bodies = published.pages["bodies.html"].tree.css("table.listed tbody tr")
    assert [len(row.css(".links a")) for row in bodies] == [1, 2]  # by the codes of their divisions
    counted = [(row.css_first("td.number").text().split() or [""])[0] for row in bodies]
    stated = {
        q.subject
        for q in published.quads
        if q.predicate == NamedNode(FOREIGN["rdf"] + "type")
        and q.object == NamedNode(f"{BASE}ns#Observation")
    }
    assert sum(map(int, counted)) == len(stated)  # what a report plans to reach is none of its figures
    english = published.pages["bodies.en.html"].tree.css("table.listed tbody tr")
    assert [row.css("td")[0].text() for row in english] == ["Qinghe County", "Dashi Subdistrict"]
    reports = published.pages["reports.en.html"].tree.css("table.listed tbody tr")
    years = [row.attributes["data-years"] or "" for row in reports]
    assert len(years) == 3 and years == sorted(years, reverse=True)


def test_the_home_page_begins_with_a_sentence_and_its_fact(published: Published) -> None:
    """Of the latest report; one that is bounded, as it stays: 30余条 is more than 30."""
    for page, amount in (("index.html", "多于 30 条"), ("index.en.html", "more than 30")):
        (sample,) = published.pages[page].tree.css("section.sample")
        assert sample.css_first("mark").text() in sample.css_first("blockquote").text()
        assert sample.css_first(".amount").text() == amount
        figure = sample.css_first("blockquote").attributes["cite"] or ""
        at = published.resolved(page, sample.css("a")[-1].attributes["href"] or "")
        assert BASE + at[0].partition(".")[0] + "#" + at[1] == figure
    assert "没有对应的安排" in text(published, "index.html", "section[aria-labelledby=shows] li")


def test_the_page_of_a_place_tells_who_reports_there(published: Published) -> None:
    """And what it lies in and what lies in it; its statements are one click away."""
    tree = published.pages["place/cn-500117.html"].tree
    assert "大石街道办事处" in tree.css_first("section[aria-labelledby=bodies] li").text()
    years = [a.text() for a in tree.css("section[aria-labelledby=bodies] li small a")]
    assert years[:2] == ["2022", "2023"]
    assert "重庆市" in tree.css_first("article > p:not(.iri)").text()
    assert "大石街道" in [a.text() for a in tree.css("section[aria-labelledby=below] li a")]
    assert tree.css("details.triples") and not tree.css("article > section.basis")


# ------------------------------------------------------------------ engines


@pytest.mark.usefixtures("queries_read_once")
def test_another_engine_gives_the_same_pages(published: Published, site: Site) -> None:
    other = Site(engine("rdflib", published.quads, BASE), BASE)
    # rdflib looks through all that there is to list the documents, ten seconds long: of some quads, it lists the same
    few = published.quads[::20]
    ours, theirs = (
        Site(engine(name, few, BASE), BASE).site_graph.documents for name in ("pyoxigraph", "rdflib")
    )
    assert ours == theirs and len(ours) > 300
    vars(other.site_graph)["documents"] = site.site_graph.documents
    for path in (
        f"{OFFICE}.html",
        f"{EVENTS}.en.html",
        "qualifier/more-than.html",
        "qualifier.en.html",
        "coverage.html",
        f"{OFFICE}.ttl",
    ):
        assert other.file(path) == site.file(path), path


def test_a_store_may_lose_how_a_number_was_written(published: Published) -> None:
    restored = exact_literals(published.quads)
    assert restored
    assert {"decimal", "nonNegativeInteger"} <= {
        w.datatype.value.rpartition("#")[2] for w in restored.values()
    }
    stated = {(q.subject, q.predicate.value, q.object) for q in published.quads}
    for (subject, predicate, _), literal in restored.items():
        assert (NamedNode(subject), predicate, literal) in stated
    assert all(key(s, p, literal) != (s, p, words) for (s, p, words), literal in restored.items())


def test_only_files_of_the_site_are_answered(site: Site) -> None:
    for path in (
        "",
        "nothing.html",
        "../pyproject.toml",
        "assets/../site.py",
        "assets/",
        "org/nobody.ttl",
        ".htpasswd",
        "sitemap-x.xml",
    ):
        assert site.file(path) is None, path
