"""Places in English: the name by sound, the word for the kind, what it lies in behind a comma."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from dashi_kg.knowledge.english.name_words import name_words, place_pattern
from dashi_kg.text.pinyin import romanised, syllables

# The English name of a division, if a table has exactly one for its Chinese name.
Known = Callable[[str], str]
_ROAD = re.compile(r"([\u4e00-\u9fff]{1,8}?)(大道|大街|公路|路|街|巷)(\d+)号(?P<rest>.*)")
_ROADS = {"大道": "Avenue", "大街": "Avenue", "公路": "Highway", "路": "Road", "街": "Street", "巷": "Lane"}
_NUMBER = re.compile(r"第([一二三四五六七八九十]|\d+)")
_DIGITS = "一二三四五六七八九十"
_LONG = 8  # characters; what is longer is no name but a phrase, and its syllables stay apart


def unknown(_: str) -> str:
    """No table: no name is known."""
    return ""


def by_sound(words: str) -> str:
    """A name in Latin letters; a long one with blanks between its syllables.

    >>> by_sound("广正"), by_sound("幼儿教育与托育服务指导")
    ('Guangzheng', 'You er jiao yu yu tuo yu fu wu zhi dao')
    """
    if number := _NUMBER.match(words):
        digits = str(_DIGITS.index(number[1]) + 1) if number[1] in _DIGITS else number[1]
        return f"No. {digits} {by_sound(words[number.end() :])}".strip()
    if len(words) <= _LONG:
        return romanised(words)
    joined = " ".join(syllables(words))
    return joined[:1].upper() + joined[1:]


def division_name(zh: str, known: Known = unknown) -> str:
    """One division: 沙鱼镇 → Shayu Town, 西安市 → Xi'an City; ``""`` where the words do not end in the word for a kind.

    >>> division_name("沙鱼镇"), division_name("攸县"), division_name("乡镇")
    ('Shayu Town', 'You County', '')
    """
    if named := known(zh):
        return named
    found = place_pattern().fullmatch(zh)
    if found is None or zh in name_words().level or found[1] in name_words().level:
        return ""
    return f"{_name(found[1], own=found[2].startswith('自治'))} {name_words().place[found[2]]}"


def _name(zh: str, *, own: bool) -> str:
    """The name of a division without the word for its kind, with the peoples whose own it is.

    Args:
        own: whether it governs itself; there peoples stand without 族, too.

    >>> _name("广西壮族", own=True), _name("彭水苗族土家族", own=True), _name("陕西", own=False)
    ('Guangxi Zhuang', 'Pengshui Miao and Tujia', 'Shaanxi')
    >>> _name("鄂温克族", own=True), _name("水族", own=False)
    ('Ewenki', 'Shuizu')
    """
    words, peoples = name_words(), list[str]()
    while zh not in words.proper:
        ends = [p for p in words.people if zh.endswith(p) and (own or (p.endswith("族") and zh != p))]
        if not ends:
            break
        last = max(ends, key=len)
        peoples.insert(0, words.people[last])
        zh = zh.removesuffix(last)
    joined = " and ".join(filter(None, [", ".join(peoples[:-1]), *peoples[-1:]]))
    return f"{words.proper.get(zh) or romanised(zh)} {joined}".strip()


def in_english(places: Iterable[str], known: Known = unknown) -> str:
    """Divisions from the largest to the smallest, as English names them: the smallest first.

    >>> in_english(["合川区", "沙鱼镇"])
    'Shayu Town, Hechuan District'
    """
    return ", ".join(reversed([division_name(place, known) for place in places]))


def leading_places(words: str) -> list[str]:
    """The divisions with which words begin, as long as there are some: 重庆市|合川区|大石街道…"""
    found, at = [], 0
    while (one := place_pattern().match(words, at)) and division_name(one[0]):
        found.append(one[0])
        at = one.end()
    return found


def place_name(zh: str, kind: str, kind_label: str, known: Known = unknown) -> str:
    """A place that a report names.

    Args:
        zh: its name.
        kind: its kind: ``village``, ``site``, ``facility``, ``address``, or the level of a division.
        kind_label: the kind in English.

    >>> place_name("柿子村", "village", "village level"), place_name("“明法廊”", "site", "site")
    ('Shizi Village', 'Mingfalang (site)')
    >>> place_name("岚水县迎宾大道18号", "address", "address")
    'No. 18 Yingbin Avenue, Lanshui County'
    """
    plain = zh.strip("“”\"'")
    if named := division_name(plain, known):
        return named
    places = leading_places(plain)
    rest = plain[sum(map(len, places)) :]
    if kind == "address" and (road := _ROAD.fullmatch(rest)) and not road["rest"]:
        return ", ".join(
            [
                f"No. {road[3]} {romanised(road[1])} {_ROADS[road[2]]}",
                *filter(None, [in_english(places, known)]),
            ]
        )
    return f"{by_sound(plain)} ({kind_label})"
