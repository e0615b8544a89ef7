"""Where a pack may go, and how it gets there: whole, or not at all."""

from __future__ import annotations

import importlib.util
import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from geo.errors import MissingExtraError, OutputError
from geo.output import write_files
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
    if target.suffix == ".zip":
        if target.exists() and not _is_zipped_pack(target):
            raise OutputError(f"{target}: is no zipped pack; it is left as it is")
    elif target.exists() and not target.is_dir():
        raise OutputError(f"{target}: is no folder; a pack is a folder, or a file named .zip")
    elif target.exists() and any(target.iterdir()):
        _check_folder(target, force=force)


def write_folder(target: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a folder beside the target, then put that folder in its place.

    Raises
    ------
    OutputError
        If the disk refuses; what was there before is still there.
    """
    target = target.resolve()
    part, former = (target.with_name(f".{target.name}.{word}") for word in ("part", "former"))
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        write_files({part / name: data for name, data in files.items()})
        if target.exists():
            shutil.rmtree(former, ignore_errors=True)
            target.replace(former)
        try:
            part.replace(target)
        except OSError:
            if former.exists():
                former.replace(target)
            raise
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"{target}: {error.strerror or error}; nothing was replaced") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    shutil.rmtree(former, ignore_errors=True)
    return target


def write_zip(target: Path, files: Mapping[str, bytes]) -> Path:
    """Write files as one zip with fixed times, order and permissions.

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
    write_files({target: buffer.getvalue()})
    return target.resolve()


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
