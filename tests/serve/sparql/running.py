"""A server in a process of its own, and requests as raw as they may be."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from tests.conftest import ROOT
from tests.warm import Process

FORM = "application/x-www-form-urlencoded"
JSON = "application/sparql-results+json"


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "")

    def json(self) -> Any:
        return json.loads(self.body)

    def column(self) -> list[str]:
        """The values of the first variable of JSON results."""
        table = self.json()
        name = table["head"]["vars"][0]
        return [row[name]["value"] for row in table["results"]["bindings"]]


@dataclass
class Server:
    """A running server."""

    port: int
    process: Process
    pids: list[int]

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def get(self, path: str, accept: str = "*/*", **headers: str) -> Reply:
        return self.send("GET", path, headers={"Accept": accept, **headers})

    def query(self, text: str, accept: str = JSON, more: str = "") -> Reply:
        """A query by GET; ``more`` is appended to the address."""
        return self.get(f"/sparql?query={quote(text, safe='')}{more}", accept)

    def form(self, fields: list[tuple[str, str]], accept: str = JSON) -> Reply:
        return self.send(
            "POST", "/sparql", urlencode(fields).encode(), {"Content-Type": FORM, "Accept": accept}
        )


@contextlib.contextmanager
def served(**options: object) -> Iterator[Server]:
    """A server with these options of :class:`~dashi_kg.serve.common.config.Config`, ended by its pid."""
    process = Process(
        "tests.serve.sparql.app", [json.dumps(options)], {**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        line = process.stdout.readline()
        assert line, "the server did not start"
        told = json.loads(line)
        yield Server(told["port"], process, told["pids"])
    finally:
        process.terminate()
        try:
            process.wait(600)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        process.stdout.close()
        process.stderr.close()
