"""What a shell completes: names of questions, their parameters, formats. No reader is loaded for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from dashi_kg.language import Both, said

if TYPE_CHECKING:
    import click


def question_names(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem | str]:
    """The saved questions, each with its words in both languages."""
    from dashi_kg.query.questions import questions

    return [
        CompletionItem(q.name, help=said(Both(q.zh, q.en)))
        for q in questions()
        if q.name.startswith(incomplete)
    ]


def question_parameters(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem | str]:
    """``NAME=`` for each parameter of the question that stands before it on the line."""
    from dashi_kg.query.questions import questions

    # the name is still among the words that are left over, while the option waits for its value
    asked = ctx.params.get("name") or next(iter(ctx.args), None)
    return [
        CompletionItem(f"{p.name}=", help=said(Both(p.zh, p.en)))
        for q in questions()
        if q.name == asked
        for p in q.parameters
        if f"{p.name}=".startswith(incomplete)
    ]


def format_names(
    ctx: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem | str]:
    """The formats of ``export``, each with its words in both languages."""
    from dashi_kg.export.formats import FORMATS

    return [
        CompletionItem(f.name, help=said(Both(f.zh, f.en))) for f in FORMATS if f.name.startswith(incomplete)
    ]
