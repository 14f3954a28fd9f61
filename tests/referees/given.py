"""Where the referees are: data files beside the project, programs that the environment names; skipped where absent.

``DASHI_KG_REFEREES=required`` (in CI, after ``.ci/referees`` has installed the programs) makes a missing program fail.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import ROOT

# laid beside a checkout, whether it is a clone of its own or a second work tree
_BESIDE = (ROOT.parent / "shared" / "referees", ROOT.parent.parent / "shared" / "referees")


def files(name: str) -> Path:
    """A folder of files of others, such as ``dcat-ap-3.0.1``; the test is skipped where it is not beside the project."""
    for folder in _BESIDE:
        if (folder / name).is_dir():
            return folder / name
    pytest.skip(f"{name}: no folder shared/referees beside the project")


def place(variable: str, what: str) -> Path:
    """A file or folder that ``.ci/referees`` installs."""
    found = os.environ.get(variable, "")
    if not found or not Path(found).exists():
        _missing(f"set {variable} to {what} (.ci/referees does)")
    return Path(found)


def program(name: str, package: str) -> str:
    """A program on the path."""
    found = shutil.which(name)
    if not found:
        _missing(f"{name} is not installed ({package})")
    return str(found)


def _missing(reason: str) -> None:
    if os.environ.get("DASHI_KG_REFEREES") == "required":
        pytest.fail(reason)
    pytest.skip(reason)
