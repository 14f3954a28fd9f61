"""Values of parameters by name: ``indicator=化解矛盾纠纷数`` or ``topic=G1`` in place of an IRI."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from pyoxigraph import Literal, NamedNode

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.query.labels import names_of
from dashi_kg.query.questions import Parameter, Question
from dashi_kg.query.result import Engine
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value

# parameter → what the path of its IRIs begins with
_WHERE = {
    "indicator": "indicator/",
    "topic": "topic/",
    "report": "report/",
    "one": "org/",
    "other": "org/",
    "body": "org/",
}
# parameter → what it may be, as far as the data speak of it
_CHOICES = {
    "indicator": "SELECT DISTINCT ?i WHERE { ?s sosa:observedProperty ?i }",
    "topic": "SELECT DISTINCT ?i WHERE { { SELECT DISTINCT ?of WHERE { ?s sosa:observedProperty/fz:about ?of } } ?of skos:broader* ?i }",
    "report": "SELECT DISTINCT ?i WHERE { ?i a fz:Report }",
    "one": "SELECT DISTINCT ?i WHERE { ?r a fz:Report ; dct:creator ?i }",
    "other": "SELECT DISTINCT ?i WHERE { ?r a fz:Report ; dct:creator ?i }",
}
_NAMES = f"{curie('rdfs:label')}|{curie('skos:prefLabel')}|{curie('skos:altLabel')}"
_MOST = 6  # that are named besides


@dataclass(frozen=True, slots=True)
class _Known:
    """Something of a name, and in how many statements it is the object."""

    iri: str
    name: str
    uses: int


def by_name(
    asked: Question, values: Mapping[str, str], on: Engine, base: str, *, nearest: bool = False
) -> tuple[dict[str, str], list[Both]]:
    """The values with IRIs in place of names and keys.

    Args:
        asked: the question whose parameters they are.
        values: parameter → value as a user writes it; what is an IRI stays.
        on: the data.
        nearest: whether a part of a name stands for what most statements are about; else only the whole name does.

    Returns:
        The values; what is told of those that are not named in full.

    Raises:
        DashiError: nothing has such a name, or several have; the nearest are named.
    """
    types = {p.name: p for p in asked.parameters}
    found, notes = dict(values), list[Both]()
    for name, words in values.items():
        parameter = types.get(name)
        if (
            parameter is None
            or parameter.type != "iri"
            or name not in _WHERE
            or not words
            or {":", "/"} & set(words)
        ):
            continue
        start = base + _WHERE[name]
        if _is_known(on, start + words):
            found[name] = start + words
            continue
        known = _known(on, start, words)
        exact = [k for k in known if k.name == words]
        if len({k.iri for k in exact}) == 1:
            found[name] = exact[0].iri
        elif known and nearest:
            found[name] = known[0].iri
            notes.append(_taken(parameter, words, known, on, base))
        else:
            raise _unknown(parameter, words, known or _near(on, start, words), on, base)
    return found, notes


def choices(name: str, on: Engine, base: str, lang: str, most: int = 300) -> list[tuple[str, str]]:
    """What a parameter of this name may be: the path below the base and the name, each name once, in the order of names.

    Several things of one name have their path in brackets behind it.
    """
    if name not in _CHOICES:
        return []
    rows = list(on.run(_CHOICES[name]).rows or ())
    names = names_of(rows, on, lang)
    known = sorted((value(names[iri]), iri) for (term,) in rows if (iri := value(term)) in names)
    counts = Counter(words for words, _ in known)
    return [
        (iri.removeprefix(base), f"{words} ({iri.removeprefix(base)})" if counts[words] > 1 else words)
        for words, iri in known
    ][:most]


def default_name(asked: Question, name: str, on: Engine, base: str, lang: str) -> tuple[str, str]:
    """What a parameter is where nobody gives it, as a person says it: its name or words, and the path of an IRI below the base."""
    said = asked.default(name)
    if not said.startswith("<"):
        return said.partition("^^")[0].strip('"'), ""
    iri = urljoin(base, said.strip("<>"))
    known = names_of([(NamedNode(iri),)], on, lang)
    return (value(known[iri]) if iri in known else iri.removeprefix(base)), iri.removeprefix(base)


def _is_known(on: Engine, iri: str) -> bool:
    try:
        node = NamedNode(iri)
    except ValueError:
        return False
    return iri.isascii() and bool(on.run(f"ASK {{ {node} ?p ?o }}").boolean)


def _known(on: Engine, start: str, words: str) -> list[_Known]:
    """What has these words in a name: names that are the words first, then what most statements are about."""
    part = Literal(words.lower())
    query = (
        f"SELECT DISTINCT ?i ?name WHERE {{ ?i {_NAMES} ?name "
        f"FILTER(STRSTARTS(STR(?i), {Literal(start)}) && CONTAINS(LCASE(STR(?name)), {part})) }}"
    )
    rows = [(value(i), value(name)) for i, name in on.run(query).rows or ()]
    uses = _uses(on, sorted({iri for iri, _ in rows}))
    known = [_Known(iri, name, uses.get(iri, 0)) for iri, name in rows]
    return sorted(known, key=lambda k: (k.name != words, -k.uses, len(k.name), k.name, k.iri))


def _uses(on: Engine, iris: list[str]) -> dict[str, int]:
    if not iris:
        return {}
    names = " ".join(str(NamedNode(iri)) for iri in iris)
    query = f"SELECT ?i (COUNT(?s) AS ?n) WHERE {{ VALUES ?i {{ {names} }} ?s ?p ?i }} GROUP BY ?i"
    return {value(i): int(value(n)) for i, n in on.run(query).rows or ()}


def _near(on: Engine, start: str, words: str) -> list[_Known]:
    """What has a name like these words."""
    query = (
        f"SELECT DISTINCT ?i ?name WHERE {{ ?i {_NAMES} ?name FILTER(STRSTARTS(STR(?i), {Literal(start)})) }}"
    )
    names = {value(name): value(i) for i, name in on.run(query).rows or ()}
    return [
        _Known(names[name], name, 0)
        for name in difflib.get_close_matches(words, sorted(names), n=3, cutoff=0.4)
    ]


def _listed(known: list[_Known], on: Engine, base: str) -> list[Both]:
    """Each thing once, as a reader of the language is told its name, with its path."""
    iris = list(dict.fromkeys(k.iri for k in known))[:_MOST]
    rows = [(NamedNode(iri),) for iri in iris]
    zh, en = (names_of(rows, on, lang) for lang in ("zh", "en"))
    by_words = {k.iri: Literal(k.name) for k in reversed(known)}
    return [
        Both(
            f"{zh.get(iri, by_words[iri]).value}（{iri.removeprefix(base)}）",
            f"{en.get(iri, by_words[iri]).value} ({iri.removeprefix(base)})",
        )
        for iri in iris
    ]


def _taken(parameter: Parameter, words: str, known: list[_Known], on: Engine, base: str) -> Both:
    first, *others = _listed(known, on, base)
    more = (
        Both(
            f"；也有：{'、'.join(o.zh for o in others)}", f"; there is also {', '.join(o.en for o in others)}"
        )
        if others
        else Both("", "")
    )
    return Both(
        f"“{words}”取作{first.zh}{more.zh}", f"“{words}” is taken as {first.en}{more.en}"
    ).about(parameter.name)  # fmt: skip


def _unknown(parameter: Parameter, words: str, known: list[_Known], on: Engine, base: str) -> DashiError:
    names = _listed(known, on, base)
    return DashiError(
        Both(
            f"参数 {parameter.name} 的值“{words[:80]}”不是 IRI，也不是一个全名",
            f"{parameter.name} is not an IRI: “{words[:80]}”, nor a whole name",
        ),
        remedy=Both(f"相近的：{'、'.join(n.zh for n in names)}。", f"Near: {', '.join(n.en for n in names)}.")
        if names
        else Both(
            "请写 IRI，或 ind:publicity-events 这样的名称；指标的名称见预设问题 indicators-used。",
            "Write an IRI, or a name such as ind:publicity-events; the question indicators-used lists those of indicators.",
        ),
    )
