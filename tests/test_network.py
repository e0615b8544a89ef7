"""Routing on small networks that can be reckoned by hand, and on random ones."""

from __future__ import annotations

import json
import math

import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geo.errors import DataError
from geo.model.geodesy import GEOD, Position
from geo.network.lines import DETOUR, NEAR_KM, Network, OffNetworkError


def km(line: shapely.LineString) -> float:
    return float(GEOD.geometry_length(line)) / 1000


def network(*lines: list[Position], winding: float = 1.0) -> Network:
    shapes = [shapely.LineString(line) for line in lines]
    return Network(shapes, [km(shape) * winding for shape in shapes])


FORK = ([(50.0, 40.0), (50.5, 40.0)], [(50.5, 40.0), (51.0, 40.0)], [(50.5, 40.0), (50.5, 40.4)])


def test_route_follows_lines_and_counts_their_stored_length() -> None:
    route = network(*FORK, winding=1.2).follow([(50.0, 40.0), (50.5, 40.4)])
    assert list(route.line.coords) == [(50.0, 40.0), (50.5, 40.0), (50.5, 40.4)]
    assert route.km == pytest.approx(1.2 * km(route.line))


def test_route_between_two_points_of_one_line() -> None:
    route = network(FORK[0], winding=2.0).follow([(50.1, 40.001), (50.4, 40.001)])
    assert list(route.line.coords) == [(50.1, 40.001), (50.4, 40.001)]
    assert route.km == pytest.approx(2 * km(route.line), rel=1e-3)


def test_route_passes_every_position_exactly() -> None:
    positions = [(50.1, 40.01), (50.5, 40.005), (50.9, 40.0)]
    line = network(*FORK).follow(positions).line
    assert [position for position in line.coords if position in positions] == positions


def test_a_siding_beside_the_line_does_not_lead_the_way_into_it() -> None:
    siding = [(50.2, 40.0), (50.25, 40.002), (50.27, 40.003)]
    main = ([(50.0, 40.0), (50.2, 40.0)], [(50.2, 40.0), (50.5, 40.0)])
    route = network(*main, siding).follow([(50.0, 40.0), (50.26, 40.0025), (50.5, 40.0)])
    assert route.km == pytest.approx(km(shapely.LineString([(50.0, 40.0), (50.5, 40.0)])), rel=1e-3)


def test_a_chord_takes_what_lies_beside_it_for_its_own_if_it_is_long_enough() -> None:
    chord = [(50.0, 40.0), (52.0, 40.0)]
    aside = [(50.0, 40.0), (51.0, 40.3), (52.0, 40.0)]
    with pytest.raises(OffNetworkError, match=r"no line of the network near 51\.000, 40\.300"):
        network(chord).follow(aside)
    bowed = network(chord, winding=1.1)
    route = bowed.follow(aside)
    assert list(route.line.coords) == aside
    assert route.km == pytest.approx(1.1 * km(shapely.LineString(chord)))
    assert bowed.reaches([(51.0, 40.3), (51.0, 41.0)]) == [True, False]


def test_a_line_that_its_length_belies_tells_nothing_of_its_course() -> None:
    (piece,) = network(FORK[0], winding=0.9).follow([(50.0, 40.0), (50.5, 40.0)]).pieces
    assert piece.off_km is None
    (piece,) = network(FORK[0], winding=0.999).follow([(50.0, 40.0), (50.5, 40.0)]).pieces
    assert piece.off_km == 0


bends = st.lists(
    st.tuples(st.integers(1, 99).map(lambda x: 50 + x / 100), st.integers(-40, 40)),
    min_size=1,
    max_size=6,
    unique_by=lambda bend: bend[0],
)


@settings(max_examples=60, deadline=None)
@given(bends, st.data())
def test_no_course_lies_further_off_than_its_pieces_say(
    drawn: list[tuple[float, int]], data: st.DataObject
) -> None:
    """A railway is drawn as a chord of its length, through one of its stations."""
    bent = [(lon, 40 + north / 100) for lon, north in sorted(drawn)]
    track = [(50.0, 40.0), *bent, (51.0, 40.0)]
    length = km(shapely.LineString(track))
    chord = Network([shapely.LineString([track[0], track[-1]])], [length])
    station = data.draw(st.sampled_from(bent))
    assume(chord.reaches([station]) == [True])
    route = chord.follow([track[0], station, track[-1]])
    assume(route.km == pytest.approx(length))
    off = max(piece.off_km or 0 for piece in route.pieces)
    assert sum(piece.km for piece in route.pieces) == pytest.approx(km(route.line))
    narrow = math.cos(math.radians(40))  # a degree of longitude against one of latitude
    flat = shapely.transform(route.line, lambda xy: xy * [narrow, 1])
    for lon, lat in bent:
        nearest = flat.interpolate(flat.project(shapely.Point(lon * narrow, lat)))
        distance = GEOD.inv(lon, lat, nearest.x / narrow, nearest.y)[2] / 1000
        assert distance <= off * 1.02 + 0.1


