"""One cluster for all tests of this folder; it is started when the first one asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.spark.cluster import cluster, needed


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    needed()
    with cluster() as started:
        yield started
