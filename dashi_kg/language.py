"""Words in Chinese and English, and which of the two a person at this terminal reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from typing import SupportsIndex

LANGUAGES = ("zh", "en")
_chosen: ContextVar[str] = ContextVar("language", default="")


class Both(str):
    """Words in both languages. As a plain string it is the two with `` · `` between, for files that hold strings.

    Attributes:
        zh: Chinese, with full-width punctuation.
        en: English.

    >>> Both("没有这个文件", "no such file").en
    'no such file'
    >>> print(Both("没有这个文件", "no such file"))
    没有这个文件 · no such file
    """

    __slots__ = ("en", "zh")
    zh: str
    en: str

    def __new__(cls, zh: str, en: str) -> Both:
        """The two of them; where they are equal (a name, a word of another program) it is said once."""
        self = super().__new__(cls, zh if zh == en else f"{zh} · {en}")
        self.zh, self.en = zh, en
        return self

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type[Both], tuple[str, str]]:
        """For other processes."""
        return Both, (self.zh, self.en)

    def said(self, lang: str = "") -> str:
        """In one language (``""``: that of the person, see :func:`language`)."""
        return self.en if (lang or language()) == "en" else self.zh

    def each(self, change: Callable[[str], str]) -> Both:
        """The same change to the words of each language."""
        return Both(change(self.zh), change(self.en))

    def about(self, what: str) -> Both:
        """The words behind the name of what they are about."""
        return Both(f"{what}：{self.zh}", f"{what}: {self.en}")


def both(words: str) -> Both:
    """Words that may be in one language only, such as those of another program."""
    return words if isinstance(words, Both) else Both(words, words)


def parted(words: str) -> Both:
    """The two languages of a string that :class:`Both` made, after it lay in a file.

    >>> parted("没有这个文件 · no such file").zh
    '没有这个文件'
    """
    zh, mark, en = words.partition(" · ")
    return Both(zh, en) if mark else both(words)


def said(words: str, lang: str = "") -> str:
    """Words in one language, where they are in both; as they are, where they are not."""
    return both(words).said(lang)


def joined(parts: Iterable[str], zh: str = "", en: str = " ") -> Both:
    """Words behind each other, with what is put between them in each language."""
    pairs = [both(part) for part in parts if part]
    return Both(zh.join(pair.zh for pair in pairs), en.join(pair.en for pair in pairs))


def line(number: int, column: int | None = None) -> Both:
    """A place in a file, counted from 1."""
    if column is None:
        return Both(f"第 {number} 行", f"line {number}")
    return Both(f"第 {number} 行第 {column} 列", f"line {number}, column {column}")


def byte(offset: int) -> Both:
    """A place among bytes, counted from 0."""
    return Both(f"第 {offset} 字节", f"byte {offset}")


def character(offset: int) -> Both:
    """A place among code points, counted from 0."""
    return Both(f"第 {offset} 字", f"character {offset}")


def language() -> str:
    """``zh`` or ``en``: what ``--lang`` says, else what the locale says; Chinese where the locale names none."""
    return _chosen.get() or of_locale(os.environ)


def speak(lang: str) -> None:
    """From here on (in this thread) words are said in this language; ``""``: by the locale again."""
    _chosen.set(lang)


def of_locale(environment: Mapping[str, str]) -> str:
    """The language that POSIX variables ask for. ``C``, ``POSIX`` and nothing are no language: Chinese.

    >>> of_locale({"LANG": "zh_CN.UTF-8"}), of_locale({"LANG": "de_DE"}), of_locale({"LC_ALL": "C", "LANG": "en_GB"})
    ('zh', 'en', 'zh')
    """
    found = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    name = found.partition(".")[0].partition("_")[0].lower()
    return "zh" if name in ("", "c", "posix", "zh") else "en"
