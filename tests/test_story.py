"""The story: its mistakes are named, its numbers follow the data, and its languages agree."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import geo
from geo.errors import DataError
from geo.linter.rules import lint
from geo.model.story import Scene
from geo.read.legend import Legend, legend_of
from geo.read.story import read_story
from tests.conftest import HOSTILE


@pytest.fixture
def scenes(atlas: geo.Atlas, tmp_path: Path) -> Path:
    """Return a copy of the scenes that a test may break."""
    return shutil.copytree(atlas.spec.folder / "story", tmp_path / "story")


def read(atlas: geo.Atlas, scenes: Path) -> dict[str, Scene]:
    """Read the scenes of a folder as if they were those of an atlas."""
    spec = replace(atlas.spec, folder=scenes.parent)
    return {scene.id: scene for scene in read_story(replace(atlas, spec=spec))}


def test_every_scene_is_told_in_every_language(atlas: geo.Atlas) -> None:
    for scene in atlas.story:
        assert list(scene.words) == list(atlas.spec.languages), scene.id


def test_a_new_edition_is_told_in_every_language(atlas: geo.Atlas) -> None:
    exercises = atlas.layers["exercises"]
    last = exercises[exercises["id"] == "khanjar-2026"]
    new = last.assign(id="khanjar-2026-b", edition=14, start="2026-10-01", end="2026-10-14")
    layers = {**atlas.layers, "exercises": pd.concat([exercises, new], ignore_index=True)}
    later = replace(atlas, layers=layers)
    later = replace(later, story=read_story(later))
    words = {scene.id: scene.words for scene in later.story}["exercises"]
    values = {
        language: [figure["value"] for figure in told.figures] for language, told in words.items()
    }
    assert values == {
        "en": ["20", "6 of 14"],
        "hi": ["20", "14 में से 6"],
        "ru": ["20", "6 из 14"],
    }
    assert words["ru"].figures[0]["label"].startswith("учений трёх серий")
    assert lint(later) == []


def test_an_edition_that_is_announced_changes_nothing(atlas: geo.Atlas) -> None:
    exercises = atlas.layers["exercises"]
    last = exercises[exercises["id"] == "khanjar-2026"]
    new = last.assign(id="khanjar-2027", edition=14, start="2027-03-01", end="2027-03-14")
    layers = {**atlas.layers, "exercises": pd.concat([exercises, new], ignore_index=True)}
    assert read_story(replace(atlas, layers=layers)) == atlas.story


def test_what_is_said_in_words_and_holds_no_longer_is_found(atlas: geo.Atlas) -> None:
    exercises = atlas.layers["exercises"].copy()
    exercises.loc[exercises["id"] == "birlik-2025", "india"] = True
    changed = replace(atlas, layers={**atlas.layers, "exercises": exercises})
    changed = replace(changed, story=read_story(changed))
    told = "'count exercises series=birlik india=true' holds '0' no longer, but '1'"
    assert f"story, exercises: {told} [words-hold]" in map(str, lint(changed))


def untranslated(path: Path) -> str:
    """Return the text of a scene, but for what is told in other languages."""
    return re.sub(r"(?s)\n\[hi\].*?(?=\n\n# )", "", path.read_text("utf-8"))


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
        ("[map]", '[[figures]]\nvalue = "1"\nsources = ["osm"]\nquantity = "x"\n[map]'),
        "key figures.2.quantity: 'x'",
        "expected one of kti-length,",
    ),
    "unknown key of the legend": (
        ('"series.sco"', '"series.silk"'),
        "key show:",
        "expected layers or keys of the legend that exist, not 'series.silk'",
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
        "key en.text:",
        "expected at most 3 paragraphs and 95 words, these are 2 and 13",
    ),
    "heading too long": (
        ('heading = "', 'heading = "' + "On and on " * 6),
        "key en.heading:",
        "expected at most 60 characters, these are",
    ),
    "too many figures": (
        ("[map]", '[[figures]]\nvalue = "1"\nsources = ["osm"]\n' * 2 + "[map]"),
        "key figures: '3'",
        "expected at most 2 figures",
    ),
    "figure without a label": (
        ("[map]", '[[figures]]\nvalue = "1"\nsources = ["osm"]\n[map]'),
        "key en.figures.2.label:",
        "expected this text, it is missing",
    ),
    "label without a figure": (
        ("[[en.figures]]", '[[en.figures]]\nlabel = "a"\n[[en.figures]]'),
        "key en.figures.2.label:",
        "expected no text that en does not have",
    ),
    "no source": (
        ("sources = [\n", "source = [\n"),
        "key sources:",
        "this key, it is missing",
    ),
    "key that is none": (("sources = [\n", "source = [\n"), "key source:", "one of the keys"),
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
    "translation that says less": (
        ("[sets]", '[hi]\nheading = "a"\ntext = ["b"]\n[sets]'),
        "key hi.text.2:",
        "expected this text, it is missing",
    ),
    "query of what there is not": (
        ("{first drill.start as=month}", "{first drills.start as=month}"),
        "key en.text.2: '{first drills.start as=month}'",
        "expected a layer, a table or a set (republics,",
    ),
    "selection that is none": (
        ('drill = "exercises id=sco-2023"', 'drill = "exercises id"'),
        "key sets.drill: 'exercises id'",
        "expected conditions as",
    ),
    "statement that asks for nothing": (
        ('"first exercise.start" =', '"first exercise" ='),
        "key holds.first exercise: '{first exercise}'",
        "expected it as first ROWS.COLUMN [CONDITIONS]",
    ),
    "brace alone": (
        ("All five republics", "All {five republics"),
        "key en.text.1:",
        "a brace itself is written twice",
    ),
    "no TOML": (('heading = "', "heading = '"), "3-cyber.toml:", "expected TOML that can be read"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_scene_is_named(what: str, atlas: geo.Atlas, scenes: Path) -> None:
    (old, new), place, expected = BROKEN[what]
    path = scenes / "3-cyber.toml"
    text = untranslated(path)
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError) as caught:
        read(atlas, scenes)
    lines = [line for line in str(caught.value).splitlines() if "story/3-cyber.toml" in line]
    assert any(place in line and expected in line for line in lines), lines


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{first drill.start as=month} में", "{first advisers.start as=month} में"),
        ("{first drill.start as=month} में", "दिसंबर 2024 में"),
        ("{count republics} में से", "6 में से"),
    ],
)
def test_a_translation_that_says_something_else_is_named(
    old: str, new: str, atlas: geo.Atlas, scenes: Path
) -> None:
    path = scenes / "3-cyber.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError, match=r"key hi\.\S+: .*expected the numbers and queries of en"):
        read(atlas, scenes)


def test_a_language_may_be_missing(atlas: geo.Atlas, scenes: Path) -> None:
    path = scenes / "3-cyber.toml"
    text = re.sub(r"(?s)\n\[hi\].*?(?=\n\[ru\])", "", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    assert list(read(atlas, scenes)["cyber"].words) == ["en", "ru"]


def test_all_problems_of_all_scenes_are_told_at_once(atlas: geo.Atlas, scenes: Path) -> None:
    for name in ("3-cyber.toml", "6-instc.toml"):
        path = scenes / name
        text = path.read_text("utf-8").replace("heading", "title", 1)
        path.write_text(text.replace("confidence", "trust", 1), "utf-8")
    (scenes / "9-today.toml").write_text("", "utf-8")
    with pytest.raises(DataError) as caught:
        read(atlas, scenes)
    assert len(caught.value.problems) == 8 + 4


def test_an_atlas_may_have_no_story(atlas: geo.Atlas, tmp_path: Path) -> None:
    assert not read(atlas, tmp_path / "story")


def test_a_number_used_twice_is_an_error(atlas: geo.Atlas, scenes: Path) -> None:
    (scenes / "4-multivector.toml").rename(scenes / "3-multivector.toml")
    with pytest.raises(DataError, match=r"3-multivector.toml.* a number of its own"):
        read(atlas, scenes)


LEGEND = Legend(
    {
        "road": ["corridor.road"],
        "canal": ["corridor.canal"],
        "feasts": ["kind.wedding", "kind.harvest", "kind.fair", "size.large", "size.small"],
        "towns": ["rank.city", "rank.village"],
    },
    ["mode.lorry", "mode.ship"],
    frozenset({"kind.fair"}),
)


@pytest.mark.parametrize(
    ("show", "hidden"),
    [
        (["road", "canal", "feasts", "towns"], []),
        (
            ["road", "towns"],
            ["corridor.canal", "kind.wedding", "kind.harvest"],
        ),
        (
            ["corridor.canal", "kind.harvest"],
            ["corridor.road", "kind.wedding", "rank.city", "rank.village"],
        ),
        (
            ["road", "canal", "feasts", "rank.city", "mode.ship"],
            ["rank.village", "mode.lorry"],
        ),
        (
            ["size.small", "towns", "road", "canal"],
            ["size.large"],
        ),
    ],
)
def test_what_a_scene_does_not_show_is_hidden(show: list[str], hidden: list[str]) -> None:
    assert LEGEND.hidden(show) == hidden


def test_the_legend_is_that_of_the_layers(atlas: geo.Atlas) -> None:
    legend = legend_of(atlas.spec, atlas.layers)
    assert {"exercises", "series.kazind", "corridor.instc", "kind.port", "status.operating"} <= (
        legend.names
    )
    assert {"host.IN", "border.claimed"} <= legend.names
    assert "host.FR" not in legend.names


def test_the_page_holds_the_scenes_as_plain_values(atlas: geo.Atlas) -> None:
    page = atlas.build_map().get_root().render()
    data = json.loads(page.partition('id="atlas-data">')[2].partition("</script>")[0])
    scenes = {scene["id"]: scene for scene in data["story"]}
    assert list(scenes) == [scene.id for scene in atlas.story]
    told = scenes["missing"]
    words = next(scene.words for scene in atlas.story if scene.id == "missing")
    assert told["text"] == words["en"].text
    assert told["figures"][0]["quantity"] == "rasht-astara-length"
    assert told["map"]["focus"][0] == "ir-rasht-astara"
    assert told["hi"]["figures"][0]["value"] == words["hi"].figures[0]["value"] == "162 किमी"
    assert "chabahar-contract" in data["tables"]["milestones"]["id"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str, atlas: geo.Atlas, scenes: Path) -> None:
    path = scenes / "3-cyber.toml"
    written = json.dumps(text.replace("{", "{{").replace("}", "}}"))
    scene = untranslated(path).replace('"Three days in New Delhi"', written, 1)
    path.write_text(scene, "utf-8")
    assert read(atlas, scenes)["cyber"].words["en"].heading == text


def test_milestones_are_in_order_and_told_in_every_language(atlas: geo.Atlas) -> None:
    milestones = atlas.tables["milestones"]
    assert milestones["date"].is_monotonic_increasing
    assert milestones[["label_hi", "label_ru"]].notna().all(axis=None)
