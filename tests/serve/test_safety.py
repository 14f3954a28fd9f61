"""What a server on the open net must not do, and the headers that every answer has."""

from __future__ import annotations

import base64
import hashlib
import re
import signal
import socket
from pathlib import Path

import pytest

from dashi_kg.site.layout.pages import POLICY
from tests.serve.running import BASE, Running, running, write_release

EVERYTHING = ["/", "/org/one", "/org/one.html", "/none", "/healthz", "/metrics", "/org/one/", "/dashi-kg.nq"]


@pytest.mark.parametrize("at", EVERYTHING)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_headers_of_every_answer(server: Running, at: str, method: str) -> None:
    answer = server.ask(at, ("Origin", "https://elsewhere.example"), method=method)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Content-Security-Policy"] == f"{POLICY}; frame-ancestors 'none'"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Permissions-Policy"].startswith("camera=(), geolocation=()")
    assert answer["Access-Control-Allow-Origin"] == "*"  # never the origin that asked
    assert "Access-Control-Allow-Credentials" not in answer
    assert "Server" not in answer
    assert "Set-Cookie" not in answer
    assert re.fullmatch("[0-9a-f]{16}", answer["X-Request-Id"])


def test_foreign_iris_that_are_stored_percent_encoded_or_would_run(tmp_path: Path) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    (tmp_path / "a.nq").write_text(
        f'<{BASE}t/%E4%B8%80> {label} "one" <{BASE}graph/x> .\n<{BASE}t/a%20b> {label} "two" <{BASE}graph/x> .\n'
        f"<{BASE}t/bad> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <javascript:alert(1)> <{BASE}graph/x> .\n",
        encoding="utf-8",
    )
    with running(tmp_path / "a.nq") as server:
        for path, word in (("/t/%E4%B8%80", b"one"), ("/t/a%20b", b"two")):
            assert server.get(path, "text/turtle").status == 303
            assert word in server.get(f"{path}.ttl").body
            assert server.get(f"{path}.html").status == 200
        page = server.get("/t/bad.html").body
        assert b"javascript:alert" in page and b'="javascript:' not in page


def test_a_request_on_its_way_is_answered_when_the_server_stops(release: Path) -> None:
    """New connections that had sent nothing yet were closed at once, and their requests with them."""
    with running(release) as server:
        waiting = [socket.create_connection(("127.0.0.1", server.port), 60) for _ in range(20)]
        server.get("/healthz")  # they are accepted by now
        server.process.send_signal(signal.SIGTERM)
        for one in waiting:
            one.sendall(b"GET /org/one.html HTTP/1.1\r\nHost: x\r\n\r\n")
        for one in waiting:
            with one, one.makefile("rb") as answer:
                assert answer.readline() == b"HTTP/1.1 200 OK\r\n"


def test_preflight(server: Running) -> None:
    answer = server.ask(
        "/org/one", ("Origin", "https://elsewhere.example"), ("Access-Control-Request-Method", "GET"),
        ("Access-Control-Request-Headers", "if-none-match"), method="OPTIONS",
    )  # fmt: skip
    assert answer.status == 204
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert answer["Access-Control-Allow-Headers"] == "*"
    assert answer["Access-Control-Max-Age"]
    assert "Access-Control-Allow-Credentials" not in answer


def test_queries_are_guarded_too(server: Running) -> None:
    preflight = server.ask(
        "/sparql",
        ("Origin", "https://elsewhere.example"),
        ("Access-Control-Request-Method", "POST"),
        method="OPTIONS",
    )
    assert "POST" in preflight["Access-Control-Allow-Methods"]
    for answer in (
        preflight,
        server.get("/sparql?query=ASK%7B%7D"),
        server.get("/sparql?query=x"),
        server.get("/openapi.json"),
    ):
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"]


def test_a_page_with_its_style_inside_gets_that_style_and_no_other(server: Running) -> None:
    answer = server.get("/reports/validation.html")
    digest = base64.b64encode(hashlib.sha256(b"p { color: red }").digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}';" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "at",
    [
        "/../secret", "/%2e%2e/secret", "/%2E%2E%2Fsecret", "/org/../../secret", "/org/..%2f..%2fsecret",
        "/..%5csecret", "/..\\secret", "/%5c..%5csecret", "/org/%00one.ttl", "/org/one.ttl%00", "/./org/one",
        "/org/%2e/one", "/%252e%252e/secret", "//etc/passwd", "/%2Fetc%2Fpasswd", "/.git/config", "/link.txt",
        "/linked/secret", "/unlisted.txt", "/org", "/org/one.ttl/..", "/%0d%0aX-Evil:1", "/file:///etc/passwd",
        "/%EF%BC%8E%EF%BC%8E/secret", "/%c0%ae%c0%ae/secret",
    ],
)  # fmt: skip
def test_no_way_out_of_the_release(crooked: Running, at: str) -> None:
    answer = crooked.get(at)
    assert answer.status in (404, 400), answer.headers
    assert b"hush" not in answer.body
    assert b"root:" not in answer.body
    assert "X-Evil" not in answer


def test_a_listed_link_is_not_followed(crooked: Running) -> None:
    for at in ("/listed-link.txt", "/listed-folder/secret"):
        answer = crooked.get(at)
        assert answer.status == 503
        assert b"hush" not in answer.body


