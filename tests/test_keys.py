"""Keys that join: what the dictionary says that a column refers to is published, and is found."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from geo.api import Atlas, open_atlas
from geo.errors import DataError
from geo.model.cells import split_list
from geo.model.registers import joined, registers, with_ids
from geo.model.rows import records
from geo.model.spec import Spec
from geo.publish.dictionary import to_dictionary
from geo.publish.files import data_files
from geo.read.facts import Facts
from tests.changing import change


@pytest.fixture(scope="module")
def folder(any_atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the published data set."""
    target = tmp_path_factory.mktemp("layers")
    for name, content in data_files(any_atlas).items():
        (target / name).write_bytes(content)
    return target


def database(folder: Path) -> duckdb.DuckDBPyConnection:
    """Return all layers and tables of a folder in DuckDB, of layers the properties."""
    found = duckdb.connect()
    for path in sorted(folder.glob("*.csv")):
        read = f"read_csv('{path}', all_varchar = true, header = true)"
        found.execute(f"CREATE TABLE {path.stem} AS FROM {read}")
    for path in sorted(folder.glob("*.geojson")):
        features = json.loads(path.read_text("utf-8"))["features"]
        rows = path.with_suffix(".ndjson")
        rows.write_text("\n".join(json.dumps(each["properties"]) for each in features), "utf-8")
        found.execute(f"CREATE TABLE {path.stem} AS FROM read_json('{rows}', format = 'nd')")
    return found


def orphans(found: duckdb.DuckDBPyConnection, spec: Spec) -> Iterator[tuple[str, str, str]]:
    """Yield what columns name, lists too, that is not where the dictionary says."""
    for name, table in spec.published.items():
        for column, (target, key) in spec.references(table).items():
            query = (
                f"SELECT item FROM (SELECT unnest(split({column}, ';')) AS item FROM {name})"  # noqa: S608
                f" WHERE item <> '' AND item NOT IN (SELECT {key} FROM {target}"
                f" WHERE {key} IS NOT NULL)"
            )
            yield from ((name, column, item) for (item,) in found.execute(query).fetchall())


def test_nothing_is_an_orphan(any_atlas: Atlas, folder: Path) -> None:
    assert list(orphans(database(folder), any_atlas.spec)) == []
    named = [
        ref for each in any_atlas.spec.published.values() for ref in any_atlas.spec.references(each)
    ]
    assert len(named) > 30


def test_an_orphan_would_be_seen(toy: Atlas, tmp_path: Path) -> None:
    for name, content in data_files(toy).items():
        (tmp_path / name).write_bytes(content)
    change(tmp_path / "memberships.csv", "XAA", "XZZ")
    found = {each[:2] for each in orphans(database(tmp_path), toy.spec)}
    assert found == {("memberships", "iso_a3")}


def test_the_dictionary_names_nothing_that_is_not_published(any_atlas: Atlas, folder: Path) -> None:
    told = re.findall(r": `(\w+)\.(\w+)` \|", to_dictionary(any_atlas.spec))
    tables = any_atlas.spec.published
    assert {name for name, _ in told} >= {"sources", "features", "country_codes", "places"}
    for name, key in told:
        assert (folder / f"{name}.csv").exists() or (folder / f"{name}.geojson").exists()
        assert key in tables[name].names


def test_links_are_the_lists_and_nothing_else(any_atlas: Atlas) -> None:
    made = registers(any_atlas)
    linked = {
        (row.feature, row.field, row[-1])
        for name in ("feature_sources", "feature_countries", "feature_links")
        for row in made[name].itertuples(index=False)
    }
    listed = set()
    for name, table in any_atlas.spec.published.items():
        frame = {**any_atlas.layers, **any_atlas.tables, **made}[name]
        for column in table.lists:
            listed |= {
                (row["id"], column.name, item)
                for row in records(frame[["id", column.name]])
                for item in split_list(row[column.name])
            }
    assert linked == listed


def test_every_row_that_lists_something_has_an_id_of_its_own(any_atlas: Atlas) -> None:
    ids = registers(any_atlas)["features"]["id"]
    assert ids.is_unique
    for name, table in any_atlas.spec.published.items():
        if table.lists:
            frame = {**joined(any_atlas).tables, **any_atlas.layers}[name]
            assert set(frame["id"]) <= set(ids), name


