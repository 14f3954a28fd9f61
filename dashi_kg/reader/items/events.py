"""Campaigns, activities, days and meetings that the report names.

Three ways to be an event: a quoted name with a word of activity, a named day, or one of the genre's own
kinds of activity (专题学习, 专项整治, 院坝会 …) behind a verb.
"""

from __future__ import annotations

import re

from dashi_kg.model import Event, Mention, Span
from dashi_kg.reader.context.context import REPORTED, Context
from dashi_kg.reader.rules.table import the_word, wordings, words
from dashi_kg.text.needed import Gate

_SAID = wordings("events")

_QUOTED = _SAID["quoted"]
_LIST = _SAID["list"]
_ITEM = re.compile(r"“[^”]+”")
# “12.4”全国法制宣传日   12·4国家宪法日   国家宪法日
# but not a time limit: 0.5个工作日
_DATE = r"(?<![\d.·・])“?(?:1[0-2]|0?[1-9])[.·・](?:[12]\d|3[01]|0?[1-9])(?!\d)”?"
_DAY = _SAID["day"]
_CONGRESS = _SAID["congress"]

# the genre's own kinds; the words before them belong to the name
_TALKS, _OF_THE_PARTY = the_word("events", "talks"), the_word("events", "of-the-party")
_KIND = "kind-"  # of a class of words: kind-lecture
_KIND_OF = {
    word: kind.removeprefix(_KIND)
    for kind, named in words("events").items()
    if kind.startswith(_KIND)
    for word in named
}
_GENRE = _SAID["genre"]
_SAME = str.maketrans({"制": "治"})


_GATE = Gate(_LIST, _DAY, _QUOTED, _GENRE, _CONGRESS)


def read_events(ctx: Context) -> list[Event]:
    """Events in the order of their first mention, one for each name; later mentions are kept with it."""
    hits: list[tuple[Span, str, str, str, str]] = []  # span, name, kind, rule, key
    taken: list[Span] = []

    def add(span: Span, name: str, kind: str, rule: str, key: str = "") -> None:
        if not any(t.overlaps(span) for t in taken):
            taken.append(span)
            hits.append((span, name, kind, rule, key or name))

    for _, sentence in ctx.own_sentences(*REPORTED, "preamble"):
        if not _GATE.fitting(ctx.words(sentence)):
            continue
        for match in ctx.find(_LIST, sentence):
            for item in _ITEM.finditer(ctx.view, *match.span("list")):
                add(Span(*item.span()), item[0], "series-activity", "list-of-series")
        for match in ctx.find(_DAY, sentence):
            add(Span(*match.span()), match[0], "day", "named-day")
        for match in ctx.find(_QUOTED, sentence):
            kind = "talk" if _TALKS in match["what"] else "campaign"
            add(Span(*match.span()), match[0], kind, "quoted-name-and-activity")
        for match in ctx.find(_GENRE, sentence):
            head = match["head"]
            key = head.translate(_SAME)[-2:] if _KIND_OF[head] == "lecture" else match["name"]
            span = Span(*match.span("name"))
            add(span, match["name"], _KIND_OF[head], "activity-of-the-genre", key)
        for match in ctx.find(_CONGRESS, sentence):
            name = match[0].removeprefix(_OF_THE_PARTY)
            add(Span(*match.span()), match[0], "congress", "congress", name)
    hits.sort()
    mentions: dict[tuple[str, str], list[Mention]] = {}
    first: dict[tuple[str, str], tuple[Span, str, str, str]] = {}
    for span, name, kind, rule, key in hits:
        identity = (kind, key)
        first.setdefault(identity, (span, name, kind, rule))
        mentions.setdefault(identity, []).append(Mention(ctx.source.quote(span), span))
    return [
        Event(f"e{i}", name, span, rule, kind, tuple(mentions[identity]))
        for i, (identity, (span, name, kind, rule)) in enumerate(first.items(), start=1)
    ]
