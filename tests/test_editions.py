"""What differs between two published editions, and why."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo.__main__ import main
from geo.api import Atlas, open_atlas
from geo.editions import Change, compare, notes, read_changes
from geo.errors import DataError
from geo.model.spec import Spec
from geo.publish.files import data_files
from tests.changing import change


@pytest.fixture(scope="session")
def before(toy: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition") / "before"
    folder.mkdir()
    for name, data in data_files(toy).items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def after(before: Path, tmp_path: Path) -> Path:
    return shutil.copytree(before, tmp_path / "after")


def features(folder: Path, layer: str) -> Iterator[dict[str, object]]:
    """Yield the properties of each feature, and write what became of them."""
    path = folder / f"{layer}.geojson"
    document = json.loads(path.read_bytes())
    for feature in list(document["features"]):
        yield feature["properties"]
        if not feature["properties"]:
            document["features"].remove(feature)
    path.write_text(json.dumps(document), "utf-8")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def found(spec: Spec, before: Path, after: Path) -> list[tuple[str, ...]]:
    return [
        (each.part, each.feature, each.field, each.old_value, each.new_value, each.why)
        for each in compare(spec, before, after)
    ]


def test_an_edition_does_not_differ_from_itself(toy: Atlas, before: Path) -> None:
    assert compare(toy.spec, before, before) == []
    assert notes(toy.spec, []) == ""


def test_a_cell_tells_what_it_said_what_it_says_and_what_is_cited_now(
    toy: Atlas, before: Path, after: Path
) -> None:
    first = next(iter(toy.layers["fairs"]["id"]))
    for row in features(after, "fairs"):
        if row["id"] == first:
            old, row["note"] = row["note"], "It rained."
            row["sources"] = f"{row['sources']};rain-2026"
            row["as_of"] = "2030-01-01"
    assert found(toy.spec, before, after) == [
        ("fairs", first, "note", old or "", "It rained.", "cites rain-2026")
    ]


def test_what_is_new_and_what_is_gone_have_their_names(
    toy: Atlas, before: Path, after: Path
) -> None:
    gone = ""
    for row in features(after, "fairs"):
        if not gone:
            gone, name = str(row["id"]), row["name"]
            row.clear()
    assert found(toy.spec, before, after) == [("fairs", gone, "", name, "", "gone")]
    assert found(toy.spec, after, before) == [("fairs", gone, "", "", name, "new")]
    assert f"- new: 1: {name}" in notes(toy.spec, compare(toy.spec, after, before))


def test_a_number_that_is_rounded_is_no_change_and_a_place_that_moves_is_one(
    toy: Atlas, before: Path, after: Path, tmp_path: Path
) -> None:
    finer = shutil.copytree(before, tmp_path / "finer")
    for row in features(finer, "railway"):
        row["len_km"] = float(str(row["len_km"])) + 0.04
    assert found(toy.spec, finer, after) == []
    # of a small number as little is much
    assert {field for _, _, field, *_ in found(toy.spec, after, finer)} == {"len_km"}
    path = after / "places.geojson"
    document = json.loads(path.read_bytes())
    document["features"][0]["geometry"]["coordinates"][0] += 0.5
    path.write_text(json.dumps(document), "utf-8")
    [(_, _, field, old, new, _)] = found(toy.spec, before, after)
    assert field == "geometry"
    west, further = (float(each.split()[0].replace("\N{MINUS SIGN}", "-")) for each in (new, old))
    assert west == pytest.approx(further + 0.5)


def test_columns_that_are_called_otherwise_are_followed(
    toy: Atlas, before: Path, after: Path, tmp_path: Path
) -> None:
    earlier = shutil.copytree(before, tmp_path / "earlier")
    column = next(each for each in toy.spec.layers["fairs"].table.columns if each.was)
    for row in features(earlier, "fairs"):
        row[column.was] = row.pop(column.name)
    was = f"called {column.was} before"
    assert found(toy.spec, earlier, after) == [
        ("fairs", "", column.name, column.was, column.name, was)
    ]


def test_rows_without_ids_are_told_apart_by_what_they_say(
    toy: Atlas, before: Path, after: Path
) -> None:
    rows = rows_of(after / "memberships.csv")
    rows[0]["note"] = "As its charter has it."
    write_rows(after / "memberships.csv", [{**row, "id": ""} for row in rows])
    [(part, _, field, _, new, _)] = found(toy.spec, before, after)
    assert (part, field, new) == ("memberships", "note", "As its charter has it.")


def test_reasons_that_were_given_by_hand_are_kept(
    toy: Atlas, before: Path, after: Path, tmp_path: Path
) -> None:
    for row in features(after, "places"):
        row["note"] = "seen again"
    file = tmp_path / "changes.csv"
    command = ["diff", str(before), str(after), str(toy.spec.folder), "--out", str(file)]
    assert main(command) == 0
    rows = rows_of(file)
    rows[0]["why"] = "we went there"
    write_rows(file, rows)
    assert main(command) == 0
    assert [each.why for each in read_changes(file)] == ["we went there", *[""] * (len(rows) - 1)]
    assert read_changes(file)[0].since == toy.version


def test_changes_never_replace_another_table(
    toy: Atlas, before: Path, after: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("name,lon,lat\nDepot,1,2\n", "utf-8")
    assert main(["diff", str(before), str(after), str(toy.spec.folder), "--out", str(file)]) == 1
    assert "mine.csv, row 1: 'name, lon, lat': expected a table of" in capsys.readouterr().err
    assert file.read_text("utf-8") == "name,lon,lat\nDepot,1,2\n"


@pytest.mark.parametrize("place", [0, 2])
def test_a_row_between_others_must_not_take_the_id_of_one(
    toy_folder: Path, before: Path, tmp_path: Path, place: int, capsys: pytest.CaptureFixture[str]
) -> None:
    facts, after = toy_folder / "facts" / "claims.csv", tmp_path / "after"
    head, *lines = facts.read_text("utf-8").splitlines()
    lines.insert(place, "railway-length,700,700,island-gazette,2025-12-31,day,")
    facts.write_text("\n".join([head, *lines, ""]), "utf-8")
    after.mkdir()
    for name, data in data_files(open_atlas(toy_folder)).items():
        (after / name).write_bytes(data)
    done = main(["diff", str(before), str(after), str(toy_folder)])
    told = capsys.readouterr().err
    if place == 0:
        assert done == 1
        assert "claims-railway-length is now claims-railway-length-2: add new rows below" in told
        assert "claims-railway-length-2 is now claims-railway-length-3" in told
    else:
        assert (done, told) == (0, "")


def test_a_folder_without_layers_is_refused(toy: Atlas, before: Path, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="a folder of published layers"):
        compare(toy.spec, tmp_path, before)


def test_layers_of_another_atlas_are_refused(
    atlas: Atlas, before: Path, after: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", str(before), str(after)]) == 1
    told = capsys.readouterr().err
    assert "fairs.geojson: expected a layer of" in told
    assert atlas.spec.title in told


def test_layers_that_were_added_are_said_to_be_not_compared(
    toy: Atlas, before: Path, after: Path
) -> None:
    shutil.copy(after / "places.geojson", after / "depots.geojson")
    with pytest.raises(DataError, match=r"depots\.geojson: .* you add are not compared"):
        compare(toy.spec, before, after)


def test_the_changes_of_this_edition_are_those_that_are_published(atlas: Atlas) -> None:
    told = atlas.tables["changes"]
    assert set(told["since"]) == {"0.1.0"}
    assert not told.loc[told["feature"].notna() & told["field"].notna(), "why"].isna().any()
    ids = {each for layer in atlas.layers.values() for each in layer["id"]}
    new = told[told["field"].isna() & told["new_value"].notna() & told["part"].isin(atlas.layers)]
    assert set(new["feature"]) <= ids
    assert Change(*new.fillna("").iloc[0]).since == "0.1.0"


def test_an_atlas_reads_the_changes_that_it_is_told(toy_folder: Path) -> None:
    places = toy_folder / "facts" / "places.csv"
    layers, before = toy_folder / "published", toy_folder.with_name("before")
    assert main(["build", str(toy_folder)]) == 0
    shutil.copytree(layers, before)
    # west and south: numbers that a hyphen opens
    change(places, ",-19.6,-32.2,", ",-19.5,-32.3,")
    assert main(["build", str(toy_folder)]) == 0
    told = toy_folder / "facts" / "changes.csv"
    assert main(["diff", str(before), str(layers), str(toy_folder), "--out", str(told)]) == 0
    assert main(["build", str(toy_folder)]) == 0
    changes = rows_of(layers / "changes.csv")
    assert "\N{MINUS SIGN}19.5 -32.3" in {each["new_value"] for each in changes}


def test_a_line_that_moves_within_its_bounds_is_one_that_moves(
    toy: Atlas, before: Path, after: Path
) -> None:
    path = after / "railway.geojson"
    document = json.loads(path.read_bytes())
    feature = document["features"][0]
    corners = feature["geometry"]["coordinates"]
    west, east = min(x for x, _ in corners), max(x for x, _ in corners)
    feature["geometry"]["coordinates"] = [[west + east - x, y] for x, y in corners]
    path.write_text(json.dumps(document), "utf-8")
    ((part, name, field, old, new, _),) = found(toy.spec, before, after)
    assert (part, name, field) == ("railway", feature["id"], "geometry")
    assert re.fullmatch(re.escape(old) + r", [1-9][\d,]* m from where it was", new)


@pytest.mark.parametrize(
    "content", ["{}", "[]", '{"features": [{}]}', '{"features": [{"properties": {}}]}', "nothing"]
)
def test_a_layer_that_is_none_is_told(toy: Atlas, before: Path, after: Path, content: str) -> None:
    (after / "railway.geojson").write_text(content, "utf-8")
    with pytest.raises(DataError, match=r"railway\.geojson"):
        compare(toy.spec, before, after)
