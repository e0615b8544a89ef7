"""Time builds, whole and of the page alone, against the import of geopandas and folium.

Whole processes, in turn: with nothing kept of an earlier run; after a change of one fact, or of
one layer; with nothing changed. What counts is the time on a processor, which other programs
disturb less than that of the clock, told beside it. As for whoever builds, modules stay compiled
between runs.

Run it with the interpreter of the environment: `.venv/bin/python benchmarks/build.py [RUNS]`.
"""

from __future__ import annotations

import os
import re
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
STRENGTH = re.compile(r"Soldiers of (various|-?\d+) platoons")


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


def edit(path: Path, number: int) -> None:
    """Say of one exercise another strength each time, in a table or a layer."""
    told, times = STRENGTH.subn(f"Soldiers of {number + 2} platoons", path.read_text("utf-8"), 1)
    if not times:
        raise SystemExit(f"{path.name}: no exercise has the strength that is to be changed")
    path.write_text(told, "utf-8")


def measure(folder: Path, number: int) -> dict[str, tuple[float, float]]:
    """Return what each kind of run takes."""
    atlas, caches = folder / "atlas", folder / "caches"
    build = ("-m", "geo", "build", str(atlas), "--out", str(folder / "map.html"))
    page = (*build, "--from-layers")
    found = {"import of geopandas and folium": seconds(caches, "-c", "import geopandas, folium")}
    for path in (caches, atlas / "published"):
        shutil.rmtree(path, ignore_errors=True)
    facts = atlas / "facts" / "exercises.csv"
    edit(facts, -1)
    found["build, nothing kept"] = seconds(caches, *build)
    edit(facts, number)
    found["build, a fact changed"] = seconds(caches, *build)
    found["build, nothing changed"] = seconds(caches, *build)
    (folder / "map.html").unlink()
    found["page alone, no layer read before"] = seconds(caches, *page)
    edit(atlas / "published" / "exercises.geojson", -1)
    found["page alone, a layer changed"] = seconds(caches, *page)
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
