"""The commands that write: how each is called with one of two inputs, what its target holds, what must not be left."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from faults import forked, warm
from faults.children import Child, Ended

ABSENT = "absent"


class AmissError(Exception):
    """The target holds neither what it held nor what it was to hold."""


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class _Base:
    name = ""
    separate = False  # whether the parts of the target take their places one by one

    def __init__(self, folder: Path, logs: Path, input_folder: Path) -> None:
        self.folder, self.logs = folder, logs
        folder.mkdir(parents=True, exist_ok=True)
        input_folder.mkdir(parents=True, exist_ok=True)
        self.inputs = [input_folder / f"{self.name}-{number}.txt" for number in (0, 1)]
        for path, text in zip(self.inputs, warm.TEXTS, strict=True):
            path.write_text(text, encoding="utf-8")
        self.target = folder / "target"

    def before(self, which: int) -> None:
        return None

    def extra(self) -> list[str]:
        return []

    def forget(self) -> None:
        return None

    def left(self) -> list[str]:
        """What lies beside the target."""
        names = sorted(set(os.listdir(self.folder)) - {self.target.name})  # noqa: PTH208
        return names + self.extra()

    def left_after_failure(self) -> list[str]:
        """The same after a run that could not write, and that was not killed."""
        return self.left()

    def args(self, which: int) -> list[str]:
        raise NotImplementedError

    def run(
        self, which: int, *, kill_at: int = 0, more: Sequence[str] = (), before: Callable[[], object] | None = None
    ) -> Child:  # fmt: skip
        """The command in a process of its own."""

        def first() -> None:
            self.before(which)
            if before:
                before()

        line = [*self.args(which), *more]
        return Child(lambda: warm.command(*line), self.logs, kill_at=kill_at, before=first)

    def done(self, which: int, *, more: Sequence[str] = ()) -> Ended:
        """The command, undisturbed."""
        return self.run(which, more=more).end()


class Publish(_Base):
    """``publish`` with pages."""

    name = "publish"

    def args(self, which: int) -> list[str]:
        return ["publish", str(self.inputs[which]), "-o", str(self.target)]

    def before(self, which: int) -> None:
        warm.publishing(which)

    def state(self) -> Mapping[str, str]:
        from dashi_kg.publishing.swap import settled

        if not settled(self.target).is_dir():
            return {"release": ABSENT}
        return {"release": release_digest(self.target)}


def release_digest(target: Path) -> str:
    """What names a release, if every file is as its list says and there is no other.

    Raises:
        AmissError: it is not.
    """
    sums = target / "SHA256SUMS"
    if not sums.is_file():
        raise AmissError(f"no SHA256SUMS among {len(os.listdir(target))} files")  # noqa: PTH208
    listed = {}
    for line in sums.read_text(encoding="utf-8").splitlines():
        wanted, _, path = line.partition("  ")
        listed[path] = wanted
    there = {str(p.relative_to(target)) for p in target.rglob("*") if p.is_file()} - {"SHA256SUMS"}
    if there != set(listed):
        raise AmissError(f"files that differ from the list: {sorted(there ^ set(listed))[:3]}")
    for path, wanted in listed.items():
        if digest((target / path).read_bytes()) != wanted:
            raise AmissError(f"{path} is not what the list says")
    return digest(sums.read_bytes())


class Build(_Base):
    """``build`` of a corpus, in a worker; its files take their places one by one, each whole."""

    name = "build"
    separate = True
    FILES = ("corpus.nq", "coverage.csv", "refused.tsv", "reports.tsv", "summary.json")

    def args(self, which: int) -> list[str]:
        return ["build", *map(str, self._given(which)), "-o", str(self.target), "-j", "1"]

    def _given(self, which: int) -> list[Path]:
        return [self.inputs[which]] * 2  # several reports make a corpus

    def before(self, which: int) -> None:
        forked.install()

    def state(self) -> Mapping[str, str]:
        return {
            name: digest((self.target / name).read_bytes()) if (self.target / name).is_file() else ABSENT
            for name in self.FILES
        }

    def forget(self) -> None:
        for file in (self.target / ".work").glob("*/*.json"):
            file.unlink()
        for file in (self.target / ".work").glob("*.json"):
            file.unlink()

    def extra(self) -> list[str]:
        there = set(os.listdir(self.target)) - {*self.FILES, ".work"}  # noqa: PTH208
        new = [p.name for p in self.target.rglob("*.dashi-new")]
        return sorted(there) + new + [p.name for p in (self.target / ".work").glob("merging")]


class Load(_Base):
    """``load`` into a store on disk: two graphs, all at once."""

    name = "load"
    GRAPHS = ("urn:one", "urn:two")

    def __init__(self, folder: Path, logs: Path, input_folder: Path) -> None:
        super().__init__(folder, logs, input_folder)
        self.inputs = [path.with_suffix(".nq") for path in self.inputs]
        for number, path in enumerate(self.inputs):
            lines = [
                f'<urn:s{n}> <urn:p{number}> "{n} {number}" <{g}> .\n'
                for g in self.GRAPHS
                for n in range(400)
            ]
            path.write_text("".join(lines))

    def args(self, which: int) -> list[str]:
        return ["load", str(self.target), str(self.inputs[which]), "--store", "pyoxigraph", "--chunk", "100"]

    def state(self) -> Mapping[str, str]:
        """Read in a process of its own: a store that was opened has threads, which do not fork."""
        self._staged: list[str] = []
        if not self.target.is_dir():
            return {"store": ABSENT}
        found = Child(self._told, self.logs).end()
        if found.code:
            raise AmissError(found.words[-300:])
        self._staged, whole = json.loads(found.words)
        return {"store": whole}

    def _told(self) -> None:
        from pyoxigraph import Store

        quads = [str(q) for q in Store(str(self.target))]
        staged = sorted({q.rpartition("<")[2] for q in quads if "staging" in q.rpartition("<")[2]})
        kept = sorted(q for q in quads if "staging" not in q.rpartition("<")[2])
        print(json.dumps([staged, digest("\n".join(kept).encode()) if kept else ABSENT]))

    def extra(self) -> list[str]:
        """As :meth:`state` has seen it last."""
        return list(self._staged)

    def left_after_failure(self) -> list[str]:
        """A graph that was staged may stay: the next run goes on from it."""
        return _Base.left(self)[: -len(self._staged) or None]


class Review(_Base):
    """``review --apply``: corrections into a reading file."""

    name = "review"

    def __init__(self, folder: Path, logs: Path, input_folder: Path) -> None:
        super().__init__(folder, logs, input_folder)
        from dashi_kg.pipeline import reading_file

        self.report = folder / "report.txt"
        self.report.write_text(warm.TEXTS[0], encoding="utf-8")
        self.target = reading_file(self.report)
        self.inputs = [path.with_suffix(".yaml") for path in self.inputs]
        for number, path in enumerate(self.inputs):
            rows = "".join(
                f"- {{kind: observation, quote: {n}件, decision: {'accept' if number else 'reject'}}}\n"
                for n in range(1, 60)
            )
            path.write_text("corrections:\n" + rows, encoding="utf-8")

    def args(self, which: int) -> list[str]:
        return ["review", str(self.report), "--apply", str(self.inputs[which])]

    def left(self) -> list[str]:
        return [name for name in super().left() if name != self.report.name]

    def state(self) -> Mapping[str, str]:
        return {"file": digest(self.target.read_bytes()) if self.target.is_file() else ABSENT}


WRITERS: dict[str, type[Publish] | type[Build] | type[Load] | type[Review]] = {
    "publish": Publish, "build": Build, "load": Load, "review": Review,
}  # fmt: skip
