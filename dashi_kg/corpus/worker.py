"""One worker of :mod:`dashi_kg.corpus.pool`: ``python -m dashi_kg.corpus.worker WORK BASE LIMIT``."""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from pathlib import Path

from dashi_kg.corpus.record import dump
from dashi_kg.errors import DashiError
from dashi_kg.text.pattern_cache import keep_now, kept_patterns
from dashi_kg.user_cache import in_use


def main() -> None:
    """A line ``[file, key]`` in, the line of the record out, until the input ends; first an empty line out."""
    gc.set_threshold(200_000, 5, 20)  # as in :mod:`dashi_kg.__main__`: values that last, few cycles
    with in_use(), kept_patterns():
        _read_all(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]))


def _read_all(work: Path, base: str, limit: float) -> None:
    from dashi_kg.corpus.one_file import read_one  # here, where its patterns are kept

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints, prints to standard error
    try:
        out.write(b"\n")  # all is imported
        out.flush()
        for line in sys.stdin.buffer:
            file, key = json.loads(line)
            signal.setitimer(signal.ITIMER_REAL, 2 * limit + 10)  # where nobody is left to end us
            out.write(dump(read_one(Path(file), key, work, base)))
            out.flush()
            signal.setitimer(signal.ITIMER_REAL, 0)
            keep_now()  # we are killed at the end
    except (KeyboardInterrupt, BrokenPipeError):
        os._exit(1)
    except DashiError as error:  # what was read cannot be kept: no space is left, or the folder is gone
        print(f"dashi-kg: {error}", file=sys.stderr, flush=True)
        os._exit(2)


if __name__ == "__main__":
    main()
