"""``python -m dashi_kg`` and the command ``dashi-kg``: errors become one line and exit code 2."""

from __future__ import annotations

import os
import sys

from dashi_kg.errors import DashiError


def main() -> None:
    """Run the command line.

    Exit codes: 0 done, 1 the data does not conform or a release does not verify, 2 an error that the user
    can mend, 130 interrupted.
    """
    from dashi_kg.cli import cli

    for stream in (sys.stdout, sys.stderr):  # the same bytes whatever the locale
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        cli(prog_name="dashi-kg")
    except DashiError as error:
        print(f"dashi-kg: {error}", file=sys.stderr)
        sys.exit(2)
    except BrokenPipeError:  # the reader of the pipe has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        print("dashi-kg: interrupted", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
