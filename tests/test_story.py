"""The story: its mistakes are named, and its numbers are those of the layers of today."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

import geo
from geo.errors import DataError
from geo.model.cells import split_list
from geo.model.story import Scene
from geo.network.branches import all_segments
from geo.read.facts import Facts
from geo.read.story import LANGUAGES, read_story
from tests.conftest import HOSTILE

Layers = dict[str, gpd.GeoDataFrame]
FIVE = {"KZ", "KG", "TJ", "TM", "UZ"}
SERIES = ["kazind", "khanjar", "dustlik"]
JOINT = "India\N{EN DASH}Central Asia"
NUMERALS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 12: "twelve", 13: "thirteen"}


@dataclass(frozen=True)
class World:
    """The layers and tables that the story speaks of, and what follows from them."""

    layers: Layers
    tables: dict[str, pd.DataFrame]
    segments: gpd.GeoDataFrame
    today: geo.AsOf
    branches: dict[str, geo.Branch]

    def rows(self, layer: str, **cells: Any) -> pd.DataFrame:  # noqa: ANN401
        """Return the features of a layer with these values."""
        frame = self.layers[layer]
        for column, value in cells.items():
            frame = frame[frame[column].isin(value if isinstance(value, list) else [value])]
        return frame

    def km(self, **cells: str) -> float:
        """Return the length of the segments with these values."""
        frame = self.segments
        for column, value in cells.items():
            frame = frame[frame[column] == value]
        return float(frame["len_km"].sum())

    def republics(self, body: str) -> list[str]:
        """Return the ids of the republics that are members of a body today."""
        standing = self.today.memberships[body]
        return [
            name
            for name in self.layers["republics"]["id"]
            if standing.get(name.upper()) in ("founder", "member")
        ]

    def members(self, body: str) -> int:
        """Count the members of a body today."""
        return sum(
            standing in ("founder", "member") for standing in self.today.memberships[body].values()
        )

    def claimed(self, quantity: str) -> tuple[float, float]:
        """Return the least and the most that is in print."""
        claims = self.tables["claims"]
        rows = claims[claims["quantity"] == quantity]
        return float(rows["low"].min()), float(rows["high"].max())

    def working(self, quantity: str) -> str:
        """Return the value that the atlas works with, and its unit."""
        row = self.tables["quantities"].set_index("id").loc[quantity]
        return f"{row['working']:,.0f} {row['unit']}"

    def borders(self) -> float:
        """Return the length of the republics' border with Afghanistan."""
        return float(self.layers["republics"]["afghan_border_km"].sum())

    def adviser_meetings(self) -> pd.DataFrame:
        """Return the meetings of the security advisers in the joint format."""
        meetings = self.rows("dialogues", format="security_advisers")
        return meetings[meetings["name"].str.contains(JOINT)]

    def summits(self) -> pd.DataFrame:
        """Return the summits in the joint format."""
        summits = self.rows("dialogues", format="summit")
        return summits[summits["name"].str.contains(JOINT)]

    def partners(self, exercise: str) -> set[str]:
        """Return the countries that took part beside India."""
        return set(split_list(self.rows("exercises", id=exercise)["partners"].iloc[0]))

    def with_all_five(self) -> list[str]:
        """Return the exercises with India and all five republics."""
        rows = self.rows("exercises", india=True)
        return [name for name in rows["id"] if self.partners(name) >= FIVE]

    def gauge_gates(self) -> list[str]:
        """Return the places where a branch meets another gauge."""
        names = {gate.name for branch in self.branches.values() for gate in branch.gauge_breaks}
        return sorted(name.partition(" (")[0] for name in names)


@pytest.fixture(scope="module")
def world(atlas: geo.Atlas) -> World:
    return World(
        dict(atlas.layers),
        dict(atlas.tables),
        all_segments(atlas.layers),
        atlas.as_of(atlas.date),
        {name: atlas.branch(name) for name in atlas.spec.ways},
    )


@pytest.fixture(scope="module")
def story(atlas: geo.Atlas) -> dict[str, Scene]:
    return {scene.id: scene for scene in atlas.story}


def hundreds(km: float) -> str:
    return f"{round(km, -2):,.0f} km"


