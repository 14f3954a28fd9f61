"""Triples → JSON-LD 1.1 (W3C Recommendation 2020), in our own context; no context is ever fetched.

Compaction follows the JSON-LD 1.1 API, section 5.2 and chapter 6, for what our graphs have: no blank nodes,
no lists, one term an IRI. The library's general algorithm takes a second for a report, this one a tenth;
``tests/test_jsonld.py`` expands what is written here with two libraries and compares.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.rdf.namespaces import RDF_TYPE, XSD
from dashi_kg.rdf.ontology_files import context
from dashi_kg.rdf.terms import datatype, language, value

_STRING = XSD + "string"
# Integers that every JSON reader keeps exact (RFC 8259, section 6) and writes in just one way.
_NATIVE_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")
_NUMBERS = re.compile(r"([0-9]+)")


@lru_cache(maxsize=1 << 16)  # the same IRI is sorted in many files of a release
def natural(words: str) -> tuple[Any, ...]:
    """A sort key: numbers in names by value, d9 before d10."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _NUMBERS.split(words) if part
    )


def in_order(terms: Iterable[Any]) -> list[Any]:
    """Objects by :func:`order`."""
    found = list(terms)
    return sorted(found, key=order) if len(found) > 1 else found  # most are alone


def order(term: Any) -> tuple[Any, ...]:
    """A sort key for objects: IRIs before literals, zh before en, then by their characters."""
    if isinstance(term, NamedNode):
        return (0, "", natural(term.value))
    tag = {"zh": "0", "en": "1"}.get(term.language or "", term.language or "")
    return (1, tag, term.value, term.datatype.value)


# ------------------------------------------------------------------ our context, turned round


class _Term(NamedTuple):
    """A term of the context: its name, ``@type`` and whether its values are a language map (of sets)."""

    name: str
    coercion: str = ""
    by_language: bool = False
    as_set: bool = False


