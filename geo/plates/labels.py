"""Labels of the map: written only where they cover neither each other nor a sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from geo.design.tokens import read_json
from geo.plates.boxes import Taken, around, centre, within
from geo.plates.piles import Pile
from geo.plates.sheet import Box, Sheet, Spot, parts_of, text_box
from geo.plates.signs import mm_per_px
from geo.plates.theme import pt
from geo.plates.type import MM_PER_PT, Style, styles
from geo.plates.words import say

SIGN_PX, GAP_PX, HALO_PX = 5.0, 3.0, 2.6
NAMESAKE_MM, LINE_GAP_MM, EDGE_MM = 14.0, 2.0, 1.2
Layers = Mapping[str, gpd.GeoDataFrame]
SIDES = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)]


@dataclass(frozen=True)
class Name:
    """A name of an area: its style, and the spots where its middle may lie, the best first.

    A name that must stand does so even over lines and signs.
    """

    text: str
    kind: str
    spots: list[Spot]
    must: bool = False


@dataclass(frozen=True)
class Label:
    """A text on the map and the box that it takes."""

    text: str
    box: Box


class Labels:
    """The labels of a map.

    Parameters
    ----------
    sheet
        The sheet to write on.
    signs
        Boxes of signs, which no label may cover.
    lines
        Boxes along lines, which labels rather leave free.
    """

    def __init__(self, sheet: Sheet, signs: Taken, lines: Taken) -> None:
        self.sheet, self.signs, self.lines = sheet, signs, lines
        self.written = Taken()
        self.labels: list[Label] = []
        self._named: dict[str, Spot] = {}

    def write_areas(self, names: Iterable[Name]) -> None:
        """Write names of areas and branches, each where it has room, or not at all."""
        for name in names:
            style = styles()[name.kind]
            boxes = [text_box(name.text, spot, style, "center") for spot in name.spots]
            box = self._free(boxes, off_lines=True)
            if not box and name.must:
                style = styles().get(f"small-{name.kind}", style)
                boxes = [text_box(name.text, spot, style, "center") for spot in name.spots]
                box = self._least(boxes)
            if box:
                self._put(name.text, box, style)

    def write_places(self, places: Iterable[tuple[Any, Spot]]) -> None:
        """Write the names of places beside their signs."""
        for row, spot in places:
            kind = row.kind if row.kind in ("capital", "port", "city") else "station"
            self.write_place(row.name, spot, kind)

    def write_place(self, text: str, spot: Spot, kind: str) -> None:
        """Write the name of a place beside its sign, or not at all."""
        style = styles()[kind]
        last = self._named.get(text)
        if last and np.hypot(last[0] - spot[0], last[1] - spot[1]) < NAMESAKE_MM:
            return
        reach = (SIGN_PX + GAP_PX) * mm_per_px()
        if box := self._free(beside((*spot, *spot), text, style, reach)):
            self._named[text] = spot
            self._put(text, box, style)

    def write_pile(self, text: str, pile: Pile) -> None:
        """Write beside a pile what lies there, or not at all."""
        style = styles()["event"]
        if box := self._free(beside(pile.box, text, style, mm_per_px() * 2)):
            self._put(text, box, style)

    def _inside(self, box: Box) -> bool:
        left, foot, right, top = self.sheet.frame
        return within(box, (left + EDGE_MM, foot + EDGE_MM, right - EDGE_MM, top - EDGE_MM))

    def _free(self, boxes: list[Box], *, off_lines: bool = False) -> Box | None:
        inside = (box for box in boxes if self._inside(box))
        free = [box for box in inside if not self.written.meetings(box) + self.signs.meetings(box)]
        clear = [box for box in free if not self.lines.meetings(box)]
        rest = [] if off_lines else sorted(free, key=self.lines.meetings)
        return next(iter(clear or rest), None)

    def _least(self, boxes: list[Box]) -> Box | None:
        inside = [box for box in boxes if self._inside(box)]
        free = [box for box in inside if not self.written.meetings(box)]
        cost = {box: self.signs.meetings(box) * 20 + self.lines.meetings(box) for box in free}
        return min(free, key=lambda box: cost[box], default=None)

    def _put(self, text: str, box: Box, style: Style) -> None:
        self.written.add(box)
        self.labels.append(Label(text, box))
        self.sheet.write(text, centre(box), style, side="center", halo=pt(HALO_PX))


def beside(box: Box, text: str, style: Style, reach: float) -> list[Box]:
    """Return where a text may stand beside a box, the best side first."""
    left, foot, right, top = text_box(text, (0, 0), style, "center")
    width, height = right - left, top - foot
    x, y = centre(box)
    half_width, half_height = (box[2] - box[0]) / 2 + reach, (box[3] - box[1]) / 2 + reach
    found = []
    for h, v in SIDES:
        slant = 0.7 if h and v else 1
        away_x = h * (width / 2 + half_width * slant)
        away_y = v * (height / 2 + (half_height - reach + 0.3 if h else half_height - reach * 0.3))
        found.append(around((x + away_x, y + away_y), width / 2, height / 2))
    return found


def area_names(sheet: Sheet, layers: Layers, hero: str = "") -> list[Name]:
    """Return names of countries and seas, the lit ones first.

    Their spots are those around the middle of what the frame shows where the name has room,
    then those set by hand for the page.
    """
    by_hand = read_json("labels.json")
    found = []
    for frame in (layers["republics"], layers["countries"]):
        for row in frame.itertuples():
            lit = row.id == hero if hero else "diplo_on" in frame or row.iso_a3 == "IND"
            kind = "lit" if lit else "area"
            spots = _roomy(sheet.shape(row.geometry, 0), row.name, styles()[kind])
            spots += [sheet.spot(*at) for at in by_hand["countries"].get(row.id, [])]
            found.append(Name(row.name, kind, spots, must=lit))
    for sea in by_hand["seas"]:
        great = sea["rank"] == 1
        spots = [sheet.spot(*at) for at in sea["at"]]
        kind = "sea" if great else "small-sea"
        found.append(Name(say(f"sea.{sea['key']}"), kind, spots, must=great))
    return sorted(found, key=lambda name: ["lit", "sea", "small-sea", "area"].index(name.kind))


def branch_names(sheet: Sheet, courses: list[tuple[str, list[Spot]]]) -> list[Name]:
    """Return names of branches, to stand beside what is theirs alone, near its middle."""
    found = []
    for branch in dict.fromkeys(branch for branch, _ in courses if ";" not in branch):
        text, kind = say(f"branch_name.{branch}"), "branch-instc"
        if branch == "ashgabat":
            kind = "branch-ashgabat"
        beads = [bead for name, course in courses if name == branch for bead in course]
        beads = [bead for bead in beads if within((*bead, *bead), sheet.frame)]
        if not beads:
            continue
        x, y = np.median(np.array(beads), axis=0)
        beads.sort(key=lambda bead: np.hypot(bead[0] - x, bead[1] - y))
        half = styles()[kind].width_mm(text) / 2 + LINE_GAP_MM
        spots = [(x + side * half, y) for x, y in beads for side in (1, -1)]
        found.append(Name(text, kind, spots))
    return found


def pile_text(pile: Pile) -> str:
    """Return what lies on a pile, by series or format with its years."""
    group = "series" if pile.layer == "exercises" else "format"
    years: dict[str, list[str]] = {}
    for event in pile.events:
        years.setdefault(getattr(event, group), []).append(event.start[:4])
    told = (
        f"{say(f'{group}.{name}')} {', '.join(dict.fromkeys(of))}" for name, of in years.items()
    )
    return " · ".join(told)


def _roomy(shape: shapely.Geometry, text: str, style: Style) -> list[Spot]:
    """Return spots in the largest part of a shape where a text has room, the middle first."""
    parts = parts_of(shape, "Polygon")
    if not parts:
        return []
    part = max(parts, key=shapely.area)
    radius = shapely.maximum_inscribed_circle(part, tolerance=0.5)
    x, y = shapely.get_coordinates(radius)[0]
    width, height = style.width_mm(text), style.size * MM_PER_PT
    grid = [(x + i * 4, y + j * 3) for i in range(-10, 11) for j in range(-14, 15)]
    grid.sort(key=lambda spot: np.hypot(spot[0] - x, spot[1] - y))
    shapely.prepare(part)
    return [
        spot
        for spot in grid
        if part.contains_properly(shapely.box(*around(spot, width / 2, height / 2)))
    ]
