"""One error type for everything a user can mend: it names file, place, cause and remedy."""

from __future__ import annotations

import re
from functools import cache

# What a terminal would obey or what would turn words around: controls (C0, DEL, C1), bidirectional controls, line and
# paragraph separators; a byte-order mark, which nobody sees inside a name; and halves of surrogate pairs, by which
# Python holds the bytes of a name that is no UTF-8.
_UNSAFE = "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\ud800-\\udfff]"


# Parsers and readers quote what they stumble over, which may be the rest of a file.
_LONGEST = 1000  # characters of a cause


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
    """A failure that the user can act on.

    Args:
        cause: what is wrong, one sentence; what is longer than a thousand characters is cut.
        remedy: what to do about it, one sentence (may be empty).
        file: the file or address concerned, as the user named it.
        place: where in the file, for example ``byte 17`` or ``line 3``.

    ``str()`` gives the one line that the command line prints:
    ``file: place: cause. remedy``.
    """

    def __init__(self, cause: str, *, remedy: str = "", file: str = "", place: str = "") -> None:
        self.cause = cause if len(cause) <= _LONGEST else cause[:_LONGEST] + "…"
        self.remedy = remedy
        self.file = file
        self.place = place
        super().__init__(cause)

    def __str__(self) -> str:
        where = ": ".join(part for part in (self.file, self.place) if part)
        line = f"{where}: {self.cause}" if where else self.cause
        line = line.rstrip(".") + "."
        return shown(without_secrets(" ".join(f"{line} {self.remedy}".splitlines()).rstrip()))

    def within(self, file: str) -> DashiError:
        """The same error with the file named, for callers that know the name only later."""
        return type(self)(self.cause, remedy=self.remedy, file=self.file or file, place=self.place)


class SourceError(DashiError):
    """The bytes cannot be read as the text of a report."""


class DataError(DashiError):
    """A hand-made file under ``data/`` or ``ontology/`` is malformed."""


def not_installed(name: str, extra: str) -> DashiError:
    """An optional library is missing: the remedy names packages that any index has, whether or not it has ours.

    Args:
        name: the module that was not found.
        extra: the optional part of ``pyproject.toml`` that brings it (``serve``, ``parquet``, ``frames``).
    """
    import re
    from importlib.metadata import PackageNotFoundError, requires

    try:
        lines = requires("dashi-kg") or []
    except PackageNotFoundError:
        lines = []
    mark = re.compile(rf"\bextra\s*==\s*[\"']{extra}[\"']")
    names = sorted({re.split(r"[\s<>=!~;\[(]", line)[0] for line in lines if mark.search(line)}) or [name]
    return DashiError(
        f"没有安装 {name} · “{name}” is not installed",
        remedy=f"请运行 Run: pip install {' '.join(names)} (源码目录里 in a checkout: pip install -e '.[{extra}]')",
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
            "嵌套过深 nested too deeply",
            remedy="请重新保存网页,或存为文本。 Save the page anew, or as text.",
            file=file,
        )
    return DashiError(
        f"unexpected {type(error).__name__}: {error}"[:300],
        remedy="这是 dashi-kg 的错误:请连同文件一并反馈。 This is a mistake of dashi-kg: report it, with the file.",
        file=file,
    )
