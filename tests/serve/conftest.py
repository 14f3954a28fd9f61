"""One server over a small release, for all tests that change nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.serve.running import Running, running, write_release


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
