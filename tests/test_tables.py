"""Tables: read as people and spreadsheets save them; all problems in one message."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from geo.api import Atlas, open_atlas
from geo.model.rows import records
from geo.model.spec import Column, Spec, Table
from geo.publish.files import data_files
from geo.read.tables import read_table

GOOD = "id,title,publisher,date,url,language,kind,access,precision_m,note\n"
ROW = "tass-1,Rail,TASS,2026-01-09,https://tass.com/1,en,press,read,,\n"


@pytest.fixture
def sources(spec: Spec) -> Table:
    return spec.facts["sources"]


def read(path: Path, data: bytes | str, table: Table) -> tuple[list[dict[str, Any]], list[str]]:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    frame, problems = read_table(path, table)
    again, same = read_table(path, table)  # as it was kept
    pd.testing.assert_frame_equal(again, frame)
    assert same == problems
    return records(frame), [str(problem) for problem in problems]


def test_a_file_is_read_anew_when_it_or_its_columns_change(tmp_path: Path, sources: Table) -> None:
    path = tmp_path / "sources.csv"
    assert read(path, GOOD + ROW, sources)[0][0]["title"] == "Rail"
    assert read(path, GOOD + ROW.replace("Rail", "Road"), sources)[0][0]["title"] == "Road"
    short = [replace(each, longest=3) if each.name == "title" else each for each in sources.columns]
    _, (problem,) = read(path, GOOD + ROW, replace(sources, columns=tuple(short)))
    assert "at most 3 characters" in problem


def test_rows_keep_the_line_they_stand_on(tmp_path: Path, sources: Table) -> None:
    path = tmp_path / "sources.csv"
    path.write_text(GOOD + "\n" + ROW.replace("Rail", '"Rail\n"') + ROW.replace("tass-1", "b"))
    frame, problems = read_table(path, sources)
    assert list(frame.index) == [3, 5]
    assert not problems


@pytest.mark.parametrize(
    "spell",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: text.replace(",", ";"),
        lambda text: text.replace(",", "\t"),
        lambda text: "\ufeff" + text.replace(",", ";").replace("\n", "\r\n") + ";;;;;;;;;\r\n",
        lambda text: text.rstrip("\n"),
    ],
    ids=["byte-order-mark", "crlf", "cr", "semicolons", "tabs", "all-of-excel", "no-last-newline"],
)
def test_what_spreadsheets_save_reads_the_same(
    tmp_path: Path, sources: Table, spell: object
) -> None:
    plain = read(tmp_path / "a.csv", GOOD + ROW, sources)
    assert read(tmp_path / "b.csv", spell(GOOD + ROW), sources) == plain  # type: ignore[operator]
    assert plain[1] == []


@pytest.mark.parametrize("name", ["memberships", "status_history"])
def test_rows_that_bear_their_day_may_stand_in_any_order(
    toy_folder: Path, toy: Atlas, name: str
) -> None:
    path = toy_folder / "facts" / f"{name}.csv"
    header, *lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(lines)]), "utf-8")
    assert data_files(open_atlas(toy_folder)) == data_files(toy)


def test_a_header_alone_is_an_empty_table(tmp_path: Path, sources: Table) -> None:
    assert read(tmp_path / "sources.csv", GOOD, sources) == ([], [])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "sources.csv: expected a table with a header, the file is empty"),
        (
            GOOD.replace(",kind", ""),
            "sources.csv, row 1, column kind: expected this column, it is missing",
        ),
        (
            GOOD.replace("note", "notes"),
            "sources.csv, row 1, column notes: 'notes': expected only the columns id, title",
        ),
        (
            GOOD.replace("note", "id"),
            "sources.csv, row 1, column id: 'id': expected this column once",
        ),
        (
            GOOD + ROW[:-1] + ",b\n",
            "sources.csv, row 2: expected 10 cells as in the header, found 11",
        ),
        (
            GOOD + ROW.replace("2026-01-09", "09.01.2026"),
            "sources.csv, row 2, column date: '09.01.2026': expected a date that exists",
        ),
        (
            GOOD + ROW + ROW,
            "sources.csv, row 3, column id: 'tass-1': expected an id used once, row 2 has it too",
        ),
        (
            (GOOD + ROW.replace("Rail", "Eisenbahn für")).encode("latin-1"),
            "sources.csv, row 2: 'byte fc': expected text encoded as UTF-8",
        ),
        (GOOD + 'a,"b\n', "sources.csv, row 2: expected a well-formed row"),
    ],
    ids=["empty", "missing", "unknown", "twice", "long", "date", "id", "encoding", "quote"],
)
def test_broken_tables_say_where_and_what(
    tmp_path: Path, sources: Table, data: str | bytes, message: str
) -> None:
    _, problems = read(tmp_path / "sources.csv", data, sources)
    assert any(problem.startswith(message) for problem in problems), problems


def test_a_misspelt_column_is_named_with_the_nearest(tmp_path: Path, sources: Table) -> None:
    _, (problem,) = read(tmp_path / "sources.csv", GOOD.replace("note", "notes"), sources)
    assert problem.endswith("; is it note?")


def test_columns_that_need_no_value_may_be_left_out(tmp_path: Path, sources: Table) -> None:
    rows, problems = read(
        tmp_path / "sources.csv",
        "id,title,publisher,kind,access\ntass-1,Rail,TASS,press,read\n",
        sources,
    )
    assert not problems
    assert list(rows[0]) == sources.names
    assert rows[0]["kind"] == "press"


def test_a_table_that_is_not_there_is_named(tmp_path: Path, sources: Table) -> None:
    _, problems = read_table(tmp_path / "sources.csv", sources)
    assert str(problems[0]) == f"sources.csv: expected this file in {tmp_path}"


def test_all_problems_come_at_once(tmp_path: Path, sources: Table) -> None:
    bad = (
        ROW.replace("press", "gossip").replace("https://tass.com/1", "tass.com").replace("Rail", "")
    )
    _, problems = read(tmp_path / "sources.csv", GOOD + bad + bad, sources)
    assert len(problems) == 7  # three cells in two rows, and the id used twice


def test_a_comma_within_a_cell_is_told_where_the_last_cells_are_empty(
    tmp_path: Path, sources: Table
) -> None:
    second = ROW.replace("tass-1,", "tass-2,Up, and ")
    for rows in (ROW, ROW.replace("\n", ",,\n")):  # each row may have more of them than the header
        end = rows.removeprefix(ROW[:-1])
        text = GOOD + rows + second.replace("\n", end)
        _, problems = read(tmp_path / "sources.csv", text, sources)
        assert problems == [
            f"sources.csv, row 3: expected 10 cells as in the header, found {10 + len(end)}"
        ]
        both = rows + rows.replace("tass-1", "tass-2")
        assert not read(tmp_path / "sources.csv", GOOD + both, sources)[1]
    _, problems = read(tmp_path / "sources.csv", GOOD + second, sources)
    assert problems == ["sources.csv, row 2: expected 10 cells as in the header, found 11"]


def test_empty_cells_at_the_end_of_a_row_may_be_missing(tmp_path: Path, sources: Table) -> None:
    whole = read(tmp_path / "a.csv", GOOD + ROW, sources)
    assert read(tmp_path / "b.csv", GOOD + ROW.rstrip(",\n") + "\n", sources) == whole


NUMBERS = Table("numbers", tuple(Column(name, "number", "a test") for name in "ab"), key="")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a,b\n1.5,199.951\n", [1.5, 199.951]),
        ("a;b\n1,5;199,951\n", [1.5, 199.951]),
        ("a\tb\n1,5\t-0,951\n", [1.5, -0.951]),
        ("a;b\n1.5;199.951\n", [1.5, 199.951]),
        ("a;b\n7;199951\n", [7, 199951]),
        ("sep=;\na;b\n1,5;199,951\n", [1.5, 199.951]),
        ("\n \nsep=;\na;b\n1,5;199,951\n", [1.5, 199.951]),
        ("\n  \n;\na;b\n1,5;199,951\n", [1.5, 199.951]),
        ("sep=|\r\na|b\r\n1.5|199.951\r\n", [1.5, 199.951]),
    ],
)
def test_one_mark_of_decimals_holds_for_a_file(
    tmp_path: Path, text: str, values: list[float]
) -> None:
    rows, problems = read(tmp_path / "numbers.csv", text, NUMBERS)
    assert not problems
    assert list(rows[0].values()) == values


@pytest.mark.parametrize(
    "text",
    [
        'a,b\n1.5,"199,951"\n',
        'a,b\n1.5,"199,951.5"\n',
        "a;b\n1,5;199.951\n",
        "a;b\n1.5;199,951\n",
        "a;b\n1;199.951\n",
        "a\tb\n1\t199,951\n",
        "a;b\n1,5;2.199.951\n",
        "a;b\n1,5;2 199 951,5\n",
        "a;b\n1,5;2\u202f199\u202f951\n",
    ],
)
def test_a_mark_that_may_be_one_of_thousands_is_named(tmp_path: Path, text: str) -> None:
    _, problems = read(tmp_path / "numbers.csv", text, NUMBERS)
    assert len(problems) == 1
    assert problems[0].startswith("numbers.csv, row 2, column b: ")
    assert "without marks of thousands (" in problems[0]


def test_a_mark_that_can_only_be_one_of_decimals_is_read(tmp_path: Path) -> None:
    span = [Column(name, "number", "a test", minimum=-180, maximum=180) for name in "ab"]
    rows, problems = read(tmp_path / "x.csv", "a;b\n72.951;1,25\n", Table("x", (*span,), key=""))
    assert rows == [{"a": None, "b": 1.25}]
    assert len(problems) == 1
    rows, problems = read(tmp_path / "x.csv", "a;b\n72.951;\n", Table("x", (*span,), key=""))
    assert not problems
    assert rows[0]["a"] == 72.951


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (['"Big', 'rock"'], ['"Big', 'rock"']),
        (['"Big" rock', "5"], ['"Big" rock', "5"]),
        (['"Big ""old"" rock"', '"a"'], ['Big "old" rock', "a"]),
    ],
    ids=["letters", "letters-at-both-ends", "marks"],
)
def test_beside_tabs_quotation_marks_may_be_letters(
    tmp_path: Path, cells: list[str], values: list[str]
) -> None:
    texts = Table("x", tuple(Column(name, "text", "a test") for name in "ab"), key="")
    rows, problems = read(tmp_path / "x.csv", f"a\tb\n{cells[0]}\t1\n2\t{cells[1]}\n", texts)
    assert not problems
    assert rows == [{"a": values[0], "b": "1"}, {"a": "2", "b": values[1]}]
