"""The code lists of ``ontology/`` as plain values for the reader and the writers.

>>> from dashi_kg.settings import DEFAULT_BASE
>>> vocabulary(DEFAULT_BASE).concept("classifier", "ci").labels["zh"]
'次'
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from dashi_kg.errors import DataError
from dashi_kg.language import Both
from dashi_kg.model.period_words import period_label
from dashi_kg.prepared import worked_out
from dashi_kg.rdf.ontology_files import read_turtle, turtle_files
from dashi_kg.resources import ontology_dir

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCT = "http://purl.org/dc/terms/"


class Concept(NamedTuple):
    """One entry of a code list.

    ``key`` is the last segment of ``iri``, ``scheme`` the path of the scheme (``domain/outline-2021``).
    ``labels`` maps ``zh`` and ``en`` to text. ``alts`` and ``hidden`` are Chinese
    wordings, sorted. ``within``: IRIs of concepts of other lists that are wider (``skos:broadMatch``). ``extra`` maps the local names of further properties (``domain``, ``orgType``,
    ``temporalNature``, ``slug``, ``source`` …) to sorted IRIs or lexical values.
    """

    key: str
    scheme: str
    iri: str
    labels: Mapping[str, str]
    alts: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    notations: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    extra: Mapping[str, tuple[str, ...]] = MappingProxyType({})

    def wordings(self) -> tuple[str, ...]:
        """All Chinese words for it: preferred, other, hidden; notations too where they are Chinese."""
        chinese = tuple(n for n in self.notations if not n.isascii())
        return tuple(dict.fromkeys((self.labels["zh"], *self.alts, *self.hidden, *chinese)))


class Vocabulary:
    """All code lists: scheme → key → concept, both in sorted order. Equal to itself only, and so quick to look up by."""

    def __init__(self, schemes: Mapping[str, Mapping[str, Concept]]) -> None:
        self.schemes = schemes

    def scheme(self, name: str) -> Mapping[str, Concept]:
        """The concepts of one scheme by key.

        Raises:
            DataError: there is no such scheme.
        """
        try:
            return self.schemes[name]
        except KeyError:
            raise DataError(
                Both(f"没有代码表“{name}”", f"there is no code list “{name}”"),
                remedy=Both(
                    f"请用其中之一：{'、'.join(self.schemes)}。", f"Use one of {', '.join(self.schemes)}."
                ),
            ) from None

    def concept(self, scheme: str, key: str) -> Concept:
        """One concept.

        Raises:
            DataError: no such scheme, or no such key in it.
        """
        found = self.scheme(scheme).get(key)
        if found is None:
            raise DataError(
                Both(f"代码表“{scheme}”里没有“{key}”", f"the code list “{scheme}” has no entry “{key}”"),
                remedy=Both(
                    f"请在 ontology/concepts/ 中该代码表的文件里补上，或用其中之一：{'、'.join(self.schemes[scheme])}。",
                    f"Add it to the file of that list in ontology/concepts/, or use one of: {', '.join(self.schemes[scheme])}.",
                ),
            )
        return found

    def find(self, scheme: str, words: str) -> Concept | None:
        """The concept with exactly this Chinese wording, white space apart; ``None`` if there is none.

        >>> from dashi_kg.settings import DEFAULT_BASE
        >>> found = vocabulary(DEFAULT_BASE).find("classifier", "副")
        >>> found.key if found else None
        'fu'
        """
        self.scheme(scheme)
        return _by_wording(self, scheme).get("".join(words.split()))

    def __iter__(self) -> Iterator[Concept]:
        return (concept for scheme in self.schemes.values() for concept in scheme.values())


# Schemes in the order in which a key is looked up: most keys are in one only.
_SAID = ("qualifier", "figure-role", "requirement", "not-statistic", "body-kind", "post-kind", "place-kind", "document-kind", "citation-mode", "event-kind", "mechanism-kind", "section-role", "extraction-rule")  # fmt: skip
_UNKNOWN = period_label("")
_MORE = {
    "unknown": Both(*_UNKNOWN),
    "year-on-year": Both("同比", "on the year before"),
    "previous-period": Both("环比", "on the period before"),
    "earlier-value": Both("比原先", "on the value before"),
    "increase": Both("增加", "more"),
    "decrease": Both("减少", "fewer"),
    "unchanged": Both("持平", "unchanged"),
    "stock": Both("存量", "stock"),
}


def key_label(base: str, lang: str) -> Callable[[str], str]:
    """A function that says the keys of code lists in a language; a key that no list has stays as it is."""
    schemes = vocabulary(base).schemes

    def said_of(key: str) -> str:
        for name in _SAID:
            if found := schemes.get(name, {}).get(key):
                return found.labels[lang]
        if key in _MORE:
            return _MORE[key].said(lang)
        words = period_label(key)
        return key if words == _UNKNOWN else words[lang == "en"]

    return said_of


def confidence(base: str) -> dict[str, str]:
    """Rule of the reader → grade (``high``, ``medium``, ``low``, ``reviewed``), from the scheme ``extraction-rule``."""
    rules = vocabulary(base).scheme("extraction-rule")
    return {key: concept.extra["confidence"][0].rpartition("#")[2] for key, concept in rules.items()}


def vocabulary(base: str) -> Vocabulary:
    """All code lists as plain values; read once for each base and folder.

    Args:
        base: the base IRI, ending with ``/``.

    Raises:
        DataError: a file is missing, is not Turtle, or has a concept without scheme or label.
    """
    return _vocabulary(base, ontology_dir())


def definitions(base: str, scheme: str) -> dict[str, Mapping[str, str]]:
    """Key → its definition by language (``zh``, ``en``), of one scheme, by key. Apart from the concepts: few ask for them, and they are long.

    Raises:
        DataError: as :func:`vocabulary`.
    """
    folder = ontology_dir()
    rows = worked_out("definitions", f"{base} {folder}", lambda: _definitions(base, folder))
    return {key: said for key, of, said in rows if of == scheme}


# ------------------------------------------------------------------ plain values


@cache
def _vocabulary(base: str, folder: Path) -> Vocabulary:
    rows = worked_out("vocabulary", f"{base} {folder}", lambda: _rows(base, folder))
    schemes: dict[str, dict[str, Concept]] = {}
    for row in rows:
        concept = Concept(*row)
        schemes.setdefault(concept.scheme, {})[concept.key] = concept
    return Vocabulary(MappingProxyType({name: MappingProxyType(schemes[name]) for name in sorted(schemes)}))


@cache
def _by_wording(vocabulary: Vocabulary, scheme: str) -> Mapping[str, Concept]:
    """Wording without white space → the first concept that has it: asked for once a value."""
    found: dict[str, Concept] = {}
    for concept in vocabulary.schemes[scheme].values():
        for wording in concept.wordings():
            found.setdefault("".join(wording.split()), concept)
    return found


_Words = tuple[str, ...]
_Texts = dict[str, str]
# the fields of a concept in their order
_Row = tuple[str, str, str, _Texts, _Words, _Words, _Words, _Words, dict[str, _Words]]


def _rows(base: str, folder: Path) -> list[_Row]:
    """All concepts by IRI."""
    return [_row(iri, quads, base) for iri, quads in _concepts(base, folder)]


def _definitions(base: str, folder: Path) -> list[tuple[str, str, _Texts]]:
    """Key, scheme and definition of all concepts, by IRI."""
    found = []
    for iri, quads in _concepts(base, folder):
        key, scheme, *_ = _row(iri, quads, base)
        said = [quad.object for quad in quads if quad.predicate.value == _SKOS + "definition"]
        found.append(
            (key, scheme, {t.language: t.value for t in said if isinstance(t, Literal) and t.language})
        )
    return found


def _concepts(base: str, folder: Path) -> list[tuple[str, list[Quad]]]:
    """The IRI of each concept, and what is said of it, by IRI."""
    about: dict[str, list[Quad]] = {}
    for path in [*turtle_files(folder / "concepts"), folder / "values.ttl"]:
        for quad in read_turtle(path, base):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, DefaultGraph):
                about.setdefault(quad.subject.value, []).append(quad)
    return [
        (iri, about[iri])
        for iri in sorted(about)
        if any(q.predicate.value == _SKOS + "inScheme" for q in about[iri])
    ]


def _row(iri: str, quads: list[Quad], base: str) -> _Row:
    values: dict[str, list[str]] = {}
    texts: dict[str, dict[str, list[str]]] = {}
    own: dict[str, list[str]] = {}
    for quad in quads:
        name, term = quad.predicate.value, quad.object
        if isinstance(term, Literal) and term.language:
            texts.setdefault(name, {}).setdefault(term.language, []).append(term.value)
        if isinstance(term, NamedNode | Literal):
            values.setdefault(name, []).append(term.value)
            if (
                not name.startswith((_SKOS, _RDFS))
                and name != "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
            ):
                own.setdefault(name.rsplit("#", 1)[-1].removeprefix(_DCT), []).append(term.value)
    labels = {language: found[0] for language, found in texts.get(_SKOS + "prefLabel", {}).items()}
    if not {"zh", "en"} <= labels.keys():
        raise DataError(
            Both("概念缺少中文和英文的 skos:prefLabel", "a concept has no skos:prefLabel in zh and en"),
            remedy=Both("请补上标签。", "Add the label."),
            file="ontology/concepts",
            place=iri,
        )
    return (
        iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1],
        values[_SKOS + "inScheme"][0].removeprefix(base),
        iri,
        dict(sorted(labels.items(), reverse=True)),
        tuple(sorted(texts.get(_SKOS + "altLabel", {}).get("zh", ()))),
        tuple(sorted(texts.get(_SKOS + "hiddenLabel", {}).get("zh", ()))),
        tuple(sorted(values.get(_SKOS + "notation", ()))),
        tuple(sorted(values.get(_SKOS + "broadMatch", ()))),
        {k: tuple(sorted(v)) for k, v in sorted(own.items())},
    )
