"""Documents that kill, stall or swell their reader: Python imports this when it starts with this folder on its path."""

from __future__ import annotations

import sys

KILLS, STALLS, SWELLS = (f"此文使读取程序{how}" for how in ("终止", "停住", "膨胀"))

if "dashi_kg.spark.reading" in sys.orig_argv:
    import os
    import signal
    import time
    from pathlib import Path
    from typing import Any

    from dashi_kg.corpus import one_file

    real = one_file.record_of

    def record_of(file: Path, key: str, base: str) -> Any:
        """As ours, but for the poison."""
        words = file.read_bytes().decode("utf-8", "replace")
        if KILLS in words:
            os.kill(os.getpid(), signal.SIGKILL)
        while STALLS in words:
            time.sleep(60)
        if SWELLS in words:
            _ = [bytes(1 << 20) for _ in range(1 << 20)]
        return real(file, key, base)

    one_file.record_of = record_of
