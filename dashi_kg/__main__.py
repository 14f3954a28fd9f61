"""``python -m dashi_kg`` and the command ``dashi-kg``: errors become one line and exit code 2."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

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
        sys.exit(cli.main(prog_name="dashi-kg", standalone_mode=False))
    except DashiError as error:
        _refuse(str(error))
    except click.UsageError as error:
        name = error.ctx.command_path if error.ctx else "dashi-kg"
        _refuse(f"{error.format_message()} See {name} --help.")
    except click.ClickException as error:
        _refuse(error.format_message())
    except BrokenPipeError:  # the reader of the pipe has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        # what is left in the buffer can't be written either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        file = str(error.filename or "output")
        _refuse(
            str(DashiError(error.strerror or str(error), remedy="Check the place and its space.", file=file))
        )
    except (KeyboardInterrupt, click.Abort):
        print("dashi-kg: interrupted", file=sys.stderr)
        sys.exit(130)


def _refuse(words: str) -> NoReturn:
    print(f"dashi-kg: {' '.join(words.split())}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
