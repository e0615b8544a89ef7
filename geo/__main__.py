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
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, NoReturn, cast

from geo.errors import AtlasError, LayerError, PlaceError, TilesError, ViewError
from geo.options import EXAMPLES, MAKING, OPTIONS, Parser

if TYPE_CHECKING:
    from geo.own.layer import Layer

_INSTALLING = "install the toolkit again, in a clone with: pip install -c constraints.txt -e ."
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
    if arguments is None:
        _spare_pyarrow(given)
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
    if arguments is None:
        _spare_pyarrow(given)
    return _run(_check if given.check else _build, given)


def command() -> NoReturn:
    """Do what the command line asks for, and end the process."""
    leave(main())


def leave(code: int) -> NoReturn:
    """End the process with an exit code, as mypy does: to clear its memory first takes a while."""
    with suppress(OSError):  # of a pipe that nobody reads any more Python tells by itself
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _spare_pyarrow(given: Namespace) -> None:
    """Keep pandas, which loads it wherever it is, from that: files of Parquet alone need it.

    This is for a process that does nothing but what its own command line asks for.
    """
    if not any(getattr(given, name, None) for name in ("add", "pack", "target")):
        sys.modules.setdefault("pyarrow", cast("ModuleType", None))


def _run(act: Callable[[Namespace], int], given: Namespace) -> int:
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a path may hold letters that the console does not know
        sys.stdout.reconfigure(errors="backslashreplace")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # none has work here, each waits busily
    gc.set_threshold(1_000_000)  # to search a run for waste so often takes a tenth of it
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
    print(json.dumps(route.to_dict(), indent=1) if given.json else route.told())
    return 0


def _diff(given: Namespace) -> int:
    """List what has changed between two published editions, as release notes."""
    import pandas as pd

    from geo.api import SHIPPED
    from geo.editions import Change, compare, moved_ids, notes, read_changes
    from geo.output import write_files
    from geo.publish.files import to_csv
    from geo.read.spec import read_spec

    spec = read_spec(given.atlas or SHIPPED)
    known = read_changes(given.out) if given.out else []
    changes = compare(spec, given.old, given.new, known)
    if given.out:
        write_files({given.out: to_csv(pd.DataFrame(changes, columns=Change._fields))})
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
    command()
