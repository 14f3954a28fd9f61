"""Where do counted words begin and end, by all signs around: 治超站点|检测货车, 下发执法问题|整改通报 (``edges.tsv``).

A rule finds the words; which body stands before them, or which verb belongs to a name, it knows only of words that somebody wrote down.
These weights were learned from the labels of the development texts (``python -m evaluation --learn``): for each place at which the words
might begin or end, the characters on both sides of it and what the rule decided. They overrule a rule where they are clearly ahead of
it, and never so that the words would be a verb alone, begin within a name, or lose or gain a negation, a time or an actor.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dashi_kg.model import Observation, Span
from dashi_kg.model.changed import changed
from dashi_kg.prepared import worked_out
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import VERB, blind
from dashi_kg.reader.counted.alone import is_bare
from dashi_kg.reader.counted.who_acts import ACTOR_END
from dashi_kg.reader.counted.words_before import skip
from dashi_kg.reader.rules.polarity import negated, start_of_negation
from dashi_kg.reader.rules.table import table, word_class

RULE = "edges-weighed"
_FILE = Path(__file__).with_name("edges.tsv")
# code points that an edge may move outward and inward
_OUT, _IN = 8, 12
_BEHIND, _LONGEST_BEHIND = 8, 14
_SHORTEST = 2
# hundredths of a natural logarithm
_AHEAD = 40
_HOPELESS = -100  # two characters that hardly ever begin, or end, the words
# words of other numbers, and what is read from both sides of its number
_NOT_ITS_OWN = frozenset(("carried", "base-of-a-share", "act-behind"))
# rules that are hardly ever wrong about both edges, and about the end: of them is learned, but they are not overruled
_NOT_OVERRULED = _NOT_ITS_OWN | {"rate", ""}
_ENDS_SURELY = "last-verb"


class Edge(NamedTuple):
    """The places at which counted words may begin or end, each with its signs; ``ruled``: which of them the rule chose."""

    places: tuple[int, ...]
    signs: tuple[Sequence[str], ...]
    ruled: int


def weighed(ctx: Context, item: Observation, left: Span, right: Span) -> Observation:
    """The observation with counted words that begin and end where the signs say.

    Args:
        left, right: the words on both sides of its number that may belong to it.
    """
    span, rule = item.counted_span, rule_of(item)
    if span is None or len(span) <= _SHORTEST or rule in _NOT_OVERRULED:
        return item
    weights = _weights()
    start, (low, limit) = span.start, limits(ctx.view, span, left, right)
    if span.end <= left.end:
        start = _best(begin_of(ctx.view, span, low, item, weights), weights)
        if start != span.start and (
            not _may_begin(ctx, item, span, start, low) or _unfit(ctx.view[start : span.end])
        ):
            start = span.start
    end = span.end
    if rule != _ENDS_SURELY:
        end = _best(end_of(ctx.view, span, limit, item, weights), weights)
    if end != span.end and not _may_end(ctx, span, end):
        end = span.end
    if (start, end) == (span.start, span.end) or end - start < _SHORTEST:
        return item
    said = ctx.view[start:end]
    if _unfit(said) or _unfit(ctx.words(span)):
        return item
    return _cut(item, span, Span(start, end), said)


def may_be_cut(item: Observation) -> bool:
    """Whether an observation has words of its own on one side of its number, and no verb alone."""
    span, rule = item.counted_span, rule_of(item)
    return (
        span is not None and len(span) > _SHORTEST and rule not in _NOT_ITS_OWN and not is_bare(item.counted)
    )


def rule_of(item: Observation) -> str:
    """The rule that gave the counted words."""
    return next((rule for field, rule in item.rules if field == "counted"), "")


def begin_of(view: str, span: Span, low: int, item: Observation, known: Mapping[str, int]) -> Edge:
    """The places at which words before a number may begin.

    Args:
        low: before which they do not begin.
        known: signs with weights; words begin only with two characters that began some before, or where the rule says.

    Signs: characters before (``l`` one, ``m`` two, ``n`` three), behind (``r``, ``s``, ``t``) and on both sides (``u``, ``x``, ``y``,
    ``z``); a verb that begins there (``V``, ``W``); what is cut off or added (``c``, ``a``), how much and by which rule.
    """
    s, e = span.start, span.end
    places = [
        i
        for i in range(max(low, s - _OUT), min(e - 1, s + _IN + 1))
        if i == s or known.get("bs" + view[i : i + 2], _HOPELESS) > _HOPELESS
    ]
    if len(places) == 1:
        return Edge((s,), ((),), 0)
    rule = rule_of(item)
    words = blind(view[low:e])
    rows: list[Sequence[str]] = []
    for i in places:
        before = ("^" + view[low:i] if i - low < 3 else view[i - 3 : i])[-3:]
        behind = view[i : min(i + 3, e)]
        one, two, first, second = before[-1:], before[-2:], behind[:1], behind[:2]
        rows.append(row := [
            "bl" + one, "bm" + two, "bn" + before, "br" + first, "bs" + second, "bt" + behind,
            f"bu{one}|{first}", f"bx{two}|{second}", f"by{one}|{second}", f"bz{two}|{first}",
        ])  # fmt: skip
        if verb := VERB.match(words, i - low):
            row += ("bV", "bW" + verb[0])
        if i == s:
            row += ("b=", "b=" + rule)
        elif i < s:
            row += ("b<", "b<" + rule, f"b<{min(s - i, _FAR)}", "ba" + view[i:s])
        else:
            row += ("b>", "b>" + rule, f"b>{min(i - s, _FAR)}", "bc" + view[s:i])
        row.append(f"b#{_size(e - i)}")
    return Edge(tuple(places), tuple(rows), places.index(s))


def end_of(view: str, span: Span, limit: int, item: Observation, known: Mapping[str, int]) -> Edge:
    """The places at which words may end, up to a limit; the signs are those of :func:`begin_of` the other way round, and the counter word
    with what stands at the end (``k``, ``K``). Words behind their number have signs of their own (``E``).
    """
    s, e = span.start, span.end
    kind = "e" if item.number_span and s < item.number_span.start else "E"
    places = [
        i
        for i in range(max(s + _SHORTEST, e - _IN), limit + 1)
        if i == e or known.get(f"{kind}m{view[i - 2 : i]}", _HOPELESS) > _HOPELESS
    ]
    if len(places) == 1:
        return Edge((e,), ((),), 0)
    rule = rule_of(item)
    words = blind(view[s:limit])
    rows: list[Sequence[str]] = []
    for i in places:
        before = view[max(s, i - 3) : i]
        behind = (view[i : min(i + 3, limit)] + "$")[:3]
        one, two, first, second = before[-1:], before[-2:], behind[:1], behind[:2]
        rows.append(row := [
            f"{kind}l{one}", f"{kind}m{two}", f"{kind}n{before}", f"{kind}r{first}", f"{kind}s{second}", f"{kind}t{behind}",
            f"{kind}u{one}|{first}", f"{kind}x{two}|{second}", f"{kind}y{one}|{second}", f"{kind}z{two}|{first}",
            f"{kind}k{item.classifier}{one}", f"{kind}K{item.classifier}{two}",
        ])  # fmt: skip
        if verb := VERB.match(words, i - s):
            row += (f"{kind}V", f"{kind}W{verb[0]}")
        if i == e:
            row += (f"{kind}=", f"{kind}={rule}")
        elif i < e:
            row += (f"{kind}<", f"{kind}<{rule}", f"{kind}<{min(e - i, _FAR)}", f"{kind}a{view[i:e]}")
        else:
            row += (f"{kind}>", f"{kind}>{rule}", f"{kind}>{min(i - e, _FAR)}", f"{kind}c{view[e:i]}")
        row.append(f"{kind}#{_size(i - s)}")
    return Edge(tuple(places), tuple(rows), places.index(e))


_FAR = 6
_SIZES = (5, 8, 14)


def _size(length: int) -> int:
    return length if length < _SIZES[0] else next((n for n in reversed(_SIZES) if length >= n), 0)


def limits(view: str, span: Span, left: Span, right: Span) -> tuple[int, int]:
    """Before which counted words do not begin, and behind which they do not end."""
    if span.end <= left.end:
        return left.start, min(left.end, span.end + _BEHIND)
    return span.start, _end_of_words(view, span, right.end)


def _end_of_words(view: str, span: Span, end: int) -> int:
    limit = min(end, span.end + _LONGEST_BEHIND)
    return max(
        span.end, min((at for m in ",;:。" if (at := view.find(m, span.start, limit)) >= 0), default=limit)
    )


def _best(edge: Edge, weights: Mapping[str, int]) -> int:
    """The place that is clearly ahead of the one by the rule, else that."""
    ruled = edge.places[edge.ruled]
    if len(edge.places) == 1:
        return ruled
    get = weights.get
    sums = [sum(filter(None, map(get, signs))) for signs in edge.signs]
    most = max(sums)
    return edge.places[sums.index(most)] if most > sums[edge.ruled] + _AHEAD else ruled


def _may_begin(ctx: Context, item: Observation, span: Span, start: int, low: int) -> bool:
    """Whether words may begin at another place than the rule says."""
    view = ctx.view
    if _within_name(view[low:start]) or start_of_negation(view, low, start) != start:
        return False
    moved = view[min(start, span.start) : max(start, span.start)]
    if negated(moved) or moved in _BY_THEMSELVES:
        return False
    if start > span.start:
        # 调解、和解|终止的案件: only half of what is said of the case
        return view.find("的", start, min(start + _SAID_OF_IT, span.end)) < 0
    actor = item.actor_span
    if actor is not None and actor.end > start and actor.start < span.start:
        return False
    if skip(ctx, start, span.end) != start:
        return False
    return VERB.match(moved) is not None or not ACTOR_END.search(moved)


def _may_end(ctx: Context, span: Span, end: int) -> bool:
    """Whether words may end at another place than the rule says."""
    moved = ctx.view[min(end, span.end) : max(end, span.end)]
    if moved.startswith(_PAIRS) and end < span.end:
        return False  # 事故起数|和死亡人数: each gets its own of several numbers
    return not _within_name(ctx.view[span.start : end]) and not negated(moved)


_SAID_OF_IT = 5
_BY_THEMSELVES = word_class("counted", "by-themselves")  # who did it, and not how: 居民|自发化解纠纷
_PAIRS = ("、", "和", "及", "与")


def _within_name(before: str) -> bool:
    return any(before.count(mark) > before.count(close) for mark, close in ("《》", "“”", "()"))


def _unfit(said: str) -> bool:
    """Words that do not say alone what is counted: a verb, or what :mod:`alone` completes."""
    return is_bare(said) or table("alone").first(said) is not None


def _cut(item: Observation, ruled: Span, span: Span, said: str) -> Observation:
    wording = item.wording
    if wording.startswith(item.counted):  # an act that is cut off at the end is the one that they stand in
        wording = said + item.counted[max(0, span.end - ruled.start) :] + wording.removeprefix(item.counted)
    rules = tuple((field, RULE if field == "counted" else rule) for field, rule in item.rules)
    return changed(item, counted=said, counted_span=span, wording=wording, rules=rules)


@cache
def _weights() -> dict[str, int]:
    """Sign → its weight in hundredths of a natural logarithm; read when it is first needed."""
    return worked_out("edges", "", read)


def read() -> dict[str, int]:
    """The file of weights: one sign a line."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()[1:]
    return {sign: int(weight) for sign, _, weight in (line.partition("\t") for line in lines)}
