"""Coverage-guided fuzzing of the reader: ``python -m fuzz.reader -max_total_time=3600 CORPUS``.

Whatever bytes come in, the reader answers with facts or with one error of ours; what holds of the facts is in
``oracles.py``. Needs ``atheris`` (``pip install atheris``); ``make fuzz`` tries all readers and needs nothing.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

with atheris.instrument_imports(include=["dashi_kg"]):
    from dashi_kg.errors import DashiError
    from dashi_kg.reader.extract import extract
    from dashi_kg.source.read import decode
    from fuzz import oracles
    from fuzz.targets import FRAME


def one_input(data: bytes) -> None:
    """One input: as a file, and as words inside a report."""
    for case in (data, (FRAME + data.decode("utf-8", "ignore")).encode("utf-8")):
        try:
            source = decode(case, name="fuzz")
        except DashiError as error:
            oracles.refused(error)
        else:
            oracles.extraction(extract(source))


def main() -> None:
    """Run libFuzzer with its own options."""
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
