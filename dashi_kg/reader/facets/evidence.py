"""How strongly words speak for a topic: their strength in the lexicon, less for each character between them and the number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dashi_kg.model import Span
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.facets.lexicon import Hit
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.rules.table import wordings

_SAID = wordings("evidence")

STEP, FARTHEST = 10, 30
_REACH = 12  # code points behind a noun in which a verb of its own stands
FIRM, WEAK = 5, 3  # strengths: a word that decides in its own place; one that helps where nothing else does
_MOST = 99
_STOP = _SAID["stop"]
_COUNTED = 7  # strength of a body that is itself counted


class Ranked(NamedTuple):
    """The best topic of a stretch, its margin over the next one, and the word that named it."""

    topic: str
    margin: int
    hit: Hit


def strongest(
    view: str, found: Iterable[Hit], at: int, least: int, *, backward: bool = True, counted: bool = False
) -> Ranked | None:
    """The topic whose nearest strong word weighs most: never a sum of many weak ones.

    A body that only acts (镇司法所|开展法治宣传) says little: it counts in full where no verb follows it.

    Args:
        view: the folded text.
        at: the place of the number (code points); words nearer to it weigh more.
        least: the strength that a word must have.
        backward: the words stand before the number (else behind it).
        counted: they are what the number counts: a body right behind it (163个|人民调解委员会) is no longer who acts.
    """
    best: dict[str, tuple[int, Hit]] = {}
    for hit in found:
        entry = hit.entry
        strength = entry.strength
        if counted and entry.role == "name" and hit.start <= at + 1:
            strength = max(strength, _COUNTED)
        elif (
            entry.role == "name"
            and strength > WEAK
            and acts_after(view, hit, at if backward else at + _REACH)
        ):
            strength = WEAK
        if not entry.topic or strength < least:
            continue
        distance = at - hit.end if backward else hit.start - at
        score = STEP * strength - min(max(distance, 0), FARTHEST)
        if entry.topic not in best or score >= best[entry.topic][0]:
            best[entry.topic] = (score, hit)
    if not best:
        return None
    order = sorted(best, key=lambda topic: (-best[topic][0], topic))
    score, hit = best[order[0]]
    margin = min(_MOST, score - (best[order[1]][0] if len(order) > 1 else 0))
    return Ranked(order[0], margin, hit)


def topic_of(desk: Desk, span: Span, at: int, least: int) -> Ranked | None:
    """The strongest topic of the words of a span before ``at``."""
    return strongest(desk.ctx.view, desk.find("topic", span), at, least)


def acts_after(view: str, hit: Hit, end: int) -> bool:
    """Whether a verb stands between a word and an offset: the word is then who acts, not what is counted."""
    return VERB.search(view, hit.end, max(end, hit.end)) is not None


def behind(desk: Desk, place: Place, least: int) -> Ranked | None:
    """The noun right behind the number: up to the first mark, and the words that are counted there."""
    end = place.behind.end
    counted = place.item.counted_span
    if counted is not None and counted.start >= place.end - 1:
        end = min(counted.end, end) if counted.end > place.end + 1 else end
    stop = _STOP.search(desk.ctx.view, place.behind.start, end)
    span = Span(place.behind.start, stop.start() if stop else end)
    return strongest(desk.ctx.view, desk.find("topic", span), place.end, least, backward=False, counted=True)
