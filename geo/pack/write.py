"""The pack as a folder or as one zip: what changes on disk, and one call that does it."""

from __future__ import annotations

from pathlib import Path

from geo.model.atlas import Atlas
from geo.output import write_files
from geo.pack.folder import check_target, placed


def pack_changes(
    target: Path, *, atlas: Atlas, force: bool = False
) -> tuple[dict[Path, bytes], list[Path]]:
    """Return what `write_pack` writes, by path, and which files it removes.

    The parameters are those of `write_pack`, and so are the errors.
    """
    from geo.pack.contents import pack_files  # noqa: PLC0415  it needs pyarrow, and the page does not

    files = pack_files(atlas)
    check_target(target, force=force)
    return placed(target, files)


def write_pack(
    target: str | Path,
    *,
    atlas: Atlas,
    force: bool = False,
) -> Path:
    """Write the layers and tables in every format, with their documentation.

    Equal data give equal bytes, on any day and any machine with the locked versions; for the
    GeoPackage, with the same version of SQLite too.

    Parameters
    ----------
    target
        A folder, or a file that ends with `.zip`. An earlier pack there is replaced in one step.
    atlas
        Its title, version and data date stand in every file.
    force
        Replace an earlier pack even if somebody edited files in it.

    Returns
    -------
    Path
        Where the pack is.

    Raises
    ------
    MissingExtraError
        If the extra `pack` is not installed.
    OutputError
        If something that is no pack of ours stands in the way, or if the disk refuses.
    DataError
        If the layers do not hold what they must. In each case nothing has changed on disk.
    """
    target = Path(target)
    check_target(target, force=force)
    written, removed = pack_changes(target, atlas=atlas, force=force)
    write_files(written, removed=removed)
    return target.resolve()
