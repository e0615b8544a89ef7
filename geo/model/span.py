"""Ranges: what is known of a number."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A number that lies between two; nobody knows how high it is if `high` is infinite."""

    low: float
    high: float

    @property
    def is_open(self) -> bool:
        """Tell whether nothing bounds it from above."""
        return math.isinf(self.high)

    def pair(self) -> tuple[float, float | None]:
        """Return both ends; None is no end."""
        return self.low, None if self.is_open else self.high

    def times(self, factor: float) -> Span:
        """Return what so many of it are; none of it are nothing."""
        return Span(self.low * factor, self.high * factor) if factor else NOTHING

    def show(self, decimals: int = 0) -> str:
        """Return it as people write a range: `3`, `0.2-5.0`, `3 or more`, `not known`."""
        if self == NOT_KNOWN:
            return "not known"
        least = min((end for end in self if 0 < end < 1), default=1.0)
        decimals = max(
            decimals, -math.floor(math.log10(least))
        )  # what is something is not shown as 0
        low = f"{self.low:,.{decimals}f}"
        if self.is_open:
            return f"{low} or more"
        high = f"{self.high:,.{decimals}f}"
        return low if low == high else f"{low}-{high}"


NOTHING = Span(0.0, 0.0)
NOT_KNOWN = Span(0.0, math.inf)


def total(spans: Iterable[Span]) -> Span:
    """Add ranges up, as if all were low, or all high, at once."""
    low, high = 0.0, 0.0
    for span in spans:
        low, high = low + span.low, high + span.high
    return Span(low, high)


def widest(spans: Iterable[Span]) -> Span:
    """Return the range that holds all of them; of none, nothing is known."""
    listed = list(spans)
    if not listed:
        return NOT_KNOWN
    return Span(min(span.low for span in listed), max(span.high for span in listed))
