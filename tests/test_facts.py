"""Facts: what an atlas may leave out, and every kind of mistake named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo.errors import DataError
from geo.new import TEMPLATE
from geo.publish.layers import build_layers
from geo.read.facts import Facts, read_facts
from geo.read.spec import read_spec
from tests.changing import change
from tests.conftest import HOSTILE, Editor


@pytest.fixture
def edit(toy_folder: Path) -> Editor:
    """Return what changes the facts of the toy."""
    return Editor(toy_folder / "facts")


def read(folder: Path) -> Facts:
    return read_facts(read_spec(folder))


def complaint(folder: Path) -> str:
    with pytest.raises(DataError) as caught:
        read(folder)
    return str(caught.value)


BROKEN = {
    "latitude out of range": (
        ("places", {"lat": "95.2"}),
        "places.csv, row 2, column lat: '95.2': expected a number from -90 to 90",
    ),
    "not a number": (
        ("places", {"lon": "56 E"}),
        "places.csv, row 2, column lon: '56 E': expected a number from -180 to 180",
    ),
    "swapped lon and lat": (
        ("places", {"lon": "-32.2", "lat": "-19.6"}),
        "km outside (lon and lat look swapped)",
    ),
    "town in the wrong country": (
        ("places", {"iso_a2": "XB"}),
        "places.csv, row 2, column lon, lat: '-19.6, -32.2': expected a position in XB",
    ),
    "country that is none": (
        ("places", {"iso_a2": "XX"}),
        "places.csv, row 2, column iso_a2: 'XX': expected the code of a country of the map",
    ),
    "country in small letters": (
        ("places", {"iso_a2": "xa"}),
        "places.csv, row 2, column iso_a2: 'xa': expected an ISO 3166-1 alpha-2 code",
    ),
    "unknown kind": (
        ("places", {"kind": "harbour"}),
        "places.csv, row 2, column kind: 'harbour': expected one of town, crossing",
    ),
    "precision of nothing": (
        ("places", {"precision_m": "0"}),
        "places.csv, row 2, column precision_m: '0': expected a number from 1 to 100000",
    ),
    "id with capitals": (
        ("fairs", {"id": "Harvest-2024"}),
        "fairs.csv, row 2, column id: 'Harvest-2024': expected an id of lower-case letters",
    ),
    "no name": (
        ("places", {"name": ""}),
        "places.csv, row 2, column name: expected a value (name in English)",
    ),
    "source misspelt": (
        ("fairs", {"sources": "island-gazzette"}),
        "'island-gazzette': expected an id of sources; is it island-gazette?",
    ),
    "unknown source": (
        ("fairs", {"sources": "hearsay"}),
        "fairs.csv, row 2, column sources: 'hearsay': expected an id of sources",
    ),
    "date that does not exist": (
        ("fairs", {"start": "2023-02-30"}),
        "fairs.csv, row 2, column start: '2023-02-30': expected a date that exists",
    ),
    "partner that is no country": (
        ("fairs", {"partners": "XB;QQ"}),
        "fairs.csv, row 2, column partners: 'QQ': expected the code of a country of the map",
    ),
    "visitors in Roman figures": (
        ("fairs", {"visitors": "VII"}),
        "fairs.csv, row 2, column visitors: 'VII': expected a whole number",
    ),
    "number beyond all bounds": (
        ("fairs", {"visitors": "99999999999999999999"}),
        "row 2, column visitors: '99999999999999999999': expected a whole number",
    ),
    "line longer than the way around the earth": (
        ("segments", {"len_km": "99999999999999999999"}),
        "segments.csv, row 2, column len_km: '99999999999999999999': expected a number from 0.1",
    ),
    "place that is not there": (
        ("segments", {"from_place": "xa-nowhere"}),
        "segments.csv, row 2, column from_place: 'xa-nowhere': expected an id of places",
    ),
    "segment that goes nowhere": (
        ("segments", {"from_place": "xa-midway", "to_place": "xa-midway"}),
        "segments.csv, row 2, column to_place: 'xa-midway': expected another place than from_place",
    ),
    "computed length typed": (
        ("segments", {"len_basis": "network", "len_km": "12"}),
        "row 2, column len_km: '12': expected nothing: a length whose basis is network",
    ),
    "published length missing": (
        ("segments", {"len_basis": "published", "len_km": ""}),
        "segments.csv, row 2, column len_km: expected the published length",
    ),
    "status off the ladder": (
        ("segments", {"status": "planned"}),
        "segments.csv, row 2, column status: 'planned': expected one of operating, trial",
    ),
    "branch of no network": (
        ("segments", {"branch": "middle"}),
        "segments.csv, row 2, column branch: 'middle': expected one of main",
    ),
    "gauge of a toy": (
        ("segments", {"gauge_mm": "1435;16"}),
        "segments.csv, row 2, column gauge_mm: '1435;16': expected one of 600, 610",
    ),
    "way that the atlas does not name": (
        ("routes", {"branch": "coast-to-moon"}),
        "routes.csv, row 2, column branch: 'coast-to-moon': expected one of coast-to-coast",
    ),
    "history of no segment": (
        ("status_history", {"segment": "xa-none"}),
        "status_history.csv, row 2, column segment: 'xa-none': expected an id of segments",
    ),
    "member of nothing": (
        ("memberships", {"body": "nato"}),
        "memberships.csv, row 2, column body: 'nato': expected one of league",
    ),
    "member that is no country": (
        ("memberships", {"iso_a3": "ZZZ"}),
        "memberships.csv, row 2, column iso_a3: 'ZZZ': expected an id of countries",
    ),
    "address without scheme": (
        ("sources", {"url": "tass.com/1"}),
        "sources.csv, row 2, column url: 'tass.com/1': expected an address that begins with http",
    ),
    "country with the code of another": (
        ("countries", {"iso_a2": "XB"}),
        "countries.csv, row 2, column iso_a2: 'XB': expected XA, as XAA",
    ),
    "figure of nothing": (
        ("flows", {"features": "xa-nowhere"}),
        "flows.csv, row 2, column features: 'xa-nowhere': expected an id of features",
    ),
    "figure of no branch": (
        ("flows", {"branch": "south"}),
        "flows.csv, row 2, column branch: 'south': expected one of main",
    ),
    "promise of nothing": (
        ("promises", {"features": "xa-nowhere"}),
        "promises.csv, row 2, column features: 'xa-nowhere': expected an id of features",
    ),
    "quantity of no feature": (
        ("quantities", {"features": "xa-nowhere"}),
        "quantities.csv, row 2, column features: 'xa-nowhere': expected an id of features",
    ),
    "markup in a coded column": (
        ("sources", {"kind": "<img src=x onerror=alert(1)>"}),
        "column kind: '<img src=x onerror=alert(1)>': expected one of treaty, official",
    ),
    "one id in two tables": (
        ("fairs", {"id": "xaa"}),
        "fairs.csv, row 2, column id: 'xaa': expected an id used once, countries.geojson has it",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_each_kind_of_mistake_gets_one_clear_message(
    kind: str, edit: Editor, toy_folder: Path
) -> None:
    (table, cells), message = BROKEN[kind]
    edit.set(table, 0, **cells)
    text = complaint(toy_folder)
    assert message in text
    assert text.startswith("1 problem in the data:")


CODED = [
    (table.name, column.name)
    for table in read_spec(TEMPLATE).facts.values()
    for column in table.given.columns
    if column.type not in ("text", "texts")
    and table.name not in ("attendance", "identifiers", "waypoints")
]


@pytest.mark.parametrize(("table", "column"), CODED)
def test_hostile_text_in_a_coded_column_is_refused(
    table: str, column: str, edit: Editor, toy_folder: Path
) -> None:
    edit.set(table, 0, **{column: HOSTILE[0]})
    expected = f"{table}.csv, row 2, column {column}: {HOSTILE[0]!r}: expected"
    assert expected in complaint(toy_folder)


def test_two_rows_of_one_id(edit: Editor, toy_folder: Path) -> None:
    rows = edit.rows("fairs")
    edit.write("fairs", [*rows, rows[0]])
    message = f"row {len(rows) + 2}, column id: '{rows[0]['id']}': expected an id used once, row 2"
    assert message in complaint(toy_folder)


def test_an_atlas_without_a_date(toy_folder: Path) -> None:
    atlas = toy_folder / "atlas.toml"
    change(atlas, 'date = "', 'day = "')
    found = complaint(toy_folder)
    assert "atlas.toml, key date: expected this key, it is missing" in found
    assert "atlas.toml, key day: expected one of the keys" in found


def test_one_step_of_a_way_twice(edit: Editor, toy_folder: Path) -> None:
    rows = edit.rows("routes")
    edit.write("routes", [*rows, rows[0]])
    assert "expected one row for each branch and seq" in complaint(toy_folder)


def test_a_column_that_is_missing(edit: Editor, toy_folder: Path) -> None:
    edit.write(
        "places", [{k: v for k, v in row.items() if k != "lat"} for row in edit.rows("places")]
    )
    expected = "places.csv, row 1, column lat: expected this column, it is missing"
    assert expected in complaint(toy_folder)


def test_a_table_of_a_layer_that_is_missing(toy_folder: Path) -> None:
    (toy_folder / "facts" / "segments.csv").unlink()
    assert "segments.csv: expected this file in" in complaint(toy_folder)


@pytest.mark.parametrize("table", ["places", "fairs", "segments"])
def test_a_table_of_a_layer_that_has_but_a_header(table: str, toy_folder: Path) -> None:
    path = toy_folder / "facts" / f"{table}.csv"
    path.write_text(path.read_text("utf-8").partition("\n")[0], "utf-8")
    found = complaint(toy_folder)
    assert found.startswith("1 problem in the data:")
    assert f"{table}.csv: expected a row below the header" in found


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("places", {"id": "Not An Id"}),
        ("segments", {"id": "Not An Id"}),
        ("fairs", {"start": "soon"}),
        ("countries", {"iso_a3": "xa"}),
        ("quantities", {"id": ""}),
    ],
)
def test_what_is_bad_elsewhere_is_told_beside_it_and_nobody_else_is_blamed(
    table: str, cells: dict[str, str], edit: Editor, toy_folder: Path
) -> None:
    edit.set(table, 0, **cells)
    edit.set("status_history", 0, sources="hearsay")
    found = complaint(toy_folder)
    assert found.startswith("2 problems in the data:")
    assert "status_history.csv, row 2, column sources: 'hearsay': expected an id of" in found


def test_what_is_wrong_between_files_is_told_beside_broken_geometry(
    edit: Editor, toy_folder: Path
) -> None:
    (toy_folder / "geometry" / "countries.geojson").write_bytes(b"{}")
    edit.set("fairs", 0, sources="hearsay")
    found = complaint(toy_folder)
    assert "fairs.csv, row 2, column sources: 'hearsay': expected an id of sources" in found
    assert "countries.geojson: expected" in found
    assert found.startswith("2 problems in the data:")


def test_a_table_that_belongs_to_no_layer_may_be_missing(toy_folder: Path) -> None:
    (toy_folder / "facts" / "claims.csv").unlink()
    claims = read(toy_folder).tables["claims"]
    assert claims.empty
    assert list(claims) == ["id", "quantity", "low", "high", "sources", "date", "date_prec", "note"]


def test_a_file_that_is_empty(toy_folder: Path) -> None:
    (toy_folder / "facts" / "segments.csv").write_bytes(b"")
    assert "segments.csv: expected a table with a header" in complaint(toy_folder)


def test_a_wrong_encoding(toy_folder: Path) -> None:
    path = toy_folder / "facts" / "fairs.csv"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    expected = "fairs.csv, row 1: 'byte ff': expected text encoded as UTF-8"
    assert expected in complaint(toy_folder)


def test_geometry_that_a_layer_names_and_the_folder_lacks(toy_folder: Path) -> None:
    (toy_folder / "geometry" / "borders.geojson").unlink()
    assert "borders.geojson: expected this file in" in complaint(toy_folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("borders.geojson", '"boundary"', '"wall"', "'wall': expected one of boundary, disputed"),
        ("borders.geojson", '"LineString"', '"MultiPoint"', "geometry: 'MultiPoint': expected a"),
        ("borders.geojson", '"alderland":', '"mine":', "column alderland: expected this column"),
        ("countries.geojson", '"XAA"', "17", "iso_a3: '17': expected an ISO 3166-1 alpha-3 code"),
        (
            "countries.geojson",
            '"Polygon"',
            '"MultiPoint"',
            "geometry: expected a geometry that",
        ),
        ("countries.geojson", '"worldview":', '"mine":', "column worldview: expected this column"),
        ("provenance.toml", "borders.g", "edges.g", "key file: expected an entry named borders.g"),
        ("countries.toml", "island-survey", "hearsay", "key sources: 'hearsay': expected an id of"),
        ("places.toml", "[mark]", 'technical = ["x"]\n[mark]', "technical: 'x': expected an id of"),
    ],
)
def test_geometry_and_layers_are_read_with_the_care_of_a_table(
    toy_folder: Path, file: str, old: str, new: str, expected: str
) -> None:
    (path,) = toy_folder.rglob(file)
    change(path, old, new)
    told = complaint(toy_folder)
    assert f"{file}, " in told
    assert expected in told


def test_geometry_later_than_the_atlas(toy_folder: Path) -> None:
    change(toy_folder / "geometry" / "provenance.toml", "2025-12-31", "2026-03-01")
    assert complaint(toy_folder).splitlines()[1:] == [
        f"  provenance.toml, key file {name}.geojson.date: '2026-03-01': expected a day up to the"
        " date in atlas.toml, 2026-01-01"
        for name in ("countries", "borders")
    ]


def test_a_licence_of_lines_that_features_cannot_bear(toy_folder: Path) -> None:
    change(toy_folder / "geometry" / "provenance.toml", "CC-BY-4.0", "secret")
    with pytest.raises(DataError, match=r"file borders\.geojson\.licence: 'secret': expected one"):
        build_layers(read(toy_folder))


def test_an_atlas_without_networks_needs_no_tables_of_them(toy_folder: Path) -> None:
    atlas = toy_folder / "atlas.toml"
    change(atlas, '"railway", ', "")
    (toy_folder / "layers" / "railway.toml").unlink()
    tables = ("flows", "performance", "promises", "quantities", "claims", "relations")
    for name in ("segments", "routes", "waypoints", "status_history", *tables):
        (toy_folder / "facts" / f"{name}.csv").unlink()
    built = build_layers(read(toy_folder))
    assert list(built.layers) == ["countries", "borders", "places", "fairs"]
    assert built.tables["routes"].empty


def test_two_polygons_of_one_id(toy_folder: Path) -> None:
    path = toy_folder / "geometry" / "countries.geojson"
    document = json.loads(path.read_text("utf-8"))
    document["features"].append(document["features"][0])
    path.write_text(json.dumps(document), "utf-8")
    expected = "countries.geojson, feature xaa, column id: 'xaa': expected an id used once"
    assert expected in complaint(toy_folder)


def test_mistakes_of_all_tables_come_together(edit: Editor, toy_folder: Path) -> None:
    edit.set("places", 0, lat="95", kind="harbour")
    edit.set("fairs", 0, start="soon")
    text = complaint(toy_folder)
    assert text.startswith("3 problems in the data:")
    assert text.count("\n") == 3


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("segments", {"gauge_mm": "1000;1067"}),
        ("flows", {"direction": "east"}),
        ("flows", {"direction": "west"}),
    ],
)
def test_railways_of_every_continent_can_be_told(
    edit: Editor, toy_folder: Path, table: str, cells: dict[str, str]
) -> None:
    edit.set(table, 0, **cells)
    [(column, value)] = cells.items()
    assert value in {*read(toy_folder).tables[table][column]}


def test_facts_as_a_spreadsheet_saves_them_are_the_same(edit: Editor, toy_folder: Path) -> None:
    before = read(toy_folder).tables
    for path in (toy_folder / "facts").glob("*.csv"):
        rows = edit.rows(path.stem)
        if rows:
            lines = [
                ";".join(quoted(cell) for cell in cells)
                for cells in [list(rows[0]), *map(dict.values, rows)]
            ]
            path.write_bytes("\ufeff".encode() + "\r\n".join(lines).encode() + b"\r\n")
    after = read(toy_folder).tables
    assert list(after) == list(before)
    for name, table in after.items():
        assert table.equals(before[name]), name


def quoted(cell: str) -> str:
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set(';"\n') else cell
