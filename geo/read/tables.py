"""Read the tables of facts, as people and spreadsheets save them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import zip_longest
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

import pandas as pd

from geo.errors import DataError, Problem
from geo.input import LARGEST_MB, read_text
from geo.kept import kept
from geo.model.cells import Value, parse, split_list, typed, within
from geo.model.known import nearest
from geo.model.rows import cells
from geo.model.spec import Column, Table
from geo.model.text import clean

if TYPE_CHECKING:
    import _csv

_LIMITED = Lock()
_DELIMITERS = ",;\t"
_BLANK = f" \r\n{_DELIMITERS}"
_TOLD_DELIMITER = re.compile("sep=(.)")
"""A line above the header, of tables that Excel is to open."""
_FRACTION = re.compile(r"[+-]?\d*([.,])\d+")
_PERHAPS_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")


def read_table(path: Path, table: Table) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one CSV file and check every cell by itself; return the rows and the problems found.

    UTF-8 with or without a byte order mark, any line ends, and commas, semicolons or tabs between
    cells are understood (with semicolons and tabs, decimal commas too). Lines without content are
    passed over, cells that are missing at the end of a line are empty. The first line names the
    columns, in any order; those that need no value may be left out.

    The rows have the columns in the order of the table, are indexed by line number in the file,
    stand in the order of their days if the table has one, and miss the cells that are empty or
    wrong. A header alone gives no rows and no problem.
    """
    try:
        text = read_text(path)
        lines, columns, found = kept(
            path.name, made_of(text, table), lambda: _checked(path.name, text, table)
        )
    except DataError as error:
        return empty_table(table), error.problems
    problems = [Problem(path.name, *each) for each in found]
    frame = pd.DataFrame(
        {each.name: typed(columns[each.name], each) for each in table.columns}, lines
    )
    if table.order:
        frame = frame.sort_values(list(table.order), kind="stable", na_position="first")
    return frame, problems + _duplicates(path.name, frame, table)


def made_of(text: str, table: Table) -> list[bytes]:
    """Return all that is told by reading a text into the columns of a table."""
    told = sorted(table.geometry), replace(table, geometry=frozenset())  # a set has no order
    return [repr(told).encode(), text.encode()]


def empty_table(table: Table) -> pd.DataFrame:
    """Return a table without rows."""
    return pd.DataFrame({column.name: typed([], column) for column in table.columns}, [])


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
                    expected = f"an id of {column.to}{nearest(item, sorted(keys[column.to]))}"
                    yield Problem(file, row, column.name, item, expected)


def _checked(
    file: str, text: str, table: Table
) -> tuple[list[int], dict[str, list[Value]], list[tuple[int, str, str, str]]]:
    """Return the lines of the rows, their cells by column, and what is wrong with each.

    Raises
    ------
    DataError
        If the text is no such table.
    """
    header, records, delimiter = parse_records(file, text)
    _check_header(file, header, table)
    mark = "." if delimiter == "," else _decimal_mark(header, records, table)
    most = len(header)
    problems: list[tuple[int, str, str, str]] = [
        (line, "", "", f"{most} cells as in the header, found {len(record)}")
        for line, record in records
        if len(record) > most
    ]
    fitting = [(line, record) for line, record in records if len(record) <= most]
    lines = [line for line, _ in fitting]
    by_column = zip_longest(*(record for _, record in fitting), fillvalue="")
    texts = dict(zip(header, by_column, strict=False))
    columns: dict[str, list[Value]] = {}
    for column in table.columns:
        told = texts.get(column.name, [""] * len(lines))
        # Many cells of a column are alike: each text is parsed once.
        parsed = {cell: _parsed(cell, column, mark) for cell in {*told}}
        columns[column.name] = [parsed[cell][0] for cell in told]
        if wrong := {cell: expected for cell, (_, expected) in parsed.items() if expected}:
            problems += [
                (line, column.name, cell, wrong[cell])
                for line, cell in zip(lines, told, strict=True)
                if cell in wrong
            ]
    return lines, columns, sorted(problems, key=itemgetter(0))


def _decimal_mark(header: list[str], records: list[tuple[int, list[str]]], table: Table) -> str:
    """Return the mark of decimals in a file, or nothing if no number, or two, tell which it is."""
    numbers = {column.name for column in table.columns if column.type == "number"}
    places = [place for place, name in enumerate(header) if name in numbers]
    texts = [record[place] for _, record in records for place in places if place < len(record)]
    found = {
        match[1]
        for text in texts
        if (match := _FRACTION.fullmatch(text)) and not _PERHAPS_THOUSANDS.fullmatch(text)
    }
    return found.pop() if len(found) == 1 else ""


def _parsed(text: str, column: Column, mark: str) -> tuple[Value, str]:
    """Return the value of a cell, and what was expected instead of one that is wrong."""
    try:
        return parse(_with_point(text, column, mark), column), ""
    except ValueError as error:
        return None, str(error)


