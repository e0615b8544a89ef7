"""The description of an atlas: what its files name and do not describe is told, with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.api import open_atlas
from geo.errors import DataError
from geo.model.manner import Manner
from geo.read.spec import read_spec
from tests.changing import change


def complaint(folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        read_spec(folder)
    return str(caught.value)


HUE = '["#2f8f5b", "#66cd93"]'
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
    "a key with a slip": (
        "layers/fairs.toml",
        "search = ",
        "serach = ",
        "not 'serach'; is it search?",
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
        'time = ["start", "finish"]',
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
    "a list in place of a sign": (
        "layers/places.toml",
        'sign = "dot"',
        'sign = ["dot"]',
        "layers/places.toml, key values.kind.town.sign: \"['dot']\": expected one of the signs",
    ),
    "a list in place of a licence": (
        "layers/countries.toml",
        'licence = "CC-BY-4.0"',
        'licence = ["CC-BY-4.0"]',
        "layers/countries.toml, key licence: \"['CC-BY-4.0']\": expected one of",
    ),
    "a word with an invisible mark": (
        "layers/fairs.toml",
        'en = "Regatta"',
        'en = "Reg\u200batta"',
        "key values.series.regatta.name: ",
    ),
    "a title read in a wrong encoding": (
        "atlas.toml",
        'title = "Two lands"',
        'title = "Two lÃ¤nds"',
        "atlas.toml, key title: 'Two lÃ¤nds': expected text in its own letters, perhaps",
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
    "a language tag of nobody": (
        "atlas.toml",
        '"fr"]',
        '"French_1"]',
        "expected a language tag, such as kk, pt-BR or zh-Hant",
    ),
    "a text in a language tag of nobody": (
        "layers/fairs.toml",
        'fr = "Foires"',
        'french = "Foires"',
        "layers/fairs.toml, key name: \"{'en': 'Fairs', 'french': 'Foires'}\": expected a language",
    ),
    "a language without words": (
        "atlas.toml",
        '"fr"]',
        '"fr", "kk"]',
        "words/kk.toml: expected this file, with language.name, language.short, language.english",
    ),
    "a language without its name": (
        "words/fr.toml",
        '"language.english" = "French"\n',
        "",
        "words/fr.toml, key language.english: expected this key, it is missing",
    ),
    "a word with a place that nothing fills": (
        "words/fr.toml",
        '"brand" = "Deux pays"',
        '"brand" = "Deux pays, {date}"',
        "words/fr.toml, key brand: '{date}': expected a text without places",
    ),
    "a key of a value that nobody knows": (
        "layers/fairs.toml",
        'sign = "plus"',
        'sign = "plus"\nsing = "plus"',
        "values.series.harvest.sing: 'plus': expected one of the keys dash, hue, label, line_px",
    ),
    "a word of a value that nobody asks for": (
        "layers/fairs.toml",
        'sign = "plus"',
        'sign = "plus"\nfull_name = { en = "Harvest" }',
        "key values.series.harvest.full_name: expected name, full, or a form that a text asks for",
    ),
    "a plural without its usual form": (
        "layers/fairs.toml",
        'other = "fairs"',
        'many = "fairs"',
        "expected the form other for en",
    ),
    "a form that names too much": (
        "layers/places.toml",
        "A town in {iso_a2}.",
        "A town in {weather}.",
        "key values.kind.town.at: 'weather': expected a column of places, or one of dates",
    ),
    "a hint with a place that nothing fills": (
        "layers/fairs.toml",
        "Hollow: treat with care",
        "Hollow: {confidence}",
        "layers/fairs.toml, key hints.series.en: 'confidence': expected nothing in braces",
    ),
    "a sentence on a value that is none": (
        "layers/fairs.toml",
        'when = { partners = "some" }',
        'when = { series = "harvets" }',
        "key sentences.2.when.series: 'harvets': expected one of harvest, regatta, some,",
    ),
    "a state of marks on a value that is none": (
        "layers/fairs.toml",
        'hollow = { confidence = "low" }',
        'dashed = { confidence = "lo" }',
        "layers/fairs.toml, key mark.dashed.confidence: 'lo': expected one of high, medium, low",
    ),
    "a state of marks on no column": (
        "layers/fairs.toml",
        'hollow = { confidence = "low" }',
        'hollow = { certainty = "low" }',
        "layers/fairs.toml, key mark.hollow: 'certainty': expected a column of fairs",
    ),
    "something that begins with a number": (
        "layers/fairs.toml",
        "minimum = 1\n",
        "begins = true\n",
        "layers/fairs.toml, key column.visitors.type: 'integer': expected date or year",
    ),
    "a hint on no column": (
        "layers/fairs.toml",
        "[hints]\nseries",
        "[hints]\nserie",
        "layers/fairs.toml, key hints: 'serie': expected a column that [column.serie] describes",
    ),
    "numbers of no column": (
        "layers/fairs.toml",
        "[mark]",
        'numbered = { visitors = "sort" }\n[mark]',
        "layers/fairs.toml, key numbered: 'sort': expected a column that [column.sort] describes",
    ),
    "a choice of nothing": (
        "layers/fairs.toml",
        'type = "integer"',
        'type = "choice"',
        "key column.visitors.values: expected a list of values, or rows [values.visitors.NAME]",
    ),
    "a reference to nothing": (
        "layers/fairs.toml",
        'type = "integer"',
        'type = "references"',
        "key column.visitors.to: expected the table of facts that it refers to",
    ),
    "a reference to no table": (
        "layers/fairs.toml",
        'type = "integer"',
        'type = "references"\nto = "guests"',
        "key column.visitors.to: 'guests': expected a table of facts, or features",
    ),
    "a column twice": (
        "layers/fairs.toml",
        '"series", "start"',
        '"series", "series", "start"',
        "expected each name once",
    ),
    "three days": (
        "layers/fairs.toml",
        'time = ["start", "finish"]',
        "time = []",
        "layers/fairs.toml, key time: '[]': expected the column of the first day",
    ),
    "a legend of numbers": (
        "layers/fairs.toml",
        'legend = ["series"]',
        'legend = ["visitors"]',
        "layers/fairs.toml, key legend: 'visitors': expected a column of type choice",
    ),
    "a brace that is not closed": (
        "layers/fairs.toml",
        "{all} took part",
        "{all took part",
        "key sentences.2.text.en: '{all took part.': expected names in braces",
    ),
    "a text without the first language": (
        "layers/fairs.toml",
        'text = { en = "{all} took part.", ',
        "text = { ",
        "layers/fairs.toml, key sentences.2.text.en: expected a text in the first language",
    ),
    "a name without the first language": (
        "layers/fairs.toml",
        'name = { en = "Fairs", ',
        "name = { ",
        "1 problem in the data:\n  layers/fairs.toml, key name.en: expected a text in the first",
    ),
    "a centre beyond the poles": (
        "atlas.toml",
        "lat = -32",
        "lat = -132",
        "atlas.toml, key centre.lat: '-132': expected a number from -90 to 90",
    ),
    "a scale of nothing": (
        "atlas.toml",
        "scale = 3000000",
        "scale = 0",
        "atlas.toml, key plate.scale: '0': expected a number above 0",
    ),
    "a column that nobody publishes": (
        "layers/fairs.toml",
        "[column.visitors]",
        '[column.weather]\ntype = "text"\ndoc = "the weather"\n\n[column.visitors]',
        "layers/fairs.toml, key column.weather: expected to stand among the columns",
    ),
    "a column that all layers have": (
        "layers/fairs.toml",
        "[column.visitors]",
        '[column.note]\ntype = "year"\ndoc = "a year"\n\n[column.visitors]',
        "layers/fairs.toml, key column.note: expected another name, layers have this column",
    ),
    "a least that is more than the most": (
        "layers/fairs.toml",
        "minimum = 1\n",
        "minimum = 10\nmaximum = 1\n",
        "layers/fairs.toml, key column.visitors.minimum: '10': expected 1, its maximum, or less",
    ),
    "a unit of words": (
        "layers/countries.toml",
        'names_a = "places"',
        'unit = "km"',
        "key column.capital.type: 'text': expected integer or number, as it says `unit`",
    ),
    "a short name that another column has": (
        "layers/fairs.toml",
        "minimum = 1\n",
        'short = "host"\n',
        "layers/fairs.toml, key column.visitors.short: 'host': expected a name that no other",
    ),
    "eleven months": (
        "words/fr.toml",
        "janvier février",
        "janvier",
        "words/fr.toml, key date.months: 'janvier mars",
    ),
    "a locale of nobody": (
        "words/fr.toml",
        '"locale" = "fr"',
        '"locale" = "fr_FR"',
        "words/fr.toml, key locale: 'fr_FR': expected a language tag",
    ),
    "a year that is none": (
        "layers/fairs.toml",
        "minimum = 1\n",
        'with_year = "series"\n',
        "key column.visitors.with_year: 'series': expected a column of type year",
    ),
    "two values of one look": (
        "layers/fairs.toml",
        'hue = ["#3b6fb6", "#86b4f0"]\nsign = "peak"',
        'hue = ["#2f8f5b", "#86b4f0"]\nsign = "plus"',
        "layers/fairs.toml, key values.series.regatta: expected another hue or sign than harvest",
    ),
    "two kinds of one sign": (
        "layers/places.toml",
        'sign = "triangle"\n',
        'sign = "dot"\nsolid = true\n',
        "layers/places.toml, key values.kind.crossing: expected another sign than town has",
    ),
    "values of a column that another layer has": (
        "layers/fairs.toml",
        "[values.series.regatta]",
        '[values.kind.regatta]\nname = { en = "R" }\n[values.series.regatta]',
        "layers/fairs.toml, key values.kind: expected another name for this column, layer places",
    ),
    "values of a column that a shape has": (
        "layers/fairs.toml",
        "[values.series.regatta]",
        '[values.status.planned]\nname = { en = "P" }\n[values.series.regatta]',
        "key values.status: expected another name for this column, the shape network has values",
    ),
    "a title of a column that another layer has": (
        "layers/fairs.toml",
        "[column.visitors]",
        '[column.kind]\ntype = "text"\ndoc = "k"\ntitle = { en = "Sort" }\n\n[column.visitors]',
        "key column.kind.title: expected that of layer places, or another name for this column",
    ),
    "a value that is a word of the interface": (
        "layers/fairs.toml",
        "[values.series.regatta]",
        '[values.unit.km]\nname = { en = "K" }\n[values.series.regatta]',
        "key values.unit.km: expected another name for this column, the toolkit has a word unit.km",
    ),
    "a title of a column that has one anyway": (
        "layers/fairs.toml",
        "[column.visitors]",
        '[column.operator]\ntype = "text"\ndoc = "who"\ntitle = { en = "By" }\n\n[column.visitors]',
        "layers/fairs.toml, key column.operator.title: expected no title, this column has one:",
    ),
    "ways without branches": (
        "layers/railway.toml",
        "[values.branch.main]",
        "[values.gauge_mm.main]",
        "layers/railway.toml, key values.branch: expected a row [values.branch.NAME] for each",
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
    change(toy_folder / file, old, new)
    found = complaint(toy_folder)
    assert message in found
    assert "expected one of \n" not in f"{found}\n"


@pytest.mark.parametrize(
    "name", ["x" * 300, "../areas", "/etc/passwd", "a/b", r"a\\b", "..", ".a", "", " ", r"a\u0000b"]
)
@pytest.mark.parametrize(
    ("file", "given", "key"),
    [
        ("layers/countries.toml", 'geometry = "countries"', "geometry"),
        ("layers/places.toml", 'facts = "places"', "facts"),
        ("atlas.toml", '"countries"', "layers"),
        ("geometry/provenance.toml", 'name = "areas.geojson"', "file.1.name"),
    ],
)
def test_names_of_files_lead_nowhere_else(
    toy_folder: Path, name: str, file: str, given: str, key: str
) -> None:
    path = toy_folder / file
    told = path.read_text("utf-8")
    wrong = given.replace(given.split('"')[1], name)
    assert given in told
    path.write_text(told.replace(given, wrong, 1), "utf-8")
    with pytest.raises(DataError) as caught:
        _ = open_atlas(toy_folder).layers
    expected = (
        "text of one line" if "u0000" in name and key != "layers" else "a plain name for a file"
    )
    line = next(line for line in str(caught.value).splitlines() if f"key {key}" in line)
    assert f"{Path(file).name}, key {key}: " in line
    assert expected in line


@pytest.mark.parametrize(
    ("file", "given", "wrong", "expected"),
    [
        ("atlas.toml", "layers = [", "layers = 5 #", "key layers: '5': expected a list of names"),
        ("layers/fairs.toml", 'partners = "some"', "partners = nan", "'nan': expected a finite"),
    ],
)
def test_values_that_nothing_can_be_are_told(
    toy_folder: Path, file: str, given: str, wrong: str, expected: str
) -> None:
    change(toy_folder / file, given, wrong)
    assert expected in complaint(toy_folder)


def test_all_that_a_value_lacks_is_told_at_once(toy_folder: Path) -> None:
    path = toy_folder / "layers" / "fairs.toml"
    path.write_text(path.read_text("utf-8") + "\n[values.series.guild]\n", "utf-8")
    found = complaint(toy_folder)
    assert found.startswith("3 problems")
    for key in ("name", "hue", "sign"):
        assert f"key values.series.guild.{key}: expected a" in found


@pytest.mark.parametrize(("layer", "key"), [("railway", "hue"), ("stalls", "mark.hue")])
def test_two_layers_of_one_colour_are_named(layer: str, key: str, toy_folder: Path) -> None:
    layers, atlas = toy_folder / "layers", toy_folder / "atlas.toml"
    if layer == "stalls":
        text = (layers / "fairs.toml").read_text("utf-8").replace('hue = "series"', f"hue = {HUE}")
        (layers / "fairs.toml").write_text(text, "utf-8")
    else:
        text = (layers / f"{layer}.toml").read_text("utf-8")
    (layers / "second.toml").write_text(text, "utf-8")
    change(atlas, '"fairs"]', '"fairs", "second"]')
    expected = f"layers/second.toml, key {key}: expected other colours than the layer"
    assert expected in complaint(toy_folder)


def test_marks_are_hollow_where_we_are_not_sure_unless_their_layer_says_otherwise(
    toy_folder: Path,
) -> None:
    path = toy_folder / "layers" / "fairs.toml"
    text = path.read_text("utf-8")
    told = 'hollow = { confidence = "low" }\n'
    for line, hollow in (
        (told, {"confidence": "low"}),
        ("", {"confidence": "low"}),
        ("hollow = {}\n", None),
    ):
        path.write_text(text.replace(told, line), "utf-8")
        assert read_spec(toy_folder).layers["fairs"].settings["mark"].get("hollow") == hollow
    assert "hollow" not in read_spec(toy_folder).layers["places"].settings["mark"]


def test_no_key_is_named_twice(toy_folder: Path) -> None:
    path = toy_folder / "layers" / "fairs.toml"
    path.write_text('colour = "red"\n' + path.read_text("utf-8"), "utf-8")
    _, _, keys = complaint(toy_folder).partition("expected one of the keys ")
    assert len(set(keys.split(", "))) == len(keys.split(", "))


def test_a_network_needs_places_to_join(toy_folder: Path) -> None:
    atlas = toy_folder / "atlas.toml"
    change(atlas, '"places", ', "")
    (toy_folder / "layers" / "places.toml").unlink()
    expected = "layers/railway.toml, key shape: 'network': expected a layer of points with facts ="
    assert expected in complaint(toy_folder)


def test_mistakes_of_all_files_come_together(toy_folder: Path) -> None:
    for file, told in {"fairs": "fairs and regattas", "places": "towns and"}.items():
        change(toy_folder / "layers" / f"{file}.toml", f'doc = "{told}', f'about = "{told}')
    found = complaint(toy_folder)
    assert found.startswith("4 problems in the data:")
    for file in ("fairs", "places"):
        assert f"layers/{file}.toml, key doc: expected this key, it is missing" in found


def test_words_fall_back_on_the_usual_language_and_then_on_english(toy_folder: Path) -> None:
    change(toy_folder / "layers" / "places.toml", ', fr = "Ville"', "")
    spec = read_spec(toy_folder)
    assert spec.say("kind.town", "fr") == spec.say("kind.town") == "Town"
    assert spec.say("kind.crossing", "fr") == "Poste-frontière"
    assert set(spec.words["en"]) == set(spec.words["fr"])
    change(toy_folder / "atlas.toml", '["en", "fr"]', '["fr", "en"]')
    assert read_spec(toy_folder).say("kind.crossing", "en") == "Border crossing"


def test_a_language_without_words_for_numbers_writes_digits(toy_folder: Path) -> None:
    change(toy_folder / "atlas.toml", '["en", "fr"]', '["en", "fr", "de"]')
    named = '"language.name" = "Deutsch"\n"language.short" = "DE"\n"language.english" = "German"\n'
    (toy_folder / "words" / "de.toml").write_text(named, "utf-8")
    manners = {language: Manner(told) for language, told in read_spec(toy_folder).words.items()}
    assert {language: manner.spelled(2) for language, manner in manners.items()} == {
        "en": "two",
        "fr": "deux",
        "de": "2",
    }


def test_columns_of_names_are_described_in_the_words_of_the_atlas(toy_folder: Path) -> None:
    assert read_spec(toy_folder).layers["places"].table["name_fr"].doc == "name in French"


def test_a_key_that_no_word_stands_for_is_named(toy_folder: Path) -> None:
    path = toy_folder / "words" / "fr.toml"
    path.write_text(path.read_text("utf-8") + '"legend.headin" = "Légende"\n', "utf-8")
    with pytest.raises(DataError, match=r"words/fr.toml, key legend.headin: expected a key that"):
        read_spec(toy_folder)


@pytest.mark.parametrize("centre", [(-16, -32), (178, -18), (20, 75)])
def test_online_tiles_are_shown_where_the_map_is(
    toy_folder: Path, centre: tuple[float, float]
) -> None:
    change(toy_folder / "atlas.toml", "lon = -16", f"lon = {centre[0]}")
    change(toy_folder / "atlas.toml", "lat = -32", f"lat = {centre[1]}")
    (south, west), (north, east) = read_spec(toy_folder).settings["map"]["tiles_window"]
    assert west < centre[0] < east < west + 360
    assert -90 < south < centre[1] < north < 90
    assert north - south < 30
