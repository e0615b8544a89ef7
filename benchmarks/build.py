"""Time a full build, and one of the page alone, against the import of geopandas and folium.

Whole processes, in turn. What counts is the time on a processor, which other programs disturb less
than that of the clock, told beside it. As for whoever builds, modules stay compiled between runs.

Run it with the interpreter of the environment: `.venv/bin/python benchmarks/build.py [RUNS]`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENV = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
sys.path.insert(0, str(ROOT))
from benchmarks.arguments import parser, whole_number


def seconds(*arguments: str) -> tuple[float, float]:
    """Return how long one run of the interpreter keeps a processor busy, and how long it takes."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=ENV, check=True, capture_output=True)
    passed = [now - then for now, then in zip(os.times(), before, strict=True)]
    return passed[2] + passed[3], passed[4]


def main() -> None:
    """Print medians, and medians of the ratios."""
    options = parser(__doc__)
    options.add_argument("runs", nargs="?", type=whole_number, default=7)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "map.html")
        build = ("build_map.py", "--out", str(page), "--layers", str(Path(folder, "layers")))
        timed = {
            "import of geopandas and folium": ("-c", "import geopandas, folium"),
            "full build": build,
            "page alone, from the layers": (*build, "--from-layers"),
        }
        rounds = [[seconds(*each) for each in timed.values()] for _ in range(runs + 1)][1:]
        size = page.stat().st_size
    for name, times in zip(timed, zip(*rounds, strict=True), strict=True):
        busy, clock = (statistics.median(each) for each in zip(*times, strict=True))
        ratio = statistics.median(
            own / imported for (own, _), ((imported, _), *_) in zip(times, rounds, strict=True)
        )
        print(f"{name:32} {busy:5.2f} s, {clock:5.2f} s by the clock, ratio {ratio:.2f}")
    print(f"map.html: {size:,} bytes")


if __name__ == "__main__":
    main()
