"""Time builds, whole and of the page alone, against the import of geopandas and folium.

Whole processes, in turn: with nothing kept of an earlier run; after a change of one fact; with
nothing changed. What counts is the time on a processor, which other programs disturb less than that
of the clock, told beside it. As for whoever builds, modules stay compiled between runs.

Run it with the interpreter of the environment: `.venv/bin/python benchmarks/build.py [RUNS]`.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from benchmarks.arguments import parser, whole_number

ATLAS = ROOT / "geo" / "uttarapath"


class Timed(NamedTuple):
    """How long a kind of run takes: on a processor, by the clock, and beside the import."""

    kind: str
    busy_s: float
    clock_s: float
    ratio: float


def seconds(caches: Path, *arguments: str) -> tuple[float, float]:
    """Return how long one run of the interpreter keeps a processor busy, and how long it takes."""
    told = {**os.environ, "XDG_CACHE_HOME": str(caches)}
    told.pop("PYTHONDONTWRITEBYTECODE", None)
    before = os.times()
    subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=told, check=True, capture_output=True
    )
    passed = [now - then for now, then in zip(os.times(), before, strict=True)]
    return passed[2] + passed[3], passed[4]


def edit(atlas: Path, number: int) -> None:
    """Say of one exercise another strength each time."""
    table = atlas / "facts" / "exercises.csv"
    lines = (ATLAS / "facts" / table.name).read_text("utf-8").splitlines(keepends=True)
    head, first, *others = lines
    told = first.replace("Soldiers of various platoons", f"Soldiers of {number + 2} platoons")
    if told == first:
        raise SystemExit(f"{table.name}: its first row is not what it was")
    table.write_text("".join([head, told, *others]), "utf-8")


def measure(folder: Path, number: int) -> dict[str, tuple[float, float]]:
    """Return what each kind of run takes."""
    atlas, caches = folder / "atlas", folder / "caches"
    build = ("-m", "geo", "build", str(atlas), "--out", str(folder / "map.html"))
    page = (*build, "--from-layers")
    found = {"import of geopandas and folium": seconds(caches, "-c", "import geopandas, folium")}
    for path in (caches, atlas / "published"):
        shutil.rmtree(path, ignore_errors=True)
    edit(atlas, -1)
    found["build, nothing kept"] = seconds(caches, *build)
    edit(atlas, number)
    found["build, a fact changed"] = seconds(caches, *build)
    found["build, nothing changed"] = seconds(caches, *build)
    (folder / "map.html").unlink()
    found["page alone, from the layers"] = seconds(caches, *page)
    found["page alone, nothing changed"] = seconds(caches, *page)
    return found


def timed(runs: int) -> tuple[list[Timed], int]:
    """Return the medians of some rounds, and how many bytes the page has."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ATLAS, folder / "atlas")
        rounds = [measure(folder, number) for number in range(runs + 1)][1:]
        size = (folder / "map.html").stat().st_size
    imported, *_ = rounds[0]
    found = []
    for kind in rounds[0]:
        busy, clock = (statistics.median(x) for x in zip(*(x[kind] for x in rounds), strict=True))
        ratio = statistics.median(x[kind][0] / x[imported][0] for x in rounds)
        found.append(Timed(kind, busy, clock, ratio))
    return found, size


def main() -> None:
    """Print medians, and medians of the ratios."""
    options = parser(__doc__)
    options.add_argument("runs", nargs="?", type=whole_number, default=7)
    found, size = timed(options.parse_args().runs)
    for kind, busy, clock, ratio in found:
        print(f"{kind:32} {busy:5.2f} s, {clock:5.2f} s by the clock, ratio {ratio:.2f}")
    print(f"map.html: {size:,} bytes")


if __name__ == "__main__":
    main()
