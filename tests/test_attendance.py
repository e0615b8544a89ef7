"""Attendance: who came to an event and how high, as columns of the event."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.api import open_atlas
from geo.errors import DataError
from geo.model.cells import show

LEVELS = 'levels = { came = ["head", "deputy", "present"], sent = ["deputy"], missing = ["none"] }'
HEAD = "feature,iso_a3,level,sources,note\n"


def attend(folder: Path, *rows: str, levels: str = LEVELS) -> None:
    """Give the fairs of an atlas columns on who came, and these rows of attendance."""
    path = folder / "layers" / "fairs.toml"
    text = path.read_text("utf-8")
    text = text.replace(
        '"visitors"]\ntime', f'"visitors", "came", "sent", "missing"]\n{levels}\ntime'
    )
    for column in ("came", "sent", "missing"):
        text += f'\n[column.{column}]\ntype = "iso_a2s"\ndoc = "countries"\n'
    path.write_text(text, "utf-8")
    (folder / "facts" / "attendance.csv").write_text(HEAD + "".join(rows), "utf-8")


@pytest.mark.parametrize(
    ("level", "came", "sent", "missing"),
    [
        ("head", "XA;XB", None, None),
        ("deputy", "XA;XB", "XB", None),
        ("present", "XA;XB", None, None),
        ("none", "XA", None, "XB"),
        ("unknown", "XA", None, None),
    ],
)
def test_levels_fill_the_columns_that_name_them(
    toy_folder: Path, level: str, came: str, sent: str | None, missing: str | None
) -> None:
    rows = [
        f"harvest-2025,XBB,{level},island-gazette,\n",
        "harvest-2025,XAA,head,island-gazette,\n",
    ]
    attend(toy_folder, *rows)
    fairs = open_atlas(toy_folder).layers["fairs"].set_index("id")
    told = [fairs[column].get("harvest-2025") for column in ("came", "sent", "missing")]
    assert [show(cell) or None for cell in told] == [came, sent, missing]
    assert fairs.loc["harvest-2024", ["came", "sent", "missing"]].isna().all()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("harvest-1999,XAA,head,island-gazette,\n", "'harvest-1999'"),
        ("harvest-2025,XAA,king,island-gazette,\n", "'king': expected one of head, minister"),
        ("harvest-2025,XBB,none,island-gazette,\n", "harvest-2025"),
        ("harvest-2025,XAA,head,,\n", "column sources"),
    ],
)
def test_bad_attendance_is_named(toy_folder: Path, row: str, expected: str) -> None:
    attend(toy_folder, "harvest-2025,XBB,head,island-gazette,\n", row)
    with pytest.raises(DataError) as found:
        open_atlas(toy_folder).layers  # noqa: B018 - reading is the deed
    assert "attendance.csv, row 3" in str(found.value)
    assert expected in str(found.value)


def test_levels_that_nobody_can_have_are_named_in_their_order(toy_folder: Path) -> None:
    ranks = ["king", "queen", "knight", "squire", "page", "cook"]
    told = ", ".join(f'"{each}"' for each in ranks)
    attend(toy_folder, levels=f"levels = {{ came = [{told}], sent = [], missing = [] }}")
    with pytest.raises(DataError, match=r"levels\.came: 'king': expected one of head,") as found:
        open_atlas(toy_folder)
    assert [each.value for each in found.value.problems] == ranks
