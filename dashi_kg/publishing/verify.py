"""Recompute what a release claims: checksums, digests of sources, quotes at offsets, one set of triples."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pyoxigraph import Quad

from dashi_kg.errors import DashiError, no_such
from dashi_kg.language import Both, said
from dashi_kg.language import line as at_line
from dashi_kg.model import Source
from dashi_kg.publishing.swap import settled
from dashi_kg.rdf.parse import PACKED_FILE, RELEASE_FILE, read_rdf, release_data
from dashi_kg.rdf.terms import value
from dashi_kg.source.read import decode

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_SYNTAXES = ("nq", "trig", "ttl", "nt", "jsonld")


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that does not match: file, place, cause."""

    file: str
    place: str
    cause: str  # in both languages (:class:`dashi_kg.language.Both`)

    def __str__(self) -> str:
        colon = said(Both("：", ": "))
        return colon.join(part for part in (self.file, said(self.place), said(self.cause)) if part)


def verify(release: Path) -> list[Mismatch]:
    """Everything in a release that does not match.

    Args:
        release: the folder of a release.

    Returns:
        Mismatches in the order of the files; an empty list when everything matches.

    Raises:
        DashiError: this is no release.
    """
    if not settled(release).exists():
        raise no_such(release)
    if not (release / SUMS).is_file():
        raise DashiError(
            Both(f"这里没有发布包：缺少 {SUMS}", f"no release here: {SUMS} is missing"),
            remedy=Both(
                "请给出 dashi-kg publish 写出的文件夹。", "Name a folder that dashi-kg publish wrote."
            ),
            file=str(release),
        )
    found = list(_checksums(release))
    broken = {m.file for m in found}
    data = release_data(release)
    if data is None and not broken.isdisjoint((RELEASE_FILE, PACKED_FILE)):
        return found
    quads: dict[str, list[Quad]] = {}
    packed = data is not None and data.name == PACKED_FILE  # the only one, then
    for suffix in ("nq",) if packed else _SYNTAXES:
        name = PACKED_FILE if packed else f"dashi-kg.{suffix}"
        try:
            quads[suffix] = read_rdf(release / name, "urn:relative:")
        except DashiError as error:
            found.append(Mismatch(name, error.place, error.cause))
    whole = quads.get("nq")
    if whole is not None:
        table = _values(whole)
        found += _same_triples(whole, quads)
        found += _sources_and_quotes(table)
        found += _archived_texts(release, whole)
        found += _originals(release, table)
    found += _catalogue(release)
    return found


def _checksums(release: Path) -> Iterator[Mismatch]:
    listed = set()
    # what is no UTF-8 is no name of ours: the line is reported below
    lines = (release / SUMS).read_text(encoding="utf-8", errors="backslashreplace").splitlines()
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        if not match:
            yield Mismatch(SUMS, at_line(number), Both("校验和格式有误", "not a checksum line"))
            continue
        digest, name = match.groups()
        listed.add(name)
        file = release / name
        if not file.resolve().is_relative_to(release.resolve()):
            yield Mismatch(SUMS, at_line(number), Both("指向目录之外", "points out of the folder"))
            continue
        if not file.is_file():
            yield Mismatch(name, "", Both("缺失", "missing"))
        elif _digest(file) != digest:
            yield Mismatch(name, "", Both("内容已改变", "changed: its SHA-256 differs"))
    for path in sorted(p for p in release.rglob("*") if p.is_file()):
        name = path.relative_to(release).as_posix()
        if name != SUMS and name not in listed:
            yield Mismatch(name, "", Both("不在清单中", "not in the list"))


def _digest(file: Path) -> str:
    with file.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _same_triples(whole: list[Quad], quads: dict[str, list[Quad]]) -> Iterator[Mismatch]:
    expected = {q.triple for q in whole}
    for suffix, found in quads.items():
        triples = {q.triple for q in found}
        if triples != expected:
            missing, extra = len(expected - triples), len(triples - expected)
            cause = Both(
                f"三元组与 dashi-kg.nq 不同：缺 {missing} 条，多 {extra} 条",
                f"triples differ from dashi-kg.nq: {missing} missing, {extra} extra",
            )
            yield Mismatch(f"dashi-kg.{suffix}", "", cause)
    if "trig" in quads and set(quads["trig"]) != set(whole):
        yield Mismatch(
            "dashi-kg.trig", "", Both("命名图与 dashi-kg.nq 不同", "named graphs differ from dashi-kg.nq")
        )


_Table = dict[str, dict[str, list[str]]]  # subject → local name of the predicate → values


def _values(quads: list[Quad]) -> _Table:
    table: _Table = {}
    for q in quads:
        name = _local(q.predicate.value)
        table.setdefault(value(q.subject), {}).setdefault(name, []).append(value(q.object))
    return table


