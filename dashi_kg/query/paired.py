"""A question about two of many bodies, asked of each two by themselves.

All pairs of a hundred bodies have millions of rows, which no store puts in order soon. The rows of all pairs are those of each pair, one pair after
the other: asked like that they come at once, need no memory, and no request takes long. Where a body is given, it is asked with each of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashi_kg.query.bind import unbound
from dashi_kg.query.questions import SLOT, questions
from dashi_kg.query.result import Engine, Result, Row
from dashi_kg.rdf.terms import value

FEW = 10  # bodies of which all pairs are asked for at once
_ONE = re.compile(r"<([^<>]*)>")  # one body, and no more; not a prefixed name
_BODIES = "SELECT DISTINCT ?body {{ ?statement <{}ns#issuer> ?body }}"


def pairs(text: str, on: Engine, base: str) -> list[str] | None:
    """The queries of all pairs that a saved question asks for, in the order of its rows; ``None``: it is no such question, or is answered as it is.

    Args:
        text: of the question, with the values of its parameters.
        on: knows which bodies there are.
        base: the base IRI.

    Raises:
        DashiError: the engine fails.
    """
    names = next(
        (tuple(q.of_many.split()) for q in questions() if q.of_many and unbound(q.text) == unbound(text)), ()
    )
    if len(names) != 2:
        return None
    values = {slot[2]: slot[3] for slot in SLOT.finditer(text)}
    given = [values[name] for name in names if values[name] != "UNDEF"]
    chosen = {one[1] for one in map(_ONE.fullmatch, given) if one}
    if len(chosen) < len(given):  # written otherwise, or the same body twice, which makes no pair
        return None
    if len(chosen) == 2:
        every = [tuple(sorted(chosen))]
    else:
        bodies = sorted(value(row[0]) for row in on.run(_BODIES.format(base)).rows or ())
        if not chosen and len(bodies) <= FEW:
            return None
        every = [(a, b) for at, a in enumerate(bodies) for b in bodies[at + 1 :] if chosen <= {a, b}]
    return [_of_pair(text, dict(zip(names, pair, strict=True))) for pair in every]


def in_pairs(texts: list[str], on: Engine) -> Result:
    """The rows of the queries of :func:`pairs`, one after the other.

    Raises:
        DashiError: the engine fails.
    """
    first = on.run(texts[0])

    def rows() -> Iterator[Row]:
        yield from first.rows or ()
        for text in texts[1:]:
            yield from on.run(text).rows or ()

    return Result(first.variables, rows=rows())


def _of_pair(text: str, terms: dict[str, str]) -> str:
    return SLOT.sub(
        lambda slot: (
            f"{slot[1]}VALUES ?{slot[2]} {{ <{terms[slot[2]]}> }} # param" if slot[2] in terms else slot[0]
        ),
        text,
    )
