"""What is asked: a release, a folder of RDF, a store on disk, the reports that come along, or an endpoint."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store

from dashi_kg.errors import DashiError, unreadable
from dashi_kg.language import Both
from dashi_kg.publishing.swap import MARK
from dashi_kg.query.engines import merge
from dashi_kg.query.on_disk.stored import CONTENT
from dashi_kg.rdf.parse import DAMAGED, PACKED_FILE, RELEASE_FILE, damaged, opened, read_rdf, release_data

_ON_DISK = "CURRENT"  # every RocksDB folder has it
_DIGEST = "dashi-kg.merged"  # ours, with the merge of its graphs in the default graph


@dataclass(frozen=True, slots=True)
class Info:
    """What a generation of workers answers from.

    Attributes:
        digest: SHA-256 of the data, hexadecimal; empty where it may change under us (an endpoint).
        triples: how many, each once whatever the number of graphs it stands in.
        graphs: IRI of each named graph → triples.
    """

    digest: str = ""
    triples: int = 0
    graphs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Data:
    """A store in memory, or the folder of one on disk."""

    info: Info
    store: Store | None = None
    folder: Path | None = None
    merged: bool = True  # whether the default graph holds the merge; not so in a store of somebody else

    def opened(self) -> Store:
        """The store; one on disk is opened for reading, by each worker for itself."""
        return self.store if self.store is not None else Store.read_only(str(self.folder))


def load(source: str | None, base: str, *, on_disk: bool, folder: Path) -> Data:
    """Load once, before workers are forked.

    Args:
        source: release (or its N-Quads), folder or file of RDF, folder of a store; ``None``: the reports that come along.
        base: resolves relative IRIs.
        on_disk: whether the store is kept in ``folder``.

    Raises:
        DashiError: the data cannot be read.
    """
    if source is not None and Path(source).name in (RELEASE_FILE, PACKED_FILE):
        source = str(Path(source).parent)
    if source is not None and (told := _content(Path(source))):
        return Data(
            Info(told["digest"], told["triples"], dict(sorted(told["graphs"].items()))), folder=Path(source)
        )
    if source is not None and (Path(source) / _ON_DISK).is_file():
        return Data(_info(_open(Path(source)), "", merged=False), folder=Path(source), merged=False)
    if on_disk:
        digest = _release_digest(source)
        mark = folder / _DIGEST
        if digest and mark.is_file() and mark.read_text(encoding="utf-8") == digest:
            return Data(_info(_open(folder), digest), folder=folder)
        former, digest = digest, _written(source, base, folder, digest)
        _unchanged(source, former)
        mark.write_text(digest, encoding="utf-8")
        return Data(_info(_open(folder), digest), folder=folder)
    store, former = Store(), _release_digest(source)
    digest = _filled(store, source, base)
    _unchanged(source, former)
    return Data(_info(store, former or digest), store=store)


def _content(folder: Path) -> dict[str, Any] | None:
    """What is told of a store that is kept of a corpus (:mod:`dashi_kg.query.on_disk.stored`)."""
    try:
        found: dict[str, Any] = json.loads((folder / CONTENT).read_bytes())
    except (OSError, ValueError):
        return None
    return found


def _unchanged(source: str | None, digest: str) -> None:
    """Data must not bear the digest of a release that took their place while they were read."""
    if digest and _release_digest(source) != digest:
        raise DashiError(
            Both("读取期间发布包被换成了另一份", "the release was replaced while it was read"),
            remedy=Both("请再试一次。", "Try again."),
            file=source or "",
        )


def _release_digest(source: str | None) -> str:
    """Of a release: of its checksums, which cover every file."""
    try:
        return hashlib.sha256((Path(source or "") / MARK).read_bytes()).hexdigest() if source else ""
    except OSError:
        return ""


def _filled(store: Store, source: str | None, base: str) -> str:
    """Load into an empty store; the digest of what was loaded."""
    if source is not None and (path := release_data(Path(source))):
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            with opened(path) as file:
                store.bulk_load(file, RdfFormat.N_QUADS)
        except SyntaxError as error:
            raise DashiError(
                Both(f"不是 N-Quads（{error}）", f"not N-Quads ({error})"),
                remedy=Both("请重新发布。", "Publish again."),
                file=str(path),
            ) from None
        except DAMAGED as error:
            raise damaged(path, error) from None
        except OSError as error:
            raise unreadable(path, error) from None
        merge(store)
        return digest
    if source is None:
        from dashi_kg.pipeline import own_quads

        quads: Iterable[Quad] = own_quads(base)
    else:
        quads = read_rdf(Path(source), base)
    quads = list(quads)
    store.bulk_extend(quads)
    merge(store)
    lines = "\n".join(sorted(str(q) for q in quads))
    return hashlib.sha256(lines.encode()).hexdigest()


def _written(source: str | None, base: str, folder: Path, digest: str) -> str:
    """Write the store on disk in a process of its own: a store that writes has threads, and those do not fork."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        words = ""
        try:
            store = Store(str(folder))
            words = "+" + _filled(store, source, base)
            store.optimize()
            store.flush()
            del store
        except DashiError as error:
            words = "-" + str(error)
        except BaseException as error:
            words = f"-{folder}: {error}"
        os.write(writing, words.encode("utf-8", "replace")[:4000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read().decode()
    os.waitpid(child, 0)
    if not answer.startswith("+"):
        shutil.rmtree(folder, ignore_errors=True)
        raise DashiError(
            Both(
                f"磁盘上的数据库写不成：{answer[1:]}", f"the store on disk could not be written: {answer[1:]}"
            ),
            remedy=Both("请检查磁盘空间。", "Check the space on the disk."),
        )
    return digest or answer[1:]


def _open(folder: Path) -> Store:
    try:
        return Store.read_only(str(folder))
    except (OSError, ValueError) as error:
        cause = Both(f"数据库无法打开（{error}）", f"the store cannot be opened ({error})")
        raise DashiError(
            cause,
            remedy=Both("请删除它，或换一个文件夹。", "Remove it, or name another folder."),
            file=str(folder),
        ) from None


def _info(store: Store, digest: str, *, merged: bool = True) -> Info:
    counts: Counter[str] = Counter()
    total = 0
    for graph in store.named_graphs():
        number = sum(1 for _ in store.quads_for_pattern(None, None, None, graph))
        counts[graph.value] = number
        total += number
    apart = sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))
    total = apart if merged else total + apart
    return Info(digest, total, dict(sorted(counts.items())))
