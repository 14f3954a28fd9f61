"""``python -m dashi_kg`` and the command ``dashi-kg``: errors become one line and exit code 2."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from typing import NoReturn

import click

from dashi_kg.address_space import spare_addresses
from dashi_kg.errors import DashiError, of_system, shown
from dashi_kg.language import Both, said
from dashi_kg.text.pattern_cache import kept_patterns
from dashi_kg.user_cache import in_use


def main() -> None:
    """Run the command line.

    Exit codes: 0 done, 1 the data does not conform or a release does not verify, 2 an error that the user
    can mend, 130 interrupted.
    """
    # A command makes many values that last and few cycles: a start makes no search for cycles, and the end none in what ends
    gc.set_threshold(200_000, 5, 20)
    atexit.register(gc.freeze)
    spare_addresses()
    _open_streams()
    _tidy_at_sigterm()
    try:
        with in_use(), kept_patterns():
            from dashi_kg.cli import cli  # here, so that an interrupt while it loads is answered too

            sys.exit(cli.main(prog_name="dashi-kg", standalone_mode=False))
    except DashiError as error:
        _refuse(str(error))
    except click.exceptions.NoArgsIsHelpError as error:  # no command: the help, which is not one line
        print(error.format_message(), file=sys.stderr)
        sys.exit(2)
    except click.UsageError as error:
        from dashi_kg.cli.usage import usage_words

        _refuse(said(usage_words(error)))
    except click.ClickException as error:
        _refuse(said(Both(f"命令未能执行（{error.format_message()}）", error.format_message())))
    except BrokenPipeError:  # the reader of the pipe has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        # what is left in the buffer can't be written either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        file = str(error.filename or "output")
        _refuse(
            str(
                DashiError(
                    of_system(error),
                    remedy=Both("请检查该处和磁盘空间。", "Check the folder and the space on the disk."),
                    file=file,
                )
            )
        )
    except (KeyboardInterrupt, click.Abort):
        print(f"dashi-kg: {said(Both('已中断', 'interrupted'))}", file=sys.stderr)
        sys.exit(130)


def _tidy_at_sigterm() -> None:
    """SIGTERM ends as Ctrl-C does: what is half written is removed first."""

    def end(number: int, frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise SystemExit(128 + number)

    signal.signal(signal.SIGTERM, end)


def _open_streams() -> None:
    """The same bytes whatever the locale; a stream that the caller closed is a hole, not a failure."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            mode = "r" if number == 0 else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            errors = "strict" if number == 0 else "backslashreplace"
            newline = None if number == 0 else "\n"
            stream.reconfigure(encoding="utf-8", errors=errors, newline=newline)
        if number and stream.isatty():
            from dashi_kg.cli.terminal import Terminal

            setattr(sys, name, Terminal(stream))


def _refuse(words: str) -> NoReturn:
    print(f"dashi-kg: {shown(' '.join(words.split()))}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
