"""Searching the networks for the best way between two places."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from heapq import heappop, heappush
from itertools import combinations, count, pairwise
from typing import Any

from geo.errors import NoWayError
from geo.model.atlas import Atlas
from geo.model.history import UNKNOWN, steps_on
from geo.model.manner import PLAIN
from geo.model.rows import records, rows
from geo.network.crossings import Cuts, cut_at_borders
from geo.network.gauges import gauge_breaks, place_roles
from geo.network.legs import Leg, Onward, all_legs, chained, go_on
from geo.network.performance import COST, TIME, Part, Performance
from geo.network.question import Question
from geo.network.route import Route, Ways
from geo.network.travel import travel

MEASURES = {"time": TIME, "cost": COST}
"""What a way can be best by besides distance."""
TIE = 1e-9
"""What a km weighs where ways are as quick, or as dear, as each other."""
NO_STEP = {"status": UNKNOWN, "valid_from": None, "date_prec": None}
"""The step of a segment on a day of which nothing is told."""
DAYS, QUESTIONS = 8, 64
"""Of so many days it is remembered what ran, of so many questions what may be used."""


class Router:
    """The networks of an atlas, to be asked for ways."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self.segments = atlas.segments.set_index("id", drop=False)
        self.ends = frozenset([*self.segments["from_place"], *self.segments["to_place"]])
        self._steps = lru_cache(DAYS)(self._steps_on)
        self._open = lru_cache(QUESTIONS)(self._leaving)
        self._weight = cache(self._weighed)

    @cached_property
    def legs(self) -> dict[str, Leg]:
        """The segments, by id."""
        return all_legs(self.segments, self._atlas.spec, self._cuts)

    @cached_property
    def places(self) -> list[dict[str, Any]]:
        """The places, a mapping each."""
        return records(self._atlas.places)

    @cached_property
    def _cuts(self) -> Cuts:
        return cut_at_borders(self.segments, self._atlas)

    @cached_property
    def _roles(self) -> dict[str, dict[str, str]]:
        """By segment the role that it has on each way; what is on none joins all of them."""
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for row in rows(self._atlas.tables["routes"]):
            found[row.segment][row.branch] = row.role
        return found

    @cached_property
    def performance(self) -> Performance:
        """What is in print of speeds, waits and prices."""
        return Performance(self._atlas.tables["performance"])

    def search(self, start: str, end: str, asked: Question) -> list[Leg]:
        """Return the legs of the best way between two places, given by their ids.

        Raises
        ------
        NoWayError
            If there is none.
        """
        legs = self._search(start, end, asked)
        if not legs:
            raise self._no_way(start, end, dict(self._barred(asked)))
        return legs

    def along(self, start: str, end: str, asked: Question) -> list[Leg]:
        """Return the legs of the best way that is along those asked for; none if none leads."""
        if not {start, end} <= self.ends:
            return []
        legs = self._search(start, end, asked)
        return legs if any(map(self._on, legs)) else []

    def parts(self, legs: Sequence[Leg], by: str) -> list[Part]:
        """Return all that takes time, or money, along legs that follow each other."""
        reached = chained(legs)
        pairs = zip([None, *reached], reached, strict=False)
        return [part for pair in pairs for part in self.performance.parts(*pair, MEASURES[by])]

    def best(self, start: str, end: str, asked: Question) -> Route:
        """Return the best way between two places and what follows from it, see `search`."""
        return self._route(self.search(start, end, asked), start, end, asked)

    def _route(self, legs: Sequence[Leg], start: str, end: str, asked: Question) -> Route:
        steps = self._steps(asked.on)
        reached = [steps.get(leg.id, NO_STEP) for leg in legs]
        ordered = self.segments.loc[[leg.id for leg in legs]].assign(
            status=[step["status"] for step in reached],
            status_on=[step["valid_from"] for step in reached],
            status_prec=[step["date_prec"] for step in reached],
        )
        way = travel(ordered, self._atlas, self._cuts, start)
        roles = place_roles(self._atlas.spec, self._atlas.places)
        pairs = pairwise(legs)
        return Route(
            **vars(way),
            start=start,
            end=end,
            asked=asked,
            gauge_breaks=gauge_breaks(way.segments, way.names, roles),
            transfers=[after.start for before, after in pairs if before.carrier != after.carrier],
            time_parts=self.parts(legs, "time"),
            cost_parts=self.parts(legs, "cost"),
        )

    def ways(self, start: str, end: str, asked: Question) -> Ways[Route]:
        """Return the best way along each of the named ways that leads there, the best first.

        Any two of which not both lead there alone are tried together, and all that legs are on in
        turn have dots between their names.
        """
        named = self._atlas.spec.ways
        alone = {way: self.along(start, end, asked._replace(along=(way,))) for way in named}
        found = {way: legs for way, legs in alone.items() if legs}
        for pair in combinations(named, 2):
            lead = all(way in found for way in pair)
            legs = [] if lead else self.along(start, end, asked._replace(along=pair))
            runs = self._runs(legs)
            if len(runs) > 1 and legs not in found.values():
                found.setdefault(".".join(run[0] for run in runs), legs)
        every = (
            (key, self._route(legs, start, end, asked._replace(along=tuple(key.split(".")))))
            for key, legs in found.items()
        )
        return Ways[Route](sorted(every, key=lambda item: self._rank(item[1], asked)))

    def _on(self, leg: Leg) -> list[str]:
        """Return the named ways that a leg is on, and then those that lack it."""
        roles = self._roles.get(leg.id, {})
        on = [way for way in self._atlas.spec.ways if way in roles]
        return sorted(on, key=lambda way: roles[way] == "gap")

    def _runs(self, legs: Sequence[Leg]) -> list[list[str]]:
        """Return the named ways that legs are on in turn, as long as they have one in common."""
        runs: list[list[str]] = []
        for own in filter(None, map(self._on, legs)):
            common = [way for way in runs[-1] if way in own] if runs else []
            if common:
                runs[-1] = common
            else:
                runs.append(own)
        return runs

    def _rank(self, route: Route, asked: Question) -> tuple[bool, bool, float, float]:
        """Return what orders ways: what has yet to be built, or may take for ever, comes later."""
        unbuilt = self._atlas.spec.statuses("building", "promised")
        lacks = route.segments["status"].isin(unbuilt) & ~route.segments["id"].isin(asked.opened)
        if asked.by == "distance":
            return bool(lacks.any()), False, route.km, 0
        parts = route.time_parts if asked.by == "time" else route.cost_parts
        is_open = any(part.span.is_open for part in parts)
        return bool(lacks.any()), is_open, sum(part.weight for part in parts), route.km

    def _steps_on(self, day: str) -> dict[str, dict[str, Any]]:
        """Return the step of each segment on a day; of what has no history, as it is published."""
        history = self._atlas.tables["status_history"]
        dated = set(history["segment"])
        steps = steps_on(day, history, self._atlas.spec.statuses("broken"))
        for segment, status in self.segments["status"].items():
            if segment not in dated:
                is_held = day >= self._atlas.date
                steps[str(segment)] = {**NO_STEP, "status": status} if is_held else NO_STEP
        return steps

    def _barred(self, asked: Question) -> Iterator[tuple[str, str]]:
        """Yield the segments that may not be used, and why."""
        steps = self._steps(asked.on)
        for leg in self.legs.values():
            step = steps.get(leg.id)
            roles = self._roles.get(leg.id)
            own = {roles[way] for way in asked.along if way in roles} if roles else set()
            is_open = leg.id in asked.opened
            if asked.along and roles and own <= {"gap"} and not (own and is_open):
                yield leg.id, "a gap" if own else "on another way"
            elif leg.id in asked.without:
                yield leg.id, "left out"
            elif shut := asked.without & leg.passages:
                yield leg.id, f"passes {', '.join(sorted(shut))}"
            elif is_open:
                continue
            elif step is None:
                yield leg.id, "not there yet"
            elif step["status"] not in asked.allow:
                day, precision = step["valid_from"], step["date_prec"]
                since = f" since {PLAIN.padded(day, precision)}" if day else ""
                yield leg.id, f"{step['status']}{since}"

    def _leaving(self, asked: Question) -> dict[str, list[Leg]]:
        """Return the legs that may be used, by the place where they start."""
        barred = {segment for segment, _ in self._barred(asked)}
        leaving = defaultdict(list)
        for leg in self.legs.values():
            if leg.id not in barred:
                leaving[leg.start].append(leg)
                leaving[leg.end].append(leg.turned())
        return leaving

    def _search(self, start: str, end: str, asked: Question) -> list[Leg]:
        """Return the legs of the best way, by Dijkstra's search; none if there is no way."""
        leaving = self._open(asked._replace(by=""))
        order = count()  # of ways alike the one that was found first
        queue: list[tuple[float, int, Onward | None]] = [(0.0, next(order), None)]
        least: dict[Onward, float] = {}
        came: dict[Onward, Onward | None] = {}
        while queue:
            weight, _, before = heappop(queue)
            at = before.leg.end if before else start
            if at == end:
                return [onward.leg for onward in _back(before, came)][::-1]
            if before and weight > least[before]:
                continue
            for leg in leaving.get(at, ()):
                if before and leg.id == before.leg.id:
                    continue
                onward = go_on(before, leg)
                total = weight + self._weight(before, onward, asked.by)
                if total < least.get(onward, math.inf):
                    least[onward], came[onward] = total, before
                    heappush(queue, (total, next(order), onward))
        return []

    def _weighed(self, before: Onward | None, onward: Onward, by: str) -> float:
        """Return what it takes to go on along a leg; of two ways alike the shorter is better."""
        if by == "distance":
            return onward.leg.km
        parts = self.performance.parts(before, onward, MEASURES[by])
        return sum(part.weight for part in parts) + onward.leg.km * TIE

    def _no_way(self, start: str, end: str, barred: Mapping[str, str]) -> NoWayError:
        """Return why there is no way, by a minimum cut as in networkx."""
        import networkx as nx  # noqa: PLC0415 - slow to load, and few ask for ways

        capacities: defaultdict[tuple[str, str], float] = defaultdict(float)
        for leg in self.legs.values():
            for pair in ((leg.start, leg.end), (leg.end, leg.start)):
                capacities[pair] += 1 if leg.id in barred else math.inf
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_edges_from((*pair, {"capacity": most}) for pair, most in capacities.items())
        _, (near, _) = nx.minimum_cut(graph, start, end)
        names = self.segments["name"]
        cut = {
            leg.id: f"{names[leg.id]} ({barred[leg.id]})"
            for leg in self.legs.values()
            if (leg.start in near) != (leg.end in near)
        }
        named = dict(zip(self._atlas.places["id"], self._atlas.places["name"], strict=True))
        return NoWayError(named[start], named[end], cut)


def _back(last: Onward | None, came: Mapping[Onward, Onward | None]) -> Iterator[Onward]:
    """Yield the legs of a way from its end, each with what was reached before it."""
    while last:
        yield last
        last = came[last]
