"""The description of an atlas: what its files name and do not describe is told, with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import DataError
from geo.read.spec import read_spec


def complaint(folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_spec(folder)
    return str(caught.value)


BROKEN: dict[str, tuple[str, str, str, str]] = {
    "a date that does not exist": (
        "atlas.toml",
        'date = "2026-01-01"',
        'date = "2026-02-30"',
        "atlas.toml, key date: '2026-02-30': expected a date that exists",
    ),
    "no language": (
        "atlas.toml",
        'languages = ["en", "fr"]',
        "languages = []",
        "atlas.toml, key languages: '[]': expected a list of names, at least one",
    ),
    "a layer without a file": (
        "atlas.toml",
        '"fairs"]',
        '"fairs", "lakes"]',
        "layers/lakes.toml: expected this file in",
    ),
    "a file of no layer": (
        "atlas.toml",
        ', "fairs"]',
        "]",
        "layers/fairs.toml: expected 'fairs' among the layers in atlas.toml",
    ),
    "a key that nobody knows": (
        "layers/fairs.toml",
        "search = ",
        "find = ",
        "layers/fairs.toml, key find: expected one of the keys",
    ),
    "a column that nobody describes": (
        "layers/fairs.toml",
        '"visitors"]\ntime',
        '"visitors", "weather"]\ntime',
        "layers/fairs.toml, key columns: 'weather': expected a column that [column.weather]",
    ),
    "a column that the layer does not have": (
        "layers/fairs.toml",
        'legend = ["series"]',
        'legend = ["mode"]',
        "layers/fairs.toml, key legend: 'mode': expected one of the columns of the layer",
    ),
    "a role of the wrong type": (
        "layers/fairs.toml",
        'host = "host"',
        'host = "series"',
        "layers/fairs.toml, key host: 'series': expected a column of type iso_a2",
    ),
    "days that are none": (
        "layers/fairs.toml",
        'time = ["start", "end"]',
        'time = ["start", "place"]',
        "layers/fairs.toml, key time: 'place': expected a column of type date",
    ),
    "a value without its hue": (
        "layers/fairs.toml",
        'hue = ["#3b6fb6", "#86b4f0"]\n',
        "",
        "layers/fairs.toml, key values.series.regatta.hue: expected a hue, for its mark",
    ),
    "a value without its sign": (
        "layers/places.toml",
        'sign = "dot"\n',
        "",
        "layers/places.toml, key values.kind.town.sign: expected a sign, for its mark",
    ),
    "a sign that nobody drew": (
        "layers/places.toml",
        'sign = "dot"',
        'sign = "unicorn"',
        "layers/places.toml, key values.kind.town.sign: 'unicorn': expected one of the signs",
    ),
    "a value without a word": (
        "layers/fairs.toml",
        'name = { en = "Regatta", fr = "Régate" }\n',
        "",
        "layers/fairs.toml, key values.series.regatta.name: expected a word for this value",
    ),
    "a form that a sentence asks for": (
        "layers/places.toml",
        'at = { en = "A town in {iso_a2}.", fr = "Une ville : {iso_a2}." }\n',
        "",
        "layers/places.toml, key values.kind.town.at: expected this form, a text asks for it",
    ),
    "a sentence that asks too much": (
        "layers/fairs.toml",
        "Held {dates} in {place}",
        "Held {dates} in {weather}",
        "key sentences.1.text.en: 'weather': expected a column of fairs, or one of dates",
    ),
    "a condition on nothing": (
        "layers/fairs.toml",
        'when = { partners = "some" }',
        'when = { guests = "some" }',
        "layers/fairs.toml, key sentences.2.when: 'guests': expected a column of fairs",
    ),
    "a way along no branch": (
        "layers/railway.toml",
        'coast-to-coast = "main"',
        'coast-to-coast = "middle"',
        "layers/railway.toml, key ways.coast-to-coast: 'middle': expected one of main",
    ),
    "a body that is none": (
        "layers/countries.toml",
        'standing = "league"',
        'standing = "union"',
        "layers/countries.toml, key column.league.standing: 'union': expected a body",
    ),
    "a border without a view": (
        "layers/borders.toml",
        '"international", "alderland"]\nsources',
        '"international"]\nsources',
        "layers/borders.toml, key columns: expected alderland among the columns",
    ),
    "a licence that is none": (
        "layers/countries.toml",
        'licence = "CC-BY-4.0"',
        'licence = "mine"',
        "layers/countries.toml, key licence: 'mine': expected one of CC-BY-4.0",
    ),
    "TOML that is none": (
        "layers/fairs.toml",
        "[mark]",
        "[mark",
        "layers/fairs.toml: expected TOML that can be read",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_each_kind_of_mistake_gets_one_clear_message(kind: str, toy_folder: Path) -> None:
    file, old, new, message = BROKEN[kind]
    text = (toy_folder / file).read_text("utf-8")
    assert old in text
    (toy_folder / file).write_text(text.replace(old, new, 1), "utf-8")
    assert message in complaint(toy_folder)


def test_a_network_needs_places_to_join(toy_folder: Path) -> None:
    atlas = toy_folder / "atlas.toml"
    atlas.write_text(atlas.read_text("utf-8").replace('"places", ', ""), "utf-8")
    (toy_folder / "layers" / "places.toml").unlink()
    expected = "layers/railway.toml, key facts: 'places': expected a layer of points of these facts"
    assert expected in complaint(toy_folder)


def test_mistakes_of_all_files_come_together(toy_folder: Path) -> None:
    for file in ("fairs", "places"):
        path = toy_folder / "layers" / f"{file}.toml"
        path.write_text(path.read_text("utf-8").replace("doc =", "about =", 1), "utf-8")
    found = complaint(toy_folder)
    assert found.startswith("4 problems in the data:")
    for file in ("fairs", "places"):
        assert f"layers/{file}.toml, key doc: expected this key, it is missing" in found


def test_words_fall_back_on_the_usual_language_and_then_on_english(toy_folder: Path) -> None:
    path = toy_folder / "layers" / "places.toml"
    path.write_text(path.read_text("utf-8").replace(', fr = "Ville"', ""), "utf-8")
    spec = read_spec(toy_folder)
    assert spec.say("kind.town", "fr") == spec.say("kind.town") == "Town"
    assert spec.say("kind.crossing", "fr") == "Poste-frontière"
    assert set(spec.words["en"]) == set(spec.words["fr"])
    head = toy_folder / "atlas.toml"
    head.write_text(head.read_text("utf-8").replace('["en", "fr"]', '["fr", "en"]'), "utf-8")
    assert read_spec(toy_folder).say("kind.crossing", "en") == "Border crossing"


def test_columns_of_names_are_described_in_the_words_of_the_atlas(toy_folder: Path) -> None:
    assert read_spec(toy_folder).layers["places"].table["name_fr"].doc == "name in French"
    (toy_folder / "words" / "fr.toml").unlink()
    spec = read_spec(toy_folder)
    assert spec.layers["places"].table["name_fr"].doc == "name in fr"
    assert spec.words["fr"]["language.name"] == "fr"


def test_a_key_that_no_word_stands_for_is_named(toy_folder: Path) -> None:
    path = toy_folder / "words" / "fr.toml"
    path.write_text(path.read_text("utf-8") + '"legend.headin" = "Légende"\n', "utf-8")
    with pytest.raises(DataError, match=r"words/fr.toml, key legend.headin: expected a key that"):
        read_spec(toy_folder)
