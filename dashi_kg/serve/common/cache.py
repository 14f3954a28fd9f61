"""Bytes in memory up to a limit; what was used longest ago goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable


class ByteCache:
    """A cache of bytes, for any number of threads.

    Args:
        limit: bytes in all; what is larger than a quarter of it is not kept.
    """

    def __init__(self, limit: int) -> None:
        self.limit, self.held = limit, 0
        self._items: OrderedDict[Hashable, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable) -> bytes | None:
        """The bytes, if they are kept."""
        with self._lock:
            data = self._items.get(key)
            if data is not None:
                self._items.move_to_end(key)
            return data

    def put(self, key: Hashable, data: bytes) -> None:
        """Keep bytes."""
        if len(data) > self.limit // 4:
            return
        with self._lock:
            self.held += len(data) - len(self._items.pop(key, b""))
            self._items[key] = data
            while self.held > self.limit:
                self.held -= len(self._items.popitem(last=False)[1])

    def made(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """The bytes kept, or made now; two who ask for the same at once wait for one making."""
        data = self.get(key)
        if data is not None:
            return data
        with self._lock:
            own = self._making.setdefault(key, threading.Lock())
        with own:
            try:
                data = self.get(key)
                if data is None:
                    data = make()
                    self.put(key, data)
                return data
            finally:
                with self._lock:
                    self._making.pop(key, None)
