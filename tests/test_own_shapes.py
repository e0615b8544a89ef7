"""Geometry of a user's own: drawn where it lies, or told why not."""

from __future__ import annotations

import contextlib
import math
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely

import geo
from geo.api import Atlas
from geo.errors import LayerError
from geo.own.files import read_layer
from geo.own.join import join
from geo.publish.files import data_files
from tests.own import LAT, LON, ON_MAP, PARTS, added, framed


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857", "EPSG:32728", "OGC:CRS84"])
def test_any_crs_comes_to_the_same_places(toy: Atlas, crs: str) -> None:
    atlas = added(toy, framed().to_crs(crs))
    x, y = shapely.get_coordinates(atlas.layers["mine"].geometry.to_numpy()).T
    assert np.allclose(x, [LON, LON + 0.1, LON + 0.2])
    assert np.allclose(y, LAT)


def test_kinds_of_geometry_part_and_keep_their_colours(toy: Atlas) -> None:
    shapes = [
        shapely.Point(LON, LAT),
        shapely.MultiPoint([(LON, LAT), (LON + 1, LAT)]),
        shapely.LineString([(LON, LAT), (LON + 3, LAT)]),
        shapely.GeometryCollection(
            [shapely.Point(LON, LAT), shapely.box(LON, LAT, LON + 1, LAT + 1)]
        ),
        shapely.Polygon([(LON, LAT), (LON + 1, LAT + 1), (LON + 1, LAT), (LON, LAT + 1)]),
    ]
    frame = gpd.GeoDataFrame({"kind": list("aabba")}, geometry=shapes, crs=4326)
    atlas = added(toy, frame, column="kind")
    assert [*atlas.layers][:3] == ["mine-points", "mine-lines", "mine-areas"]
    assert [len(atlas.layers[f"mine-{kind}"]) for kind in ("points", "lines", "areas")] == [4, 1, 2]
    assert atlas.layers["mine-areas"].geometry.is_valid.all()
    hues = [
        {value: each.hue for value, each in atlas.spec.values[f"mine_{kind}_class"].items()}
        for kind in ("points", "lines", "areas")
    ]
    assert hues[0] == hues[1] == hues[2]
    assert len(set(atlas.layers["mine-points"]["id"])) == 4
    for language in toy.spec.languages:
        assert atlas.spec.say("layers.mine-lines.name", language).startswith("Mine: ")
    assert data_files(atlas)


def test_rings_are_lines_in_every_file(toy: Atlas, tmp_path: Path) -> None:
    ring = shapely.box(LON, LAT, LON + 1, LAT + 1).exterior
    atlas = added(toy, gpd.GeoDataFrame(geometry=[ring], crs=4326))
    pack = atlas.write_pack(tmp_path / "pack")
    held = gpd.read_file(pack / "layers" / "mine.geojson")
    assert held.geometry.geom_type.tolist() == ["LineString"]


def test_each_of_very_many_points_of_a_feature_has_an_id(toy: Atlas) -> None:
    count = 30_000
    at = np.column_stack([np.linspace(LON, LON + 1, count), np.full(count, LAT)])
    started = time.process_time()
    ids = added(toy, gpd.GeoDataFrame(geometry=[shapely.MultiPoint(at)], crs=4326)).layers["mine"]
    assert [*ids["id"]] == ["mine-1", *(f"mine-1-{number}" for number in range(2, count + 1))]
    assert time.process_time() - started < 20  # one after the other, it took a minute


def test_a_wrong_area_becomes_no_lines(toy: Atlas) -> None:
    shapes = [shapely.box(LON + step, LAT, LON + step + 2, LAT + 1) for step in (0, 1)]
    hole = shapely.Polygon(shapes[0].exterior, [shapes[0].exterior])
    frame = gpd.GeoDataFrame(geometry=[shapely.MultiPolygon(shapes), hole], crs=4326)
    layer = geo.Layer(frame, name="Mine")
    assert repr(layer) == "<Layer 'Mine': 1 areas>"
    assert layer.notes == ["left out without a geometry that can be drawn: 1 of 2 features"]
    assert shapely.area(added(toy, frame).layers["mine"].geometry.iloc[0]) == pytest.approx(3)


def test_what_is_left_out_is_told(toy: Atlas) -> None:
    shapes = pd.Series([ON_MAP, None, shapely.Point(), shapely.Point(100, 60)])
    frame = gpd.GeoDataFrame({"t": ["2001"] * 4}, geometry=shapes, crs=4326)
    frame = pd.concat([frame, framed(2, t=[None, "2999-01-01"])], ignore_index=True)
    atlas = replace(toy)
    with pytest.warns(UserWarning, match="^Mine: ") as told:
        geo.Layer(frame, name="Mine", time="t").add_to(atlas)
    assert [str(each.message) for each in told] == [
        "Mine: left out without a geometry that can be drawn: 2 of 6 features",
        "Mine: left out without a day in 't': 1 of 6 features",
        "Mine: left out beyond the map: 1 of 3 features",
        "Mine: later than the atlas, 2026-01-01, and not shown: 1 features",
    ]


