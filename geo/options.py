"""What the command line takes: its options, and the parser that reads them."""

from __future__ import annotations

import argparse
from argparse import Namespace
from pathlib import Path
from typing import Any

EXIT_CODES = (
    "exit codes: 0 success, 1 an error in the data, 2 wrong usage or a missing extra,"
    " 3 a disk or permission error"
)
EXAMPLES = f"""\
examples:
  python -m geo new my-atlas             start a small, complete atlas
  python -m geo build my-atlas --open    build it, and open its map
  python -m geo build my-atlas --watch   build it at each save, and show the map
  python -m geo build my-atlas --add mine.gpkg:Warehouses --column operator --time opened
                                         build it with a layer of your own
  python -m geo lint my-atlas            list errors in its facts
  python -m geo check my-atlas           are its published layers up to date?
  python -m geo pack my-atlas my.zip     export it in every GIS format
  python -m geo plates my-atlas plates   draw sheets to print
  python -m geo route Westport Midway my-atlas --by time
                                         find the fastest way between two places
  python -m geo diff old/ new/ my-atlas  what has changed between two editions?
  python -m geo.extraction my-atlas      take its base map from open data

Without my-atlas, all commands except new use the atlas that ships with the package.
COMMAND --help lists the options of a command.

{EXIT_CODES}"""
_SWITCH = {"action": "store_true"}


class _Add(argparse.Action):
    """A file to be added, and what the words behind it say of its layer."""

    def __call__(self, _: object, given: Namespace, value: Any, __: object = None) -> None:  # noqa: ANN401 - as argparse has it
        setattr(given, self.dest, [*getattr(given, self.dest), (value, {})])


