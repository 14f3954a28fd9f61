"""Where numbers stand in a clause, and what they say: value, unit, counter word, qualifier, bounds.

The rules and what they read are in :mod:`dashi_kg.reader.numbers.rules`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from dashi_kg.model import Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.numbers.rule import Reading, Rule
from dashi_kg.reader.numbers.rule import compiled as compiled_rule
from dashi_kg.reader.numbers.rules import RULES
from dashi_kg.reader.numbers.unread import LISTED
from dashi_kg.reader.rules.table import table, word_class, wordings
from dashi_kg.reader.rules.table import words as listed
from dashi_kg.text import patterns
from dashi_kg.text.needed import Sieve
from dashi_kg.text.numerals import SIGNS

_SAID = wordings("numbers")
_NO_COUNT_BEHIND = "".join(word_class("numbers", "no-count-behind"))
_NO_COUNT_BEHIND_WORDS = word_class("numbers", "no-count-behind-words")
_SORTS = word_class("numbers", "sorts")
_WORDS_OF_TERM = "".join(word_class("numbers", "words-of-term"))
_BEHIND_HUNDRED = word_class("numbers", "behind-hundred")

_UNITS = {word: key for key, counters in listed("units").items() for word in counters}


def unit_key(word: str) -> str:
    """The key of the unit that a counter word is: ``number`` for 件, ``yuan`` for 元."""
    return _UNITS.get(word, "number")


# The chain of words right before a number; the one that changes its reading wins.
_CHAIN = _SAID["chain"]


_CHAIN_ENDS = frozenset((" ", *(word[-1] for word in word_class("numbers", "chain"))))

_LINE = _SAID["line"]
# 一类所、二类所; 二级: the grade, where 两 would count
_GRADES = "".join(word_class("numbers", "grades"))
_FIGURE = _SAID["figure"]
_SPANS = frozenset("day hour minute month year second".split())
_WITHIN = _SAID["within"]
_ANY = _SAID["any"]
_SIGNS = frozenset(SIGNS)
_CUT_OFF = word_class("numbers", "cut-off")
_ENDS_IN = "ends-in-"  # class of words in which a qualifying one is only the end
_WORD_END = _SAID["word-end"]
_AND = ("、", "和", "至", "及", "届")
_SPELLED = ("chinese-number-and-unit", "approximate-number")
_REACH = 60  # characters before a number that may qualify it
_LARGEST_SLOGAN = 12  # 十二个坚持
_ISSUES = _SAID["issues"]


class Number(NamedTuple):
    """One number in a clause.

    ``span`` is from the qualifying words before it to the last mark that belongs to it; ``number_span`` the
    digits (or numeral) alone. ``value`` is ``None`` for a range. ``unit`` and ``qualifier`` are keys as in
    :class:`~dashi_kg.model.Observation`; ``classifier`` the counter word as written.
    """

    span: Span
    number_span: Span
    value: Decimal | None
    unit: str
    classifier: str
    qualifier: str
    rule: str
    low: Decimal | None = None
    high: Decimal | None = None
    precision: Decimal | None = None
    decimals: int | None = None
    qualifier_rule: str = "range"


def find_numbers(ctx: Context, clause: Span, hidden: Sequence[Span]) -> list[Number]:
    """The numbers of a clause that count or measure something, in the order of the text; they never overlap.

    Args:
        hidden: spans in which no statistic stands (:func:`dashi_kg.reader.numbers.digits.masks`).
    """
    found: list[Number] = []
    view, start, end = ctx.view, clause.start, clause.end
    if _ANY.search(view, start, end) is None:
        return found
    covered = {
        i
        for span in hidden
        if span.start < end and start < span.end
        for i in range(max(span.start, start), min(span.end, end))
    }
    digits = [found.start() for found in _DIGIT.finditer(view, start, end)]
    taken: set[int] = set()
    for rule, hinted in _hinted(view[start:end], bool(digits)):
        if hinted is not None and hinted(view, start, end) is None:
            continue
        if rule.digits and all(i in taken or i in covered for i in digits):
            continue
        for match in rule.matches(view, start, end):
            if not taken.isdisjoint(range(*match.span())):
                continue
            reading = rule.produce(match)
            if reading is None or not covered.isdisjoint(range(*reading.number)):
                continue
            if item := _read(ctx, clause, rule.id, match, reading):
                found.append(item)
                taken.update(range(item.span.start, item.span.end))
    found.sort(key=lambda n: n.number_span)
    return _shared_unit(found)


_DIGIT = re.compile(r"\d")
_Hint = Callable[[str, int, int], "re.Match[str] | None"]


def _hinted(words: str, digits: bool) -> tuple[tuple[Rule, _Hint | None], ...]:
    """The rules whose hints may stand in words, each with the search of its hint; none where digits are the hint: they are there."""
    return _with_hints(_hints().fitting(words), digits)


@cache
def _hints() -> Sieve:
    """The hints of the rules: most clauses have those of a few."""
    return Sieve([compiled_rule(rule.hint) for rule in RULES])


@cache
def _with_hints(bits: int, digits: bool) -> tuple[tuple[Rule, _Hint | None], ...]:
    return tuple(
        (rule, None if rule.hint == _DIGIT.pattern else compiled_rule(rule.hint).search)
        for at, rule in enumerate(RULES)
        if bits >> at & 1 and (digits or rule.hint != _DIGIT.pattern)
    )


def _shared_unit(found: list[Number]) -> list[Number]:
    """提升1.2个和0.8个百分点: the unit is written once."""
    points = next((n for n in reversed(found) if n.unit == "percentage-point"), None)
    if points is None:
        return found
    return [
        n._replace(unit=points.unit, classifier=points.classifier, decimals=points.decimals)
        if n.classifier == "个" and n.unit == "one" and n.span < points.span
        else n
        for n in found
    ]


def _read(ctx: Context, clause: Span, rule: str, match: re.Match[str], said: Reading) -> Number | None:
    view = ctx.view
    start, end = said.start, said.end
    before = view[max(clause.start, start - 1) : start]
    if before and (before.isdigit() or before in "./第-—–\u2060" or (before.isascii() and before.isalpha())):
        return None
    if before in _SIGNS and not _WORD_END.search(view, max(clause.start, start - 2), start):
        return None  # a numeral is read as a whole or not at all
    if before in _AND and LISTED.search(view, max(clause.start, start - 12), start):
        return None  # 第十二、|十三次, 十四届|三次全会
    spelled = rule in _SPELLED and not view[said.number[0]].isascii()
    if spelled and not _is_count(ctx, clause, match, said):
        return None
    if "unit" in match.re.groupindex and match["unit"] == "号" and _LINE.match(view, match.end("unit")):
        return None  # 2号线, 3号楼
    if rule == "number-and-unlisted-unit" and (
        _looks_like_year(match) or VERB.match(match["unit"]) or match["number"].strip("0.") == ""
    ):
        return None  # 6.26宣传, 0跑动
    chain = _CHAIN.search(view, max(clause.start, start - _REACH), start) if before in _CHAIN_ENDS else None
    # 习近平, 公约, 传达: the last character of a word is no qualifier
    words = chain[0] if chain else ""
    begin = start - len(words)
    if _inside_word(view, clause, begin, words):
        words = "" if words != "上" else words
        begin = start
    elif words[:1] in _CUT_OFF and _inside_word(view, clause, begin, words[0]):
        words, begin = words[1:], begin + 1  # 人均|不低于, 村规民约|约20份
    if words.startswith("上") and not spelled:
        words, begin = "", start
    if view[end : end + 1] == "/":
        return None  # 4.2批次/千人: so many for each of others
    span, number_span = Span(begin, end), Span(*said.number)
    unit = said.kind if said.kind != "count" else unit_key(said.unit)
    word = said.unit if said.kind == "count" else ""
    if said.value is None:
        return Number(span, number_span, None, unit, word, "range", rule, low=said.low, high=said.high)
    if unit == "number" and said.value != said.value.to_integral_value():
        unit = "one"  # 98.6 counts nothing: it is a score or a measure
    qualifier, by = _qualifier(words, said, view, clause, begin)
    if unit in _SPANS and qualifier in ("exact", "reaches") and _WITHIN.match(view, end):
        qualifier, by = "at-most", "within"  # 5个工作日|内办结
    return Number(
        span, number_span, said.value, unit, word, qualifier, rule, qualifier_rule=by,
        precision=said.precision, decimals=said.decimals,
    )  # fmt: skip


def _qualifier(words: str, said: Reading, view: str, clause: Span, begin: int) -> tuple[str, str]:
    """The qualifier, and the rule of ``rules/qualifier.yaml`` that gave it."""
    before = view[max(clause.start, begin - _REACH) : begin]
    frame = f"{before}‹{words}◆{'×' if said.scaled else ''}◇{said.more}›{said.after}"
    found = table("qualifier").first(frame)
    return (found[0].action, found[0].id) if found else ("exact", "plain")


def _inside_word(view: str, clause: Span, begin: int, words: str) -> bool:
    """公约|12, 传达|3: the qualifying character is the end of another word."""
    longer = listed("numbers").get(_ENDS_IN + words, ())
    return begin > clause.start and view[max(clause.start, begin - 2) : begin + len(words)].endswith(longer)


def _looks_like_year(match: re.Match[str]) -> bool:
    digits = match["number"]
    return len(digits) == 4 and digits[:2] in ("19", "20")


def _is_count(ctx: Context, clause: Span, match: re.Match[str], said: Reading) -> bool:
    """A Chinese numeral that counts: not part of a word, a name or a slogan."""
    view, start = ctx.view, match.start("number")
    previous = view[max(start - 1, 0)]
    if previous in _NO_COUNT_BEHIND or _quoted(view, clause, match):
        return False
    if start > clause.start + 1 and view[start - 2 : start] in _NO_COUNT_BEHIND_WORDS:
        return False
    numeral = match["number"]
    if numeral == "二" and match["unit"] in _GRADES:
        return False
    if match["unit"] in _SORTS and "二" + match["unit"] in view[max(clause.start, start - _REACH) : start]:
        return False
    if match["unit"] == "期" and view[match.end("unit") : match.end("unit") + 1] in tuple(_WORDS_OF_TERM):
        return False  # 十三五期间
    if (
        match["unit"] == "期"
        and numeral in tuple("二三四五")
        and not _ISSUES.search(view, max(clause.start, start - _REACH), start)
    ):
        return False  # 智慧城管二期: the second stage
    if numeral in ("百", "千", "万") and _FIGURE.match(view, match.end()):
        return False  # 千名干部进万家
    if numeral == "百" and view[match.end("number") : match.end("number") + 1] in _BEHIND_HUNDRED:
        return False
    if match["yu1"] or match["scale"] or match["yu2"] or (said.value or said.high or 0) > _LARGEST_SLOGAN:
        return True  # 五百余人|走进…
    return not patterns.SLOGAN_TAIL.match(view, match.end())


def _quoted(view: str, clause: Span, match: re.Match[str]) -> bool:
    before = view[max(clause.start, match.start() - _REACH) : match.start()]
    open_quote = before.count("“") > before.count("”") or before.count("《") > before.count("》")
    return open_quote or view[match.end() : match.end() + 1] == "“"
