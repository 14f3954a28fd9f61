"""A report that was built and checked, on the disk: a release of many holds what tells them apart, not their quads."""

from __future__ import annotations

import io
import pickle
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pyoxigraph import Quad, RdfFormat, parse

from dashi_kg.knowledge.reference import Division
from dashi_kg.language import Both
from dashi_kg.rdf.serialize import serialize
from dashi_kg.rdf.statements import Statements
from dashi_kg.validation.engine import Outcome
from dashi_kg.validation.finding import Finding, Shape
from dashi_kg.validation.shapes import load_shapes

PARTS = (".nq", ".text", ".outcome", ".original")  # suffixes of the files of a kept report


class _Read(Protocol):
    """What is kept of a report (see :class:`dashi_kg.pipeline.BuiltReport`)."""

    @property
    def org_id(self) -> str: ...
    @property
    def year(self) -> str: ...
    @property
    def statements(self) -> Statements: ...
    @property
    def text_sha256(self) -> str: ...
    @property
    def issued(self) -> str: ...
    @property
    def source_bytes(self) -> bytes: ...
    @property
    def original(self) -> tuple[str, bytes] | None: ...
    @property
    def division(self) -> Division | None: ...
    @property
    def warnings(self) -> tuple[Both, ...]: ...
    @property
    def file(self) -> str: ...


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report whose quads, texts and findings are read again whenever they are asked for.

    Attributes:
        place: of its files, without suffix.
        counts: how many findings of each severity.
    """

    place: Path
    base: str
    org_id: str
    year: str
    file: str
    division: Division | None
    text_sha256: str
    issued: str
    warnings: tuple[Both, ...]
    counts: Mapping[str, int]
    original_name: str = ""

    @property
    def nquads(self) -> Path:
        """Its sorted N-Quads."""
        return self.place.with_suffix(".nq")

    @property
    def figures(self) -> Path:
        """What its figures tell, as far as it and what all share say so; written with its table."""
        return self.place.with_suffix(".figures")

    @property
    def parts(self) -> list[bytes]:
        """All that is kept of it: N-Quads, text, findings, original."""
        places = (self.place.with_suffix(suffix) for suffix in PARTS)
        return [place.read_bytes() if place.exists() else b"" for place in places]

    @property
    def quads(self) -> list[Quad]:
        """Its quads, sorted as N-Quads are."""
        return list(parse(self.nquads.read_bytes(), format=RdfFormat.N_QUADS))

    @property
    def statements(self) -> Statements:
        """The same as words of N-Quads."""
        return Statements.of(self.quads)

    @property
    def source_bytes(self) -> bytes:
        """The archived text."""
        return self.place.with_suffix(".text").read_bytes()

    @property
    def original(self) -> tuple[str, bytes] | None:
        """Name and bytes of the file that the text was converted from."""
        return (
            (self.original_name, self.place.with_suffix(".original").read_bytes())
            if self.original_name
            else None
        )

    @property
    def outcome(self) -> Outcome:
        """What the validation found."""
        shapes = {shape.code: shape for shape in load_shapes(self.base)[0]}
        found = _Reader(io.BytesIO(self.place.with_suffix(".outcome").read_bytes()), shapes).load()
        assert isinstance(found, Outcome)
        return found


def keep(report: _Read, outcome: Outcome, place: Path, base: str) -> KeptReport:
    """Write what a release needs of a report.

    Args:
        place: of its files, without suffix; the folder is there.
        base: the base IRI.

    Raises:
        OSError: it cannot be written.
    """
    place.with_suffix(".nq").write_bytes(serialize(report.statements, "nq", base))
    place.with_suffix(".text").write_bytes(report.source_bytes)
    name, data = report.original or ("", b"")
    if name:
        place.with_suffix(".original").write_bytes(data)
    with place.with_suffix(".outcome").open("wb") as file:
        _Writer(file).dump(outcome)
    return KeptReport(
        place,
        base,
        report.org_id,
        report.year,
        report.file,
        report.division,
        report.text_sha256,
        report.issued,
        report.warnings,
        dict(Counter(outcome.counts())),
        name,
    )


_KINDS = {(kind.__module__, kind.__qualname__): kind for kind in (Both, Finding, Outcome)}


class _Writer(pickle.Pickler):
    """Findings with the codes of their shapes: the shapes are one set for all reports."""

    def persistent_id(self, thing: object) -> str | None:
        return thing.code if isinstance(thing, Shape) else None


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, shapes: Mapping[str, Shape]) -> None:
        super().__init__(file)
        self._shapes = shapes

    def persistent_load(self, code: str) -> Shape:
        return self._shapes[code]

    def find_class(self, module: str, name: str) -> Any:
        """What findings are made of, and never code: what was kept of an earlier run may lie there for long."""
        if (module, name) not in _KINDS:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return _KINDS[module, name]
