"""Whose turn it is: fair shares for clients, and a worker that long queries never get.

Nobody knows how long a query takes before it has run. So every new one is tried: for a moment it may have any worker. One
that takes longer keeps its worker as long as another stays free for the quick; else it gives way, waits among the
slow, and is known as slow from then on. Saved questions and look-ups are quick by what they are. Clients whose queries
were quick so far go before those of whom nothing is known, and while they wait, or many do, the moment of those that are
tried is short. Of the clients that wait in a lane, the one that has the fewest workers is next.
"""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field

_KNOWN = 2048  # slow queries that are remembered
_CLIENTS = 4096
_TRUSTED, _NEW, _SLOW = 0, 1, 2  # the lanes, in the order in which they are served
_DEMERITS = 2  # slow queries more than quick ones, from which a client's new queries are not tried any more


class FullError(Exception):
    """No more may wait; ``own``: of this client."""

    def __init__(self, own: bool) -> None:
        self.own = own
        super().__init__()


@dataclass(eq=False, slots=True)
class Turn:
    """One query that wants a worker.

    Attributes:
        client: who asks; empty: not known, so that no limit of one client holds.
        key: what tells the query from others.
        exempt: whether it is quick by what it is.
        slow: whether it is known to take long.
        trusted: whether it is quick, by what it is or by what its client asked so far.
        given: done when it is its turn.
    """

    client: str
    key: str
    exempt: bool = False
    slow: bool = False
    trusted: bool = False
    given: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    @property
    def lane(self) -> int:
        """Where it waits."""
        return _SLOW if self.slow else _TRUSTED if self.trusted else _NEW


class Shares:
    """Who waits and who runs. Knows no worker: whoever has a free one asks for the :meth:`next` turn.

    Args:
        workers: how many there are; all but one may have slow queries (of one worker: that one).
        queue: turns that may wait in each lane.
        own: turns of one client that may wait.
    """

    def __init__(self, workers: int, queue: int, own: int) -> None:
        self.workers, self.slow_most, self.queue, self.own = workers, max(1, workers - 1), queue, own
        self.slow_running = 0
        self._waiting: list[OrderedDict[str, deque[Turn]]] = [OrderedDict() for _ in range(3)]
        self._count = [0, 0, 0]
        self._of: Counter[str] = Counter()
        self._running: Counter[str] = Counter()
        self._known: OrderedDict[str, None] = OrderedDict()
        self._demerits: OrderedDict[str, int] = OrderedDict()
        self._quick: OrderedDict[str, None] = OrderedDict()  # clients

    def wait(self, turn: Turn, *, idle: bool) -> None:
        """Line up.

        Args:
            idle: whether a worker is free, so that nobody has to wait.

        Raises:
            FullError: too many wait. Whose queries are slow is told that it is the client's own doing.
        """
        demerits = self._demerits.get(turn.client, 0)
        if not turn.exempt:
            turn.slow = turn.slow or turn.key in self._known or demerits >= _DEMERITS
        turn.trusted = not demerits and (turn.exempt or turn.client in self._quick)
        waits = not idle or (turn.slow and self.slow_running >= self.slow_most)
        if waits and self._count[turn.lane] >= self.queue:
            raise FullError(turn.slow and bool(turn.client))
        if waits and turn.client and self._of[turn.client] >= self.own:
            raise FullError(True)
        self._waiting[turn.lane].setdefault(turn.client, deque()).append(turn)
        self._count[turn.lane] += 1
        self._of[turn.client] += 1

    def leave(self, turn: Turn) -> None:
        """Wait no longer; nothing happens if it does not wait."""
        line = self._waiting[turn.lane].get(turn.client)
        if line and turn in line:
            line.remove(turn)
            self._left(turn, line)

    def next(self) -> Turn | None:
        """The turn that gets a free worker; it runs from now on."""
        slow = self.slow_running < self.slow_most
        for lane in (_TRUSTED, _NEW, _SLOW) if slow else (_TRUSTED, _NEW):
            lines = self._waiting[lane]
            if lines:
                client = min(lines, key=self._claim)  # the first of equals
                line = lines[client]
                turn = line.popleft()
                lines.move_to_end(client)  # of equals, another is next
                self._left(turn, line)
                self._running[client] += 1
                self.slow_running += turn.slow
                return turn
        return None

    def _claim(self, client: str) -> tuple[int, int]:
        """The lower, the sooner: who has few workers, and of those, whose queries were quick so far."""
        return self._running[client], self._demerits.get(client, 0)

    def all(self) -> list[Turn]:
        """Those that wait."""
        return [turn for lines in self._waiting for line in lines.values() for turn in line]

    @property
    def hurried(self) -> bool:
        """Whether those that are tried should have a short moment only: who is quick waits, or many wait."""
        return self._count[_TRUSTED] > 0 or self._count[_NEW] > self.workers

    def long(self, turn: Turn) -> bool:
        """A query that runs takes longer than a moment; whether it may keep its worker."""
        if turn.slow or turn.exempt:
            return True
        self._learnt(turn)
        if self.slow_running >= self.slow_most:
            return False
        turn.slow = True
        self.slow_running += 1
        return True

    def ended(self, turn: Turn, *, quick: bool) -> None:
        """A query runs no longer.

        Args:
            quick: whether it was done in a moment.
        """
        self._running[turn.client] -= 1
        if self._running[turn.client] <= 0:
            del self._running[turn.client]
        self.slow_running -= turn.slow
        if quick:
            self._known.pop(turn.key, None)
            if self._demerits.get(turn.client):
                self._demerits[turn.client] -= 1
            elif turn.client:
                self._quick[turn.client] = None
                self._quick.move_to_end(turn.client)
                if len(self._quick) > _CLIENTS:
                    self._quick.popitem(last=False)

    def _learnt(self, turn: Turn) -> None:
        """Remember a slow query and whose it is; those that wait to be tried wait among the slow instead."""
        self._known[turn.key] = None
        if len(self._known) > _KNOWN:
            self._known.popitem(last=False)
        if turn.client:
            self._demerits[turn.client] = self._demerits.pop(turn.client, 0) + 1
            if len(self._demerits) > _CLIENTS:
                self._demerits.popitem(last=False)
        for lane in (_TRUSTED, _NEW):
            for line in list(self._waiting[lane].values()):
                for other in [t for t in line if t.key == turn.key and not t.exempt]:
                    self.leave(other)
                    try:
                        other.slow = True
                        self.wait(other, idle=False)
                    except FullError as full:
                        if not other.given.done():
                            other.given.set_exception(full)

    def _left(self, turn: Turn, line: deque[Turn]) -> None:
        self._count[turn.lane] -= 1
        self._of[turn.client] -= 1
        if self._of[turn.client] <= 0:
            del self._of[turn.client]
        if not line:
            del self._waiting[turn.lane][turn.client]
