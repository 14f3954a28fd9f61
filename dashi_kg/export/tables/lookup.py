"""Triples as a table to look things up in: subject and property → values, names in a language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import Quad, Triple

from dashi_kg.rdf.jsonld import order
from dashi_kg.rdf.namespaces import FOREIGN, LABEL, RDF_TYPE
from dashi_kg.rdf.terms import language, value

_NAMES = (LABEL.value, FOREIGN["skos"] + "prefLabel")
_HIDDEN = FOREIGN["skos"] + "hiddenLabel"


class Facts:
    """What the triples say, by subject IRI.

    Args:
        triples: the facts.
        shared: facts that many such tables share (code lists, divisions), so that they are put in order once. Their
            subjects are looked up as the others are, but :meth:`of_type` does not find them.
    """

    def __init__(self, triples: Iterable[Triple | Quad], shared: Facts | None = None) -> None:
        self._common = shared
        self._shared: dict[str, dict[str, list[Any]]] = shared._values if shared else {}
        self._values: dict[str, dict[str, list[Any]]] = {}
        self._named: dict[tuple[str, str], str] = {}
        last, said = None, dict[str, list[Any]]()
        for triple in triples:
            subject = value(triple.subject)
            if subject != last:  # they come by subject, most often
                last, said = subject, self._values.setdefault(subject, {})
            predicate = triple.predicate.value
            if predicate in said:
                said[predicate].append(triple.object)
            else:
                said[predicate] = [triple.object]

    def all(self, subject: str, predicate: str) -> list[Any]:
        """All values: IRIs first, numbers in names by their value, so the first in the text comes first."""
        own, common = self._values.get(subject), self._shared.get(subject)
        found: list[Any] = own.get(predicate, []) if own else []
        if common and (more := common.get(predicate)):
            found = [*found, *more]
        return sorted(found, key=order) if len(found) > 1 else found

    def own(self, subject: str, predicate: str) -> list[Any]:
        """The values that these triples say and no shared ones, in the order of the triples."""
        said = self._values.get(subject)
        return said.get(predicate, []) if said else []

    def one(self, subject: str, predicate: str) -> str:
        """The IRI or lexical form of the first value, or ``""``."""
        found = self.all(subject, predicate)
        return value(found[0]) if found else ""

    def words(self, subject: str, tag: str) -> str:
        """The name of the subject in one language, or ``""``.

        Of a body that a person has given a name in one report, and a rule in another, that of the person: the other is
        marked as hidden.
        """
        if self._common and subject not in self._values:
            return self._common.words(subject, tag)
        if (known := self._named.get((subject, tag))) is None:
            known = self._named[subject, tag] = self._words(subject, tag)
        return known

    def _words(self, subject: str, tag: str) -> str:
        found = [value(t) for predicate in _NAMES for t in self.all(subject, predicate) if language(t) == tag]
        if len(found) > 1:
            hidden = {value(t) for t in self.all(subject, _HIDDEN) if language(t) == tag}
            found = [name for name in found if name not in hidden] or found
        return found[0] if found else ""

    def of_type(self, *classes: str) -> list[str]:
        """The subjects that are of one of these classes (IRIs), in the order of the triples."""
        wanted = set(classes)
        return [s for s in self._values if wanted & {value(t) for t in self.all(s, RDF_TYPE.value)}]

    def having(self, predicate: str) -> list[str]:
        """The subjects of which a property (IRI) is said, in the order of the triples."""
        return [subject for subject, said in self._values.items() if predicate in said]
