"""The command: `python -m geo`, the same as `uttarapath`.

What needs geopandas is imported where it is used, so that help comes at once.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import io
import json
import os
import sys
import webbrowser
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import AtlasError, LayerError, PlaceError, TilesError, ViewError

if TYPE_CHECKING:
    from geo.own.layer import Layer

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

_INSTALLING = "install the toolkit again, in a clone with: pip install -c constraints.txt -e ."
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
_CODES: dict[type[Exception], int] = {
    OSError: 3,
    ImportError: 2,
    LayerError: 2,
    TilesError: 2,
    ViewError: 2,
    PlaceError: 2,
    AtlasError: 1,
}
"""Exit codes by kind of error; the first that fits counts."""


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what a command line asks for; return the exit code."""
    about = "Build an atlas from a folder of data."
    parser = Parser("python -m geo", description=about, epilog=EXAMPLES)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for act, options in _COMMANDS.items():
        about = str(act.__doc__)
        command = commands.add_parser(act.__name__[1:], help=about[:-1], description=about)
        command.set_defaults(act=act)
        command.take(options)
    given = parser.parse_args(arguments)
    given.typed = sys.argv[1:] if arguments is None else arguments
    return _run(given.act, given)


def build_map(about: str, arguments: Sequence[str] | None = None) -> int:
    """Build the atlas that ships, or check it, as `build_map.py` does; return the exit code."""
    parser = Parser("build_map.py", description=about)
    parser.set_defaults(atlas=None)
    parser.take(f"{MAKING} --check")
    given = parser.parse_args(arguments)
    given.typed = ["build", *(sys.argv[1:] if arguments is None else arguments)]
    making = ("from_layers", "add", "pack", "plates", "watch")
    if given.check and any(getattr(given, name) for name in making):
        named = "--from-layers, --add, --pack, --plates or --watch"
        parser.error(f"--check writes nothing: no {named} with it")
    return _run(_check if given.check else _build, given)


def _run(act: Callable[[Namespace], int], given: Namespace) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a path may hold letters that the console does not know
        sys.stdout.reconfigure(errors="backslashreplace")
    gc.set_threshold(100_000)  # to search a run for waste so often takes a tenth of it
    atexit.register(gc.freeze)  # and so does a search of all that is left at its end
    try:
        return act(given)
    except ModuleNotFoundError as error:  # an older checkout was installed, which did not need it
        print(f"error: {error.name} is not installed: {_INSTALLING}", file=sys.stderr)
        return 2
    except tuple(_CODES) as error:
        print(f"error: {error}", file=sys.stderr)
        return next(code for kind, code in _CODES.items() if isinstance(error, kind))
    except KeyboardInterrupt:
        return 130


def _build(given: Namespace) -> int:
    """Build the layers of an atlas from its facts, and its map from the layers."""
    from geo.api import HOME, SHIPPED
    from geo.build import Order, build

    folder = given.atlas or SHIPPED
    home, name = (HOME, "layers") if _ships(folder) else (folder, "published")
    usual = "my-map.html" if given.add else "map.html"
    layers, page = given.layers or home / name, given.out or home / usual
    if _real(page).parent == _real(layers):
        given.refuse("--out lies in the folder of the layers: the page needs a place of its own")
    if given.pack:
        for option, path in {"--out": page, "--layers": layers, "--plates": given.plates}.items():
            if path and _real(path).is_relative_to(_real(given.pack)):
                given.refuse(f"{option} lies in the pack, a folder that holds nothing else")
    if given.watch:
        return _watch(given, folder, layers, page)
    if given.port is not None:
        given.refuse("--port is that of --watch")
    same = ("plates", "pack", "from_layers", "worldview", "language", "tiles", "force")
    added = _added(given.add) if given.add else ()
    build(Order(folder, layers, page, added=added, **{name: getattr(given, name) for name in same}))
    if given.open:
        webbrowser.open(_real(page).as_uri())
    return 0


def _watch(given: Namespace, folder: Path, layers: Path, page: Path) -> int:
    """Build as is asked for at each save, and show the page."""
    from geo.__main__ import main as build  # a process of its own finds it by this name
    from geo.own.files import files_of
    from geo.watch import watch

    once = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for name in ("--watch", "--port", "--open"):
        once.add_argument(name, **OPTIONS[name])
    _, rest = once.parse_known_args(given.typed)
    read, written = [folder], [page, *filter(None, (given.plates, given.pack))]
    (read if given.from_layers else written).append(layers)
    if not all(folder.is_dir() for folder in read):
        return build(rest)  # it tells what is not there
    added = [path for file, _ in given.add for path in files_of(file)]
    again = partial(build, rest)
    port = given.port or 0
    return watch(again, page, read=[*read, *added], written=written, port=port, look=given.open)


