"""Under a path, behind a proxy, under another address than the base IRI's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashi_kg.serve.http.behind_proxy import Trusted
from dashi_kg.serve.http.paths import canonical_path, path_below, plain
from tests.commands import run
from tests.many import in_one
from tests.serve.running import BASE, Running, files, running


@pytest.fixture(scope="module")
def under(release: Path) -> Iterator[Running]:
    with running(release, "--root-path", "/data/kg", "--log-queries") as started:
        yield started


@pytest.fixture(scope="module")
def wary(release: Path) -> Iterator[Running]:
    """Believes no proxy on this machine."""
    with running(release, "--forwarded-allow-ips", "192.0.2.0/24") as started:
        yield started


@pytest.mark.parametrize("at", ["/data/kg/org/one", "/org/one"])  # the proxy leaves the path, or takes it off
def test_a_sub_path(under: Running, at: str) -> None:
    answer = under.get(at, "text/turtle")
    assert (answer.status, answer["Location"]) == (303, "/data/kg/org/one.ttl")
    assert "</data/kg/org/one.jsonld>" in answer["Link"]
    assert under.get("/data/kg/org/one.ttl").body == files()["org/one.ttl"]
    assert under.get(f"{at}/")["Location"] == "/data/kg/org/one"
    assert 'href="/data/kg/index.html"' in under.get("/data/kg/none").body.decode()
    assert "/data/kg/org/one.nt  application/n-triples" in under.get(at, "image/png").body.decode()


def test_the_root_of_a_sub_path(under: Running) -> None:
    assert under.get("/data/kg/")["Location"] == "/data/kg/index.html"
    assert (under.get("/data/kg").status, under.get("/data/kg")["Location"]) == (308, "/data/kg/")
    assert under.get("/data/kgb").status == 404
    assert under.get("/data/kg/healthz").status == under.get("/healthz").status == 200
    assert under.address.endswith("/data/kg/")


def test_the_path_of_the_base_is_understood(server: Running) -> None:
    # {base}org/one, as a proxy of the base's host hands it on
    answer = server.get(BASE.removeprefix("https://data.example.org") + "org/one", "text/turtle")
    assert answer["Location"] == "/kg/org/one.ttl"
    assert server.get("/kg/org/one.ttl").body == files()["org/one.ttl"]
    assert server.get("/kg")["Location"] == "/kg/"
    assert server.get("/kg/healthz").status == 200


@pytest.mark.parametrize(
    ("prefix", "location"),
    [
        ("/here", "/here/org/one.html"),
        ("/here/", "/here/org/one.html"),
        ("/a, /b", "/a/org/one.html"),
        ("//evil.example", "/org/one.html"),
        ("https://evil.example", "/org/one.html"),
        ("/a/../b", "/org/one.html"),
        ("/a b", "/org/one.html"),
        ("/a<b>", "/org/one.html"),
        ("", "/org/one.html"),
    ],
)
def test_the_prefix_of_a_trusted_proxy(server: Running, wary: Running, prefix: str, location: str) -> None:
    assert server.ask("/org/one", ("X-Forwarded-Prefix", prefix))["Location"] == location
    assert wary.ask("/org/one", ("X-Forwarded-Prefix", prefix))["Location"] == "/org/one.html"


def test_the_id_of_a_request_comes_from_a_trusted_proxy(server: Running, wary: Running) -> None:
    given = ("X-Request-Id", "proxy-0123456789")
    assert server.ask("/org/one", given)["X-Request-Id"] == given[1]
    assert wary.ask("/org/one", given)["X-Request-Id"] != given[1]
    assert server.ask("/org/one", ("X-Request-Id", "a b"))["X-Request-Id"] != "a b"


def test_the_host_of_a_request_leads_nowhere(server: Running) -> None:
    """Addresses in answers are paths: a wrong Host can send nobody elsewhere."""
    answer = server.ask("/org/one", ("X-Forwarded-Host", "evil.example"), ("X-Forwarded-Proto", "ftp"))
    assert "evil" not in str(answer.headers)


@in_one(
    ("words", "address", "trusted"),
    [
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "127.0.0.2", False),
        ("10.0.0.0/8, ::1", "10.1.2.3", True),
        ("10.0.0.0/8, ::1", "::1", True),
        ("127.0.0.1", "::ffff:127.0.0.1", True),
        ("*", "203.0.113.9", True),
        ("", "127.0.0.1", False),
        ("127.0.0.1", "", False),
        ("127.0.0.1", "nonsense", False),
    ],
)
def test_who_is_trusted(words: str, address: str, trusted: bool) -> None:
    assert Trusted(words).has(address) is trusted


@in_one(
    ("raw", "path"),
    [
        (b"/", ""),
        (b"", ""),
        (b"/a/b", "a/b"),
        (b"/%E6%B3%95", "法"),
        (b"/%e6%b3%95//", "法"),
        (b"/a%20b", "a b"),
        (b"/%2541", "%41"),  # decoded once
        (b"/%zz", "%zz"),
        (b"/..", None),
        (b"/a/%2E%2e/b", None),
        (b"/a/./b", None),
        (b"/...", "..."),
        (b"/%00", None),
        (b"/%0a", None),
        (b"/%7f", None),
        (b"/%C2%85", None),
        (b"/a%5Cb", None),
        (b"/%ff", None),
        (b"/%C0%AF", None),
    ],
)
def test_paths(raw: bytes, path: str | None) -> None:
    assert plain(raw) == path
    if path is not None:
        assert plain(b"/" + canonical_path(path).encode()) == path


def test_below() -> None:
    assert path_below(b"/kg", "/kg") == b""
    assert path_below(b"/kg/", "/kg") == b"/"
    assert path_below(b"/kgx", "/kg") is None
    assert path_below(b"/", "/kg") is None


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("--root-path", "kg"), "--root-path"),
        (("--root-path", "/a b"), "--root-path"),
        (("--forwarded-allow-ips", "localhost"), "--forwarded-allow-ips"),
        (("--host", "a/b"), "--host"),
        (("--max-age", "-1"), "--max-age"),
    ],
)
def test_options_that_make_no_sense(release: Path, args: tuple[str, ...], word: str) -> None:
    done = run("serve", release, *args)
    assert done.returncode == 2
    assert word in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
