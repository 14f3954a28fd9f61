"""Labels beside IRIs: for each column of IRIs a column ``?xLabel`` in the reader's language.

Reporting bodies that share a name (城关镇人民政府) are told apart by what they lie in, in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from pyoxigraph import Literal, NamedNode

from dashi_kg.query.result import Engine, Result, Row
from dashi_kg.rdf.terms import language, value

CHUNK = 500
_QUERY = """SELECT ?i ?l WHERE {{ VALUES ?i {{ {iris} }}
  ?i <http://www.w3.org/2000/01/rdf-schema#label>|<http://www.w3.org/2004/02/skos/core#prefLabel> ?l }}"""

# Bodies of these that share their name with another one that reports, and what their divisions lie in. One namesake is enough: of all
# of them with all of their reports there are as many as the square of their number.
_NAMESAKES = """SELECT DISTINCT ?i ?place WHERE {{ VALUES ?i {{ {iris} }}
  ?i <http://www.w3.org/2000/01/rdf-schema#label> ?name . FILTER(LANG(?name) = "zh")
  FILTER EXISTS {{ ?other <http://www.w3.org/2000/01/rdf-schema#label> ?name . FILTER(?other != ?i)
    FILTER EXISTS {{ ?its <http://purl.org/dc/terms/creator> ?other }} }}
  ?report <http://purl.org/dc/terms/creator> ?i ; <http://purl.org/dc/terms/spatial> ?division .
  ?division <https://schema.org/containedInPlace> ?above . ?above <http://www.w3.org/2000/01/rdf-schema#label> ?place }}"""


def with_labels(result: Result, engine: Engine, lang: str) -> Result:
    """The rows with label columns, worked out a chunk at a time.

    A column gets one if the first rows have IRIs in it, and if no other column shows these very words already.

    Args:
        lang: the reader's language; where a label is missing in it: zh, en, any.
    """
    if result.rows is None:
        return result
    first = list(islice(result.rows, CHUNK))
    names = _labels(first, engine, lang)
    columns = [i for i in range(len(result.variables)) if _wanted(i, first, result.variables, names)]
    if not columns:
        return Result(result.variables, rows=chain(first, result.rows))
    variables: list[str] = []
    for i, name in enumerate(result.variables):
        variables += [name, f"{name}Label"] if i in columns else [name]
    return Result(tuple(variables), rows=_labelled(first, result.rows, columns, names, engine, lang))


def names_of(rows: Sequence[Row], engine: Engine, lang: str) -> dict[str, Literal]:
    """IRI → the label that a reader is shown, for all IRIs in these rows; asked for a chunk at a time."""
    found: dict[str, Literal] = {}
    for start in range(0, len(rows), CHUNK):
        found |= _labels(rows[start : start + CHUNK], engine, lang)
    return found


def _wanted(i: int, rows: Sequence[Row], variables: Sequence[str], names: dict[str, Literal]) -> bool:
    found = [names.get(value(row[i])) for row in rows]
    if f"{variables[i]}Label" in variables or not any(found):
        return False
    shown = [value(label) for label in found]
    return not any([value(row[j]) for row in rows] == shown for j in range(len(variables)) if j != i)


def _labelled(
    first: list[Row],
    rest: Iterator[Row],
    columns: list[int],
    names: dict[str, Literal],
    engine: Engine,
    lang: str,
) -> Iterator[Row]:
    chunk = first
    while chunk:
        for row in chunk:
            wide: list[object] = []
            for i, term in enumerate(row):
                wide += [term, names.get(value(term))] if i in columns else [term]
            yield tuple(wide)  # type: ignore[arg-type]
        chunk = list(islice(rest, CHUNK))
        names = _labels([tuple(row[i] for i in columns) for row in chunk], engine, lang)


def _labels(rows: Sequence[Row], engine: Engine, lang: str) -> dict[str, Literal]:
    iris = sorted({str(t) for row in rows for t in row if isinstance(t, NamedNode)})
    best: dict[str, tuple[tuple[int, str], Literal]] = {}
    if iris:
        found = engine.run(_QUERY.format(iris=" ".join(iris)))
        for iri, label in found.rows or ():
            if isinstance(label, Literal):
                rank = (_rank(language(label), lang), label.value)
                if value(iri) not in best or rank < best[value(iri)][0]:
                    best[value(iri)] = (rank, label)
    return _told_apart({iri: label for iri, (_, label) in best.items()}, engine)


def _told_apart(names: dict[str, Literal], engine: Engine) -> dict[str, Literal]:
    """The names of bodies, with what they lie in where several that report bear one name.

    ``names``: IRI (without brackets) → the label that is shown.
    """
    bodies = sorted(iri for iri in names if "/org/" in iri)
    found = engine.run(_NAMESAKES.format(iris=" ".join(f"<{iri}>" for iri in bodies))).rows if bodies else ()
    places: dict[str, list[Literal]] = {}
    for iri, place in found or ():
        if isinstance(place, Literal):
            places.setdefault(value(iri), []).append(place)
    for body, some in places.items():
        tag = language(names[body]).partition("-")[0]
        above = min((p.value for p in some if language(p).partition("-")[0] == tag), default="")
        if above and f", {above}" not in names[body].value:
            brackets = f"（{above}）" if tag == "zh" else f" ({above})"
            names[body] = Literal(names[body].value + brackets, language=names[body].language)
    return names


def _rank(tag: str, lang: str) -> int:
    """zh-hant counts as zh."""
    primary = tag.partition("-")[0]
    order = [lang, "zh", "en", ""]
    return order.index(primary) if primary in order else len(order)
