"""Names in English, composed from Chinese ones: by sound, by the kind of body, by the level of the place."""

from __future__ import annotations

import pytest

from dashi_kg.text.pinyin import romanised, syllables


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("沙鱼", "Shayu"),
        ("重庆", "Chongqing"),  # 重 alone is zhong
        ("长安", "Chang'an"),
        ("西安", "Xi'an"),
        ("吕梁", "Lüliang"),
        ("调解", "Tiaojie"),
        ("A区12号", "Aqu12hao"),
        ("Shayu", "Shayu"),
        ("", ""),
    ],
)
def test_names_by_sound(words: str, expected: str) -> None:
    assert romanised(words) == expected


def test_syllables_stay_apart() -> None:
    assert syllables("调解率98%") == ["tiao", "jie", "lü", "98%"]
