"""What is wrong with a command line, in both languages: click's own messages are English only."""

from __future__ import annotations

import re
from collections.abc import Callable

import click

from dashi_kg.language import Both

# what click says → the same in Chinese; what it says otherwise stands in brackets behind “用法不对”
_ZH: tuple[tuple[str, str], ...] = (
    (
        r"No such option:? '?(?P<name>[^'\s]+?)'?\.?(?: \(?(?:Did you mean|Possible options)[^'-]*(?P<near>[^?)]+)\??\)?\.?)?",
        "没有选项 {name}{near}",
    ),
    (
        r"No such command '(?P<name>[^']*)'\.?(?: \(?Did you mean[^']*(?P<near>[^?)]+)\?\)?\.?)?",
        "没有命令 {name}{near}",
    ),
    (
        r"Missing argument '?(?P<name>[^'.]+(?:\.\.\.)?)'?\.(?: Choose from:\s*(?P<known>.*))?",
        "缺少参数 {name}{known}",
    ),
    (r"Missing option '?(?P<name>[^'.]+)'?\.(?: Choose from:\s*(?P<known>.*))?", "缺少选项 {name}{known}"),
    (
        r"Invalid value for '?(?P<name>[^:']+(?:' / '[^']+)?)'?: '(?P<value>.*)' is not one of (?P<known>[^.]*)\.?",
        "{name} 的值不能是“{value}”{known}",
    ),
    (
        r"Invalid value for '?(?P<name>[^:']+(?:' / '[^']+)?)'?: '?(?P<value>.*?)'? is not a valid (?P<kind>\w+)(?: range)?\.?",
        "{name} 的值“{value}”不是{kind}",
    ),
    (
        r"Invalid value for '?(?P<name>[^:']+(?:' / '[^']+)?)'?: (?P<value>.*?) is not in the range (?P<range>.*?)\.?",
        "{name} 的值 {value} 不在 {range} 的范围内",
    ),
    (r"Option '?(?P<name>[^' ]+)'? requires an argument\.?", "选项 {name} 后面缺少值"),
    (r"Option '?(?P<name>[^' ]+)'? does not take a value\.?", "选项 {name} 不带值"),
    (r"Got unexpected extra arguments? \((?P<value>.*)\)\.?", "多出的参数：{value}"),
)
_KINDS = {"integer": "整数", "float": "数", "boolean": "真假值"}


def _listed(words: str) -> list[str]:
    return [word.strip(" ,'") for word in re.split(r"[,\n]|\s{2,}", words) if word.strip(" ,'")]


_MORE: dict[str, Callable[[str], str]] = {
    "near": lambda words: f"，是不是 {'、'.join(_listed(words))}？",
    "known": lambda words: f"，请用其中之一：{'、'.join(_listed(words))}",
    "kind": lambda words: _KINDS.get(words, words),
}


def in_chinese(words: str) -> str:
    """What click says, in Chinese.

    >>> in_chinese("Option '--port' requires an argument.")
    '选项 --port 后面缺少值'
    """
    words = words.replace("\n", " ").replace("\t", " ").replace("' / '", " / ")
    for pattern, zh in _ZH:
        if found := re.fullmatch(pattern, words.strip()):
            parts = {k: _MORE[k](v) if v and k in _MORE else v or "" for k, v in found.groupdict().items()}
            return zh.format(**parts)
    return f"命令的用法不对（{words.strip().rstrip('.')}）"


def usage_words(error: click.UsageError) -> Both:
    """One line a language: what is wrong, and where to read on."""
    words = error.format_message()
    name = error.ctx.command_path if error.ctx else "dashi-kg"
    if isinstance(error.message, Both):
        zh, en = error.message.zh, error.message.en
    else:
        zh, en = in_chinese(words), " ".join(words.split())
    stop = "" if zh.endswith(("。", "？")) else "。"
    end = "" if en.endswith((".", "?")) else "."
    return Both(f"{zh}{stop}用法见 {name} --help。", f"{en}{end} See {name} --help.")
