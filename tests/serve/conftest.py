"""One server over a small release, for all tests that change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashi_kg.settings import DEFAULT_BASE
from tests.once import release_with_site
from tests.serve.running import Running, running, write_release

PUBLISHED_BASE = DEFAULT_BASE


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served") / "release"
    write_release(folder)
    return folder


@pytest.fixture(scope="session")
def content(release: Path) -> dict[str, bytes]:
    return {str(p.relative_to(release)): p.read_bytes() for p in release.rglob("*") if p.is_file()}


@pytest.fixture(scope="session")
def server(release: Path) -> Iterator[Running]:
    with running(release) as started:
        yield started


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of the report that comes along, with its site."""
    return release_with_site(tmp_path_factory, PUBLISHED_BASE)


@pytest.fixture(scope="session")
def published_server(published: Path) -> Iterator[Running]:
    with running(published, "--no-access-log", base=PUBLISHED_BASE) as started:
        yield started
