"""Every IRI leads somewhere, every link too; nothing comes from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
from urllib.parse import urlsplit

from tests.site.conftest import BASE, Published

TECHNICAL = {"404.html"}


def test_every_iri_of_the_graph_has_a_page_in_both_languages_with_its_fragment(published: Published) -> None:
    assert len(published.iris) > 1000
    missing = []
    for iri in sorted(published.iris):
        path, _, fragment = iri.removeprefix(BASE).partition("#")
        for suffix in (".html", ".en.html"):
            page = published.pages.get(path + suffix)
            if path + suffix not in published.addresses or (page and fragment and fragment not in page.ids):
                missing.append(iri + suffix)
        missing += [iri + s for s in (".ttl", ".jsonld", ".nt") if path + s not in published.addresses]
    assert missing == []


def test_every_shape_of_the_release_is_on_the_page_of_shapes(published: Published) -> None:
    names = set(re.findall(r"^fzs:(\S+)$", (published.root / "ontology/shapes.ttl").read_text("utf-8"), re.M))
    assert len(names) > 30
    for path in ("shapes.html", "shapes.en.html"):
        assert names <= published.pages[path].ids


def test_every_internal_link_of_every_page_exists(published: Published) -> None:
    broken = []
    checked = 0
    for page in published.pages.values():
        for tag, name, address in page.links:
            if tag == "link" and ("canonical" in address or address.startswith(BASE)):
                continue
            if urlsplit(address).scheme:
                continue
            checked += 1
            file, fragment = published.resolved(page.path, address)
            if file not in published.addresses or (
                fragment and file in published.pages and fragment not in published.pages[file].ids
            ):
                broken.append((page.path, name, address))
    assert checked > 10_000
    assert broken[:20] == []


def test_links_are_relative_so_that_any_path_serves(published: Published) -> None:
    for page in published.pages.values():
        for _, _, address in page.links:
            assert not address.startswith(("/", "\\")), (page.path, address)


def test_no_page_leads_back_to_the_base_by_an_absolute_link(published: Published) -> None:
    """But for the head (canonical, hreflang) and the page for what is not there, which knows no better."""
    for page in published.pages.values():
        if page.path not in TECHNICAL:
            assert [a for tag, _, a in page.links if tag == "a" and a.startswith(BASE)] == [], page.path


def test_no_page_loads_anything_from_elsewhere(published: Published) -> None:
    for page in published.pages.values():
        for tag, name, address in page.links:
            if urlsplit(address).scheme not in ("", "data") and tag != "a":
                assert tag == "link" and name == "href", (page.path, tag, address)
    loaded = {
        (node.attributes["href"] or "")
        for page in published.pages.values()
        for node in page.tree.css(
            "link[rel=stylesheet], link[rel=icon], link[rel=preload], link[rel=modulepreload]"
        )
    }
    assert loaded
    assert not any(urlsplit(address).scheme for address in loaded)
    for file in sorted(f for f in published.files if f.endswith(".css")):
        assert not re.search(
            r"url\(\s*['\"]?(https?:)?//|@import", (published.root / file).read_text("utf-8")
        ), file


def test_nothing_is_inline_that_the_policy_forbids(published: Published) -> None:
    for page in published.pages.values():
        if page.path not in TECHNICAL:
            assert "<style" not in page.html, page.path
        assert not re.search(r"<[^>]+\s(style|on[a-z]+)=", page.html), page.path
        for script in page.tree.css("script"):
            if "src" not in script.attributes:
                assert script.attributes.get("type") in ("application/ld+json", "application/json"), page.path
        (policy,) = page.tree.css('meta[http-equiv="Content-Security-Policy"]')
        assert "default-src 'none'" in (policy.attributes["content"] or "")
        assert "unsafe-inline" not in (policy.attributes["content"] or "")


def test_a_style_within_a_page_is_the_one_that_its_policy_lets_in(published: Published) -> None:
    page = published.pages["404.html"]
    (style,) = page.tree.css("style")
    digest = base64.b64encode(hashlib.sha256(style.text().encode()).digest()).decode()
    (policy,) = page.tree.css('meta[http-equiv="Content-Security-Policy"]')
    assert f"style-src 'self' 'sha256-{digest}';" in (policy.attributes["content"] or "")
    assert {urlsplit(address).scheme for _, _, address in page.links} == {"https"}
    leading = {address.removeprefix(BASE) for tag, _, address in page.links if tag == "a"}
    assert len(leading) == 8 and leading <= set(published.pages)


def test_every_page_says_its_language_and_knows_its_twin(published: Published) -> None:
    for page in published.pages.values():
        if page.path in TECHNICAL:
            continue
        english = page.path.endswith(".en.html")
        tree = page.tree
        (html,) = tree.css("html")
        assert html.attributes["lang"] == ("en" if english else "zh-Hans"), page.path
        stem = page.path.removesuffix(".html").removesuffix(".en")
        twins = {n.attributes["hreflang"]: n.attributes["href"] for n in tree.css("link[hreflang]")}
        assert twins == {
            "zh-Hans": f"{BASE}{stem}.html", "en": f"{BASE}{stem}.en.html", "x-default": f"{BASE}{stem}.html",
        }, page.path  # fmt: skip
        assert f"{stem}.html" in published.pages and f"{stem}.en.html" in published.pages
        (canonical,) = tree.css("link[rel=canonical]")
        assert (canonical.attributes["href"] or "").startswith(BASE)
        (title,) = tree.css("title")
        assert title.text().strip(), page.path
        assert len(tree.css("h1")) == 1, page.path
        for name in ("og:title", "og:description", "og:image", "og:url", "og:type", "og:locale"):
            (found,) = tree.css(f'meta[property="{name}"]')
            assert (found.attributes["content"] or "").strip(), (page.path, name)


def test_the_picture_of_previews_is_there_in_the_size_that_they_show(published: Published) -> None:
    pictures = {
        node.attributes["content"]
        for page in published.pages.values()
        for node in page.tree.css('meta[property="og:image"]')
    }
    assert pictures == {f"{BASE}assets/card.png"}
    data = (published.root / "assets/card.png").read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">II", data[16:24]) == (1200, 630)
    assert len(data) < 60_000


def test_pages_of_iris_offer_their_data_and_are_canonical(published: Published) -> None:
    for iri in ("org/cn-500117007-office", "indicator/publicity-events", "ns", "shapes", "qualifier"):
        for suffix in (".html", ".en.html"):
            tree = published.pages[iri + suffix].tree
            found = {
                n.attributes["type"]: n.attributes["href"] for n in tree.css("link[rel=alternate][type]")
            }
            assert set(found) >= {"text/turtle", "application/ld+json", "application/n-triples"}, iri
            (canonical,) = tree.css("link[rel=canonical]")
            assert canonical.attributes["href"] == BASE + iri
            (ld,) = tree.css('script[type="application/ld+json"]')
            content = json.loads(ld.text())
            assert content["@id"] == BASE + iri and content["@type"]


def test_the_site_map_lists_every_page_of_the_site(published: Published) -> None:
    text = (published.root / "sitemap.xml").read_text("utf-8")
    listed = {a.removeprefix(BASE) for a in re.findall(r"<loc>([^<]+)</loc>", text)}
    assert listed == {path for path in published.addresses if path.endswith(".html")} - TECHNICAL
    assert f"Sitemap: {BASE}sitemap.xml" in (published.root / "robots.txt").read_text("utf-8")


def test_pages_are_light(published: Published) -> None:
    """Below 200 kB with the style sheet, before optional scripts."""
    for page in published.pages.values():
        sheets = {
            published.resolved(page.path, n.attributes["href"] or "")[0]
            for n in page.tree.css("link[rel=stylesheet]")
        }
        weight = len(page.html.encode()) + sum((published.root / s).stat().st_size for s in sorted(sheets))
        assert weight < 200_000, (page.path, weight)


def test_the_rules_of_style_sheets_are_closed(published: Published) -> None:
    """An open rule swallows what follows it, and browsers say nothing."""
    sheets = [
        f for f in published.files if f.startswith("assets/") and f.endswith(".css") and "vendor" not in f
    ]
    assert len(sheets) >= 5
    for sheet in sheets:
        depth = 0
        for sign in re.findall(r"[{}]", (published.root / sheet).read_text("utf-8")):
            depth += 1 if sign == "{" else -1
            assert 0 <= depth <= 2, sheet
        assert depth == 0, sheet
