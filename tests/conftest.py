"""What all tests share: the Dashi report, its text and its extraction; a steady hypothesis profile."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from dashi_kg.model import Extraction, Source
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import read_source

ROOT = Path(__file__).resolve().parent.parent
REPORT_DIR = ROOT / "data" / "reports" / "cn-500117007-office" / "2023"
REPORT = REPORT_DIR / "source.txt"

settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def dashi() -> Source:
    return read_source(REPORT)


@pytest.fixture(scope="session")
def read(dashi: Source) -> Extraction:
    return extract(dashi)
