"""The table of traditional characters that the reader folds, taken from OpenCC (Apache License 2.0).

    pip install opencc-python-reimplemented==0.1.7
    python scripts/traditional.py      # write dashi_kg/text/traditional.tsv and its licence

A pair is taken where both are one code point of the basic plane, where simplified text (GB 2312) does not use the
traditional one itself, and where the simplified one is not folded in its turn. What is left out on these grounds and
wanted all the same stands in ``dashi_kg/text/traditional.py``, by hand.
"""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

PACKAGE, VERSION = "opencc-python-reimplemented", "0.1.7"
OUT = Path(__file__).resolve().parent.parent / "dashi_kg" / "text"
HEAD = f"""\
# Traditional characters and their simplified ones, one code point for one.
# From TSCharacters.txt of OpenCC (https://github.com/BYVoid/OpenCC), as {PACKAGE} {VERSION} ships it.
# Apache License 2.0: traditional.LICENSE.txt. Changed: first choices only, filtered by scripts/traditional.py.
"""


def pairs(table: str) -> dict[str, str]:
    """The pairs of an OpenCC table of characters (a traditional one, a tab, simplified ones with blanks between)."""
    first = dict(line.split("\t") for line in table.splitlines() if line.strip())
    chosen = {one: other.split(" ")[0] for one, other in first.items()}
    taken = {one: other for one, other in chosen.items() if one != other and _fits(one, other, first[one])}
    return {one: other for one, other in taken.items() if other not in taken}


def _fits(one: str, other: str, choices: str) -> bool:
    single = len(one) == len(other) == 1 and max(ord(one), ord(other)) <= 0xFFFF
    return single and not simplified(one) and one not in choices.split(" ")


def simplified(character: str) -> bool:
    """Whether simplified text uses the character: GB 2312 has it."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    package = distribution(PACKAGE)
    assert package.version == VERSION, f"wanted {PACKAGE} {VERSION}, found {package.version}"
    files = {path.name: path for path in package.files or ()}
    table = pairs(files["TSCharacters.txt"].read_text())
    rows = "".join(f"{one}\t{other}\n" for one, other in sorted(table.items()))
    (OUT / "traditional.tsv").write_text(HEAD + rows, encoding="utf-8")
    (OUT / "traditional.LICENSE.txt").write_text(files["LICENSE.txt"].read_text(), encoding="utf-8")
    print(f"{len(table)} pairs")


if __name__ == "__main__":
    main()
