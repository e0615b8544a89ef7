"""Read the tables of facts, as people and spreadsheets save them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from geo.errors import DataError, Problem
from geo.model.cells import Value, parse, split_list, typed
from geo.model.rows import cells
from geo.model.spec import Table

if TYPE_CHECKING:
    import _csv

_DELIMITERS = ",;\t"


def read_table(path: Path, table: Table) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one CSV file and check every cell by itself; return the rows and the problems found.

    UTF-8 with or without a byte order mark, any line ends, and commas, semicolons or tabs between
    cells are understood (with semicolons, decimal commas too). Lines without content are passed
    over. The first line names the columns, in any order; those that need no value may be left out.

    The rows have the columns in the order of the table, are indexed by line number in the file, and
    miss the cells that are empty or wrong. A header alone gives no rows and no problem.
    """
    try:
        header, records = _records(path)
        _check_header(path.name, header, table)
    except DataError as error:
        return empty_table(table), error.problems
    problems: list[Problem] = []
    rows: list[dict[str, Value]] = []
    lines: list[int] = []
    for line, record in records:
        if len(record) != len(header):
            expected = f"{len(header)} cells as in the header, found {len(record)}"
            problems.append(Problem(path.name, line, "", "", expected))
            continue
        texts = dict(zip(header, record, strict=True))
        row: dict[str, Value] = {}
        for column in table.columns:
            text = texts.get(column.name, "")
            try:
                row[column.name] = parse(text, column)
            except ValueError as error:
                row[column.name] = None
                problems.append(Problem(path.name, line, column.name, text, str(error)))
        rows.append(row)
        lines.append(line)
    frame = _frame(rows, lines, table)
    return frame, problems + _duplicates(path.name, frame, table)


def empty_table(table: Table) -> pd.DataFrame:
    """Return a table without rows."""
    return _frame([], [], table)


def check_references(
    file: str, frame: pd.DataFrame, table: Table, keys: dict[str, set[str]]
) -> Iterator[Problem]:
    """Yield each cell that refers to a row that another table does not have.

    `frame` is a table, or the attributes of a layer, indexed by line number or feature id; `keys`
    are those that exist, by table.
    """
    for column in table.columns:
        if column.to not in keys:
            continue
        for row, cell in cells(frame[column.name]):
            for item in split_list(cell):
                if item not in keys[column.to]:
                    yield Problem(file, row, column.name, item, f"an id of {column.to}")


def _records(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    text = _decode(path)
    first = text.split("\n", 1)[0].rstrip("\r")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader)]
    except (StopIteration, csv.Error):
        header = []
    while header and not header[-1]:
        header.pop()
    if not header:
        raise DataError(
            [Problem(path.name, "", "", "", "a table with a header, the file is empty")]
        )
    return header, list(_lines(path.name, reader, len(header)))


def _decode(path: Path) -> str:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise DataError([Problem(path.name, "", "", "", f"this file in {path.parent}")]) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        value = data[error.start : error.start + 1].hex()
        expected = "text encoded as UTF-8 (in a spreadsheet: save as CSV UTF-8)"
        raise DataError([Problem(path.name, line, "", f"byte {value}", expected)]) from None


def _lines(file: str, reader: _csv.Reader, width: int) -> Iterator[tuple[int, list[str]]]:
    line = reader.line_num + 1
    try:
        for record in reader:
            stripped = [cell.strip(" \t") for cell in record]
            if any(stripped):
                while len(stripped) > width and not stripped[-1]:
                    stripped.pop()
                yield line, stripped
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError([Problem(file, line, "", "", f"a well-formed row ({error})")]) from None


def _check_header(file: str, header: list[str], table: Table) -> None:
    problems = [
        Problem(file, 1, column.name, "", "this column, it is missing")
        for column in table.columns
        if column.required and column.name not in header
    ]
    problems += [
        Problem(file, 1, name, name, f"only the columns {', '.join(table.names)}")
        for name in dict.fromkeys(header)
        if name not in table.names
    ]
    problems += [
        Problem(file, 1, name, name, "this column once")
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    if problems:
        raise DataError(problems)


def _frame(rows: list[dict[str, Value]], lines: list[int], table: Table) -> pd.DataFrame:
    cells_of = {
        column.name: typed([row[column.name] for row in rows], column) for column in table.columns
    }
    return pd.DataFrame(cells_of, lines)


def _duplicates(file: str, frame: pd.DataFrame, table: Table) -> list[Problem]:
    if not table.key:
        return []
    keys = frame[table.key].dropna()
    first = {key: line for line, key in reversed(list(keys.items()))}
    return [
        Problem(file, line, table.key, key, f"an id used once, row {first[key]} has it too")
        for line, key in cells(keys[keys.duplicated()])
    ]
