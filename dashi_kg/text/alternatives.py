"""Many words as one pattern, looked up by their first characters instead of tried one after the other.

``re`` tries alternatives in their order: at each place of a text, a list of three hundred verbs costs three hundred looks. Here those
that begin alike stand together, and a class of first characters stands before each score of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

__all__ = ["branched", "looked_up", "one_of", "outside"]

_WIDTH = 20  # first characters that share one look
_FEW = 6  # alternatives that are tried as soon as looked up
# a word, perhaps with what must not stand before or behind it: no alternatives of its own outside of brackets
_WORD = re.compile(
    r"(?:\(\?<[=!](?:[^\\()\[\]|*+?{]|\[[^\\\[\]]*\])+\))*(?P<first>[^\W_]|[“”《》])(?![?*+{])(?:[^\\()\[\]|.^$]|\((?:[^\\()]|\([^\\()]*\))*\)|\[[^\\\[\]]*\])*"
)


def branched(heads: Mapping[str, Sequence[str]]) -> str:
    """A pattern of alternatives, in their order among those that begin alike.

    Args:
        heads: a character → patterns whose every match begins with it.

    >>> branched({"办": ["办理", "办"], "受": ["受理"]})
    '(?=[办受])(?:(?=办)(?:办理|办)|(?=受)(?:受理))'
    """
    signs = list(heads)
    rows = [
        [f"(?={sign})(?:{'|'.join(heads[sign])})" for sign in signs[at : at + _WIDTH]]
        for at in range(0, len(signs), _WIDTH)
    ]
    looks = [f"(?=[{''.join(signs[at : at + _WIDTH])}])" for at in range(0, len(signs), _WIDTH)]
    if len(rows) == 1:
        return f"{looks[0]}(?:{'|'.join(rows[0])})"
    branches = [f"{look}(?:{'|'.join(row)})" for look, row in zip(looks, rows, strict=True)]
    return f"(?=[{''.join(signs)}])(?:{'|'.join(branches)})"


def one_of(words: Sequence[str]) -> str:
    """A group that matches what ``(?:a|b|c)`` of these words matches; a word may have conditions behind it: ``共(?!享)``.

    >>> one_of(["办理", "办"]), re.findall(one_of("一个 二 三个 三 四 五 六 七".split()), "三个三七")
    ('(?:办理|办)', ['三个', '三', '七'])
    """
    if len(words) <= _FEW:
        return f"(?:{'|'.join(words)})"
    return f"(?:{'|'.join(_in_order(words))})"


def outside(
    words: Iterable[str], wholes: Iterable[str] = (), hiding: Mapping[str, Sequence[str]] | None = None
) -> str:
    """A group that matches one of the words, the longest first, but none within a longer word that only holds its characters.

    Args:
        wholes: words in which all others are none, at their beginning or within. What is a whole and a word is a word.
        hiding: word → longer words in which this one is none; a longer word may have longer ones in turn, in which it hides nothing
            (部长 is no 部, but 交通运输部|长江航务管理局).

    >>> re.findall(outside(["组织", "培训"], ["社会组织", "组织部"]), "组织社会组织培训,组织部")
    ['组织', '培训']
    >>> re.findall(outside(["未", "逾期"], hiding={"逾期": ["逾期未"]}), "逾期未办,逾期办结")
    ['未', '逾期']
    >>> re.findall(outside(["部"], hiding={"部": ["部长"], "部长": ["部长江"]}), "部长、部、部长江")
    ['部', '部']
    """
    listed = sorted(set(words), key=lambda word: (-len(word), word))
    guards: dict[str, set[str]] = {word: set() for word in listed}
    for whole in wholes:
        parts = {whole[a:b] for a in range(len(whole)) for b in range(a + 1, len(whole) + 1)} - {whole}
        for word in parts & guards.keys():
            guards[word].add(_not_within(word, whole))
    hidden = hiding or {}
    for word in guards.keys() & hidden.keys():
        guards[word].update(_not_within(word, whole, hidden.get(whole, ())) for whole in hidden[word])
    heads: dict[str, list[str]] = {}
    for word in listed:
        heads.setdefault(word[0], []).append("".join(sorted(guards[word])) + word)
    return f"(?:{branched(heads)})"


# what parts alternatives, and what may hold such a mark without parting any: an escaped sign, a class
_MARKS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]")
_OPENS = ("(?:", "(?>")
_NO_NUMBER = re.compile(r"\?(?:[:>=!]|<[=!])")  # behind the bracket of a group that is only a group


def looked_up(pattern: str) -> str:
    """The pattern with the alternatives of the group that it begins with looked up by their first characters, in their order otherwise.

    A pattern that begins with no such group, or has groups by number or name within it, stays as it is.

    >>> looked_up("(?>达到?|共|约|近|仅|均|(?<!所)有|[各每])+$")
    '(?>(?=[达共约近仅均有])(?:(?=达)(?:达到?)|(?=共)(?:共)|(?=约)(?:约)|(?=近)(?:近)|(?=仅)(?:仅)|(?=均)(?:均)|(?=有)(?:(?<!所)有))|[各每])+$'
    """
    if not pattern.startswith(_OPENS):
        return pattern
    found, begin, depth = [], len(_OPENS[0]), 0
    for mark in _MARKS.finditer(pattern):
        if mark[0] == "(" and not _NO_NUMBER.match(pattern, mark.end()):
            return pattern
        depth += {"(": 1, ")": -1}.get(mark[0], 0)
        if mark[0] in "|)" and depth == (1 if mark[0] == "|" else 0):
            found.append(pattern[begin : mark.start()])
            begin = mark.end()
            if depth == 0:
                return f"{pattern[:3]}{'|'.join(_in_order(found))}){pattern[begin:]}"
    return pattern


def _not_within(word: str, whole: str, but: Sequence[str] = ()) -> str:
    """What keeps a pattern from matching a word where the whole stands, but not where a longer one begins with the whole."""
    before, rest = whole[: whole.find(word)], whole[whole.find(word) :]
    rest += "".join(f"(?!{longer[len(whole) :]})" for longer in but)
    return f"(?!(?<={before}){rest})" if before else f"(?!{rest})"


def _in_order(words: Iterable[str]) -> Iterator[str]:
    """Alternatives in their order: runs of words of which the first character is known are looked up together."""
    for known, run in groupby(((_first(word), word) for word in words), key=lambda pair: bool(pair[0])):
        row = list(run)
        if not known or len(row) <= _FEW:
            yield from (word for _, word in row)
            continue
        heads: dict[str, list[str]] = {}
        for first, word in row:
            heads.setdefault(first, []).append(word)
        yield branched(heads)


def _first(word: str) -> str:
    """The character with which every match of a word begins; ``""`` where it is none, or not known."""
    found = _WORD.fullmatch(word)
    return found["first"] if found else ""