def test_what_is_too_small_to_be_drawn_is_told_as_such(toy: Atlas) -> None:
    speck, thread = ON_MAP.buffer(1e-8), shapely.LineString([(LON, LAT), (LON + 1e-8, LAT)])
    sliver = shapely.box(LON, LAT, LON + 1, LAT + 1e-8)
    field, far = shapely.box(LON, LAT, LON + 1, LAT + 1), shapely.box(120, 40, 121, 41)
    frame = gpd.GeoDataFrame(geometry=[speck, thread, sliver, field, far], crs="EPSG:4326")
    atlas, notes = join(toy, geo.Layer(frame, name="Mine"))
    assert len(atlas.layers["mine"]) == 1
    assert notes == [
        "left out, smaller than 0.1 m: 3 of 5 features",
        "left out beyond the map: 1 of 5 features",
    ]
    with pytest.raises(LayerError, match=r"all that lies on the map is smaller than 0\.1 m"):
        join(toy, geo.Layer(frame.iloc[[0, 1, 4]], name="Mine"))


def test_longitudes_may_count_to_360() -> None:
    shapes = [shapely.Point(360 + LON, LAT), shapely.box(350 + LON, LAT, 355 + LON, LAT + 1)]
    layer = geo.Layer(gpd.GeoSeries(shapes, crs="EPSG:4326"), name="Mine")
    assert shapely.equals(layer.parts["points"].shapes[0], ON_MAP)
    assert layer.parts["areas"].shapes[0].bounds == (LON - 10, LAT, LON - 5, LAT + 1)
    across = gpd.GeoSeries(
        [shapely.box(170, 40, 190, 50), shapely.LineString([(170, 45), (190, 45)])], crs="EPSG:4326"
    )
    parts = geo.Layer(across, name="Mine").parts
    east, west = shapely.box(170, 40, 180, 50), shapely.box(-180, 40, -170, 50)
    assert shapely.equals(parts["areas"].shapes[0], shapely.union(east, west))
    assert shapely.length(parts["lines"].shapes[0]) == 20
    with pytest.raises(LayerError, match="longitudes and latitudes in degrees"):
        geo.Layer(gpd.GeoSeries([shapely.box(170, 40, 361, 50)], crs="EPSG:4326"), name="Mine")


def test_collections_across_180_degrees_are_cut_part_by_part() -> None:
    flat, corner = (
        shapely.Polygon([(181, 40)] * 4),
        shapely.Polygon([(180, 40), (190, 40), (190, 50)]),
    )
    line = shapely.LineString([(180, 40), (190, 41)])
    mixed = shapely.GeometryCollection([flat, shapely.box(170, 40, 190, 50), corner, line])
    points = shapely.MultiPoint([(170, 40), (180, 41), (190, 42)])
    shapes = [shapely.GeometryCollection([flat]), mixed, points]
    parts = geo.Layer(gpd.GeoSeries(shapes, crs="EPSG:4326"), name="Mine").parts
    assert [*parts["areas"].rows] == [*parts["lines"].rows] == [0]  # the first leaves nothing
    assert shapely.area(parts["areas"].shapes[0]) == 200
    assert shapely.equals(parts["lines"].shapes[0], shapely.LineString([(-180, 40), (-170, 41)]))
    assert [(at.x, at.y) for at in parts["points"].shapes[-3:]] == [
        (170, 40),
        (180, 41),
        (-170, 42),
    ]


def test_degrees_may_be_rounded_beyond_the_last() -> None:
    """As programs that compute an outline of all the world write it."""
    slight = 1e-8
    world = shapely.box(-180 - slight, -90 - slight, 180 + slight, 90 + slight)
    layer = geo.Layer(gpd.GeoSeries([world, shapely.Point(5, 90 + slight)], crs=4326), name="Mine")
    bounds = shapely.total_bounds([each.shapes[0] for each in layer.parts.values()])
    assert np.allclose(bounds, [-180, -90, 180, 90], atol=1e-6)
    assert abs(bounds).max() <= 180
    far = gpd.GeoSeries([shapely.LineString([(LON, LAT), (LON, 90.0001)])], crs=4326)
    with pytest.raises(LayerError, match=r"row 1, column geometry: '-16, 90\.0001': expected"):
        geo.Layer(far, name="Mine")


def test_points_that_rather_have_no_position_are_told() -> None:
    points = gpd.GeoSeries([shapely.Point(0, 0), ON_MAP, shapely.Point(0, 1)], crs=4326)
    told = "1 of 3 features; are their positions missing?"
    assert geo.Layer(points, name="Mine").notes == [f"at longitude 0 and latitude 0: {told}"]


