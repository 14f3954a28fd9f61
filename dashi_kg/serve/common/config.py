"""The options of ``dashi-kg serve``, checked once: whoever holds a :class:`Config` need not ask again."""

from __future__ import annotations

import ipaddress
import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.settings import DEFAULT_BASE, checked_base

STORES = ("memory", "disk")
LANGUAGES = ("zh", "en")
LOG_FORMATS = ("json", "text")
DEREFERENCE = ("see-other", "direct")
_MIB = 1024 * 1024
_ROOT_PATH = re.compile(r"(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*")


@dataclass(frozen=True, slots=True)
class Config:
    """What is served, where, and how much one query may take.

    Attributes:
        source: a release or a folder of RDF (a path), the address of a SPARQL endpoint (``http…``), or
            ``None``: the reports that come along.
        base: the base IRI of the data.
        host, port: where to listen; port 0 chooses a free one.
        root_path: the path under which a proxy shows the server, such as ``/kg``; empty at the root.
        forwarded_allow_ips: whose ``X-Forwarded-*`` headers are believed: addresses or networks separated
            by commas, or ``*``.
        language: the language of pages and messages where the client asks for none.
        timeout: seconds that a query may run.
        max_rows: rows (or triples) of an answer.
        max_bytes: bytes of an answer before compression.
        max_request: bytes of a request's body.
        max_url, max_head: bytes of a request's address, and of its headers.
        patience: seconds for the head of a request, and as many for its body.
        max_memory: bytes of memory that a query may take beside the data.
        workers: queries that run at the same time; 0: one a processor.
        queue: queries that may wait beyond these, among the quick and as many among the slow; more are refused with 503.
        client_queue: queries of one client that may wait; more are refused with 429.
        quick: seconds for which any query may have any worker; all but one are for those that take longer.
        client_header: the header by which a trusted proxy tells clients apart (a key); empty: ``X-Forwarded-For``.
        connections, client_connections: connections at once, of all and of one address.
        store: ``memory``, or ``disk`` for data larger than memory.
        store_folder: where the store on disk is kept; ``None``: a temporary folder.
        grace: seconds that running requests get at a stop or a swap.
        watch: whether a new release in the place of the old is swapped in by itself.
        metrics: whether ``/metrics`` answers.
        log: ``json`` or ``text``.
        access_log: whether each request is logged.
        log_queries: whether the log has the query strings of requests (they may be personal).
        dereference: how an IRI answers: ``see-other`` (303 to the file) or ``direct`` (the file at once).
        max_age: seconds that a cache may keep a page without asking again.
        cache: bytes of files, rendered or compressed, that are kept in memory.
        fresh: seconds after which the site over an endpoint is read anew.
        keep_going: whether reports that cannot be read, or do not conform, are left out and told in the log.

    Raises:
        DashiError: an option that makes no sense, named, with a remedy.
    """

    source: str | None = None
    base: str = DEFAULT_BASE
    host: str = "127.0.0.1"
    port: int = 8000
    root_path: str = ""
    forwarded_allow_ips: str = "127.0.0.1"
    language: str = "zh"
    timeout: float = 10.0
    max_rows: int = 100_000
    max_bytes: int = 32 * _MIB
    max_request: int = _MIB
    max_url: int = 16 * 1024
    max_head: int = 64 * 1024
    patience: float = 30.0
    max_memory: int = 512 * _MIB
    workers: int = 0
    queue: int = 64
    client_queue: int = 8
    quick: float = 0.25
    client_header: str = ""
    connections: int = 1000
    client_connections: int = 200
    store: str = "memory"
    store_folder: str | None = None
    grace: float = 10.0
    watch: bool = True
    metrics: bool = True
    log: str = "json"
    access_log: bool = True
    log_queries: bool = False
    dereference: str = "see-other"
    max_age: int = 0
    cache: int = 64 * _MIB
    fresh: float = 300.0
    keep_going: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "base", checked_base(self.base, "--base"))
        object.__setattr__(self, "root_path", self.root_path.rstrip("/"))
        if self.endpoint:
            _check_endpoint(self.endpoint)
        elif self.source is not None and not Path(self.source).exists():
            raise DashiError(
                Both("没有这个发布包、文件夹或文件", "no such release, folder or file"),
                remedy=Both(
                    "请先运行 dashi-kg publish，或给出 SPARQL 端点（http…）。",
                    "Run dashi-kg publish, or name a SPARQL endpoint (http…).",
                ),
                file=self.source,
            )
        if not self.host or any(c.isspace() or c in "/?#@" for c in self.host):
            raise _wrong(
                "--host",
                self.host,
                Both(
                    "请给出主机名，或 127.0.0.1 这样的地址。", "Give a name or an address such as 127.0.0.1."
                ),
            )
        if not 0 <= self.port <= 65535:
            raise _wrong(
                "--port",
                self.port,
                Both(
                    "请给出 0（任一空闲端口）到 65535 之间的数。",
                    "Give a number from 0 (any free port) to 65535.",
                ),
            )
        if not _ROOT_PATH.fullmatch(self.root_path):
            raise _wrong("--root-path", self.root_path, Both("请写成 /kg 的样子。", "Write it like /kg."))
        _check_networks(self.forwarded_allow_ips)
        for option, word, known in (
            ("--lang", self.language, LANGUAGES),
            ("--store", self.store, STORES),
            ("--log", self.log, LOG_FORMATS),
            ("--dereference", self.dereference, DEREFERENCE),
        ):
            if word not in known:
                raise _wrong(
                    option,
                    word,
                    Both(f"请用其中之一：{'、'.join(known)}。", f"Use one of {', '.join(known)}."),
                )
        for option, number, least in (
            ("--timeout", self.timeout, 0.01),
            ("--rows", self.max_rows, 1),
            ("--bytes", self.max_bytes, 1024),
            ("--request-bytes", self.max_request, 1024),
            ("--url-bytes", self.max_url, 1024),
            ("--head-bytes", self.max_head, 1024),
            ("--patience", self.patience, 0.01),
            ("--memory", self.max_memory, 16 * _MIB),
            ("--workers", self.workers, 0),
            ("--queue", self.queue, 0),
            ("--client-queue", self.client_queue, 1),
            ("--quick", self.quick, 0.01),
            ("--connections", self.connections, 2),
            ("--client-connections", self.client_connections, 1),
            ("--grace", self.grace, 0),
            ("--max-age", self.max_age, 0),
            ("--cache", self.cache, 0),
            ("--fresh", self.fresh, 1),
        ):
            if not least <= number < float("inf"):
                raise _wrong(option, number, Both(f"请给出不小于 {least} 的数。", f"Give {least} or more."))

    @property
    def endpoint(self) -> str | None:
        """The address of the remote SPARQL endpoint, if one is served."""
        return self.source if self.source and self.source.startswith(("http://", "https://")) else None

    @property
    def processes(self) -> int:
        """How many queries run at the same time."""
        return self.workers or max(2, os.cpu_count() or 1)


