"""A release of which the chosen files are written: no dead link, every IRI leads somewhere, and serve gives what a full one has."""

from __future__ import annotations

import re

import pytest

from dashi_kg.serve.common.cache import ByteCache
from dashi_kg.serve.dereference.partial_host import PartialHost
from dashi_kg.site.chosen_site import choice_of
from dashi_kg.site.site import Site
from dashi_kg.site.written.choice import entry_id
from dashi_kg.site.written.led import given_back, led
from tests.site.chosen import chosen_release
from tests.site.conftest import BASE, Published, read_page

REPORT = "report/cn-500117007-office/2023"


@pytest.fixture(scope="module")
def chosen(tmp_path_factory: pytest.TempPathFactory, published: Published, site: Site) -> Published:
    return Published(chosen_release(tmp_path_factory, published, site))


@pytest.fixture(scope="module")
def host(chosen: Published) -> PartialHost:
    return PartialHost(chosen.root, ByteCache(1 << 28), BASE)


def test_of_a_report_few_files_are_written(chosen: Published) -> None:
    own = (
        "report/cn-500117007-office/2023",
        "reports/cn-500117007-office/2023",
        "source/sha256-ec4f70ae0dfff298",
        "org/cn-500117007-office.",
    )
    once_more = ("report.ttl", "report.jsonld", "report.framed.jsonld", "dataset.jsonld")  # not by publish
    found = sorted(f for f in chosen.files if f.startswith(own) and not f.endswith(once_more))
    assert found == [
        "org/cn-500117007-office.en.html", "org/cn-500117007-office.html", "report/cn-500117007-office/2023.css",
        "report/cn-500117007-office/2023.en.html", "report/cn-500117007-office/2023.html",
        "reports/cn-500117007-office/2023/observations.csv.gz", "reports/cn-500117007-office/2023/source.txt",
        "reports/cn-500117007-office/2023/validation.en.html", "reports/cn-500117007-office/2023/validation.html",
        "reports/cn-500117007-office/2023/validation.json", "source/sha256-ec4f70ae0dfff298.html",
    ]  # fmt: skip
    assert not [f for f in chosen.files if f.startswith(("graph/stated/", "series/", "dataset/cn-"))]


def test_every_link_leads_to_what_is_written(chosen: Published, published: Published) -> None:
    broken, checked = [], 0
    # those of entries of code lists that the tests do not write
    there = chosen.files | (published.addresses - published.files)
    names = sorted(name for name in chosen.files if name.endswith(".html"))
    pages = {name: read_page(chosen.root, name) for name in names}
    for page in list(pages.values())[::4]:
        for _, _, address in page.links:
            if re.match(r"[a-z]+:", address):
                continue
            checked += 1
            file, fragment = chosen.resolved(page.path, address.partition("?")[0])
            if file not in there or (fragment and file in pages and fragment not in pages[file].ids):
                broken.append((page.path, address))
    assert checked > 5_000
    assert broken[:20] == []


def test_every_iri_of_the_graph_leads_to_a_page(chosen: Published, published: Published, site: Site) -> None:
    choice = choice_of(site)
    lost: list[str] = []
    rows: dict[str, set[str]] = {}
    there = chosen.files
    for document in sorted({iri.removeprefix(BASE).partition("#")[0] for iri in published.iris}):
        place = choice.told_with(document) or document
        if f"{place}.html" not in there:
            lost.append(document)
        elif document in choice.entries:
            rows.setdefault(place, set()).add(entry_id(document))
    for place, ids in rows.items():
        lost += sorted(ids - read_page(chosen.root, f"{place}.en.html").ids)
    assert lost == []
    assert len(choice.entries) > 1500
    assert not [f for f in chosen.files if f.startswith(("indicator/", "classifier/"))]
    assert choice.told_with(f"graph/stated/{REPORT.removeprefix('report/')}") == REPORT
    assert choice.told_with("series/cn-500117007-office") == "org/cn-500117007-office"
    assert choice.told_with("graph/ontology") is None


def test_serve_gives_byte_for_byte_what_a_full_release_holds(
    host: PartialHost, chosen: Published, published: Published
) -> None:
    """Of what is made, each kind of file; of the pages that are there, with links of their own, every thirty-first."""
    made = published.files - chosen.files
    assert {p for p in made if not host.has(p)} == set()
    kinds: dict[str, list[str]] = {}
    for path in sorted(made):
        kinds.setdefault(re.sub(r"/[^.]+", "/*", path), []).append(path)
    sample = [p for paths in kinds.values() for p in paths[:1]]
    sample += sorted(p for p in published.files & chosen.files if p.endswith(".html"))[::31]
    sample += [
        "source/sha256-ec4f70ae0dfff298.html",
        f"reports/{REPORT.removeprefix('report/')}/observations.xlsx",
    ]
    for path in sample:
        found = host.get(path)
        assert found is not None and found.data == (published.root / path).read_bytes(), path
        kept = host.peek(path)
        assert kept is not None and kept.digest == found.digest, path
    listed = host.get("sitemap.xml")
    assert listed is not None and listed.data is not None
    found_pages = {
        a.removeprefix(BASE) for a in re.findall(r"<loc>([^<]+)</loc>", listed.data.decode("utf-8"))
    }
    assert found_pages == set(published.pages) - {"404.html"}


def test_links_are_led_elsewhere_and_given_back() -> None:
    page = (
        '<html lang=zh><link rel="alternate" href="b.ttl"><link rel="stylesheet" href=s.css>\n<p><a class=x href=b.html#char=3,5>text</a> '
        '<a href="c.csv" download>table</a> <a href="#t3">here</a> <a href="https://x.org/c.csv">away</a>'
        '<a class=i href=../list/k.1.en.html>row</a> <a href="../list/é.html">row</a><section data-source="b.html" data-cite=c.csv>'
    )  # fmt: skip
    told = {
        "list/k.1.en.html": "list.en.html#c-k.1",
        "list/é.html": "list.html#c-é",
        "s/b.html": "s/a.html#t3",
        "s/b.ttl": None,
        "s/c.csv": None,
    }

    def target(file: str, fragment: str) -> str | None:
        return told.get(file, file + (f"#{fragment}" if fragment else ""))

    found = led(page, "s/a.html", target)
    assert found == (
        '<html data-chosen lang=zh><!--served <link rel="alternate" href="b.ttl">--><link rel="stylesheet" href=s.css>\n'
        '<p><a class=x href="#t3" data-served-href=b.html#char=3,5>text</a> '
        '<a title="由 dashi-kg serve 提供 · made by dashi-kg serve" data-served-href="c.csv" download>table</a> <a href="#t3">here</a> <a href="https://x.org/c.csv">away</a>'
        '<a class=i data-row href=../list.en.html#c-k.1>row</a> <a data-row href="../list.html#c-é">row</a>'
        '<section data-served-data-source="b.html" data-served-data-cite=c.csv>'
    )  # fmt: skip
    assert given_back(found, "s/a.html") == page


def test_a_row_keeps_the_link_to_the_page_of_its_own_entry_in_a_word() -> None:
    page = '<html lang=en><tr id=c-k.1><td><a href=list/k.1.en.html>one</a><tr><a href=list/m.en.html id=c-m>two</a> <a href="list/n.en.html">three</a>'
    found = led(page, "s/list.en.html", lambda file, fragment: "")
    assert found == (
        "<html data-chosen lang=en><tr id=c-k.1><td><a data-here=k.1>one</a><tr><a data-here id=c-m>two</a> "
        '<a data-served-href="list/n.en.html">three</a>'
    )
    assert given_back(found, "s/list.en.html") == page
