"""What the rivals' figures look like in `docs`: a table for each crowd, and two plots."""

from __future__ import annotations

import math
import os
import platform
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

from benchmarks.build import Timed
from benchmarks.libraries import LIBRARIES, OURS

DOCS = Path(__file__).resolve().parent.parent / "docs"
CANVAS = "folium, canvas"
MANY, VERY_MANY = 100_000, 1_000_000
PAPER, INK, PALE = "#fbf8f1", "#2a2620", "#8b8373"
BOLD = "#d5006d"
LINE_HEIGHT = 0.05
"""Of a name beside a line, as a part of the plot."""
ROUND = {1_000: "1k", 10_000: "10k", 100_000: "100k", 1_000_000: "1M"}
MEGABYTE = 1e6
PACKAGES = ("folium", "geopandas", "pydeck", "maplibre", "lonboard")


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What was found about one page; `why` says why there is none."""

    library: str
    shape: str
    count: int
    why: str = ""
    seconds: float = 0
    memory_mb: float = 0
    size: int = 0
    packed: int = 0
    asked: int = 0
    served: int = 0
    missing: tuple[str, ...] = ()
    first_ms: float = 0
    pan_ms: float = 0
    longest_ms: tuple[float, float] = (0, 0)
    """By the clock the longest task of a drag, by the median of some drags, and of all."""
    busy_ms: tuple[float, float] = (0, 0)
    """The same of processor time."""
    gap_ms: float = 0
    zoom_ms: float = 0
    hover_ms: float | None = None

    def cells(self) -> list[str]:
        """Return it as a row of a table."""
        mark = " \\*" if LIBRARIES[self.library].webgl else ""
        name = f"**{self.library}**" if self.library == OURS else f"{self.library}{mark}"
        if self.why:
            return [name, self.why, *[""] * (len(HEADINGS) - 2)]
        asked = f"{self.asked}, {_megabytes(self.served)} MB" if self.asked else "0"
        return [
            name,
            f"{self.seconds:.1f}",
            f"{self.memory_mb:,.0f}",
            f"{_megabytes(self.size)} ({_megabytes(self.packed)})",
            asked,
            f"{self.first_ms:,.0f}",
            f"{self.pan_ms:.0f} ({self.longest_ms[0]:,.0f})",
            f"{self.gap_ms:.0f}",
            f"{self.zoom_ms:,.0f}",
            "-" if self.hover_ms is None else f"{self.hover_ms:.0f}",
        ]


HEADINGS = (
    *("library", "build s", "peak MB", "page MB (gzip)", "requests", "first picture ms"),
    *("pan ms (longest)", "between ms", "zoom ms", "hover ms"),
)
FIGURES: Mapping[str, Callable[[Measurement], float]] = {
    "first picture, ms": lambda row: row.first_ms,
    "zoom, ms": lambda row: row.zoom_ms,
    "page and what it loads, MB": lambda row: (row.size + row.served) / MEGABYTE,
}
GROWTH: Mapping[str, Callable[[Measurement], float]] = {
    "build, seconds": lambda row: row.seconds,
    "peak memory, MB": lambda row: row.memory_mb,
    "page, MB": lambda row: row.size / MEGABYTE,
    "pan frame (p95), ms": lambda row: row.pan_ms,
}
ABOUT = """
Written by `python benchmarks/rivals.py`: the same data drawn with each library, on one computer,
in one run.

{machine}

- **build, peak**: processor time and memory of a process that reads a GeoParquet file and writes
  the page.
- **page**: size of the file. **requests**: network requests and what they load, here served from
  disk.
- **first picture**: from navigation to the first frame in which the browser shows half of the
  data's pixels; median of three runs, or one run if the page is slow.
- **pan**: how long a frame of a drag keeps the main thread busy, painting included (95th
  percentile); in parentheses the longest task of the main thread, from press to 0.2 s after
  release, median of four drags. **between**: time from frame to frame (95th percentile; 17 ms are
  60 frames a second).
- **zoom**: main thread time from pressing `+` or `-` until the page is idle. **hover**: from moving
  the pointer to the tooltip on the screen.