def test_an_edge_across_most_of_the_world_is_told() -> None:
    """It rather crosses 180 degrees, and is drawn the other way round."""
    ring = [(170, 50), (-170, 50), (-170, 60), (170, 60)]
    shapes = [shapely.Polygon(ring), shapely.LineString(ring[:2]), shapely.box(-180, 40, 180, 50)]
    shapes.append(shapely.MultiPolygon([shapely.box(w, 40, w + 9, 50) for w in (-179, 170)]))
    told = "an edge reaches across more than half of the world: 2 of 4 features; do they cross 180"
    assert geo.Layer(gpd.GeoSeries(shapes, crs=4326), name="Mine").notes == [f"{told} degrees?"]


@pytest.mark.parametrize("crs", [3413, 3576, 3832, 32601, 4284, "ESRI:102025"])
def test_what_a_crs_has_across_180_degrees_is_drawn_there(crs: int | str) -> None:
    across = shapely.box(175, 60, 185, 70)
    hole = shapely.box(178, 64, 183, 66)
    shapes = [across, across - hole, across.exterior, shapely.GeometryCollection([across])]
    flat = gpd.GeoSeries(shapely.segmentize(shapes, 0.5), crs=crs if crs == 4284 else 4326)
    layer = geo.Layer(flat.to_crs(crs), name="Mine")
    assert not layer.notes
    areas, (line,) = layer.parts["areas"].shapes, layer.parts["lines"].shapes
    assert np.allclose(shapely.area(areas), [100, 90, 100], rtol=1e-4)
    assert shapely.length(line) == pytest.approx(40, rel=1e-4)
    assert not shapely.intersects(areas, shapely.box(-174, -90, 174, 90)).any()


@pytest.mark.parametrize(("crs", "pole"), [(3413, 90), (3031, -90)])
def test_what_lies_around_a_pole_is_an_area(crs: int, pole: int) -> None:
    cap, middle = (shapely.Point(0, 0).buffer(radius, quad_segs=64) for radius in (1e6, 5e5))
    turns = np.linspace(0, 6 * np.pi, 300)
    drift = shapely.LineString(
        np.column_stack([turns * np.cos(turns), turns * np.sin(turns)]) * 1e4
    )
    flat = gpd.GeoSeries([cap, cap - middle, drift], crs=crs)
    layer = geo.Layer(flat, name="Mine")
    assert not layer.notes
    whole, ring = layer.parts["areas"].shapes
    assert shapely.covers(whole, shapely.box(-180, pole, 180, pole * 0.95))
    assert (ring & shapely.box(-180, pole, 180, pole * 0.96)).area == pytest.approx(0)
    assert (ring - whole).area == pytest.approx(0)
    back = gpd.GeoSeries(layer.parts["lines"].shapes, crs=4326).to_crs(crs)
    assert back.length[0] == pytest.approx(drift.length, rel=1e-3)


def test_a_flat_map_of_all_the_world_keeps_its_long_edges() -> None:
    """What a program cut nowhere has long ones too, and is told."""
    shapes = [shapely.box(-100, 40, 100, 60), shapely.box(-180, -80, 180, 80)]
    layer = geo.Layer(gpd.GeoSeries(shapes, crs=4326).to_crs(3857), name="Mine")
    assert np.allclose(shapely.area(layer.parts["areas"].shapes), [4000, 57600])
    assert layer.notes[0].startswith("an edge reaches across more than half of the world: 1 of 2")


def test_positions_from_the_middle_of_the_earth_keep_where_they_are(toy: Atlas) -> None:
    at = gpd.GeoSeries([shapely.Point(LON, LAT, 0)], crs="EPSG:4979").to_crs("EPSG:4978")
    found = added(toy, gpd.GeoDataFrame(geometry=at)).layers["mine"].geometry
    assert shapely.distance(found.to_numpy(), ON_MAP).max() < 1e-5


def test_what_reaches_beyond_the_map_is_cut(toy: Atlas) -> None:
    world = gpd.GeoDataFrame(geometry=[shapely.box(-180, -90, 180, 90)], crs=4326)
    atlas, notes = join(toy, geo.Layer(world, name="World"))
    assert notes == ["drawn as far as the map reaches: 1 features"]
    west, south, east, north = atlas.layers["world"].total_bounds
    assert -60 < west < LON < east < 60
    assert -60 < south < LAT < north < 0


