"""The archived text while it is being written: lines, each piece with its place in the original file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dashi_kg.language import Both
from dashi_kg.model import Origin, PageField, Span

_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_LINE_END_IN_WORDS = re.compile(rf"(?<=[{_HAN}])[ \t]*[\r\n][\s]*(?=[{_HAN}])")
_WHITE = re.compile(r"[ \t\r\n\f\v\u00a0\u2002\u2003\u2009\u200b\u3000\ufeff]+")
# What no reader sees and no text file should hold.
_UNSEEN = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Converted:
    """What a converter gives; see :class:`~dashi_kg.model.Source` for the fields."""

    text: str
    origins: tuple[Origin, ...]
    page: tuple[PageField, ...]
    steps: tuple[str, ...]
    warnings: tuple[Both, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand at one place of the original file."""

    words: str
    place: str


_NOTE_MARK = re.compile(
    r"\s*(?:[\[(（〔【［]\s*(?:注\s*)?\d{1,3}\s*[\])）〕】］]|注?\d{1,3}|[①-⑳㈠-㈩*＊†‡])\s*"
)
_POWERS = {"2": "²", "3": "³"}


def raised(words: str, before: str) -> str:
    """What words set above the line stand for: a power behind a metre, nothing where they mark a note.

    >>> raised("[1]", "12"), raised("2", "5km"), raised("th", "5")
    ('', '²', 'th')
    """
    power = _POWERS.get(words.strip())
    if power and before.rstrip()[-1:] in ("m", "M", "米"):
        return power
    return "" if _NOTE_MARK.fullmatch(words) else words


def tidy(words: str) -> str:
    """White space as a browser shows it: runs to one space, none at the ends, none where a line of the file
    ends between two Chinese characters.

    >>> tidy(" 法治\\n  政府  建设 ")
    '法治政府 建设'
    """
    words = _UNSEEN.sub("", words)
    return _WHITE.sub(" ", _LINE_END_IN_WORDS.sub("", words)).strip()


class Archive:
    """Lines of archived text; remembers where each piece came from."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._origins: list[Origin] = []

    def line(self, pieces: Iterable[Piece], between: str = "") -> Span:
        """Add one line made of the pieces; gives the span of its words (without the line end)."""
        start = at = self._length
        words: list[str] = []
        for piece in pieces:
            if not piece.words:
                continue
            if words:
                words.append(between)
                at += len(between)
            words.append(piece.words)
            end = at + len(piece.words)
            last = self._origins[-1] if self._origins else None
            if last and last.place == piece.place and last.span.end == at and at > start:
                self._origins[-1] = Origin(Span(last.span.start, end), piece.place)
            else:
                self._origins.append(Origin(Span(at, end), piece.place))
            at = end
        if not words:
            return Span(start, start)
        self._lines.append("".join(words))
        self._length = at + 1
        return Span(start, at)

    @property
    def length(self) -> int:
        """The number of characters so far."""
        return self._length

    @property
    def text(self) -> str:
        """All lines so far, each with its line end."""
        return "".join(f"{line}\n" for line in self._lines)

    @property
    def origins(self) -> tuple[Origin, ...]:
        return tuple(self._origins)
