"""A card as HTML, by plain joins: a page has hundreds of them, and each byte of one is on the disk as often.

Written as :mod:`dashi_kg.site.layout.minify` would leave it: no quotes and end tags that HTML lets one leave out.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from dashi_kg.site.facts.card import FactCard, Ref, SectionCards
from dashi_kg.site.layout.languages import Said
from dashi_kg.site.layout.minify import attribute
from dashi_kg.site.layout.words import Words

# kinds that are of one basis by what they are
_OF_ONE_BASIS = ("derived", "candidate", "external", "link")
_FIGURES = ("observation", "target")


class Detail(NamedTuple):
    """What cards tell beside kind, words, value and quote; all of it is in the data of the page, too."""

    graded: bool = True  # the rule that read the fact, and how far it can be trusted
    linked: bool = True  # what it belongs to, is about, is classified as


ALL = Detail()


def cards_html(cards: Iterable[FactCard], w: Words, lang: str, detail: Detail = ALL) -> str:
    """The items of a list of cards."""
    zh = " lang=zh" if lang == "en" else ""
    return "".join(_card(card, w, lang, zh, detail) for card in cards)


def sections_html(
    groups: Iterable[SectionCards],
    heads: Iterable[tuple[str, Said, str]],
    w: Words,
    lang: str,
    detail: Detail = ALL,
) -> str:
    """The cards of each section below its heading.

    Args:
        heads: id, label and quote of each section; id ``""`` where the cards stand at no place.
    """
    zh = " lang=zh" if lang == "en" else ""
    found = []
    for group, (id, label, quote) in zip(groups, heads, strict=True):
        head = escape(w.no_place, quote=False)
        if id:
            tongue = zh if label.lang.startswith("zh") else ""
            head = f"<a href={attribute('#' + id)}{tongue}>{escape(label.words, quote=False)}</a>"
            if zh and quote != label.words and len(quote) < 80:
                head += f" <small{zh}>{escape(quote, quote=False)}</small>"
        found.append(f"<section><h3>{head}</h3><ol>{cards_html(group.facts, w, lang, detail)}</ol></section>")
    return "".join(found)


def _card(f: FactCard, w: Words, lang: str, zh: str, detail: Detail) -> str:
    of_basis = f.basis if f.basis != "stated" else ""
    css = f.card.css if not of_basis else f'"{f.card.css} {of_basis}"'
    kind = f.card.legend.said(lang)
    if of_basis and f.kind not in _OF_ONE_BASIS:
        kind += f" · {w['basis_' + of_basis]}"
    kind = f"<a href={attribute('#' + f.id)}>{kind}</a>" if "/" not in f.id else f"<i>{kind}</i>"
    found = [
        f"<li id={attribute(f.id)} class={css}>",
        *(f"<b id={attribute(i)}></b>" for i in f.former),
        f"<p>{kind}",
    ]
    if not (len(f.anchors) == 1 and f.anchors[0].quote == f.title.words and not f.href):
        found.append(f" {_said(f.title.words, zh if f.title.lang.startswith('zh') else '', f.href)}")
    if f.value:
        found.append(f" <b>{escape(f.value, quote=False)}</b>")
        if f.words:
            found.append(f" <span{zh}>{escape(f.words, quote=False)}</span>")
    found += [f" <em>{w['tag_' + tag]}</em>" for tag in f.tags]
    found.append("</p>")
    for a in f.anchors:
        quote = escape(a.quote, quote=False)
        found.append(
            f"<q{zh}><a href=#t{a.start}>{quote}</a></q>"
            if a.whole
            else f"<q{zh}>{quote}</q> <em>{w.orphaned}</em>"
        )
    if f.rows and not detail.linked:  # their addresses still lead here
        found += [_named(r) for _, refs in f.rows for r in refs]
    elif f.rows:
        found.append(f"<p>{' · '.join(_row(f, word, refs, w) for word, refs in f.rows)}</p>")
    for number, note in f.findings:
        name = escape(f"{w['severity_' + note.severity]} {note.code} {note.shape.label[lang]}", quote=False)
        found.append(
            f"<p class=f><a href=#finding-{number}>{name}</a> {escape(note.message(lang), quote=False)}</p>"
        )
    found += [
        f"<p class=f><a href={attribute(n.href)}>{w.note}</a> {escape(n.words, quote=False)}</p>"
        for n in f.notes
    ]
    if f.grade and not f.usual and detail.graded:
        found.append(f"<small>{f.grade} · {escape(f.rule, quote=False)}</small>")
    return "".join(found)


def _said(words: str, tongue: str, href: str) -> str:
    words = escape(words, quote=False)
    if href:
        return f"<a href={attribute(href)}{tongue}>{words}</a>"
    return f"<span{tongue}>{words}</span>" if tongue else words


def _row(f: FactCard, word: str, refs: tuple[Ref, ...], w: Words) -> str:
    if word == "measure" and f.kind in _FIGURES and len(refs) == 1 and refs[0].href.startswith("#"):
        # its words stand on its card and, most often, are those of this one
        return f"<a href={attribute(refs[0].href)}>{w[word]}</a>"
    return f"{w[word]} {w.comma.join(_ref(ref, w) for ref in refs)}"


def _named(r: Ref) -> str:
    """The addresses that a thing beside a card has on the page."""
    return "".join(f"<b id={attribute(i)}></b>" for i in (*((r.link,) if r.link else ()), *r.former))


def _ref(r: Ref, w: Words) -> str:
    found = _said(r.words, " lang=zh" if r.lang else "", r.href)
    if r.by:
        found += (
            f" <i id={attribute(r.link)}>{w.basis_interpreted}</i>"
            if r.link
            else f" <i>{w.basis_interpreted}</i>"
        )
    elif r.link:
        found += f"<span id={attribute(r.link)}></span>"
    return found + "".join(f"<b id={attribute(i)}></b>" for i in r.former)
