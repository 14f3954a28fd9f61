"""A release of the chosen files, made of one in which all are written: nothing is rendered twice."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import cast

import pytest

from dashi_kg.publishing.site_part import CATALOGUES
from dashi_kg.publishing.swap import MARK
from dashi_kg.rdf.parse import PACKED_FILE
from dashi_kg.site.chosen_site import chosen_files
from dashi_kg.site.site import Site
from tests.once import once
from tests.site.conftest import BASE, Published

NOT_WRITTEN = ("observations.csv", "observations.csv-metadata.json", "observations.xlsx", "validation.ttl")


def _data(path: str) -> bool:
    names = ("ontology/", "void.", "README", "dataset.jsonld", "dashi-kg.", "catalog.")
    return path.startswith(names) and not path.endswith(".html")


class OnDisk:
    """The files of a site as they were published."""

    def __init__(self, site: Site, root: Path) -> None:
        self.site, self.root = site, root
        self.site_graph, self.evidence = site.site_graph, site.evidence

    def paths(self) -> Iterable[str]:
        pages = (p.relative_to(self.root).as_posix() for p in self.root.rglob("*") if p.is_file())
        return sorted(p for p in pages if not _data(p) and p != MARK)

    def holds(self, path: str) -> bool:
        return (self.root / path).is_file() and not _data(path) and path != MARK

    def file(self, path: str) -> bytes | None:
        return (self.root / path).read_bytes()


def chosen_release(factory: pytest.TempPathFactory, published: Published, site: Site) -> Path:
    """A folder as :class:`~tests.site.conftest.Published` takes it, with the release in ``dist``."""

    def make(folder: Path) -> None:
        root = published.root
        served = [p for p in published.files if p.startswith("reports/") and p.endswith(NOT_WRITTEN)]
        served += CATALOGUES
        beside = {
            p: (root / p).read_bytes()
            for p in published.files
            if p not in served and (_data(p) or (p.startswith("reports/") and not p.endswith(".html")))
        }
        tables = [p for p in served if p.endswith("/observations.csv")]
        beside |= {f"{p}.gz": gzip.compress((root / p).read_bytes(), 1, mtime=0) for p in tables}
        beside[PACKED_FILE] = gzip.compress((root / "dashi-kg.nq").read_bytes(), 1, mtime=0)
        files = beside | dict(chosen_files(cast(Site, OnDisk(site, root)), {*beside, MARK}, BASE, served))
        sums = "".join(f"{hashlib.sha256(files[p]).hexdigest()}  {p}\n" for p in sorted(files))
        for path, data in (files | {MARK: sums.encode()}).items():
            (folder / "dist" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "dist" / path).write_bytes(data)
        (folder / "addresses.txt").write_text("", encoding="utf-8")

    return once(factory, "chosen", make)
