"""The best way between two places, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from html import escape
from typing import Any, TypeVar

import pandas as pd

from geo.model.cells import split_list
from geo.model.known import there_are
from geo.model.rows import rows
from geo.model.shown import show_amounts, show_table
from geo.model.span import Span, total
from geo.network.gauges import GaugeBreak
from geo.network.performance import Part
from geo.network.question import Question
from geo.network.travel import Travelled

HOURS_A_DAY = 24
CHANGES = {
    "border-time": "border",
    "gauge-time": "break of gauge",
    "transfer-time": "reloading",
    "wait-time": "wait for a ship",
}
"""What is met on a way besides the way itself."""


@dataclass(frozen=True, repr=False, eq=False)
class Route(Travelled):
    """The best way between two places.

    The statuses of its segments are those of the day that was asked for. Its parts are what takes
    time or money, each a range with its sources; a range has no upper end if a part is not known.
    """

    start: str
    end: str
    asked: Question
    gauge_breaks: list[GaugeBreak]
    transfers: list[str]
    time_parts: list[Part]
    cost_parts: list[Part]

    @property
    def on(self) -> str:
        """The day whose statuses apply."""
        return self.asked.on

    @property
    def days(self) -> Span:
        """How many days it takes, as a range; open at the top if a part is not known."""
        return total(part.span for part in self.time_parts).times(1 / HOURS_A_DAY)

    @property
    def cost(self) -> Span:
        """What it costs, in USD for a TEU, as a range; open at the top if a part is not known."""
        return total(part.span for part in self.cost_parts)

    @property
    def not_known(self) -> list[Part]:
        """The parts without any published figure."""
        return [part for part in (*self.time_parts, *self.cost_parts) if not part.sources]

    @property
    def sources(self) -> list[str]:
        """The ids of the sources of its segments and parts, each once."""
        own = [source for cell in self.segments["sources"] for source in split_list(cell)]
        told = [source for part in (*self.time_parts, *self.cost_parts) for source in part.sources]
        return list(dict.fromkeys([*own, *told]))

    @property
    def legs(self) -> pd.DataFrame:
        """The way as a table, with a row for each segment in the order of travel.

        `to` is the place at its end, `km` the distance of that place from the start. `hours` and
        `usd` (a TEU) are ranges for the segment and what is done at the place before it; `changes`
        lists the borders, breaks of gauge and transfers there.
        """
        names = self.segments["id"]
        return super().legs.assign(
            hours=[self._sum(self.time_parts, name).show() for name in names],
            usd=[self._sum(self.cost_parts, name).show() for name in names],
            changes=["; ".join(self._changes(name)) for name in names],
        )

    def told(self) -> str:
        """Return the route as text: the totals, and a line for each segment."""
        lines = [
            *self._totals(),
            "",
            f"{'km':>7}  {'to':28}{'by':6}{'in':12}{'status':11}{'hours':>10}  USD a TEU",
        ]
        for leg in rows(self.legs):
            countries = leg.countries if len(leg.countries) < 12 else f"{leg.countries[:8]} .."
            lines += [
                *(f"{'':9}{change}" for change in leg.changes.split("; ") if change),
                (
                    f"{leg.km:7,.0f}  {leg.to[:27]:28}{leg.mode:6}{countries:12}{leg.status:11}"
                    f"{leg.hours:>10}  {leg.usd}"
                ),
            ]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return the route as plain data: lengths in km, ranges as pairs, None for an open end."""
        measures = {"days": self.days, "usd_per_teu": self.cost}
        parts = [
            {**asdict(part), "span": part.span.pair()}
            for part in (*self.time_parts, *self.cost_parts)
        ]
        plain = ("start", "end", "on", "km", "km_by_mode", "km_by_status", "km_by_country")
        return {
            **{name: getattr(self, name) for name in plain},
            **{name: span.pair() for name, span in measures.items()},
            "countries": self.countries,
            "crossings": [asdict(crossing) for crossing in self.crossings],
            "gauge_breaks": [asdict(at) for at in self.gauge_breaks],
            "transfers": self.transfers,
            "segments": self.segments["id"].tolist(),
            "parts": parts,
            "sources": self.sources,
        }

    def _totals(self) -> list[str]:
        """Return from where to where it leads, how far, how long, how dear, what nobody knows."""
        unknown = dict.fromkeys(self._named(part) for part in self.not_known)
        return [
            f"{self.names[self.start]} to {self.names[self.end]}, {self.on}: {self.km:,.0f} km",
            f"{show_amounts(self.km_by_mode, ' km')}; through {' '.join(self.countries)}",
            f"days: {self.days.show()}; USD a TEU: {self.cost.show()}",
            *([f"not known: {', '.join(unknown)}"] if unknown else []),
        ]

    def _named(self, part: Part) -> str:
        at = f" at {self.names[part.place]}" if part.place else ""
        return f"{CHANGES.get(part.kind, part.kind)}{at}"

    def _sum(self, parts: Iterable[Part], segment: str) -> Span:
        return total(part.span for part in parts if part.segment == segment)

    def _changes(self, segment: str) -> Iterator[str]:
        for part in self.time_parts:
            if part.segment == segment and part.kind in CHANGES:
                yield f"{self._named(part)}{'' if part.sources else ', time not known'}"

    def __repr__(self) -> str:
        """Return ends, length, modes, days and cost in a line."""
        modes = show_amounts(self.km_by_mode)
        ends = f"{self.names[self.start]} - {self.names[self.end]} on {self.on}"
        taken = f"days: {self.days.show()}, USD/TEU: {self.cost.show()}"
        return f"<{ends}: {self.km:,.0f} km ({modes}), {taken}>"

    def _repr_html_(self) -> str:
        """Return what a notebook shows: what it comes to, its legs, and on what that rests."""
        sources = escape(", ".join(self.sources))
        return (
            f"{show_table(self._totals(), self.legs)}"
            f"<details><summary>{len(self.sources)} sources</summary>{sources}</details>"
        )


R = TypeVar("R", bound=Route)


class Ways(dict[str, R]):
    """The named ways from one place to another, each with the best route along it."""

    def __missing__(self, way: object) -> R:
        """Say which ways there are instead."""
        raise KeyError(f"no way {way!r}; {there_are(way, self)}")

    @property
    def table(self) -> pd.DataFrame:
        """The ways side by side: days and `usd` (a TEU) as ranges, modes and statuses in km."""
        return pd.DataFrame(
            {
                "km": [route.km for route in self.values()],
                "days": [route.days.show() for route in self.values()],
                "usd": [route.cost.show() for route in self.values()],
                "modes": [show_amounts(route.km_by_mode) for route in self.values()],
                "borders": [len(route.crossings) for route in self.values()],
                "gauge_breaks": [len(route.gauge_breaks) for route in self.values()],
                "transfers": [len(route.transfers) for route in self.values()],
                "statuses": [show_amounts(route.km_by_status) for route in self.values()],
            },
            index=pd.Index(self, name="way"),
        )

    def __repr__(self) -> str:
        """Return how far, how long and how dear each is, in a line."""
        return "\n".join(f"{way}: {route!r}" for way, route in self.items()) or "no way"

    def _repr_html_(self) -> str:
        return show_table([f"ways: {len(self)}" if self else "no way"], self.table.reset_index())
