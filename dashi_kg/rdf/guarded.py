"""RDF of others, read within limits of size, depth, expansion and memory.

A megabyte of RDF may stand for gigabytes: entities (RDF/XML), contexts (JSON-LD) and prefixes expand, and what is nested
deeply overflows the stack of the parser, which ends the process. So:

- N-Triples, N-Quads, Turtle, TriG: read here, as a stream, with an eye on the memory. Those with triples in triples (RDF
  1.2) or with an IRI of more than 4 KiB are read as the others are.
- RDF/XML, JSON-LD: read in a process of their own, which the system bounds (``setrlimit``); it hands N-Quads back.

What may come of a file is bounded by its size: :data:`EXPANSION` times, and :data:`SPARE` on top.
"""

from __future__ import annotations

import itertools
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse, serialize

from dashi_kg.errors import DashiError, of_system
from dashi_kg.language import Both
from dashi_kg.language import line as at_line

SIZE_VARIABLE = "DASHI_KG_RDF_SIZE"
LARGEST = 4096  # MiB of a file
EXPANSION = 64  # times the size of a file that its quads may take
SPARE = 256 << 20  # bytes
SECONDS_A_MIB = 2  # of the processor, and 20 on top
_EACH = 4096  # quads between two looks at the memory
_STREAMS = (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.TURTLE, RdfFormat.TRIG)
_LONG = 4096  # bytes
_LONG_IRI = re.compile(rb"<[^<>\s]{%d}" % _LONG)
_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CHILD = "import sys; sys.path[:0] = [{!r}]; from dashi_kg.rdf.guarded import child; child()"
_ROOT = str(Path(__file__).resolve().parents[2])
_MALFORMED, _TOO_MUCH = 3, 4  # exit codes of the child


def quads_of(data: bytes, form: RdfFormat, base: str, file: str) -> list[Quad]:
    """The quads of the bytes of a file.

    Args:
        data: the file; a byte-order mark at its beginning is no part of it.
        base: resolves relative IRIs.
        file: its name, for errors.

    Raises:
        DashiError: it is not RDF (with the line), or beyond a limit.
    """
    data = data.removeprefix(_BOM)
    if data.startswith(_UTF16):
        raise DashiError(
            Both("文件是 UTF-16 编码", "the file is UTF-16"),
            remedy=Both("请存为 UTF-8。", "Save it as UTF-8."),
            file=file,
        )
    if form in _STREAMS and not expanding(data):
        return _here(data, form, base, file)
    return _apart(data, form, base, file)


def expanding(data: bytes) -> bool:
    """Whether a parser may make much of little: quoted triples, which nest, or an IRI that each relative one repeats."""
    return b"<<" in data or any(_LONG_IRI.search(data, start, end) for start, end in _long_lines(data))


def _long_lines(data: bytes) -> Iterator[tuple[int, int]]:
    """The lines that have room for a long IRI, which has no white space in it; the others are stepped over by blocks."""
    start = 0
    while start + _LONG < len(data):
        end = data.rfind(b"\n", start, start + _LONG)
        if end < 0:
            end = data.find(b"\n", start + _LONG)
            end = end if end >= 0 else len(data)
            yield start, end
        start = end + 1


def largest() -> int:
    """The bytes that a file may have."""
    words = os.environ.get(SIZE_VARIABLE, "")
    return (int(words) if words.isascii() and words.isdigit() else LARGEST) << 20


def too_large(file: str) -> DashiError:
    """A file is larger than may be read."""
    return DashiError(
        Both(f"文件超过 {largest() >> 20} MiB", f"the file is larger than {largest() >> 20} MiB"),
        remedy=Both(
            f"请分割文件，或用 {SIZE_VARIABLE}（单位 MiB）提高上限。",
            f"Split it, or raise the limit: {SIZE_VARIABLE} (MiB).",
        ),
        file=file,
    )


def _here(data: bytes, form: RdfFormat, base: str, file: str) -> list[Quad]:
    found: list[Quad] = []
    most = _memory() + SPARE + EXPANSION * len(data)
    try:
        stream = parse(data, format=form, base_iri=base)
        while piece := list(itertools.islice(stream, _EACH)):
            found += piece
            if _memory() > most:
                raise _expands(file)
    except SyntaxError as error:
        raise _malformed(form, error.msg, error.lineno or 0, file) from None
    except MemoryError as error:
        raise _term(error, file) from None
    return found


