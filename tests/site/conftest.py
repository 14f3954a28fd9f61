"""One site for all its tests: the report that comes along, its like of the year before, and a bureau's."""

from __future__ import annotations

import functools
import http.server
import posixpath
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from selectolax.lexbor import LexborHTMLParser

from dashi_kg.pipeline import engine_for, publish
from dashi_kg.site.site import Site
from tests.conftest import REPORT, REPORT_DIR, ROOT
from tests.once import fewer_pages, once

BASE = "https://example.org/rule-of-law/"
UNREAD = "cn-430626-government"


def make_data(folder: Path) -> Path:
    """Three reports of two bodies; one was published late, and one of a third body cannot be read."""
    shutil.copytree(REPORT_DIR, folder / "dashi" / "2023")
    text = REPORT.read_text("utf-8").replace("2023年", "2022年").replace("2024-02-20", "2023-04-20")
    (folder / "dashi" / "2022").mkdir()
    (folder / "dashi" / "2022" / "source.txt").write_text(text.replace("50余次", "37次"), encoding="utf-8")
    (folder / "bureau").mkdir()
    shutil.copy(ROOT / "tests" / "reports" / "bureau.txt", folder / "bureau" / "source.txt")
    (folder / UNREAD / "2021").mkdir(parents=True)
    (folder / UNREAD / "2021" / "source.txt").write_bytes(b"\x89PNG\r\n")
    return folder


@dataclass(frozen=True)
class Page:
    """One page, parsed once: its ids, and its addresses with the element that has them."""

    path: str
    html: str
    ids: frozenset[str]
    links: tuple[tuple[str, str, str], ...]  # tag, attribute, address

    @property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.html)


def read_page(root: Path, path: str) -> Page:
    html = (root / path).read_text(encoding="utf-8")
    tree = LexborHTMLParser(html)
    ids = frozenset(n.attributes["id"] or "" for n in tree.css("[id]"))
    links = [
        (node.tag or "", name, node.attributes[name] or "")
        for name in ("href", "src", "srcset", "action", "poster", "data")
        for node in tree.css(f"[{name}]")
    ]
    return Page(path, html, ids, tuple(links))


class Published:
    """A release with its site, but for most indicators that no report speaks of."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "dist"
        self._listed = folder / "addresses.txt"

    @cached_property
    def quads(self) -> list[Quad]:
        return list(parse((self.root / "dashi-kg.nq").read_bytes(), format=RdfFormat.N_QUADS))

    def fragment(self, words: str, of: str, report: str) -> str:
        """The id within a report of the one node of a class (``Observation``) that is labelled with these words."""
        labelled = {q.subject for q in self.quads if q.object == Literal(words, language="zh")}
        (found,) = {
            q.subject.value
            for q in self.quads
            if q.subject in labelled
            and q.object == NamedNode(f"{BASE}ns#{of}")
            and q.subject.value.startswith(f"{BASE}{report}#")
        }
        return found.partition("#")[2]

    @cached_property
    def iris(self) -> set[str]:
        """Every IRI of ours in the graph."""
        terms = {t for q in self.quads for t in (q.subject, q.predicate, q.object, q.graph_name)}
        return {t.value for t in terms if isinstance(t, NamedNode) and t.value.startswith(BASE)}

    @cached_property
    def files(self) -> set[str]:
        return {p.relative_to(self.root).as_posix() for p in self.root.rglob("*") if p.is_file()}

    @cached_property
    def addresses(self) -> set[str]:
        """The files, and those of the pages that are as others and were not written here."""
        return self.files | set(self._listed.read_text(encoding="utf-8").splitlines())

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The pages of the site."""
        names = sorted(f for f in self.files if f.endswith(".html"))
        assert len(names) > 500
        return {name: read_page(self.root, name) for name in names}

    def resolved(self, page: str, href: str) -> tuple[str, str]:
        """A relative address as file and fragment."""
        path, _, fragment = href.partition("#")
        path = path.partition("?")[0]
        if not path:
            return page, unquote(fragment)
        return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))), unquote(fragment)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    def make(folder: Path) -> None:
        with fewer_pages(BASE, 8, folder / "addresses.txt"):
            publish(folder / "dist", BASE, data=make_data(folder / "data"), keep_going=True)

    return Published(once(tmp_path_factory, "site", make))


@pytest.fixture(scope="session")
def site(published: Published) -> Site:
    """The site over that release, for what is asked of it and not of its files."""
    return Site(engine_for(str(published.root), "pyoxigraph", BASE), BASE)


@pytest.fixture(scope="session")
def served(published: Published, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of that release below a path, as a plain host serves it: ``http://127.0.0.1:port/some/path/``."""
    root = tmp_path_factory.mktemp("host")
    (root / "some").mkdir()
    (root / "some" / "path").symlink_to(published.root, target_is_directory=True)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    handler = functools.partial(Quiet, directory=str(root))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/path/"
    server.shutdown()
