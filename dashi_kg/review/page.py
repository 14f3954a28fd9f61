"""The review page: one HTML file without anything from elsewhere, usable offline and by keyboard."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from dashi_kg.knowledge.reading import Correction
from dashi_kg.model import Extraction
from dashi_kg.model.fact_list import facts
from dashi_kg.model.kinds import Kind, reviewed_kinds

_HERE = Path(__file__).parent
_AROUND = 12


def review_page(
    found: Extraction,
    grades: Mapping[str, str],
    *,
    name: str,
    known: Sequence[Correction] = (),
    orphaned: Sequence[Correction] = (),
    save_url: str = "",
) -> str:
    """The page of one report.

    Args:
        grades: rule → confidence.
        name: what the report is called in the page's title.
        known: the corrections made so far; those of ``orphaned`` are shown by themselves.
        save_url: where corrections are sent (``""``: the page offers them as a file).
    """
    text = found.source.text
    kinds = reviewed_kinds()
    data = {
        "name": name,
        "text": text,
        "kinds": {kind.key: f"{kind.name.zh} {kind.name.en}" for kind in kinds},
        "addable": [kind.key for kind in kinds if kind.form and kind.form.addable],
        "facts": [
            {
                "kind": f.kind, "id": f.id, "start": f.span.start, "end": f.span.end, "rule": f.rule,
                "grade": grades.get(f.rule, "medium"), "words": f.words, "values": dict(f.values), "of": f.of,
                "prefix": text[max(0, f.span.start - _AROUND) : f.span.start], "suffix": text[f.span.end : f.span.end + _AROUND],
            }
            for f in facts(found)
        ],
        "known": [_row(c) for c in known],
        "orphaned": [_row(c) for c in orphaned],
        "save": save_url,
    }  # fmt: skip
    style = _colours(kinds) + (_HERE / "review.css").read_text(encoding="utf-8")
    script = (_HERE / "review.js").read_text(encoding="utf-8")
    payload = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("\u2028", "\\u2028")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'"
    )
    page = (_HERE / "review.html").read_text(encoding="utf-8")
    for mark, value in (
        ("{{policy}}", html.escape(policy)), ("{{title}}", html.escape(name)), ("{{style}}", style), ("{{script}}", script),
        ("{{data}}", payload),
    ):  # fmt: skip
        page = page.replace(mark, value)
    return page


def _colours(kinds: Sequence[Kind]) -> str:
    """The part of the style sheet that colours the words of each kind, in light and in dark."""
    forms = {kind.key: kind.form for kind in kinds if kind.form}
    light, dark = ("".join(f"--{key}:{form.colours[i]};" for key, form in forms.items()) for i in (0, 1))
    words = "".join(f".{key}{{background:var(--{key})}}" for key in forms)
    return f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{words}\n"


def _row(c: Correction) -> dict[str, object]:
    return {
        "kind": c.kind, "quote": c.quote, "decision": c.decision, "prefix": c.prefix, "suffix": c.suffix, "of": c.of,
        "set": dict(c.values), "note": c.note, "date": c.day,
    }  # fmt: skip


def _hash(words: str) -> str:
    digest = hashlib.sha256(words.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")
