"""Bodies in English: 沙鱼镇人民政府 is the People's Government of Shayu Town.

A name is read from left to right as places, a level (县), and bodies each of which is of the one before it (县公安局|交通警察大队).
What stands before a known ending and is in no table is told by its sound; what has no known ending, by its sound and its kind.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from dashi_kg.knowledge.english.name_words import name_words, place_pattern
from dashi_kg.knowledge.english.place_names import (
    Known,
    by_sound,
    division_name,
    in_english,
    leading_places,
    unknown,
)
from dashi_kg.text.fold import fold
from dashi_kg.text.traditional import simplified

_AND = "和与及、"
_PARTY = "中共"
_COMMITTEES = {"委员会": "Party Committee", "工作委员会": "Party Working Committee", "委": "Party Committee"}
_MOST_FIELDS = 4
_LONGEST = 60  # characters of a name that is taken apart
_REMEMBERED = 20_000


class _Piece(NamedTuple):
    """``place`` in Chinese, or a ``body`` in English with room for its level."""

    place: str = ""
    body: str = ""


def body_name(
    zh: str, kind_label: str, known: Known = unknown, *, lies_in: tuple[str, str] = ("", "")
) -> str:
    """The English name of a body.

    Args:
        zh: its name.
        kind_label: its kind in English, for what the words do not tell.
        known: the English names of divisions.
        lies_in: the division that the body is of, where that is certain: its Chinese name, with which ``zh`` may begin, and
            its English one with what it lies in.

    >>> body_name("沙鱼镇人民政府", "", lies_in=("沙鱼镇", "Shayu Town, Hechuan District"))
    "People's Government of Shayu Town, Hechuan District"
    >>> body_name("县公安局交通警察大队", ""), body_name("广正律师事务所", "")
    ('Traffic Police Brigade of the County Public Security Bureau', 'Guangzheng Law Firm')
    """
    words = fold(zh.translate(simplified()))
    prefix, place = lies_in
    party = words.startswith(_PARTY) and words != "中共中央"
    words = words.removeprefix(_PARTY) if party else words
    before, divided, rest = words.partition(prefix) if prefix else ("", "", words)
    if divided and rest and (not before or _places(before)):
        words = rest
    else:
        place = ""
    if party and (found := _party(words, place, known)):
        return found
    if not place and (named := in_english(_places(words), known)):
        return named  # 平远市: it reports in the name of its place
    pieces = _read(words, 0, not place) if len(words) <= _LONGEST else None
    pieces = pieces or _by_sound(words, not place)
    if pieces is None:
        at, known_pieces = _beginnings(words, not place)[0]
        pieces = (*known_pieces, _Piece(body=f"{by_sound(words[at:])} ({kind_label})"))
    return _joined(pieces, place, known)


def _places(words: str) -> tuple[str, ...]:
    """The divisions that words are made of; empty where they are anything else."""
    found = leading_places(words)
    return tuple(found) if "".join(found) == words else ()


def _party(words: str, place: str, known: Known) -> str:
    """中共合川区委员会: the committee of the Party there."""
    for ending in sorted(_COMMITTEES, key=len, reverse=True):
        head = words.removesuffix(ending)
        if head != words and (place if not head else _places(head)):
            return f"{_COMMITTEES[ending]} of {place if not head else in_english(_places(head), known)}"
    return ""


@lru_cache(_REMEMBERED)
def _read(words: str, at: int, places: bool, levels: bool = True) -> tuple[_Piece, ...] | None:
    """The pieces from an offset to the end, ``None`` where they are not all known."""
    if at == len(words):
        return ()
    for end, english in _bodies(words, at, levels):
        if (rest := _read(words, end, True)) is not None:
            return (_Piece(body=english), *rest)
    if not places:
        return None
    # the shortest division behind which everything is known; not 红旗|街道办事处, an office of a level in a place
    for end in range(at + 2, len(words)):
        if division_name(words[at:end]) and (rest := _read(words, end, True, False)) is not None:
            return (_Piece(place=words[at:end]), *rest)
    return None


def _bodies(words: str, at: int, levels: bool = True) -> list[tuple[int, str]]:
    """The bodies that begin at an offset, with or without a level, the longest first: where they end, in English."""
    table = name_words()
    found = dict(_body(words, at, ""))
    for end, level in table.at("level", words, at) if levels else ():
        for body, english in _body(words, end, level):
            found.setdefault(body, english)
    return sorted(found.items(), reverse=True)


def _body(words: str, at: int, level: str) -> list[tuple[int, str]]:
    table = name_words()
    room = f"{level} " if level else ""
    found = {end: english.replace("{}", room) for end, english in table.at("whole", words, at)}
    for begin, fields in _fields(words, at, ()):
        for end, ending in table.at("ending", words, begin):
            name = " ".join(part for part in (level, _listed(fields)) if part)
            found.setdefault(end, ending.replace("{}", name).strip())
    return list(found.items())


def _fields(words: str, at: int, before: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
    """Fields of government in a row, with or without 和 between them, the longest first; none is one way, too."""
    found: list[tuple[int, tuple[str, ...]]] = []
    start = at + 1 if before and words[at : at + 1] and words[at] in _AND else at
    if len(before) < _MOST_FIELDS:
        for end, english in name_words().at("field", words, start):
            found += _fields(words, end, (*before, english))
    return [*found, (at, before)]


def _listed(fields: tuple[str, ...]) -> str:
    """Culture, Radio and Television."""
    if len(fields) < 2:
        return "".join(fields)
    return f"{', '.join(fields[:-1])} and {fields[-1]}"


def _by_sound(words: str, places: bool) -> tuple[_Piece, ...] | None:
    """What is known from the left, then a name of its own with a known ending: 区市场监管局|南浦桥|所, 东码头|消防|中队."""
    table = name_words()
    for at, before in _beginnings(words, places):
        for begin in range(at + 1, len(words)):
            for end, fields in _fields(words, begin, ()):
                if ending := table.ending.get(words[end:]):
                    name = " ".join(part for part in (by_sound(words[at:begin]), _listed(fields)) if part)
                    return (*before, _Piece(body=ending.replace("{}", name)))
    return None


def _beginnings(words: str, places: bool) -> list[tuple[int, tuple[_Piece, ...]]]:
    """The ways to read a beginning, the longest first; the empty one is the last."""
    found: list[tuple[int, tuple[_Piece, ...]]] = [(0, ())]
    reached: list[tuple[int, tuple[_Piece, ...]]] = [(0, ())]
    seen = {0}
    while reached:
        at, before = reached.pop()
        steps = [(end, _Piece(body=english)) for end, english in _bodies(words, at)]
        if (places or at) and (one := place_pattern().match(words, at)) and division_name(one[0]):
            steps.append((one.end(), _Piece(place=one[0])))
        for end, piece in steps:
            if end not in seen and end < len(words):
                seen.add(end)
                found.append((end, (*before, piece)))
                reached.append(found[-1])
    return sorted(found, key=lambda way: -way[0])


def _joined(pieces: tuple[_Piece, ...], place: str, known: Known) -> str:
    """The last body first; each of those before it, and the places, behind an “of”."""
    owners: list[str] = []  # from the last to the first, each with its article
    around: list[str] = []
    for piece in pieces:
        if piece.place:
            around.append(piece.place)
            continue
        if around:
            owners.insert(0, in_english(around, known))
            around = []
        owners.insert(0, f"the {piece.body}")
    owners += [place] if place else []
    return " of ".join(owners).removeprefix("the ") if owners else in_english(around, known)
