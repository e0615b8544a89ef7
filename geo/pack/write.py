"""One call that writes the pack, as a folder or as one zip."""

from __future__ import annotations

from pathlib import Path

from geo.model.atlas import Atlas
from geo.pack.folder import check_target, write_folder, write_zip


def write_pack(
    target: str | Path,
    *,
    atlas: Atlas,
    force: bool = False,
) -> Path:
    """Write the layers and tables in every format, with their documentation.

    Equal data give equal bytes, on any day and any machine with the locked versions.

    Parameters
    ----------
    target
        A folder, or a file that ends with `.zip`. An earlier pack there is replaced at one stroke.
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
    from geo.pack.contents import pack_files  # noqa: PLC0415  it needs pyarrow, and the page does not

    files = pack_files(atlas)
    return (write_zip if target.suffix == ".zip" else write_folder)(target, files)
