"""Automatic numbers of a DOCX (ECMA-376 part 1, 17.9): what Word shows before a paragraph, as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_DEEPEST_STYLE = 20
_HAN_DIGITS = "零一二三四五六七八九"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def local(node: Element) -> str:
    """The name of an element without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def value(node: Element | None) -> str:
    """The attribute ``w:val`` (empty where there is none)."""
    return "" if node is None else node.get(f"{W}val", "")


def chinese(number: int, digits: str = _HAN_DIGITS, ten: str = "十", hundred: str = "百") -> str:
    """A number below a thousand in Chinese.

    >>> chinese(7), chinese(10), chinese(23), chinese(105)
    ('七', '十', '二十三', '一百零五')
    """
    if not 0 < number < 1000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = digits[hundreds] + hundred if hundreds else ""
    if tens:
        words += (digits[tens] if tens > 1 or hundreds else "") + ten
    elif hundreds and ones:
        words += digits[0]
    return words + (digits[ones] if ones else "")


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    steps = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
             (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    words = ""
    for step, letters in steps:
        count, number = divmod(number, step)
        words += letters * count
    return words


def _letter(number: int) -> str:
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number < 260 else str(number)


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": lambda n: "".join("〇一二三四五六七八九"[int(d)] for d in str(n)),
    "taiwaneseDigital": lambda n: "".join("〇一二三四五六七八九"[int(d)] for d in str(n)),
    "japaneseDigitalTenThousand": lambda n: "".join("〇一二三四五六七八九"[int(d)] for d in str(n)),
    "chineseLegalSimplified": lambda n: chinese(n, _FORMAL_DIGITS, "拾", "佰"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda n: f"{n:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda n: _letter(n).lower(),
    "ideographTraditional": lambda n: "甲乙丙丁戊己庚辛壬癸"[n - 1] if 0 < n <= 10 else str(n),
    "bullet": lambda n: "",
    "none": lambda n: "",
}


@dataclass(slots=True)
class _Level:
    """One level of a list: where it starts, how a number is written, after which level it starts anew."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int = -1
    style: str = ""


@dataclass(slots=True)
class _List:
    """A numbering instance: the abstract list whose counters it shares, and its levels."""

    abstract: str
    levels: dict[int, _Level] = field(default_factory=dict)
    overrides: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the numbered paragraphs of a document, in the order in which they are asked for."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self.written = 0
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str, str, str]] = {}  # style → list, level, style that it is based on
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        if styles is not None:
            self._read_styles(styles)
        if numbering is not None:
            self._read_lists(numbering)

    def of(self, paragraph: Element) -> str:
        """What stands before this paragraph (empty: no number, or a bullet)."""
        number, level = self._place(paragraph)
        found = self._lists.get(number)
        if found is None or level not in found.levels or found.levels[level].form == "bullet":
            return ""
        counters = self._counters.setdefault(found.abstract, [None] * _LEVELS)
        if (number, level) not in self._started and level in found.overrides:
            counters[level] = None
            found.levels[level] = replace(found.levels[level], start=found.overrides[level])
        self._started.add((number, level))
        before = counters[level]
        counters[level] = found.levels[level].start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            below = found.levels.get(deeper)
            if below is not None and (below.restart == -1 or level < below.restart):
                counters[deeper] = None
        words = re.sub(
            r"%([1-9])", lambda m: self._written(found, counters, int(m[1]) - 1), found.levels[level].text
        )
        if words:
            self.written += 1
        return words

    @staticmethod
    def _written(found: _List, counters: list[int | None], level: int) -> str:
        shown = found.levels.get(level, _Level())
        counter = counters[level]
        counter = shown.start if counter is None else counter
        return _FORMS.get(shown.form, str)(counter)

    def _place(self, paragraph: Element) -> tuple[str, int]:
        """List and level of a paragraph: its own, or those of its style."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        number = value(own.find(f"{W}numId")) if own is not None else ""
        level = value(own.find(f"{W}ilvl")) if own is not None else ""
        style = value(paragraph.find(f"{W}pPr/{W}pStyle"))
        for _ in range(_DEEPEST_STYLE):
            if (number and level) or style not in self._styles:
                break
            style_number, style_level, based_on = self._styles[style]
            if not number and style_number:
                number = style_number
                linked = self._lists.get(number)
                level = (
                    level
                    or style_level
                    or next(
                        (
                            str(n)
                            for n, one in (linked.levels if linked else {}).items()
                            if one.style == style
                        ),
                        "",
                    )
                )
            style = based_on
        return number, min(int(level), _LEVELS - 1) if level.isdecimal() else 0

    def _read_styles(self, styles: Element) -> None:
        for style in styles.findall(f"{W}style"):
            number = style.find(f"{W}pPr/{W}numPr/{W}numId")
            level = style.find(f"{W}pPr/{W}numPr/{W}ilvl")
            based_on = style.find(f"{W}basedOn")
            self._styles[style.get(f"{W}styleId", "")] = (value(number), value(level), value(based_on))

    def _read_lists(self, numbering: Element) -> None:
        abstract = {
            one.get(f"{W}abstractNumId", ""): {
                _whole(level.get(f"{W}ilvl", "")): _level(level) for level in one.findall(f"{W}lvl")
            }
            for one in numbering.findall(f"{W}abstractNum")
        }
        for one in numbering.findall(f"{W}num"):
            key = value(one.find(f"{W}abstractNumId"))
            found = _List(key, dict(abstract.get(key, {})))
            for override in one.findall(f"{W}lvlOverride"):
                at = _whole(override.get(f"{W}ilvl", ""))
                own = override.find(f"{W}lvl")
                if own is not None:
                    found.levels[at] = _level(own)
                start = override.find(f"{W}startOverride")
                if start is not None:
                    found.overrides[at] = _whole(value(start))
            self._lists[one.get(f"{W}numId", "")] = found


def _level(node: Element) -> _Level:
    restart = node.find(f"{W}lvlRestart")
    start = node.find(f"{W}start")
    return _Level(
        start=_whole(value(start)) if start is not None else 1,
        form=value(node.find(f"{W}numFmt")) or "decimal",
        text=value(node.find(f"{W}lvlText")),
        restart=-1 if restart is None else _whole(value(restart)),
        style=value(node.find(f"{W}pStyle")),
    )


def _whole(words: str) -> int:
    return int(words) if words.isdecimal() and len(words) < 6 else 0
