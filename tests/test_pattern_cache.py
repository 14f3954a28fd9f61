"""Patterns that are kept between runs: the same matches, and nothing that depends on the file."""

from __future__ import annotations

import importlib
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dashi_kg import user_cache
from dashi_kg.text import pattern_cache, patterns
from dashi_kg.text.pattern_cache import keep_now, kept_patterns

# of the reader: names of groups, flags, look-behinds, large classes of Chinese characters
RULES = {(p.pattern, p.flags & ~re.UNICODE) for p in vars(patterns).values() if isinstance(p, re.Pattern)}
TEXT = "一、2023年,大石街道共办理行政处罚案件12件,罚款1.5万元,同比下降8%。(一)培训3期(次)。日期:2024-02-20来源:大石街道办事处"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(pattern_cache, "_WORTH_KEEPING", 1)
    re.purge()
    with user_cache.in_use():
        yield tmp_path / "dashi-kg"
    re.purge()


def _file(folder: Path) -> Path:
    (found,) = folder.iterdir()
    return found


def _compiled() -> dict[tuple[str, int], re.Pattern[str]]:
    re.purge()  # as in a new process
    return {(words, flags): re.compile(words, flags) for words, flags in sorted(RULES)}


def _in_block() -> dict[tuple[str, int], re.Pattern[str]]:
    with kept_patterns():
        return _compiled()


class CompiledAnewError(Exception):
    """Of a pattern that was to be had."""


@contextmanager
def _refusing() -> Iterator[None]:
    """Here ``re`` compiles nothing of its own."""

    def refuse(pattern: object, flags: int = 0) -> None:
        raise CompiledAnewError(pattern)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(importlib.import_module("re._compiler"), "compile", refuse)
        yield


def test_what_was_kept_is_the_same_and_is_not_compiled_again() -> None:
    expected = _compiled()
    assert _in_block() == expected  # compiled patterns are equal by their lists, too
    with _refusing():
        again = _in_block()
    assert again == expected
    for key, pattern in again.items():
        own = expected[key]
        assert (pattern.groups, pattern.groupindex) == (own.groups, own.groupindex)
        assert [(m.span(), m.groupdict(), m.lastgroup) for m in pattern.finditer(TEXT)] == [
            (m.span(), m.groupdict(), m.lastgroup) for m in own.finditer(TEXT)
        ]
    with _refusing(), kept_patterns(), pytest.raises(CompiledAnewError):
        re.compile("又一条规则")  # a changed rule is another pattern


def test_the_same_words_with_other_flags_are_another_pattern() -> None:
    for _ in range(2):
        with kept_patterns():
            re.purge()
            assert re.compile("第.条K").search("第\n条k") is None
            assert re.compile("第.条K", re.DOTALL | re.IGNORECASE).search("第\n条k")


def test_re_is_as_it_was_after_the_block() -> None:
    compiler = importlib.import_module("re._compiler")
    before = compiler.compile, compiler._sre
    _in_block()
    assert (compiler.compile, compiler._sre) == before
    with pytest.raises(re.error), kept_patterns():
        re.compile("法(")
    assert (compiler.compile, compiler._sre) == before


def _flip(data: bytes) -> bytes:
    return data[:-500] + bytes([data[-500] ^ 1]) + data[-499:]


