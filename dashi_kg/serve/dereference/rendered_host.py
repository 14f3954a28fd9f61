"""The site rendered as it is asked for, over an endpoint or a store: the same bytes that publish writes."""

from __future__ import annotations

import hashlib
import itertools
import threading
import time

from dashi_kg.serve.common.cache import ByteCache
from dashi_kg.serve.http.content import Content
from dashi_kg.serve.http.paths import plain
from dashi_kg.site.layout.site_section import SiteSection

_NUMBERS = itertools.count(1)


class RenderedHost:
    """A :class:`~dashi_kg.serve.http.content.Host` over a :class:`~dashi_kg.site.site.Site` as it is now.

    Args:
        site: makes the files; asked by one thread at a time.
        cache: keeps what was rendered.

    Raises:
        DashiError: the store behind does not answer.
    """

    asks = False

    def __init__(self, site: SiteSection, cache: ByteCache) -> None:
        self.site, self.cache = site, cache
        self.paths = frozenset(site.paths())
        # an IRI that is stored percent-encoded: in a request it is the same as the one that is not
        self._encoded = {
            known: path
            for path in sorted(self.paths)
            if "%" in path and (known := plain(path.encode("utf-8"))) and known not in self.paths
        }
        self.made = time.monotonic()
        self._version = str(next(_NUMBERS))  # no key of a former host is one of ours
        self._digests: dict[str, str] = {}
        self._lock = threading.Lock()

    @property
    def version(self) -> str:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        return self._version

    def has(self, path: str) -> bool:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        return path in self.paths or path in self._encoded

    def peek(self, path: str) -> Content | None:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        stored = self._encoded.get(path, path)
        data = self.cache.get((self.version, stored))
        return None if data is None else Content(path, len(data), self._digests[stored], data)

    def get(self, path: str) -> Content | None:
        """See :class:`~dashi_kg.serve.http.content.Host`."""
        if not self.has(path):
            return None
        if kept := self.peek(path):
            return kept
        with self._lock:
            if kept := self.peek(path):
                return kept
            stored = self._encoded.get(path, path)
            data = self.site.file(stored)
            if data is None:
                return None
            self._digests[stored] = hashlib.sha256(data).hexdigest()
            self.cache.put((self.version, stored), data)
        return Content(path, len(data), self._digests[stored], data)