def _with_point(text: str, column: Column, mark: str) -> str:
    """Return a number with a decimal point, whatever mark the numbers of its file have.

    Raises
    ------
    ValueError
        If its mark may be one of thousands.
    """
    if column.type != "number" or not (match := _FRACTION.fullmatch(text)) or match[1] == mark:
        return text.replace(",", ".") if column.type == "number" and mark == "," else text
    plain = text.replace(match[1], "")
    if _PERHAPS_THOUSANDS.fullmatch(text) and (mark or within(float(plain), column)):
        raise ValueError(f"a number without marks of thousands ({plain}?)")
    return text if mark else text.replace(",", ".")


def read_records(path: Path) -> tuple[list[str], list[tuple[int, list[str]]], str]:
    """Return the header of a CSV file, its rows with their lines, and what parts its cells.

    Raises
    ------
    DataError
        If it is empty, no text in UTF-8, or no well-formed CSV.
    """
    return parse_records(path.name, read_text(path))


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let a cell hold the outline of a country; the limit is one for all that runs here."""
    with _LIMITED:
        usual = csv.field_size_limit(LARGEST_MB * 10**6)
        try:
            yield
        finally:
            csv.field_size_limit(usual)


@_long_cells()
def parse_records(file: str, text: str) -> tuple[list[str], list[tuple[int, list[str]]], str]:
    """Return what `read_records` does, of the text of a file."""
    first = next((line for line in io.StringIO(text) if line.strip(_BLANK)), "").rstrip("\r\n")
    told = _TOLD_DELIMITER.fullmatch(first)
    delimiter = told[1] if told else max(_DELIMITERS, key=re.sub(r'"[^"]*"', "", first).count)
    reader = _reader(text, delimiter, are_enclosed=_are_enclosed(text, delimiter))
    rows = (each for row in reader if any(each := [*map(clean, row)]))
    try:
        if told:
            next(rows)
        header = next(rows)
    except StopIteration:
        header = []
    except csv.Error as error:
        raise DataError([Problem(file, 1, "", "", f"a well-formed row ({error})")]) from None
    width = len(header)
    while header and not header[-1]:
        header.pop()
    if not header:
        raise DataError([Problem(file, "", "", "", "a table with a header, the file is empty")])
    return header, _fitting(list(_lines(file, reader)), width, len(header)), delimiter


def _reader(text: str, delimiter: str, *, are_enclosed: bool) -> _csv.Reader:
    source = io.StringIO(text, newline="")
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if are_enclosed else csv.QUOTE_NONE
    return csv.reader(source, delimiter=delimiter, quoting=quoting, strict=True)


def _are_enclosed(text: str, delimiter: str) -> bool:
    """Tell whether quotation marks enclose cells: beside tabs many programs write them as letters.

    Then a cell that seems to be enclosed ends nowhere, or within another one.
    """
    if delimiter != "\t" or '"' not in text:
        return True
    try:
        rows = [*_reader(text, delimiter, are_enclosed=True)]
    except csv.Error:
        return False
    return not any(delimiter in cell for row in rows for cell in row)


def _fitting(
    records: list[tuple[int, list[str]]], width: int, most: int
) -> list[tuple[int, list[str]]]:
    """Return rows without the empty cells at their ends that the header has too, or every row.

    A row alone that has more cells than its header, though the last be empty, has a mark between
    cells within one of them.
    """
    lengths = [len(record) for _, record in records]
    widest = max(width, min(lengths)) if lengths[1:] else width  # one row is not every row
    return [
        (line, record[:most] if len(record) <= widest and not any(record[most:]) else record)
        for line, record in records
    ]


def _lines(file: str, reader: _csv.Reader) -> Iterator[tuple[int, list[str]]]:
    line = reader.line_num + 1
    try:
        for record in reader:
            stripped = [clean(cell) for cell in record]
            if any(stripped):
                yield line, stripped
            line = reader.line_num + 1
    except csv.Error as error:
        raise DataError([Problem(file, line, "", "", f"a well-formed row ({error})")]) from None


def misnamed(file: str, row: int | str, names: Collection[str], table: Table) -> Iterator[Problem]:
    """Yield the columns that a file lacks, or has by the names that they had before."""
    for column in table.columns:
        if column.name in names:
            continue
        if column.was and column.was in names and column.was not in table.names:
            yield Problem(file, row, column.was, column.was, f"{column.name}, as it is called now")
        elif column.required:
            yield Problem(file, row, column.name, "", "this column, it is missing")


def _check_header(file: str, header: list[str], table: Table) -> None:
    problems = list(misnamed(file, 1, header, table))
    known = {*table.names, *(problem.column for problem in problems)}
    only = f"only the columns {', '.join(table.names)}"
    lacking = [name for name in table.names if name not in header]
    problems += [
        Problem(file, 1, name, name, f"{only}{nearest(name, lacking)}")
        for name in dict.fromkeys(header)
        if name not in known
    ]
    problems += [
        Problem(file, 1, name, name, "this column once")
        for name in dict.fromkeys(header)
        if header.count(name) > 1
    ]
    if problems:
        raise DataError(problems)


def _duplicates(file: str, frame: pd.DataFrame, table: Table) -> list[Problem]:
    if not table.key:
        return []
    first: dict[str, int] = {}
    known = cells(frame[table.key].dropna())
    stands = [(line, key, first.setdefault(key, line)) for line, key in known]
    return [
        Problem(file, line, table.key, key, f"an id used once, row {before} has it too")
        for line, key, before in stands
        if line != before
    ]
