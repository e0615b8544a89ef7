"""An atlas as it is on its first day: two commands, and a map that opens."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from geo.__main__ import main
from geo.api import open_atlas
from geo.new import new_atlas
from tests.browser.conftest import Opener
from tests.browser.waiting import rest
from tests.changing import change


def test_a_new_atlas_is_built_and_opens(tmp_path: Path, open_page: Opener) -> None:
    folder = tmp_path / "my-atlas"
    assert main(["new", str(folder)]) == main(["build", str(folder)]) == 0
    page = open_page(folder / "map.html")
    expect(page.get_by_role("heading", level=1)).to_have_text("Two lands")
    expect(page.locator(".labels")).to_contain_text("Westport")


def test_an_atlas_without_dates_has_no_bar_of_time(tmp_path: Path, open_page: Opener) -> None:
    new_atlas(tmp_path / "atlas")
    atlas = open_atlas(tmp_path / "atlas")
    names = ("status_history", "memberships", "milestones")
    tables = {**atlas.tables, **{name: atlas.tables[name].iloc[:0] for name in names}}
    layers = {**atlas.layers, "fairs": atlas.layers["fairs"].iloc[:0]}
    page = open_page(replace(atlas, tables=tables, layers=layers, story=()))
    expect(page.locator("#time")).not_to_be_visible()
    foot = "document.querySelector('%s').getBoundingClientRect().bottom"
    assert page.evaluate(foot % "main") - page.evaluate(foot % "#panel") < 40


@pytest.mark.parametrize(
    ("east", "lon", "meridians"),
    [
        (0, -16, {"17° W", "16° W", "15° W"}),
        (-100, -116, {"117° W", "116° W", "115° W"}),
        (192, 180, {"179° E", "180°", "179° W"}),
    ],
    ids=["Atlantic", "Americas", "Pacific"],
)
def test_the_map_has_degrees_in_any_part_of_the_world(
    east: int, lon: int, meridians: set[str], tmp_path: Path, open_page: Opener
) -> None:
    folder = tmp_path / "my-atlas"
    assert main(["new", str(folder)]) == 0
    move(folder, east)
    assert main(["build", str(folder)]) == 0
    page = open_page(folder / "map.html")
    page.evaluate("uttarapath.state.set({ panel: 'peek', legend: false })")
    rest(page)  # it fits itself to the room
    page.evaluate("lon => uttarapath.map.setView([-32, lon], undefined, { animate: false })", lon)
    for degree in sorted(meridians | {"31° S"}):
        expect(page.locator(".degree").get_by_text(degree, exact=True)).to_be_attached()


def move(folder: Path, east: int) -> None:
    """Move all of an atlas to the east, by so many degrees."""
    change(folder / "atlas.toml", "lon = -16", f"lon = {-16 + east}")
    for path in (folder / "geometry").glob("*.geojson"):
        document = json.loads(path.read_text("utf-8"))
        for feature in document["features"]:
            shape = feature["geometry"]
            shape["coordinates"] = moved(shape["coordinates"], east)
        path.write_text(json.dumps(document), "utf-8")
    for path in (folder / "facts").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        at = [header.index(name) for name in ("lon", "lon_to") if name in header]
        for row in rows:
            for i in at:
                row[i] = str(round(float(row[i]) + east, 6))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])


def moved(coordinates: list[Any], east: int) -> list[Any]:
    """Return coordinates, however deeply nested, that far to the east."""
    if isinstance(coordinates[0], list):
        return [moved(each, east) for each in coordinates]
    lon, lat = coordinates
    return [round(lon + east, 6), lat]
