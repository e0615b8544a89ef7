"""Labels of the map: written only where they cover neither each other nor a sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geo.design.areas import kind_of
from geo.design.marks import scale_of
from geo.design.paper import MM_PER_PT, Box, mm, pt
from geo.design.theme import segment_hue
from geo.model.content import Content, Feature, Town
from geo.model.saying import say
from geo.model.spec import Spec
from geo.plates.boxes import Occupied, around, centre, distance, within
from geo.plates.network import Beads
from geo.plates.piles import Pile
from geo.plates.places import Place
from geo.plates.sheet import Sheet, Spot, parts_of, text_box
from geo.plates.signs import draw_dot
from geo.plates.type import Style, styles
from geo.read.extras import read_labels

SIGN_PX, GAP_PX, HALO_PX = 5.0, 3.0, 2.6
TOWN_PX, TOWN_SIZE = 2.6, 0.4
PEOPLE_PER_M2 = 0.11
"""A town is named where so many of its people share each square metre of a pixel."""
NAMESAKE_MM, LINE_GAP_MM, EDGE_MM = 14.0, 2.0, 1.2
SIDES = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1)]
"""Where a name may stand beside its sign, the best first."""
LIT, AREA, SEA, SMALL_SEA = "lit", "area", "sea", "small-sea"


@dataclass(frozen=True)
class Name:
    """A name of an area: its style, and the spots where its middle may lie, the best first.

    A name that must stand does so even over lines and signs, if need be in another style.
    """

    text: str
    kind: str
    style: Style
    spots: list[Spot]
    must: bool = False


@dataclass(frozen=True)
class Label:
    """A text on the map and the box that it occupies."""

    text: str
    box: Box


class Labels:
    """The labels of a map: they never cover `signs`, and rather leave `lines` free."""

    def __init__(self, sheet: Sheet, *, signs: Occupied, lines: Occupied) -> None:
        self.sheet, self.signs, self.lines = sheet, signs, lines
        self.written = Occupied()
        self.labels: list[Label] = []
        self._named: dict[str, Spot] = {}

    def write_areas(self, names: Iterable[Name]) -> None:
        """Write names of areas and branches, each where it has room, or not at all."""
        for name in names:
            style = name.style
            boxes = [text_box(name.text, spot, style) for spot in name.spots]
            box = self._free(boxes, off_lines=True)
            if not box and name.must:
                style = styles().get(f"small-{name.kind}", style)
                boxes = [text_box(name.text, spot, style) for spot in name.spots]
                box = self._least(boxes)
            if box:
                self._put(name.text, box, style)

    def write_places(self, places: Iterable[Place]) -> None:
        """Write the names of places beside their signs, each where it has room, or not at all."""
        for place in places:
            text, spot, style = place.feature.name, place.spot, styles()[place.label]
            last = self._named.get(text)
            if last and distance(last, spot) < NAMESAKE_MM:
                continue
            reach = mm(SIGN_PX * scale_of(place.feature.layer) + GAP_PX)
            if box := self._free(beside((*spot, *spot), text, style, reach)):
                self._named[text] = spot
                self._put(text, box, style)

    def write_towns(self, towns: Iterable[Town]) -> None:
        """Write the names of towns beside their dots, where both have room and the map is quiet.

        How large a town must be follows from how much of the ground lies beneath a pixel.
        """
        style, m_per_px = styles()["town"], mm(1) * self.sheet.view.scale / 1000
        for town in towns:
            if town.population < PEOPLE_PER_M2 * m_per_px**2:
                return
            spot = self.sheet.spot(*town.at)
            dot = around(spot, mm(TOWN_PX))
            near = beside((*spot, *spot), town.name, style, mm(TOWN_PX))
            if self._free([dot], off_lines=True) and (box := self._free(near, off_lines=True)):
                draw_dot(self.sheet, spot, TOWN_SIZE, style.colour)
                self.written.add(dot)
                self._put(town.name, box, style)

    def write_pile(self, text: str, pile: Pile) -> bool:
        """Write beside a pile what lies there, or not at all; tell whether it is written."""
        style = styles()["event"]
        if box := self._free(beside(pile.box, text, style, mm(2))):
            self._put(text, box, style)
        return bool(box)

    def _inside(self, box: Box) -> bool:
        left, foot, right, top = self.sheet.frame
        return within(box, (left + EDGE_MM, foot + EDGE_MM, right - EDGE_MM, top - EDGE_MM))

    def _free(self, boxes: list[Box], *, off_lines: bool = False) -> Box | None:
        inside = (box for box in boxes if self._inside(box))
        free = [box for box in inside if not self.written.overlaps(box) + self.signs.overlaps(box)]
        clear = [box for box in free if not self.lines.overlaps(box)]
        rest = [] if off_lines else sorted(free, key=self.lines.overlaps)
        return next(iter(clear or rest), None)

    def _least(self, boxes: list[Box]) -> Box | None:
        inside = [box for box in boxes if self._inside(box)]
        free = [box for box in inside if not self.written.overlaps(box)]
        cost = {box: self.signs.overlaps(box) * 20 + self.lines.overlaps(box) for box in free}
        return min(free, key=lambda box: cost[box], default=None)

    def _put(self, text: str, box: Box, style: Style) -> None:
        self.written.add(box)
        self.labels.append(Label(text, box))
        self.sheet.write(text, centre(box), style, side="center", halo=pt(HALO_PX))


def beside(box: Box, text: str, style: Style, reach: float) -> list[Box]:
    """Return where a text may stand beside a box, the best side first."""
    left, foot, right, top = text_box(text, (0, 0), style)
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


def area_names(sheet: Sheet, content: Content, focus: str) -> list[Name]:
    """Return names of areas and seas, the lit ones first.

    Their spots are those around the middle of what the frame shows where the name has room,
    then those set by hand in the folder of the atlas.
    """
    by_hand = read_labels(content.spec)
    found = []
    for layer in content.spec.of_shape("areas"):
        for area in content.of(layer):
            lit = (
                area.id == focus
                if focus
                else kind_of(content.spec, layer, area.text("iso_a2")) != "quiet"
            )
            kind = LIT if lit else AREA
            spots = _spots_inside(sheet.shape(area.shape, 0), area.name, styles()[kind])
            spots += [sheet.spot(*at) for at in by_hand.get("countries", {}).get(area.id, [])]
            found.append(Name(area.name, kind, styles()[kind], spots, must=lit))
    for sea in by_hand.get("seas", []):
        great = sea["rank"] == 1
        spots = [sheet.spot(*at) for at in sea["at"]]
        kind = SEA if great else SMALL_SEA
        text = say(content.spec, f"sea.{sea['key']}")
        found.append(Name(text, kind, styles()[kind], spots, must=great))
    return sorted(found, key=lambda name: [LIT, SEA, SMALL_SEA, AREA].index(name.kind))


def branch_names(sheet: Sheet, spec: Spec, beads: list[Beads]) -> Iterator[Name]:
    """Yield names of branches, to stand beside what is theirs alone, near its middle."""
    for layer in spec.of_shape("network"):
        for branch in layer.branches:
            style = replace(styles()["branch"], colour=segment_hue(layer, [branch]))
            spots = [spot for each in beads if each.branches == (branch,) for spot in each.spots]
            spots = [spot for spot in spots if within((*spot, *spot), sheet.frame)]
            if not spots:
                continue
            x, y = np.median(np.array(spots), axis=0)
            spots.sort(key=lambda spot: distance(spot, (x, y)))
            text = say(spec, f"branch_full.{branch}", f"branch.{branch}")
            half, up = style.width_mm(text) / 2 + LINE_GAP_MM, style.line_mm / 2 + LINE_GAP_MM
            ways = [(half, 0), (-half, 0), (0, up), (0, -up)]
            beside_line = [(x + h, y + v) for x, y in spots for h, v in ways]
            yield Name(text, "branch", style, beside_line)


def pile_text(spec: Spec, pile: Pile) -> str:
    """Return what lies on a pile, by its category with the years."""
    years: dict[str, list[str]] = {}
    for event in pile.events:
        years.setdefault(event_word(spec, event), []).append(event.text(pile.layer.time[0])[:4])
    return " · ".join(f"{word} {', '.join(dict.fromkeys(of))}" for word, of in years.items())


def event_word(spec: Spec, event: Feature) -> str:
    """Return what a short text calls an event: the name of its category, or its own."""
    column = next(iter(event.layer.legend), "")
    return say(spec, f"{column}.{event.category}") or event.name


def _spots_inside(shape: BaseGeometry, text: str, style: Style) -> list[Spot]:
    """Return spots in the largest part of a shape where a text has room, the middle first."""
    parts = parts_of(shape, shapely.Polygon)
    if not parts:
        return []
    part = max(parts, key=shapely.area)
    radius = shapely.maximum_inscribed_circle(part, tolerance=0.5)
    x, y = shapely.get_coordinates(radius)[0]
    width, height = style.width_mm(text), style.size * MM_PER_PT
    grid = [(x + i * 4, y + j * 3) for i in range(-10, 11) for j in range(-14, 15)]
    grid.sort(key=lambda spot: distance(spot, (x, y)))
    shapely.prepare(part)
    return [
        spot
        for spot in grid
        if part.contains_properly(shapely.box(*around(spot, width / 2, height / 2)))
    ]
