"""Mutations of bytes, seeded: the same seed gives the same cases on every machine."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Sequence

LARGEST = 64 << 10  # bytes of a case
_SIZES = (1, 2, 4, 16, 64, 1000, 8000)
_NUMBERS = (b"0", b"-1", b"1e999", b"99999999999999999999", b"0.1", b"NaN", b"2147483648")
_ODD = (
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\r\n",
    b"\x1b[31m",
    "\u202e".encode(),
    "\ufffd".encode(),
)


def mutated(seeds: Sequence[bytes], words: Sequence[bytes], chance: random.Random) -> bytes:
    """One case: a seed changed in one to six places.

    Args:
        seeds: the corpus of a reader, at least one.
        words: pieces of its language: marks, brackets, names.
        chance: the generator; nothing else is random.
    """
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice(_SIZES))
        match chance.randrange(9):
            case 0:
                del data[at:end]
            case 1:
                data[at:at] = chance.choice(words)
            case 2:
                data[at:end] = chance.choice(words)
            case 3:  # what is repeated shows costs and depths
                data[at:at] = chance.choice(words) * chance.choice(_SIZES)
            case 4:
                data[at:at] = data[at:end] * chance.choice(_SIZES[:4])
            case 5:
                other = chance.choice(seeds)
                begin = chance.randrange(len(other) + 1)
                data[at:at] = other[begin : begin + chance.choice(_SIZES)]
            case 6 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case 7:
                data[at:at] = chance.choice(_NUMBERS + _ODD)
            case _:
                del data[at:]
        del data[LARGEST:]
    return bytes(data)


def mutated_archive(
    seeds: Sequence[bytes], words: Sequence[bytes], chance: random.Random, part: str
) -> bytes:
    """A ZIP archive with one part mutated, so that what is inside is reached; now and then the archive itself."""
    if chance.random() < 0.3:
        return mutated(seeds, words, chance)
    with zipfile.ZipFile(io.BytesIO(chance.choice(seeds))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = part if part in parts and chance.random() < 0.8 else chance.choice(sorted(parts))
    parts[name] = mutated([parts[name]], words, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for one, data in parts.items():
            packed.writestr(zipfile.ZipInfo(one), data)
    return out.getvalue()
