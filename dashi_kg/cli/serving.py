"""The server: serve."""

from __future__ import annotations

import click

from dashi_kg.cli.options import base_option, keep_going_option, lang_option
from dashi_kg.cli.printing import progress
from dashi_kg.errors import not_installed
from dashi_kg.settings import settings

_MIB = 1 << 20


@click.command(short_help="服务 serve the site and SPARQL over HTTP")
@click.argument("source", required=False, metavar="[RELEASE|DATA]")
@click.option("--endpoint", metavar="URL", help="Show what a SPARQL endpoint 端点 holds, instead of files.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on 监听地址.")
@click.option("--port", default=8000, show_default=True, help="Port 端口; 0: any free one.")
@click.option("--root-path", default="", metavar="PATH", help="Path 路径 under which a proxy shows it: /kg.")
@click.option(
    "--forwarded-allow-ips",
    default="127.0.0.1",
    show_default=True,
    metavar="IPS",
    help="Proxies 代理 whose X-Forwarded-Prefix, -Proto, -Host are believed: addresses, networks, or *.",
)
@click.option(
    "--dereference",
    type=click.Choice(["see-other", "direct"]),
    default="see-other",
    show_default=True,
    help="How an IRI answers 解引用: 303 to its document, or the document at once.",
)
@click.option("--max-age", default=0, show_default=True, help="Seconds 秒 that caches keep a page unasked.")
@click.option("--cache", default=64, show_default=True, help="MiB of files kept in memory 缓存.")
@click.option(
    "--fresh", default=300.0, show_default=True, help="Seconds until an endpoint is read anew 更新间隔."
)
@click.option(
    "--store",
    type=click.Choice(["memory", "disk"]),
    default="memory",
    show_default=True,
    help="Where the graph is kept for queries 存储.",
)
@click.option(
    "--store-folder", metavar="FOLDER", help="Folder 目录 of the store on disk (default: temporary)."
)
@click.option("--timeout", default=10.0, show_default=True, help="Seconds that a query may run 查询时限.")
@click.option("--rows", default=100_000, show_default=True, help="Rows of an answer 行数上限.")
@click.option("--bytes", "size", default=32, show_default=True, help="MiB of an answer 大小上限.")
@click.option("--memory", default=512, show_default=True, help="MiB that a query may take 内存上限.")
@click.option("--request-bytes", default=1024, show_default=True, help="KiB of a request's body 请求上限.")
@click.option("--url-bytes", default=16, show_default=True, help="KiB of an address 地址上限; more get 414.")
@click.option("--head-bytes", default=64, show_default=True, help="KiB of headers 请求头上限; more get 431.")
@click.option(
    "--patience",
    default=30.0,
    show_default=True,
    help="Seconds 秒 for the head of a request, and for its body.",
)
@click.option("--workers", default=0, show_default=True, help="Queries at once 并发查询; 0: one a processor.")
@click.option("--queue", default=64, show_default=True, help="Queries that may wait 排队上限; more get 503.")
@click.option(
    "--client-queue",
    default=8,
    show_default=True,
    help="Queries of one client that may wait 每客户排队; more get 429.",
)
@click.option(
    "--quick",
    default=0.25,
    show_default=True,
    help="Seconds 秒 after which a query is slow: one worker is kept for others.",
)
@click.option(
    "--client-header",
    default="",
    metavar="NAME",
    help="Header of a trusted proxy that tells clients apart 区分客户 (default: X-Forwarded-For).",
)
@click.option("--connections", default=1000, show_default=True, help="Connections at once 连接上限.")
@click.option(
    "--client-connections", default=200, show_default=True, help="Connections of one address 每地址连接上限."
)
@click.option(
    "--grace", default=10.0, show_default=True, help="Seconds 秒 for running requests at a stop or swap."
)
@click.option(
    "--watch/--no-watch", default=True, show_default=True, help="Swap a new release in by itself 自动换新."
)
@click.option("--metrics/--no-metrics", default=True, show_default=True, help="Figures 指标 at /metrics.")
@click.option(
    "--log", type=click.Choice(["json", "text"]), default="json", show_default=True, help="Log 日志."
)
@click.option(
    "--access-log/--no-access-log", default=True, show_default=True, help="Log each request 访问日志."
)
@click.option("--log-queries", is_flag=True, help="Log query strings, too 记录查询 (they may be personal).")
@keep_going_option
@lang_option
@base_option
def serve(
    source: str | None,
    endpoint: str | None,
    host: str,
    port: int,
    root_path: str,
    forwarded_allow_ips: str,
    dereference: str,
    max_age: int,
    cache: int,
    fresh: float,
    store: str,
    store_folder: str | None,
    timeout: float,
    rows: int,
    size: int,
    memory: int,
    request_bytes: int,
    url_bytes: int,
    head_bytes: int,
    patience: float,
    workers: int,
    queue: int,
    client_queue: int,
    quick: float,
    client_header: str,
    connections: int,
    client_connections: int,
    grace: float,
    watch: bool,
    metrics: bool,
    log: str,
    access_log: bool,
    log_queries: bool,
    keep_going: bool,
    lang: str,
    base: str | None,
) -> None:
    """Serve the site and SPARQL, reading only 服务.

    RELEASE is a folder that publish wrote: its files are given as they are, and a new release in its place is
    swapped in without a dropped request. DATA is a report, a folder of reports (read and published into a temporary
    folder first), or RDF. Without either, the reports that come along are served.

    The address is printed when the server answers. SIGTERM: running requests end first; SIGHUP: look for a new
    release now. Needs the extra: pip install '.[serve]' in a checkout.
    """
    if source is not None and endpoint is not None:
        raise click.UsageError(
            "RELEASE、DATA、--endpoint 只能给一个。Give a RELEASE, DATA or --endpoint, not several."
        )
    if endpoint is not None and not endpoint.startswith(("http://", "https://")):
        raise click.UsageError(
            f"--endpoint 须是 http… 地址。--endpoint takes an address http…, not “{endpoint}”."
        )
    from dashi_kg.serve.common.config import Config

    config = Config(
        source=endpoint or source,
        base=settings(base).base,
        host=host,
        port=port,
        root_path=root_path,
        forwarded_allow_ips=forwarded_allow_ips,
        language=lang,
        timeout=timeout,
        max_rows=rows,
        max_bytes=size * _MIB,
        max_request=request_bytes * 1024,
        max_url=url_bytes * 1024,
        max_head=head_bytes * 1024,
        patience=patience,
        max_memory=memory * _MIB,
        workers=workers,
        queue=queue,
        client_queue=client_queue,
        quick=quick,
        client_header=client_header,
        connections=connections,
        client_connections=client_connections,
        store=store,
        store_folder=store_folder,
        grace=grace,
        watch=watch,
        metrics=metrics,
        log=log,
        access_log=access_log,
        log_queries=log_queries,
        dereference=dereference,
        max_age=max_age,
        cache=cache * _MIB,
        fresh=fresh,
        keep_going=keep_going,
    )
    try:
        from dashi_kg.serve.run import serve as run
    except ModuleNotFoundError as error:
        raise not_installed(error.name or "starlette", "serve") from None
    with progress() as tell:
        run(config, lambda address: click.echo(f"正在服务 serving: {address}"), tell)
