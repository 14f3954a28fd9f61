"""An input that vanishes, or becomes another, while it is read: at each of the times that it is opened."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from faults.kills import AnyWriter
from faults.outcome import FORMER, NEW, REFUSED, Row
from faults.writers import WRITERS, AmissError, Publish, digest

_TIMES = (1, 2, 3, 4)
HARMS = {
    "vanish": ("输入在读时消失(四种写者)", "the input vanishes while it is read (all four)"),
    "change": ("输入在读时被换(四种写者)", "the input becomes another while it is read (all four)"),
    "cut": ("输入在读时被截断(四种写者)", "the input is cut while it is read (all four)"),
}


class PlainPublish(Publish):
    """``publish`` of any text: nothing is taken from a former run, and no pages are made."""

    def args(self, which: int) -> list[str]:
        return [*super().args(which), "--no-site"]

    def before(self, which: int) -> None:
        return None

    def state(self) -> Mapping[str, str]:
        """Without what a release tells of its former ones (``graph/moved``): here they are others each time."""
        found = super().state()
        file = self.target / "dashi-kg.nq"
        if not file.is_file():
            return found
        lines = [
            line for line in file.read_text(encoding="utf-8").splitlines() if "/graph/moved>" not in line
        ]
        return {"release": digest("\n".join(lines).encode())}


def inputs(folder: Path) -> list[Row]:
    """The faults of inputs, for every writer."""
    logs = folder / "logs"
    logs.mkdir(parents=True)
    rows = {name: Row(*words) for name, words in HARMS.items()}
    for name, kind in {**WRITERS, "publish": PlainPublish}.items():
        writer = kind(folder / name, logs, folder / "input")
        first, second = (path.read_bytes() for path in writer.inputs)
        wanted = []
        writer.done(1)  # what is gone is told of what was there before
        for which in (0, 1):
            writer.done(which)
            wanted.append(writer.state())
        for harm, row in rows.items():
            others = _others(writer, harm, (first, second))
            for time in _TIMES if name != "publish" else _TIMES[:2]:
                _harmed(writer, harm, time, (first, second), wanted, others, row)
    return list(rows.values())


def _others(writer: AnyWriter, harm: str, contents: tuple[bytes, bytes]) -> list[Mapping[str, str]]:
    """What may come out as well: of what the input is afterwards, where it can be read. The target then holds what 1 gave."""
    found = []
    if harm != "vanish":
        _HARM[harm](writer.inputs[0], contents)
        if writer.done(0).code == 0:
            found.append(writer.state())
        writer.inputs[0].write_bytes(contents[0])
    writer.done(1)
    return found


def _harmed(
    writer: AnyWriter, harm: str, time: int, contents: tuple[bytes, bytes], wanted: list[Mapping[str, str]],
    others: list[Mapping[str, str]], row: Row,
) -> None:  # fmt: skip
    """Input 0 is harmed while it is read; the target holds what 1 gave."""
    writer.inputs[0].write_bytes(contents[0])
    writer.forget()
    ended = writer.run(0, before=lambda: _on_open(writer.inputs[0], time, harm, contents)).end()
    row.runs += 1
    try:
        found = writer.state()
    except AmissError as error:
        row.amiss.append(f"{writer.name} {time}: {error}")
        found = {}
    if ended.code not in (0, 1, 2) or "Traceback" in ended.words:
        row.amiss.append(f"{writer.name} {time}: exit code {ended.code}, {ended.words[-300:]}")
    row.counts[REFUSED] += ended.code > 0
    if not ended.code and found in (wanted[0], *others):
        row.counts[NEW] += 1
    elif ended.code and found == wanted[1]:
        row.counts[FORMER] += 1
    elif writer.separate and ended.code == 1:  # a corpus without the file, which tells of it
        row.counts[NEW] += 1
    else:
        row.amiss.append(f"{writer.name} {time}: exit code {ended.code}, neither: {ended.words[-200:]}")
    for which in (0, 1):  # what was read of another file must not be remembered as this one
        writer.inputs[which].write_bytes(contents[which])
        ended = writer.done(which)
        row.again += 1
        if ended.code or writer.state() != wanted[which]:
            row.amiss.append(f"{writer.name} {time}: the next run: {ended.code}, {ended.words[-300:]}")
    if left := writer.left():
        row.amiss.append(f"{writer.name} {time}: left over: {left}")


_HARM: dict[str, Callable[[Path, tuple[bytes, bytes]], object]] = {
    "vanish": lambda path, contents: path.unlink(),
    "change": lambda path, contents: path.write_bytes(contents[1]),
    "cut": lambda path, contents: path.write_bytes(contents[0][: len(contents[0]) // 2]),
}


def _on_open(path: Path, time: int, harm: str, contents: tuple[bytes, bytes]) -> None:
    """Harm a file when this process, or one that it forks, is about to open it for so many a time."""
    seen = 0
    busy = False

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal seen, busy
        if event != "open" or busy or not isinstance(args[0], str | bytes | os.PathLike):
            return
        if os.fsdecode(args[0]) == str(path):
            seen += 1
            if seen == time:
                busy = True
                _HARM[harm](path, contents)

    sys.addaudithook(hook)
