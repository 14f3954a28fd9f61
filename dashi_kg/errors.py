"""One error type for everything a user can put right: it names file, place, cause and remedy."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from dashi_kg.language import Both, both, language

# What a terminal would obey or what would turn words around: controls (C0, DEL, C1), bidirectional controls, line and
# paragraph separators; a byte-order mark, which nobody sees inside a name; and halves of surrogate pairs, by which
# Python holds the bytes of a name that is no UTF-8.
_UNSAFE = "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ud800-\\udfff]"


# Parsers and readers quote what they stumble over, which may be the rest of a file.
_LONGEST = 1000  # characters of a cause


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else words[:_LONGEST] + "…"


def shown(words: str, *, keep: str = "") -> str:
    """Words of others (texts, names of files) as they may be shown: what a terminal would obey is escaped.

    A byte of a name that is no UTF-8 becomes ``\\xb7``, any other character ``\\u001b``.

    Args:
        keep: characters that stay, such as line ends.

    >>> shown("a\\x1b[31m\\udcb7")
    'a\\\\u001b[31m\\\\xb7'
    """
    return _unsafe().sub(lambda found: found[0] if found[0] in keep else _escaped(found[0]), words)


def without_secrets(words: str) -> str:
    """Words with addresses whose credentials and values of parameters are hidden: errors are logged and sent around.

    >>> without_secrets("http://me:key@x.org/store?token=abc&graph: no")
    'http://…@x.org/store?token=…&graph: no'
    """
    if "?" not in words and "@" not in words:
        return words
    words = re.sub(r"(https?://)[^\s/?#@“”<>]+@", r"\1…@", words, flags=re.IGNORECASE)
    address = r"((?:https?:/|(?<![\w?]))/[^\s?“”<>]*\?)([^\s“”<>]*)"
    return re.sub(address, lambda found: found[1] + re.sub(r"=[^&;#\s]+", "=…", found[2]), words)


@cache
def _unsafe() -> re.Pattern[str]:
    return re.compile(_UNSAFE)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"


class DashiError(Exception):
    """A failure that the user can act on, in Chinese and English.

    Args:
        cause: what is wrong, one sentence; what is longer than a thousand characters is cut.
        remedy: what to do about it, one sentence (may be empty).
        file: the file or address concerned, as the user named it.
        place: where in the file, for example ``byte 17`` or ``line 3``.

    ``str()`` gives the one line that the command line prints, in the language of the person
    (:func:`dashi_kg.language.language`): ``file: place: cause. remedy``.
    """

    def __init__(
        self, cause: Both, *, remedy: Both | Literal[""] = "", file: str = "", place: str = ""
    ) -> None:
        self.cause = both(cause).each(_cut)
        self.remedy = both(remedy)
        self.file = file
        self.place = both(place)
        super().__init__(cause)

    def __str__(self) -> str:
        return self.line(language())

    def line(self, lang: str) -> str:
        """The one line in a language, ``zh`` or ``en``."""
        stop, colon, between = ("。", "：", "") if lang == "zh" else (".", ": ", " ")
        where = colon.join(part for part in (self.file, self.place.said(lang)) if part)
        cause = self.cause.said(lang).rstrip(".。")
        begin = f"{where}{colon}" if where else ""
        line = f"{begin}{cause}{stop}{between}{self.remedy.said(lang)}"
        return shown(without_secrets(" ".join(line.splitlines()).rstrip()))

    def lines(self) -> Both:
        """The line in both languages."""
        return Both(self.line("zh"), self.line("en"))

    def within(self, file: str) -> DashiError:
        """The same error with the file named, for callers that know the name only later."""
        return type(self)(self.cause, remedy=self.remedy, file=self.file or file, place=self.place)


class SourceError(DashiError):
    """The bytes cannot be read as the text of a report."""


class DataError(DashiError):
    """A hand-made file under ``data/`` or ``ontology/`` is malformed."""


_SYSTEM = {
    errno.ENOENT: Both("没有这个文件或文件夹", "no such file or folder"),
    errno.EACCES: Both("没有权限", "permission denied"),
    errno.EPERM: Both("没有权限", "permission denied"),
    errno.ENOSPC: Both("磁盘空间已满", "no space left on the disk"),
    errno.EDQUOT: Both("磁盘配额已满", "the disk quota is used up"),
    errno.EROFS: Both("磁盘只读", "the disk is read-only"),
    errno.EISDIR: Both("这是文件夹，不是文件", "this is a folder, not a file"),
    errno.ENOTDIR: Both("路径中有一段不是文件夹", "part of the path is not a folder"),
    errno.EEXIST: Both("已有这个文件或文件夹", "the file or folder exists already"),
    errno.ENOTEMPTY: Both("文件夹不是空的", "the folder is not empty"),
    errno.ENAMETOOLONG: Both("名称过长", "the name is too long"),
    errno.ELOOP: Both("链接绕成了圈", "the links lead in a circle"),
    errno.EFBIG: Both("文件超过系统上限", "the file is larger than the system allows"),
    errno.EMFILE: Both("打开的文件过多", "too many open files"),
    errno.EIO: Both("磁盘读写出错", "the disk cannot be read or written"),
    errno.ECONNREFUSED: Both(
        "连接被拒绝：没有程序在该端口", "connection refused: nothing listens on that port"
    ),
    errno.EADDRINUSE: Both("端口已被占用", "the port is in use"),
    errno.EADDRNOTAVAIL: Both("本机没有这个地址", "this machine does not have that address"),
}


def of_system(error: BaseException) -> Both:
    """What the system says of a failure, in both languages; what it says otherwise, as it says it."""
    number = getattr(error, "errno", None)
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return _SYSTEM.get(number or 0) or Both(f"系统报告“{words}”", str(words))


def not_installed(name: str, extra: str) -> DashiError:
    """An optional library is missing: the remedy names packages that any index has, whether or not it has ours.

    Args:
        name: the module that was not found.
        extra: the optional part of ``pyproject.toml`` that brings it (``serve``, ``parquet``, ``frames``, ``charts``).
    """
    import re
    from importlib.metadata import PackageNotFoundError, requires

    try:
        lines = requires("dashi-kg") or []
    except PackageNotFoundError:
        lines = []
    mark = re.compile(rf"\bextra\s*==\s*[\"']{extra}[\"']")
    names = sorted({re.split(r"[\s<>=!~;\[(]", line)[0] for line in lines if mark.search(line)}) or [name]
    every = " ".join(names)
    return DashiError(
        Both(f"没有安装 {name}", f"“{name}” is not installed"),
        remedy=Both(
            f"请运行 pip install {every}（在源码目录里：pip install -e '.[{extra}]'）",
            f"Run: pip install {every} (in a checkout: pip install -e '.[{extra}]')",
        ),
    )


def as_dashi_error(error: Exception, file: str) -> DashiError:
    """Any failure over one file of many as one that can be told, so that the rest goes on.

    Args:
        error: what was raised; what is no :class:`DashiError` is a mistake of ours and says so.
        file: the file, as the user named it, for an error that names none.
    """
    if isinstance(error, DashiError):
        return error.within(file)
    if isinstance(error, RecursionError):
        return DashiError(
            Both("嵌套过深", "nested too deeply"),
            remedy=Both("请重新保存网页，或存为文本。", "Save the page again, or as text."),
            file=file,
        )
    words = f"{type(error).__name__}: {error}"[:300]
    return DashiError(
        Both(f"意外出错（{words}）", f"unexpected error ({words})"),
        remedy=Both(
            "这是 dashi-kg 的错误：请连同文件一并反馈。",
            "This is a bug in dashi-kg: please report it, with the file.",
        ),
        file=file,
    )


def did_you_mean(given: str, known: Iterable[str], otherwise: Both) -> Both:
    """The remedy for a name that is not known: the nearest that is, or what else helps."""
    import difflib  # only a mistake waits for it

    near = difflib.get_close_matches(given, list(known), n=1)
    return Both(f"是不是“{near[0]}”？", f"Did you mean “{near[0]}”?") if near else otherwise


def no_such(path: Path) -> DashiError:
    """A file or folder that is not there."""
    return DashiError(_SYSTEM[errno.ENOENT], remedy=_READ_REMEDIES[errno.ENOENT], file=str(path))


_READ_REMEDIES = {
    errno.ENOENT: Both("请检查路径。", "Check the path."),
    errno.EISDIR: Both("请指明一个文件。", "Name a file."),
}


def unreadable(
    file: str | Path, error: OSError, *, remedy: Both | None = None, kind: type[DashiError] = DashiError
) -> DashiError:
    """A file that the system does not let us read: its cause, and what helps against it.

    Args:
        file: as the user named it.
        remedy: instead of the usual one for this cause.
        kind: the class of the error.
    """
    usual = _READ_REMEDIES.get(error.errno or 0) or Both("请检查权限。", "Check its permissions.")
    return kind(of_system(error), remedy=remedy or usual, file=str(file))
