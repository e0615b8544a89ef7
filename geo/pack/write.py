"""The pack as a folder or as one zip: where it may go, and what changes on disk."""

from __future__ import annotations

import importlib.util
import io
import os
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from geo.errors import MissingExtraError, OutputError
from geo.model.atlas import Atlas
from geo.output import is_passing, recover, write_files
from geo.publish.files import SUMS, changed_names, listed, recorded

_MARK = f"layers/{SUMS}"
"""What the list of sums of a pack names, and that of nothing else."""
_FILE = re.compile(r"\.[a-z][a-z0-9]{1,4}|\.7z")
"""What the name of a file ends with, and hardly that of a folder."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


def write_pack(target: str | Path, *, atlas: Atlas, force: bool = False) -> Path:
    """Write the layers and tables in every format, and return where; see `geo.Atlas.write_pack`.

    Equal data give equal bytes, on any day and any machine with the locked versions; for what
    SQLite and zlib write, with the same version of these too.
    """
    target = Path(target)
    check_target(target, force=force)
    written, removed = pack_changes(target, atlas=atlas, force=force)
    write_files(written, removed=removed, guard=lambda: guard_target(target, force=force))
    return target.resolve()


def pack_changes(
    target: Path, *, atlas: Atlas, force: bool
) -> tuple[dict[Path, bytes], list[Path]]:
    """Return what `write_pack` writes, by path, and which files it removes."""
    from geo.pack.contents import pack_files  # noqa: PLC0415  it needs pyarrow, and the page does not

    files = pack_files(atlas)
    check_target(target, force=force)
    return _placed(target, files)


def check_target(target: Path, *, force: bool) -> None:
    """Refuse a place where a pack would destroy something, before any work is done.

    A pack is a folder, or a file that ends with `.zip`. With `force` one that somebody edited may
    be replaced.

    Raises
    ------
    MissingExtraError
        If the extra `pack` is not installed.
    OutputError
        If the place holds anything but an empty folder or a pack as it was written.
    """
    if any(importlib.util.find_spec(name) is None for name in ("pyarrow", "xlsxwriter")):
        raise MissingExtraError("pack")
    recover([target.parent if _is_zip(target) else target])
    guard_target(target, force=force)


def guard_target(target: Path, *, force: bool) -> None:
    """Refuse a place as `check_target` does, while a run is writing there too.

    Raises
    ------
    OutputError
        If the place holds anything but an empty folder or a pack as it was written.
    """
    is_file = _is_zip(target) or (os.path.lexists(target) and not target.is_dir())
    if not _is_zip(target) and (is_file or _FILE.fullmatch(target.suffix)):
        raise OutputError(f"{target}: is no folder; a pack is a folder, or a file named .zip")
    found = _found(target)
    if found and _MARK not in listed(found.get(SUMS) or b""):
        kind = "is no zipped pack" if is_file else "holds files that are no pack"
        raise OutputError(f"{target}: {kind}; it is left as it is, name a new place")
    changed = changed_names(found)
    if changed and not force:
        stay = "it" if is_file else "it, and leaves what was added"
        raise OutputError(
            f"{target}: edited or added since the pack was written: {', '.join(changed)}\n"
            f"  --force replaces {stay}"
        )


def _is_zip(target: Path) -> bool:
    return target.suffix.lower() == ".zip"


def _found(target: Path) -> dict[str, bytes | None]:
    """Return what is at a place by path; links, pipes and empty folders have no content."""
    if not os.path.lexists(target):
        return {}
    if target.is_dir():
        return {
            path.relative_to(target).as_posix(): None
            if path.is_symlink() or not path.is_file()
            else path.read_bytes()
            for path in target.rglob("*")
            if not is_passing(path)
            and (path.is_symlink() or not path.is_dir() or not any(path.iterdir()))
        }
    if not target.is_file():
        return {target.name: None}
    try:
        with zipfile.ZipFile(target) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (OSError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return {target.name: None}


def _placed(target: Path, files: Mapping[str, bytes]) -> tuple[dict[Path, bytes], list[Path]]:
    """Return what is to be written, and what of a former pack goes; what is not of it stays."""
    if _is_zip(target):
        return {target: zipped(files)}, []
    former = (target / name for name in recorded(target) if name not in files)
    there = (path for path in former if path.resolve().is_relative_to(target.resolve()))
    return {target / name: data for name, data in files.items()}, [*filter(Path.is_file, there)]


def zipped(files: Mapping[str, bytes], *, method: int = zipfile.ZIP_STORED) -> bytes:
    """Return one zip with fixed times, order and permissions.

    They are stored, not deflated, unless told otherwise: what deflate gives depends on the zlib of
    the machine, and the same pack has the same sum everywhere.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Unix, wherever it is written
            entry.external_attr = _MODE
            archive.writestr(entry, data, method)
    return buffer.getvalue()
