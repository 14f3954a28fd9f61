"""The figures of a body by topic as HTML, by plain joins: most of what its page takes, on the disk and of the processor.

Written as :mod:`dashi_kg.site.layout.minify` would leave it: no quotes and end tags that HTML lets one leave out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from dashi_kg.site.layout.languages import Said
from dashi_kg.site.layout.minify import attribute
from dashi_kg.site.layout.pages import Words, counted, runs
from dashi_kg.site.topics.lines import IN_CELL, FigureLine, TopicLines

OPEN = 3  # topics that are unfolded


class Addressed(NamedTuple):
    """How a page names and addresses things: label with its language and address of an IRI, language, words."""

    said: Callable[[str], Said]
    link: Callable[[str], str]
    lang: str
    w: Words


def topics_html(topics: Sequence[TopicLines], page: Addressed) -> Markup:
    """A table for each topic, the first few unfolded."""
    return Markup("".join(_topic(topic, page, number < OPEN) for number, topic in enumerate(topics)))


def _topic(topic: TopicLines, page: Addressed, unfolded: bool) -> str:
    w, said = page.w, page.said(topic.topic)
    several = len(topic.years) > 1
    years = "".join(f"<th scope=col class=number>{year}" for year in topic.years)
    rows = "".join(_line(one, page, several) for one in topic.lines)
    shown = ""
    if topic.count > len(topic.lines):
        shown = f"{w.shown_lines.format(shown=len(topic.lines), count=topic.count)} "
    return (
        f"<details class=matrix id={attribute('t-' + topic.topic.rpartition('/')[2])}{' open' if unfolded else ''}>"
        f"<summary><h3>{_words(said, page.lang)}</h3> <small>{topic.figures} {counted(w.n_figures, topic.figures)}</small></summary>"
        f"<div class=scroll role=group aria-label={attribute(said.words)} tabindex=0><table>"
        f"<thead><tr><th scope=col>{w.indicator}{years}{f'<th scope=col>{w.trend}' if several else ''}<tbody>{rows}</table></div>"
        f"<p class=quiet>{shown}<a href={attribute(page.link(topic.topic))}>{w.topic_all}</a></details>"
    )


def _line(one: FigureLine, page: Addressed, several: bool) -> str:
    said = page.said(one.indicator)
    address = attribute(page.link(one.indicator))
    notes = " · ".join(_runs(note, page.lang) for note in one.notes)
    name = f"<a href={address}{_tongue(said.lang, page.lang)}>{_runs(said.words, page.lang, said.lang)}</a>"
    return (
        f"<tr><th scope=row>{name}{f' <small>{notes}</small>' if notes else ''}"
        + "".join(_cell(cell, page) for cell in one.cells)
        + (f"<td>{one.trend}" if several else "")
    )


def _cell(figures: Sequence[tuple[str, str, str]], page: Addressed) -> str:
    """The figures of a year: each a link to its words, which a pointer that rests on it shows."""
    found = [
        f"<a href={attribute(page.link(iri))} title={attribute(quote)}>{escape(words, quote=False)}</a>"
        for words, iri, quote in figures[:IN_CELL]
    ]
    if len(figures) > IN_CELL:
        more = page.w.more_figures.format(len(figures) - IN_CELL)
        found.append(f"<a href={attribute(page.link(figures[IN_CELL][1]))}>{more}</a>")
    return f"<td class=number>{'<br>'.join(found)}"


def _words(said: Said, lang: str) -> str:
    tongue = _tongue(said.lang, lang)
    return f"<span{tongue}>{escape(said.words, quote=False)}</span>" if tongue else _runs(said.words, lang)


def _runs(words: str, lang: str, said: str = "") -> str:
    """Words, with Chinese ones on an English page marked."""
    found = runs(words, lang, said)
    return found if isinstance(found, Markup) else escape(found, quote=False)


def _tongue(said: str, lang: str) -> str:
    """The attribute of words in another language than the page's."""
    if not said or said.split("-")[0] == lang:
        return ""
    return f" lang={attribute('zh-Hans' if said == 'zh' else said)}"
