"""The review page: one HTML file without anything from elsewhere, usable offline and by keyboard."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from dashi_kg.knowledge.corrections import HEAD, Correction
from dashi_kg.knowledge.vocabulary import Vocabulary, definitions, key_label, vocabulary
from dashi_kg.language import language
from dashi_kg.model import Extraction, Metadata, Span
from dashi_kg.model.fact_list import LINKS, facts, references
from dashi_kg.model.kinds import Kind, reviewed_kinds
from dashi_kg.model.page import HEAD_FIELDS
from dashi_kg.review.lost import lost
from dashi_kg.review.review_words import DECISIONS, FIELDS, GRADES, LISTS, PAGE
from dashi_kg.settings import settings
from dashi_kg.site.layout.links import page_path
from dashi_kg.site.layout.words import MENU, words_of

_HERE = Path(__file__).parent
_SCRIPTS = ("state.js", "items.js", "report.js", "review.js")
_AROUND = 12


def review_page(
    found: Extraction,
    grades: Mapping[str, str],
    *,
    name: str,
    known: Sequence[Correction] = (),
    orphaned: Sequence[Correction] = (),
    save_url: str = "",
    read: Metadata | None = None,
    indicators: Mapping[str, str] | None = None,
    lang: str = "",
) -> str:
    """The page of one report.

    Args:
        grades: rule → confidence.
        name: what the report is called in the page's title.
        known: the corrections made so far; those of ``orphaned`` are shown by themselves.
        save_url: where corrections are sent (``""``: the page offers them as a file).
        read: what the page says of the report, where a person says otherwise (else that of ``found``).
        indicators: figure → key of its named indicator.
        lang: ``zh`` or ``en``; ``""``: that of the person.
    """
    lang = lang or language()
    codes = vocabulary(settings().base)
    kinds = reviewed_kinds()
    data = {
        "name": name,
        "words": {key: words.said(lang) for key, words in PAGE.items()},
        "fields": {key: words.said(lang) for key, words in FIELDS.items()},
        "grades": {key: words.said(lang) for key, words in GRADES.items()},
        "decisions": {key: words.said(lang) for key, words in DECISIONS.items()},
        "kinds": {kind.key: kind.name.said(lang) for kind in kinds},
        "addable": [kind.key for kind in kinds if kind.form and kind.form.addable],
        "lists": {field: _options(codes, scheme, lang) for field, scheme in LISTS.items()},
        "links": list(LINKS),
        "references": list(references(found).values()),
        "head": _head(read or found.metadata),
        "text": found.source.text,
        "facts": _facts(found, grades, lang, codes, indicators or {}),
        "rules": {key: concept.labels[lang] for key, concept in codes.scheme("extraction-rule").items()},
        "explained": {
            key: words[lang] for key, words in definitions(settings().base, "extraction-rule").items()
        },
        "known": [_row(c) for c in known],
        "orphaned": [_row(c) for c in orphaned],
        "lost": [words.said(lang) for words in lost(found, orphaned)],
        "save": save_url,
    }
    style = "".join((_site_style(), _colours(kinds), (_HERE / "review.css").read_text(encoding="utf-8")))
    script = "".join((_HERE / part).read_text(encoding="utf-8") for part in _SCRIPTS)
    payload = (
        json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
    )
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )
    page = (_HERE / "review.html").read_text(encoding="utf-8")
    for key, words in PAGE.items():
        page = page.replace(f"[[{key}]]", html.escape(words.said(lang)))
    for mark, value in (
        ("{{lang}}", lang), ("{{policy}}", html.escape(policy)), ("{{title}}", html.escape(name)), ("{{style}}", style),
        ("{{script}}", script), *_menu(lang), ("{{data}}", payload),
    ):  # fmt: skip
        page = page.replace(mark, value)
    return page


def _menu(lang: str) -> list[tuple[str, str]]:
    """The head of the site's pages, with the addresses at which these are published."""
    words, base = words_of(lang), settings().base
    links = "".join(
        f'<li><a href="{html.escape(base + page_path(name, lang))}">{html.escape(words[key])}</a></li>'
        for name, key in MENU
    )
    return [
        ("{{home}}", html.escape(base + page_path("", lang))), ("{{brand}}", html.escape(words["short"])),
        ("{{to_menu}}", html.escape(words["to_menu"])), ("{{menu}}", html.escape(words["menu"])), ("{{pages}}", links),
    ]  # fmt: skip