@pytest.fixture(scope="module")
def crooked(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    """A release in which someone put links and files that its list of digests does not have, and two that it has."""
    folder = tmp_path_factory.mktemp("crooked")
    (folder / "secret").write_text("hush", encoding="utf-8")
    write_release(folder / "release", more={"listed-link.txt": b"x", "listed-folder/secret": b"x"})
    inside = folder / "release"
    (inside / "link.txt").symlink_to(folder / "secret")
    (inside / "linked").symlink_to(folder)
    (inside / "unlisted.txt").write_text("hush", encoding="utf-8")
    (inside / "listed-link.txt").unlink()
    (inside / "listed-link.txt").symlink_to(folder / "secret")
    (inside / "listed-folder" / "secret").unlink()
    (inside / "listed-folder").rmdir()
    (inside / "listed-folder").symlink_to(folder)
    with running(inside) as started:
        yield started


def test_a_changed_file_gets_the_tag_of_its_bytes(tmp_path: Path) -> None:
    write_release(tmp_path / "release")
    file = tmp_path / "release" / "org" / "one.nt"
    with running(tmp_path / "release") as server:
        file.write_bytes(b"# changed by hand\n")
        answer = server.get("/org/one.nt")
        assert answer.body == b"# changed by hand\n"
        assert answer["ETag"] == f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    assert "not what SHA256SUMS says" in server.log()


HEAD = b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /" + b"a" * 20_000 + HEAD + b"\r\n", 414),
        (b"GET /" + HEAD + b"".join(b"X-%d: %s\r\n" % (i, b"y" * 4000) for i in range(30)) + b"\r\n", 431),
        (b"GET /" + HEAD + b"A: b\x00c\r\n\r\n", 400), (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET  HTTP/1.1\r\n\r\n", 400), (b"GET /\xff\xfe HTTP/9.9\r\n\r\n", 400),
        (b"GET *" + HEAD + b"\r\n", 400), (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"CONNECT example.org:443" + HEAD + b"\r\n", 400),
        # RFC 9112, section 3.2: exactly one Host, and a valid one
        (b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", 400), (b"GET /healthz" + HEAD + b"Host: y\r\n\r\n", 400),
        (b'GET /healthz HTTP/1.1\r\nHost: x"><b>\r\n\r\n', 400), (b"GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: x:y\r\n\r\n", 400),
        # section 6.1: two lengths are smuggling; section 5.1: no space before the colon
        (b"POST /sparql" + HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n", 400), (b"POST /sparql" + HEAD + b"Content-Length: -5\r\n\r\n", 400),
    ],
    ids=[
        "address", "headers", "nul", "tls", "empty", "version", "star", "http2", "connect", "no-host", "two-hosts", "markup",
        "space", "port", "lengths", "colon", "negative",
    ],
)  # fmt: skip
def test_heads_that_are_refused(server: Running, request_: bytes, status: int) -> None:
    answer = raw(server, request_)
    # what is closed with bytes unread may be cut off on its way
    assert answer.startswith(b"HTTP/1.1 %d " % status) or not answer
    if answer:
        head, _, body = answer.partition(b"\r\n\r\n")
        assert b"connection: close" in head.lower()
        assert body.decode().count("\n") == 2  # in both languages
    assert server.get("/healthz").status == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /healthz HTTP/1.0\r\n\r\n", b"GET /healthz HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: a_b.%E6%B3%95.example:\r\nConnection: close\r\n\r\n",
        b"GET http://elsewhere.example/healthz" + HEAD + b"\r\n",
    ],
    ids=["http-1.0", "empty-host", "ipv6", "odd-name", "absolute"],
)  # fmt: skip
def test_heads_that_are_unusual_but_right(server: Running, request_: bytes) -> None:
    assert raw(server, request_).startswith(b"HTTP/1.1 200 ")


def test_requests_in_a_row_are_answered_in_their_order(server: Running) -> None:
    row = [
        b"GET /org/one.nt",
        b"GET /none",
        b"HEAD /org/one.ttl",
        b"GET /sparql?query=ASK%7B%7D",
        b"OPTIONS /org/one",
    ]
    answer = raw(
        server, b"".join(r + b" HTTP/1.1\r\nHost: x\r\n\r\n" for r in row) + b"GET /healthz" + HEAD + b"\r\n"
    )
    assert re.findall(rb"HTTP/1\.1 (\d+)", answer) == [b"200", b"404", b"200", b"200", b"204", b"200"]


def test_who_asks_for_another_protocol_is_answered_in_this_one(tmp_path: Path) -> None:
    write_release(tmp_path / "release")
    with running(tmp_path / "release", "--no-access-log") as server:
        for protocol in ("websocket", "h2c"):
            assert server.get("/org/one", connection="Upgrade", upgrade=protocol).status == 303
    assert server.log() == ""


def raw(server: Running, request_: bytes) -> bytes:
    """What comes back until the server hangs up; nothing, if what was sent is lost on the way."""
    answer = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=600) as client:
        client.sendall(request_)
        try:
            while part := client.recv(65536):
                answer += part
        except ConnectionResetError:
            pass  # closed with bytes unread
    return answer


def test_a_client_that_leaves_takes_nothing_with_it(server: Running) -> None:
    fds = Path(f"/proc/{server.process.pid}/fd")
    if not fds.is_dir():
        pytest.skip("this system does not list open files")
    before = len(list(fds.iterdir()))
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", server.port), timeout=600) as raw:
            raw.sendall(b"GET /dashi-kg.nq HTTP/1.1\r\nHost: x\r\n\r\n")
            raw.recv(1000)
    for _ in range(200):
        server.get("/healthz")
        if len(list(fds.iterdir())) <= before + 2:
            break
    assert len(list(fds.iterdir())) <= before + 2


def test_scripts_of_others_see_what_was_cut(server: Running) -> None:
    exposed = server.get("/ns.ttl")["Access-Control-Expose-Headers"].split(", ")
    assert {"Dashi-Truncated", "ETag", "Link", "Retry-After"} <= set(exposed)
