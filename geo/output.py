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
    leaves whole files. A link stays a link: what it points to is replaced.

    Parameters
    ----------
    files
        Contents by path; missing folders are made.

    Raises
    ------
    OutputError
        If the disk is full, a folder cannot be written, a target is no regular file, or the like.
        No target has changed; should a replacement itself fail, the message names those that have.
    """
    staged: dict[Path, Path] = {}
    replaced: list[str] = []
    target = Path()
    try:
        for path, data in files.items():
            target = path.resolve()
            staged[target] = target.with_name(f".{target.name}.part")
            _stage(data, staged[target], target)
        for target, part in staged.items():
            part.replace(target)
            replaced.append(target.name)
    except OSError as error:
        changed = f"replaced before: {', '.join(replaced)}" if replaced else "nothing was replaced"
        raise OutputError(f"{target}: {error.strerror or error}; {changed}") from error
    finally:
        for part in staged.values():
            part.unlink(missing_ok=True)


def _stage(data: bytes, part: Path, target: Path) -> None:
    """Write data through to disk beside their target."""
    if target.exists() and not target.is_file():
        raise OSError(0, "is no regular file")
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
