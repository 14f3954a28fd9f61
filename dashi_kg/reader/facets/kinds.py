"""What sort of thing is counted: by the unit and the counter word, where these leave it open by the noun."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dashi_kg.model import Span
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.facets.decision import Decision, Found
from dashi_kg.reader.facets.lexicon import Hit, lexicon
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.rules.steps import Said, Steps
from dashi_kg.reader.rules.table import the_word, word_class, wordings

_SAID = wordings("kinds")
_POINTS = the_word("kinds", "points")
_TIMES = word_class("kinds", "times")
_PLAYED = the_word("kinds", "played")
_SINGLE_PERSONS = word_class("counters", "persons")
_ITEMS = word_class("kinds", "items")

_FILE = Path(__file__).with_name("counter.tsv")


class Counter(NamedTuple):
    """``kind``: what it counts where nothing else says so; ``may_be``: what its noun may say, of one that counts many sorts;
    ``in_topics``: beginnings of topics in which it counts something else, and what.
    """

    kind: str
    may_be: tuple[str, ...]
    in_topics: tuple[tuple[str, str], ...]


@cache
def counters(what: str = "counter") -> dict[str, Counter]:
    """Counter word → what it counts; with ``unit``, the units that are no counter words."""
    found = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines()[1:]:
        form, of, kind, may_be, in_topics, _ = line.split("\t")
        if of == what:
            topics = tuple(
                (begin, other) for begin, _, other in (t.partition(":") for t in in_topics.split())
            )
            found[form] = Counter(kind, tuple(may_be.split()), topics)
    return found


def _share(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    item = place.item
    if item.unit not in ("percent", "percentage-point", "fraction") and item.classifier not in (
        "成",
        "%",
        _POINTS,
    ):
        return None
    if (
        item.unit == "percentage-point"
        or item.classifier == _POINTS
        or (item.change is not None and not item.change.level)
    ):
        return Decision("change", "", 1)
    return Decision("rate", "", 1)


def _covered(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.item.number_span is not None:
        return None
    return Decision(
        "rate" if place.item.qualifier == "full-coverage" or place.item.unit == "percent" else "matter", "", 1
    )


def _unit(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    unit = counters("unit").get(place.item.unit)
    return Decision(unit.kind, "", 1) if unit else None


def _views(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    own = desk.words(place.own)[-12:]
    if place.item.classifier not in ("", *_TIMES) or not said["own"].search(own):
        return None
    if own.endswith(_PLAYED) and (place.item.value or 0) < _MANY:
        return None  # LED屏滚动播放|300次: it was shown, not seen
    return Decision("person-time" if place.item.classifier != "人" else "person", "", 1)


def _times(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.item.classifier != "倍":
        return None
    return Decision("change" if said["clause"].search(desk.words(place.clause)) else "rate", "", 1)


def _per_head(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.item.classifier in _SINGLE_PERSONS or not said["own"].match(desk.words(place.own)):
        return None
    return Decision("rate", "", 1)


def _made_rules(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.item.classifier not in _ITEMS or not said["own"].search(desk.words(place.own)):
        return None
    return Decision("document", "", 1)


def _shown(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """公示行政许可1,027条: what is shown, row by row."""
    if place.item.classifier != "条" or not said["before"].search(
        desk.words(Span(place.clause.start, place.start))
    ):
        return None
    return Decision("copy", "", 1)


def _noun(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    counter = counters().get(place.item.classifier)
    if counter is None or not counter.may_be:
        return None
    topic = found.topics[-1].key
    kind = noun_kind(said, desk, place, counter.may_be)
    counted = f"{place.item.classifier} {topic}"
    if kind == "other" and said["platforms"].fullmatch(topic):
        kind = "place"  # a platform to which people come
    if (
        kind in ("document", "copy", "physical")
        and said["cases"].fullmatch(counted)
        and not said["paper"].search(desk.words(place.own))
    ):
        kind = "matter"  # 办理规划许可|142件: a case, no paper
    if kind == "document" and said["opinions"].fullmatch(counted):
        kind = "matter"  # what the public said, no paper
    if kind and not said["not-counted"].fullmatch(counted):
        return Decision(kind, "", 1)
    return None


def _same_as(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """保留31件、废止9件: the same counter word goes on with the same things."""
    counter = counters().get(place.item.classifier)
    if counter is None or not counter.may_be:
        return None
    for index in (place.whole, place.previous):
        if index is not None and found.items[index].classifier == place.item.classifier:
            if place.item.classifier == "件" and found.topics[index].key != found.topics[-1].key:
                continue  # 答复信函16件,引发行政复议|3件: of another matter
            return Decision(found.kinds[index].key, "", 0)
    return None


def _in_topic(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    counter, topic = counters().get(place.item.classifier), found.topics[-1].key
    kinds = counter.in_topics if counter else ()
    return next((Decision(kind, "", 0) for begin, kind in kinds if topic.startswith(begin)), None)


def noun_kind(said: Said, desk: Desk, place: Place, sorts: tuple[str, ...]) -> str:
    """The sort that the nearest noun names: right behind the number, else before it."""
    view, nouns = desk.ctx.view, lexicon()["noun"]
    counted = place.item.counted_span
    behind = counted is not None and counted.start >= place.end - 1
    end = place.behind.end
    if stop := said["stop"].search(view, place.behind.start, end):
        end = stop.start()
    chain: list[Hit] = []
    for hit in nouns.find(view, place.behind.start, end):
        if chain and (hit.start - chain[-1].end > _GAP or VERB.search(view, chain[-1].end, hit.start)):
            break
        chain.append(hit)
    right = [h.entry.kind for h in chain if h.entry.kind in sorts]
    # 24个领域|317项: a noun right behind the number before is that number's own
    taken = place.own.start if place.previous is not None and not place.mark else -1
    own = [
        h.entry.kind
        for h in nouns.find(view, place.own.start, place.own.end)
        if h.entry.kind in sorts and h.start != taken and not _in_title(view, h, place.own.end)
    ]
    if right and (behind or not own) and chain[0].start - place.end <= _FAR:
        return right[-1]
    return own[-1] if own else ""


def _in_title(view: str, hit: Hit, end: int) -> bool:
    """依据《信访工作条例》复查信访事项|23件: a title that more words stand behind names no thing of the number."""
    close = view.find("》", hit.end, end)
    return 0 <= close < end - 1 and "《" not in view[hit.end : close]


_MANY = 10_000
_GAP, _FAR = 6, 12


_BRACKETED = _SAID["bracketed"]


def _counter(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    word = place.item.classifier
    if "(" in word:
        word = _BRACKETED.sub("", word)
    counter = counters().get(word)
    return Decision(counter.kind, "", 0) if counter else None


def _last_sign(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    counter = counters().get(place.item.classifier[-1:])
    return Decision(counter.kind, "", 0) if counter else None


def _other(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    return Decision("other", "", 0)


ACTIONS: dict[str, Callable[[Said, Desk, Place, Found], Decision | None]] = {
    "not-counted": _covered, "share": _share, "unit": _unit, "views": _views, "times": _times, "per-head": _per_head,
    "made-rules": _made_rules, "shown": _shown, "noun": _noun, "same-as": _same_as, "in-topic": _in_topic, "counter": _counter,
    "last-sign": _last_sign, "other": _other,
}  # fmt: skip
KINDS: Steps[Decision] = Steps("kind", ACTIONS)
