"""Commands and options whose help is in one language: that of ``--lang``, else of the locale."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from inspect import cleandoc
from typing import Any, TypeVar

import click

from dashi_kg.language import LANGUAGES, Both, language, said, speak

F = TypeVar("F", bound=Callable[..., Any])
# what click writes behind an option for the kind of its value
_KINDS = {
    "PATH": "路径", "TEXT": "文字", "INTEGER": "整数", "INTEGER RANGE": "整数", "FLOAT": "数", "FLOAT RANGE": "数", "SECONDS": "秒",
    "FOLDER": "文件夹", "NAME": "名称", "URL": "网址", "KEY=VALUE": "键=值", "NAME=VALUE": "名称=值", "PATH|URL": "路径|网址",
    "ORG/YEAR": "机关/年度", "IPS": "IP 地址",
}  # fmt: skip
_USAGE = {
    "[OPTIONS]": Both("［选项］", "[OPTIONS]"),
    "COMMAND [ARGS]...": Both("命令 ［参数］……", "COMMAND [ARGS]..."),
}
_EXTRA = {"default": "缺省", "required": "必填", "(dynamic)": "（视情况而定）", "env var": "环境变量"}


class Option(click.Option):
    """An option with its help in both languages."""

    def __init__(self, *args: Any, help: Both, **more: Any) -> None:
        super().__init__(*args, **more)
        self.words = help

    @property
    def help(self) -> str:
        """The help as it is shown."""
        return self.words.said()

    @help.setter
    def help(self, words: str | None) -> None:
        """What click itself sets is not kept."""

    def make_metavar(self, ctx: click.Context) -> str:
        """The kind of the value, in the language of the help."""
        kind = super().make_metavar(ctx)
        return _KINDS.get(kind, kind) if language() == "zh" else kind

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Names and help; what click adds is English, and is said in Chinese where that is spoken."""
        record = super().get_help_record(ctx)
        if record is None or language() != "zh":
            return record
        names, words = record
        return names, re.sub(r"\[[^\[\]]*\]$", _in_chinese, words)


def _in_chinese(found: re.Match[str]) -> str:
    words = found[0]
    for en, zh in _EXTRA.items():
        words = words.replace(f"{en}: ", f"{zh}：").replace(en, zh)
    return words.replace("; ", "；").replace("[", "［").replace("]", "］")


def option(*names: str, **more: Any) -> Callable[[F], F]:
    """As ``click.option``; ``help`` is :class:`~dashi_kg.language.Both`."""
    return click.option(*names, cls=Option, **more)


class Command(click.Command):
    """A command with its help, its short help and its examples in both languages."""

    words = short_words = examples = Both("", "")

    @property
    def help(self) -> str:
        """The help as it is shown."""
        return self.words.said()

    @help.setter
    def help(self, words: str | None) -> None:
        if words:
            self.words = Both(self.words.zh, cleandoc(words))

    @property
    def short_help(self) -> str:
        """One line for the list of commands."""
        return self.short_words.said()

    @short_help.setter
    def short_help(self, words: str | None) -> None:
        if words:
            self.short_words = words if isinstance(words, Both) else Both(words, words)

    @property
    def epilog(self) -> str:
        """Examples and exit codes."""
        return self.examples.said()

    @epilog.setter
    def epilog(self, words: str | None) -> None:
        """What click itself sets is not kept."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The parts of the first line."""
        pieces = super().collect_usage_pieces(ctx)
        return [said(_USAGE[piece]) if piece in _USAGE else piece for piece in pieces]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The first line."""
        prefix = said(Both("用法：", "Usage: "))
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, under a heading."""
        rows = [r for p in self.get_params(ctx) if (r := p.get_help_record(ctx)) is not None]
        if rows:
            _listed(formatter, Both("选项：", "Options:"), rows)


class Group(Command, click.Group):
    """Commands whose reader may have enough: a closed pipe is no failure (click would exit with 1).

    An error of usage knows the command that it is about.
    """

    def main(self, args: Sequence[str] | None = None, *more: Any, **named: Any) -> Any:
        """As click's; the language is known before anything is parsed, so that errors are told in it, too."""
        import sys

        speak(asked_language(sys.argv[1:] if args is None else args))
        return super().main(args, *more, **named)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options and the commands."""
        super().format_options(ctx, formatter)
        rows = [(name, self.commands[name].short_help or "") for name in self.list_commands(ctx)]
        _listed(formatter, Both("命令：", "Commands:"), rows)

    def invoke(self, ctx: click.Context) -> Any:
        """As click's, with the two differences above."""
        import sys

        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            name = ctx.invoked_subcommand
            if error.ctx is None and name is not None and name in self.commands:
                error.ctx = click.Context(self.commands[name], parent=ctx, info_name=name)
            raise
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


def _listed(formatter: click.HelpFormatter, heading: Both, rows: list[tuple[str, str]]) -> None:
    """As ``formatter.section`` with its rows; that one puts a colon of ASCII behind every heading."""
    formatter.write_paragraph()
    formatter.write(f"{said(heading)}\n")
    with formatter.indentation():
        formatter.write_dl(rows)


def asked_language(args: Sequence[str]) -> str:
    """What ``--lang`` says among the words of a command line; ``""``: nothing, or no language of ours.

    >>> asked_language(["query", "--lang", "en"]), asked_language(["--lang=zh"]), asked_language(["--lang", "fr"])
    ('en', 'zh', '')
    """
    found = ""
    for word, following in zip(args, [*args[1:], ""], strict=False):
        if word == "--":
            break
        name, sign, value = word.partition("=")
        if name == "--lang":
            found = value if sign else following
    return found if found in LANGUAGES else ""
