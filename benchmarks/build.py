"""Time a full build against the import of geopandas and folium, as whole processes in pairs.

What counts is the time on a processor, which other programs disturb less than that of the clock.

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
sys.path.insert(0, str(ROOT))
from benchmarks.arguments import parser, whole_number


def seconds(*arguments: str) -> float:
    """Return how long one run of the interpreter keeps a processor busy."""
    before = os.times()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, capture_output=True)
    after = os.times()
    return (
        after.children_user - before.children_user + after.children_system - before.children_system
    )


def main() -> None:
    """Print medians and their ratio."""
    options = parser(__doc__)
    options.add_argument("runs", nargs="?", type=whole_number, default=7)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "map.html")
        build = ("build_map.py", "--out", str(page), "--layers", str(Path(folder, "layers")))
        pairs = [
            (seconds("-c", "import geopandas, folium"), seconds(*build)) for _ in range(runs + 1)
        ][1:]
        size = page.stat().st_size
    imports, builds = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(build / imported for imported, build in pairs)
    print(f"import of geopandas and folium: {imports:.2f} s, full build: {builds:.2f} s")
    print(f"ratio: {ratio:.2f}, map.html: {size:,} bytes")


if __name__ == "__main__":
    main()
