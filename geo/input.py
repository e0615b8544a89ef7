"""Open files: regular ones that memory bears, as text in UTF-8, as JSON."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path
from typing import Any

from geo.errors import DataError, InputError, Problem

LARGEST_MB = 100


def is_there(path: Path) -> bool:
    """Tell whether something of this name is there, were it a link that leads nowhere."""
    try:
        path.lstat()
    except PermissionError as error:
        raise _refused(path, error) from None
    except (OSError, ValueError):  # no disk holds a name so long, or with such a letter
        return False
    return True


def read_bytes(path: Path, name: str = "") -> bytes:
    """Return what a file holds; `name` is what to call it if that is not its own name.

    Raises
    ------
    DataError, InputError
        As `check_regular`, and if it is too large.
    """
    try:
        if check_regular(path, name) <= LARGEST_MB * 10**6:
            return path.read_bytes()
    except OSError as error:
        raise error if isinstance(error, InputError) else _refused(path, error) from None
    expected = f"a file of at most {LARGEST_MB} MB"
    raise DataError([Problem(name or path.name, "", "", "", expected)])


def check_regular(path: Path, name: str = "") -> int:
    """Return the size of a file; `name` is what to call it if that is not its own name.

    Raises
    ------
    DataError
        If it is missing, or no regular file: reading a pipe may never end.
    InputError
        If disk or permission refuse.
    """
    expected = "a regular file"
    try:
        found = path.stat()
        if stat.S_ISREG(found.st_mode):
            return found.st_size
    except (FileNotFoundError, NotADirectoryError):
        if not path.parent.is_dir():  # one problem, however many files are asked for
            raise DataError([Problem(str(path.parent), "", "", "", "a folder")]) from None
        expected = f"this file in {path.parent}"
    except OSError as error:
        raise _refused(path, error) from None
    raise DataError([Problem(name or path.name or str(path), "", "", "", expected)])


def _refused(path: Path, error: OSError) -> InputError:
    return InputError(f"{path}: cannot be read ({error.strerror})")


def read_text(path: Path, name: str = "") -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark.

    Raises
    ------
    DataError, InputError
        As `read_bytes`, and if it is no such text; then the line is named.
    """
    data = read_bytes(path, name)
    try:
        text = data.decode("utf-8-sig")
        at = data.find(b"\0")
    except UnicodeDecodeError as error:
        at = error.start
    if at < 0:
        return text
    line, value = data.count(b"\n", 0, at) + 1, f"byte {data[at]:02x}"
    hint = " (in a spreadsheet: save as CSV UTF-8)" if path.suffix == ".csv" else ""
    expected = f"text encoded as UTF-8{hint}"
    raise DataError([Problem(name or path.name, line, "", value, expected)])


def read_json(path: Path) -> Any:  # noqa: ANN401 - whatever it holds
    """Return what a file of JSON holds. `NaN`, which some programs write, is missing.

    Raises
    ------
    DataError, InputError
        As `read_text`, and if it is no JSON, names a key twice or holds half a character.
    """
    return parse_json(read_text(path), path.name)


def parse_json(text: str, name: str) -> Any:  # noqa: ANN401 - whatever it holds
    """Return what a text of JSON holds, as `read_json` does; `name` is that of its file."""
    try:
        document = json.loads(text, object_pairs_hook=_object, parse_constant=_constant)
        if re.search(r"\\u[dD][89abAB]", text):
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        expected = f"JSON that can be read ({error})"
        raise DataError([Problem(name, "", "", "", expected)]) from None
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(n for n in names if names.count(n) > 1)!r} stands there twice")
    return found


def _constant(name: str) -> None:
    if name != "NaN":
        raise ValueError(f"{name} is no number")