class _OfAdded(argparse.Action):
    """A word of `geo.Layer` on the file that was added last; given again, on more columns."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        given: Namespace,
        value: Any,  # noqa: ANN401 - as argparse has it
        option: str | None = None,
    ) -> None:
        if not given.add:
            parser.error(f"{option} applies to the --add before it, and there is none")
        _, told = given.add[-1]
        told.setdefault(self.dest, []).append(value)


OPTIONS: dict[str, dict[str, Any]] = {
    "atlas": {
        "nargs": "?",
        "type": Path,
        "metavar": "ATLAS",
        "help": "the folder of an atlas (default: the atlas that ships with the package)",
    },
    "target": {
        "type": Path,
        "metavar": "TARGET",
        "help": "a folder, or a file name that ends with .zip",
    },
    "folder": {"type": Path, "metavar": "DIR", "help": "the folder to write to"},
    "old": {
        "type": Path,
        "metavar": "OLD",
        "help": "the folder with the published layers of the old edition",
    },
    "new": {"type": Path, "metavar": "NEW", "help": "the same of the new edition"},
    "start": {"metavar": "START", "help": "the name or id of a place on the networks"},
    "end": {"metavar": "END", "help": "the name or id of another"},
    "--on": {
        "metavar": "DAY",
        "help": "the day whose statuses apply, as YYYY-MM-DD (default: the date of the atlas)",
    },
    "--by": {
        "default": "distance",
        "metavar": "MEASURE",
        "help": "what to minimise: distance, time or cost (default: distance)",
    },
    "--without": {
        "action": "append",
        "default": [],
        "metavar": "ID",
        "help": "a passage or a segment that must not be used; may be repeated",
    },
    "--allow": {
        "action": "append",
        "default": [],
        "metavar": "STATUS",
        "help": "a status of segments that may be used; may be repeated (default: those that mean"
        " that a segment operates)",
    },
    "--json": {**_SWITCH, "help": "print the result as JSON"},
    "--out": {
        "type": Path,
        "metavar": "FILE",
        "help": "the page to write (default: map.html in the folder of the atlas, or beside"
        " build_map.py; with --add: my-map.html)",
    },
    "--out/changes": {
        "type": Path,
        "metavar": "FILE",
        "help": "also write each change as a row of this CSV file; reasons already in it are kept",
    },
    "--out/way": {
        "type": Path,
        "metavar": "FILE",
        "help": "also write the way to this file, as GeoJSON",
    },
    "--layers": {
        "type": Path,
        "metavar": "DIR",
        "help": "the folder of the layers (default: published/ in the folder of the atlas, or"
        " layers/ beside build_map.py)",
    },
    "--pack": {
        "type": Path,
        "metavar": "TARGET",
        "help": "also export the layers in every GIS format, to a folder or a file X.zip; needs"
        " the extra: pip install -e '.[pack]'",
    },
    "--plates": {
        "type": Path,
        "metavar": "DIR",
        "help": "also draw the plates, sheets to print as SVG, PNG and PDF: the atlas (A3) and each"
        " partner country (A4); needs the extra: pip install -e '.[plates]'",
    },
    "--worldview": {
        "metavar": "VIEW",
        "default": "",
        "help": "whose borders to show: a view listed in atlas.toml (default: the first)",
    },
    "--language": {
        "metavar": "CODE",
        "default": "",
        "help": "the language of the plates, one listed in atlas.toml (default: the first)",
    },
    "--tiles": {
        "metavar": "PROVIDER",
        "help": """draw the page in Web Mercator on the online tiles of this provider, a name from
        xyzservices such as OpenStreetMap.Mapnik. The price: the page no longer works offline;
        the provider can see who reads it, what they look at and, if the page is on a web
        server, that server's address; borders and place names are the provider's; areas are
        distorted (a field at 60 degrees north looks 4 times as large as one at the equator). Some
        providers, such as OpenStreetMap's own, serve only pages that are on a web server""",
    },
    "--add": {
        "action": _Add,
        "default": [],
        "metavar": "FILE[#LAYER][:NAME]",
        "help": "add a layer of your own, called NAME; may be repeated. Formats: GeoJSON"
        " (or a feature in each line: .geojsonl, .ndjson), GeoPackage, GeoParquet (needs the extra"
        " pack), FlatGeobuf, Shapefile (or its zip), KML (or KMZ), GPX, and CSV with columns lon"
        " and lat or a column of WKT, WKB or GeoJSON. LAYER chooses one layer of a file with"
        " several. The published layers are not changed; the page is my-map.html, unless --out"
        " says otherwise",
    },
    "--column": {
        "action": _OfAdded,
        "default": argparse.SUPPRESS,
        "metavar": "COLUMN",
        "help": "for the --add before it: the column to colour features by, categories or numbers"
        " (which are grouped into classes)",
    },
    "--time": {
        "action": _OfAdded,
        "default": argparse.SUPPRESS,
        "metavar": "COLUMN",
        "help": "for the --add before it: the column with the first day of each feature, such as"
        " 2021-03-15, 2021-03 or 2021; a second --time is the column with its last day",
    },
    "--from-layers": {
        **_SWITCH,
        "help": "draw from the layers as they are on disk, for example after an edit in QGIS",
    },
    "--force": {
        **_SWITCH,
        "help": "replace layers or pack even if they were edited by hand since they were written",
    },
    "--open": {**_SWITCH, "help": "open the page in the browser when it is done"},
    "--watch": {
        **_SWITCH,
        "help": "rebuild whenever a file of the atlas, or one of --add, is saved, and show the page"
        " on a local server, where it reloads itself; Ctrl-C stops it; needs the extra:"
        " pip install -e '.[watch]'",
    },
    "--port": {
        "type": int,
        "metavar": "PORT",
        "help": "the port of the server of --watch (default: a free one)",
    },
    "--stale-after": {
        "type": int,
        "metavar": "DAYS",
        "help": "also list what was last checked more than DAYS before the date of the atlas,"
        " and translations that are no longer used",
    },
    "--check": {
        **_SWITCH,
        "help": "write nothing; list the layers that differ from a fresh build, and exit with 1 if"
        " any do",
    },
}
MAKING = (
    "--out --add --column --time --layers --pack --plates --worldview --language --tiles"
    " --from-layers --force --open --watch --port"
)
"""What a build can be told."""


class Parser(argparse.ArgumentParser):
    """A parser that shows its texts as they are and takes options as they are written."""

    def __init__(self, prog: str, *, description: str, epilog: str = EXIT_CODES) -> None:
        raw = argparse.RawDescriptionHelpFormatter
        super().__init__(
            prog, description=description, epilog=epilog, formatter_class=raw, allow_abbrev=False
        )
        self.set_defaults(refuse=self.error)

    def take(self, options: str) -> None:
        """Add options by their names; what stands after `/` tells those of one name apart."""
        for name in options.split():
            self.add_argument(name.partition("/")[0], **OPTIONS[name])
