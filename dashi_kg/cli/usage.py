"""What is wrong with a command line, in both languages: click's own messages are English only."""

from __future__ import annotations

import click

# by the names of click's exceptions, the most specific first: not every version has them all
_ZH = {
    "NoSuchOption": "没有这个选项",
    "NoSuchCommand": "没有这个命令",
    "MissingParameter": "缺少参数",
    "BadParameter": "参数的值不对",
    "BadOptionUsage": "选项的用法不对",
    "BadArgumentUsage": "参数的用法不对",
    "UsageError": "用法不对",
}


def usage_words(error: click.UsageError) -> str:
    """One line: what is wrong in Chinese and English, and where to read on."""
    zh = next(_ZH[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in _ZH)
    words = error.format_message()
    name = error.ctx.command_path if error.ctx else "dashi-kg"
    end = "" if words.endswith((".", "?")) else "."
    return f"{zh} · {words}{end} 用法见 See {name} --help."
