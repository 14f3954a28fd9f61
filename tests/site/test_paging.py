"""Long lists: 300 bodies over five years come by pages that are light, and each leads to all others."""

from __future__ import annotations

import posixpath

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.query.engines import engine
from dashi_kg.rdf.namespaces import XSD, curie
from dashi_kg.site.layout.links import page_path
from dashi_kg.site.site import Site
from dashi_kg.site.things.coverage_pages import BODIES
from dashi_kg.site.things.lists import ROWS
from tests.site.conftest import BASE, read_page

YEARS = range(2019, 2024)
PROVINCES = ("430000", "440000", "500000")
GRAPH = NamedNode(f"{BASE}graph/stated/all")


def _quads() -> list[Quad]:
    ns, found = f"{BASE}ns#", []

    def say(subject: str, predicate: str, value: NamedNode | Literal) -> None:
        found.append(Quad(NamedNode(BASE + subject), NamedNode(predicate), value, GRAPH))

    for code in PROVINCES:
        say(f"place/cn-{code}", curie("rdfs:label").value, Literal(f"{code}省", language="zh"))
        say(f"place/cn-{code}", f"{ns}placeKind", NamedNode(f"{BASE}place-kind/province"))
        for number in range(100):
            body = f"org/cn-{code[:2]}{number + 100:04d}-government"
            name = f"{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number}县人民政府"
            say(body, curie("rdfs:label").value, Literal(name, language="zh"))
            for year in YEARS:
                report = body.replace("org/", "report/") + f"/{year}"
                say(report, curie("rdf:type").value, NamedNode(f"{ns}Report"))
                say(
                    report,
                    curie("rdfs:label").value,
                    Literal(f"{name}{year}年法治政府建设年度报告", language="zh"),
                )
                say(report, curie("dct:creator").value, NamedNode(BASE + body))
                say(report, curie("dct:spatial").value, NamedNode(f"{BASE}place/cn-{code}"))
                say(report, f"{ns}reportYear", Literal(str(year), datatype=NamedNode(f"{XSD}gYear")))
                day = f"{year + 1}-0{3 + number % 2}-12"
                say(report, curie("dct:issued").value, Literal(day, datatype=NamedNode(f"{XSD}date")))
    return found


@pytest.fixture(scope="module")
def site() -> Site:
    return Site(engine("pyoxigraph", _quads(), BASE), BASE)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "size", "rows"), [("coverage", BODIES, 300), ("bodies", ROWS, 300), ("reports", ROWS, 1500)]
)
def test_every_row_of_a_long_list_is_reached_over_light_pages(
    site: Site, tmp_path_factory: pytest.TempPathFactory, name: str, size: int, rows: int, lang: str
) -> None:
    root = tmp_path_factory.mktemp(name)
    waiting, seen, links = [page_path(name, lang)], dict[str, int](), set[str]()
    while waiting:
        path = waiting.pop()
        data = site.file(path)
        assert data is not None and len(data) < 60_000, (path, len(data or b""))
        (root / path).write_bytes(data)
        page = read_page(root, path)
        seen[path] = len(page.tree.css("main tbody tr"))
        found = {a.attributes["href"] or "" for a in page.tree.css("main a[href]")}
        found = {a for a in found if posixpath.basename(a).startswith(name) and ".html" in a}
        links |= {a for a in found if "#" in a}
        here = {a.partition("#")[0] or path for a in found}
        waiting += sorted(here - seen.keys() - set(waiting))
    assert len(seen) == -(-rows // size) and sum(seen.values()) == rows
    if name != "reports":  # where each province begins
        assert len(links) == len(PROVINCES)
        for link in links:
            path, _, fragment = link.partition("#")
            assert fragment in read_page(root, path or page_path(name, lang)).ids
