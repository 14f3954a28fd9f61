"""External facts from ``data/reference/``: divisions, organisations, documents. Each with its source."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from dashi_kg.errors import DataError
from dashi_kg.knowledge import divisions, yamlfile
from dashi_kg.language import Both


class Division(NamedTuple):
    """One administrative division. ``parent`` is a code or ``""``; ``generated``: the English name is romanised."""

    code: str
    kind: str
    zh: str
    en: str
    parent: str
    slug: str
    generated: bool = False


class FormerName(NamedTuple):
    """A name that a division had before, with the source that says so."""

    code: str
    zh: str
    en: str
    source: str


class KnownOrganisation(NamedTuple):
    """A slug and an English name for an organisation that has no code."""

    zh: str
    slug: str
    en: str


class Law(NamedTuple):
    """A document that exists outside the reports. Dates are ISO strings or ``""``."""

    zh: str
    aliases: tuple[str, ...]
    level: str
    slug: str
    kind: str
    en: str
    identifier: str
    date: str
    in_force: str
    source: str

    @property
    def path(self) -> str:
        return f"law/{self.level}/{self.slug}"


class Reference(NamedTuple):
    """All reference tables."""

    vintage: str
    place_source: str
    divisions: tuple[Division, ...]
    place_slugs: tuple[tuple[str, str, str], ...]
    former_names: tuple[FormerName, ...]
    organisations: tuple[KnownOrganisation, ...]
    dispatched_kinds: tuple[str, ...]
    dispatched_by: str
    dispatch_source: str
    laws: tuple[Law, ...]
    folder: Path | None = None

    def division(self, code: str) -> Division | None:
        """The division of a code: of the hand-made table, else of the table of all divisions."""
        own = next((d for d in self.divisions if d.code == code), None)
        if own or self.folder is None:
            return own
        row = divisions.table(self.folder).get(code)
        return _division(row) if row else None

    def named(self, zh: str) -> list[Division]:
        """All divisions of exactly this name, by code; the hand-made table knows better English names."""
        own = {d.code: d for d in self.divisions if d.zh == zh}
        if self.folder is not None:
            for row in divisions.table(self.folder).named(zh):
                own.setdefault(row.code, _division(row))
        return [own[code] for code in sorted(own)]

    def called(self, short: str) -> list[Division]:
        """All divisions of this name or short name (阿坝州, 峨边县, 广西), by code."""
        found = self.named(short)
        if found or self.folder is None:
            return found
        table = divisions.table(self.folder)
        rows = table.autonomous(short) or tuple(r for r in (table.provinces.get(short),) if r)
        return [self.division(row.code) or _division(row) for row in rows]

    def english_name(self, zh: str) -> str:
        """The English name of the divisions of exactly this name, ``""`` where no table has it or two are named differently."""
        names = {_without_place(d.en) for d in self.named(zh)}
        return names.pop() if len(names) == 1 else ""

    def placed_name(self, division: Division) -> str:
        """The English name of a division; of a town or subdistrict with the county that it lies in.

        Shayu Town, Hechuan District.
        """
        above = self.division(division.parent) if division.kind == "township" else None
        own = _without_place(division.en)
        return f"{own}, {_without_place(above.en)}" if above else own

    def short_place(self, division: Division) -> str:
        """The English name of a division, with what it lies in only where others bear its name."""
        namesakes = len(self.named(division.zh)) > 1
        return self.placed_name(division) if namesakes else _without_place(division.en)

    def upper_names(self) -> frozenset[str]:
        """The names of all prefectures and counties."""
        own = frozenset(d.zh for d in self.divisions if d.kind in ("prefecture", "county"))
        return own | divisions.table(self.folder).upper_names if self.folder else own

    def province_names(self) -> frozenset[str]:
        """The short names of all provinces: 广西, 重庆."""
        return frozenset(divisions.table(self.folder).provinces) if self.folder else frozenset()

    def ancestors(self, division: Division) -> list[Division]:
        """From the parent up to the province."""
        found: list[Division] = []
        above = self.division(division.parent)
        while above and above not in found:
            found.append(above)
            above = self.division(above.parent)
        return found

    def law(self, title: str) -> Law | None:
        """The document of this title or alias."""
        return next((law for law in self.laws if title == law.zh or title in law.aliases), None)

    def law_by_slug(self, slug: str) -> Law | None:
        return next((law for law in self.laws if law.slug == slug), None)

    def place_slug(self, parent: str, name: str) -> str:
        return next((slug for code, zh, slug in self.place_slugs if (code, zh) == (parent, name)), "")

    def organisation(self, name: str) -> KnownOrganisation | None:
        return next((o for o in self.organisations if o.zh == name), None)


def _without_place(name: str) -> str:
    """Dashi Subdistrict (Panyu) → Dashi Subdistrict."""
    return name.partition(" (")[0]


def _division(row: divisions.DivisionRow) -> Division:
    return Division(row.code, row.kind, row.zh, row.en, row.parent, "", generated=True)


@cache
def load_reference(folder: Path) -> Reference:
    """The tables of a folder.

    Raises:
        DataError: a file is missing or malformed; a parent is unknown.
    """
    file = folder / "places.yaml"
    places = yamlfile.fields(
        yamlfile.load_own(file),
        file=file,
        place="",
        need=("vintage", "source", "places"),
        may=("slugs", "former_names"),
    )
    divisions = []
    for number, entry in enumerate(yamlfile.entries(places["places"], file=file, place="places"), start=1):
        row = yamlfile.fields(
            entry,
            file=file,
            place=f"places, entry {number}",
            need=("code", "kind", "zh", "en"),
            may=("parent", "slug"),
        )
        divisions.append(
            Division(
                str(row["code"]),
                row["kind"],
                row["zh"],
                row["en"],
                str(row.get("parent", "")),
                row.get("slug", ""),
            )
        )
    codes = {d.code for d in divisions}
    for division in divisions:
        if division.parent and division.parent not in codes:
            cause = Both(
                f"{division.code} 的上级 {division.parent} 不在表中",
                f"the parent {division.parent} of {division.code} is not in the table",
            )
            raise DataError(cause, remedy=Both("请补上。", "Add it."), file=str(file))
    slugs = []
    for number, entry in enumerate(yamlfile.entries(places.get("slugs"), file=file, place="slugs"), start=1):
        row = yamlfile.fields(entry, file=file, place=f"slugs, entry {number}", need=("parent", "zh", "slug"))
        slugs.append((str(row["parent"]), row["zh"], row["slug"]))
    former = []
    for number, entry in enumerate(
        yamlfile.entries(places.get("former_names"), file=file, place="former_names"), 1
    ):
        row = yamlfile.fields(
            entry, file=file, place=f"former_names, entry {number}", need=("code", "zh", "en", "source")
        )
        former.append(FormerName(str(row["code"]), row["zh"], row["en"], row["source"]))

    file = folder / "organisations.yaml"
    table = yamlfile.fields(yamlfile.load_own(file), file=file, place="", need=("organisations", "dispatch"))
    known = []
    for number, entry in enumerate(
        yamlfile.entries(table["organisations"], file=file, place="organisations"), 1
    ):
        row = yamlfile.fields(
            entry, file=file, place=f"organisations, entry {number}", need=("zh", "slug", "en")
        )
        known.append(KnownOrganisation(row["zh"], row["slug"], row["en"]))
    dispatch = yamlfile.fields(table["dispatch"], file=file, place="dispatch", need=("kinds", "by", "source"))

    file = folder / "laws.yaml"
    laws = []
    content = yamlfile.fields(yamlfile.load_own(file), file=file, place="", need=("laws",))
    for number, entry in enumerate(yamlfile.entries(content["laws"], file=file, place="laws"), start=1):
        row = yamlfile.fields(
            entry,
            file=file,
            place=f"laws, entry {number}",
            need=("zh", "level", "slug", "kind", "en", "source"),
            may=("aliases", "identifier", "date", "in_force"),
        )
        laws.append(
            Law(
                row["zh"],
                tuple(row.get("aliases") or ()),
                row["level"],
                row["slug"],
                row["kind"],
                row["en"],
                str(row.get("identifier", "")),
                str(row.get("date", "")),
                str(row.get("in_force", "")),
                row["source"],
            )
        )
    return Reference(
        str(places["vintage"]),
        places["source"],
        tuple(divisions),
        tuple(slugs),
        tuple(former),
        tuple(known),
        tuple(dispatch["kinds"]),
        dispatch["by"],
        dispatch["source"],
        tuple(laws),
        folder,
    )