def _facts(
    found: Extraction, grades: Mapping[str, str], lang: str, codes: Vocabulary, indicators: Mapping[str, str]
) -> dict[str, Any]:
    """The facts as rows, which ``state.js`` unpacks: what many share stands once, and what the text says is cut out of it there.

    A row: kind, id, start, end (code points), rule, words, what it is of, section, then the values of the ``fields`` of its
    kind, without empty ones at the end (``null``: it has no such field); kind, rule and section as places in their lists.
    """
    parts = [(s.extent, s.title or s.marker) for s in found.outline.children if s.title or s.marker]
    listed = facts(found, key_label(settings().base, lang))
    kinds = sorted({f.kind for f in listed})
    rules = sorted({f.rule for f in listed})
    sections = ["", *dict.fromkeys(title for _, title in parts)]

    def section(span: Span) -> str:
        return next((title for extent, title in parts if extent.contains(span)), "")

    values = [
        dict(f.values) | ({"indicator": indicators[f.id]} if f.id in indicators else {}) for f in listed
    ]
    fields: dict[str, dict[str, None]] = {kind: {} for kind in kinds}
    for f, told in zip(listed, values, strict=True):
        fields[f.kind] |= dict.fromkeys(told)
    rows = []
    for f, told in zip(listed, values, strict=True):
        cells = [told.get(name) for name in fields[f.kind]]
        while cells and cells[-1] == "":
            cells.pop()
        place = sections.index(section(f.span))
        rows.append(
            [
                kinds.index(f.kind),
                f.id,
                f.span.start,
                f.span.end,
                rules.index(f.rule),
                f.words,
                f.of,
                place,
                *cells,
            ]
        )
    return {
        "kinds": kinds, "rules": rules, "grades": [grades.get(rule, "medium") for rule in rules], "sections": sections,
        "fields": [list(fields[kind]) for kind in kinds], "around": _AROUND, "rows": rows,
    }  # fmt: skip


def _head(read: Metadata) -> dict[str, str]:
    """What the page says of the report, field → value."""
    stated = {name: getattr(read, name) for name in HEAD_FIELDS}
    return {name: one.value if one else "" for name, one in stated.items()}


def _options(codes: Vocabulary, scheme: str, lang: str) -> list[tuple[str, str]]:
    """The keys of a code list with their names."""
    return [(key, concept.labels[lang]) for key, concept in codes.scheme(scheme).items()]


def _site_style() -> str:
    """The colours and letters of the site, so that both look alike."""
    return files("dashi_kg").joinpath("site/assets/site.css").read_text(encoding="utf-8")


def _colours(kinds: Sequence[Kind]) -> str:
    """The part of the style sheet that colours the words of each kind, in light and in dark."""
    forms = {kind.key: kind.form for kind in kinds if kind.form}
    light, dark = ("".join(f"--k-{key}:{form.colours[i]};" for key, form in forms.items()) for i in (0, 1))
    words = "".join(f".{key}{{background:var(--k-{key})}}" for key in forms)
    return f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{words}\n"


def _row(c: Correction) -> dict[str, object]:
    if c.kind == HEAD:
        return {"kind": c.kind, "decision": c.decision, "set": dict(c.values), "note": c.note, "date": c.day}
    return {
        "kind": c.kind, "quote": c.quote, "decision": c.decision, "prefix": c.prefix, "suffix": c.suffix, "of": c.of,
        "set": dict(c.values), "note": c.note, "date": c.day,
    }  # fmt: skip


def _hash(words: str) -> str:
    digest = hashlib.sha256(words.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")