FIGURES: dict[tuple[str, int], Callable[[World], str]] = {
    ("neighbourhood", 0): lambda world: (
        f"{world.layers['republics']['partnership_year'].notna().sum()} of 5"
    ),
    ("neighbourhood", 1): lambda world: (
        f"{world.layers['republics']['population'].sum() / 1e6:.0f} million"
    ),
    ("afghan-border", 0): lambda world: world.working("tajikistan-afghan-border"),
    ("afghan-border", 1): lambda world: f"{len(world.adviser_meetings())}",
    ("cyber", 0): lambda world: f"{len(FIVE & world.partners('cyber-2025'))} of 5",
    ("multivector", 0): lambda world: f"{world.members('sco')}",
    ("multivector", 1): lambda world: f"{len(world.summits())}",
    ("exercises", 0): lambda world: f"{len(world.rows('exercises', series=SERIES))}",
    ("exercises", 1): lambda world: (
        f"{len(world.rows('exercises', series='khanjar'))} of"
        f" {world.rows('exercises', series='khanjar')['edition'].max()}"
    ),
    ("instc", 0): lambda world: world.working("instc-length"),
    ("instc", 1): lambda world: world.working("instc-days"),
    ("ashgabat", 0): lambda world: f"{world.members('ashgabat')}",
    ("ashgabat", 1): lambda world: world.working("kti-length"),
    ("missing", 0): lambda world: f"{world.branches['instc-west'].gaps['len_km'].sum():.0f} km",
    ("missing", 1): lambda world: f"{len(world.gauge_gates())}",
    ("today", 0): lambda world: hundreds(world.km(status="operating")),
    ("today", 1): lambda world: hundreds(world.km(status="disrupted")),
}


def test_every_figure_is_what_the_layers_say(story: dict[str, Scene], world: World) -> None:
    told = {
        (name, number): figure.value
        for name, scene in story.items()
        for number, figure in enumerate(scene.figures)
    }
    assert told == {key: compute(world) for key, compute in FIGURES.items()}


def test_a_figure_with_a_spread_is_the_working_value_of_its_quantity(
    story: dict[str, Scene], world: World
) -> None:
    for scene in story.values():
        for figure in scene.figures:
            if figure.quantity:
                number = world.working(figure.quantity).split()[0]
                assert figure.value.split()[0] == number, figure.label


TEXTS: dict[str, Callable[[World], list[str]]] = {
    "afghan-border": lambda world: [
        f"some {hundreds(world.borders())} of border",
        f"met {NUMERALS[len(world.adviser_meetings())]} times at that level",
    ],
    "multivector": lambda world: [
        f"{NUMERALS[len(world.republics('csto'))].capitalize()} of the five, Kazakhstan, Kyrg",
        f"{NUMERALS[len(world.adviser_meetings())]} were found",
    ],
    "instc": lambda world: [
        f"the usual count {NUMERALS[world.members('instc')]} states",
        f"of the five republics {NUMERALS[len(world.republics('instc'))]} are members",
        f"{world.working('instc-days')} instead of",
        f"lower by {world.working('instc-saving')}",
    ],
}


@pytest.mark.parametrize("name", TEXTS)
def test_numbers_in_the_text_are_those_of_the_layers(
    name: str, story: dict[str, Scene], world: World
) -> None:
    scene = story[name]
    text = " ".join([*scene.text, scene.correction or ""])
    for phrase in TEXTS[name](world):
        assert phrase in text


def test_what_the_story_says_in_words_holds(world: World) -> None:
    republics = world.layers["republics"]
    india = world.rows("countries", iso_a2="IN").geometry
    for shape in india:
        assert not republics.intersects(shape).any()
    first, last = republics["diplo_on"].min(), republics["diplo_on"].max()
    assert (first[:7], last[:7]) == ("1992-02", "1992-08")
    partners = republics.set_index("id")["partnership_year"].dropna()
    assert (partners.idxmin(), partners.idxmax(), partners.min(), partners.max()) == (
        "kaz",
        "kgz",
        2009,
        2019,
    )
    assert set(republics.query("afghan_border_km > 0")["id"]) == {"tjk", "tkm", "uzb"}
    assert world.with_all_five() == ["cyber-2025"]
    assert world.republics("sco") == ["kaz", "kgz", "tjk", "uzb"]
    assert world.republics("csto") == ["kaz", "kgz", "tjk"]
    assert world.republics("instc") == ["kaz", "kgz", "tjk"]
    assert world.today.memberships["instc"]["TKM"] == "applied"
    assert "UZB" not in world.today.memberships["instc"]
    assert "TJK" not in world.today.memberships["ashgabat"]
    assert world.gauge_gates() == ["Astara", "Incheh Borun", "Sarakhs"]
    assert world.claimed("instc-days") == (10, 44)
    assert world.claimed("instc-saving")[0] < 0, "somebody found the corridor dearer"
    disrupted = world.segments[world.segments["status"] == "disrupted"]
    assert set(disrupted["mode"]) == {"sea"}
    assert set(disrupted["iso_from"]) | set(disrupted["iso_to"]) == {"IN", "IR", "OM"}


