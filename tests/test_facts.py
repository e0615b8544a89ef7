"""Facts: the tables of the project are sound, and every kind of mistake is named."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest

from geo.errors import DataError
from geo.model.cells import split_list
from geo.model.schema import load_schema
from geo.read.facts import Facts, read_facts
from tests.conftest import HOSTILE, Editor


def complaint(folder: Path, shapes: gpd.GeoDataFrame) -> str:
    with pytest.raises(DataError) as caught:
        read_facts(shapes, folder)
    return str(caught.value)


def test_every_source_cited_exists_and_every_feature_cites_one(facts: Facts) -> None:
    known = set(facts.sources["id"])
    for table in (
        facts.countries,
        facts.memberships,
        facts.places,
        facts.segments,
        facts.exercises,
    ):
        for cell in table["sources"]:
            assert split_list(cell)
            assert set(split_list(cell)) <= known


def test_addresses_stand_only_where_a_source_was_seen(facts: Facts) -> None:
    assert facts.sources.loc[facts.sources["url"].notna(), "publisher"].notna().all()
    assert facts.sources["id"].is_unique


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
        ("places", {"iso_a2": "KZ", "lon": "51.18", "lat": "71.45"}),
        "km outside (lon and lat look swapped)",
    ),
    "station in the wrong country": (
        ("places", {"iso_a2": "UZ", "lon": "71.45", "lat": "51.18"}),
        "places.csv, row 2, column lon, lat: '71.45, 51.18': expected a position in UZ",
    ),
    "country that is none": (
        ("places", {"iso_a2": "XX"}),
        "places.csv, row 2, column iso_a2: 'XX': expected the code of a country of the map",
    ),
    "country in small letters": (
        ("places", {"iso_a2": "kz"}),
        "places.csv, row 2, column iso_a2: 'kz': expected an ISO 3166-1 alpha-2 code",
    ),
    "unknown kind": (
        ("places", {"kind": "harbour"}),
        "places.csv, row 2, column kind: 'harbour': expected one of capital, port",
    ),
    "precision of nothing": (
        ("places", {"precision_m": "0"}),
        "places.csv, row 2, column precision_m: '0': expected a number from 1 to 100000",
    ),
    "id with capitals": (
        ("places", {"id": "IR-Bafq"}),
        "places.csv, row 2, column id: 'IR-Bafq': expected an id of lower-case letters",
    ),
    "no name": (
        ("places", {"name": ""}),
        "places.csv, row 2, column name: expected a value (name in English)",
    ),
    "unknown source": (
        ("exercises", {"sources": "hearsay"}),
        "exercises.csv, row 2, column sources: 'hearsay': expected an id of sources",
    ),
    "date that does not exist": (
        ("exercises", {"start": "2023-02-30"}),
        "exercises.csv, row 2, column start: '2023-02-30': expected a date that exists",
    ),
    "end before start": (
        ("exercises", {"start": "2031-01-02", "end": "2031-01-01"}),
        "exercises.csv, row 2, column start: '2031-01-02': expected nothing beyond end, 2031-01-01",
    ),
    "partner that is no country": (
        ("exercises", {"partners": "KZ;QQ"}),
        "exercises.csv, row 2, column partners: 'QQ': expected codes of countries of the map",
    ),
    "neither true nor false": (
        ("exercises", {"india": "maybe"}),
        "exercises.csv, row 2, column india: 'maybe': expected true or false",
    ),
    "edition in Roman figures": (
        ("exercises", {"edition": "VII"}),
        "exercises.csv, row 2, column edition: 'VII': expected a whole number",
    ),
    "place that is not there": (
        ("segments", {"from_place": "ir-nowhere"}),
        "segments.csv, row 2, column from_place: 'ir-nowhere': expected an id of places",
    ),
    "segment that goes nowhere": (
        ("segments", {"from_place": "ir-bafq", "to_place": "ir-bafq"}),
        "segments.csv, row 2, column to_place: 'ir-bafq': expected another place than from_place",
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
    "gauge of a toy": (
        ("segments", {"gauge_mm": "1520;16"}),
        "segments.csv, row 2, column gauge_mm: '1520;16': expected one of 1435, 1520, 1676",
    ),
    "waypoint of no segment": (
        ("waypoints", {"segment": "ir-none"}),
        "waypoints.csv, row 2, column segment: 'ir-none': expected an id of segments",
    ),
    "member of nothing": (
        ("memberships", {"body": "nato"}),
        "memberships.csv, row 2, column body: 'nato': expected one of sco, instc",
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
        ("countries", {"iso_a2": "UZ"}),
        "countries.csv, row 2, column iso_a2: 'UZ': expected KZ, as KAZ",
    ),
    "precision of everywhere": (
        ("exercises", {"precision_m": "9999999"}),
        "row 2, column precision_m: '9999999': expected a number from 1 to 100000",
    ),
    "number beyond all bounds": (
        ("countries", {"population": "99999999999999999999"}),
        "countries.csv, row 2, column population: '99999999999999999999': expected a whole number",
    ),
    "claim upside down": (
        ("claims", {"low": "9", "high": "8"}),
        "claims.csv, row 2, column low: '9': expected nothing beyond high, 8",
    ),
    "quantity of no feature": (
        ("quantities", {"features": "ir-nowhere"}),
        "quantities.csv, row 2, column features: 'ir-nowhere': expected an id of features",
    ),
    "meeting at no place": (
        ("dialogues", {"places": "uz-nowhere"}),
        "dialogues.csv, row 2, column places: 'uz-nowhere': expected an id of places",
    ),
    "markup in a coded column": (
        ("sources", {"kind": "<img src=x onerror=alert(1)>"}),
        "column kind: '<img src=x onerror=alert(1)>': expected one of treaty, official",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_each_kind_of_mistake_gets_one_clear_message(
    kind: str, edit: Editor, folder: Path, shapes: gpd.GeoDataFrame
) -> None:
    (table, cells), message = BROKEN[kind]
    edit.set(table, 0, **cells)
    text = complaint(folder, shapes)
    assert message in text
    assert text.startswith("1 problem in the data:")


CODED = [
    (table.name, column.name)
    for table in load_schema().facts.values()
    for column in table.columns
    if column.type not in ("text", "texts")
]


@pytest.mark.parametrize(("table", "column"), CODED)
def test_hostile_text_in_a_coded_column_is_refused(
    table: str, column: str, edit: Editor, folder: Path, shapes: gpd.GeoDataFrame
) -> None:
    edit.set(table, 0, **{column: HOSTILE[0]})
    assert f"{table}.csv, row 2, column {column}: {HOSTILE[0]!r}: expected" in complaint(
        folder, shapes
    )


def test_two_rows_of_one_id(edit: Editor, folder: Path, shapes: gpd.GeoDataFrame) -> None:
    rows = edit.rows("exercises")
    edit.write("exercises", [*rows, rows[0]])
    message = f"row {len(rows) + 2}, column id: '{rows[0]['id']}': expected an id used once, row 2"
    assert message in complaint(folder, shapes)


def test_one_id_in_two_tables(edit: Editor, folder: Path, shapes: gpd.GeoDataFrame) -> None:
    edit.set("exercises", 0, id="kaz")
    assert "column id: 'kaz': expected an id used once, countries.csv has it too" in complaint(
        folder, shapes
    )


def test_an_atlas_without_a_date(folder: Path, shapes: gpd.GeoDataFrame) -> None:
    atlas = folder.parent / "atlas.toml"
    atlas.write_text(atlas.read_text("utf-8").replace('date = "', 'day = "'), "utf-8")
    found = complaint(folder, shapes)
    assert "atlas.toml, key date: expected this key, it is missing" in found
    assert "atlas.toml, key day: expected one of the keys" in found


def test_one_waypoint_twice(edit: Editor, folder: Path, shapes: gpd.GeoDataFrame) -> None:
    rows = edit.rows("waypoints")
    edit.write("waypoints", [*rows, rows[0]])
    assert "expected one row for each segment and seq" in complaint(folder, shapes)


def test_a_column_that_is_missing(edit: Editor, folder: Path, shapes: gpd.GeoDataFrame) -> None:
    edit.write(
        "places", [{k: v for k, v in row.items() if k != "lat"} for row in edit.rows("places")]
    )
    expected = "places.csv, row 1, column lat: expected this column, it is missing"
    assert expected in complaint(folder, shapes)


def test_a_table_that_is_missing(folder: Path, shapes: gpd.GeoDataFrame) -> None:
    (folder / "segments.csv").unlink()
    assert "segments.csv: expected this file in" in complaint(folder, shapes)


def test_a_file_that_is_empty(folder: Path, shapes: gpd.GeoDataFrame) -> None:
    (folder / "segments.csv").write_bytes(b"")
    assert "segments.csv: expected a table with a header" in complaint(folder, shapes)


def test_a_wrong_encoding(folder: Path, shapes: gpd.GeoDataFrame) -> None:
    path = folder / "exercises.csv"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    assert "exercises.csv, row 1: 'byte ff': expected text encoded as UTF-8" in complaint(
        folder, shapes
    )


def test_mistakes_of_all_tables_come_together(
    edit: Editor, folder: Path, shapes: gpd.GeoDataFrame
) -> None:
    edit.set("places", 0, lat="95", kind="harbour")
    edit.set("exercises", 0, start="soon")
    text = complaint(folder, shapes)
    assert text.startswith("3 problems in the data:")
    assert text.count("\n") == 3


def test_facts_as_a_spreadsheet_saves_them_are_the_same(
    edit: Editor, folder: Path, facts: Facts, shapes: gpd.GeoDataFrame
) -> None:
    for path in folder.glob("*.csv"):
        rows = edit.rows(path.stem)
        lines = [
            ";".join(quoted(cell) for cell in cells)
            for cells in [list(rows[0]), *map(dict.values, rows)]
        ]
        path.write_bytes("\ufeff".encode() + "\r\n".join(lines).encode() + b"\r\n")
    again = read_facts(shapes, folder)
    for name in (
        "dialogues",
        "quantities",
        "claims",
        "status_history",
        "milestones",
        "sources",
        "countries",
        "memberships",
        "places",
        "segments",
        "waypoints",
        "routes",
        "exercises",
    ):
        assert getattr(again, name).equals(getattr(facts, name))


def quoted(cell: str) -> str:
    return f'"{cell.replace(chr(34), chr(34) * 2)}"' if set(cell) & set(';"\n') else cell
