"""The command: `python -m geo`, the same as `uttarapath`.

What needs geopandas is imported where it is used, so that help comes at once.
"""

from __future__ import annotations

import argparse
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
    "exit codes: 0 good, 1 a problem in the data, 2 wrong usage or an extra missing,"
    " 3 disk or permission"
)
EXAMPLES = f"""\
examples:
  python -m geo new my-atlas             start an atlas, small and whole
  python -m geo build my-atlas --open    build it, and look at it
  python -m geo build my-atlas --watch   build it at each save, and look at it as it grows
  python -m geo build my-atlas --add mine.gpkg:Warehouses --column operator --time opened
                                         build it with a layer of your own
  python -m geo lint my-atlas            is there anything in it that cannot be right?
  python -m geo check my-atlas           is what is published what a build would write?
  python -m geo pack my-atlas my.zip     write it in every format for a GIS
  python -m geo plates my-atlas plates   draw sheets to print
  python -m geo route Westport Eastmere my-atlas --by time
                                         which way is best, and what is met on it?
  python -m geo diff before/ layers/      what differs from what was published before?

Without my-atlas, all but new take the atlas that ships. COMMAND --help tells the options.

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
            parser.error(f"{option} tells of the --add before it, and there is none")
        _, told = given.add[-1]
        told.setdefault(self.dest, []).append(value)


OPTIONS: dict[str, dict[str, Any]] = {
    "atlas": {
        "nargs": "?",
        "type": Path,
        "metavar": "ATLAS",
        "help": "the folder of an atlas (default: the atlas that ships)",
    },
    "target": {
        "type": Path,
        "metavar": "TARGET",
        "help": "a folder, or a file that ends with .zip",
    },
    "folder": {"type": Path, "metavar": "DIR", "help": "a folder to write to"},
    "old": {
        "type": Path,
        "metavar": "OLD",
        "help": "the folder of layers that was published before",
    },
    "new": {"type": Path, "metavar": "NEW", "help": "that which is published now"},
    "start": {"metavar": "START", "help": "the name of a place on the networks, or its id"},
    "end": {"metavar": "END", "help": "the name of another"},
    "--on": {
        "default": "",
        "metavar": "DAY",
        "help": "the day whose statuses hold, as YYYY-MM-DD (default: the date of the atlas)",
    },
    "--by": {
        "default": "distance",
        "metavar": "MEASURE",
        "help": "what it is to be best by: distance, time or cost (default: distance)",
    },
    "--without": {
        "action": "append",
        "default": [],
        "metavar": "ID",
        "help": "a passage or a segment that may not be used; may be given again",
    },
    "--allow": {
        "action": "append",
        "default": [],
        "metavar": "STATUS",
        "help": "a status of segments that may be used; may be given again (default: what runs)",
    },
    "--json": {**_SWITCH, "help": "print the answer as JSON"},
    "--out": {
        "type": Path,
        "metavar": "FILE",
        "help": "the page (default: map.html in the folder of the atlas, or beside build_map.py;"
        " with --add my-map.html)",
    },
    "--out/changes": {
        "type": Path,
        "metavar": "FILE",
        "help": "write each change as a row of this CSV too; reasons that stand in it are kept",
    },
    "--out/way": {"type": Path, "metavar": "FILE", "help": "write the way there too, as GeoJSON"},
    "--layers": {
        "type": Path,
        "metavar": "DIR",
        "help": "the layers (default: published/ in the folder of the atlas, or layers/ beside"
        " build_map.py)",
    },
    "--pack": {
        "type": Path,
        "metavar": "TARGET",
        "help": "write the layers in every format for a GIS too: a folder, or X.zip; needs the"
        " extra: pip install -e '.[pack]'",
    },
    "--plates": {
        "type": Path,
        "metavar": "DIR",
        "help": "draw the plates too, as SVG, PNG and PDF: the atlas (A3), each partner country"
        " (A4); needs the extra: pip install -e '.[plates]'",
    },
    "--worldview": {
        "metavar": "VIEW",
        "default": "",
        "help": "whose borders to show, a view that atlas.toml names (default: the first)",
    },
    "--language": {
        "metavar": "CODE",
        "default": "",
        "help": "in which language to draw plates, one that atlas.toml names (default: the first)",
    },
    "--tiles": {
        "metavar": "PROVIDER",
        "help": """draw the page in Web Mercator on the online tiles of this provider, a name of
        xyzservices such as OpenStreetMap.Mapnik. What that costs: the page no longer works offline;
        the provider learns of each reader, of what they look at and, if the page is on a web
        server, of that server's address; borders and names of the ground are the provider's; areas
        are not true (a field at 60 degrees north looks 4 times one at the equator). Some providers,
        OpenStreetMap's own among them, answer only a page that is on a web server""",
    },
    "--add": {
        "action": _Add,
        "default": [],
        "metavar": "FILE[#LAYER][:NAME]",
        "help": "add a layer of your own, called NAME; may be given again. GeoJSON, GeoPackage,"
        " GeoParquet (needs the extra pack), FlatGeobuf, Shapefile (or its zip), KML, GPX, or CSV"
        " with columns lon and lat, or one of WKT; LAYER of a file of several. The published layers"
        " stay as they lie there; the page is my-map.html, unless --out says otherwise",
    },
    "--column": {
        "action": _OfAdded,
        "default": argparse.SUPPRESS,
        "metavar": "COLUMN",
        "help": "of the --add before it: the column whose values have a colour each, kinds or"
        " classes of numbers",
    },
    "--time": {
        "action": _OfAdded,
        "default": argparse.SUPPRESS,
        "metavar": "COLUMN",
        "help": "of the --add before it: the column of the day on which a feature begins, such as"
        " 2021-03-15, 2021-03 or 2021; given again, that of its last day",
    },
    "--from-layers": {
        **_SWITCH,
        "help": "draw from the layers as they lie there, say after an edit in QGIS",
    },
    "--force": {
        **_SWITCH,
        "help": "replace layers or pack even if they were edited by hand since they were written",
    },
    "--open": {**_SWITCH, "help": "open the page in the browser when it is done"},
    "--watch": {
        **_SWITCH,
        "help": "build again whenever a file of the atlas is saved, and show the page at an address"
        " of this machine alone, where it reloads itself; Ctrl-C ends it. Needs the extra:"
        " pip install -e '.[watch]'",
    },
    "--port": {
        "type": int,
        "metavar": "PORT",
        "help": "the port of that address (default: a free one)",
    },
    "--stale-after": {
        "type": int,
        "metavar": "DAYS",
        "help": "name also what was last checked more than DAYS before the date of the atlas,"
        " and translations left over",
    },
    "--check": {
        **_SWITCH,
        "help": "write nothing; exit 1 and name the layers that differ from a fresh build",
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
    parser = Parser("python -m geo", description="Make an atlas of a folder.", epilog=EXAMPLES)
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
    try:
        return act(given)
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
    from geo.watch import watch

    once = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    for name in ("--watch", "--port", "--open"):
        once.add_argument(name, **OPTIONS[name])
    _, rest = once.parse_known_args(given.typed)
    read, written = [folder], [page, *filter(None, (given.plates, given.pack))]
    (read if given.from_layers else written).append(layers)
    if not all(folder.is_dir() for folder in read):
        return build(rest)  # it tells what is not there
    again = partial(build, rest)
    port = given.port or 0
    return watch(again, page, read=read, written=written, port=port, look=given.open)


def _added(files: Sequence[tuple[str, dict[str, list[str]]]]) -> tuple[Layer, ...]:
    from geo.own.files import read_layer

    return tuple(read_layer(file, **told) for file, told in files)


def _check(given: Namespace) -> int:
    """Name the published layers that differ from a fresh build; write nothing."""
    from geo.build import check

    folder, layers = _published(given)
    differing = check(folder, layers)
    for path in differing:
        print(f"differs: {path}")
    if not differing:
        print(f"up to date: {layers}")
    return 1 if differing else 0


def _lint(given: Namespace) -> int:
    """Name what in the facts of an atlas cannot be right."""
    from geo.api import SHIPPED, open_atlas

    findings = open_atlas(given.atlas or SHIPPED).lint(stale_after=given.stale_after)
    print("\n".join(map(str, findings)) or "nothing found")
    return 1 if findings else 0


def _pack(given: Namespace) -> int:
    """Write the published layers in every format for a GIS."""
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
    """Find the best way between two places, and print what is met on it."""
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
    """Tell what differs between two published editions, as notes of a release."""
    from geo.api import SHIPPED
    from geo.editions import compare, notes, read_changes, to_csv
    from geo.output import write_files
    from geo.read.spec import read_spec

    spec = read_spec(given.atlas or SHIPPED)
    known = read_changes(given.out) if given.out else []
    changes = compare(spec, given.old, given.new, known)
    if given.out:
        write_files({given.out: to_csv(changes).encode()})
    print(notes(spec, changes) or "nothing differs")
    return 0


def _new(given: Namespace) -> int:
    """Start an atlas of two invented lands, to be changed as you like."""
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
