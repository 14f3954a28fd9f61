"""jionlp, a Chinese extraction library, where it offers a field: quantities and organisations. Optional."""

from __future__ import annotations

import contextlib
import io
import logging
import re
from decimal import Decimal, InvalidOperation
from typing import Any

from evaluation.labels import Labelled
from evaluation.predict import Answer, Guess


def library() -> Any | None:
    """The library, or ``None`` where it is not installed."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import jionlp
    except ImportError:
        return None
    logging.disable(logging.ERROR)  # it logs every phrase that it cannot parse
    return jionlp


def jionlp(labelled: Labelled, jio: Any) -> Answer:
    """Its quantifier phrases outside its own time phrases; values by its number parser where that succeeds."""
    answer = Answer()
    text = labelled.text[labelled.begin : labelled.end]
    times: list[tuple[int, int]] = []
    with contextlib.suppress(Exception):
        times = [tuple(t["offset"]) for t in jio.ner.extract_time(text)]
    for match in re.finditer(
        r"(?P<b>近|约|超过?)?(?P<n>\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千]+)(?P<y>[余多])?(?P<s>[万亿])?(?P<z>[余多])?(?P<u>%|"
        + _units(jio)
        + ")",
        text,
    ):
        if any(a <= match.start("n") < b for a, b in times):
            continue
        try:
            value = Decimal(str(jio.parse_money(match["n"] + (match["s"] or "") + "元")["num"]))
        except (InvalidOperation, ValueError, TypeError, KeyError):
            continue
        qualifier = (
            "more-than"
            if match["y"] or match["z"] or (match["b"] or "").startswith("超")
            else {"近": "below", "约": "about"}.get(match["b"] or "", "exact")
        )
        at = labelled.begin
        answer.numbers.append(Guess(at + match.start("n"), at + match.end("n"), value, match["u"], qualifier))
    return answer


def _units(jio: Any) -> str:
    words = set()
    with contextlib.suppress(Exception):
        for row in jio.quantifiers_loader():
            words |= {w for w in (row if isinstance(row, list) else [row]) if isinstance(w, str)}
    words |= {
        "人次",
        "场次",
        "件次",
        "个工作日",
        "次",
        "个",
        "项",
        "件",
        "家",
        "名",
        "人",
        "期",
        "份",
        "场",
        "条",
        "部",
        "元",
        "起",
        "支",
    }
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
