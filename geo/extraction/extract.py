"""All that is taken for one atlas, and the record of it, written in one step."""

from __future__ import annotations

import tempfile
from pathlib import Path

from geo.errors import DataError, Problem
from geo.extraction import ground, networks, relief, towns
from geo.extraction.packages import Packages, write_provenance
from geo.output import write_files

PARTS = (towns, ground, relief, networks)
"""What is extracted, in this order: what is checked at once first; the relief needs the ground."""


def extract(atlas: Path, given: Path | None) -> dict[str, int]:
    """Extract what the folder ``extraction`` of an atlas has rules for, and replace those files.

    Parameters
    ----------
    atlas
        The folder of the atlas.
    given
        A folder with package files already downloaded; what it lacks is fetched.

    Returns
    -------
    dict
        The size in bytes of each file of ``geometry``, by name.

    Raises
    ------
    AtlasError
        If there are no rules, they are wrong, a package is missing or altered, or a file cannot
        be written.
    """
    decided = atlas / "extraction"
    parts = [part for part in PARTS if (decided / part.RULES).is_file()]
    if not parts:
        expected = f"rules of what is taken: {', '.join(part.RULES for part in PARTS)}"
        raise DataError([Problem(str(decided), "", "", "", expected)])
    with tempfile.TemporaryDirectory(prefix="geometry-") as scratch:
        work, out = Path(scratch, "packages"), Path(scratch, "out")
        work.mkdir()
        out.mkdir()
        packages = Packages(work, given)
        outputs = [output for part in parts for output in part.extract(packages, decided, out)]
        write_provenance(outputs, packages.pins, out / "provenance.toml")
        files = {atlas / "geometry" / new.name: new.read_bytes() for new in sorted(out.iterdir())}
    write_files(files)
    return {path.name: len(data) for path, data in files.items()}
