"""Start a new atlas from a small one that builds at once."""

from __future__ import annotations

from pathlib import Path

from geo.errors import OutputError
from geo.output import write_files

TEMPLATE = Path(__file__).with_name("template")
"""The atlas of two invented countries that every new one begins as."""


def new_atlas(folder: Path) -> None:
    """Write a small atlas into a folder that is not there yet, or is empty.

    Raises
    ------
    OutputError
        If anything stands there already, or cannot be written. Nothing has changed then.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(f"{folder}: is there already and not empty; nothing was written")
    files = (path for path in sorted(TEMPLATE.rglob("*")) if path.is_file())
    write_files({folder / path.relative_to(TEMPLATE): path.read_bytes() for path in files})
