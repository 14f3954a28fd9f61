"""Fair shares: who waits for whom, by itself and over HTTP with greedy clients."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from dashi_kg.serve.workers.shares import FullError, Shares, Turn
from dashi_kg.settings import DEFAULT_BASE
from tests.serve.running import running

LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
BOMBS = 12


def turns(test: Callable[[Shares], None], workers: int = 2, queue: int = 8, own: int = 4) -> None:
    async def inside() -> None:
        test(Shares(workers, queue, own))

    asyncio.run(inside())


def lined_up(shares: Shares, *asked: str) -> list[Turn]:
    """``client key`` each; a key that ends with ``!`` is exempt."""
    made = []
    for words in asked:
        client, _, key = words.partition(" ")
        made.append(Turn(client if client != "-" else "", key, exempt=key.endswith("!")))
        shares.wait(made[-1], idle=False)
    return made


def next_key(shares: Shares) -> str:
    turn = shares.next()
    return turn.key if turn else ""


def test_clients_take_turns() -> None:
    def test(shares: Shares) -> None:
        lined_up(shares, "a 1", "a 2", "a 3", "b 4", "c 5")
        assert [next_key(shares) for _ in range(6)] == ["1", "4", "5", "2", "3", ""]

    turns(test)


def test_a_slow_query_gives_way_where_it_would_take_the_last_worker() -> None:
    def test(shares: Shares) -> None:
        one, two = lined_up(shares, "a 1", "a 2")
        assert [shares.next(), shares.next()] == [one, two]
        assert shares.long(one) and not shares.long(two)
        shares.ended(two, quick=False)
        again = Turn("a", "2", slow=True)
        shares.wait(again, idle=True)
        lined_up(shares, "b 1", "b 3", "b q!")  # 1 is known as slow by now, whoever asks
        assert [next_key(shares) for _ in range(3)] == ["q!", "3", ""]
        shares.ended(one, quick=False)
        assert [next_key(shares) for _ in range(2)] == ["2", ""]

    turns(test)


def test_what_is_quick_by_what_it_is_never_gives_way() -> None:
    def test(shares: Shares) -> None:
        made = lined_up(shares, "a 1", "a 2!")
        assert [shares.next(), shares.next()] == made[::-1]
        assert all(shares.long(turn) for turn in made)

    turns(test)


def test_one_worker_is_for_all() -> None:
    def test(shares: Shares) -> None:
        (one,) = lined_up(shares, "a 1")
        assert shares.next() is one and shares.long(one)

    turns(test, workers=1)


def test_those_that_wait_to_be_tried_leave_the_quick_when_their_like_was_slow() -> None:
    def test(shares: Shares) -> None:
        lined_up(shares, "a 0", "b 1", "c 1", "d 2")
        running = [shares.next(), shares.next()]
        for turn in running:
            assert turn
            shares.long(turn)
        assert [next_key(shares) for _ in range(2)] == ["2", ""]

    turns(test)


def test_a_client_whose_queries_are_slow_is_not_tried_again_and_again() -> None:
    def test(shares: Shares) -> None:
        for number in range(2):
            (turn,) = lined_up(shares, f"a {number}")
            assert shares.next() is turn
            shares.long(turn)
            shares.ended(turn, quick=False)
        lined_up(shares, "a new")
        shares.slow_running = shares.slow_most
        assert next_key(shares) == ""
        (other,) = lined_up(shares, "b new")
        assert shares.next() is other
        shares.ended(other, quick=True)
        lined_up(shares, "c new", "a x!", "d new")  # of equals, whose queries were quick so far
        assert [next_key(shares) for _ in range(3)] == ["new", "new", "x!"]

    turns(test)


def test_who_was_quick_so_far_goes_before_those_of_whom_nothing_is_known() -> None:
    def test(shares: Shares) -> None:
        (first,) = lined_up(shares, "polite 1")
        assert shares.next() is first
        shares.ended(first, quick=True)
        lined_up(shares, "a 2", "b 3")
        assert not shares.hurried
        (second,) = lined_up(shares, "polite 4")
        assert shares.hurried  # those that are tried have a short moment only
        assert shares.next() is second and not shares.hurried
        lined_up(shares, "c 5")
        assert shares.hurried  # more than there are workers want to be tried
        assert shares.long(second)
        shares.ended(second, quick=False)
        lined_up(shares, "polite 6")
        assert [next_key(shares) for _ in range(4)] == ["2", "3", "5", "6"]  # it has lost its place

    turns(test)


def test_whose_queries_are_slow_is_told_that_it_is_their_own_doing() -> None:
    def test(shares: Shares) -> None:
        shares.slow_running = shares.slow_most
        for number in range(8):
            shares.wait(Turn(f"c{number}", "x", slow=True), idle=False)
        with pytest.raises(FullError) as full:
            shares.wait(Turn("d", "x", slow=True), idle=False)
        assert full.value.own
        with pytest.raises(FullError) as full:
            shares.wait(Turn("", "x", slow=True), idle=False)
        assert not full.value.own

    turns(test)


def test_the_queue_has_an_end_for_all_and_for_each() -> None:
    def test(shares: Shares) -> None:
        made = lined_up(shares, *(f"a {n}" for n in range(4)))
        with pytest.raises(FullError) as full:
            lined_up(shares, "a 5")
        assert full.value.own
        lined_up(shares, *(f"- {n}" for n in range(4)))  # not known who: only the queue of all counts
        with pytest.raises(FullError) as full:
            lined_up(shares, "b 6")
        assert not full.value.own
        shares.leave(made[0])
        shares.leave(made[0])
        lined_up(shares, "b 6")

    turns(test)


def test_greedy_clients_hold_nobody_up(release: Path) -> None:
    """Bombs on two workers from one client, and quick questions of another: all are answered while the bombs wait."""
    got: Counter[int] = Counter()
    hinted: list[bool] = []
    done = threading.Event()
    options = ("--timeout", 4, "--workers", 2, "--client-queue", 4)
    with running(release, *options, base=DEFAULT_BASE) as server:

        def bomb() -> None:
            reply = server.get(f"/sparql?query={quote(LONG)}", x_forwarded_for="198.51.100.1")
            got[reply.status] += 1
            hinted.append("Retry-After" in reply)

        threads = [threading.Thread(target=bomb) for _ in range(BOMBS)]
        for thread in threads:
            thread.start()
        waiting = threading.Thread(target=lambda: [*(t.join() for t in threads), done.set()])
        waiting.start()
        answered = 0
        while not done.is_set():
            text = f"ASK {{ ?s ?p {answered} }}"
            reply = server.get(f"/sparql?query={quote(text)}", x_forwarded_for="198.51.100.2")
            assert reply.status == 200
            answered += 1
            done.wait(0.02)  # a client that asks again at once takes half of the machine
        waiting.join()
        assert sum(got.values()) == BOMBS and set(got) <= {429, 503, 504}
        assert got[429] and got[504] and all(hinted)
        # one after the other, with a wait for a bomb before each, would have been one or two
        assert answered > 2 * BOMBS


def test_not_ready_while_the_release_cannot_be_read(tmp_path: Path) -> None:
    from tests.serve.running import write_release

    write_release(tmp_path / "dist")
    with running(tmp_path / "dist") as server:
        assert server.get("/readyz").status == 200
        (tmp_path / "dist" / "SHA256SUMS").unlink()
        (tmp_path / "dist").rename(tmp_path / "gone")
        eventually_status(server.get, 503)
        write_release(tmp_path / "dist", "2")
        eventually_status(server.get, 200)


def eventually_status(get: Callable[[str], object], status: int) -> None:
    for _ in range(6000):
        if getattr(get("/readyz"), "status", 0) == status:
            return
        threading.Event().wait(0.1)
    raise AssertionError(f"/readyz never was {status}")
