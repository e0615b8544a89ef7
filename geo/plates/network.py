"""Networks: hue is the layer, texture the mode, dash the status, a band the error."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo.design.areas import Fill
from geo.design.paper import mm
from geo.design.strokes import ERROR, ERROR_COLUMN, Stroke, abreast_px, in_hue, strokes
from geo.design.theme import layer_hue, segment_hue, strengths
from geo.model.content import Content, Feature
from geo.model.spec import Spec
from geo.plates.lanes import Lane, sideways, untangled
from geo.plates.sheet import Points, Sheet, Spot, parts_of

BEAD_MM = 1.2
NEAR_MM = 0.22


@dataclass(frozen=True)
class Strand:
    """A line of a segment on the sheet, and whether it is the first of that segment."""

    segment: Feature
    points: Points
    is_first: bool


@dataclass(frozen=True)
class Beads:
    """Points along a line, near enough to each other to stand for it, and its branches."""

    branches: tuple[str, ...]
    spots: list[Spot]


def draw_network(sheet: Sheet, content: Content) -> tuple[list[Beads], list[Feature]]:
    """Draw every segment, shared ones side by side; return what stands for them, and which show."""
    strands, beads = _strands(sheet, content)
    _draw_errors(sheet, strands)
    drawn = [(strand, segment_strokes(content.spec, strand.segment)) for strand in strands]
    for strand, (casing, *_) in drawn:
        sheet.line(strand.points, casing)
    for layer in reversed(content.spec.of_shape("network")):  # the first lies on top
        for strand, (_, *above) in drawn:
            if strand.segment.layer is layer:
                for stroke in above:
                    sheet.line(strand.points, stroke)
    seen = [each.segment for each in strands if sheet.shows(shapely.LineString(each.points))]
    return beads, seen


def segment_strokes(spec: Spec, segment: Feature) -> list[Stroke]:
    """Return the strokes of a segment, the casing first."""
    mode, status = (segment.text(name) for name in ("mode", "status"))
    hue = segment_hue(segment.layer, segment.items("branch"))
    return in_hue(strokes(spec, mode=mode, status=status), hue)


def _draw_errors(sheet: Sheet, strands: list[Strand]) -> None:
    """Draw the bands within which the true courses lie, those of a network as one."""
    bands: dict[str, list[shapely.Polygon]] = {}
    for strand in strands:
        if strand.is_first:
            around = strand.segment.number(ERROR_COLUMN) * 1000 / sheet.view.scale
            band = shapely.LineString(strand.points).buffer(around)
            bands.setdefault(layer_hue(strand.segment.layer), []).append(band)
    for hue, found in bands.items():
        sheet.fill(shapely.union_all(found), Fill(hue), opacity=strengths()[ERROR][0])


def _strands(sheet: Sheet, content: Content) -> tuple[list[Strand], list[Beads]]:
    """Return the lines of all segments, shared ones moved apart, and the beads along them."""
    spec = content.spec
    segments = [segment for layer in spec.of_shape("network") for segment in content.of(layer)]
    abreast = Counter(segment.id for segment in segments)
    broken, afloat = spec.statuses("broken"), spec.modes_on("sea")
    placed: Counter[str] = Counter()
    strands: list[Strand] = []
    lanes: list[tuple[Strand, Lane]] = []
    beads: list[Beads] = []
    for segment in segments:
        slot = placed[segment.id]
        placed[segment.id] += 1
        gap = mm(abreast_px(broken=segment.text("status") in broken))
        shift = (slot - (abreast[segment.id] - 1) / 2) * gap
        for part in parts_of(sheet.shape(segment.shape), shapely.LineString):
            points = _thinned(shapely.get_coordinates(part))
            strand = Strand(segment, points, slot == 0)
            if segment.text("mode") in afloat:
                hue = segment_hue(segment.layer, segment.items("branch"))
                look = f"{hue} {segment.text('mode')} {segment.text('status')}"
                lanes.append((strand, Lane(points, look, gap)))
            else:
                strands.append(replace(strand, points=sideways(points, shift)))
            if slot == 0:
                beads.append(Beads(tuple(segment.items("branch")), _beads(points)))
    drawn = untangled(lane for _, lane in lanes)
    for (strand, _), parts in zip(lanes, drawn, strict=True):
        strands += [replace(strand, points=part) for part in parts]
    return strands, beads


def _thinned(points: Points) -> Points:
    """Leave out points that fall together on paper; the ends stay."""
    kept = [points[0]]
    for point in points[1:-1]:
        if np.hypot(*(point - kept[-1])) >= NEAR_MM:
            kept.append(point)
    return np.array([*kept, points[-1]])


def _beads(points: Points) -> list[Spot]:
    line = shapely.LineString(points)
    count = int(line.length / BEAD_MM) + 1
    found = shapely.line_interpolate_point(line, np.linspace(0, line.length, count))
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(found)]
