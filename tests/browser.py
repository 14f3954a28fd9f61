"""The browser of the tests: Chromium of the system, else the one that playwright brought."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest


def chromium(playwright: Any) -> Any:
    """A running Chromium; the test is skipped with a reason where there is none."""
    program = os.environ.get("DASHI_KG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    try:
        return playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
    except Exception as error:
        pytest.skip(f"no Chromium: {str(error).splitlines()[0]}")
