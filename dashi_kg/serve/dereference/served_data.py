"""What is served: a release as it is; reports, published first; RDF or an endpoint, rendered on demand."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from dashi_kg.errors import DashiError
from dashi_kg.files import Progress
from dashi_kg.language import Both
from dashi_kg.pipeline import is_rdf, publish
from dashi_kg.pipeline.inputs import corpus_file
from dashi_kg.publishing.swap import MARK, settled
from dashi_kg.query.engines import APART, EndpointEngine, OxigraphEngine, all_graphs, merge
from dashi_kg.query.on_disk.kept import Kept, NotOursError, Tell, worth_keeping
from dashi_kg.query.on_disk.stored import GRAPHS, open_kept
from dashi_kg.query.result import Engine
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.parse import read_rdf
from dashi_kg.serve.common.cache import ByteCache
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.common.scratch import Scratch
from dashi_kg.serve.dereference.asking_host import AskingHost
from dashi_kg.serve.dereference.release_host import ReleaseHost, release_stamp
from dashi_kg.serve.dereference.rendered_host import RenderedHost
from dashi_kg.serve.http.content import Host
from dashi_kg.site.written.served import SERVED

_TRIES = 5
# Graphs that each request may name; beyond it the union of all, where the endpoint has it: Virtuoso repeats each of them in two lines of
# the head of its answer, of which a client takes a hundred, and plans long over thousands.
_NAMED = 40
# As many graphs as tell that there are more: the graphs of reports are described as such.
_TOLD = f"""SELECT DISTINCT ?g WHERE {{ {{ ?g a {curie("sd:NamedGraph")} }} UNION
  {{ GRAPH ?where {{ ?g a {curie("sd:NamedGraph")} }} }} }} LIMIT {_NAMED + 1}"""
_ON_DISK = "CURRENT"  # every folder of a store has it


@dataclass
class ServedData:
    """An opened source.

    Attributes:
        cache: keeps files, rendered or compressed, within one limit.
        host: answers for the files.
        newer: looks whether a newer host is there (second argument: even though it seems fresh).
        data: what SPARQL queries are asked of: a release, an RDF file, a store, or the address of an endpoint.
        ready: raises DashiError where the store behind does not answer.
        notes: what is told of the reports that were read.
    """

    cache: ByteCache
    host: Host
    newer: Callable[[Host, bool], Host | None]
    data: str
    ready: Callable[[], None] = lambda: None
    notes: tuple[str, ...] = ()
    _folders: list[Scratch] = field(default_factory=list)
    _kept: Kept | None = None  # holds the folder of the store

    def close(self) -> None:
        """Remove what was written for this run only."""
        for folder in self._folders:
            folder.close()


def no_note(note: Both) -> None:
    """Tells nobody."""


def open_source(config: Config, progress: Progress, tell: Tell | None = None) -> ServedData:
    """Open what the configuration names; reports are read and published into a temporary folder.

    Args:
        config: the options.
        progress: told what is being done.
        tell: told that a store is made of a large corpus.

    Raises:
        DashiError: the source cannot be read, does not conform, or does not answer.
    """
    cache = ByteCache(config.cache)
    if config.endpoint:
        return _endpoint(config, config.endpoint, cache)
    path = settled(Path(config.source)) if config.source is not None else None
    if path is not None and (path / MARK).is_file():
        return _release(path, cache, config.base)
    if path is not None and ((path / _ON_DISK).is_file() or is_rdf(path)):
        file = corpus_file(path)
        if file and worth_keeping(file):
            with suppress(NotOursError):  # it is read as any other file is
                return _corpus(config, file, cache, progress, tell or no_note)
        return _rdf(config, path, cache)
    return _reports(config, path, cache, progress)


def _release(folder: Path, cache: ByteCache, base: str) -> ServedData:
    folder = folder.absolute()

    def newer(now: Host, force: bool) -> Host | None:
        there = release_stamp(folder)
        if there is None or (isinstance(now, ReleaseHost) and there == now.stamp):
            return None
        return _host(folder, cache, base)

    def ready() -> None:
        if isinstance(source.host, ReleaseHost):
            source.host.check()

    source = ServedData(cache, _opened(folder, cache, base), newer, str(folder), ready)
    return source


def _opened(folder: Path, cache: ByteCache, base: str) -> ReleaseHost:
    """The release in a folder; once more where another took its place while it was opened."""
    for _ in range(_TRIES):
        try:
            return _host(settled(folder), cache, base)
        except DashiError:
            if release_stamp(folder) is None:  # nothing came instead
                raise
    return _host(folder, cache, base)


def _host(folder: Path, cache: ByteCache, base: str) -> ReleaseHost:
    """The host of a release, whether or not all its files are written."""
    found = ReleaseHost(folder, cache)
    if not found.has(SERVED):
        return found
    from dashi_kg.serve.dereference.partial_host import PartialHost

    return PartialHost(folder, cache, base)


def _reports(config: Config, path: Path | None, cache: ByteCache, progress: Progress) -> ServedData:
    scratch = Scratch()
    folder = scratch.path
    try:
        made = publish(
            folder / "release", config.base, data=path, progress=progress, keep_going=config.keep_going
        )
        source = _release(folder / "release", cache, config.base)
        source.notes = (*made.warnings, *(_left_out(one.error) for one in made.left_out))
    except BaseException:
        scratch.close()
        raise
    source._folders.append(scratch)
    return source


def _corpus(config: Config, file: Path, cache: ByteCache, progress: Progress, tell: Tell) -> ServedData:
    """A large corpus, out of the store that is kept of it on the disk: nothing is listed, nothing held."""
    from dashi_kg.site.site import Site

    kept, store = open_kept(file, GRAPHS, progress, tell)
    engine = OxigraphEngine(store, config.base, merged=True)
    host = AskingHost(Site(engine, config.base, large=True), cache)
    return ServedData(cache, host, lambda now, force: None, str(kept.folder), _kept=kept)


def _rdf(config: Config, path: Path, cache: ByteCache) -> ServedData:
    folders: list[Scratch] = []
    try:
        engine = _rdf_engine(config, path, folders)
        host = _rendered(engine, config, cache)
    except BaseException:
        for folder in folders:
            folder.close()
        raise
    return ServedData(cache, host, lambda now, force: None, str(path), _folders=folders)


def _rdf_engine(config: Config, path: Path, folders: list[Scratch]) -> Engine:
    """An engine over RDF; temporary folders that it needs are added to ``folders``."""
    from pyoxigraph import Store

    merged = True
    if (path / _ON_DISK).is_file():
        try:
            store, merged = Store.read_only(str(path)), False
        except (OSError, ValueError) as error:
            cause = Both(f"数据库无法打开（{error}）", f"the store cannot be opened ({error})")
            raise DashiError(
                cause, remedy=Both("请换一个文件夹。", "Name another folder."), file=str(path)
            ) from None
    elif config.store == "disk":
        folders.append(Scratch())
        store = Store(str(folders[0].path / "site"))
    else:
        store = Store()
    if merged:
        store.bulk_extend(read_rdf(path, config.base))
        merge(store)
    return OxigraphEngine(store, config.base, merged=merged)


def _endpoint(config: Config, url: str, cache: ByteCache) -> ServedData:
    def engine() -> Engine:
        found = EndpointEngine(url, config.base, timeout=config.timeout)
        told = sum(1 for _ in found.run(_TOLD).rows or ())  # a large store is not asked for all its graphs
        if told > _NAMED and not found.run(APART).boolean:
            return found
        ours = tuple(g for g in all_graphs(found) if g.startswith(config.base))
        if len(ours) <= _NAMED or found.run(APART).boolean:
            # the default graph is the union of ours; who names that alone has no named graphs (Protocol, 2.1.4)
            found.graphs = found.named = ours
        return found

    def host() -> Host:
        from dashi_kg.site.site import Site

        return AskingHost(Site(engine(), config.base, large=True), cache)

    def newer(now: Host, force: bool) -> Host | None:
        stale = isinstance(now, AskingHost) and time.monotonic() - now.made > config.fresh
        return host() if force or stale else None

    def ready() -> None:
        EndpointEngine(url, config.base, timeout=min(5.0, config.timeout)).run("ASK {}")

    return ServedData(cache, host(), newer, url, ready)


def _rendered(engine: Engine, config: Config, cache: ByteCache) -> RenderedHost:
    from dashi_kg.site.site import Site

    return RenderedHost(Site(engine, config.base), cache)


def _left_out(error: DashiError) -> Both:
    return Both(f"未收录：{error.line('zh')}", f"left out: {error.line('en')}")
