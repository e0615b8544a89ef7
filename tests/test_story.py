"""The story: its mistakes are named, its numbers follow the data, and its languages agree."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import geo
from geo.api import open_atlas
from geo.errors import DataError
from geo.linter.rule import Linted
from geo.linter.rules import RULES, lint
from geo.model.story import Scene, Words
from geo.model.text import illegible
from geo.read.legend import Legend, legend_of
from geo.read.story import read_story
from tests.changing import change
from tests.conftest import HOSTILE
from tests.pages import page_data

pytestmark = pytest.mark.slow

TODAY = "13-today.toml"


@pytest.fixture
def scenes(atlas: geo.Atlas, tmp_path: Path) -> Path:
    """Return a copy of the scenes that a test may break."""
    return shutil.copytree(atlas.spec.folder / "story", tmp_path / "story")


def read(atlas: geo.Atlas, scenes: Path) -> dict[str, Scene]:
    """Read the scenes of a folder as if they were those of an atlas."""
    spec = replace(atlas.spec, folder=scenes.parent)
    return {scene.id: scene for scene in read_story(replace(atlas, spec=spec))}


def with_row(atlas: geo.Atlas, name: str, like: str, **cells: object) -> geo.Atlas:
    """Return an atlas that has another row, like one of its own but for some cells, or changed it.

    The story is read anew.
    """
    frames: dict[str, Any] = {**atlas.layers, **atlas.tables}
    frame = frames[name]
    key = "id" if "id" in frame else frame.columns[0]
    row = frame[frame[key] == like].tail(1).assign(**cells)
    others = frame if key in cells else frame[frame[key] != like]
    changed = {name: pd.concat([others, row], ignore_index=True)}
    layers = {**atlas.layers, **changed} if name in atlas.layers else atlas.layers
    tables = {**atlas.tables, **changed} if name in atlas.tables else atlas.tables
    later = replace(atlas, layers=layers, tables=tables)
    return replace(later, story=read_story(later))


def test_a_new_edition_is_told_in_every_language(atlas: geo.Atlas) -> None:
    exercises = atlas.held("exercises")
    bilateral = exercises[exercises["series"].isin(["khanjar", "kazind", "dustlik"])]
    khanjar = bilateral[bilateral["series"] == "khanjar"].sort_values("start")
    last = khanjar.iloc[-1]
    edition, host = last["edition"] + 1, "KG" if last["host"] == "IN" else "IN"
    cells = {"id": "khanjar-new", "edition": edition, "host": host}
    days = {"start": atlas.date, "finish": atlas.date, "date_prec": "day"}
    later = with_row(atlas, "exercises", last["id"], **cells, **days)
    words = {scene.id: scene.words for scene in later.story}["exercises"]
    for told in words.values():
        count, among = (figure["value"] for figure in told.figures)
        assert count == str(len(bilateral) + 1)
        assert set(re.findall(r"\d+", among)) == {str(len(khanjar) + 1), str(edition)}
    assert lint(later) == []


# how months begin: other letters end them in Russian
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "ru": "январ феврал март апрел ма[йяе] июн июл август сентябр октябр ноябр декабр",
}


def months(words: Words, language: str) -> list[int]:
    """Return the months that a scene names in a language, as often as it does."""
    figures = [part for figure in words.figures for part in figure.values()]
    parts = [words.heading, *words.text, words.correction or "", *figures, *words.callouts]
    stems = enumerate(MONTHS[language].split(), start=1)
    return [
        number for number, stem in stems for _ in re.findall(rf"(?<!\w){stem}", "\n".join(parts))
    ]


def test_all_languages_name_the_same_months(atlas: geo.Atlas) -> None:
    # numbers and queries are compared as they are read; a month may stand beside them in words
    assert any(months(scene.words["en"], "en") for scene in atlas.story)
    for scene in atlas.story:
        found = {language: months(words, language) for language, words in scene.words.items()}
        assert set(map(tuple, found.values())) == {tuple(found["en"])}, (scene.id, found)


def test_an_edition_that_is_announced_changes_nothing(atlas: geo.Atlas) -> None:
    year = int(atlas.date[:4]) + 1
    days = {"start": f"{year}-03-01", "finish": f"{year}-03-14"}
    later = with_row(atlas, "exercises", "khanjar-2026", id="khanjar-new", edition=99, **days)
    assert later.story == atlas.story


NEWS: dict[str, tuple[str, str, dict[str, object], str]] = {
    "the host does not change": (
        *("exercises", "khanjar-2026"),
        {"id": "new", "edition": 14, "start": "2026-10-01", "finish": "2026-10-14"},
        "holds.repeats bilateral.host",
    ),
    "the host does not change, and the number is not known": (
        *("exercises", "dustlik-2025"),
        {"id": "new", "edition": None, "start": "2026-10-01", "finish": "2026-10-14"},
        "holds.repeats bilateral.host",
    ),
    "the host changes too soon for the number": (
        *("exercises", "khanjar-2011"),
        {"id": "new", "edition": 4, "start": "2014-10-01", "finish": "2014-10-14"},
        "holds.repeats bilateral.host",
    ),
    "a series where there was none": (
        *("exercises", "kazind-2018"),
        {"id": "new", "series": "cyber", "partners": "TJ", "edition": None},
        "holds.count exercises india=true partners=TJ|TM partners!=KG|KZ|UZ",
    ),
    "a fourth series": (
        *("exercises", "kazind-2018"),
        {"id": "new", "series": "cyber", "partners": "UZ", "edition": None},
        "holds.list exercises.series india=true partners=UZ partners!=KG|KZ|TJ|TM",
    ),
    "a series with others": (
        *("exercises", "kazind-2018"),
        {"partners": "KZ;MN"},
        "holds.list bilateral.partners",
    ),
    "a second summit": (
        *("dialogues", "summit-new-delhi-2022-01"),
        {"id": "new", "start": "2026-02-01", "finish": "2026-02-01"},
        "holds.count dialogues format=summit name~'India\u2013Central Asia'",
    ),
    "a meeting before the first": (
        *("dialogues", "security-advisers-new-delhi-2022-12"),
        {"id": "new", "start": "2020-02-01", "finish": "2020-02-01"},
        "holds.count meetings start<=2021-11",
    ),
    "a day longer": (
        *("exercises", "cyber-2025"),
        {"finish": "2025-11-15"},
        "holds.last exercise.finish",
    ),
    "works that began": (
        *("instc", "ir-rasht-astara"),
        {"status": "building"},
        "holds.list segments.status id=ir-rasht-astara",
    ),
    "another gate": (
        *("instc", "ir-tm-sarakhs-sarahs"),
        {"id": "new", "from_place": "ir-chabahar"},
        "holds.list segments.from_place mode=rail iso_from=IR iso_to!=IR",
    ),
    "another gap": (
        *("routes", "instc-west"),
        {"branch": "instc-west", "segment": "ir-bafq-yazd", "role": "gap"},
        "holds.list routes.segment branch=instc-west role=gap",
    ),
    "another year": (
        *("memberships", "memberships-ind-sco-2017-06-09"),
        {"id": "new", "from_earliest": "2016-06-09"},
        "holds.first india.from_earliest",
    ),
}
"""What makes untrue something that a scene says in words: a frame, a row, its cells, and where."""


@pytest.mark.parametrize("news", NEWS)
def test_words_that_new_facts_make_untrue_are_found(news: str, atlas: geo.Atlas) -> None:
    name, like, cells, place = NEWS[news]
    rule = next(rule for rule in RULES if rule.name == "words-hold")
    assert place in [
        row for _, row, _ in rule.check(Linted.of(with_row(atlas, name, like, **cells)))
    ]


HIDDEN = {
    "{count railway}": "it hides xa-westport-midway, xa-xb-midway-eastmere",
    "{sum railway.len_km}": "it hides xa-westport-midway",
    "{list railway.id}": "it hides xa-westport-midway",
    "{km}": "of railway the scene shows nothing",
    "{count segments}": "of railway the scene shows nothing",
    "{count segments id=xa-westport-midway}": "it hides xa-westport-midway",
    "{km id=xa-westport-midway}": "it hides xa-westport-midway",
    "{gaps coast-to-coast}": "",
    "{breaks coast-to-coast}": "it hides coast-to-coast",
    "{count places}": "",
    "{count places kind=town}": "",
    "{count railway id=xa-westport-midway | one: a railway}": "it hides xa-westport-midway",
    "{max railway.len_km}": "",
}
"""What a scene may ask that shows towns alone, and what it is told."""


@pytest.mark.parametrize("query", HIDDEN)
def test_a_total_is_one_of_what_the_scene_shows(query: str, toy_folder: Path) -> None:
    path = toy_folder / "story" / "1-railway.toml"
    text = re.sub(r"(?s)\n\[fr\].*?(?=\n#)", "", path.read_text("utf-8"))
    text = text.replace('["railway", "places", "fairs"]', '["places"]')
    text = re.sub(r"(?s)\[holds\].*", "", text)
    text = unpointed(text)
    path.write_text(text.replace("A railway half there", query), "utf-8")
    try:
        open_atlas(toy_folder)
        told = ""
    except DataError as error:
        (problem,) = error.problems
        told = str(problem)
        assert "story/1-railway.toml, key en.heading" in told
    assert HIDDEN[query] in told
    assert bool(told) == bool(HIDDEN[query])


def test_a_total_follows_what_the_scene_shows(atlas: geo.Atlas, scenes: Path) -> None:
    path = scenes / TODAY
    kilometres = {}
    for show in ("instc", "ashgabat"):
        text = path.read_text("utf-8").replace("{km status=operating round=100}", "{km round=1}")
        text = re.sub(r"(?s)\[holds\].*", "", text).replace('["instc", "ashgabat",', f'["{show}",')
        text = unpointed(text)
        (scenes / TODAY).write_text(text, "utf-8")
        told = read(atlas, scenes)["today"].words["en"].figures[0]["value"]
        kilometres[show] = int(re.sub(r"\D", "", told))
        shutil.copy(atlas.spec.folder / "story" / TODAY, path)
    assert kilometres == {
        name: round(atlas.layers[name]["len_km"].sum()) for name in ("instc", "ashgabat")
    }


def unpointed(text: str) -> str:
    """Return the text of a scene that points at nothing."""
    return re.sub(r"(?m)^(focus|highlight) = .*\n|^\[\[callouts\]\]\n(.+\n)+", "", text)


def untranslated(path: Path) -> str:
    """Return the text of a scene, but for what is told in other languages."""
    text = re.sub(r"(?s)\n\[hi\].*?(?=\n\n# )", "", path.read_text("utf-8"))
    return re.sub(r', hi = ".*", ru = ".*" }', " }", text)


BROKEN = {
    "unknown source": (
        ("[[figures]]\nsources = [", '[[figures]]\nsources = ["hearsay", '),
        "key figures.1.sources:",
        "expected sources that exist, not 'hearsay'",
    ),
    "list in place of a source": (
        ("[[figures]]\nsources = [", '[[figures]]\nsources = [["hearsay"], '),
        "key figures.1.sources:",
        "expected sources that exist, not ['hearsay']",
    ),
    "unknown feature to see": (
        ('focus = ["in-delhi"', 'focus = ["in-dilli"'),
        "key map.focus:",
        "expected features or sets that exist, not 'in-dilli'",
    ),
    "unknown feature to stress": (
        ('highlight = ["cyber-2025"', 'highlight = ["cyber-2026"'),
        "key map.highlight:",
        "expected features or sets that exist, not 'cyber-2026'",
    ),
    "feature that the scene hides": (
        ('highlight = ["cyber-2025"', 'highlight = ["kazind-2016"'),
        "key map.highlight:",
        "expected what the scene shows; it hides kazind-2016",
    ),
    "set of nothing that can be drawn": (
        (
            'exercise = "exercises id=cyber-2025"',
            'exercise = "sources id=osm"\ncyber-2025 = "flows"',
        ),
        "key map.highlight:",
        "expected features, of which the set 'cyber-2025' has none",
    ),
    "callout of nothing": (
        ("[map]", '[[callouts]]\nfeature = "cyber-2026"\ntext = { en = "a" }\n[map]'),
        "key callouts.1.feature: 'cyber-2026'",
        "expected features or sets that exist",
    ),
    "callout in a language that the scene is not told in": (
        ("[map]", '[[callouts]]\nfeature = "cyber-2025"\ntext = { en = "a", hi = "b" }\n[map]'),
        "key callouts.1.text.hi: 'b'",
        "expected a scene that is told in hi too",
    ),
    "callout misspelt": (
        ("[map]", '[[callouts]]\nfeature = "cyber-2025"\nlense = true\n[map]'),
        "key callouts.1.lense:",
        "expected one of the keys feature, lens, text",
    ),
    "callout too long": (
        ("[map]", f'[[callouts]]\nfeature = "cyber-2025"\ntext = {{ en = "{"a" * 60}" }}\n[map]'),
        "key callouts.1.text.en:",
        "expected at most 48 characters, these are 60",
    ),
    "callout that asks for what there is not": (
        ("[map]", '[[callouts]]\nfeature = "cyber-2025"\ntext = { en = "{count x}" }\n[map]'),
        "key callouts.1.text.en: '{count x}'",
        "expected a set, a layer or a table",
    ),
    "relations that are none": (
        ("confidence = ", 'relations = "drill"\nconfidence = '),
        "key relations: 'drill'",
        "a set of relations",
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
    "frame around more than the world": (
        ("[map]", "[map]\nframe = [170, -25, 531, -5]"),
        "key map.frame:",
        "east beyond 180 if it lies across",
    ),
    "translation that says less": (
        ("[sets]", '[hi]\nheading = "a"\ntext = ["b"]\n[sets]'),
        "key hi.text.2:",
        "expected this text, it is missing",
    ),
    "query of what there is not": (
        ("{first drill.start as=month}", "{first drills.start as=month}"),
        "key en.text.2: '{first drills.start as=month}'",
        "not 'drills'; is it drill?",
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
    "no TOML": (('heading = "', "heading = '"), "4-cyber.toml:", "expected TOML that can be read"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_scene_is_named(what: str, atlas: geo.Atlas, scenes: Path) -> None:
    (old, new), place, expected = BROKEN[what]
    path = scenes / "4-cyber.toml"
    text = untranslated(path)
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError) as caught:
        read(atlas, scenes)
    lines = [line for line in str(caught.value).splitlines() if "story/4-cyber.toml" in line]
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
    change(scenes / "4-cyber.toml", old, new)
    with pytest.raises(DataError, match=r"key hi\.\S+: .*expected the numbers and queries of en"):
        read(atlas, scenes)


@pytest.mark.parametrize("group", ["\u202f", "\u2009", "\u00a0", "\u2019", "'", "."])
def test_a_number_may_be_grouped_as_its_language_does(group: str, toy_folder: Path) -> None:
    path = next((toy_folder / "story").glob("*.toml"))
    text = path.read_text("utf-8")
    told = text.replace('{ en = "A plan', '{ en = "12,000: a plan', 1)
    told = told.replace('fr = "Un projet', f'fr = "12{group}000 : un projet', 1)
    assert told != text
    path.write_text(told, "utf-8")
    assert open_atlas(toy_folder).story


def test_a_callout_that_says_nothing_in_a_language_is_named(atlas: geo.Atlas, scenes: Path) -> None:
    path = scenes / "4-cyber.toml"
    callout = '[[callouts]]\nfeature = "cyber-2025"\ntext = { en = "a", hi = "a" }\n[map]'
    change(path, "[map]", callout)
    with pytest.raises(DataError, match=r"key callouts\.\d\.text\.ru: .*it is missing"):
        read(atlas, scenes)


def test_a_frame_may_lie_across_180_degrees(toy_folder: Path) -> None:
    scene = next((toy_folder / "story").glob("*.toml"))
    change(scene, "[map]", "[map]\nframe = [170, -25, 200, -5]")
    assert open_atlas(toy_folder).story[0].map.frame == [170, -25, 200, -5]


def test_a_language_may_be_missing(atlas: geo.Atlas, scenes: Path) -> None:
    path = scenes / "4-cyber.toml"
    text = re.sub(r"(?s)\n\[hi\].*?(?=\n\[ru\])", "", path.read_text("utf-8"))
    text = re.sub(r'hi = ".*", ru', "ru", text)
    path.write_text(text, "utf-8")
    assert list(read(atlas, scenes)["cyber"].words) == ["en", "ru"]


def test_all_problems_of_all_scenes_are_told_at_once(atlas: geo.Atlas, scenes: Path) -> None:
    for name in ("4-cyber.toml", "7-instc.toml"):
        path = scenes / name
        text = path.read_text("utf-8").replace("heading", "title", 1)
        path.write_text(text.replace("confidence", "trust", 1), "utf-8")
    (scenes / TODAY).write_text("", "utf-8")
    with pytest.raises(DataError) as caught:
        read(atlas, scenes)
    assert len(caught.value.problems) == 8 + 4


def test_an_atlas_may_have_no_story(atlas: geo.Atlas, tmp_path: Path) -> None:
    assert not read(atlas, tmp_path / "story")


def test_a_number_used_twice_is_an_error(atlas: geo.Atlas, scenes: Path) -> None:
    (scenes / "5-multivector.toml").rename(scenes / "4-multivector.toml")
    with pytest.raises(DataError, match=r"4-multivector.toml.* a number of its own"):
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


def test_lines_that_are_no_borders_are_shown_or_hidden_as_a_layer(toy: geo.Atlas) -> None:
    [borders] = toy.spec.of_shape("lines")
    plain = replace(borders, id="pipes", table=toy.spec.layers["fairs"].table, legend=("series",))
    spec = replace(toy.spec, layers={**toy.spec.layers, "pipes": plain})
    legend = legend_of(spec, {**toy.layers, "pipes": toy.layers["fairs"]})
    assert "pipes" in legend.names
    assert legend.hidden(["railway", "places"]) == ["series.harvest", "series.regatta"]
    assert legend.hidden(["railway", "places", "pipes"]) == []


def test_the_legend_is_that_of_the_layers(atlas: geo.Atlas) -> None:
    legend = legend_of(atlas.spec, atlas.layers)
    assert {"exercises", "series.kazind", "corridor.instc", "kind.port", "status.operating"} <= (
        legend.names
    )
    assert {"host.IN", "border.claimed"} <= legend.names
    assert "host.FR" not in legend.names


def test_the_page_holds_the_scenes_as_plain_values(atlas: geo.Atlas) -> None:
    page = atlas.build_map().get_root().render()
    data = page_data(page)
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
    path = scenes / "4-cyber.toml"
    written = json.dumps(text.replace("{", "{{").replace("}", "}}"))
    scene = untranslated(path).replace('"Three days on cyber threats"', written, 1)
    path.write_text(scene, "utf-8")
    if illegible(text):
        with pytest.raises(DataError, match=r"key en\.heading: .*expected text"):
            read(atlas, scenes)
    else:
        assert read(atlas, scenes)["cyber"].words["en"].heading == text


def test_a_scene_of_the_past_counts_what_there_was(toy_folder: Path) -> None:
    path = toy_folder / "story" / "1-railway.toml"
    text = path.read_text("utf-8").replace("A railway half there", "{count segments}")
    text = text.replace("Un chemin de fer à moitié là", "{count segments}")
    text = unpointed(text)
    path.write_text(text.replace("[map]\n", '[map]\ndate = "2019-01-01"\n'), "utf-8")
    scenes = open_atlas(toy_folder).story
    assert scenes[0].words["en"].heading == "1"
