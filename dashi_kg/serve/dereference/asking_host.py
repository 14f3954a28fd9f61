"""The site over an endpoint: whether there is a page is asked when the page is, and nothing is listed when it starts."""

from __future__ import annotations

import hashlib
import itertools
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote

from dashi_kg.serve.common.cache import ByteCache
from dashi_kg.serve.http.content import Content

if TYPE_CHECKING:
    from dashi_kg.site.finding.searcher import Searcher
    from dashi_kg.site.site import Site

_NUMBERS = itertools.count(1)
_KNOWN = 20_000  # paths of which it is remembered whether there is such a file


class AskingHost:
    """A :class:`~dashi_kg.serve.http.content.Host` over a :class:`~dashi_kg.site.site.Site` of any size.

    Memory is bounded: what is known of the paths, and what was rendered. ``has`` may ask the store; a server asks it in a thread.

    Args:
        site: makes the files; asked by one thread at a time.
        cache: keeps what was rendered.
    """

    asks = True

    def __init__(self, site: Site, cache: ByteCache) -> None:
        self.site, self.cache = site, cache
        self.made = time.monotonic()
        self._version = f"asked {next(_NUMBERS)}"  # no key of another host is one of ours
        self._known: OrderedDict[str, str] = (
            OrderedDict()
        )  # path → path of the file as it is stored; "": none
        self._lock = threading.RLock()

    @property
    def version(self) -> str:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        return self._version

    def has(self, path: str) -> bool:
        """Whether there is such a file.

        Raises:
            DashiError: the store behind does not answer.
        """
        return bool(self._stored(path))

    def peek(self, path: str) -> Content | None:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        data = self.cache.get((self.version, path))
        return None if data is None else Content(path, len(data), hashlib.sha256(data).hexdigest(), data)

    def get(self, path: str) -> Content | None:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        if kept := self.peek(path):
            return kept
        with self._lock:
            if kept := self.peek(path):
                return kept
            stored = self._stored(path)
            data = self.site.file(stored) if stored else None
            if data is None:
                return None
            self.cache.put((self.version, path), data)
        return Content(path, len(data), hashlib.sha256(data).hexdigest(), data)

    def searcher(self, question: str) -> Searcher:
        """What answers a question of the search.

        Raises:
            DashiError: the store behind does not answer.
        """
        with self._lock:
            return self.site.search.searcher_for(question)

    def found(self, question: str, lang: str, chosen: Mapping[str, str]) -> bytes:
        """The page of what is found.

        Raises:
            DashiError: the store behind does not answer.
        """
        with self._lock:
            return self.site.search.page(question, lang, chosen)

    def _stored(self, path: str) -> str:
        """The path as the store has it: an IRI that is stored percent-encoded is in a request the same as one that is not."""
        known = self._known.get(path)
        if known is None:
            with self._lock:
                ways = dict.fromkeys((path, quote(path, safe=_SAFE), _lower(path)))
                known = next((way for way in ways if self.site.holds(way)), "")
                self._known[path] = known
                if len(self._known) > _KNOWN:
                    self._known.popitem(last=False)
        return known


_SAFE = "/!$&'()*+,;=:@-._~"  # RFC 3986, pchar


def _lower(path: str) -> str:
    """Percent-encoded with small digits."""
    return "".join(
        sign if sign.isascii() else "".join(f"%{byte:02x}" for byte in sign.encode()) for sign in path
    )