def test_frames_that_say_not_where_they_lie_are_refused(toy: Atlas) -> None:
    bare = gpd.GeoDataFrame(geometry=[shapely.Point(LON, LAT)])
    with pytest.raises(LayerError, match="set_crs"):
        geo.Layer(bare, name="Mine")
    heights = gpd.GeoDataFrame(geometry=[shapely.Point(LON, LAT)], crs=5773)
    with pytest.raises(LayerError, match="its CRS, EGM96 height, tells of no places"):
        geo.Layer(heights, name="Mine")
    metres = gpd.GeoDataFrame(geometry=[shapely.Point(5e5, 4e6)], crs=4326)
    with pytest.raises(LayerError, match=r"500000, 4000000.*degrees"):
        geo.Layer(metres, name="Mine")
    swapped = gpd.GeoDataFrame(geometry=[shapely.Point(LAT, LON)], crs=4326)
    with pytest.raises(LayerError, match="longitude comes before latitude"):
        join(toy, geo.Layer(swapped, name="Mine"))
    with pytest.raises(TypeError, match="GeoDataFrame"):
        geo.Layer(pd.DataFrame({"a": [1]}), name="Mine")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="to an atlas, not to AtlasMap: before"):
        geo.Layer(framed(), name="Mine").add_to(toy.build_map())  # type: ignore[arg-type]


def test_a_part_without_a_position_takes_no_other_with_it() -> None:
    nowhere = shapely.Point(math.nan, LAT)
    shapes = [shapely.GeometryCollection([ON_MAP, nowhere]), nowhere, ON_MAP, shapely.Point()]
    layer = geo.Layer(gpd.GeoSeries(shapes, crs=4326), name="Mine")
    assert len(layer.parts["points"].rows) == 2
    assert layer.notes == [
        "left out without a geometry that can be drawn: 2 of 4 features",
        f"left out of 1 of 4 features: {PARTS}",
    ]


def test_heights_are_told_to_be_left_out_where_there_are_some() -> None:
    points = [shapely.Point(LON, LAT, z) for z in (0, 9, math.nan)]
    shapes = [*points, shapely.LineString([(LON, LAT, 1), (LON + 1, LAT, 2)])]
    for count, notes in ((1, []), (4, ["drawn without heights: 2 of 4 features"])):
        assert geo.Layer(gpd.GeoSeries(shapes[:count], crs=4326), name="Mine").notes == notes


def test_measures_are_told_to_be_left_out_where_there_are_some(tmp_path: Path) -> None:
    """Of a file only its kind of geometry tells."""
    texts = [f"POINT M ({LON} {LAT} 7)", f"POINT ZM ({LON} {LAT} 0 7)", f"POINT M ({LON} {LAT} 0)"]
    shapes = gpd.GeoSeries.from_wkt(texts, crs=4326)
    notes = ["drawn without measures (M): 2 of 3 features"]
    assert geo.Layer(shapes, name="Mine").notes == notes
    shapes.to_frame("geometry").to_parquet(tmp_path / "mine.parquet")
    table = "".join(f'"{text}"\n' for text in ["wkt", *texts])
    (tmp_path / "mine.csv").write_text(table, "utf-8")
    for end in ("parquet", "csv"):
        assert read_layer(str(tmp_path / f"mine.{end}")).notes == notes
    path = tmp_path / "mine.gpkg"
    for kind, measured in (("Point", 1), ("Unknown", 2)):  # all have some, or some may
        path.unlink(missing_ok=True)
        pyogrio.write_dataframe(framed(1, n=[1]), path, geometry_type=kind)
        assert read_layer(str(path)).notes == []
        _say_of_geometry(path, m=measured)
        assert read_layer(str(path)).notes == ["drawn without measures (M)"]
    for z, m in (
        (0, 1),
        (1, 0),
        (1, 1),
    ):  # any kind, and each has them: no driver has a name for it
        _say_of_geometry(path, z=z, m=m)
        with pytest.raises(LayerError, match=r"one kind of geometry, or .* \(ogr2ogr -dim XY\)$"):
            read_layer(str(path))
    _say_of_geometry(path, z=0, m=0, geometry_type_name="TIN")
    with pytest.raises(LayerError, match=r"can be read \(Geometry type is not supported: 16\)$"):
        read_layer(str(path))


def _say_of_geometry(path: Path, **told: str | int) -> None:
    with contextlib.closing(sqlite3.connect(path)) as file, file:
        for column, value in told.items():
            file.execute(f"UPDATE gpkg_geometry_columns SET {column} = ?", [value])  # noqa: S608


def test_degrees_that_are_said_to_be_metres_are_told() -> None:
    (note,) = geo.Layer(framed().set_crs(3857, allow_override=True), name="Mine").notes
    assert note.endswith("are they degrees?")
    assert not geo.Layer(framed().to_crs(3857), name="Mine").notes


def test_what_stands_for_nothing_is_no_geometry(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,wkt\na,POINT (-16 -32)\nb,nan\nc,\n", "utf-8")
    assert len(read_layer(str(path)).rows) == 1
