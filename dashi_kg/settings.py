"""The settings that a publisher may change, and the order in which they are looked up.

The base IRI is provisional and stands in this module only. Vocabulary files use IRIs relative to it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from dashi_kg.errors import DashiError
from dashi_kg.language import Both

DEFAULT_BASE = "https://w3id.org/dashi-kg/"
BASE_VARIABLE = "DASHI_KG_BASE"
CONFIG_FILE = "dashi-kg.toml"


class Settings(NamedTuple):
    """Settings of one run. ``base`` is an absolute IRI that ends with ``/``."""

    base: str = DEFAULT_BASE


def settings(base: str | None = None, folder: Path | None = None) -> Settings:
    """Find the settings: argument, then environment, then ``dashi-kg.toml``, then the default.

    Args:
        base: the base IRI given on the command line, if any.
        folder: where to look for ``dashi-kg.toml`` (default: the current folder).

    Raises:
        DashiError: the base is not an absolute http(s) IRI in ASCII, or the config file is not TOML or has an unknown key.
    """
    config = (folder or Path.cwd()) / CONFIG_FILE
    if base is not None:
        return Settings(checked_base(base, "--base"))
    if value := os.environ.get(BASE_VARIABLE):
        return Settings(checked_base(value, BASE_VARIABLE))
    if config.is_file():
        import tomllib

        try:
            table = tomllib.loads(config.read_text(encoding="utf-8-sig"))  # Windows puts a mark before
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise DashiError(
                Both(f"不是 TOML 文件（{error}）", f"not a TOML file ({error})"),
                remedy=Both("请改正或删除它。", "Correct or remove it."),
                file=str(config),
            ) from None
        for key in table:
            if key != "base":
                raise DashiError(
                    Both(f"没有名为“{key}”的键", f"unknown key “{key}”"),
                    remedy=Both("只能有一个键：base。", "The only key is “base”."),
                    file=str(config),
                )
        if "base" in table:
            return Settings(checked_base(str(table["base"]), str(config)))
    return Settings()


def checked_base(base: str, where: str) -> str:
    """The base with a final slash.

    Raises:
        DashiError: not an absolute http(s) IRI in ASCII without query or fragment.
    """
    try:
        parts = urlsplit(base)
        good = parts.scheme in ("http", "https") and parts.netloc and not {"?", "#"} & set(base)
    except ValueError:  # half a bracket of an IPv6 address
        good = False
    if not good or not base.isascii() or any(character in base for character in ' <>"{}|\\^`'):
        raise DashiError(
            Both(
                f"基础 IRI“{base}”不是以 http(s) 开头、只含 ASCII 字符的完整 IRI",
                f"the base IRI “{base}” is not an absolute http(s) IRI in ASCII",
            ),
            remedy=Both(
                "请写成 https://example.org/rule-of-law/ 的样子。",
                "Write it like https://example.org/rule-of-law/.",
            ),
            file=where,
        )
    return base if base.endswith("/") else base + "/"
