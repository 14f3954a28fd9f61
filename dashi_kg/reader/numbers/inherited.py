"""The words of a number that has none of its own: carried over from the values, clauses and sentences before it."""

from __future__ import annotations

from typing import NamedTuple

from dashi_kg.model import Observation, Span
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.counted.counted import BASE_OF_A_SHARE
from dashi_kg.reader.numbers.dependent import (
    RELATES,
    above,
    gathered_for,
    like,
    nearest_kin,
    of_change,
    reached,
    remains,
    respective,
    rest_of,
    rests,
    still,
    topic,
    turned,
)
from dashi_kg.reader.numbers.pieces import Piece
from dashi_kg.reader.rules.table import the_word, wordings

_SAID = wordings("inherited")
_LATTER = the_word("inherited", "latter")
_FORMER = the_word("inherited", "former")
_OF_THESE = the_word("inherited", "of-these")


class Around(NamedTuple):
    """What stands around a number: its clause, the clause before, the pieces of the clause, and the values read so far.

    ``whole``: those of the parts before the last semicolon; ``tail``: those before the sentence that it may speak of;
    ``found``: those of the sentence; ``own``: those of the clause.
    """

    clause: Span
    earlier: Span | None
    pieces: list[Piece]
    whole: list[Observation]
    tail: list[Observation]
    found: list[Observation]
    own: list[Observation]


def carried(ctx: Context, item: Observation, piece: Piece, at: Around) -> Observation:
    """The observation with its counted words, its change and its wording completed from what stands around it."""
    said, found, own = item.counted, at.found, at.own
    if (of := _subject(item, found)) is not None:
        return like(item, of)
    if rests(said) and found:  # 其余两项: what is left of what was counted
        item = changed(item, wording=rest_of(said, found, item))
    elif RELATES.fullmatch(said.strip()) and (found or not own):
        item = changed(item, counted="", counted_span=None)  # 纠错决定31件,占15.3%
    bare = not item.counted.strip()
    if bare and own and own[-1].change and item.change is None:
        # 提升1.2个和|0.8个百分点, 净减少15个、增加|64人
        item = changed(item, change=turned(own[-1].change, said), rule=own[-1].rule)
    if item.counted.startswith("占") and found:  # 持证23名,占在编人员的82%
        item = changed(item, wording=found[-1].wording + item.counted)
    if bare:
        item = _with_words(ctx, item, piece, at, said)
    if own and own[-1].kind == "former" and item.change is None and not said:
        item = changed(item, kind="former", rule=own[-1].rule)
    return reached(item, own)


_BEFORE = {_LATTER: -1, _FORMER: -2}


def _subject(item: Observation, found: list[Observation]) -> Observation | None:
    """持证人员22人,占应持证人员25人的|88%; 走私行为案件8起、违规案件119起,后者占|93.7%: whose share it is."""
    if item.unit not in ("percent", "fraction") or not found:
        return None
    before, said = found, item.counted
    if found[-1].rules_of("counted") == (BASE_OF_A_SHARE,) and not said.strip():
        before, last = found[:-1], found[-1]
        said = _FORMER if _FORMER in last.wording else _LATTER
    place = _BEFORE.get(said.removeprefix(_OF_THESE))
    return before[place] if place is not None and len(before) >= -place else None


def _with_words(ctx: Context, item: Observation, piece: Piece, at: Around, said: str) -> Observation:
    """The nearest words that name what the number counts, tried from the surest to the last resort."""
    change = item.change is not None
    if at.own and (head := above(ctx, at.own[-1], at.pieces, piece)):
        return _named(ctx, item, head)  # 发现问题8个方面43项
    if kin := respective(ctx, at.clause, at.pieces, at.whole, at.found, at.own, change=change):
        return like(item, kin)
    if head := gathered_for(ctx, at.earlier, at.found, piece):
        return _named(ctx, item, head)
    if found := _outside_brackets(ctx, at.found, piece):  # 组织参加法治培训6期,共320人次
        item = _in_all(ctx, like(item, nearest_kin(found, piece.number, change=change)), found, piece)
        if left := still(ctx.words(piece.right)):  # 3起正在调处: not one more of the 86起
            item = changed(item, wording=rest_of(left, at.found, item))
        return item
    if head := topic(ctx, at.earlier, said):
        return _named(ctx, item, head)
    if at.tail:  # 承接71项;其余两项…
        return like(item, nearest_kin(at.tail, piece.number, change=change))
    rest = remains(ctx, piece)
    if rest is None:
        return item
    words = ctx.words(rest)
    return changed(item, counted=words, counted_span=rest, wording=words)


_ALL = _SAID["all"]
_GROWTH = _SAID["growth"]


def _in_all(ctx: Context, item: Observation, found: list[Observation], piece: Piece) -> Observation:
    """培养“法律明白人”32名,总数达|96名: of those there are, not of those who were trained."""
    last, growth = found[-1].number_span, _GROWTH.match(item.counted)
    if last is None or growth is None or not _ALL.search(ctx.view, last.end, piece.number.span.start):
        return item
    words = item.counted[growth.end() :]
    return changed(item, counted=words, wording=words)


def _outside_brackets(ctx: Context, found: list[Observation], piece: Piece) -> list[Observation]:
    """受理412件(其中公安类156件),同比增长|35.5%: what a closed bracket holds is not what goes on behind it."""
    if not found or (last := found[-1].number_span) is None:
        return found
    close = ctx.view.rfind(")", last.end, piece.number.span.start)
    if close < 0 or "(" in ctx.view[last.end : close]:
        return found
    opened = ctx.view.rfind("(", 0, last.start)
    return [o for o in found if o.number_span and o.number_span.start < opened] or found


def _named(ctx: Context, item: Observation, head: Span) -> Observation:
    words = ctx.words(head)
    return changed(item, counted=words, counted_span=head, wording=of_change(words, item))