def test_what_the_story_says_of_exercises_holds(world: World) -> None:
    starts = {series: world.rows("exercises", series=series)["start"].min() for series in SERIES}
    assert {series: day[:4] for series, day in starts.items()} == {
        "kazind": "2016",
        "khanjar": "2011",
        "dustlik": "2019",
    }
    for series in SERIES:
        rows = world.rows("exercises", series=series).sort_values("start")
        for one, other in pairwise(rows.itertuples()):
            if other.edition == one.edition + 1:
                assert one.host != other.host, "the host changes"
    paused = world.rows("exercises", series=["kazind", "dustlik"])
    assert not paused["start"].str.startswith("2020").any()
    assert world.rows("exercises", series="kazind")["end"].max() < "2025"
    assert not world.rows("exercises", series="birlik")["india"].any()
    five = {"UZ", "KZ", "KG", "TJ", "AZ"}
    assert world.partners("birlik-2025") == world.partners("birlik-2024") == five
    bilateral = world.rows("exercises", series=SERIES)["partners"]
    assert not bilateral.str.contains("TJ|TM").any()


def test_scenes_know_no_later_day_than_their_sources(story: dict[str, Scene], world: World) -> None:
    dated = world.tables["sources"].query("kind != 'reference'")["date"].dropna()
    assert dated.max()[:7] == "2026-06", "the last scene says so"
    assert "of June 2026" in story["today"].text[-1]


def numbers(text: str | None) -> list[str]:
    return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[.,\u00a0](?=\d)", "", text or "")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_whole_and_bear_the_same_numbers(
    language: str, story: dict[str, Scene]
) -> None:
    for scene in story.values():
        words = getattr(scene, language)
        assert words is not None, scene.id
        own = [f"{figure.value} {figure.label}" for figure in scene.figures]
        other = [f"{figure['value']} {figure['label']}" for figure in words.figures]
        pairs = zip(
            [scene.heading, *scene.text, scene.correction, *own],
            [words.heading, *words.text, words.correction, *other],
            strict=True,
        )
        for english, translated in pairs:
            assert numbers(english) == numbers(translated), (scene.id, translated)


