"""The benchmarks, as one calls them: what they take is told, and what cannot be is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import report
from benchmarks.browser import lone_spots
from benchmarks.build import Timed
from benchmarks.crowd import COLOUR
from benchmarks.report import Measurement

SCRIPTS = sorted((Path(__file__).parent.parent / "benchmarks").glob("*.py"))
PROGRAMS = [each for each in SCRIPTS if "__main__" in each.read_text("utf-8")]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda each: each.stem)
def test_a_benchmark_answers_what_is_asked_of_it(program: Path, tmp_path: Path) -> None:
    def run(argument: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(program), argument]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    told = run("--help")
    assert told.returncode == 0
    assert told.stdout.startswith(f"usage: {program.name}")
    for wrong in ("nowhere/0", "0"):
        refused = run(wrong)
        assert refused.returncode == 2
        assert wrong in refused.stderr.splitlines()[-1]
        assert "Traceback" not in refused.stderr


def test_a_pointer_is_led_to_what_lies_alone() -> None:
    picture = np.full((400, 600, 3), 255, np.int16)
    for x, y in ((100, 300), (250, 380), (280, 380), (400, 50)):
        picture[y - 4 : y + 5, x - 4 : x + 5] = [int(COLOUR[i : i + 2], 16) for i in (1, 3, 5)]
    assert lone_spots(picture, [COLOUR], 5) == [(100, 300), (400, 50)]


def test_the_report_leaves_no_library_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "DOCS", tmp_path)
    ours = [
        Measurement(
            library="geo", shape="points", count=n, size=n, first_ms=n, zoom_ms=n, memory_mb=n
        )
        for n in (1_000, 100_000, 1_000_000)
    ]
    canvas = Measurement(
        library="folium, canvas", shape="points", count=100_000, size=1, first_ms=4e5, zoom_ms=2e5
    )
    others = [Measurement(library="pydeck", shape="points", count=1_000, why="not installed")]
    builds = [Timed("build, nothing changed", 0.75, 0.8, 1.05)]
    report.write([*ours, canvas, *others], (600, 1000), builds, (0, 0, 0), "1")
    told = (tmp_path / "benchmarks.md").read_text("utf-8")
    assert "| pydeck \\* | not installed |" in told
    assert "first picture | 0.25 | 0.25 |" in told
    assert "relative to plain folium | 0.80 | 0.60 |" in told
    assert "| build, nothing changed | 0.75 | 0.80 | 1.05 |" in told
    for plot in ("benchmarks.svg", "growth.svg"):
        assert f"({plot})" in told
        assert (tmp_path / plot).read_text("utf-8").rstrip().endswith("</svg>")