@pytest.mark.parametrize(
    "damage", [_flip, lambda data: data[:-7], lambda data: b"", lambda data: b"\0" * len(data)]
)
def test_a_damaged_file_is_written_anew(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    expected = _in_block()
    file = _file(folder)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert _in_block() == expected
    assert file.read_bytes() == whole


@pytest.mark.parametrize("code", [b"\xff" * 64, b"\1\2\3", "words", 3])
def test_a_list_that_the_engine_refuses_is_compiled(code: object) -> None:
    kept = pattern_cache._Kept(importlib.import_module("_sre"))
    user_cache.save("patterns", kept._stamp, {("法治", 0): (32, code, 0, {}, (None,))})
    with kept_patterns():
        assert re.compile("法治").search("依法治理")
    user_cache.save("patterns", kept._stamp, {("法治", 0): ("no such values",)})
    with kept_patterns():
        re.purge()
        assert re.compile("法治").search("依法治理")


def test_a_list_of_another_python_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = pattern_cache._Kept(importlib.import_module("_sre"))
    wrong = kept._stamp.replace(sys.version, "3.11.0 of another day")
    _in_block()
    values = user_cache.load("patterns", kept._stamp)
    assert isinstance(values, dict)
    swapped = {key: values[other] for key, other in zip(values, [*values][1:], strict=False)}
    user_cache.save("patterns", wrong, swapped)
    assert _in_block() == _compiled()


@pytest.mark.parametrize("where", ["file/below", "\0"])
def test_a_folder_that_cannot_be_written_is_no_failure(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(user_cache, "_path", lambda name: tmp_path / where / name)
    assert _in_block() == _compiled()


@pytest.mark.parametrize("home", ["", "relative"])
def test_without_a_home_nothing_is_kept(home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", home)
    monkeypatch.chdir(tmp_path)
    if home:
        _in_block()
        assert not list(tmp_path.iterdir())
    else:
        user_cache.save("no home", "", 1)
        assert not list(tmp_path.iterdir())


def test_of_two_programs_that_keep_none_loses() -> None:
    engine = importlib.import_module("_sre")
    one, two = pattern_cache._Kept(engine), pattern_cache._Kept(engine)
    for kept, words in ((one, "甲"), (two, "乙")):
        with pytest.MonkeyPatch.context() as patched:
            compiler = importlib.import_module("re._compiler")
            patched.setattr(compiler, "_sre", kept.noting)
            kept.compiled(compiler.compile, words, 0)
    one.keep()
    two.keep()
    with _refusing(), kept_patterns():
        assert re.compile("甲").match("甲")
        assert re.compile("乙").match("乙")


def test_whoever_reads_while_others_write_sees_a_whole_file(folder: Path) -> None:
    values = [bytes([n]) * 50_000 for n in range(4)]

    def write(value: bytes) -> None:
        for _ in range(20):
            user_cache.save("x", "", value)

    writers = [threading.Thread(target=write, args=(value,)) for value in values]
    user_cache.save("x", "", values[0])
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert user_cache.load("x", "") in values
    for writer in writers:
        writer.join()
    assert [path.name for path in folder.iterdir()] == [f"x.{sys.implementation.cache_tag}"]


def test_little_is_not_worth_a_file_and_too_much_is_begun_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched, kept_patterns():
        patched.setattr(pattern_cache, "_WORTH_KEEPING", 20_000)
        re.compile("某街道")
        keep_now()
        assert not folder.exists()
    with kept_patterns():
        re.compile("某镇")
        keep_now()
        first = _file(folder).read_bytes()
        re.compile("某乡")
    assert len(_file(folder).read_bytes()) > len(first)
    monkeypatch.setattr(pattern_cache, "_MOST", 1)
    with kept_patterns():
        re.compile("某县")
    assert "某镇".encode() not in _file(folder).read_bytes()


def test_a_run_that_was_interrupted_keeps_nothing(folder: Path) -> None:
    for end in (KeyboardInterrupt(), SystemExit(130), SystemExit(2)):
        with pytest.raises(type(end)), kept_patterns():
            _compiled()
            raise end
    assert not folder.exists()
    with pytest.raises(SystemExit), kept_patterns():
        _compiled()
        raise SystemExit(1)
    assert folder.exists()


def test_a_program_that_only_imports_the_package_keeps_nothing(folder: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(user_cache, "_users", [])
        _in_block()
        assert not folder.exists()
        assert user_cache.load("patterns", "") is None


def test_without_the_private_names_re_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with kept_patterns():
        assert re.compile("法治").match("法治")
    assert not folder.exists()
