"""The image and the unit, as far as they can be checked without a daemon to build and run them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from dockerfile_parse import DockerfileParser

from dashi_kg.cli.serving import serve
from tests.conftest import ROOT

UNIT = ROOT / "deploy" / "dashi-kg.service"


def parsed(tmp_path: Path) -> list[dict[str, str]]:
    found = DockerfileParser(fileobj=(ROOT / "Dockerfile").open("rb+"))
    return [{"name": step["instruction"], "value": step["value"]} for step in found.structure]


def options(words: list[str]) -> click.Context:
    """Parse the arguments of dashi-kg serve as the command line does."""
    return serve.make_context("serve", words)


def test_the_image_is_slim_and_not_root(tmp_path: Path) -> None:
    steps = parsed(tmp_path)
    images = [s["value"] for s in steps if s["name"] == "FROM"]
    assert len(images) == 2  # what builds stays out of what runs
    base = next(s["value"] for s in steps if s["name"] == "ARG" and s["value"].startswith("BASE="))
    assert "slim" in base  # unless somebody names another, by its digest
    assert all(image.split()[0] in ("${BASE}", base.removeprefix("BASE=")) for image in images)
    last = steps[max(i for i, s in enumerate(steps) if s["name"] == "FROM") :]
    (user,) = (s["value"] for s in last if s["name"] == "USER")
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)
    names = [s["name"] for s in last]
    assert {"HEALTHCHECK", "STOPSIGNAL", "EXPOSE", "ENTRYPOINT"} <= set(names)
    assert names.index("USER") < names.index("ENTRYPOINT")
    assert "ADD" not in {s["name"] for s in steps}
    assert not any("latest" in image for image in images)


def test_what_the_image_runs_is_a_command(tmp_path: Path) -> None:
    steps = parsed(tmp_path)
    entry = json.loads(next(s["value"] for s in steps if s["name"] == "ENTRYPOINT"))
    args = json.loads(next(s["value"] for s in steps if s["name"] == "CMD"))
    assert entry[:2] == ["dashi-kg", "serve"]
    assert options([*entry[2:], *args]).params["source"] == "/srv/dashi-kg/release"
    check = next(s["value"] for s in steps if s["name"] == "HEALTHCHECK")
    command = json.loads(check[check.index("[") :])
    compile(command[2], "healthcheck", "exec")
    port = next(s["value"] for s in steps if s["name"] == "EXPOSE")
    assert f":{port}/readyz" in command[2]
    assert options(entry[2:]).params["port"] == int(port)


def test_the_context_has_what_is_copied(tmp_path: Path) -> None:
    kept = {
        line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")
    }
    copied = {
        name
        for step in parsed(tmp_path)
        if step["name"] == "COPY" and "--from" not in step["value"]
        for name in step["value"].split()[:-1]
    }
    assert copied == kept
    assert all((ROOT / name).exists() for name in copied)


def test_the_unit_starts_a_command() -> None:
    text = UNIT.read_text(encoding="utf-8")
    (line,) = re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)
    program, command, *args = line.split()
    assert (program, command) == ("/opt/dashi-kg/bin/dashi-kg", "serve")
    grace = options(args).params["grace"]
    (stop,) = re.findall(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    assert int(stop) > grace  # systemd waits longer than the server


def test_the_unit_is_well_formed_and_hardened(tmp_path: Path) -> None:
    tool = shutil.which("systemd-analyze")
    if not tool:
        pytest.skip("systemd-analyze is not on this machine")
    copy = tmp_path / "dashi-kg.service"
    copy.write_text(
        UNIT.read_text("utf-8").replace("/opt/dashi-kg/bin/dashi-kg", sys.executable), encoding="utf-8"
    )
    done = subprocess.run(
        [tool, "verify", str(copy)], capture_output=True, text=True, check=False, timeout=600
    )
    assert (done.returncode, done.stderr) == (0, "")
    done = subprocess.run(
        [tool, "security", "--offline=true", "--threshold=20", str(copy)],
        capture_output=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stdout.decode()[-300:]  # exposure at most 2.0 of 10
