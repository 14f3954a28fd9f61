"""A large corpus as a store on disk: an engine that answers without reading the corpus."""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Store

from dashi_kg.errors import DashiError
from dashi_kg.files import Progress
from dashi_kg.language import Both
from dashi_kg.query.engines import Answer, Dataset, OxigraphEngine
from dashi_kg.query.guard import Asked, checked
from dashi_kg.query.on_disk.figures import answerable, answered, available, is_all, keep_figures
from dashi_kg.query.on_disk.kept import Digested, Kept, Tell, forget, keep, opened

MERGED = "merged"  # the RDF merge of the graphs, as the default graph
GRAPHS = "graphs"  # the same, and the named graphs
CONTENT = "dashi-kg.json"  # in the folder of the latter: how many triples there are, each once, and how many in each graph
_GRAPH = re.compile(rb' <[^ <>"]*> \.')  # so ends a line of a quad in a named graph
# Bytes of lines that are loaded at once: the loader holds seven times as much while it sorts them.
_LOADED = 32 << 20


def keep_store(
    file: Path, kind: str = MERGED, progress: Progress | None = None, tell: Tell | None = None
) -> Kept:
    """The store that is kept of a file; made where there is none that fits.

    Args:
        file: sorted N-Quads of named graphs.
        kind: :data:`MERGED` or :data:`GRAPHS`.
        progress, tell: see :func:`dashi_kg.query.on_disk.kept.keep`.

    Raises:
        DashiError: see :func:`dashi_kg.query.on_disk.kept.keep`.
    """
    if kind == MERGED and (found := opened(file, GRAPHS)):
        return found

    def make(source: Digested, folder: Path) -> None:
        store = Store(str(folder))
        counts = _Counts()
        try:
            load_merged(store, counts.passed(source.lines()) if kind == GRAPHS else source.lines())
            if kind == GRAPHS:
                source.handle.seek(0)
                load_graphs(store, Digested(source.handle).lines())
        finally:
            del store  # closes its files
        if kind == GRAPHS:
            (folder / CONTENT).write_text(json.dumps(counts.told(source), sort_keys=True), encoding="utf-8")

    return keep(file, kind, make, progress, tell)


