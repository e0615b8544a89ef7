"""Build the atlas: facts and open geometry -> layers/*.geojson -> one map.html.

Edit the tables in geo/uttarapath/facts/, run this, open the map. The page holds all it needs: it
opens from disk, offline, in any current browser. Nothing on disk changes unless the whole build
succeeds.

exit codes: 0 good, 1 a problem in the data, 2 wrong usage or an extra missing, 3 disk or permission
"""

import argparse
import sys
import webbrowser
from pathlib import Path

PATHS = {
    "--out": (Path(__file__).resolve().with_name("map.html"), "the page"),
    "--layers": (Path(__file__).resolve().with_name("layers"), "the folder of the layers"),
}
PLATES = (
    "draw the plates too, as SVG, PNG and PDF: the atlas (A3), each partner country (A4);"
    " needs the extra: pip install -e '.[plates]'"
)
SWITCHES = {
    "--check": "write nothing; exit 1 and name the layers that differ from a fresh build",
    "--from-layers": "build the page alone, from the layers as they are, say after an edit in QGIS",
    "--force": "replace layers or pack even if they were edited by hand since they were written",
    "--open": "open the page in the browser when it is done",
}
TILES = """draw the page in Web Mercator on the online tiles of this provider, a name of xyzservices
such as OpenStreetMap.Mapnik. What that costs: the page no longer works offline; the provider
learns of each reader and of what they look at; borders and names of the ground are the
provider's; areas are not true (a field at St Petersburg looks 3.6 times one at Mumbai). Some
providers, OpenStreetMap's own among them, answer only a page that is on a web server"""


def main() -> int:
    """Build what the command line asks for; return the exit code."""
    options = _options()
    try:
        code = _run(options)
    except (ValueError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 3 if isinstance(error, OSError) else 1
    except ImportError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    if options.open and not options.check:
        webbrowser.open(options.out.resolve().as_uri())
    return code


def _run(options: argparse.Namespace) -> int:
    # Here, because --help needs no geopandas.
    from geo.build import Drawing, build, check, rebuild_page

    if options.check:
        return check(options.layers)
    drawing = Drawing(options.out, options.worldview, options.tiles, options.plates, options.pack)
    run = rebuild_page if options.from_layers else build
    run(options.layers, drawing, force=options.force)
    return 0


def _options() -> argparse.Namespace:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(None, None, __doc__, formatter_class=raw, allow_abbrev=False)
    for option, (path, what) in PATHS.items():
        parser.add_argument(option, type=Path, default=path, help=f"{what} (default: {path})")
    for switch, text in SWITCHES.items():
        parser.add_argument(switch, action="store_true", help=text)
    parser.add_argument("--plates", type=Path, metavar="DIR", help=PLATES)
    parser.add_argument("--pack", type=Path, help="write the GIS pack too: a folder, or X.zip")
    parser.add_argument(
        "--worldview",
        choices=("international", "india"),
        default="international",
        help="whose borders the page shows (default: international); india: India as it draws"
        " itself, not authenticated by the Survey of India",
    )
    parser.add_argument("--tiles", type=_provider, metavar="PROVIDER", help=TILES)
    options = parser.parse_args()
    if options.check and (options.from_layers or options.pack or options.plates):
        parser.error("--check writes nothing: no --from-layers, --pack or --plates with it")
    if options.tiles and options.worldview != "international":
        parser.error("--tiles brings the borders of its provider: no --worldview with it")
    if options.out.resolve().parent == options.layers.resolve():
        parser.error("--out lies in the folder of the layers: the page needs a place of its own")
    return options


def _provider(name: str) -> str:
    from geo.page.tiles import find_tiles

    try:
        return find_tiles(name).name
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


if __name__ == "__main__":
    sys.exit(main())
