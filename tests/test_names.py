"""Names of columns and layers: what databases take without quotes, what was called otherwise."""

from __future__ import annotations

import sqlite3
import subprocess
from pathlib import Path

import duckdb
import pytest

from geo.api import Atlas, open_atlas
from geo.errors import DataError
from geo.model.spec import Column, Table
from geo.model.sql import WORDS
from geo.publish.dictionary import to_dictionary
from geo.read.geojson import read_geojson
from geo.read.tables import read_table
from tests.changing import change

LITE = """
abort action add after all alter always analyze and as asc attach autoincrement before begin
between by cascade case cast check collate column commit conflict constraint create cross current
database default deferrable deferred delete desc detach distinct do drop each else end escape
except exclude exclusive exists explain fail filter first following for foreign from full
generated glob group groups having if ignore immediate in index indexed initially inner insert
instead intersect into is isnull join key last left like limit match materialized natural no not
nothing notnull null nulls of offset on or order others outer over partition plan pragma preceding
primary query raise range recursive references regexp reindex release rename replace restrict
returning right rollback row rows savepoint select set table temp temporary then ties to
transaction trigger unbounded union unique update using vacuum values view virtual when where
window with without
"""
"""All words that SQLite knows."""


def refused(word: str) -> bool:
    """Tell whether SQLite does not take a word for a column."""
    database = sqlite3.connect(":memory:")
    try:
        database.execute(f"CREATE TABLE t ({word} text)")
        database.execute(f"SELECT {word} FROM t WHERE {word} = '' ORDER BY {word}")  # noqa: S608
    except sqlite3.Error:
        return True
    return False


def kept() -> set[str]:
    """Return the words that DuckDB keeps for itself."""
    asked = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category IN {}"
    return {
        word for (word,) in duckdb.sql(asked.format("('reserved', 'type_function')")).fetchall()
    }


def test_the_words_are_those_of_the_databases() -> None:
    assert kept() | {word for word in LITE.split() if refused(word)} <= WORDS


@pytest.mark.system("postgresql-postgis")
def test_the_words_are_those_of_postgresql(postgis: str) -> None:
    asked = "SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T')"
    command = ["psql", postgis.removeprefix("PG:"), "-Atc", asked]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert {"end", "from", "to"} < set(told.split()) <= WORDS


def every(atlas: Atlas) -> list[Table]:
    return [*(layer.table for layer in atlas.spec.layers.values()), *atlas.spec.tables.values()]


@pytest.mark.parametrize("which", ["atlas", "toy"])
def test_no_name_is_a_word_of_sql(which: str, request: pytest.FixtureRequest) -> None:
    tables = every(request.getfixturevalue(which))
    names = {name for table in tables for name in (table.name, *table.names)}
    assert not names & WORDS


@pytest.mark.parametrize("key", ["title", "version"])
@pytest.mark.parametrize("told", ["", " ", r"two\nlines"])
def test_what_an_atlas_is_called_is_a_line_of_text(toy_folder: Path, key: str, told: str) -> None:
    path = toy_folder / "atlas.toml"
    lines = [
        f'{key} = "{told}"' if line.startswith(f"{key} =") else line
        for line in path.read_text("utf-8").splitlines()
    ]
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(DataError, match=rf"atlas\.toml, key {key}: .*expected"):
        open_atlas(toy_folder)


@pytest.mark.parametrize("name", ["bbox", "fid", "version", "data_date", "order"])
def test_no_column_has_a_name_that_a_format_keeps_for_itself(toy_folder: Path, name: str) -> None:
    change(toy_folder / "layers" / "fairs.toml", "visitors", name)
    expected = "is no word of SQL" if name == "order" else "no format keeps"
    with pytest.raises(DataError, match=f"'{name}': expected a name that {expected}"):
        open_atlas(toy_folder)


@pytest.mark.parametrize(
    "name", ["features", "collection", "layer_styles", "gpkg_fairs", "ground_claimed"]
)
def test_no_layer_has_a_name_that_a_database_or_the_pack_keeps(toy_folder: Path, name: str) -> None:
    (toy_folder / "layers" / "fairs.toml").rename(toy_folder / "layers" / f"{name}.toml")
    change(toy_folder / "atlas.toml", '"fairs"', f'"{name}"')
    with pytest.raises(DataError, match=f"'{name}': expected a name that no table has"):
        open_atlas(toy_folder)


TABLE = Table("steps", (Column("valid_from", "date", "first day", required=True, was="from"),))


def test_a_file_with_the_name_of_before_is_told_that_of_now(tmp_path: Path) -> None:
    (tmp_path / "steps.csv").write_text("from\n2020-01-01\n", "utf-8")
    _, problems = read_table(tmp_path / "steps.csv", TABLE)
    assert list(map(str, problems)) == [
        "steps.csv, row 1, column from: 'from': expected valid_from, as it is called now"
    ]
    point = '{"type":"Feature","properties":{"id":"a","from":"2020-01-01"},"geometry":null}'
    file = tmp_path / "steps.geojson"
    file.write_text(f'{{"type":"FeatureCollection","features":[{point}]}}', "utf-8")
    with pytest.raises(DataError, match="column from: 'from': expected valid_from, as it is"):
        read_geojson(file, TABLE)


def test_a_layer_that_asks_for_the_name_of_before_is_told_that_of_now(toy_folder: Path) -> None:
    change(toy_folder / "layers" / "fairs.toml", '"finish"', '"end"')
    with pytest.raises(DataError, match="key time: 'end': expected finish, as it is called now"):
        open_atlas(toy_folder)


def test_a_frame_asked_for_the_name_of_before_tells_that_of_now(atlas: Atlas) -> None:
    exercises, memberships = atlas.load_layer("exercises"), atlas.load_table("memberships")
    with pytest.raises(KeyError, match="'end' is called 'finish' now"):
        exercises[exercises["host"] == "KZ"][["name", "end"]]
    with pytest.raises(KeyError, match="'to' is called 'until' now"):
        memberships["to"]
    with pytest.raises(KeyError, match="nothing"):
        memberships["nothing"]
    memberships.loc[:, "note"] = "mine"
    assert (atlas.tables["memberships"]["note"] != "mine").all()


def test_the_dictionary_tells_what_was_renamed(atlas: Atlas) -> None:
    told = to_dictionary(atlas.spec)
    assert "| `status_history` | `from` | `valid_from` |" in told
    assert "| `exercises` | `end` | `finish` |" in told