class _Counts:
    """Counts the triples of sorted lines while they pass, each once, and those of each graph."""

    def __init__(self) -> None:
        self._triples, self._last = 0, b""
        self._graphs = Counter[bytes]()

    def passed(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            lines = piece.removesuffix(b"\n").split(b"\n") if piece else []
            ends = [line.rfind(b" <") for line in lines]
            triples = [self._last, *(line[:end] for line, end in zip(lines, ends, strict=True))]
            self._triples += sum(map(bytes.__ne__, triples, triples[1:]))
            self._graphs.update(line[end + 2 : -3] for line, end in zip(lines, ends, strict=True))
            self._last = triples[-1]
            yield piece

    def told(self, source: Digested) -> dict[str, Any]:
        graphs = {name.decode("utf-8"): count for name, count in self._graphs.items()}
        return {"digest": source.digest.hexdigest(), "triples": self._triples, "graphs": graphs}


def load_merged(store: Store, lines: Iterable[bytes], most: int = _LOADED) -> None:
    """Put the RDF merge of named graphs into the default graph of a store.

    Args:
        lines: whole lines of N-Quads, many at a time.
        most: bytes of lines that are loaded at once.

    Raises:
        SyntaxError: they are not N-Quads of named graphs.
    """
    triples = _Pieces(map(_triples, filter(None, lines)), most)
    while triples.more():
        store.bulk_load(input=triples, format=RdfFormat.N_TRIPLES)  # type: ignore[arg-type]


def load_graphs(store: Store, lines: Iterable[bytes], most: int = _LOADED) -> None:
    """Put named graphs into a store; see :func:`load_merged`."""
    quads = _Pieces(filter(None, lines), most)
    while quads.more():
        store.bulk_load(input=quads, format=RdfFormat.N_QUADS)  # type: ignore[arg-type]


class _Pieces:
    """Whole lines, for the loader, which takes some kilobytes at a time: files of about ``most`` bytes, one after the other."""

    def __init__(self, pieces: Iterator[bytes], most: int) -> None:
        self._pieces, self._most = pieces, most
        self._piece, self._at, self._left = b"", 0, 0

    def more(self) -> bool:
        """Whether another file follows; it is the one that is read from now on."""
        self._left = self._most
        return self._at < len(self._piece) or self._next()

    def read(self, size: int = -1) -> bytes:
        """As of a file."""
        if self._at >= len(self._piece) and (self._left <= 0 or not self._next()):
            return b""
        begin = self._at
        self._at = len(self._piece) if size < 0 else begin + size
        return self._piece[begin : self._at]

    def _next(self) -> bool:
        self._piece, self._at = next(self._pieces, b""), 0
        self._left -= len(self._piece)
        return bool(self._piece)


def _triples(piece: bytes) -> bytes:
    """Whole lines without what names the graph of each.

    Raises:
        SyntaxError: a line ends otherwise: its graph has no IRI, or it is in none.
    """
    lines = piece.removesuffix(b"\n").split(b"\n")
    ends = [line.rfind(b" <") for line in lines]
    if not all(map(_GRAPH.fullmatch, {line[end:] for line, end in zip(lines, ends, strict=True)})):
        raise SyntaxError("not in a named graph")
    return b" .\n".join([line[:end] for line, end in zip(lines, ends, strict=True)]) + b" .\n"


class KeptEngine(OxigraphEngine):
    """Answers over the stores that are kept of a file; the named graphs are stored when a query first asks for them.

    ``by_table`` says whether a table of figures has answered a part of a query.

    Args:
        file: sorted N-Quads of named graphs.
        base: the base IRI.
        progress, tell: see :func:`dashi_kg.query.on_disk.kept.keep`.

    Raises:
        DashiError: see :func:`keep_store`; or the store is damaged.
    """

    def __init__(
        self, file: Path, base: str, progress: Progress | None = None, tell: Tell | None = None
    ) -> None:
        self._file, self._progress, self._tell = file, progress, tell
        self._named = False
        self.by_table = False
        super().__init__(self._opened(MERGED), base, merged=True)

    def answer(self, text: str, dataset: Dataset | None = None, asked: Asked | None = None) -> Answer:
        """See :class:`OxigraphEngine`; what a table of figures can answer, it does."""
        part = answerable(text) if dataset is None and available() else None
        if part:
            asked = asked or checked(text, self.base, self.prefixes)
            with contextlib.suppress(DashiError):  # no table can be made: the store answers alone
                text = answered(text, part, keep_figures(self._file, self.base, self._progress, self._tell))
                self.by_table = True
                if is_all(part):  # a store on the disk would look up each term
                    return OxigraphEngine(Store(), self.base, merged=True).answer(text, None, asked)
        return super().answer(text, dataset, asked)

    def take_graphs(self) -> None:
        """See :class:`OxigraphEngine`."""
        if not self._named:
            self.store, self._named = self._opened(GRAPHS), True

    def _opened(self, kind: str) -> Store:
        kept, store = open_kept(self._file, kind, self._progress, self._tell)
        self._kept = kept  # its folder stays while we live
        return store


def open_kept(
    file: Path, kind: str = MERGED, progress: Progress | None = None, tell: Tell | None = None
) -> tuple[Kept, Store]:
    """The store that is kept of a file, opened for reading; one that is damaged is made anew. Args and errors: :func:`keep_store`."""
    kept = keep_store(file, kind, progress, tell)
    try:
        return kept, Store.read_only(str(kept.folder))
    except (OSError, RuntimeError, ValueError):
        forget(kept)
    kept = keep_store(file, kind, progress, tell)
    try:
        return kept, Store.read_only(str(kept.folder))
    except (OSError, RuntimeError, ValueError) as error:
        raise DashiError(
            Both(f"库已损坏（{error}）", f"the store is damaged ({error})"),
            remedy=Both("请删去这个文件夹，会自动重建。", "Remove the folder; it is made anew."),
            file=str(kept.folder.parent),
        ) from None