def test_the_id_of_a_row_stays_when_others_come(toy_folder: Path, toy: Atlas) -> None:
    path = toy_folder / "facts" / "claims.csv"
    header, first, *others = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, first, *others, first]), "utf-8")
    more = open_atlas(toy_folder).tables["claims"]["id"]
    assert list(more)[:-1] == list(toy.tables["claims"]["id"])
    assert more.is_unique


def test_a_row_with_the_id_of_a_feature_is_told(toy_folder: Path, toy: Atlas) -> None:
    path = toy_folder / "facts" / "milestones.csv"
    taken = toy.layers["places"]["id"].iloc[0]
    mine = toy.tables["milestones"]["id"].iloc[0]
    change(path, mine, taken)
    with pytest.raises(DataError, match=f"milestones.csv.*'{taken}': expected an id used once"):
        open_atlas(toy_folder)


def test_the_geopackage_bears_the_keys(toy: Atlas, toy_pack: Path, tmp_path: Path) -> None:
    (path,) = toy_pack.glob("*.gpkg")
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    with sqlite3.connect(copy) as found:
        for name, table in toy.spec.published.items():
            told = {
                (row[3], row[2], row[4])
                for row in found.execute(f"PRAGMA foreign_key_list({name})").fetchall()
            }
            assert told == {
                (column, *to)
                for column, to in toy.spec.references(table).items()
                if table[column] not in table.lists
            }
        assert found.execute("PRAGMA foreign_key_check").fetchall() == []
        found.execute("UPDATE claims SET quantity = 'nothing' WHERE fid = 1")
        assert len(found.execute("PRAGMA foreign_key_check").fetchall()) == 1


def test_every_layer_and_table_says_what_it_is(any_atlas: Atlas) -> None:
    for name, table in any_atlas.spec.published.items():
        assert table.label, name
        assert table.doc, name
        assert all(column.doc for column in table.columns), name


def test_the_pack_says_of_all_what_it_is(toy: Atlas, toy_pack: Path) -> None:
    package = json.loads((toy_pack / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        assert resource["title"]
        assert resource.get("description", "-")
    told = {each["path"]: each.get("description") for each in package["resources"]}
    assert told["csv/milestones.csv"] == toy.spec.tables["milestones"].doc
    (path,) = toy_pack.glob("*.gpkg")
    with sqlite3.connect(path) as found:
        query = "SELECT identifier, description FROM gpkg_contents"
        assert all(map(all, found.execute(query).fetchall()))


def test_no_number_has_more_decimals_than_anybody_knows(any_atlas: Atlas, folder: Path) -> None:
    for name, table in any_atlas.spec.published.items():
        frame = {**any_atlas.layers, **any_atlas.tables}.get(name)
        for column in table.columns:
            if frame is not None and column.type == "number":
                most = 1 if column.unit == "km" or column.computed else 3
                known = frame[column.name].dropna()
                assert (known == known.round(most)).all(), (name, column.name)
    for name, table in any_atlas.spec.published.items():
        if (path := folder / f"{name}.csv").exists():
            numbers = [column.name for column in table.columns if column.type == "number"]
            cells = pd.read_csv(path, dtype=str, keep_default_na=False, usecols=numbers)
            assert not any(cell.endswith(".0") for cell in cells.to_numpy().ravel()), path
    for path in folder.glob("*.geojson"):
        assert not re.search(r'_km":\d+\.(0|\d\d+)[,}]', path.read_text("utf-8")), path


def test_each_row_of_our_facts_has_its_id(facts: Facts) -> None:
    for name, table in facts.spec.tables.items():
        if table.made_of:
            assert facts.tables[name]["id"].notna().all(), f"{name}: copy the ids from layers/"


def test_ids_stay_when_rows_are_corrected_and_added(toy: Atlas) -> None:
    table = toy.spec.tables["claims"]
    before = toy.tables["claims"]
    corrected = before.assign(quantity="another")
    new = before.head(1).assign(id=None)
    first, *others = with_ids(pd.concat([new, corrected]), table)["id"]
    assert others == before["id"].tolist()
    assert first not in others
    made = with_ids(pd.concat([before.drop(columns="id")] * 2), table)["id"]
    assert made.is_unique
    assert made.head(len(before)).tolist() == before["id"].tolist()


def test_an_id_that_stands_twice_is_told(toy_folder: Path) -> None:
    path = toy_folder / "facts" / "claims.csv"
    head, first, second, *_ = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([f"id,{head}", f"a,{first}", f"a,{second}"]), "utf-8")
    with pytest.raises(DataError, match=r"claims\.csv, row 3, column id: 'a': expected an id used"):
        open_atlas(toy_folder)