class Compactor:
    """Writes IRIs and values in the terms of our context."""

    def __init__(self, base: str) -> None:
        terms: dict[str, Any] = context(base)["@context"]
        plain = {name: entry for name, entry in terms.items() if isinstance(entry, str) and ":" in entry}
        # a prefix ends in a delimiter (JSON-LD 1.1, section 9.15.1)
        self.prefixes = {name: iri for name, iri in plain.items() if iri[-1] in ":/?#[]@"}
        self.spaces = sorted(self.prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self.terms: dict[str, _Term] = {}
        for name, entry in terms.items():
            if name.startswith("@") or name in self.prefixes or name in ("id", "type", "graph"):
                continue
            term, iri = self._term(name, entry)
            if self.terms.setdefault(iri, term) is not term:
                raise DashiError(
                    Both(
                        f"上下文里 {iri} 有两个词：{self.terms[iri].name}、{name}",
                        f"the context has two terms for {iri}: {self.terms[iri].name}, {name}",
                    ),
                    remedy=Both("请只保留一个。", "Keep one."),
                    file="context.jsonld",
                )
        self.short: dict[str, str] = {}

    def _full(self, words: str) -> str:
        prefix, colon, rest = words.partition(":")
        return self.prefixes[prefix] + rest if colon and prefix in self.prefixes else words

    def _term(self, name: str, entry: Any) -> tuple[_Term, str]:
        if isinstance(entry, str):
            return _Term(name), self._full(entry)
        container = entry.get("@container", [])
        kinds = [container] if isinstance(container, str) else container
        coercion = self._full(entry.get("@type", ""))
        return _Term(name, coercion, "@language" in kinds, "@set" in kinds), self._full(entry["@id"])

    def iri(self, iri: str) -> str:
        """An IRI as node identifier: prefixed where a prefix fits, else whole."""
        if (known := self.short.get(iri)) is not None:
            return known
        words = iri
        for prefix, space in self.spaces:
            # “//” after the colon would be read as an absolute IRI
            if iri.startswith(space) and len(iri) > len(space) and not iri.startswith("//", len(space)):
                words = f"{prefix}:{iri[len(space) :]}"
                break
        else:
            if (scheme := iri.partition(":")[0]) in self.prefixes and not iri.startswith(f"{scheme}://"):
                raise DashiError(
                    Both(
                        f"{iri} 的协议名与上下文的前缀相同", f"the scheme of {iri} is a prefix of the context"
                    ),
                    remedy=Both("请换一个前缀。", "Use another prefix."),
                )
        self.short[iri] = words
        return words

    def word(self, iri: str) -> str:
        """An IRI as type, property or small value: by its term, else like any IRI."""
        term = self.terms.get(iri)
        return term.name if term else self.iri(iri)

    def node(self, subject: str, statements: Mapping[str, Iterable[Any]]) -> dict[str, Any]:
        """One node object; ``statements``: property IRI → objects."""
        node: dict[str, Any] = {"id": self.iri(subject)}
        for predicate, objects in statements.items():
            found = in_order(objects)
            if predicate == RDF_TYPE.value and all(isinstance(o, NamedNode) for o in found):
                node["type"] = _one_or_all([self.word(o.value) for o in found])
                continue
            term = self.terms.get(predicate)
            fitting = [o for o in found if term and _fits(term, o)]
            rest = [o for o in found if not (term and _fits(term, o))]
            if term and fitting:
                node[term.name] = self._values(term, fitting)
            if rest:
                node[self.iri(predicate)] = _one_or_all([self._whole(o) for o in rest])
        return node

    def _values(self, term: _Term, objects: list[Any]) -> Any:
        if term.by_language:
            by_language: dict[str, list[str]] = defaultdict(list)
            for o in objects:
                by_language[o.language].append(o.value)
            return {tag: words if term.as_set else _one_or_all(words) for tag, words in by_language.items()}
        if term.coercion == "@id":
            values: list[Any] = [self.iri(o.value) for o in objects]
        elif term.coercion == "@vocab":
            values = [self.word(o.value) for o in objects]
        elif term.coercion:
            values = [o.value for o in objects]
        else:
            values = [self._whole(o) for o in objects]
        return values if term.as_set else _one_or_all(values)

    def _whole(self, term: Any) -> Any:
        """A value that says itself what it is; integers and truth values are JSON's own."""
        if isinstance(term, NamedNode):
            return {"id": self.iri(term.value)}
        words, kind = value(term), datatype(term)
        if language(term):
            return {"@value": words, "@language": language(term)}
        if kind == _STRING:
            return words
        if kind == XSD + "integer" and _NATIVE_INTEGER.fullmatch(words):
            return int(words)
        if kind == XSD + "boolean" and words in ("true", "false"):
            return words == "true"
        return {"@value": words, "type": self.word(kind)}


def _fits(term: _Term, o: Any) -> bool:
    """Whether the value comes back from this term exactly as it was."""
    if term.coercion in ("@id", "@vocab"):
        return isinstance(o, NamedNode)
    if term.by_language:
        return isinstance(o, Literal) and bool(o.language)
    if term.coercion:
        return isinstance(o, Literal) and not o.language and o.datatype.value == term.coercion
    return True


def _one_or_all(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


@cache
def compactor(base: str) -> Compactor:
    """The compactor of the context under this base IRI."""
    return Compactor(base)


# ------------------------------------------------------------------ documents


_WRITTEN = (NamedNode, Literal)


def by_subject(triples: Iterable[Triple]) -> dict[str, dict[str, set[Any]]]:
    """Subject IRI → property IRI → objects.

    Raises:
        DashiError: a node has no IRI.
    """
    subjects: dict[str, dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for triple in triples:
        s, o = triple.subject, triple.object
        if (
            type(s) is not NamedNode or type(o) not in _WRITTEN
        ):  # once a triple of each file: isinstance takes longer
            raise DashiError(
                Both("空白节点无法写出", "a blank node cannot be written"),
                remedy=Both("请给每个节点一个 IRI。", "Give every node an IRI."),
            )
        subjects[s.value][triple.predicate.value].add(o)
    return subjects


def nodes(triples: Iterable[Triple], base: str) -> dict[str, dict[str, Any]]:
    """Compacted node objects by subject IRI, in natural order."""
    subjects = by_subject(triples)
    by_context = compactor(base)
    return {s: by_context.node(s, subjects[s]) for s in sorted(subjects, key=natural)}


def jsonld(triples: Iterable[Triple], base: str, *, used: bool = False) -> bytes:
    """JSON-LD in our context, which stands in the file itself: no tool has to fetch anything.

    Args:
        used: whether the context holds only what the file uses (a page's document is small, the context is not).
    """
    graph = list(nodes(triples, base).values())
    terms = _context(base)
    return dump({"@context": _used(terms, graph) if used else terms, "graph": graph})


@cache
def _context(base: str) -> dict[str, Any]:
    """The context's terms; not to be changed."""
    terms: dict[str, Any] = context(base)["@context"]
    return terms


def _used(terms: Mapping[str, Any], graph: list[Any]) -> dict[str, Any]:
    """The terms and prefixes of the context that the words of a document name; perhaps a few more."""
    words: set[str] = set()
    todo: list[Any] = [graph]
    while todo:
        found = todo.pop()
        if isinstance(found, dict):
            words.update(found)
            todo += found.values()
        elif isinstance(found, list):
            todo += found
        elif isinstance(found, str):
            words.add(found)
    keep = {n for n in terms if n.startswith("@") or n in words or n in ("id", "type", "graph")}
    for name in sorted(keep):
        entry = terms[name]
        words.update(
            v for v in (entry.values() if isinstance(entry, dict) else (entry,)) if isinstance(v, str)
        )
    prefixes = {word.partition(":")[0] for word in words if ":" in word}
    return {name: entry for name, entry in terms.items() if name in keep or name in prefixes}


def expanded(triples: Iterable[Triple]) -> list[dict[str, Any]]:
    """Expanded JSON-LD, sorted; numbers stay typed strings (exact)."""
    document = []
    subjects = by_subject(triples)
    for subject in sorted(subjects, key=natural):
        node: dict[str, Any] = {"@id": subject}
        for predicate, objects in subjects[subject].items():
            found = in_order(objects)
            if predicate == RDF_TYPE.value and all(isinstance(o, NamedNode) for o in found):
                node["@type"] = [o.value for o in found]
            else:
                node[predicate] = [_expanded_value(o) for o in found]
        document.append(node)
    return document


def _expanded_value(term: Any) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"@id": term.value}
    if language(term):
        return {"@value": value(term), "@language": language(term)}
    if datatype(term) == _STRING:
        return {"@value": value(term)}
    return {"@value": value(term), "@type": datatype(term)}


def no_remote(url: str, options: Mapping[str, Any] | None = None) -> Any:
    """A document loader that loads nothing: all contexts are local."""
    raise DashiError(
        Both(f"数据要求从网上读取 JSON-LD 上下文 {url}", f"a remote JSON-LD context was asked for: {url}"),
        remedy=Both("请使用发布包里的上下文。", "Use the context of this release."),
    )


def framed(triples: Iterable[Triple], frame: Mapping[str, Any], base: str) -> dict[str, Any]:
    """The triples as a tree by a JSON-LD 1.1 frame, in our context."""
    from pyld import jsonld as library

    options = {"documentLoader": no_remote, "omitGraph": True, "pruneBlankNodeIdentifiers": True}
    result: dict[str, Any] = library.frame(expanded(triples), {**context(base), **frame}, options)
    return result


def dump(document: Any) -> bytes:
    """JSON with sorted keys, Chinese as it is, a final newline."""
    return f"{written(document)}\n".encode()


_FIRST = {"@context": "0", "@id": "1", "id": "1", "@type": "2", "type": "2", "label": "3", "prefLabel": "3"}
_quoted = json.encoder.encode_basestring


def _place(key: str) -> str:
    """Keys in the order context, id, type, labels, then the alphabet."""
    return _FIRST.get(key, "9") + key


def written(value: Any, margin: str = "\n") -> str:
    """As ``json.dumps`` with ``indent=1``, which is slow where it indents, with its keys in order."""
    if isinstance(value, str):
        return _quoted(value)
    inner = f"{margin} "
    if value and isinstance(value, dict):
        items = [f"{_quoted(key)}: {written(value[key], inner)}" for key in sorted(value, key=_place)]
        return f"{{{inner}{f',{inner}'.join(items)}{margin}}}"
    if value and isinstance(value, list):
        return f"[{inner}{f',{inner}'.join([written(item, inner) for item in value])}{margin}]"
    return json.dumps(value)
