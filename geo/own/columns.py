"""Columns of text as what all of their cells are: numbers, answers, codes, or text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from geo.own.cells import exact
from geo.own.days import is_day

_NUMBER = re.compile(r"[+-]?((0|[1-9]\d*)(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_WHOLE = re.compile(r"[+-]?(0|[1-9]\d{0,14})", re.ASCII)
_CODE = re.compile(r"[+-]?\d{16,}|\+\d{7,}", re.ASCII)
"""More digits than a number keeps, or the number of a telephone."""
_FRACTION = re.compile(r"[+-]?(?:0|[1-9]\d*)?([.,])\d+", re.ASCII)
_GROUPED = re.compile(
    r"[+-]?[1-9]\d{0,2}([.,])(?:(?<=,)(?:\d\d,)+)?\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?", re.ASCII
)
"""A number with marks of thousands, as it seems, or of lakhs; of 1,500 nobody knows by itself."""
_MINUS, _MARKS = "\N{MINUS SIGN}", "'\N{RIGHT SINGLE QUOTATION MARK}\xa0\u2009\u202f"
_SET = re.compile(rf"-?[1-9]\d{{0,2}}([{_MARKS}])\d{{3}}(\1\d{{3}})*([.,]\d+)?", re.ASCII)
"""A number as it is set in type; one with plain spaces may be that of a telephone."""
_FOR_PEOPLE = re.compile(
    r"([^\w\s#.,+-]{0,2})\s?[+-]?(?!0\d)(?:\d+|\d{1,3}(?:[.,'\s]\d{2,3})+)(?:[.,]\d+)?"
    r"\s?([^\w\s.,+-]{0,2}|[^\w\s.,+-][^\W\d_]|[^\W\d_]{2,12}[\u00b2\u00b3]?)"
)
"""A number with what people write before and behind it: $1,200 or 45% or 12 km."""
_NO_VALUE = {"na", "n/a", "#n/a", "nan", "null", "none", "-", "..", "\N{EN DASH}", "\N{EM DASH}"}
"""What programs write where a number is missing."""
_LONGEST_OF_NONE = max(map(len, _NO_VALUE))


class WrongCellError(ValueError):
    """A cell that is not as it must be; the message says what was expected."""

    def __init__(self, cell: str, expected: str) -> None:
        super().__init__(expected)
        self.cell = cell


def there(cell: str) -> str:
    """Return what a cell holds; nothing if that stands for none."""
    return "" if len(cell) <= _LONGEST_OF_NONE and cell.lower() in _NO_VALUE else cell


def are_for_people(cells: Iterable[str]) -> bool:
    """Tell whether all cells are numbers, as people write them and with one unit, if with any."""
    found = [*map(_FOR_PEOPLE.fullmatch, dict.fromkeys(cells))]
    return bool(found) and all(found) and len({match and match.groups() for match in found}) == 1


def among_numbers(cells: Iterable[str]) -> str:
    """Return a text of a column that is none, if most are numbers; nothing if there is none."""
    each = [*dict.fromkeys(cells)]
    others = [cell for cell in each if not _numbers([written(cell)], "")]
    return others[0] if 0 < 2 * len(others) < len(each) else ""


def written(cell: str) -> str:
    """Return a number as programs write it, with a hyphen for a minus, and without spaces."""
    if cell.isascii() and "'" not in cell:
        return cell
    plain = cell.replace(_MINUS, "-")
    return re.sub(f"[{_MARKS}]", "", plain) if _SET.fullmatch(plain) else plain


def mark_of_decimals(positions: Iterable[str], columns: Iterable[Sequence[str]]) -> str:
    """Return the mark of decimals that positions tell, or else numbers that have none of thousands.

    Nothing if no number tells it.
    """
    told = {match[1] for cell in positions if (match := _FRACTION.fullmatch(cell))}
    if not told:
        each = [[*_each(cells).values()] for cells in columns]
        numbers = [cell for cells in each if _numbers(cells, "") for cell in cells]
        plain = [cell for cell in numbers if not _GROUPED.fullmatch(cell)]
        told = {match[1] for cell in plain if (match := _FRACTION.fullmatch(cell))}
    return told.pop() if len(told) == 1 else ""


def values_of(cells: Sequence[str], mark: str) -> list[object]:
    """Return the values of a column; those that are many times there are read once.

    Raises
    ------
    WrongCellError
        If nobody tells what its mark of decimals is.
    """
    each = _each(cells)
    read = _reader([*each.values()], mark) if each else None
    if read is None:
        return [cell or None for cell in cells]
    values = {}
    for cell, told in each.items():
        try:
            values[cell] = read(told)
        except ValueError as error:
            raise WrongCellError(cell, str(error)) from None
    return [values.get(cell) for cell in cells]


def _each(cells: Sequence[str]) -> dict[str, str]:
    """Return what a column holds, each value once, and how programs would write it."""
    return {cell: written(cell) for cell in filter(None, map(there, dict.fromkeys(cells)))}


def _reader(cells: Sequence[str], mark: str) -> Callable[[str], object] | None:
    """Return what reads the cells of a column; None if they are texts."""
    if all(cell.lower() in ("true", "false") for cell in cells):
        return lambda cell: cell.lower() == "true"
    if all(map(is_day, cells)):
        return str
    is_whole = all(map(_WHOLE.fullmatch, cells))
    if any(map(_CODE.fullmatch, cells)) or not (is_whole or _numbers(cells, mark)):
        return None
    return int if is_whole else lambda cell: exact(_with_point(cell, mark))


def _numbers(cells: Sequence[str], mark: str) -> bool:
    """Tell whether cells may be numbers: where a point is the mark of decimals, 1,2 is none."""
    kinds = (_NUMBER, _GROUPED) if mark == "." else (_NUMBER, _GROUPED, _FRACTION)
    return all(
        any(kind.fullmatch(cell) for kind in kinds) and not (mark and cell.count(mark) > 1)
        for cell in cells
    )


def _with_point(cell: str, mark: str) -> str:
    """Return a number as Python writes it: with a point for decimals, and no mark of thousands.

    Raises
    ------
    ValueError
        If nobody tells what its mark is.
    """
    if grouped := _GROUPED.fullmatch(cell):
        plain = cell.replace(grouped[1], "")
        is_told = cell.count(grouped[1]) > 1 or not {".", ","}.isdisjoint(plain)
        if is_told and grouped[1] == mark:
            raise ValueError(f"a number with {mark} before its decimals, as others have")
        if is_told or (mark and grouped[1] != mark):
            return plain.replace(",", ".")
        if not mark and grouped[1] == ",":
            raise ValueError(f"a number without marks of thousands ({plain}?)")
    return cell.replace(",", ".")