@lru_cache(maxsize=1024)
def _local(iri: str) -> str:
    return re.split("[#/]", iri)[-1]


def _sources_and_quotes(table: _Table) -> Iterator[Mismatch]:
    """Digest of each source, and the words at the offsets of each anchor."""
    for iri in sorted(table):
        values = table[iri]
        if "text" in values and "sha256" in values:
            digest = hashlib.sha256(values["text"][0].encode("utf-8")).hexdigest()
            if digest != values["sha256"][0]:
                yield Mismatch("dashi-kg.nq", iri, Both("来源摘要不符", "the digest of the source differs"))
        if "beginIndex" not in values:
            continue
        start, end, exact = (values.get(name, [""])[0] for name in ("beginIndex", "endIndex", "anchorOf"))
        text = table.get(values.get("referenceContext", [""])[0], {}).get("text", [""])[0]
        if not (start.isdigit() and end.isdigit()) or text[int(start) : int(end)] != exact or not exact:
            yield Mismatch(
                "dashi-kg.nq", iri, Both(f"引文“{exact}”与原文不符", f"the quote “{exact}” is not there")
            )


def _archived_texts(release: Path, quads: list[Quad]) -> Iterator[Mismatch]:
    """Each archived file has a source of its digest."""
    digests = ("#fileSha256", "#sha256")  # of a converted text, the second
    known = {value(q.object) for q in quads if q.predicate.value.endswith(digests)}
    for path in sorted(release.glob("reports/*/*/source.txt")):
        if hashlib.sha256(path.read_bytes()).hexdigest() not in known:
            name = path.relative_to(release).as_posix()
            yield Mismatch(
                name, "", Both("存档原文与图中摘要不符", "the archived text has another digest in the graph")
            )


def _originals(release: Path, table: _Table) -> Iterator[Mismatch]:
    """Each original file is there, converts to the archived text, and places stand where they are said to be."""
    files = {path.stem: path for path in sorted(release.glob("reports/*/*/original/*"))}
    sources = {iri: values for iri, values in table.items() if "fileSha256" in values}
    read: dict[str, Source] = {}
    for iri, values in sorted(sources.items()):
        if "wasDerivedFrom" not in values:
            continue
        path = files.get(values["fileSha256"][0])
        if path is None:
            yield Mismatch("", iri, Both("原件缺失", "the original file is missing"))
            continue
        name = path.relative_to(release).as_posix()
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != path.stem:
            yield Mismatch(
                name, "", Both("原件与其摘要不符", "the original file has another digest than its name")
            )
            continue
        try:
            source = decode(data, name)
        except DashiError as error:
            yield Mismatch(
                name,
                error.place,
                Both(f"原件无法读取：{error.cause.zh}", f"the original cannot be read: {error.cause.en}"),
            )
            continue
        if source.text != values.get("text", [""])[0]:
            yield Mismatch(name, "", Both("原件转出的文本不同", "the original converts to another text"))
            continue
        read[iri] = source
    for iri, values in sorted(table.items()):
        if "#char=" not in iri or values.get("referenceContext", [""])[0] not in read:
            continue
        start = iri.rpartition("#char=")[2].partition(",")[0]
        places = [p["value"][0] for s in values.get("hasSelector", []) if "value" in (p := table.get(s, {}))]
        expected = read[values["referenceContext"][0]].origin_at(int(start)) if start.isdecimal() else None
        if not start.isdecimal() or places != ([expected[1]] if expected else []):
            yield Mismatch(
                "dashi-kg.nq", iri, Both("在原件中的位置不符", "another place in the original file")
            )


def _catalogue(release: Path) -> Iterator[Mismatch]:
    """Sizes and checksums of the DCAT catalogue."""
    file = release / "catalog.ttl"
    if not file.is_file():
        return
    try:
        table = _values(read_rdf(file, "urn:relative:"))
    except DashiError as error:
        yield Mismatch("catalog.ttl", error.place, error.cause)
        return
    for iri in sorted(table):
        values = table[iri]
        if "byteSize" not in values:
            continue
        name = iri.partition("/distribution/")[2]
        path = release / name
        if not path.is_file():
            yield Mismatch("catalog.ttl", name, Both("所列文件缺失", "the listed file is missing"))
            continue
        data = path.read_bytes()
        digest = table.get(values.get("checksum", [""])[0], {}).get("checksumValue", [""])[0]
        if (str(len(data)), hashlib.sha256(data).hexdigest()) != (values["byteSize"][0], digest):
            yield Mismatch("catalog.ttl", name, Both("大小或校验和不符", "size or checksum differs"))
