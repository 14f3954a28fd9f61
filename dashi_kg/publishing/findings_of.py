"""The findings of all reports of a release as its pages show them; what is kept on the disk is read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from dashi_kg.publishing.conforming import Checked
from dashi_kg.publishing.former_findings import FormerFindings
from dashi_kg.publishing.report_part import where_of
from dashi_kg.site.facts.findings import ShownFinding, notes_of


class FindingsOf(Mapping[str, tuple[ShownFinding, ...]]):
    """IRI of a report → its findings, and which of them the former release had not."""

    def __init__(self, checked: Sequence[Checked], former: FormerFindings | None, base: str) -> None:
        self._checked = {f"{base}report/{c.report.org_id}/{c.report.year}": c for c in checked}
        self._former, self._base = former, base
        self._read = lru_cache(maxsize=4)(self._found)

    def __reduce__(self) -> tuple[object, ...]:
        return FindingsOf, (list(self._checked.values()), self._former, self._base)

    def _found(self, iri: str) -> tuple[ShownFinding, ...]:
        checked = self._checked[iri]
        outcome = checked.outcome
        where = where_of(checked.report)
        return notes_of(outcome, self._former.new(where, outcome) if self._former else None)

    def __getitem__(self, iri: str) -> tuple[ShownFinding, ...]:
        if iri not in self._checked:
            raise KeyError(iri)
        return self._read(iri)

    def __contains__(self, iri: object) -> bool:
        return iri in self._checked

    def __iter__(self) -> Iterator[str]:
        return iter(self._checked)

    def __len__(self) -> int:
        return len(self._checked)