def _wrong(option: str, given: object, remedy: Both) -> DashiError:
    return DashiError(Both(f"{option} 的值不能是“{given}”", f"{option} cannot be “{given}”"), remedy=remedy)


def _check_endpoint(url: str) -> None:
    try:
        parts = urlsplit(url)
        good = bool(parts.hostname) and not parts.fragment and (parts.port is None or parts.port >= 0)
    except ValueError:  # half a bracket of an IPv6 address, a port that is no number
        good, parts = False, urlsplit("")
    if not good or any(c.isspace() for c in url):
        raise DashiError(
            Both("这不是 SPARQL 端点的地址", "this is not the address of a SPARQL endpoint"),
            remedy=Both("请写成 http://host:port/path 的样子。", "Write http://host:port/path."),
            file=url,
        )
    if parts.password is not None or parts.username is not None:
        raise DashiError(
            Both(
                "地址里写有用户名或密码，而地址会记入日志",
                "the address has credentials in it, and addresses are logged",
            ),
            remedy=Both(
                "请改用环境变量 DASHI_KG_USER 和 DASHI_KG_PASSWORD。",
                "Use DASHI_KG_USER and DASHI_KG_PASSWORD.",
            ),
        )


def _check_networks(words: str) -> None:
    if words.strip() == "*":
        return
    for word in filter(None, (w.strip() for w in words.split(","))):
        try:
            ipaddress.ip_network(word, strict=False)
        except ValueError:
            raise _wrong(
                "--forwarded-allow-ips",
                word,
                Both(
                    "请给出以逗号分隔的地址或网段，或 *。",
                    "Give addresses or networks separated by commas, or *.",
                ),
            ) from None
