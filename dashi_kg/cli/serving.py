"""The server: serve."""

from __future__ import annotations

import click
from click.core import ParameterSource

from dashi_kg.cli.options import base_option, keep_going_option, lang_option
from dashi_kg.cli.printing import progress, tell
from dashi_kg.cli.spoken import Command, option
from dashi_kg.errors import not_installed
from dashi_kg.language import Both, said
from dashi_kg.settings import settings

_MIB = 1 << 20


@click.command(cls=Command)
@click.argument("source", required=False, metavar="[RELEASE|DATA]")
@option(
    "--endpoint",
    metavar="URL",
    help=Both(
        "展示 SPARQL 端点里的数据，而不是文件。", "Show what a SPARQL endpoint holds, instead of files."
    ),
)
@option("--host", default="127.0.0.1", show_default=True, help=Both("监听的地址。", "Address to listen on."))
@option(
    "--port",
    default=8000,
    show_default=True,
    help=Both("端口，0 表示任一空闲端口。", "Port; 0: any free one."),
)
@option(
    "--root-path",
    default="",
    metavar="PATH",
    help=Both("代理展示它所用的路径，如 /kg。", "Path under which a proxy shows it, such as /kg."),
)
@option(
    "--forwarded-allow-ips",
    default="127.0.0.1",
    show_default=True,
    metavar="IPS",
    help=Both(
        "可以信任其 X-Forwarded-Prefix、-Proto、-Host 的代理：地址、网段或 *。",
        "Proxies whose X-Forwarded-Prefix, -Proto, -Host are trusted: addresses, networks, or *.",
    ),
)
@option(
    "--dereference",
    type=click.Choice(["see-other", "direct"]),
    default="see-other",
    show_default=True,
    help=Both(
        "如何回答 IRI：用 303 转到其文档，或直接给出文档。",
        "How an IRI answers: 303 to its document, or the document at once.",
    ),
)
@option(
    "--max-age",
    default=0,
    show_default=True,
    help=Both("缓存可以保留网页的秒数。", "Seconds for which caches may keep a page."),
)
@option(
    "--cache",
    default=64,
    show_default=True,
    help=Both("内存中保留的文件，MiB。", "MiB of files kept in memory."),
)
@option(
    "--fresh",
    default=300.0,
    show_default=True,
    help=Both("重新读取端点的间隔，秒。", "Seconds until an endpoint is read again."),
)
@option(
    "--store",
    type=click.Choice(["memory", "disk"]),
    default="memory",
    show_default=True,
    help=Both("供查询的图谱存在哪里。", "Where the graph is kept for queries."),
)
@option(
    "--store-folder",
    metavar="FOLDER",
    help=Both(
        "磁盘数据库的文件夹（缺省：临时文件夹）。", "Folder of the store on disk (default: temporary)."
    ),
)
@option(
    "--timeout",
    default=10.0,
    show_default=True,
    help=Both("一次查询的时限，秒。", "Seconds that a query may run."),
)
@option(
    "--rows", default=100_000, show_default=True, help=Both("结果的行数上限。", "Most rows of an answer.")
)
@option(
    "--bytes",
    "size",
    default=32,
    show_default=True,
    help=Both("结果的大小上限，MiB。", "Most MiB of an answer."),
)
@option(
    "--memory",
    default=512,
    show_default=True,
    help=Both("一次查询的内存上限，MiB。", "Most MiB of memory for a query."),
)
@option(
    "--request-bytes",
    default=1024,
    show_default=True,
    help=Both("请求正文的上限，KiB。", "Most KiB of a request's body."),
)
@option(
    "--url-bytes",
    default=16,
    show_default=True,
    help=Both("网址的上限，KiB，更长的得到 414。", "Most KiB of an address; longer ones get 414."),
)
@option(
    "--head-bytes",
    default=64,
    show_default=True,
    help=Both("请求头的上限，KiB，更多的得到 431。", "Most KiB of headers; more get 431."),
)
@option(
    "--patience",
    default=30.0,
    show_default=True,
    help=Both("等待请求头、请求正文的秒数。", "Seconds for the head of a request, and for its body."),
)
@option(
    "--workers",
    default=0,
    show_default=True,
    help=Both("同时执行的查询数，0 表示每个处理器一个。", "Queries at the same time; 0: one per processor."),
)
@option(
    "--queue",
    default=64,
    show_default=True,
    help=Both("排队的查询数，更多的得到 503。", "Queries that may wait; more get 503."),
)
@option(
    "--client-queue",
    default=8,
    show_default=True,
    help=Both("同一客户排队的查询数，更多的得到 429。", "Queries of one client that may wait; more get 429."),
)
@option(
    "--quick",
    default=0.25,
    show_default=True,
    help=Both(
        "超过这么多秒的查询算慢：总有一个进程留给其他查询。",
        "Seconds after which a query is slow: one worker is kept for the others.",
    ),
)
@option(
    "--client-header",
    default="",
    metavar="NAME",
    help=Both(
        "可信代理用来区分客户的请求头（缺省：X-Forwarded-For）。",
        "Header by which a trusted proxy tells clients apart (default: X-Forwarded-For).",
    ),
)
@option(
    "--connections",
    default=1000,
    show_default=True,
    help=Both("同时的连接数。", "Connections at the same time."),
)
@option(
    "--client-connections",
    default=200,
    show_default=True,
    help=Both("同一地址的连接数。", "Connections of one address."),
)
@option(
    "--grace",
    default=10.0,
    show_default=True,
    help=Both("停止或换新时，留给正在处理的请求的秒数。", "Seconds for running requests at a stop or swap."),
)
@option(
    "--watch/--no-watch",
    default=True,
    show_default=True,
    help=Both("有新的发布包时自动换上。", "Swap in a new release by itself."),
)
@option(
    "--metrics/--no-metrics",
    default=True,
    show_default=True,
    help=Both("在 /metrics 给出运行指标。", "Metrics at /metrics."),
)
@option(
    "--log",
    type=click.Choice(["json", "text"]),
    default="json",
    show_default=True,
    help=Both("日志的格式。", "Format of the log."),
)
@option(
    "--access-log/--no-access-log",
    default=True,
    show_default=True,
    help=Both("记录每次请求。", "Log each request."),
)
@option(
    "--log-queries",
    is_flag=True,
    help=Both("也记录查询内容（可能涉及个人）。", "Also log query strings (they may be personal)."),
)
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
    """Serve the site and SPARQL, read-only.

    RELEASE is a folder that publish wrote: its files are given as they are, and a new release in its place is
    swapped in without a dropped request. DATA is a report, a folder of reports (read and published into a temporary
    folder first), or RDF. Without either, the bundled reports are served.

    The address is printed when the server answers. SIGTERM: running requests end first; SIGHUP: look for a new
    release now. Needs the extra: pip install '.[serve]' in a checkout.
    """
    if source is not None and endpoint is not None:
        raise click.UsageError(
            Both(
                "RELEASE、DATA 和 --endpoint 只能给一个",
                "Give a RELEASE, DATA or --endpoint, not several.",
            )
        )
    if endpoint is not None and not endpoint.startswith(("http://", "https://")):
        raise click.UsageError(
            Both(
                f"--endpoint 须是以 http 开头的地址，不能是“{endpoint}”",
                f"--endpoint takes an address http…, not “{endpoint}”.",
            )
        )
    from dashi_kg.serve.common.config import Config

    # Who asks for no language gets Chinese pages, wherever the server stands: only the option changes that.
    chosen = click.get_current_context().get_parameter_source("lang") is ParameterSource.COMMANDLINE
    config = Config(
        source=endpoint or source,
        base=settings(base).base,
        host=host,
        port=port,
        root_path=root_path,
        forwarded_allow_ips=forwarded_allow_ips,
        language=lang if chosen else "zh",
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
    with progress() as shown:
        run(
            config,
            lambda address: click.echo(said(Both(f"正在提供服务：{address}", f"Serving: {address}"))),
            shown,
            tell,
        )
