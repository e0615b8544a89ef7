"""Places found by name, as the page finds them; the command that asks for ways by them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from geo.__main__ import main
from geo.api import Atlas
from geo.errors import PlaceError
from geo.model.cells import split_list
from geo.model.fold import fold
from geo.model.rows import records
from geo.network.places import find_place
from tests.changing import change
from tests.node import find_program

FOLD = Path(__file__).resolve().parent.parent / "geo" / "page" / "js" / "text" / "fold.js"
SPELT = [
    "O\u02bbzbekiston",
    "O\u2018zbekiston",
    "Ørsund",
    "Ёлец",
    "हिँद",
    "क़ज़ाक",
    "كِيش",
    "٢٠١٩",
    "a·b",
    "★★ 🏳️‍🌈 🐪-→",
    "⚓Port Said★★ 45°N ①",
    "",
]


@pytest.fixture(scope="module")
def ends(atlas: Atlas) -> set[str]:
    segments = atlas.segments
    return {*segments["from_place"], *segments["to_place"]}


def test_names_are_folded_as_in_the_page(atlas: Atlas) -> None:
    names = [*SPELT]
    for place in records(atlas.layers["places"].drop(columns="geometry")):
        names += [told for column, told in place.items() if column.startswith("name") and told]
        names += split_list(place["aliases"])
    script = f"""
        import {{ fold }} from {json.dumps(FOLD.as_uri())};
        console.log(JSON.stringify({json.dumps(names)}.map(fold)));
    """
    ran = subprocess.run(
        [find_program(), "--input-type=module", "--eval", script],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout) == [fold(name) for name in names]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("ru-moscow", "ru-moscow"),
        ("nhava sheva", "in-nhava-sheva"),
        ("JNPT", "in-nhava-sheva"),
        ("москва", "ru-moscow"),
        ("Bandar Abbas", "ir-bandar-abbas"),
    ],
)
def test_a_place_is_found_by_any_of_its_names(
    atlas: Atlas, ends: set[str], name: str, place: str
) -> None:
    assert find_place(records(atlas.layers["places"]), name, ends) == place


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Astrakhan", r"more than one place is called .*ru-astrakhan-port: "),
        ("Derbent", r"no line leads to 'Derbent'.*ru-makhachkala: "),
        ("Tashkemt", r"no place is called .*uz-tashkent: "),
        ("Xyzzy", r"no place is called 'Xyzzy'; there are .* and \d+ more$"),
        (5, r"no place is called 5; there are "),
    ],
)
def test_what_is_not_found_is_asked_back(
    atlas: Atlas, ends: set[str], name: str, told: str
) -> None:
    with pytest.raises(PlaceError, match=f"(?s){told}"):
        find_place(records(atlas.layers["places"]), name, ends)


def test_the_command_prints_json_that_any_console_can_write(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = str(tmp_path / "atlas")
    assert main(["new", folder]) == 0
    facts = Path(folder, "facts", "places.csv")
    change(facts, ",Midway,", ",Середина,")
    assert main(["build", folder]) == 0
    capsys.readouterr()
    asked = ["route", "Westport", "Eastmere", folder, "--json"]
    assert main([*asked, "--allow", "operating", "--allow", "proposed"]) == 0
    told = capsys.readouterr().out
    assert told.isascii()
    assert [each["name"] for each in json.loads(told)["crossings"]] == ["Середина"]


def test_the_command_prints_a_way(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ends = ["Bandar Abbas port", "Tashkent"]
    assert main(["route", *ends, "--by", "time"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Bandar Abbas port to Tashkent")
    assert max(map(len, lines)) <= 100
    way = tmp_path / "way.geojson"
    assert main(["route", *ends, "--json", "--out", str(way)]) == 0
    told = json.loads(capsys.readouterr().out)
    drawn = json.loads(way.read_text("utf-8"))["features"]
    assert told["segments"] == [each["id"] for each in drawn]
    assert main(["route", "Nhava Sheva", "Moscow", "--without", "hormuz", "--without", "cape"]) == 1
    assert "every way needs one of" in capsys.readouterr().err
    assert main(["route", "Xyzzy", "Moscow"]) == 2
