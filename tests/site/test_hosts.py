"""The configurations for web hosts, on the real servers, on loopback: negotiation, types, headers, what is not there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dashi_kg.site.hosting import SiteMap
from dashi_kg.site.site import Site
from tests.browser import chromium
from tests.site.chosen import chosen_release
from tests.site.conftest import BASE, Published

ORG = "/org/cn-500117007-office"
BASE_PATH = urlsplit(BASE).path.rstrip("/")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Host:
    """A running server; ``prefix`` is the path under which the site is, ``at_base`` the one that its base names."""

    def __init__(self, port: int, prefix: str = "", at_base: str = "") -> None:
        self.port, self.prefix, self.at_base = port, prefix, at_base

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=600)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", self.prefix + path, headers=names)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        connection.close()
        return answer.status, found, body

    def redirect(self, path: str, **headers: str) -> str:
        """Where a request is sent on to, from the root of the site."""
        status, found, _ = self.get(path, **headers)
        assert status == 303, (path, headers, status)
        return urlsplit(found["location"]).path.removeprefix(self.prefix)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(1200):  # a minute: a busy machine starts them slowly
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail(f"the server did not start: {log.read_text(errors='replace')[-2000:]}")


def start(command: list[str], port: int, folder: Path) -> Iterator[None]:
    log = folder / "server.log"
    with log.open("wb") as out:
        env = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        process = subprocess.Popen(command, stdout=out, stderr=out, env=env)
        try:
            wait_for(port, process, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(600)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(600)


def program(*names: str) -> str:
    for name in names:
        if found := shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin"):
            return found
    pytest.skip(f"no {names[0]} on this machine")


def nginx(root: Path, folder: Path, port: int) -> list[str]:
    server = (root / "hosting/nginx.conf").read_text("utf-8")
    server = server.replace("127.0.0.1:8080", f"127.0.0.1:{port}").replace("/srv/dashi-kg", str(root))
    temp = "".join(
        f"{k}_temp_path {folder}/{k};" for k in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log stderr;\n"
        f"events {{}}\nhttp {{ access_log off; {temp}\n{server}\n}}\n"
    )
    return [program("nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def caddy(root: Path, folder: Path, port: int) -> list[str]:
    text = (root / "hosting/Caddyfile").read_text("utf-8")
    text = text.replace("127.0.0.1:8080", f"127.0.0.1:{port}").replace("/srv/dashi-kg", str(root))
    (folder / "Caddyfile").write_text(text, encoding="utf-8")
    return [program("caddy"), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


def apache(root: Path, folder: Path, port: int) -> list[str]:
    """Under a sub-path, as a folder of a larger site."""
    found = program("apache2", "httpd")
    modules = Path("/usr/lib/apache2/modules")
    if not modules.is_dir():
        pytest.skip("the modules of Apache are not where Debian has them")
    names = (
        "mpm_event",
        "authz_core",
        "authn_core",
        "dir",
        "mime",
        "rewrite",
        "headers",
        "deflate",
        "filter",
    )
    load = "".join(f"LoadModule {n}_module {modules}/mod_{n}.so\n" for n in names)
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    (folder / "mime.types").write_text(
        "text/html html\ntext/css css\ntext/plain txt\napplication/json json\n"
    )
    (folder / "docs").mkdir()
    (folder / "docs" / "kg").symlink_to(root)
    (folder / "docs" / BASE_PATH.strip("/")).symlink_to(root)
    (folder / "httpd.conf").write_text(
        f"{load}{user}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\nErrorLog {folder}/error.log\n"
        f"DefaultRuntimeDir {folder}\nTypesConfig {folder}/mime.types\nDocumentRoot {folder}/docs\n"
        f"<Directory />\nAllowOverride All\nOptions FollowSymLinks\nRequire all granted\n</Directory>\n"
    )
    return [found, "-X", "-f", str(folder / "httpd.conf")]


@pytest.fixture(scope="module", params=[nginx, caddy, apache], ids=lambda f: f.__name__)
def host(
    request: pytest.FixtureRequest, published: Published, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Host]:
    yield from hosted(request.param, published.root, tmp_path_factory.mktemp("host"))


@pytest.fixture(params=[nginx, caddy, apache], ids=lambda f: f.__name__)
def partial_host(
    request: pytest.FixtureRequest,
    published: Published,
    site: Site,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Host]:
    root = chosen_release(tmp_path_factory, published, site) / "dist"
    yield from hosted(request.param, root, tmp_path_factory.mktemp("host"))


def hosted(server: Callable[[Path, Path, int], list[str]], root: Path, folder: Path) -> Iterator[Host]:
    """A server over a release; ``folder`` is its own."""
    for part in (*folder.parents, folder):  # servers drop their rights; the folders are the tests' own
        if part.is_relative_to(tempfile.gettempdir()) and part != Path(tempfile.gettempdir()):
            part.chmod(0o755)
    root.parent.chmod(0o755)
    root.chmod(0o755)
    port = free_port()
    command = server(root, folder, port)
    # the file of Apache works under any path, but for its page of what is not there
    places = ("/kg", BASE_PATH) if server is apache else ("", "")
    for _ in start(command, port, folder):
        yield Host(port, *places)


def test_an_iri_goes_to_the_form_that_is_asked_for(host: Host) -> None:
    assert host.redirect(ORG, Accept="text/turtle") == ORG + ".ttl"
    assert host.redirect(ORG, Accept="application/ld+json") == ORG + ".jsonld"
    assert host.redirect(ORG, Accept="application/json") == ORG + ".jsonld"
    assert host.redirect(ORG, Accept="application/n-triples") == ORG + ".nt"
    assert (
        host.redirect(ORG, Accept="text/turtle, application/rdf+xml;q=0.9, text/html;q=0.1") == ORG + ".ttl"
    )
    assert host.redirect(ORG, Accept=BROWSER) == ORG + ".html"
    assert host.redirect(ORG, Accept=BROWSER, Accept_Language="zh-CN,zh;q=0.9,en;q=0.8") == ORG + ".html"
    assert host.redirect(ORG, Accept=BROWSER, Accept_Language="en-GB,en;q=0.9") == ORG + ".en.html"
    assert host.redirect(ORG) == ORG + ".html"


def test_an_iri_that_is_also_a_folder_is_an_iri(host: Host) -> None:
    assert host.redirect("/indicator", Accept="text/turtle") == "/indicator.ttl"
    assert host.redirect("/indicator", Accept=BROWSER) == "/indicator.html"
    assert host.redirect("/ns", Accept="text/turtle") == "/ns.ttl"


def test_files_have_their_types_and_the_policy(host: Host, published: Published) -> None:
    for path, kind in (
        (ORG + ".html", "text/html"), (ORG + ".en.html", "text/html"), (ORG + ".ttl", "text/turtle"),
        (ORG + ".jsonld", "application/ld+json"), (ORG + ".nt", "application/n-triples"), ("/assets/site.css", "text/css"),
        ("/dashi-kg.nq", "application/n-quads"),
    ):  # fmt: skip
        status, headers, body = host.get(path)
        assert status == 200, path
        assert headers["content-type"].replace(" ", "").lower() == f"{kind};charset=utf-8", path
        assert body == (published.root / path.lstrip("/")).read_bytes(), path
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["access-control-allow-origin"] == "*"
    assert "content-language" not in host.get(ORG + ".en.html")[1]


def test_home_and_what_is_not_there(host: Host) -> None:
    status, headers, _ = host.get("/", Accept_Language="en")
    assert status == 303 and headers["location"].endswith("/index.en.html")
    status, headers, body = host.get("/")
    assert status == 303 or "法治政府".encode() in body
    for path in ("/nothing", "/org/nothing", "/qualifier/nothing", "/.htaccess", "/org/"):
        status, _, body = host.get(path, Accept=BROWSER)
        assert status in (403, 404), path
    status, _, body = host.get("/nothing")
    if not host.prefix:  # its ErrorDocument names the path of the base
        assert "没有这一页".encode() in body
    assert (b"nginx" not in body and b"Apache" not in body) or host.prefix


@pytest.mark.browser
def test_the_page_with_its_style_within_keeps_it_at_any_address(host: Host) -> None:
    """What is not there is shown at its own address, however deep; the policy lets in the style of the page."""
    api = pytest.importorskip("playwright.sync_api", reason="no playwright")
    with api.sync_playwright() as p:
        page = chromium(p).new_page()
        said: list[str] = []
        asked: list[str] = []
        page.on("console", lambda m: said.append(m.text) if "404" not in m.text else None)
        page.on("request", lambda r: asked.append(r.url))
        address = f"http://127.0.0.1:{host.port}{host.at_base}/org/nobody/of/all"
        answer = page.goto(address)
        assert answer.status == 404 and "没有这一页" in page.inner_text("h1")
        assert page.evaluate("getComputedStyle(document.body).maxWidth") not in ("none", "")
        assert [a for a in asked if not a.endswith("/favicon.ico")] == [address]
        assert said == []


def test_a_distribution_is_its_file(host: Host) -> None:
    assert host.redirect("/distribution/dashi-kg.ttl") == "/dashi-kg.ttl"
    assert host.redirect("/dataset/all/property-3") == "/dataset/all"


def test_what_has_no_file_leads_to_where_it_is_told(partial_host: Host) -> None:
    tail = "/cn-500117007-office/2023"
    for kind in ("graph/stated", "graph/quality", "dataset"):
        assert partial_host.redirect(f"/{kind}{tail}", Accept=BROWSER) == f"/report{tail}", kind
    assert partial_host.redirect("/series/cn-500117007-office") == ORG
    text = "/source/sha256-ec4f70ae0dfff298"
    assert partial_host.redirect(f"/graph{text}") == text
    assert partial_host.redirect(text, Accept=BROWSER, Accept_Language="en") == f"{text}.html"
    # no document is there: the page, rather than nothing
    assert partial_host.redirect(f"/report{tail}", Accept="text/turtle") == f"/report{tail}.html"
    assert partial_host.get("/graph/stated/nobody")[0] == 404
    status, headers, _ = partial_host.get("/qualifier/exact", Accept=BROWSER)
    assert status == 303 and headers["location"].endswith("/qualifier#c-exact")
    assert partial_host.redirect("/qualifier", Accept=BROWSER) == "/qualifier.html"
    assert [partial_host.get(path)[0] for path in ("/topic/nothing", "/nothing/exact")] == [404, 404]


def test_the_redirect_depends_on_what_is_asked(host: Host) -> None:
    _, headers, _ = host.get(ORG, Accept="text/turtle")
    assert "accept" in headers.get("vary", "").lower()


def test_a_large_site_has_its_map_in_parts() -> None:
    pages = [f"org/{n}{suffix}" for n in range(45_000) for suffix in (".html", ".en.html")]
    site = SiteMap(BASE, lambda: pages)
    assert list(site.paths()) == [
        "robots.txt",
        "sitemap-1.xml",
        "sitemap-2.xml",
        "sitemap-3.xml",
        "sitemap.xml",
    ]
    index = site.file("sitemap.xml")
    assert index is not None and index.count(b"<sitemap>") == 3
    parts = [site.file(f"sitemap-{n}.xml") or b"" for n in (1, 2, 3)]
    assert sum(p.count(b"<url>") for p in parts) == 90_000
    assert all(p.count(b"<url>") <= 50_000 for p in parts)
    assert site.file("sitemap-4.xml") is None
