"""One workbook with what every layer and table says, a sheet for each."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

import geopandas as gpd
import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from geo.model.atlas import Atlas
from geo.model.cells import show
from geo.model.history import known_part
from geo.model.licences import described, licence_ids, spdx
from geo.model.rows import records
from geo.model.spec import Column, Table
from geo.pack.credits import named
from geo.pack.formats.spreadsheet import POSITION, is_pointed, with_position

SheetRow = Sequence[object]
_FIRST_DAY = "1900-03-01"
"""From when on all spreadsheets count days alike."""
_MOST_ROWS, _LONGEST_CELL, _LONGEST_NAME = 2**20 - 1, 2**15 - 1, 31
_CUT = "\N{HORIZONTAL ELLIPSIS}"
_NARROWEST, _WIDEST = 8, 60
_ABOUT, _COLUMNS = "about", "columns"
_TAKEN = (_ABOUT, _COLUMNS, "history")  # Excel keeps the last for itself
_HOW = f"""\
Days are dates where the day is known; else, and before {_FIRST_DAY[:4]}, they are text.
Lists in cells are joined by ; .
A text of more than {_LONGEST_CELL:,} letters, which no cell holds, is cut and ends with {_CUT}.
Points have longitude and latitude, WGS 84; other geometry is in the other files of the pack.
The sheet {_COLUMNS} tells what each column means."""


def to_workbook(atlas: Atlas) -> bytes:
    """Return a workbook (Office Open XML) with a sheet for each layer and each table.

    The first sheet says what all this is, the second what the columns mean. Headings stay in sight,
    and filter. Text is text, never a formula, a link or a number. What has more rows than a sheet
    can have is left out, and the first sheet says so. With one version of zlib the bytes are the
    same on every run.
    """
    sheets = _sheet_names(atlas.frames)
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        title = f"{atlas.spec.title} {atlas.version}"
        book.set_properties({"title": title, "created": datetime.fromisoformat(atlas.date)})
        _write(book, _ABOUT, _index(atlas, sheets), above=[[title], *_about(atlas)])
        _write(book, _COLUMNS, _meanings(atlas, sheets))
        for name, frame in atlas.frames.items():
            if len(frame) <= _MOST_ROWS:
                _write(book, sheets[name], _rows(frame, atlas.spec.published[name]))
    return buffer.getvalue()


def _sheet_names(names: Iterable[str]) -> dict[str, str]:
    """Return how sheets are called: as what they hold, cut and counted where that cannot be."""
    sheets: dict[str, str] = {}
    for name in names:
        sheet, number = name[:_LONGEST_NAME], 1
        while sheet in (*_TAKEN, *sheets.values()):
            number += 1
            sheet = f"{name[: _LONGEST_NAME - 4]}-{number}"
        sheets[name] = sheet
    return sheets


def _about(atlas: Atlas) -> Iterator[SheetRow]:
    """Yield what stands above the list of sheets."""
    yield [atlas.spec.description]
    yield [f"Version {atlas.version}, data of {atlas.date}."]
    yield from ([line] for line in _HOW.splitlines())
    for each in described(licence_ids(*atlas.layers.values(), *atlas.tables.values())):
        yield [f"{each['name']}: {each['title']}, {each['path']}{named(atlas, each['name'])}"]
    yield []


def _index(atlas: Atlas, sheets: Mapping[str, str]) -> Iterator[SheetRow]:
    yield "sheet", "title", "what it holds", "rows", "licence"
    for name, frame in atlas.frames.items():
        table = atlas.spec.published[name]
        sheet = sheets[name] if len(frame) <= _MOST_ROWS else "more rows than a sheet can have"
        yield sheet, table.label, table.doc, len(frame), spdx(frame)


def _meanings(atlas: Atlas, sheets: Mapping[str, str]) -> Iterator[SheetRow]:
    yield "sheet", "column", "meaning"
    for name, sheet in sheets.items():
        for column in _columns(atlas.spec.published[name]):
            yield sheet, column.name, column.doc


def _columns(table: Table) -> list[Column]:
    return [*table.columns, *(POSITION if is_pointed(table) else ())]


def _rows(frame: pd.DataFrame, table: Table) -> Iterator[SheetRow]:
    """Yield the headings and the rows of a layer or table."""
    columns = _columns(table)
    yield [column.name for column in columns]
    if isinstance(frame, gpd.GeoDataFrame) and is_pointed(table):
        frame = with_position(frame)
    for row in records(frame[[column.name for column in columns]]):
        yield [_cell(row, column) for column in columns]


def _cell(row: Mapping[str, object], column: Column) -> object:
    """Return what a cell holds: of a day as much as is known, a date if that is all."""
    value, text = row[column.name], show(row[column.name])
    if len(text) > _LONGEST_CELL:
        return text[: _LONGEST_CELL - 1] + _CUT
    if not text or column.type != "date":
        return value
    known = known_part(text, show(row.get(column.precision)))
    return known if known != text or text < _FIRST_DAY else date.fromisoformat(text)


def _write(
    book: Workbook, name: str, rows: Iterable[SheetRow], *, above: Sequence[SheetRow] = ()
) -> None:
    """Write a sheet: what stands `above`, headings, and rows beneath."""
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    widths: dict[int, int] = {}
    headings, last = len(above), 0
    for line, row in enumerate([*above, *rows]):
        last = line
        for place, cell in enumerate(row):
            _put(sheet, line, place, cell, bold if line in (0, headings) else None)
            if line >= headings:
                text = cell if isinstance(cell, str) else show(cell)
                widths[place] = max(widths.get(place, _NARROWEST), len(text) + 2)
    if not above:
        sheet.freeze_panes(1, 0)
    sheet.autofilter(headings, 0, last, len(widths) - 1)
    for place, width in widths.items():
        sheet.set_column(place, place, min(width, _WIDEST))


def _put(sheet: Worksheet, line: int, place: int, cell: object, look: Format | None) -> None:
    """Write a cell as what it is; by itself the library would guess what texts mean."""
    if isinstance(cell, str):
        sheet.write_string(line, place, cell, look)
    elif isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, cell)
    elif cell is not None:
        sheet.write_number(line, place, cell)
