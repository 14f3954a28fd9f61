"""What is dear to make is made once for all tests, however many processes run them."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

import pytest
from pyoxigraph import NamedNode, Quad

from dashi_kg.corpus.one_file import read_one
from dashi_kg.corpus.record import Record
from dashi_kg.pipeline import publish, shared_quads
from dashi_kg.rdf.terms import value
from dashi_kg.site.site import Site
from dashi_kg.validation.engine import Validator
from tests.commands import run


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder of this name that ``make`` fills; who comes second waits for it and makes nothing.

    The tests must leave it as it is.
    """
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # a worker has a folder of its own below that of the session
        shared = shared.parent
    folder = shared / "once" / name
    folder.parent.mkdir(exist_ok=True)
    with folder.with_name(f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            new = folder.with_name(f"{name}.new")
            shutil.rmtree(new, ignore_errors=True)  # of somebody for whom making it has failed
            new.mkdir()
            make(new)
            new.rename(folder)
    return folder


def data_release(factory: pytest.TempPathFactory, base: str) -> Path:
    """The release of the report that comes along, without the site."""
    return (
        once(factory, f"data-{quote(base, '')}", lambda folder: publish(folder / "dist", base, site=False))
        / "dist"
    )


@contextmanager
def read_here() -> Iterator[None]:
    """A corpus is read within this process, where the processes that read it are not what is tested: each starts for a second."""

    def run(
        tasks: Iterable[tuple[Path, str]],
        work: Path,
        base: str,
        jobs: int,
        limit: float,
        done: Callable[[Record], None],
    ) -> None:
        for file, key in tasks:
            done(read_one(file, key, work, base))

    with patch("dashi_kg.corpus.build.run", run):
        yield


@cache
def _checking(base: str) -> Validator:
    return Validator(base, lambda: shared_quads(base, graphs=False))


@cache
def few_words(base: str) -> list[Quad]:
    """A hundred statements of the vocabulary: enough for a release."""
    graph = NamedNode(f"{base}graph/schemes")
    return [quad for quad in shared_quads(base) if quad.graph_name == graph][:100]


@contextmanager
def short_vocabulary() -> Iterator[None]:
    """What is published has few words of the vocabulary, else nine tenths of what is written; it is checked by all.

    Not around a release that other tests share.
    """
    with (
        patch("dashi_kg.pipeline.outputs.shared_quads", few_words),
        patch("dashi_kg.publishing.release.write_ontology", lambda *_: None),
        patch("dashi_kg.publishing.conforming.Validator", lambda base, _: _checking(base)),
    ):
        yield


# indicators, counter words, rules, code lists: two thirds of the pages of a site
ALIKE = (
    "indicator/", "classifier/", "extraction-rule/", "counting-rule/", "body-kind/", "quantity-kind/", "not-statistic/", "event-kind/",
    "post-kind/", "document-kind/", "place-kind/", "comparability/", "mechanism-kind/",
)  # fmt: skip
_DOCUMENT = re.compile(r"(?:(?:\.en)?\.html|\.ttl|\.nt|\.jsonld)$")


_paths = Site.paths


def few_paths(site: Site) -> list[str]:
    """The paths of a site that has its home, reports and bodies only, in the place of :meth:`Site.paths`."""
    return [path for path in _paths(site) if path.startswith(("index.", "report/", "org/"))]


@contextmanager
def fewer_pages(base: str, nth: int = 0, list_all: Path | None = None) -> Iterator[None]:
    """Of what has many pages that are alike (``ALIKE``), what a report speaks of, and every nth other.

    Args:
        nth: 0: no other.
        list_all: a file for the addresses of all pages and documents, those that are not written, too.
    """

    def some(site: Site) -> list[str]:
        found = site.site_graph.reader.rows(
            f'SELECT DISTINCT ?i {{ ?s ?p ?i FILTER(STRSTARTS(STR(?s), "{base}report/")) }}'
        )
        named = {value(i).removeprefix(base) for (i,) in found}
        whole = list(_paths(site))
        if list_all:
            list_all.write_text("".join(f"{path}\n" for path in whole), encoding="utf-8")
        stems = {path: _DOCUMENT.sub("", path) for path in whole if path.startswith(ALIKE)}
        documents = {
            stem for path, stem in stems.items() if path.endswith(".nt")
        }  # other pages are lists of some
        others = sorted(documents - named)
        left_out = set(others) - set(others[::nth] if nth else ())
        return [path for path in whole if stems.get(path) not in left_out]

    with patch.object(Site, "paths", some):
        yield


def release_with_site(factory: pytest.TempPathFactory, base: str) -> Path:
    """The same with its site, by the command: ``dashi-kg publish -o dist``, but for :func:`fewer_pages`."""

    def make(folder: Path) -> None:
        with fewer_pages(base):
            done = run("publish", "-o", "dist", cwd=folder, DASHI_KG_BASE=base)
        assert (done.returncode, done.stderr) == (0, b"")

    return once(factory, f"whole-{quote(base, '')}", make) / "dist"