def test_parts_that_do_not_meet_are_named() -> None:
    apart = network(FORK[0], [(50.5, 41.0), (51.0, 41.0)])
    with pytest.raises(
        OffNetworkError, match=r"no way along the network from 50\.000, 40\.000 to 51\.000, 41\.000"
    ):
        apart.follow([(50.0, 40.0), (51.0, 41.0)])


def test_lengths_are_those_that_the_lines_bear() -> None:
    line = {"type": "LineString", "coordinates": [[50.0, 40.0], [50.5, 40.0]]}
    feature = {"type": "Feature", "properties": {"km": 77.0}, "geometry": line}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    way = Network.parse(text, "lines.geojson").follow([(50.0, 40.0), (50.5, 40.0)])
    assert way.km == pytest.approx(77.0)


@pytest.mark.parametrize(
    "feature",
    [
        None,
        {},
        {"geometry": {"coordinates": [[50, 40], [50.5, 40]]}, "properties": {}},
        {"geometry": {"coordinates": [[50, 40], [50.5, 40]]}, "properties": {"km": "far"}},
        {"geometry": {"coordinates": [[50, 40], [50.5, 40]]}, "properties": {"km": 1e999}},
        {"geometry": {"coordinates": [[50, 40], [50.5, 400]]}, "properties": {"km": 1}},
        {"geometry": {"coordinates": [[50, 40]]}, "properties": {"km": 1}},
        {"geometry": {"coordinates": [50, 40]}, "properties": {"km": 1}},
        {"geometry": {"coordinates": []}, "properties": {"km": 1}},
    ],
)
def test_a_network_that_is_none_is_named(feature: object) -> None:
    text = json.dumps({"features": [feature]}).replace("Infinity", "1e999")
    with pytest.raises(DataError, match=r"lines\.geojson: expected a FeatureCollection of LineS"):
        Network.parse(text, "lines.geojson")


degrees = st.integers(0, 40).map(lambda tenth: tenth / 10)
nodes = st.lists(
    st.tuples(degrees.map(lambda x: 50 + x), degrees.map(lambda y: 38 + y)),
    min_size=3,
    max_size=9,
    unique=True,
)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Network, list[Position]]:
    """Draw a connected network over random nodes, and its nodes."""
    positions = draw(nodes)
    links = [(draw(st.integers(0, index - 1)), index) for index in range(1, len(positions))]
    chord = st.tuples(st.integers(0, len(positions) - 1), st.integers(0, len(positions) - 1))
    links += [(a, b) for a, b in draw(st.lists(chord, max_size=6)) if a != b]
    lines = [[positions[a], positions[b]] for a, b in links]
    return network(*lines), positions


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_routes_on_random_networks(graph: tuple[Network, list[Position]]) -> None:
    lines, positions = graph
    start, end = positions[0], positions[-1]
    there, back = lines.follow([start, end]), lines.follow([end, start])
    assert there.line.coords[0] == start
    assert there.line.coords[-1] == end
    # Either end may stand for a point of a line nearby; long lines are straight on the plate only.
    assert there.km >= GEOD.inv(*start, *end)[2] / 1000 * 0.999 - 2 * NEAR_KM
    assert there.km == pytest.approx(back.km)


@settings(max_examples=40, deadline=None)
@given(graphs(), st.data())
def test_a_way_through_more_positions_is_no_shorter(
    graph: tuple[Network, list[Position]], data: st.DataObject
) -> None:
    lines, positions = graph
    via = data.draw(st.sampled_from(positions))
    assume(via not in (positions[0], positions[-1]))
    direct = lines.follow([positions[0], positions[-1]]).km
    # Each of the three positions may stand for a point of a line nearby.
    slack = 3 * DETOUR * NEAR_KM
    assert lines.follow([positions[0], via, positions[-1]]).km >= direct - slack
