"""The best way between two places, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from geo.model.cells import split_list
from geo.model.span import Span, total
from geo.network.gauges import GaugeBreak
from geo.network.performance import Part
from geo.network.travel import Travelled

HOURS_A_DAY = 24


@dataclass(frozen=True, repr=False)
class Route(Travelled):
    """A way between two places, the best of its kind.

    The status of its segments is that of the day `on`. Its parts are what takes time or money, each
    a range with its sources; a range is open where one of its parts is not known.
    """

    start: str
    end: str
    on: str
    gauge_breaks: list[GaugeBreak]
    transfers: list[str]
    time_parts: list[Part]
    cost_parts: list[Part]

    @property
    def days(self) -> Span:
        """How long it takes."""
        return total(part.span for part in self.time_parts).times(1 / HOURS_A_DAY)

    @property
    def cost(self) -> Span:
        """What it costs, in USD a TEU."""
        return total(part.span for part in self.cost_parts)

    @property
    def not_known(self) -> list[Part]:
        """The parts of which nothing is in print."""
        return [part for part in (*self.time_parts, *self.cost_parts) if not part.sources]

    @property
    def sources(self) -> list[str]:
        """The ids of the sources of its segments and its parts, each once."""
        own = [source for cell in self.segments["sources"] for source in split_list(cell)]
        told = [source for part in (*self.time_parts, *self.cost_parts) for source in part.sources]
        return list(dict.fromkeys([*own, *told]))

    def __repr__(self) -> str:
        """Return ends, length, modes, days and cost in a line."""
        modes = ", ".join(f"{mode} {km:,.0f}" for mode, km in self.km_by_mode.items())
        return (
            f"<{self.start} - {self.end} on {self.on}: {self.km:,.0f} km ({modes}),"
            f" {self.days.show()} days, {self.cost.show()} USD/TEU>"
        )
