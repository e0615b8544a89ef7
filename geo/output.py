"""Write files so that each appears whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from geo.errors import OutputError


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write all files, or leave all as they were.

    Everything is first written beside its target and flushed to disk; only when that has succeeded
    for every file are the targets replaced, each at one stroke. A process killed at any moment
    leaves whole files.

    Parameters
    ----------
    files
        Contents by path; missing folders are made.

    Raises
    ------
    OutputError
        If the disk is full, a folder cannot be written, or the like; no target has changed.
    """
    staged: dict[Path, Path] = {}
    try:
        for target, data in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            staged[target] = target.with_name(f".{target.name}.part")
            _write_through(staged[target], data)
        for target in files:
            if target.is_dir():
                raise IsADirectoryError(0, "is a folder", str(target))
    except OSError as error:
        for part in staged.values():
            part.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise OutputError(f"{target}: {reason}; nothing was replaced") from error
    for target, part in staged.items():
        part.replace(target)


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
