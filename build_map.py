"""Build the atlas: facts and open geometry -> layers/*.geojson -> one map.html.

Edit the tables in geo/facts/, run this, open the map. The page holds all it needs: it opens from
disk, offline, in any current browser. Nothing on disk changes unless the whole build succeeds.

exit codes: 0 good, 1 a problem in the data, 2 wrong usage, 3 disk or permission
"""

import argparse
import sys
import webbrowser
from pathlib import Path

PATHS = {
    "--out": (Path(__file__).resolve().with_name("map.html"), "the page"),
    "--layers": (Path(__file__).resolve().with_name("layers"), "the folder of the layers"),
}
FIGURES = (
    "draw the plates too, as SVG, PNG and PDF: the atlas (A3), each republic (A4);"
    " needs the extra: pip install -e '.[figures]'"
)
SWITCHES = {
    "--check": "write nothing; exit 1 and name the layers that differ from a fresh build",
    "--from-layers": "build the page alone, from the layers as they are, say after an edit in QGIS",
    "--force": "replace layers even if they were edited by hand since the last build",
    "--open": "open the page in the browser when it is done",
}


def main() -> int:
    """Build what the command line asks for; return the exit code."""
    options = read_options()
    try:
        from geo.build import build, check, rebuild_page  # here, because --help needs no geopandas

        if options.check:
            return check(options.layers)
        if options.from_layers:
            rebuild_page(options.layers, options.out, figures=options.figures)
        else:
            build(options.layers, options.out, force=options.force, figures=options.figures)
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 3 if isinstance(error, OSError) else 1
    except KeyboardInterrupt:
        return 130
    if options.open:
        webbrowser.open(options.out.resolve().as_uri())
    return 0


def read_options() -> argparse.Namespace:
    """Read the command line; exit with 2 if it makes no sense."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(None, None, __doc__, formatter_class=raw, allow_abbrev=False)
    for option, (path, what) in PATHS.items():
        parser.add_argument(option, type=Path, default=path, help=f"{what} (default: {path})")
    parser.add_argument("--figures", type=Path, metavar="DIR", help=FIGURES)
    for switch, text in SWITCHES.items():
        parser.add_argument(switch, action="store_true", help=text)
    options = parser.parse_args()
    if options.check and options.from_layers:
        parser.error("--check builds from the facts: it does not go with --from-layers")
    if options.check and options.figures:
        parser.error("--check writes nothing: it does not go with --figures")
    if options.out.resolve().parent == options.layers.resolve():
        parser.error("--out lies in the folder of the layers: the page needs a place of its own")
    return options


if __name__ == "__main__":
    sys.exit(main())
