"""The reports and archived texts of a large store: it is asked about each when somebody wants it, and none is listed."""

from __future__ import annotations

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

from dashi_kg.site.facts.report_graph import ReportReader
from dashi_kg.site.shared.asked_documents import no_path

_KNOWN = 10_000  # paths of which it is remembered what they are
_What = TypeVar("_What")


class _Asked(Mapping[str, _What], Generic[_What]):
    """Path of a document → what is known of it.

    Args:
        base: the base IRI.
        every: reads all of them.
    """

    start = ""

    def __init__(self, reader: ReportReader, base: str, every: Callable[[], Mapping[str, _What]]) -> None:
        self.reader, self.base, self._every = reader, base, every
        self._known: OrderedDict[str, _What | None] = OrderedDict()

    @abstractmethod
    def _found(self, iri: str) -> _What | None:
        """What the store says of an IRI; ``None``: it is none of these."""

    def __getitem__(self, path: str) -> _What:
        if not path.startswith(self.start) or no_path(path):
            raise KeyError(path)
        if path not in self._known:
            self._known[path] = self._found(self.base + path)
            if len(self._known) > _KNOWN:
                self._known.popitem(last=False)
        found = self._known[path]
        if found is None:
            raise KeyError(path)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._every())

    def __len__(self) -> int:
        return len(self._every())


class AskedReports(_Asked[tuple[str, str]]):
    """Path of a report's document → IRI of the report, IRI of its source."""

    start = "report/"

    def _found(self, iri: str) -> tuple[str, str] | None:
        source = self.reader.source_of(iri)
        return (iri, source) if source else None


class AskedSources(_Asked[str]):
    """Path of an archived text's document → its IRI."""

    start = "source/"

    def _found(self, iri: str) -> str | None:
        return iri if self.reader.is_source(iri) else None
