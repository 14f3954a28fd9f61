"""Classes that are made of kept code: the same classes, and nothing that depends on the file."""

from __future__ import annotations

import builtins
import dataclasses
import marshal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dashi_kg import class_cache, user_cache
from dashi_kg.class_cache import kept_classes


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(class_cache, "_WORTH_KEEPING", 1)
    with user_cache.in_use():
        yield tmp_path / "dashi-kg"


def _made(default: int = 3) -> Any:
    @dataclasses.dataclass(frozen=True, slots=True, order=True)
    class Made:
        name: str
        count: int = default
        more: list[int] = dataclasses.field(default_factory=list, hash=False, compare=False)

    return Made


def _behaves(made: Any, default: int = 3) -> bool:
    one = made("法")
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.name = "x"
    return bool(
        repr(one).endswith(f"Made(name='法', count={default}, more=[])")
        and (one == made("法", default), one < made("治"), hash(one) == hash(made("法", default, [1])))
        == (True, "法" < "治", True)
        and made("a").more is not made("b").more
    )


def _in_block(default: int = 3) -> Any:
    with kept_classes():
        return _made(default)


def _refusing(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(words: object, *_: object) -> None:
        raise AssertionError(words)

    monkeypatch.setattr(builtins, "compile", refuse)


def test_a_class_is_the_same_and_is_not_compiled_again() -> None:
    assert _behaves(_in_block())
    with pytest.MonkeyPatch.context() as patched:
        _refusing(patched)
        again, other = _in_block(), _in_block(5)  # a default is no word of the method
    assert _behaves(again)
    assert _behaves(other, 5)


def test_dataclasses_is_as_it_was_after_the_block() -> None:
    before = dict(vars(dataclasses))
    _in_block()
    with pytest.raises(ZeroDivisionError), kept_classes():
        raise ZeroDivisionError
    assert dict(vars(dataclasses)) == before


@pytest.mark.parametrize(
    "damaged", [lambda kept: b"", lambda kept: kept[:-3], lambda kept: marshal.dumps("words"), lambda kept: 3]
)
def test_what_is_damaged_is_compiled(damaged: Callable[[bytes], object]) -> None:
    _in_block()
    kept = user_cache.load("classes", sys.version)
    assert isinstance(kept, dict)
    user_cache.save("classes", sys.version, {words: damaged(code) for words, code in kept.items()})
    assert _behaves(_in_block())
    assert user_cache.load("classes", sys.version) == kept
    user_cache.save("classes", sys.version, 3)
    assert _behaves(_in_block())


def test_the_code_of_another_python_is_not_used() -> None:
    _in_block()
    kept = user_cache.load("classes", sys.version)
    assert isinstance(kept, dict)
    wrong = marshal.dumps(compile("raise AssertionError", "<string>", "exec"))
    user_cache.save("classes", "3.11.0 of another day", dict.fromkeys(kept, wrong))
    assert _behaves(_in_block())


def test_little_is_not_worth_a_file_and_too_much_is_begun_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(class_cache, "_WORTH_KEEPING", 60)
        _in_block()
        assert not folder.exists()
    user_cache.save("classes", sys.version, {"of old": b""})
    monkeypatch.setattr(class_cache, "_MOST", 3)
    _in_block()
    kept = user_cache.load("classes", sys.version)
    assert isinstance(kept, dict)
    assert "of old" not in kept


def test_a_run_that_failed_keeps_nothing(folder: Path) -> None:
    for end in (KeyboardInterrupt(), SystemExit(130), SystemExit(2)):
        with pytest.raises(type(end)), kept_classes():
            _made()
            raise end
    assert not folder.exists()
    with pytest.raises(SystemExit), kept_classes():
        _made()
        raise SystemExit(0)
    assert folder.exists()
