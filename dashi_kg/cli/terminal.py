"""A terminal that shows texts of others and obeys none of them: what it would take as a command is escaped."""

from __future__ import annotations

import codecs
import io
from typing import Any

from dashi_kg.errors import shown


class _Filter(io.RawIOBase):
    """Bytes of UTF-8 on their way to a terminal."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._decoder = codecs.getincrementaldecoder("utf-8")("backslashreplace")

    def write(self, data: Any) -> int:
        """Write all of it; half a character waits for its other half."""
        data = bytes(data)
        self._out.write(shown(self._decoder.decode(data), keep="\n\t").encode("utf-8"))
        return len(data)

    def writable(self) -> bool:
        """Yes."""
        return True

    def flush(self) -> None:
        """Show what was written."""
        if not self.closed:
            self._out.flush()

    def isatty(self) -> bool:
        """It is one."""
        return True

    def fileno(self) -> int:
        """That of the terminal."""
        return int(self._out.fileno())


class Terminal(io.TextIOWrapper):
    """A text stream over a terminal.

    Attributes:
        terminal: the stream itself, for what we draw (the progress line).
    """

    def __init__(self, terminal: Any) -> None:
        self.terminal = terminal
        super().__init__(
            io.BufferedWriter(_Filter(terminal.buffer)),
            encoding="utf-8", errors="backslashreplace", newline="\n", line_buffering=True,
        )  # fmt: skip