def _apart(data: bytes, form: RdfFormat, base: str, file: str) -> list[Quad]:
    """In a child; whatever ends it, is told in a line."""
    import subprocess

    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", _CHILD.format(_ROOT), form.media_type, base],
            input=data, capture_output=True, check=False, env={**os.environ, "RUST_BACKTRACE": "0"},
        )  # fmt: skip
    except OSError as error:
        raise DashiError(of_system(error), file=file) from None
    if done.returncode == _MALFORMED:
        line, _, words = done.stderr.decode("utf-8", "replace").partition(" ")
        raise _malformed(form, words, int(line), file)
    if done.returncode == _TOO_MUCH:
        raise _expands(file)
    if done.returncode:
        raise DashiError(
            Both("嵌套过深，或展开后过大", "nested too deeply, or too large when expanded"),
            remedy=Both("请改用 N-Quads。", "Give it as N-Quads."),
            file=file,
        )
    return list(parse(done.stdout, format=RdfFormat.N_QUADS))


def child() -> None:
    """The child: ``argv`` holds the media type and the base, standard input the bytes; N-Quads out."""
    form, base = RdfFormat.from_media_type(sys.argv[1]), sys.argv[2]
    assert form is not None
    data = sys.stdin.buffer.read()
    _bounded(len(data))
    out = _Bounded((SPARE + EXPANSION * len(data)) // 4)  # a quad takes about four times its line
    code = 0
    try:
        serialize(_counted(parse(data, format=form, base_iri=base), out), out, format=RdfFormat.N_QUADS)  # type: ignore[arg-type]
    except SyntaxError as error:
        code = _MALFORMED
        sys.stderr.write(f"{error.lineno or 0} {error.msg}")
    except MemoryError as error:  # of the parser: one term is too long
        code = _TOO_MUCH if "buffer" not in str(error) else _MALFORMED
        sys.stderr.write(f"0 {error}")
    except _FullError:
        code = _TOO_MUCH
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


class _FullError(Exception):
    """More has come than may."""


class _Bounded:
    """Standard output up to a number of bytes."""

    def __init__(self, most: int) -> None:
        self.left = most

    def write(self, data: bytes) -> int:
        self.left -= len(data)
        if self.left >= 0:
            sys.stdout.buffer.write(data)
        return len(data)

    def flush(self) -> None:
        sys.stdout.buffer.flush()


def _counted(quads: Iterator[Quad], out: _Bounded) -> Iterator[Quad]:
    for quad in quads:
        if out.left < 0:
            raise _FullError
        yield quad


def _bounded(size: int) -> None:
    """Set the limits of this process, for data of ``size`` bytes."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds = 20 + SECONDS_A_MIB * (size >> 20)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    most = 2 * SPARE + EXPANSION * size
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _memory() -> int:
    """The most bytes that this process has held; the system counts kibibytes except on macOS."""
    try:
        import resource
    except ModuleNotFoundError:
        return 0
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size if sys.platform == "darwin" else size * 1024


def _malformed(form: RdfFormat, words: str, line: int, file: str) -> DashiError:
    if "buffer maximal size" in words:
        return _term(MemoryError(words), file)
    place = at_line(line) if line else ""
    return DashiError(
        Both(f"不是 {form.name}（{words}）", f"not {form.name} ({words})"),
        remedy=Both("请改正文件的这一处。", "Correct the file there."),
        file=file,
        place=place,
    )


def _term(error: MemoryError, file: str) -> DashiError:
    return DashiError(
        Both("有一个词项超过 16 MiB，或缺少结尾", "one term is longer than 16 MiB, or its end is missing"),
        remedy=Both("请缩短它，或补上结尾的引号。", "Shorten it, or close its quotes."),
        file=file,
    )


def _expands(file: str) -> DashiError:
    return DashiError(
        Both("展开后过大", "too large when expanded"),
        remedy=Both(
            "请改用 N-Quads，并去掉实体和过长的前缀。",
            "Give it as N-Quads, without entities and long prefixes.",
        ),
        file=file,
    )
