"""What a sorted file says of one report after the other: the report is held, all else is looked up."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Quad

from dashi_kg.export.streamed.sorted_file import SortedFile
from dashi_kg.export.tables.lookup import Facts
from dashi_kg.rdf.jsonld import order
from dashi_kg.rdf.namespaces import FOREIGN, RDF_TYPE
from dashi_kg.rdf.terms import value

_REMEMBERED = 5_000  # subjects
_Statements = dict[str, list[Any]]


class FactsOnDisk(Facts):
    """See :class:`~dashi_kg.export.tables.lookup.Facts`; :meth:`of_type` finds what belongs to the report that is held."""

    def __init__(self, file: SortedFile) -> None:
        super().__init__(())
        self.file = file
        self.quads: list[Quad] = []
        self._held: dict[str, _Statements] = {}
        self._known: OrderedDict[str, _Statements] = OrderedDict()

    def hold(self, report: str) -> None:
        """Take up a report with its text, in the place of the former."""
        quads = self.file.below(report)
        derived = FOREIGN["prov"] + "wasDerivedFrom"
        texts = sorted(
            {value(q.object) for q in quads if value(q.subject) == report and q.predicate.value == derived}
        )
        self.quads = [*quads, *(q for text in texts for q in self.file.below(text))]
        self._held = _by_subject(self.quads)

    def said(self, subject: str) -> _Statements:
        """What is said of a subject: property → values."""
        if (held := self._held.get(subject)) is not None:
            return held
        if (known := self._known.get(subject)) is not None:
            self._known.move_to_end(subject)
            return known
        found = self._known[subject] = (
            _by_subject(self.file.quads(subject)).get(subject, {}) if subject else {}
        )
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return found

    def all(self, subject: str, predicate: str) -> list[Any]:
        """See :class:`~dashi_kg.export.tables.lookup.Facts`."""
        found = self.said(subject).get(predicate, [])
        return sorted(found, key=order) if len(found) > 1 else found

    def of_type(self, *classes: str) -> list[str]:
        """The subjects of the report that is held that are of one of these classes."""
        wanted = set(classes)
        return [
            s
            for s, said in self._held.items()
            if any(value(t) in wanted for t in said.get(RDF_TYPE.value, ()))
        ]


def _by_subject(quads: Iterable[Quad]) -> dict[str, _Statements]:
    found: dict[str, _Statements] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        found[value(quad.subject)][quad.predicate.value].append(quad.object)
    return found