def _added(files: Sequence[tuple[str, dict[str, list[str]]]]) -> tuple[Layer, ...]:
    from geo.own.files import read_layer

    return tuple(read_layer(file, **told) for file, told in files)


def _check(given: Namespace) -> int:
    """List the published layers that differ from a fresh build; write nothing."""
    from geo.build import check

    folder, layers = _published(given)
    differing = check(folder, layers)
    for path in differing:
        print(f"differs: {path}")
    if not differing:
        print(f"up to date: {layers}")
    return 1 if differing else 0


def _lint(given: Namespace) -> int:
    """List errors in the facts of an atlas."""
    from geo.api import SHIPPED, open_atlas

    if given.stale_after is not None and given.stale_after < 0:
        given.refuse(f"--stale-after: {given.stale_after}, expected a whole number of days")
    findings = open_atlas(given.atlas or SHIPPED).lint(stale_after=given.stale_after)
    print(repr(findings))
    return 1 if findings else 0


def _pack(given: Namespace) -> int:
    """Export the published layers in every GIS format."""
    from geo.build import Order, build

    folder, layers = _published(given)
    build(Order(folder, layers, pack=given.target, from_layers=True, force=given.force))
    return 0


def _plates(given: Namespace) -> int:
    """Draw the published layers on sheets to print."""
    from geo.build import Order, build

    folder, layers = _published(given)
    own = {name: getattr(given, name) for name in ("worldview", "language")}
    build(Order(folder, layers, plates=given.folder, from_layers=True, **own))
    return 0


def _route(given: Namespace) -> int:
    """Find the best way between two places, and print its legs and obstacles."""
    from geo.api import open_atlas
    from geo.output import write_files
    from geo.publish.geojson import to_geojson

    folder, layers = _published(given)
    asked = {name: getattr(given, name) for name in ("by", "on", "allow", "without")}
    try:
        route = open_atlas(folder, layers=layers).route(given.start, given.end, **asked)
    except ValueError as error:
        if isinstance(error, AtlasError):
            raise
        given.refuse(str(error))
    if given.out:
        write_files({given.out: to_geojson(route.segments)})
    print(json.dumps(route.to_dict(), ensure_ascii=False, indent=1) if given.json else route.told())
    return 0


def _diff(given: Namespace) -> int:
    """List what has changed between two published editions, as release notes."""
    from geo.api import SHIPPED
    from geo.editions import compare, moved_ids, notes, read_changes, to_csv
    from geo.output import write_files
    from geo.read.spec import read_spec

    spec = read_spec(given.atlas or SHIPPED)
    known = read_changes(given.out) if given.out else []
    changes = compare(spec, given.old, given.new, known)
    if given.out:
        write_files({given.out: to_csv(changes).encode()})
    print(notes(spec, changes) or "nothing differs")
    moved = moved_ids(spec, given.old, given.new)
    for before, now in moved.items():
        print(f"{before} is now {now}: add new rows below the old ones", file=sys.stderr)
    return 1 if moved else 0


def _new(given: Namespace) -> int:
    """Start a new atlas from an example with two invented countries."""
    from geo.new import new_atlas

    new_atlas(given.folder)
    print(f"a new atlas: {given.folder}\nbuild it: python -m geo build {given.folder}")
    return 0


def _published(given: Namespace) -> tuple[Path, Path]:
    """Return the folder of an atlas, and that of its published layers."""
    from geo.api import PUBLISHED, SHIPPED

    folder = given.atlas or SHIPPED
    return folder, given.layers or (PUBLISHED if _ships(folder) else folder / "published")


def _ships(folder: Path) -> bool:
    from geo.api import SHIPPED

    return _real(folder) == _real(SHIPPED)


def _real(path: Path) -> Path:
    """Return where a path leads; unlike `Path.resolve`, this takes a loop of links as it is."""
    return Path(os.path.realpath(path))


_COMMANDS = {
    _build: f"atlas {MAKING}",
    _check: "atlas --layers",
    _lint: "atlas --stale-after",
    _pack: "atlas target --layers --force",
    _plates: "atlas folder --layers --worldview --language",
    _route: "start end atlas --on --by --allow --without --layers --json --out/way",
    _diff: "old new atlas --out/changes",
    _new: "folder",
}
"""The commands, each with what it takes."""


if __name__ == "__main__":
    sys.exit(main())
