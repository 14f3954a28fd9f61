"""What is dear to make is made once for all tests, however many processes run them."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

import pytest

from dashi_kg.pipeline import publish
from dashi_kg.rdf.terms import value
from dashi_kg.site.site import Site
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


_DOCUMENT = re.compile(r"(?:(?:\.en)?\.html|\.ttl|\.nt|\.jsonld)$")


@contextmanager
def fewer_pages(base: str, nth: int = 0, list_all: Path | None = None) -> Iterator[None]:
    """Of the indicators, whose pages are half of a site and alike, those that a report speaks of, and every nth other.

    Args:
        nth: 0: no other.
        list_all: a file for the addresses of all pages and documents, those that are not written, too.
    """
    paths = Site.paths

    def some(site: Site) -> list[str]:
        found = site.site_graph.reader.rows(
            f'SELECT DISTINCT ?i {{ ?s ?p ?i FILTER(STRSTARTS(STR(?s), "{base}report/")) }}'
        )
        named = {value(i).removeprefix(base) for (i,) in found}
        whole = list(paths(site))
        if list_all:
            list_all.write_text("".join(f"{path}\n" for path in whole), encoding="utf-8")
        stems = {path: _DOCUMENT.sub("", path) for path in whole if path.startswith("indicator/")}
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
