"""The clients of the soak: ``python -m faults.soak_clients PORT SECONDS POLITE RUDE`` prints how they fared, as JSON."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from urllib.parse import quote

_SMALL = "SELECT ?s ?p ?o { ?s a ?t ; ?p ?o } LIMIT 20"
_BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_PAUSE = 0.05  # seconds between two requests of a polite client
_LARGE = "/dashi-kg.nq"
_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: hang up with RST


class Clients:
    """All clients of one run.

    Args:
        port: of the server, on 127.0.0.1.
        until: when they stop, by the monotonic clock.
    """

    def __init__(self, port: int, until: float) -> None:
        self.port, self.until = port, until
        self.counts: Counter[str] = Counter()
        self.late: list[float] = []

    async def polite(self, own: int) -> None:
        """Ask, read, wait a moment; another address of the server each time."""
        number = 0
        while time.monotonic() < self.until:
            number += 1
            path = (
                f"/sparql?query={quote(f'{_SMALL} # {own} {number}')}", "/questions/open-disputes.csv", "/void.ttl",
                f"/sparql?query={quote(_SMALL)}",
            )[number % 4]  # fmt: skip
            since = time.perf_counter()
            try:
                status = await asyncio.wait_for(self._whole(path, f"192.0.2.{own + 1}"), 60)
            except (OSError, TimeoutError, ValueError, IndexError):
                status = 0
            self.late.append((time.perf_counter() - since) * 1000)
            self.counts["right" if status == 200 else "busy" if status == 503 else "wrong"] += 1
            if status not in (200, 503):
                print(f"{status} {path[:60]}", file=sys.stderr)
            await asyncio.sleep(_PAUSE)

    async def rude(self, own: int) -> None:
        """One rudeness after the other."""
        ways: tuple[Callable[[int, int], Awaitable[None]], ...] = (
            self._half_an_answer, self._half_a_request, self._silence, self._bomb, self._leaves,
        )  # fmt: skip
        number = own
        while time.monotonic() < self.until:
            number += 1
            with contextlib.suppress(OSError, TimeoutError, ValueError, IndexError):
                await asyncio.wait_for(ways[number % len(ways)](own, number), 60)
            self.counts["rude"] += 1
            await asyncio.sleep(_PAUSE)

    async def _whole(self, path: str, client: str) -> int:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(_head(path, client))
            answer = await reader.read(-1)
        finally:
            writer.close()
        head, _, body = answer.partition(b"\r\n\r\n")
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:") and int(line.split(b":")[1]) != len(body):
                return 0
        return int(head.split(None, 2)[1])

    async def _half_an_answer(self, own: int, number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(_head(_LARGE, f"198.51.100.{own + 1}"))
        await reader.read(1000)
        _reset(writer)

    async def _half_a_request(self, own: int, number: int) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(_head(_LARGE, f"198.51.100.{own + 1}")[:40])
        await writer.drain()
        _reset(writer)

    async def _silence(self, own: int, number: int) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        await asyncio.sleep(min(3.0, max(0.0, self.until - time.monotonic())))
        writer.close()

    async def _bomb(self, own: int, number: int) -> None:
        await self._whole(f"/sparql?query={quote(f'{_BOMB} # {own} {number}')}", f"198.51.100.{own + 1}")

    async def _leaves(self, own: int, number: int) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", self.port)
        bomb = quote(f"{_BOMB} # left {own} {number}")
        writer.write(_head(f"/sparql?query={bomb}", f"198.51.100.{own + 1}"))
        await asyncio.sleep(0.5)
        _reset(writer)


def _head(path: str, client: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {client}\r\nConnection: close\r\n\r\n".encode()


def _reset(writer: asyncio.StreamWriter) -> None:
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    writer.close()


async def _run(port: int, seconds: float, polite: int, rude: int) -> dict[str, float]:
    clients = Clients(port, time.monotonic() + seconds)
    await asyncio.gather(*map(clients.polite, range(polite)), *map(clients.rude, range(rude)))
    late = sorted(clients.late)
    counts = {name: float(clients.counts[name]) for name in ("right", "busy", "wrong", "rude")}
    return {**counts, "p50": late[len(late) // 2], "p99": late[int(len(late) * 0.99)]}


if __name__ == "__main__":
    print(
        json.dumps(
            asyncio.run(_run(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
        )
    )
