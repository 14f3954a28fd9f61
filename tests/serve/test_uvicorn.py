"""What of uvicorn's insides we override is still there, and a version that we have not seen is not installed."""

from __future__ import annotations

import inspect
import re
import tomllib
from importlib.metadata import version

import pytest

pytest.importorskip("uvicorn")

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import Server

from dashi_kg.serve.http.protocol import Protocol
from tests.conftest import ROOT
from tests.many import in_one

OVERRIDDEN = (
    "connection_made", "connection_lost", "data_received", "on_message_begin", "on_message_complete", "on_url", "on_header",
    "on_headers_complete", "send_400_response", "_unsupported_upgrade_warning", "shutdown",
)  # fmt: skip


def bounds() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The lowest version and the first that is too high."""
    rows = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"][
        "serve"
    ]
    (row,) = (row for row in rows if row.startswith("uvicorn"))
    found = re.fullmatch(r"uvicorn>=([\d.]+),<([\d.]+)", row)
    assert found, row
    low, high = (tuple(int(n) for n in words.split(".")) for words in found.groups())
    return low, high


def test_the_version_is_one_that_we_have_seen() -> None:
    low, high = bounds()
    here = tuple(int(n) for n in version("uvicorn").split(".")[:2])
    assert low <= here < high


@in_one("name", OVERRIDDEN)
def test_what_is_overridden_is_there(name: str) -> None:
    ours, theirs = getattr(Protocol, name), getattr(HttpToolsProtocol, name)
    assert ours is not theirs
    assert list(inspect.signature(ours).parameters) == list(inspect.signature(theirs).parameters)


def test_nothing_else_is_overridden() -> None:
    theirs = set(dir(HttpToolsProtocol)) - set(dir(object))
    assert {name for name in vars(Protocol) if name in theirs and not name.startswith("__")} == set(
        OVERRIDDEN
    )


def test_what_is_overridden_is_called() -> None:
    source = inspect.getsource(HttpToolsProtocol)
    for name in ("send_400_response", "_unsupported_upgrade_warning"):
        assert f"self.{name}(" in source
    assert "except httptools.HttpParserError" in inspect.getsource(HttpToolsProtocol.data_received)
    for name in ("headers", "parser", "url", "cycle", "transport", "loop"):
        assert f"self.{name}" in source
    assert ".shutdown()" in inspect.getsource(Server.shutdown)
    assert "self.capture_signals()" in inspect.getsource(Server.serve)
