"""Promises about the repository: the base IRI stands in one place, no private paths, files end well."""

from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path

import pytest

from dashi_kg.settings import DEFAULT_BASE
from tests.conftest import LONGEST, ROOT


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    names = [name for name in done.stdout.split("\0") if name]
    assert len(names) > 50
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def test_base_iri_is_written_in_one_module_only() -> None:
    host = DEFAULT_BASE.removeprefix("https://").rstrip("/")
    holders = [p.relative_to(ROOT).as_posix() for p in tracked() if host in p.read_text("utf-8", "ignore")]
    assert holders == ["dashi_kg/settings.py"]


def test_the_package_is_what_its_description_says() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "Typing :: Typed" in project["project"]["classifiers"]
    assert (
        ROOT / "dashi_kg" / "py.typed"
    ).is_file()  # without it, type checkers pass over the package (PEP 561)


def test_the_source_distribution_has_what_its_tests_read() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    tops = {p.relative_to(ROOT).parts[0] for p in tracked()}
    wanted = {f"/{top}" for top in tops if not top.startswith(".") and not top.endswith((".md", ".toml"))}
    assert wanted <= set(included)


def test_text_files_are_utf8_with_lf() -> None:
    for path in tracked():
        if path.suffix in {".py", ".md", ".ttl", ".rq", ".yaml", ".toml", ".html", ".css", ".jsonld", ".csv"}:
            data = path.read_bytes()
            data.decode("utf-8")
            assert path.suffix == ".csv" or b"\r" not in data, path


def test_no_machine_paths() -> None:
    words = ("/" + "work/", "/" + "tmp/v/", "/" + "root/")
    for path in tracked():
        if "vendor" in path.parts:  # libraries of others, unchanged
            continue
        text = path.read_text("utf-8", "ignore")
        assert not any(word in text for word in words), path


def test_files_that_begin_first_are_there() -> None:
    assert set(LONGEST) <= {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