- \\* draws with **WebGL, which this browser has in software only**: with a graphics card it opens
  and moves faster, so these figures do not do it justice. What it draws outside the main
  thread shows only in "between".
- `geo` shows the whole atlas in addition to the data, with base map, panels and legend; all others
  draw only the data. `geo` and `FastMarkerCluster` cluster crowded points.
"""


def write(
    rows: Sequence[Measurement],
    pictures: tuple[float, float],
    builds: Sequence[Timed],
    load: tuple[float, float, float],
    browser: str,
) -> None:
    """Write the document and its plots."""
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "rivals", "font.size": 9}):
        shared = [row for row in rows if row.count <= MANY]
        _plot(shared, FIGURES, "benchmarks.svg", [*LIBRARIES])
        _plot(rows, GROWTH, "growth.svg", [OURS])
    text = "\n".join(_document(rows, pictures, builds, load, browser))
    (DOCS / "benchmarks.md").write_text(text, "utf-8")


def _document(
    rows: Sequence[Measurement],
    pictures: tuple[float, float],
    builds: Sequence[Timed],
    load: tuple[float, float, float],
    browser: str,
) -> Iterator[str]:
    today = datetime.now(tz=UTC).date().isoformat()
    yield "# Benchmarks"
    loads = ", ".join(f"{each:.1f}" for each in (load[0], os.getloadavg()[0]))
    machine = (
        f"On {today}: {_processor()}, {os.cpu_count()} processors, {platform.system()}, "
        f"Python {platform.python_version()}, Chromium {browser} headless without a graphics card; "
        f"{', '.join(_versions())}. Load before and after: {loads}."
    )
    yield ABOUT.format(machine=machine)
    crowds = dict.fromkeys((row.shape, row.count) for row in rows)
    for shape, count in crowds:
        yield f"## {count:,} {shape}{' of 50 corners' if shape == 'lines' else ''}\n"
        yield from _table([row for row in rows if (row.shape, row.count) == (shape, count)])
    missing = sorted({address for row in rows for address in row.missing})
    if missing:
        yield "Requested from the network, but left out because npm does not have them:\n"
        yield from (f"- `{address}`" for address in missing)
        yield ""
    yield "## Targets\n"
    yield from _aims(rows, pictures)
    yield _picture_line("benchmarks.svg", "First picture, zoom and bytes by count of points", rows)
    yield "## Growth\n"
    yield "Up to 200,000 points are kept one by one; more are counted in grid cells.\n"
    yield _picture_line("growth.svg", "Seconds, memory, bytes and frames by count of points", rows)
    yield "## The build of the atlas\n"
    yield "Medians of whole processes (`benchmarks/build.py`). Targets, relative to the import: 2.0"
    yield "for a full build, 1.3 for the page alone.\n"
    yield "| run | processor s | clock s | relative to the import |"
    yield "|---|--:|--:|--:|"
    for kind, busy, clock, ratio in builds:
        yield f"| {kind} | {busy:.2f} | {clock:.2f} | {ratio:.2f} |"
    yield ""


def _table(rows: Sequence[Measurement]) -> Iterator[str]:
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"|---|{'--:|' * (len(HEADINGS) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row.cells())} |"
    yield ""


def _aims(rows: Sequence[Measurement], pictures: tuple[float, float]) -> Iterator[str]:
    """Return what this toolkit aims at, and what it reached."""
    found = {(row.library, row.count): row for row in rows if row.shape == "points" and not row.why}
    ours, canvas, most = (
        found.get(key) for key in ((OURS, MANY), (CANVAS, MANY), (OURS, VERY_MANY))
    )
    yield f"| target for `{OURS}` | at most | measured |"
    yield "|---|--:|--:|"
    if ours and canvas:
        beside = f"{MANY:,} points, relative to folium's canvas:"
        yield f"| {beside} first picture | 0.25 | {ours.first_ms / canvas.first_ms:.2f} |"
        yield f"| {beside} zoom | 0.33 | {ours.zoom_ms / canvas.zoom_ms:.2f} |"
        yield f"| {beside} bytes of the page | 0.20 | {ours.size / canvas.size:.2f} |"
    if ours:
        drag = f"{MANY:,} points: drag,"
        yield f"| {drag} frame, 95th percentile | 16 ms | {ours.pan_ms:.0f} ms |"
        for time, (task, most_ms) in (("clock", ours.longest_ms), ("processor", ours.busy_ms)):
            what = f"{drag} longest task, {time} time, median of four (and the longest)"
            yield f"| {what} | 16 ms | {task:.0f} ms ({most_ms:.0f} ms) |"
    if most:
        memory = f"{most.memory_mb / 1024:.1f} GB"
        yield f"| {VERY_MANY:,} points: peak memory of the build | 1.5 GB | {memory} |"
    atlas, folium = pictures
    yield f"| first picture of the atlas, relative to plain folium | 0.80 | {atlas / folium:.2f} |"
    yield ""


def _plot(
    rows: Sequence[Measurement],
    figures: Mapping[str, Callable[[Measurement], float]],
    name: str,
    libraries: Sequence[str],
) -> None:
    """Draw each figure of points by their count, on paper of its own: many libraries by decades."""
    figure = Figure(figsize=(10, 3.4), facecolor=PAPER, layout="constrained")
    for axes, (title, value) in zip(figure.subplots(1, len(figures)), figures.items(), strict=True):
        lines = {
            library: [
                (row.count, value(row))
                for row in rows
                if row.library == library and row.shape == "points" and value(row) > 0
            ]
            for library in libraries
        }
        _lay_out(axes, title)
        if len(libraries) > 1:
            axes.set_yscale("log")
            axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        for library, points in lines.items():
            _draw(axes, library, points)
        if len(libraries) > 1:
            _label(axes, {library: points[-1][1] for library, points in lines.items() if points})
        else:
            axes.set_ylim(bottom=0)
        axes.yaxis.set_major_formatter(lambda number, _: f"{number:,g}")
        axes.minorticks_off()
    figure.savefig(DOCS / name, metadata={"Date": None, "Creator": None})


def _lay_out(axes: Axes, title: str) -> None:
    axes.set_title(title, loc="left", color=INK, fontsize=10)
    axes.set(xscale="log", facecolor=PAPER)
    axes.set_xlabel("points", color=INK)
    axes.tick_params(colors=INK, which="both", labelsize=8)
    axes.xaxis.set_major_formatter(lambda count, _: ROUND.get(round(count), ""))
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color=PALE, alpha=0.25, linewidth=0.6)


def _draw(axes: Axes, library: str, points: Sequence[tuple[float, float]]) -> None:
    is_ours = library == OURS
    axes.plot(
        [count for count, _ in points],
        [value for _, value in points],
        color=BOLD if is_ours else PALE,
        linewidth=2.2 if is_ours else 1.1,
        linestyle=":" if LIBRARIES[library].webgl else "-",
        marker="o",
        markersize=3,
        zorder=3 if is_ours else 2,
    )


def _label(axes: Axes, ends: Mapping[str, float]) -> None:
    """Name lines beside their ends, none on another."""
    low, high = (math.log(each) for each in axes.get_ylim())
    lowest = 0.0
    for library, value in sorted(ends.items(), key=lambda each: each[1]):
        lowest = max(lowest, (math.log(value) - low) / (high - low))
        colour = BOLD if library == OURS else INK
        axes.text(
            1.03, lowest, library, color=colour, fontsize=7, va="center", transform=axes.transAxes
        )
        lowest += LINE_HEIGHT


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.2g}" if size < 10 * MEGABYTE else f"{size / MEGABYTE:.0f}"


def _picture_line(name: str, told: str, rows: Sequence[Measurement]) -> str:
    ours = [row for row in rows if row.library == OURS and row.shape == "points" and not row.why]
    figures = "; ".join(
        f"{row.count:,} points: first picture {row.first_ms:,.0f} ms, zoom {row.zoom_ms:,.0f} ms, "
        f"{row.size / MEGABYTE:.1f} MB, built in {row.seconds:.0f} s with {row.memory_mb:,.0f} MB"
        for row in ours
    )
    return f"![{told}. {OURS}: {figures}]({name})\n"


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _versions() -> Iterator[str]:
    for package in PACKAGES:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            continue
