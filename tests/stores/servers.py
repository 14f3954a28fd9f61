"""Real triple stores on loopback, started from programs that the environment names, stopped by pid.

``DASHI_KG_OXIGRAPH`` (program), ``DASHI_KG_FUSEKI`` (jar), ``DASHI_KG_RDF4J`` (folder with the server's war and a
runner's jar); Virtuoso is found on the path. ``.ci/stores`` installs them all.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

KINDS = ("oxigraph", "fuseki", "virtuoso", "rdf4j")  # programs, and pyoxigraph within our own


def beside(ours: str, kinds: Sequence[str] = KINDS) -> list[object]:
    """The parameters of a fixture: ours, and real stores where somebody asks for them; of each test they make several."""
    asked = kinds if os.environ.get("DASHI_KG_STORES") else ()
    return [ours, *(pytest.param(kind, marks=pytest.mark.store) for kind in asked)]


@dataclass
class Server:
    """A running store. ``url`` is what ``dashi-kg load`` takes, ``sparql`` its query endpoint."""

    kind: str
    url: str
    sparql: str
    command: list[str] = field(default_factory=list)
    folder: Path = Path()
    ping: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        if not self.command:
            return
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=log, stderr=log)
        for _ in range(2400):
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.ping, timeout=5).close()
                return
            except urllib.error.HTTPError:
                return  # it answers
            except OSError:
                time.sleep(0.25)
        self.stop()
        pytest.fail(
            f"{self.kind} did not start: {(self.folder / 'server.log').read_text(errors='replace')[-800:]}"
        )

    def stop(self, *, hard: bool = False) -> None:
        """End the process that was started here, and no other."""
        if self.process:
            (self.process.kill if hard else self.process.terminate)()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:  # one with a query that does not end
                self.process.kill()
                self.process.wait(60)
            self.process = None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def missing(kind: str, reason: str) -> None:
    """Skip with the reason; fail where all stores are required."""
    if os.environ.get("DASHI_KG_STORES") == "required":
        pytest.fail(f"{kind} is required: {reason}")
    pytest.skip(f"{kind}: {reason}")


def server(kind: str, folder: Path, *, on_disk: bool = False, limit: int = 0) -> Server:
    """A store of this kind, not yet started.

    Args:
        on_disk: whether it keeps its data there; else in memory, where it can.
        limit: seconds after which it ends a query (0: it does not), so that one whose client has gone costs nothing more.
    """
    port = free_port()
    at = f"http://127.0.0.1:{port}"
    if kind == "pyoxigraph":
        return Server(kind, str(folder / "store"), "", folder=folder)
    if kind == "oxigraph":
        program = os.environ.get("DASHI_KG_OXIGRAPH") or shutil.which("oxigraph")
        if not program:
            missing(kind, "set DASHI_KG_OXIGRAPH to the program (PyPI package oxigraph)")
        place = ["--location", str(folder / "db")] if on_disk else []
        ended = ["--timeout-s", str(limit)] if limit else []
        command = [str(program), "serve", *place, *ended, "--bind", f"127.0.0.1:{port}"]
        return Server(kind, at, f"{at}/query", command, folder, at)
    if kind == "fuseki":
        jar = os.environ.get("DASHI_KG_FUSEKI")
        if not jar or not shutil.which("java"):
            missing(
                kind,
                "set DASHI_KG_FUSEKI to the server's jar (Maven, org.apache.jena:jena-fuseki-server); needs java",
            )
        (folder / "db").mkdir(exist_ok=True)
        command = [
            "java",
            "-Xmx1g",
            "-jar",
            str(jar),
            "--localhost",
            "--port",
            str(port),
            *(["--timeout", str(limit * 1000)] if limit else []),
            *(
                ["--set", "tdb2:unionDefaultGraph=true", "--tdb2", "--loc", str(folder / "db")]
                if on_disk
                else ["--mem"]
            ),
            "--update",
            "/kg",
        ]
        return Server(kind, f"{at}/kg", f"{at}/kg/sparql", command, folder, f"{at}/$/ping")
    if kind == "rdf4j":
        jars = Path(os.environ.get("DASHI_KG_RDF4J", "/nowhere"))
        runner, war = (
            next(iter(jars.glob("webapp-runner-*.jar")), None),
            next(iter(jars.glob("rdf4j-http-server-*.war")), None),
        )
        if not runner or not war or not shutil.which("java"):
            missing(
                kind,
                "set DASHI_KG_RDF4J to a folder with rdf4j-http-server-*.war and webapp-runner-*.jar; needs java",
            )
        command = [
            "java", "-Xmx1g", f"-Dorg.eclipse.rdf4j.appdata.basedir={folder / 'data'}", "-jar", str(runner),
            "--port", str(port), "--path", "/rdf4j-server", str(war),
        ]  # fmt: skip
        url = f"{at}/rdf4j-server/repositories/kg"
        return Server(kind, url, url, command, folder, f"{at}/rdf4j-server/protocol")
    if not shutil.which("virtuoso-t") or not shutil.which("isql-vt"):
        missing(kind, "install virtuoso-opensource-7 and virtuoso-opensource-7-bin (Debian)")
    words = _VIRTUOSO.format(
        port=port,
        sql=free_port(),
        buffers=170_000 if on_disk else 20_000,
        dirty=130_000 if on_disk else 15_000,
    )  # its advice for 2 GB of memory
    if limit:
        words += f"MaxQueryExecutionTime = {limit}\n"
    (folder / "virtuoso.ini").write_text(words, encoding="utf-8")
    command = ["virtuoso-t", "-f", "-c", "virtuoso.ini"]
    subprocess.run(
        ["virtuoso-t", "-f", "+configfile", "virtuoso.ini", "+pwdold", "dba", "+pwddba", PASSWORD, "+pwddav", PASSWORD],
        cwd=folder, capture_output=True, timeout=600, check=False,
    )  # fmt: skip
    environment = {"DASHI_KG_USER": "dba", "DASHI_KG_PASSWORD": PASSWORD}
    return Server(kind, at, f"{at}/sparql", command, folder, f"{at}/sparql", environment)


def prepare(running: Server) -> None:
    """What a store needs before its first load."""
    if running.kind == "rdf4j":
        request = urllib.request.Request(running.url, data=_REPOSITORY.encode(), method="PUT")
        request.add_header("Content-Type", "text/turtle")
        urllib.request.urlopen(request, timeout=600).close()


PASSWORD = "kg-test-1"
_REPOSITORY = """
@prefix rep: <http://www.openrdf.org/config/repository#> .
@prefix sr: <http://www.openrdf.org/config/repository/sail#> .
@prefix sail: <http://www.openrdf.org/config/sail#> .
[] a rep:Repository ; rep:repositoryID "kg" ; rep:repositoryImpl [
  rep:repositoryType "openrdf:SailRepository" ; sr:sailImpl [ sail:sailType "openrdf:MemoryStore" ] ] .
"""
_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxClientConnections = 10
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 1000000
"""
