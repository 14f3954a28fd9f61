"""Search for those without scripts and for programs: ``search.html?q=…`` with what was found in the page, ``/api/search``.

The files that a browser searches are read from the site itself, of a release or rendered, so that all find the same.
"""

from __future__ import annotations

import hashlib
import re
import threading
from asyncio import Semaphore, to_thread
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from dashi_kg.serve.common.cache import ByteCache
from dashi_kg.serve.dereference.asking_host import AskingHost
from dashi_kg.serve.http.content import Content, GoneError, Host
from dashi_kg.site.layout.links import language_of, page_path

if TYPE_CHECKING:
    from dashi_kg.site.asking.search import Search

LONGEST = 200  # characters of a question
_PAGES = frozenset(page_path("search", lang) for lang in ("zh", "en"))
_AT_ONCE = 2  # searches: each keeps a processor busy, and files must not wait for them
_MOST_FIELDS = 20
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits: rows, how many there are in all, whether they have all words, and of each facet its values
    (key, name in zh, in en, how many hits)."""

    rows: tuple[dict[str, str], ...]
    total: int
    whole: bool
    facets: Mapping[str, tuple[tuple[str, str, str, int], ...]]


class Finder:
    """Answers questions over the host that is given: its index is made at the first question.

    Args:
        base: the base IRI.
        cache: keeps pages.
    """

    def __init__(self, base: str, cache: ByteCache) -> None:
        self.base, self.cache = base, cache
        self._lock = threading.Lock()
        self._turn = Semaphore(_AT_ONCE)
        self._held: tuple[str, Search] | None = None

    async def page(
        self, host: Host, path: str, question: str, chosen: Mapping[str, str] | None = None
    ) -> Content | None:
        """The page of what was found; ``None``: the site has no records to search.

        Args:
            chosen: facet → value.

        Raises:
            GoneError: the files of the host were taken away.
            DashiError: the store behind does not answer.
        """
        if not self._searched(host):
            return None
        picked = dict(sorted((chosen or {}).items()))
        key = ("found", host.version, path, question, *picked.items())
        data = self.cache.get(key)
        if data is None:
            async with self._turn:
                data = await to_thread(
                    self.cache.made,
                    key,
                    lambda: self._page(host, question, language_of(path) or "zh", picked),
                )
        return Content(path, len(data), hashlib.sha256(data).hexdigest(), data)

    async def rows(
        self, host: Host, question: str, chosen: Mapping[str, str], limit: int, offset: int
    ) -> Page | None:
        """A page of the table of hits; ``None``: the site has no records to search.

        Args:
            question: as typed; without words nothing is found.
            chosen: facet → value; ``""``: any.

        Raises:
            GoneError, DashiError: as :meth:`page`.
        """
        if not self._searched(host):
            return None
        async with self._turn:
            return await to_thread(self._rows, host, question, chosen, limit, offset)

    @staticmethod
    def _searched(host: Host) -> bool:
        """Whether there is something to search: an index, or a store that is asked by names."""
        return isinstance(host, AskingHost) or host.has(_index())

    def _page(self, host: Host, question: str, lang: str, chosen: Mapping[str, str]) -> bytes:
        if isinstance(host, AskingHost):
            return host.found(question, lang, chosen)
        return self._search(host).page(question, lang, chosen)

    def _rows(self, host: Host, question: str, chosen: Mapping[str, str], limit: int, offset: int) -> Page:
        searcher = host.searcher(question) if isinstance(host, AskingHost) else self._search(host).searcher
        found = searcher.search(question, chosen)
        facets = {
            name: tuple((key, *searcher.names(name, key), count) for key, count in searcher.ordered(name, counts, "zh"))
            for name, counts in found.counts.items()
        }  # fmt: skip
        page = searcher.hits(found.numbers[offset : offset + limit])
        return Page(tuple(hit.row(self.base) for hit in page), len(found.numbers), found.whole, facets)

    def _search(self, host: Host) -> Search:
        with self._lock:
            held = self._held
            if held is None or held[0] != host.version:
                from dashi_kg.site.asking.search import published

                held = self._held = (host.version, published(self.base, _reader(host)))
        return held[1]


def question_of(path: str, query_string: bytes) -> str:
    """The words of ``?q=`` where the path is that of a page of search; else, and without words, ``""``."""
    if path not in _PAGES or not query_string:
        return ""
    return next(
        (_CONTROL.sub(" ", words).strip() for name, words in _fields(query_string) if name == "q"), ""
    )


def chosen_of(query_string: bytes) -> dict[str, str]:
    """The other fields of the address of a page of search."""
    return {name: _CONTROL.sub(" ", words) for name, words in _fields(query_string) if name != "q" and words}


def _fields(query_string: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            query_string.decode("ascii", "ignore"), errors="replace", max_num_fields=_MOST_FIELDS
        )
    except ValueError:
        return []


def _index() -> str:
    from dashi_kg.site.finding.index_files import INDEX

    return INDEX


def _reader(host: Host) -> Callable[[str], bytes]:
    def read(path: str) -> bytes:
        found = host.get(path)
        if found is None:
            raise GoneError(path)
        try:
            if found.data is not None:
                return found.data
            assert found.file is not None
            return found.file.read()
        finally:
            found.close()

    return read
