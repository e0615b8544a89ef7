"""The pack as a folder or as one zip: where it may go, and what changes on disk."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from geo.errors import MissingExtraError, OutputError
from geo.model.atlas import Atlas
from geo.output import recover, write_files
from geo.publish.files import SUMS, touched_files

_MARK = f"layers/{SUMS}"
"""The file that tells a pack from other folders with sums."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16


def write_pack(target: str | Path, *, atlas: Atlas, force: bool = False) -> Path:
    """Write the layers and tables in every format, and return where; see `geo.Atlas.write_pack`.

    Equal data give equal bytes, on any day and any machine with the locked versions; for the
    GeoPackage, with the same version of SQLite too.
    """
    target = Path(target)
    check_target(target, force=force)
    written, removed = pack_changes(target, atlas=atlas, force=force)
    write_files(written, removed=removed)
    return target.resolve()


def pack_changes(
    target: Path, *, atlas: Atlas, force: bool = False
) -> tuple[dict[Path, bytes], list[Path]]:
    """Return what `write_pack` writes, by path, and which files it removes."""
    from geo.pack.contents import pack_files  # noqa: PLC0415  it needs pyarrow, and the page does not

    files = pack_files(atlas)
    check_target(target, force=force)
    return _placed(target, files)


def check_target(target: Path, *, force: bool = False) -> None:
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


def _placed(target: Path, files: Mapping[str, bytes]) -> tuple[dict[Path, bytes], list[Path]]:
    """Return what is to be written: a folder becomes the pack and nothing else, a zip holds it."""
    if target.suffix == ".zip":
        return {target: zipped(files)}, []
    written = {target / name: data for name, data in files.items()}
    return written, [
        path for path in target.rglob("*") if not path.is_dir() and path not in written
    ]


def zipped(files: Mapping[str, bytes]) -> bytes:
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
    if _MARK not in listed:
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
        return {_MARK, SUMS} <= set(archive.namelist())
