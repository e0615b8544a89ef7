"""An atlas may leave out what it has no use for: the small one, ever without something else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from geo.api import open_atlas
from geo.pack.contents import pack_files
from geo.page.document import draw_page
from tests.changing import rework

pytestmark = pytest.mark.slow

TABLES = (
    *("claims", "flows", "memberships", "milestones", "passages", "performance"),
    *("promises", "quantities", "relations", "routes", "status_history"),
)
SCENE = """
sources = ["island-survey", "railway-report"]
confidence = "low"
[map]
focus = ["xa-westport"]
date = "2026-01-01"
[en]
heading = "Westport"
text = ["{words}"]
""".replace("{words}", "word " * 69 + "word")


def without_words(folder: Path) -> None:
    (folder / "words" / "en.toml").unlink()
    named = [f'"language.{key}" = "fr"\n' for key in ("name", "short", "english")]
    (folder / "words" / "fr.toml").write_text("".join(named), "utf-8")


def without_claimed_areas(folder: Path) -> None:
    (folder / "geometry" / "areas.geojson").unlink()


def without_days(folder: Path) -> None:
    """Leave open since when segments are as they are: no history tells."""
    rework(
        folder / "facts" / "segments.csv",
        (r"(?<=operating,)1998-05-01|(?<=proposed,)2019-06-01", ""),
    )


def without_tables(folder: Path) -> None:
    without_days(folder)
    for name in (*TABLES, "waypoints"):
        (folder / "facts" / f"{name}.csv").unlink()
    rework(folder / "layers" / "railway.toml", (r"# the ways along.*?\n\n", ""))
    (folder / "story" / "1-railway.toml").unlink()
    (folder / "story" / "1-westport.toml").write_text(SCENE, "utf-8")


def without_rows(folder: Path) -> None:
    without_days(folder)
    rework(folder / "layers" / "railway.toml", (r"# the ways along.*?\n\n", ""))
    for name in (*TABLES, "waypoints"):
        path = folder / "facts" / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    (folder / "story" / "1-railway.toml").unlink()
    (folder / "story" / "1-westport.toml").write_text(SCENE, "utf-8")


def without_bodies(folder: Path) -> None:
    rework(folder / "atlas.toml", (r"# the organisations.*", ""))
    rework(folder / "layers" / "countries.toml", (r"# computed from.*", ""), (r', "league"', ""))
    (folder / "facts" / "memberships.csv").unlink()


def without_all_but_places(folder: Path) -> None:
    without_tables(folder)
    rework(folder / "atlas.toml", (r'"borders", "railway", ', ""), (r', "fairs"', ""))
    for name in ("layers/borders.toml", "layers/railway.toml", "layers/fairs.toml"):
        (folder / name).unlink()
    for name in ("facts/segments.csv", "facts/fairs.csv", "geometry/borders.geojson"):
        (folder / name).unlink()


CASES = [
    without_words,
    without_claimed_areas,
    without_tables,
    without_rows,
    without_bodies,
    without_all_but_places,
]


@pytest.mark.parametrize("leave_out", CASES)
def test_it_is_sound_and_drawn_all_the_same(
    leave_out: Callable[[Path], None], toy_folder: Path
) -> None:
    leave_out(toy_folder)
    atlas = open_atlas(toy_folder)
    assert [finding for finding in atlas.lint() if finding.rule != "sources-used"] == []
    assert atlas.spec.title in draw_page(atlas).get_root().render()
    assert "toy.gpkg" in pack_files(atlas)


def test_a_country_may_be_the_subject_and_the_other_its_partner(toy_folder: Path) -> None:
    head = toy_folder / "atlas.toml"
    head.write_text('subject = "XA"\n' + head.read_text("utf-8"), "utf-8")
    layer = toy_folder / "layers" / "countries.toml"
    layer.write_text("partners = true\n" + layer.read_text("utf-8"), "utf-8")
    atlas = open_atlas(toy_folder)
    assert atlas.lint() == []
    assert draw_page(atlas).get_root().render()
