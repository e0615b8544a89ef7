"""Where a pack may go, and what of a former one goes."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from geo.errors import MissingExtraError, OutputError
from geo.output import recover
from geo.publish.files import SUMS, touched_files

MARK = f"layers/{SUMS}"
"""The file that tells a pack from other folders with sums."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


def check_target(target: Path, *, force: bool = False) -> None:
    """Refuse a place where a pack would destroy something, before any work is done.

    Parameters
    ----------
    target
        A folder, or a file that ends with `.zip`.
    force
        Whether a pack that somebody edited may be replaced.

    Raises
    ------
    MissingExtraError
        If the extra `pack` is not installed.
    OutputError
        If the place holds anything but an empty folder or a pack as it was written.
    """
    if importlib.util.find_spec("pyarrow") is None:
        raise MissingExtraError("pack")
    recover([target.parent if target.suffix == ".zip" else target])
    if target.suffix == ".zip":
        if target.exists() and not _is_zipped_pack(target):
            raise OutputError(f"{target}: is no zipped pack; it is left as it is")
    elif target.exists() and not target.is_dir():
        raise OutputError(f"{target}: is no folder; a pack is a folder, or a file named .zip")
    elif target.exists() and any(target.iterdir()):
        _check_folder(target, force=force)


def placed(target: Path, files: Mapping[str, bytes]) -> tuple[dict[Path, bytes], list[Path]]:
    """Return what is to be written at a target, and which files there go.

    Parameters
    ----------
    target
        As `check_target` allows it. A folder becomes the pack and nothing else, a zip holds it.
    files
        Contents by path in the pack.
    """
    if target.suffix == ".zip":
        return {target: _zipped(files)}, []
    written = {target / name: data for name, data in files.items()}
    return written, [
        path for path in target.rglob("*") if not path.is_dir() and path not in written
    ]


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Return one zip with fixed times, order and permissions.

    They are stored, not deflated: what deflate gives depends on the zlib of the machine, and the
    same pack has the same sum everywhere.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Unix, wherever it is written
            entry.external_attr = _MODE
            archive.writestr(entry, data)
    return buffer.getvalue()


def _check_folder(target: Path, *, force: bool) -> None:
    names = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    sums = target / SUMS
    listed = (
        {line.split("  ", 1)[-1] for line in sums.read_text("utf-8").splitlines()}
        if (SUMS in names)
        else set()
    )
    if MARK not in listed:
        raise OutputError(f"{target}: holds files that are no pack; name an empty or a new folder")
    foreign = sorted(names - listed - {SUMS})
    changed = sorted({*touched_files(target), *foreign})
    if changed and not force:
        raise OutputError(
            f"{target}: edited or added since the pack was written: {', '.join(changed)}\n"
            "  --force replaces the whole folder"
        )


def _is_zipped_pack(path: Path) -> bool:
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return {MARK, SUMS} <= set(archive.namelist())
