"""Small drawings beside numbers: a line over years, a bar or a point on an axis. The numbers stand beside them in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_WIDE, _HIGH, _EDGE = 96, 24, 3  # of a line, in px
_FULL = 96  # per cent of its cell that the end of an axis takes


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` to ``high``. One of counts begins at zero; one of rates where their differences show."""

    low: Decimal
    high: Decimal
    rate: bool

    @classmethod
    def of(cls, numbers: Sequence[Decimal], *, rate: bool) -> Axis:
        """The axis that all of these fit on.

        >>> Axis.of([Decimal("97.1"), Decimal("100")], rate=True)
        Axis(low=Decimal('90'), high=Decimal('100'), rate=True)
        """
        high = max(numbers, default=Decimal(1))
        low = min(numbers, default=Decimal(0))
        if rate:
            step = Decimal(10)
            return cls(low // step * step - (step if low == high and low % step == 0 else 0), high, True)
        return cls(min(low, Decimal(0)), max(high, Decimal(1) if low >= 0 else Decimal(0)), False)

    def share(self, number: Decimal) -> float:
        """The place of a number, 0 to 1."""
        return float((number - self.low) / (self.high - self.low)) if self.high > self.low else 1.0


def line(values: Sequence[Decimal | None], axis: Axis) -> str:
    """A line over years that are one step apart, broken where a year is missing; ``""`` for less than two values."""
    if sum(v is not None for v in values) < 2:
        return ""
    step = (_WIDE - 2 * _EDGE) / (len(values) - 1)
    runs: list[list[str]] = [[]]
    last = ""
    for place, number in enumerate(values):
        if number is None:
            runs.append([])
            continue
        last = f"{_EDGE + step * place:.1f} {_HIGH - _EDGE - axis.share(number) * (_HIGH - 2 * _EDGE):.1f}"
        runs[-1].append(last)
    paths = "".join(f"M{'L'.join(run)}{'h0' if len(run) == 1 else ''}" for run in runs if run)
    x, y = last.split()
    return (
        f'<svg class="line" width="{_WIDE}" height="{_HIGH}" viewBox="0 0 {_WIDE} {_HIGH}" aria-hidden="true">'
        f'<path d="{paths}"/><circle cx="{x}" cy="{y}" r="2.5"/></svg>'
    )


def mark(number: Decimal | None, axis: Axis) -> str:
    """A bar from zero for a count, a point for a rate; ``""`` for nothing."""
    if number is None:
        return ""
    end = f"{_FULL * axis.share(number):.1f}%"
    if axis.rate:
        drawn = f'<line x1="0" x2="{_FULL}%" y1="6" y2="6"/><circle cx="{end}" cy="6" r="4"/>'
    elif number < 0 or axis.low < 0:
        zero = _FULL * axis.share(Decimal(0))
        here = _FULL * axis.share(number)
        drawn = f'<rect x="{min(zero, here):.1f}%" width="{abs(here - zero):.1f}%" height="12"/>'
    else:
        drawn = f'<rect width="{end}" height="12"/>'
    return f'<svg class="bar" aria-hidden="true">{drawn}</svg>'
