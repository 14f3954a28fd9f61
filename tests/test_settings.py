"""The base IRI is one setting: argument, environment, file, default, in this order."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashi_kg.errors import DashiError
from dashi_kg.settings import BASE_VARIABLE, CONFIG_FILE, DEFAULT_BASE, settings
from tests.many import in_one


def test_order_of_look_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(BASE_VARIABLE, raising=False)
    assert settings(folder=tmp_path).base == DEFAULT_BASE
    (tmp_path / CONFIG_FILE).write_text('base = "https://file.example/kg"', encoding="utf-8")
    assert settings(folder=tmp_path).base == "https://file.example/kg/"
    monkeypatch.setenv(BASE_VARIABLE, "https://env.example/")
    assert settings(folder=tmp_path).base == "https://env.example/"
    assert settings("https://arg.example/a/", folder=tmp_path).base == "https://arg.example/a/"


@in_one(
    "base",
    [
        "dashi",
        "ftp://x.example/",
        "https://",
        "https://法治.example/",
        "https://x.example/?q=1",
        "https://x.example/kg#",
        "https://x.example/kg?",
        "https://x y/",
    ],
)
def test_bad_base_is_refused(base: str) -> None:
    with pytest.raises(DashiError, match="not an absolute"):
        settings(base)


def test_bad_config_file_is_named(tmp_path: Path) -> None:
    (tmp_path / CONFIG_FILE).write_text("base = ", encoding="utf-8")
    with pytest.raises(DashiError) as caught:
        settings(folder=tmp_path)
    assert CONFIG_FILE in str(caught.value)
