"""What the files of an atlas must be to each other: every key by itself is good already."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from geo.design.signs import load_signs
from geo.errors import Problem
from geo.read.column_checks import Misfits, column_misfits, mixed_columns, scheme_misfits
from geo.read.layers import LayerFiles
from geo.read.text_checks import text_misfits
from geo.read.toml import Document

_SIGN = ("sign", "solid", "line_px")
"""What tells the sign of a value from another."""


def misfits(files: LayerFiles) -> Iterator[Problem]:
    """Yield what does not fit: columns first, and where these are good, all that builds on them.

    That is what a shape or a mark lacks, what nobody could tell from another, what readers meet and
    has no word, and texts that cannot be filled.
    """
    for key, value, expected in scheme_misfits(files):
        yield Problem("atlas.toml", "", key, value, expected)
    mixed = [
        Problem(f"layers/{name}.toml", "", *told)
        for name, spec in files.files.items()
        for told in mixed_columns(name, spec, files)
    ]
    yield from mixed
    if mixed:
        return  # of such columns nobody knows what they should be
    for name, spec in files.files.items():
        found = list(column_misfits(name, spec, files))
        if not found:
            for find in (_unjoined, _undrawn, _unbranched, _alike):
                found += find(name, spec, files)
            found += text_misfits(files.layer(name), files)
        for key, value, expected in dict.fromkeys(found):
            yield Problem(f"layers/{name}.toml", "", key, value, expected)


def _unjoined(name: str, spec: Document, files: LayerFiles) -> Misfits:
    """Yield what a layer takes from other files that do not have it."""
    placed = {
        other["facts"]: "country" in other or "host" in other
        for other in files.files.values()
        if other["shape"] == "points" and "located" not in other
    }
    if spec["shape"] == "network" and not placed.get("places"):
        expected = "a layer of points with facts = 'places' and a country, for segments to join"
        yield "shape", "network", expected
    located = files.described(name).get(spec.get("located", ""), {}).get("to", "places")
    if "located" in spec and located not in placed:
        yield "located", located, "the facts of a layer of points"
    for view in spec.get("worldview_sources", {}):
        if view not in files.head["worldviews"]:
            yield "worldview_sources", view, f"one of {', '.join(files.head['worldviews'])}"


def _undrawn(name: str, spec: Document, files: LayerFiles) -> Misfits:
    """Yield what the mark of a layer, or its lines, ask of values that do not have it."""
    mark = spec.get("mark", {})
    wanted = [(mark.get("token"), "sign"), (spec.get("hue", mark.get("hue")), "hue")]
    if mark and mark["body"] not in load_signs():
        wanted.append((mark["body"], "sign"))
    for column, key in wanted:
        if not isinstance(column, str) or (key == "hue" and column == "ink"):
            continue
        within = "mark" if mark else "hue"
        if spec.get("values", {}).get(column) and column not in files.columns_of(name):
            yield within, column, "one of the columns of the layer"
        rows = spec.get("values", {}).get(column, {})
        if not rows:
            yield within, column, f"a column with rows [values.{column}.NAME]"
        for value, row in rows.items():
            if key not in row:
                yield (
                    f"values.{column}.{value}.{key}",
                    "",
                    f"a {key}, for its {'mark' if mark else 'lines'}",
                )


def _unbranched(_: str, spec: Document, __: LayerFiles) -> Misfits:
    """Yield ways along branches that the network does not have."""
    if spec["shape"] != "network":
        return
    branches = spec.get("values", {}).get("branch", {})
    if not branches:
        yield "values.branch", "", "a row [values.branch.NAME] for each branch"
    for way, branch in spec.get("ways", {}).items():
        if branches and branch not in branches:
            yield f"ways.{way}", branch, f"one of {', '.join(branches)}"


def _alike(name: str, spec: Document, files: LayerFiles) -> Misfits:
    """Yield what nobody could tell from another: layers of one look, values of one look."""
    mark = spec.get("mark", {})
    for other, told in files.files.items():
        if other == name:
            break
        same = told["shape"] == spec["shape"] and told.get("mark", {}).get("body") == mark.get(
            "body"
        )
        if same and _meet(_hue(spec), _hue(told)):
            yield "mark.hue" if mark else "hue", "", f"other colours than the layer {other} has"
    drawn = [mark[key] for key in ("body", "hue", "token") if isinstance(mark.get(key), str)]
    for column in dict.fromkeys(drawn):
        rows = spec.get("values", {}).get(column, {})
        for (first, one), (second, two) in combinations(rows.items(), 2):
            hued, signed = column == mark["hue"], column in (mark["body"], mark.get("token"))
            if (not hued or _meet(one.get("hue"), two.get("hue"))) and (
                not signed or all(one.get(key) == two.get(key) for key in _SIGN)
            ):
                what = " or ".join(["hue"] * hued + ["sign"] * signed)
                yield f"values.{column}.{second}", "", f"another {what} than {first} has"


def _hue(spec: Document) -> object:
    return spec.get("hue", spec.get("mark", {}).get("hue"))


def _meet(one: object, two: object) -> bool:
    """Tell whether two pairs of colours have one in common, on light or on dark paper."""
    if not (isinstance(one, list) and isinstance(two, list)):
        return False
    return any(a == b for a, b in zip(one, two, strict=True))
