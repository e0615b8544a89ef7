"""Codes in other data sets: facts in a table of their own, published as columns of layers."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from geo.api import Atlas, open_atlas
from geo.errors import DataError
from geo.model.cells import split_list
from geo.model.registers import joined
from geo.model.rows import records
from geo.page.page import make_page
from geo.publish.dictionary import to_dictionary
from geo.publish.files import data_files
from tests.changing import change
from tests.pages import page_data

SCHEMES = """
[schemes.gazetteer]
name = "Island Gazetteer"
code = "(?P<country>[A-Z]{2})-[0-9]+"
url = "https://gazetteer.example/CODE"

"""
COLUMNS = '"gazetteer", "town_gazetteer", "code_sources"'
ROWS = """feature,scheme,code,scope,sources,as_of
xa-westport,gazetteer,XA-1,feature,island-survey,2026-01-01
xa-westport,gazetteer,XA-2,feature,island-survey,2026-01-01
xa-westport,gazetteer,XA-9,town,island-gazette,2026-01-01
"""


@pytest.fixture
def coded(toy_folder: Path) -> Path:
    """Return a toy for whose places another data set has codes."""
    change(toy_folder / "atlas.toml", "[centre]", f"{SCHEMES}[centre]")
    change(toy_folder / "layers" / "places.toml", '"name_*"', f'"name_*", {COLUMNS}')
    (toy_folder / "facts" / "identifiers.csv").write_text(ROWS, "utf-8")
    return toy_folder


def complaint(folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        open_atlas(folder)
    return str(caught.value)


def test_columns_tell_what_the_table_does(any_atlas: Atlas) -> None:
    codes = any_atlas.tables["identifiers"]
    told = {(r["feature"], r["scheme"], r["scope"], r["code"]) for r in records(codes)}
    found, named = set(), set()
    for name, layer in any_atlas.spec.layers.items():
        for column in (each for each in layer.table.columns if each.scheme):
            ids = set(any_atlas.layers[name]["id"])
            named |= {(id_, column.scheme, column.scope) for id_ in ids}
            for row in records(any_atlas.layers[name][["id", column.name]]):
                for code in split_list(row[column.name]):
                    found.add((row["id"], column.scheme, column.scope, code))
    assert found == {each for each in told if each[:3] in named}
    assert found or codes.empty


def test_a_layer_has_the_codes_that_it_names_and_where_they_stand(coded: Path) -> None:
    atlas = open_atlas(coded)
    assert atlas.lint() == []
    text = data_files(atlas)["places.geojson"].decode()
    rows = {f["id"]: f["properties"] for f in json.loads(text)["features"]}
    names = ("gazetteer", "town_gazetteer", "code_sources")
    assert [rows["xa-westport"][name] for name in names] == [
        "XA-1;XA-2",
        "XA-9",
        "island-survey;island-gazette",
    ]
    assert [rows["xa-midway"][name] for name in names] == [None, None, None]
    assert not {*names} & {*atlas.layers["countries"]}
    links = joined(atlas).tables["feature_sources"]
    mine = links[(links["feature"] == "xa-westport") & (links["field"] == "code_sources")]
    assert list(mine["source"]) == ["island-survey", "island-gazette"]


def test_the_dictionary_says_where_a_code_leads(coded: Path) -> None:
    told = to_dictionary(open_atlas(coded).spec)
    assert "`gazetteer` | texts joined by `;` |  | code in Island Gazetteer (web" in told
    assert "https://gazetteer.example/CODE" in told


def test_published_layers_with_codes_are_read_again(coded: Path, tmp_path: Path) -> None:
    atlas = open_atlas(coded)
    for name, content in data_files(atlas).items():
        (tmp_path / name).write_bytes(content)
    again = open_atlas(coded, layers=tmp_path)
    pd.testing.assert_frame_equal(again.layers["places"], atlas.layers["places"])


def test_an_atlas_that_names_no_scheme_has_neither_columns_nor_codes(
    toy: Atlas, toy_folder: Path
) -> None:
    columns = {column.name for table in toy.spec.published.values() for column in table.columns}
    assert "code_sources" not in columns
    (toy_folder / "facts" / "identifiers.csv").write_text(ROWS, "utf-8")
    expected = "identifiers.csv, row 2, column scheme: 'gazetteer': expected nothing"
    assert expected in complaint(toy_folder)


def test_the_page_has_the_codes_that_it_tells_alone(coded: Path) -> None:
    def told() -> set[str]:
        data = page_data(make_page(open_atlas(coded)).html())
        described = next(each for each in data["layers"] if each["id"] == "places")["columns"]
        columns = {"gazetteer", "town_gazetteer", "code_sources"} & {*described}
        held = {*data["features"]["places"]["columns"]}
        assert {name for name in held if "gazetteer" in name or name == "code_sources"} == columns
        return columns

    assert told() == set()
    change(coded / "layers" / "places.toml", "details = [", 'details = ["gazetteer", ')
    assert "column.gazetteer" in complaint(coded)
    words = coded / "words" / "en.toml"
    words.write_text(f'{words.read_text("utf-8")}"column.gazetteer" = "Gazetteer"\n', "utf-8")
    assert told() == {"gazetteer"}


BROKEN = {
    "a pattern that cannot be read": (
        ("[0-9]+", "[0-9"),
        "key schemes.gazetteer.code: '(?P<country>[A-Z]{2})-[0-9': expected a regular expression",
    ),
    "an address that leads to no code": (
        ("https://gazetteer.example/CODE", "javascript:CODE"),
        "key schemes.gazetteer.url: 'javascript:CODE': expected an address with CODE",
    ),
    "no pattern": (("code = ", "# "), "key schemes.gazetteer.code: expected this key"),
    "the name of another column": (
        ("schemes.gazetteer", "schemes.confidence"),
        "key schemes.confidence: 'confidence': expected a name that no other column has",
    ),
    "a word of SQL": (
        ("schemes.gazetteer", "schemes.order"),
        "key schemes.order: 'order': expected a name of a-z",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_scheme_that_cannot_be_is_told(case: str, coded: Path) -> None:
    told, expected = BROKEN[case]
    change(coded / "atlas.toml", *told)
    assert f"atlas.toml, {expected}" in complaint(coded)


def test_a_code_of_another_country_is_found(coded: Path) -> None:
    change(coded / "facts" / "identifiers.csv", "XA-2", "XB-2")
    change(coded / "facts" / "identifiers.csv", "XA-9", "XA9")
    assert [finding.message for finding in open_atlas(coded).lint()] == [
        "XB-2 is a place of XB",
        "XA9 is no code of Island Gazetteer",
    ]