BROKEN = {
    "unknown source": (
        ('sources = ["dailykiran-2025-11-14", ', 'sources = ["hearsay", '),
        "key figures.1.sources:",
        "expected sources that exist, not 'hearsay'",
    ),
    "unknown feature to see": (
        ('focus = ["in-delhi"', 'focus = ["in-dilli"'),
        "key map.focus:",
        "expected features that exist, not 'in-dilli'",
    ),
    "unknown feature to stress": (
        ('highlight = ["cyber-2025"', 'highlight = ["cyber-2026"'),
        "key map.highlight:",
        "expected features that exist, not 'cyber-2026'",
    ),
    "unknown quantity": (
        (
            "[map]",
            '[[figures]]\nvalue = "1"\nlabel = "a"\nsources = ["osm"]\nquantity = "x"\n[map]',
        ),
        "key figures.2.quantity:",
        "expected quantities that exist, not 'x'",
    ),
    "unknown key of the legend": (
        ('"corridor.instc"', '"corridor.silk"'),
        "key map.hidden:",
        "expected keys of the legend that exist, not 'corridor.silk'",
    ),
    "day that does not exist": (
        ('date = "2025-11-14"', 'date = "2025-11-31"'),
        "key map.date: '2025-11-31'",
        "expected a date that exists",
    ),
    "day after the data date": (
        ('date = "2025-11-14"', 'date = "2031-01-01"'),
        "key map.date: '2031-01-01'",
        "expected no day after the data date",
    ),
    "too long": (
        ("All five republics sent representatives.", "All five came. " * 20),
        "key text:",
        "expected 60 to 95 words, these are",
    ),
    "heading too long": (
        ('heading = "', 'heading = "' + "On and on " * 6),
        "key heading:",
        "expected at most 60 characters, these are",
    ),
    "too many figures": (
        ("[map]", '[[figures]]\nvalue = "1"\nlabel = "a"\nsources = ["osm"]\n' * 2 + "[map]"),
        "key figures: '3'",
        "expected at most 2 figures",
    ),
    "no source": (
        ('sources = ["comm', 'source = ["comm'),
        "key sources:",
        "this key, it is missing",
    ),
    "key that is none": (('sources = ["comm', 'source = ["comm'), "key source:", "no such key"),
    "focus and frame": (
        ("[map]", "[map]\nframe = [60, 20, 80, 50]"),
        "key map:",
        "expected either focus or frame",
    ),
    "frame inside out": (
        ("[map]", "[map]\nframe = [80, 20, 60, 50]"),
        "key map.frame:",
        "expected west, south, east, north in degrees",
    ),
    "translation that is not whole": (
        ("[map]", '[hi]\nheading = "a"\ntext = ["b"]\n[map]'),
        "key hi.text: '1'",
        "expected 2, as in English",
    ),
    "file under another name": (
        ('id = "cyber"', 'id = "network"'),
        "key id: 'network'",
        "expected a name made of a number of its own and the id",
    ),
    "no TOML": (('heading = "', "heading = '"), "3-cyber.toml:", "expected TOML that can be read"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_scene_is_named(what: str, folder: Path, layers: Layers, facts: Facts) -> None:
    (old, new), place, expected = BROKEN[what]
    path = folder.parent / "story" / "3-cyber.toml"
    text = path.read_text("utf-8").partition("\n[hi]")[0]
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError) as caught:
        read_story(layers, facts.published(), path.parent)
    lines = [line for line in str(caught.value).splitlines() if "3-cyber.toml" in line]
    assert any(place in line and expected in line for line in lines), lines


def test_all_problems_of_all_scenes_are_told_at_once(folder: Path) -> None:
    for name in ("3-cyber.toml", "6-instc.toml"):
        path = folder.parent / "story" / name
        text = path.read_text("utf-8").replace("heading", "title", 1)
        path.write_text(text.replace("confidence", "trust", 1), "utf-8")
    with pytest.raises(DataError) as caught:
        read_story(folder=folder.parent / "story")
    assert len(caught.value.problems) == 8


def test_a_checkout_without_story_is_an_error(folder: Path) -> None:
    with pytest.raises(DataError, match=r"story: expected scenes as 1-name\.toml"):
        read_story(folder=folder.parent / "tales")


def test_a_number_used_twice_is_an_error(folder: Path) -> None:
    (folder.parent / "story" / "4-multivector.toml").rename(
        folder.parent / "story" / "3-multivector.toml"
    )
    with pytest.raises(DataError, match=r"3-multivector.toml.* a number of its own"):
        read_story(folder=folder.parent / "story")


def test_the_page_holds_the_scenes_as_plain_values(story: dict[str, Scene]) -> None:
    page = geo.build_map().get_root().render()
    data = json.loads(page.partition('id="atlas-data">')[2].partition("</script>")[0])
    scenes = {scene["id"]: scene for scene in data["story"]}
    assert list(scenes) == list(story)
    told = scenes["missing"]
    assert told["text"] == story["missing"].text
    assert told["figures"][0]["quantity"] == "rasht-astara-length"
    assert told["map"]["focus"][0] == "ir-rasht-astara"
    assert told["hi"]["figures"][0]["value"] == "162 किमी"
    assert "chabahar-contract" in data["tables"]["milestones"]["id"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str, folder: Path) -> None:
    path = folder.parent / "story" / "3-cyber.toml"
    scene = re.sub(r"(?m)^heading = .*", "", path.read_text("utf-8"), count=1)
    path.write_text(f"heading = {json.dumps(text)}\n{scene}", "utf-8")
    assert read_story(folder=path.parent)[2].heading == text


def test_milestones_are_in_order_and_not_after_the_data_date(facts: Facts) -> None:
    days = list(facts.milestones["date"])
    assert days == sorted(days)
    assert 10 <= len(days) <= 16
    assert days[0] >= "1992-01-01"
    assert days[-1] <= facts.edition.date
    assert facts.milestones[["label_hi", "label_ru"]].notna().all(axis=None)
