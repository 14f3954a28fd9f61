"""A server in a process of its own, requests as raw as they may be, and small releases made by hand."""

from __future__ import annotations

import hashlib
import http.client
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashi_kg.publishing.swap import MARK, swapped_in
from tests.conftest import ROOT
from tests.warm import Process

BASE = "https://data.example.org/kg/"
PAGE = "<!doctype html>\n<html lang={lang}><title>{name}</title><p>{text}</html>\n"


def files(version: str = "1") -> dict[str, bytes]:
    """The files of a small release; every one says which version it is of."""
    found: dict[str, bytes] = {}
    for name in ("index", "ns", "org/one", "report/one/2023", "place/柿子", "questions"):
        for suffix, lang in ((".html", "zh-Hans"), (".en.html", "en")):
            # long enough to be worth compressing
            text = f"version {version} " + "法治政府 rule of law " * 60
            found[f"{name}{suffix}"] = PAGE.format(lang=lang, name=name, text=text).encode()
        if name not in ("index", "questions"):
            iri = f"{BASE}{name}"
            found[f"{name}.nt"] = f'<{iri}> <{BASE}ns#v> "{version}" .\n'.encode()
            found[f"{name}.ttl"] = f'<{iri}> <{BASE}ns#v> "{version}" .\n'.encode() * 40
            found[f"{name}.jsonld"] = f'{{"@id": "{iri}", "{BASE}ns#v": "{version}"}}\n'.encode()
    found["assets/site.css"] = f"/* {version} */ body {{ margin: 0 }}\n".encode() * 30
    found["assets/vendor/thing-1.2.3/thing.js"] = b"export const x = 1;\n" * 40
    found["questions/all.csv"] = f"version\n{version}\n".encode()
    found["dashi-kg.nq"] = f'<{BASE}org/one> <{BASE}ns#v> "{version}" <{BASE}graph/x> .\n'.encode() * 30_000
    found["reports/validation.html"] = b"<!doctype html><style>p { color: red }</style><p>x</p>\n"
    return found


def write_release(
    folder: Path, version: str = "1", more: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Put a release in the place of the former, as publish does it; gives its files."""
    content = {"void.ttl": b"", "README.txt": b"", **files(version), **(more or {})}
    with swapped_in(folder) as new:
        for path, data in content.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(data)
        sums = "".join(f"{hashlib.sha256(d).hexdigest()}  {p}\n" for p, d in sorted(content.items()))
        (new / MARK).write_text(sums, encoding="utf-8")
    return content


@dataclass
class Answer:
    """What came back: status, headers in their order, bytes."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        found = [v for k, v in self.headers if k.lower() == name.lower()]
        assert len(found) == 1, (name, self.headers)
        return found[0]

    def __contains__(self, name: str) -> bool:
        return any(k.lower() == name.lower() for k, _ in self.headers)


@dataclass
class Running:
    """A server that answers."""

    process: Process
    port: int
    address: str
    errors: list[bytes]

    def ask(
        self, target: str | bytes, *headers: tuple[str, str], method: str = "GET", body: bytes | None = None
    ) -> Answer:
        """One request on a connection of its own; the target is sent as it is, byte by byte."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        raw = target.encode() if isinstance(target, str) else target
        connection.connect()
        lines = [method.encode() + b" " + raw + b" HTTP/1.1", f"Host: 127.0.0.1:{self.port}".encode()]
        lines += [f"{name}: {value}".encode("latin-1") for name, value in headers]
        if body is not None:
            lines.append(f"Content-Length: {len(body)}".encode())
        connection.sock.sendall(b"\r\n".join([*lines, b"Connection: close", b"", b""]) + (body or b""))
        answer = http.client.HTTPResponse(connection.sock, method=method)
        answer.begin()
        data = answer.read()
        connection.close()
        return Answer(answer.status, answer.getheaders(), data)

    def get(self, target: str | bytes, accept: str = "", **headers: str) -> Answer:
        """GET with Accept and other headers (``if_none_match="…"``)."""
        given = [("Accept", accept)] if accept else []
        given += [(name.replace("_", "-"), value) for name, value in headers.items()]
        return self.ask(target, *given)

    def log(self) -> str:
        """What it wrote to standard error so far."""
        return b"".join(self.errors).decode()


def command(*args: object) -> list[str]:
    """``dashi-kg serve`` on any free port."""
    return [sys.executable, "-m", "dashi_kg", "serve", "--workers", "1", *map(str, args), "--port", "0"]


@contextmanager
def running(
    *args: object, base: str = BASE, module: str = "dashi_kg.__main__", **environment: str
) -> Iterator[Running]:
    """A server for the length of a block; it must end well. ``module``: whose ``main()`` is the command."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DASHI_KG_BASE": base, **environment}
    with Process(module, command(*args)[3:], env) as process:
        errors: list[bytes] = []
        reader = threading.Thread(
            target=lambda: errors.extend(iter(process.stderr.readline, b"")), daemon=True
        )
        reader.start()
        try:
            line = process.stdout.readline().decode()
            found = re.search(r"http://\S+?:(\d+)\S*", line)
            assert found, (line, b"".join(errors).decode())
            yield Running(process, int(found[1]), found[0], errors)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                code = process.wait(600)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
            reader.join(10)
        assert code == 0, b"".join(errors).decode()
