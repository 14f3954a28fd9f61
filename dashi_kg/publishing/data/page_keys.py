"""What the page of a thing depends on, as a digest: pages whose digest is that of the former release need not be made again.

What a report says of itself stands below its IRI and that of its text. A page of a report depends on that, on what all reports say of the
things that it names, and on the other reports of its body. A page of anything else depends on what is said of it and of what is said to
lead to it. A digest may take in more than a page shows, never less: then a page is made again without need.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from dashi_kg.rdf.iris import OF_REPORTS, lines_of_reports
from dashi_kg.rdf.namespaces import curie

_SIZE = 16  # bytes of a digest
_LABEL = str(curie("rdfs:label")).encode()
# what lists all there is, and what tells of files: nothing leads from a thing to what is said of these
_LISTS = ("catalog", "dataset/all", "distribution/", "graph/")
# documents that are not told by what is said of them alone: they list all there is, or count it
_ALWAYS = frozenset(("catalog", "indicator", "ns", "shapes", "topic"))
_NEVER = ("dataset/", "graph/", *OF_REPORTS)


class _Group(NamedTuple):
    """What one part says of one subject: its lines, and the IRIs of ours that they lead to, without the base."""

    lines: bytes
    objects: tuple[str, ...]


class PageKeys:
    """Digests by the path of a document.

    Args:
        base: the base IRI.
        reports: path of each report (``report/{org-id}/{year}``) → its sorted N-Quads.
        lead: sorted N-Quads of places and bodies that all reports share.
        more: sorted N-Quads of what is said besides: of former reports, the catalogue.
        program: a digest of what else decides a page: the program, the vocabulary, which files there are.
        on_topic: key of a topic → the reports with figures on it, in the order of ``reports``.
    """

    def __init__(
        self,
        base: str,
        reports: Mapping[str, Path],
        lead: bytes,
        more: Iterable[bytes],
        program: bytes,
        on_topic: Callable[[str], Iterable[int]],
    ) -> None:
        self._program, self._on_topic, self._paths = program, on_topic, list(reports)
        self._start = f"<{base}".encode()
        self._private = lines_of_reports(base)
        self._common: dict[str, set[bytes]] = defaultdict(set)  # lines by subject
        self._leads: dict[str, set[str]] = defaultdict(set)  # from such a subject
        self._to: dict[str, int] = defaultdict(int)  # document → sum of digests of what leads there
        self._around: dict[str, bytes] = {}
        self._own: dict[str, bytes] = {}  # of reports: what they say, and what is said of what they name
        self._about: dict[str, set[str]] = {}  # report → what it is about, and what that lies in
        self._texts: dict[str, set[str]] = {}
        self._near: dict[str, list[str]] = defaultdict(list)  # thing → the reports that are about it
        self._alone: set[str] = set()
        self._words: dict[bytes, str] = {}
        self._lead = frozenset(lead.splitlines())
        for file in reports.values():
            self._learn(file.read_bytes())
        self._of_reports = {subject: frozenset(lines) for subject, lines in self._common.items()}
        besides = [lead, *more]
        for data in besides:
            self._learn(data)
        for subject, objects in self._leads.items():
            self._add(self._closure(subject), {_document(o) for o in objects} - {_document(subject)})
        for path, file in reports.items():
            self._take(path, file.read_bytes())
        for data in besides:
            self._tell(data)
        self._words.clear()

    def _learn(self, data: bytes) -> None:
        """What a part says of things that are not a report's own."""
        rest = b"\n".join(line for line in data.splitlines() if not line.startswith(self._private))
        for subject, group in self._groups(rest):
            self._common[subject].update(group.lines.split(b"\n"))
            self._leads[subject].update(group.objects)

    def _take(self, path: str, data: bytes) -> None:
        """What a report says of itself, and to what that leads."""
        groups = dict(self._groups(data))
        main = groups.get(path, _Group(b"", ()))
        about = self._about[path] = self._reached(filter(_shared, main.objects))
        texts = self._texts[path] = {_document(o) for o in main.objects if o.startswith("source/")}
        head = _digest(main.lines, *map(self._closure, self._named(main.objects)))
        named = set[str]()
        for thing in about:
            self._near[thing].append(path)
        self._add(head, {_document(thing) for thing in about})
        leading: dict[str, list[bytes]] = defaultdict(list)  # to documents
        for subject, group in groups.items():
            if not _shared(subject):
                common = self._named(group.objects)
                named.update(common)
                found = _digest(head, group.lines, *map(self._closure, common))
                for document in {_document(o) for o in group.objects}:
                    leading[document].append(found)
        for document in leading.keys() - {path} - texts:
            self._add(_digest(*leading[document]), (document,))
        self._own[path] = _digest(data, head, *map(self._closure, sorted(named)))
        none = _Group(b"", ())
        known = (
            (s, groups.get(s, none).lines.split(b"\n")) for s in self._reached(named) if s in self._of_reports
        )
        if all(self._of_reports[s] - self._lead <= set(lines) for s, lines in known):
            self._alone.add(path)

    def _tell(self, data: bytes) -> None:
        """What is said besides of what was a report's own."""
        told = b"\n".join(line for line in data.splitlines() if line.startswith(self._private))
        for subject, group in self._groups(told):
            self._add(_digest(group.lines), {_document(subject), *map(_document, group.objects)})

    def _groups(self, data: bytes) -> Iterator[tuple[str, _Group]]:
        """Subject (without the base) → what is said of it."""
        start, size = self._start, len(self._start)
        subject, lines, objects = b"", list[bytes](), set[bytes]()
        for line in (*data.splitlines(), b"  "):
            name, _, rest = line.split(b" ", 2)
            if name != subject:
                if subject.startswith(start):
                    yield (
                        subject[size:-1].decode(),
                        _Group(b"\n".join(lines), tuple(sorted(map(self._word, objects)))),
                    )
                subject, lines, objects = name, [], set()
            lines.append(line)
            if rest.startswith(start):
                objects.add(rest[size : rest.index(b">")])

    def _word(self, name: bytes) -> str:
        """As words: the same for the same."""
        if (word := self._words.get(name)) is None:
            word = self._words[name] = name.decode()
        return word

    def _reached(self, things: Iterable[str]) -> set[str]:
        """Things, and all to which what is said of them leads."""
        reached, wanted = set[str](), list(things)
        while wanted:
            reached.add(one := wanted.pop())
            if not one.startswith(_LISTS):
                wanted += [o for o in self._leads.get(one, ()) if o not in reached and _shared(o)]
        return reached

    def _closure(self, thing: str) -> bytes:
        """A digest of what is said of a thing, and of all to which that leads."""
        if thing not in self._around:
            reached = sorted(one for one in self._reached([thing]) if not one.startswith(_LISTS))
            self._around[thing] = _digest(
                *(line for one in reached for line in sorted(self._common.get(one, ())))
            )
        return self._around[thing]

    def _named(self, objects: Iterable[str]) -> list[str]:
        """Those of which several reports may speak."""
        return [o for o in objects if o in self._common]

    def _add(self, digest: bytes, documents: Iterable[str]) -> None:
        for document in documents:
            self._to[document] += int.from_bytes(_digest(digest, document.encode()), "big")

    def _sum(self, document: str) -> bytes:
        return str(self._to.get(document, 0)).encode()

    @cached_property
    def _names(self) -> bytes:
        """The names that several bodies have: pages tell such bodies apart."""
        bodies: dict[bytes, set[str]] = defaultdict(set)
        for subject, lines in self._common.items():
            if subject.startswith("org/"):
                for _, predicate, rest in (line.split(b" ", 2) for line in lines):
                    if predicate == _LABEL:
                        bodies[rest.rpartition(b" <")[0]].add(subject)
        shared = sorted((name, sorted(found)) for name, found in bodies.items() if len(found) > 1)
        return _digest(*(word for name, found in shared for word in (name, *map(str.encode, found))))

    def of_records(self, path: str) -> str:
        """Of what the search finds of a report, with what is said of the things that it names."""
        return _digest(self._program, self._own[path]).hex()

    def of_vocabulary(self, paths: Iterable[str]) -> str:
        """Of what the search finds of those things among all that are shared of which nobody says more.

        Args:
            paths: of all that are shared.
        """
        more = sorted(self._common.keys() & set(paths))
        return _digest(self._program, b"vocabulary", *map(str.encode, more)).hex()

    def alone(self, path: str) -> bool:
        """Whether no other report says more of the things that a report names than itself and what all share."""
        return path in self._alone

    @property
    def told_of(self) -> Collection[str]:
        """Paths of bodies, places, and all other things of which a report says something, or somebody besides."""
        return self._common.keys()

    @property
    def common(self) -> bytes:
        """What is said of things that are not a report's own, as N-Quads, each line once."""
        return b"".join(line + b"\n" for _, lines in sorted(self._common.items()) for line in sorted(lines))

    def of_report(self, path: str, *more: str) -> bytes:
        """Of the pages of a report and of its style sheet.

        Args:
            more: on what they depend besides.
        """
        about, near = self._about[path], set[str]()
        for thing in about:
            if thing.startswith("place/"):  # how many bodies there report, too, is told
                near.update(t for t in (thing, *self._leads.get(thing, ())) if t.startswith("place/"))
        beside = sorted({r for thing in about if thing.startswith("org/") for r in self._near[thing]})
        return _digest(
            self._program,
            self._names,
            self._own[path],
            self._sum(path),
            *map(self._sum, sorted(self._texts[path])),
            *map(str.encode, more),
            b"beside",
            *map(self._own.__getitem__, beside),
            *(r.encode() for place in sorted(near) for r in (place, *self._near.get(place, ()))),
        )

    def of_first(self, most: int, *more: str) -> bytes:
        """Of the pages that tell of the first reports and how many there are: saved questions, the explorer.

        Args:
            most: of how many reports at most.
            more: on what they depend besides.
        """
        paths = sorted(self._paths)
        some = (word for path in paths[:most] for word in (path.encode(), self._own[path]))
        count = str(len(paths)).encode()
        return _digest(self._program, self._names, count, *map(str.encode, more), b"first", *some)

    def of_document(self, path: str) -> bytes | None:
        """Of the pages of any other thing of the graph; ``None``: they depend on more, and have to be made."""
        if path in _ALWAYS or path.startswith(_NEVER):
            return None
        more: list[bytes] = []
        if path.startswith("org/"):
            more = [self._own[report] for report in self._near.get(path, ())]
        elif path.startswith("topic/"):
            on = self._on_topic(path.removeprefix("topic/"))
            more = [self._own[self._paths[number]] for number in on]
        return _digest(self._program, self._names, self._closure(path), self._sum(path), *more)


def _shared(thing: str) -> bool:
    """Whether a thing is not a report's own."""
    return not thing.startswith(OF_REPORTS)


def _document(thing: str) -> str:
    return thing.partition("#")[0]


def _digest(*parts: bytes) -> bytes:
    found = hashlib.blake2b(digest_size=_SIZE)
    for part in parts:
        found.update(len(part).to_bytes(4, "big"))
        found.update(part)
    return found.digest()
